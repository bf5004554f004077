"""The gateway: the centre's functions over HTTPS, stateless, any number of copies."""
