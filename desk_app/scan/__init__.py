"""Camera, decoder, repeat filter, keyboard-wedge parser."""
