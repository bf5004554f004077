"""Logs: small, rotating, and with a last line of defence against personal data."""

import logging
import logging.handlers
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from typing_extensions import override

MAX_BYTES = 1_000_000
FILES_KEPT = 5
_FORMAT = "%(asctime)s %(levelname)s %(name)s [%(threadName)s] %(message)s"
_SECRETS = (
    (re.compile(r"sd-enrol:[^\s'\"]+"), "<enrol>"),
    (re.compile(r"\bD1[0-9A-Z $%*+\-./:]{20,}"), "<code>"),
    (re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"), "<number>"),
    (re.compile(r"(?<![\d-])0\d{2,3}[ -]?\d{7,8}(?!\d)"), "<number>"),
    (re.compile(r"(?<![0-9A-Za-z-])\d{7,}(?![0-9A-Za-z-])"), "<number>"),
)


def redact(text: str) -> str:
    """Hide what looks like a phone number, a pass or an enrolment text. Ids (UUIDs) stay.

    Logs are to carry ids in the first place; this is for what slips through, in a library's
    error message for example.
    """
    for pattern, label in _SECRETS:
        text = pattern.sub(label, text)
    return text


class RedactingFormatter(logging.Formatter):
    """Formats a record in UTC and redacts the whole of it, traceback included."""

    @override
    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    @override
    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


class _PrivateFile(logging.handlers.RotatingFileHandler):
    """A log that only its owner can read."""

    @override
    def _open(self) -> IO[str]:  # type: ignore[override]  # typeshed names the concrete class
        return open(self.baseFilename, self.mode, encoding=self.encoding, opener=_owner_only)


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def start_logging(folder: Path, name: str = "desk") -> None:
    """Send logs to ``folder/name.log`` (5 files of 1 MB) and warnings to the console.

    A window and a command line beside it use different names, so that neither rotates the other's
    file away. Calling it again replaces what the first call set up.
    """
    formatter = RedactingFormatter(_FORMAT)
    file = _PrivateFile(
        folder / f"{name}.log",
        maxBytes=MAX_BYTES,
        backupCount=FILES_KEPT - 1,
        encoding="utf-8",
        delay=True,
    )
    console = logging.StreamHandler()
    console.setLevel(logging.WARNING)
    stop_logging()
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    for handler in (file, console):
        handler.setFormatter(formatter)
        handler.set_name(f"station-desk-{type(handler).__name__}")
        root.addHandler(handler)


def stop_logging() -> None:
    """Close the files that ``start_logging`` opened."""
    root = logging.getLogger()
    for handler in [h for h in root.handlers if (h.name or "").startswith("station-desk-")]:
        root.removeHandler(handler)
        handler.close()
