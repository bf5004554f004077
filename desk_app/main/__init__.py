"""The window: takes what compose built and joins signals. Nothing here decides or draws."""

from desk_app.main.start import probe_window, run_window, tell_failure

__all__ = ["probe_window", "run_window", "tell_failure"]
