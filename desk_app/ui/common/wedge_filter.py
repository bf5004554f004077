"""Keys before the focus sees them: a scanner's burst becomes a code, other keys stay typing."""

import time
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

from desk_app.scan.wedge import WedgeParser

HOLD_MS = 80
# Somebody who types very fast into a field is still slower than this on average.
_SCANNER_MEAN_GAP_MS = 50.0
_ENTERS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_LONE_MODIFIERS = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_AltGr}
)
_CHORDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
# What is held goes out before a click or an input method's text, so that nothing is reordered.
_WATCHED = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.InputMethod,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A key press that waits until it is known who typed it."""

    key: int
    modifiers: Qt.KeyboardModifier
    text: str
    at_ms: float
    is_alone_before: bool


class WedgeFilter(QObject):
    """Sits before every widget of the application as long as it lives.

    Args:
        hold_ms: A scanner's keys are no further apart; a bare key waits this long.

    Signals:
        scanned(str): A handheld scanner typed this.
        digit(int): A person pressed one bare digit, with no text field in focus.
        confirm(): A person pressed a bare Enter, with nothing in focus that takes it.
    """

    scanned = Signal(str)
    digit = Signal(int)
    confirm = Signal()

    def __init__(self, app: QApplication, *, hold_ms: int = HOLD_MS) -> None:
        super().__init__(app)
        self._hold_ms = hold_ms
        self._parser = WedgeParser(max_gap_ms=hold_ms)
        self._held: list[_Held] = []
        self._unreleased: set[int] = set()
        self._last_ms = float("-inf")
        self._scanned_ms = float("-inf")
        self._target: QWidget | None = None
        self._is_replaying = False
        self._timer = QTimer(self, singleShot=True, interval=hold_ms)
        self._timer.timeout.connect(self._expire_soon)
        # Keys that came in while the interface was busy are delivered before this one fires.
        self._after_queue = QTimer(self, singleShot=True, interval=0)
        self._after_queue.timeout.connect(self.release)
        app.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in _WATCHED or self._is_replaying or not isinstance(watched, QWidget):
            return False
        if isinstance(event, QKeyEvent):
            return self._take(watched, event)
        self.release()
        return False

    def _take(self, watched: QWidget, event: QKeyEvent) -> bool:
        if event.type() is QEvent.Type.KeyRelease:
            return self._take_release(event)
        if event.type() is QEvent.Type.KeyPress:
            return self._take_press(watched, event)
        if not _is_typing(event) and event.key() not in _LONE_MODIFIERS:
            self.release()
        return False

    def _take_press(self, watched: QWidget, event: QKeyEvent) -> bool:
        if event.key() in _LONE_MODIFIERS:
            return False
        if not _is_typing(event):
            self.release()
            self._last_ms = _moment_ms(event)
            return False
        at_ms = _moment_ms(event)
        held = _Held(
            key=event.key(),
            modifiers=event.modifiers(),
            text=event.text(),
            at_ms=at_ms,
            is_alone_before=at_ms - self._last_ms > self._hold_ms,
        )
        self._last_ms = at_ms
        self._target = watched
        if event.key() in _ENTERS:
            return self._take_enter(held)
        if event.text() == " " and not self._held:
            # A space first is a person's: it presses the button in focus without delay.
            return False
        if self._parser.key(event.text(), at_ms):
            self._replay()
        self._hold(held)
        return True

    def _take_enter(self, held: _Held) -> bool:
        if not self._held and held.at_ms - self._scanned_ms <= self._hold_ms:
            # Some scanners end a code with two of them.
            self._unreleased.add(held.key)
            return True
        code = None if self._is_fast_typist(held.at_ms) else self._parser.enter(held.at_ms)
        if code is not None:
            self._scanned_ms = held.at_ms
            self._forget()
            self._unreleased.add(held.key)
            self.scanned.emit(code)
            return True
        if not self._held and _is_text_field(QApplication.focusWidget()):
            return False
        self._hold(held)
        return True

    def _take_release(self, event: QKeyEvent) -> bool:
        if event.key() not in self._unreleased or event.isAutoRepeat():
            return False
        self._unreleased.discard(event.key())
        return True

    def _hold(self, held: _Held) -> None:
        self._held.append(held)
        self._unreleased.add(held.key)
        self._after_queue.stop()
        self._timer.start()

    def _is_fast_typist(self, now_ms: float) -> bool:
        if not self._held or not _is_text_field(QApplication.focusWidget()):
            return False
        return (now_ms - self._held[0].at_ms) / len(self._held) > _SCANNER_MEAN_GAP_MS

    @Slot()
    def _expire_soon(self) -> None:
        self._after_queue.start()

    @Slot()
    def release(self) -> None:
        """Let go of what is held: as typing, or as the one bare digit or Enter it is."""
        self._timer.stop()
        self._after_queue.stop()
        self._parser.take()
        if len(self._held) == 1 and self._held[0].is_alone_before and self._act(self._held[0]):
            self._forget()
            return
        self._replay()

    def _act(self, held: _Held) -> bool:
        """Act on a bare digit or Enter; answers whether it was one."""
        focus = QApplication.focusWidget()
        if _is_text_field(focus) or isinstance(focus, QComboBox):
            return False
        if held.key in _ENTERS:
            if isinstance(focus, QAbstractButton):
                focus.click()
            elif isinstance(focus, QAbstractItemView):
                return False
            else:
                self.confirm.emit()
            return True
        if held.text in "0123456789":
            self.digit.emit(int(held.text))
            return True
        return False

    def _replay(self) -> None:
        held, self._held = self._held, []
        self._timer.stop()
        self._is_replaying = True
        try:
            for key in held:
                target = QApplication.focusWidget() or self._target
                if target is None or not isValid(target):
                    continue
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    event = QKeyEvent(kind, key.key, key.modifiers, key.text)
                    QApplication.sendEvent(target, event)
        finally:
            self._is_replaying = False

    def _forget(self) -> None:
        self._held.clear()
        self._timer.stop()
        self._after_queue.stop()


def _is_typing(event: QKeyEvent) -> bool:
    """Whether a scanner could have typed it: one printable character or Enter, no chord."""
    if event.modifiers() & _CHORDS or event.isAutoRepeat():
        return False
    return event.key() in _ENTERS or (len(event.text()) == 1 and event.text().isprintable())


def _is_text_field(widget: QWidget | None) -> bool:
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit | QAbstractSpinBox)


def _moment_ms(event: QKeyEvent) -> float:
    """Return when the key was pressed, not when it was handled; synthetic keys have no time."""
    return float(event.timestamp()) or time.monotonic() * 1000
