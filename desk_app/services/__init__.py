"""Use cases; transactions begin here."""
