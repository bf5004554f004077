"""The window around the pages: rail, top bar, offline light, toasts."""
