"""Handheld scanners on a serial port (USB-CDC): which ports there are, bytes to codes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.errors import KnownError
from desk_app.domain.passes import MAX_CODE_LENGTH

if TYPE_CHECKING:  # pyserial is loaded by the thread that reads
    from serial import Serial

READ_TIMEOUT_S = 0.05
QUIET_S = 0.1
_ENDS = b"\r\n\t\x03"
_MULTILINE, _MULTILINE_END = b"BEGIN:VCARD", b"END:VCARD"


@dataclass(frozen=True, slots=True, kw_only=True)
class PortInfo:
    """A serial port as the system names it; ``is_usb`` where a scanner may be."""

    port: str
    name: str
    is_usb: bool


def list_ports() -> tuple[PortInfo, ...]:
    """Return the serial ports, those on USB first."""
    from serial.tools import list_ports as ports  # noqa: PLC0415

    try:
        found = [
            PortInfo(
                port=p.device, name=_name_of(p.device, p.description), is_usb=p.vid is not None
            )
            for p in ports.comports()
        ]
    except OSError:
        return ()
    return tuple(sorted(found, key=lambda p: (not p.is_usb, p.port)))


def _name_of(port: str, description: str | None) -> str:
    if not description or description in {"n/a", port}:
        return port
    return description if port in description else f"{description} ({port})"


def choose_port(wanted: str) -> str:
    """Return the port to open: the one that is set, or the first on USB.

    Raises:
        KnownError: None is set and there is none on USB.
    """
    if wanted:
        return wanted
    found = next((p.port for p in list_ports() if p.is_usb), None)
    if found is None:
        raise KnownError(
            "no_scanner_port",
            zh="没有找到串口扫码枪。请插好它，用说明书里的条码切到 USB 虚拟串口，"
            "或在设置里选端口。",
            en="No scanner on a serial port. Plug it in, switch it to USB virtual COM with the "
            "barcode of its manual, or choose the port in the settings.",
        )
    return found


def open_port(port: str) -> "Serial":
    """Open a port for reading.

    Raises:
        OSError: It is not there, or another program has it (pyserial's errors are OSErrors).
    """
    import serial  # noqa: PLC0415

    try:
        return serial.Serial(port, timeout=READ_TIMEOUT_S, exclusive=True)
    except ValueError as error:
        raise OSError(port) from error


class LineReader:
    """Cuts what a scanner sends into codes: at line ends, or where it falls silent."""

    def __init__(self) -> None:
        self._bytes = b""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is waiting for its end."""
        return not self._bytes

    def feed(self, data: bytes) -> list[str]:
        """Take bytes; answers the codes they completed."""
        codes = []
        for byte in data:
            if byte not in _ENDS:
                self._bytes += bytes((byte,))
            elif self._is_inside_lines():
                self._bytes += b"" if self._bytes.endswith(b"\n") else b"\n"
            else:
                codes += self.take()
            if len(self._bytes) > MAX_CODE_LENGTH * 4:
                self._bytes = b""  # noise, or another device
        return codes

    def take(self) -> list[str]:
        """Return what is waiting as a code: the scanner has fallen silent."""
        data, self._bytes = self._bytes.strip(_ENDS + b"\x02"), b""
        return [_text_of(data)] if data else []

    def _is_inside_lines(self) -> bool:
        text = self._bytes.upper()
        return _MULTILINE in text[: len(_MULTILINE) + 8] and _MULTILINE_END not in text


def _text_of(data: bytes) -> str:
    """Read UTF-8, else the GB 18030 that scanners sold in China send."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
