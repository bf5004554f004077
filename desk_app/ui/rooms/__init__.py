"""The rooms page."""
