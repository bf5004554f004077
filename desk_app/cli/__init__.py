"""The command line: the same services without a window, and the contract for acceptance checks."""

from desk_app.cli.app import main

__all__ = ["main"]
