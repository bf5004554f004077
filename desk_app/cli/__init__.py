"""The command line: the same services without a window, and the contract for acceptance checks."""

import sys
from collections.abc import Sequence
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line. `run` loads no other command: the window is to open at once."""
    from desk_app.cli.entry import new_app, run_app  # noqa: PLC0415

    if command_of(sys.argv[1:]) == "run":
        from desk_app.cli import window  # noqa: PLC0415

        app = new_app()
        app.command("run")(window.run)
    else:
        from desk_app.cli.app import app  # noqa: PLC0415
    run_app(app)


def command_of(arguments: Sequence[str]) -> str:
    """Return the command among the arguments: the first that is neither an option nor its value."""
    rest = iter(arguments)
    for word in rest:
        if word == "--data":
            next(rest, None)
        elif not word.startswith("-"):
            return word
    return ""
