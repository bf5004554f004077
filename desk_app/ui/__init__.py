"""Widgets: they show frozen values and emit requests."""
