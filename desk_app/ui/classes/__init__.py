"""The classes page."""
