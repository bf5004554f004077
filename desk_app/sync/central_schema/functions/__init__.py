"""The functions of the centre by what they are about; a file says each of them whole."""
