"""The visitors page."""
