"""The check-in page."""
