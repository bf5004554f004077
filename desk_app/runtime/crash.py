"""Crashes: what nobody expected is kept, without personal data, and shown at the next start.

A report says what kind of error, where in the code and when. It never holds local variables, and of
the error's own words only what is left without quotations, numbers and Chinese text.
"""

import faulthandler
import json
import logging
import platform
import re
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO

from desk_app.runtime.files import write_atomically
from desk_app.runtime.logs import redact

_log = logging.getLogger(__name__)
_REPORT = "last.json"
_MAX_WORDS = 200
_MAX_NATIVE_CHARS = 8_000
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”")
_HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrashReport:
    """What is known of the last crash.

    Attributes:
        at: ISO 8601 with offset.
        kind: The error's class, or ``native`` for a crash below Python.
        words: What the error said, redacted; often empty.
        trace: File, line and function of each frame, outermost first.
    """

    at: str
    version: str
    system: str
    thread: str
    kind: str
    words: str
    trace: str


class CrashKeeper:
    """Catches what nobody caught and keeps the last of it in a folder.

    Args:
        folder: ``crashes`` of the data directory.
        clock: Says when; aware.
        version: Of this app.
        name: Tells processes that share the folder apart.
        on_crash: Called after a report was written, in the thread that crashed.
    """

    def __init__(
        self,
        folder: Path,
        *,
        clock: Callable[[], datetime],
        version: str,
        name: str = "desk",
        on_crash: Callable[[CrashReport], None] | None = None,
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._version = version
        self._on_crash = on_crash
        self._native = folder / f"native-{name}.txt"
        self._native_file: IO[str] | None = None
        self._previous = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        """Take over the hooks, after filing what a native crash of the last run left behind."""
        self._file_native_crash()
        self._native_file = self._native.open("w", encoding="utf-8")
        faulthandler.enable(self._native_file)
        self._previous = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_main
        threading.excepthook = self._on_thread

    def uninstall(self) -> None:
        """Give the hooks back; an orderly end leaves no native file."""
        if self._native_file is None:
            return
        sys.excepthook, threading.excepthook = self._previous
        faulthandler.disable()
        self._native_file.close()
        self._native_file = None
        self._native.unlink(missing_ok=True)

    def _on_main(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            self._keep(error, trace, thread="main")
        self._previous[0](kind, error, trace)

    def _on_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            name = args.thread.name if args.thread else "unknown"
            self._keep(args.exc_value, args.exc_traceback, thread=name)
        self._previous[1](args)

    def _keep(self, error: BaseException, trace: TracebackType | None, *, thread: str) -> None:
        self._save(
            kind=type(error).__qualname__,
            words=_words(error),
            trace=_frames(trace),
            thread=thread,
        )

    def _file_native_crash(self) -> None:
        with suppress(OSError):
            left = self._native.read_text(encoding="utf-8", errors="replace")[:_MAX_NATIVE_CHARS]
            if left.strip():
                self._save(kind="native", words="", trace=redact(left), thread="unknown")

    def _save(self, *, kind: str, words: str, trace: str, thread: str) -> None:
        report = CrashReport(
            at=self._clock().isoformat(),
            version=self._version,
            system=f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
            thread=thread,
            kind=kind,
            words=words,
            trace=trace,
        )
        _log.critical("crash: %s in thread %s", kind, thread)
        try:
            write_atomically(self._folder / _REPORT, json.dumps(asdict(report), indent=1))
        except OSError:
            _log.exception("the crash report could not be written")
        if self._on_crash is not None:
            self._on_crash(report)


def last_crash(folder: Path) -> CrashReport | None:
    """Return the crash that nobody has seen yet, if there is one."""
    try:
        fields = json.loads((folder / _REPORT).read_text(encoding="utf-8"))
        return CrashReport(**fields)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError):
        _log.warning("an unreadable crash report was skipped")
        return None


def forget(folder: Path) -> None:
    """Drop the last crash: it has been seen."""
    (folder / _REPORT).unlink(missing_ok=True)


def _words(error: BaseException) -> str:
    first_line = (str(error).splitlines() or [""])[0]
    return _HAN.sub("…", _QUOTED.sub("…", redact(first_line)))[:_MAX_WORDS]


def _frames(trace: TracebackType | None) -> str:
    root = Path(__file__).resolve().parents[2]
    lines = []
    for frame in traceback.extract_tb(trace):
        path = Path(frame.filename)
        shown = path.relative_to(root) if path.is_relative_to(root) else Path(*path.parts[-3:])
        lines.append(f"{shown.as_posix()}:{frame.lineno} {frame.name}")
    return "\n".join(lines)
