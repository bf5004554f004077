"""A serial scanner over a pseudo-terminal pair: codes come whole, a lost scanner comes back."""

import os
import sys
from types import SimpleNamespace

import pytest
from serial.tools import list_ports as pyserial_ports

from desk_app.domain.errors import KnownError
from desk_app.scan.serial_port import LineReader, choose_port, list_ports
from desk_app.workers.serial_scanner import ScannerStateKind, SerialScanner

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")


class Plug:
    """A scanner behind a name of its own, which can be unplugged and plugged in again."""

    def __init__(self, path) -> None:
        self.path = path
        self.insert()

    def insert(self) -> None:
        self.device, far = os.openpty()
        self._far = far
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(os.ttyname(far))

    def send(self, data: bytes) -> None:
        os.write(self.device, data)

    def pull(self) -> None:
        self.path.unlink()
        os.close(self._far)
        os.close(self.device)


@pytest.fixture
def plug(tmp_path):
    found = Plug(tmp_path / "ttyACM0")
    yield found
    if found.path.is_symlink():
        found.pull()


@pytest.fixture
def scanner(plug, qtbot):
    found = SerialScanner(str(plug.path), retry_s=0.02)
    with qtbot.waitSignal(found.state_changed, timeout=5000) as seen:
        found.start()
    assert seen.args[0].kind is ScannerStateKind.WORKING
    yield found
    found.stop()


def is_kind(kind):
    return lambda state: state.kind is kind


def test_a_line_is_a_code(scanner, plug, qtbot):
    with qtbot.waitSignal(scanner.scanned) as seen:
        plug.send(b"BADGE-7731\r\n")
    assert seen.args == ["BADGE-7731"]


def test_a_scanner_that_ends_with_nothing_is_read_when_it_falls_silent(scanner, plug, qtbot):
    with qtbot.waitSignal(scanner.scanned) as seen:
        plug.send(b"BADGE-7731")
    assert seen.args == ["BADGE-7731"]


def test_an_unplugged_scanner_is_told_of_and_comes_back_by_itself(scanner, plug, qtbot):
    with qtbot.waitSignal(
        scanner.state_changed, timeout=5000, check_params_cb=is_kind(ScannerStateKind.LOST)
    ) as lost:
        plug.pull()
    assert lost.args[0].problem.code == "scanner_unplugged"
    with qtbot.waitSignal(
        scanner.state_changed, timeout=5000, check_params_cb=is_kind(ScannerStateKind.WORKING)
    ):
        plug.insert()
    with qtbot.waitSignal(scanner.scanned) as seen:
        plug.send(b"BADGE-7732\r")
    assert seen.args == ["BADGE-7732"]


def test_a_port_that_is_not_there_is_missing_and_says_what_to_do(tmp_path, qtbot):
    found = SerialScanner(str(tmp_path / "none"), retry_s=0.02)
    with qtbot.waitSignal(found.state_changed, timeout=5000) as seen:
        found.start()
    found.stop()
    assert seen.args[0].kind is ScannerStateKind.MISSING
    assert str(tmp_path / "none") in seen.args[0].problem.zh
    assert str(tmp_path / "none") in seen.args[0].problem.en


def test_ports_are_listed_with_names_usb_first(monkeypatch):
    ports = [
        SimpleNamespace(device="/dev/ttyS0", description="n/a", vid=None),
        SimpleNamespace(device="/dev/ttyACM0", description="Barcode Scanner", vid=0x1EAB),
    ]
    monkeypatch.setattr(pyserial_ports, "comports", lambda: ports)
    assert [(p.name, p.is_usb) for p in list_ports()] == [
        ("Barcode Scanner (/dev/ttyACM0)", True),
        ("/dev/ttyS0", False),
    ]
    assert choose_port("") == "/dev/ttyACM0"
    assert choose_port("COM7") == "COM7"


def test_without_a_scanner_on_usb_no_port_is_guessed(monkeypatch):
    monkeypatch.setattr(pyserial_ports, "comports", list)
    with pytest.raises(KnownError) as refused:
        choose_port("")
    assert refused.value.code == "no_scanner_port"


@pytest.mark.parametrize(
    ("sent", "codes"),
    [
        (b"A1\r\nB2\r\n", ["A1", "B2"]),
        (b"\x02A1\x03", ["A1"]),
        (b"]Q3010123\x1d21AB\t", ["]Q3010123\x1d21AB"]),
        (b"BEGIN:VCARD\r\nN:Gu\r\nEND:VCARD\r\n", ["BEGIN:VCARD\nN:Gu\nEND:VCARD"]),
        ("图书证1\r".encode(), ["图书证1"]),
        ("图书证1\r".encode("gb18030"), ["图书证1"]),
        (b"\r\n\r\n", []),
    ],
)
def test_bytes_are_cut_into_codes_wherever_they_are_split(sent, codes):
    for size in (1, 3, 1000):
        lines = LineReader()
        found = [c for i in range(0, len(sent), size) for c in lines.feed(sent[i : i + size])]
        assert found == codes
        assert lines.is_empty


def test_endless_noise_is_dropped():
    lines = LineReader()
    assert lines.feed(b"x" * 100_000) == []
    assert len(lines.take()[0]) < 10_000
