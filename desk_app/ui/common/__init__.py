"""Theme, icons and widgets that every page uses."""
