"""The first start of an empty data directory."""
