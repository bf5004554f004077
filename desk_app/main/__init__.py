"""The window: takes what compose built and joins signals. Nothing here decides or draws."""

from desk_app.main.start import run_window, tell_failure

__all__ = ["run_window", "tell_failure"]
