"""Scans typed by a keyboard wedge into a real X server, whatever has the focus.

``QT_QPA_PLATFORM=xcb .venv/bin/python -m benchmarks.wedge [COUNT]`` starts an Xvfb of its own and
types through xdotool (XTEST), as a scanner does: codes with Shift, in bursts, ended by Enter.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QLineEdit,
    QListWidget,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QStackedWidget,
    QTableWidget,
    QTextEdit,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)

from desk_app.scan.key_positions import X11_OFFSET, position_of
from desk_app.scan.wedge import WedgeRules
from desk_app.ui.common.raw_keys import RawKeyTap
from desk_app.ui.common.wedge_filter import WedgeFilter

_BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*+-./:"
_MIXED = _BASE45 + "abcdefghijklmnopqrstuvwxyz=?&#@_;,"
_WAIT_MS = 4000
_SETTLE_MS = 250


class Board(QWidget):
    """One of every kind of widget, and two pages."""

    def __init__(self) -> None:
        super().__init__()
        self.presses = 0
        self.places: dict[str, QWidget] = {
            "line edit": QLineEdit(),
            "combo box": _filled(QComboBox()),
            "editable combo": _filled(QComboBox(editable=True)),
            "spin box": QSpinBox(),
            "decimal spin box": QDoubleSpinBox(),
            "list": _rows(QListWidget()),
            "table": QTableWidget(4, 3),
            "tree": QTreeWidget(),
            "text edit": QTextEdit(),
            "plain text edit": QPlainTextEdit(),
            "button": QPushButton("OK"),
            "check box": QCheckBox("On"),
            "slider": QSlider(),
        }
        page = QWidget()
        layout = QVBoxLayout(page)
        for widget in self.places.values():
            layout.addWidget(widget)
            if isinstance(widget, QPushButton | QCheckBox):
                widget.clicked.connect(self.count)
        self.stack = QStackedWidget()
        self.other = QLineEdit()
        self.stack.addWidget(page)
        self.stack.addWidget(self.other)
        QVBoxLayout(self).addWidget(self.stack)
        self.resize(700, 900)

    def count(self) -> None:
        """Note that something was pressed."""
        self.presses += 1

    def state(self) -> list[object]:
        """Return all that typing could have changed."""
        found: list[object] = [self.presses, self.other.text()]
        for widget in self.places.values():
            names = ("text", "currentText", "value", "toPlainText", "isChecked", "currentRow")
            found += [getattr(widget, name)() for name in names if hasattr(widget, name)]
        return found


class Stamps:
    """When the X server says that keys were pressed: a starved typist leaves gaps of its own."""

    def __init__(self) -> None:
        self._at_ms: list[float] = []
        self.tap = RawKeyTap(lambda key: self._at_ms.append(key.at_ms))

    def clear(self) -> None:
        """Begin anew."""
        self._at_ms.clear()

    def gaps(self) -> list[float]:
        """Return the milliseconds from key to key."""
        return [after - before for before, after in pairwise(self._at_ms)]


class Bench:
    """Types codes and compares what was scanned."""

    def __init__(self, app: QApplication, keys: WedgeFilter) -> None:
        self._app, self._keys = app, keys
        self._random = random.Random(7)  # noqa: S311
        self._seen: list[str] = []
        keys.scanned.connect(self._seen.append)
        self._stamps = Stamps()
        self._gaps: list[int] = []
        self._typing: Callable[[str], list[str]] = _by_character
        app.installNativeEventFilter(self._stamps.tap)
        self.board = Board()
        self.board.show()
        self.board.activateWindow()
        self.settle()

    def settle(self, ms: int = _SETTLE_MS) -> None:
        """Run the event loop for a while."""
        loop = QEventLoop()
        QTimer.singleShot(ms, loop.quit)
        loop.exec()

    def run_by_place(self, layout: str, count: int, rules: WedgeRules, *, has_caps: bool) -> bool:
        """Press keys by their place, as a scanner does, on another layout."""
        self._keys.set_rules(rules)
        _set_layout(layout)
        if has_caps:
            _xdotool("key", "Caps_Lock")
        self.settle()
        self._typing = _by_place
        name = f"layout {layout}" + (", Caps Lock" if has_caps else "")
        is_well = self.run(name, count, self.board.places["line edit"].setFocus)
        self._typing = _by_character
        if has_caps:
            _xdotool("key", "Caps_Lock")
        _set_layout("us")
        self._keys.set_rules(WedgeRules())
        self.settle()
        return is_well

    def run(self, name: str, count: int, prepare: Callable[[], object]) -> bool:
        """Type codes; print how many came exactly and whether anything else changed."""
        exact, took = 0, []
        prepare()
        before = self.board.state()
        for _ in range(count):
            prepare()
            code = "Y" + "".join(self._random.choices(_MIXED, k=self._random.randint(7, 40)))
            began = time.monotonic()
            exact += self._scan(code)
            took.append((time.monotonic() - began) * 1000)
        self.settle()
        untouched = self.board.state() == before
        took.sort()
        print(json.dumps({
            "focus": name, "scans": count, "exact": exact, "untouched": untouched,
            "median_ms": round(took[len(took) // 2]), "longest_gaps_ms_of_failed": self._gaps,
        }), flush=True)  # fmt: skip
        self._gaps = []
        return exact == count and untouched

    def _scan(self, code: str) -> bool:
        self._seen.clear()
        self._stamps.clear()
        loop = QEventLoop()
        self._keys.scanned.connect(loop.quit)
        QTimer.singleShot(_WAIT_MS, loop, loop.quit)
        process = subprocess.Popen([shutil.which("xdotool") or "xdotool", *self._typing(code)])
        loop.exec()
        self._keys.scanned.disconnect(loop.quit)
        process.wait()
        self._app.processEvents()
        if self._seen != [code]:
            self._gaps.append(round(max(self._stamps.gaps(), default=0)))
            self.settle()
        return self._seen == [code]


def main() -> int:
    """Run every case; answers 0 if every scan came exactly and nothing else changed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with _display():
        app = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(app, QApplication)  # noqa: S101
        bench = Bench(app, WedgeFilter(app))
        return 0 if all(list(_cases(bench, count))) else 1


def _cases(bench: Bench, count: int) -> Iterator[bool]:
    board = bench.board
    share = max(1, count // (len(board.places) + 5))
    done = 0
    for name, widget in board.places.items():
        yield bench.run(name, share, widget.setFocus)
        done += share
    for name, opened in (
        ("modal dialog", _dialog),
        ("message box", _message_box),
        ("open combo box", _open_combo),
        ("open menu", _menu),
    ):
        with opened(board):
            bench.settle(100)
            yield bench.run(name, share, lambda: None)
        done += share
    with _page_changes(board):
        yield bench.run("changing pages", count - done, lambda: None)
    for layout, rules, has_caps in (
        ("us", WedgeRules(), True),
        ("us -variant intl", WedgeRules(), False),
        ("ru", WedgeRules(), False),
        ("ru", WedgeRules(), True),
        ("de", WedgeRules(by_position=True), False),
        ("fr", WedgeRules(by_position=True), True),
    ):
        yield bench.run_by_place(layout, share, rules, has_caps=has_caps)


@contextmanager
def _dialog(board: Board) -> Iterator[None]:
    dialog = QDialog(board)
    layout, button = QVBoxLayout(dialog), QPushButton("OK", dialog)
    layout.addWidget(button)
    button.setDefault(True)
    button.clicked.connect(board.count)
    dialog.open()
    dialog.activateWindow()
    button.setFocus()
    yield
    dialog.close()
    board.activateWindow()


@contextmanager
def _message_box(board: Board) -> Iterator[None]:
    box = QMessageBox(QMessageBox.Icon.Question, "", "?", QMessageBox.StandardButton.Ok, board)
    box.finished.connect(board.count)
    box.open()
    box.activateWindow()
    yield
    box.finished.disconnect(board.count)
    box.close()
    board.activateWindow()


@contextmanager
def _open_combo(board: Board) -> Iterator[None]:
    combo = board.places["combo box"]
    assert isinstance(combo, QComboBox)  # noqa: S101
    combo.showPopup()
    yield
    combo.hidePopup()


@contextmanager
def _menu(board: Board) -> Iterator[None]:
    menu = QMenu(board)
    for name in ("&Delete", "&1 One", "&A"):
        menu.addAction(name, board.count)
    menu.popup(board.mapToGlobal(board.rect().center()))
    yield
    menu.close()


@contextmanager
def _page_changes(board: Board) -> Iterator[None]:
    """Turn pages, move the focus and now and then keep the interface busy."""
    turn = iter(range(1_000_000))
    places = list(board.places.values())

    def change() -> None:
        at = next(turn)
        board.stack.setCurrentIndex(at % 2)
        (board.other if at % 2 else places[at // 2 % len(places)]).setFocus()
        if at % 10 == 0:
            time.sleep(0.12)

    timer = QTimer(interval=17)
    timer.timeout.connect(change)
    timer.start()
    yield
    timer.stop()
    board.stack.setCurrentIndex(0)


@contextmanager
def _display() -> Iterator[None]:
    server = shutil.which("Xvfb")
    if server is None or shutil.which("xdotool") is None:
        raise SystemExit("needs Xvfb and xdotool: apt-get install xvfb xdotool")
    read, write = os.pipe()
    process = subprocess.Popen(
        [server, "-displayfd", str(write), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            os.environ["DISPLAY"] = f":{told.readline().strip()}"
        os.environ["QT_QPA_PLATFORM"] = "xcb"
        yield
    finally:
        process.terminate()
        process.wait()


def _by_character(code: str) -> list[str]:
    return ["type", "--delay", "2", "--args", "1", code, "key", "Return"]


def _by_place(code: str) -> list[str]:
    keys = []
    for char in code:
        place = position_of(char)
        if place is None:
            raise ValueError(char)
        keys.append(("shift+" if place[1] else "") + str(place[0] + X11_OFFSET))
    return ["key", "--delay", "2", *keys, "Return"]


def _xdotool(*arguments: str) -> None:
    subprocess.run([shutil.which("xdotool") or "xdotool", *arguments], check=True)


def _set_layout(layout: str) -> None:
    subprocess.run([shutil.which("setxkbmap") or "setxkbmap", *layout.split()], check=True)


def _filled(combo: QComboBox) -> QComboBox:
    combo.addItems(["Alpha", "Beta", "Delta", "1", "2"])
    return combo


def _rows(rows: QListWidget) -> QListWidget:
    rows.addItems(["Alpha", "Beta", "Delta", "1", "2"])
    return rows


if __name__ == "__main__":
    raise SystemExit(main())
