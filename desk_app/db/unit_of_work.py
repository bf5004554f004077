"""One transaction on the local database."""
