"""The thread of a serial scanner: reads codes, finds the scanner again after it was unplugged."""

import logging
import threading
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk_app.domain.errors import KnownError
from desk_app.scan.serial_port import QUIET_S, LineReader, choose_port, open_port

if TYPE_CHECKING:
    from serial import Serial

logger = logging.getLogger(__name__)
RETRY_S = 1.0
_STOP_S = 3.0


class ScannerStateKind(StrEnum):
    """How a serial scanner is."""

    WORKING = "working"
    MISSING = "missing"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerState:
    """How the scanner is, and at which port; ``problem`` where a person can help."""

    kind: ScannerStateKind
    port: str
    problem: KnownError | None = None


class SerialScanner(QObject):
    """Reads one serial port until it is stopped; a lost one is tried again every second.

    Signals:
        scanned(str): A code as the scanner sent it.
        state_changed(ScannerState): Also when a lost scanner is back.
    """

    scanned = Signal(str)
    state_changed = Signal(object)

    def __init__(
        self,
        port: str,
        *,
        retry_s: float = RETRY_S,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._wanted = port
        self._retry_s = retry_s
        self._stopping = threading.Event()
        self._state: ScannerState | None = None
        self._thread = threading.Thread(target=self._work, name="serial-scanner", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end and wait for it."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(_STOP_S)

    def _work(self) -> None:
        while not self._stopping.is_set():
            port = self._wanted
            try:
                port = choose_port(self._wanted)
                with open_port(port) as source:
                    self._tell(ScannerStateKind.WORKING, port)
                    self._read(source)
            except KnownError as error:
                self._tell(ScannerStateKind.MISSING, port, error)
            except OSError as error:
                self._fail(port, error)
            except TypeError:
                # pyserial meets its own closed handle when the device goes in the middle of a read.
                self._fail(port, OSError(port))
            self._stopping.wait(self._retry_s)

    def _read(self, source: "Serial") -> None:
        lines = LineReader()
        heard_at = time.monotonic()
        while not self._stopping.is_set():
            data = source.read(max(1, source.in_waiting))
            if data:
                heard_at = time.monotonic()
                codes = lines.feed(data)
            elif not lines.is_empty and time.monotonic() - heard_at > QUIET_S:
                codes = lines.take()
            else:
                continue
            for code in codes:
                self.scanned.emit(code)

    def _fail(self, port: str, error: OSError) -> None:
        was_working = self._state is not None and self._state.kind is not ScannerStateKind.MISSING
        kind = ScannerStateKind.LOST if was_working else ScannerStateKind.MISSING
        self._tell(kind, port, _busy(port) if _is_taken(error) else _unplugged(port))

    def _tell(self, kind: ScannerStateKind, port: str, problem: KnownError | None = None) -> None:
        was = self._state
        self._state = ScannerState(kind=kind, port=port, problem=problem)
        is_same = was is not None and (was.kind, was.port) == (kind, port)
        if not is_same and not self._stopping.is_set():
            logger.info("serial scanner %s", kind.value)
            self.state_changed.emit(self._state)


def _is_taken(error: OSError) -> bool:
    text = str(error).lower()
    return isinstance(error, PermissionError) or "permission" in text or "lock" in text


def _busy(port: str) -> KnownError:
    return KnownError(
        "scanner_port_busy",
        zh=f"打不开端口 {port}：别的程序占用着，或没有权限。请关掉那个程序，"
        "Linux 上请把用户加进 dialout 组；之后会自动重连。",
        en=f"Cannot open {port}: another program has it, or permission is missing. Close that "
        "program, on Linux add the user to the group dialout; it then reconnects by itself.",
    )


def _unplugged(port: str) -> KnownError:
    return KnownError(
        "scanner_unplugged",
        zh=f"端口 {port} 上没有扫码枪。请插好它，会自动重连；换了插口就在设置里重新选端口。",
        en=f"No scanner at {port}. Plug it in, it reconnects by itself; "
        "after changing the socket choose the port again in the settings.",
    )
