"""Schema changes, oldest first; see CONTRIBUTING.md."""
