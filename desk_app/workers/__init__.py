"""Qt threads: database, camera, sync."""
