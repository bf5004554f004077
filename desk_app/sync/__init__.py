"""Push, pull, merge, central gateway, central schema."""
