"""Keys before the focus sees them: a scanner's burst becomes a code, other keys stay typing."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

from desk_app.scan.wedge import Stroke, WedgeParser, WedgeRules
from desk_app.ui.common.key_strokes import (
    ENTER_KEYS,
    LONE_MODIFIERS,
    is_separator,
    is_text_field,
    is_typing,
    moment_ms,
    stroke_of,
)
from desk_app.ui.common.raw_burst import RawBurst
from desk_app.ui.common.raw_keys import RawKey, RawKeyTap

LEARN_PAUSE_MS = 400
_NATIVE = frozenset({"xcb", "windows"})
# What is held goes out before a click, so that nothing is reordered.
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
    """A key press, or an input method's text, that waits until it is known who typed it."""

    stroke: Stroke
    key: int = 0
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    is_alone_before: bool = False
    input_method: QInputMethodEvent | None = None


class WedgeFilter(QObject):
    """Sits before every widget of the application as long as it lives.

    Args:
        rules: How the scanner types; a bare key waits ``max_gap_ms``.

    Signals:
        scanned(str): A handheld scanner typed this.
        learnt(tuple[Stroke, ...]): While learning: all keys up to a pause, Enter and Tab included.
        digit(int): A person pressed one bare digit, with no text field in focus.
        confirm(): A person pressed a bare Enter, with nothing in focus that takes it.
    """

    scanned = Signal(str)
    learnt = Signal(object)
    digit = Signal(int)
    confirm = Signal()

    def __init__(self, app: QApplication, rules: WedgeRules | None = None) -> None:
        super().__init__(app)
        self._rules = rules or WedgeRules()
        self._parser = WedgeParser(self._rules)
        self._raw = RawBurst(self._rules)
        self._held: list[_Held] = []
        self._unreleased: set[int] = set()
        self._last_ms = self._scanned_ms = float("-inf")
        self._has_caps: bool | None = None
        self._target: QWidget | None = None
        self._is_replaying = False
        self._lesson: list[Stroke] | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._expire_soon)
        # Keys that came in while the interface was busy are delivered before this one fires.
        self._after_queue = QTimer(self, singleShot=True, interval=0)
        self._after_queue.timeout.connect(self._expire)
        self.set_rules(self._rules)
        app.installEventFilter(self)
        if QGuiApplication.platformName() in _NATIVE:
            self._tap = RawKeyTap(self.raw_key)
            app.installNativeEventFilter(self._tap)

    @property
    def rules(self) -> WedgeRules:
        """How the scanner types."""
        return self._rules

    def set_rules(self, rules: WedgeRules) -> None:
        """Read from now on what a scanner of other habits types."""
        self.release()
        self._rules = rules
        self._parser = WedgeParser(rules)
        self._raw = RawBurst(rules)
        self._timer.setInterval(int(rules.max_gap_ms))

    def set_learning(self, *, is_on: bool) -> None:
        """Tell whole bursts as they are, in place of codes, while a scanner is being set up."""
        self.release()
        self._lesson = [] if is_on else None
        self._timer.setInterval(LEARN_PAUSE_MS if is_on else int(self._rules.max_gap_ms))

    def raw_key(self, key: RawKey) -> None:
        """Take a key press as the system reports it, before any input method."""
        self._has_caps = key.has_caps
        self._raw.take(key)
        if self._held or self._raw.is_ended:
            self._timer.start()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in _WATCHED or self._is_replaying or not isinstance(watched, QWidget):
            return False
        if isinstance(event, QKeyEvent):
            return self._take(watched, event)
        if isinstance(event, QInputMethodEvent) and not self._raw.is_empty:
            return self._hold_input(watched, event)
        self.release()
        return False

    def _take(self, watched: QWidget, event: QKeyEvent) -> bool:
        if event.type() is QEvent.Type.KeyRelease:
            return self._take_release(event)
        if event.type() is QEvent.Type.KeyPress:
            if self._lesson is not None:
                return self._take_lesson(self._lesson, event)
            return self._take_press(watched, event)
        if self._lesson is not None:
            return False
        if self._held and (self._is_end(event) or is_separator(event)):
            event.accept()  # inside a burst it is no shortcut
            return True
        is_part = self._is_part(event) or self._is_end(event)
        if not is_part and event.key() not in LONE_MODIFIERS:
            self.release()
        return False

    def _take_press(self, watched: QWidget, event: QKeyEvent) -> bool:
        if event.key() in LONE_MODIFIERS:
            return False
        if not self._is_part(event) and not self._is_end(event):
            self.release()
            self._last_ms = moment_ms(event)
            return False
        stroke = stroke_of(event, has_caps=self._has_caps)
        if self._raw.owns(stroke.at_ms, self._scanned_ms):
            return True
        held = _Held(
            stroke=stroke,
            key=event.key(),
            modifiers=event.modifiers(),
            is_alone_before=stroke.at_ms - self._last_ms > self._rules.max_gap_ms,
        )
        self._last_ms = stroke.at_ms
        self._target = watched
        if self._is_end(event):
            return self._take_end(held)
        if stroke.text == " " and not self._held:
            # A space first is a person's: it presses the button in focus without delay.
            return False
        if self._parser.key(stroke):
            self._replay()
        self._raw.count(stroke.at_ms)
        self._hold(held)
        code = self._parser.custom_end(in_text_field=_is_typing_place())
        if code is not None:
            self._scan(code, stroke)
        return True

    def _take_lesson(self, lesson: list[Stroke], event: QKeyEvent) -> bool:
        is_tab = event.key() == Qt.Key.Key_Tab and not event.modifiers()
        if not (is_tab or is_typing(event, in_burst=True) or is_separator(event)):
            return False
        stroke = stroke_of(event, has_caps=self._has_caps)
        text = "\t" if is_tab else "\r" if event.key() in ENTER_KEYS else stroke.text
        lesson.append(replace(stroke, text=text, position_text=stroke.position_text or text))
        self._unreleased.add(event.key())
        self._after_queue.stop()
        self._timer.start()
        return True

    def _is_part(self, event: QKeyEvent) -> bool:
        in_burst = bool(self._held)
        return is_typing(event, in_burst=in_burst) or (in_burst and is_separator(event))

    def _is_end(self, event: QKeyEvent) -> bool:
        if event.key() in ENTER_KEYS:
            return self._is_part(event)
        is_tab = event.key() == Qt.Key.Key_Tab and not event.modifiers()
        return is_tab and self._rules.suffix == "tab" and not event.isAutoRepeat()

    def _take_end(self, held: _Held) -> bool:
        at_ms = held.stroke.at_ms
        if not self._held and at_ms - self._scanned_ms <= self._rules.max_gap_ms:
            # Some scanners end a code with two of them.
            self._unreleased.add(held.key)
            return True
        if self._parser.is_inside_lines() and not self._parser.is_typist(at_ms):
            line = replace(held.stroke, text="\n", position_text="\n")
            self._parser.key(line)
            self._hold(replace(held, stroke=line))
            return True
        in_field = _is_typing_place()
        # Dead keys and input methods swallow some; then the places of all keys tell.
        found = self._raw.swallowed(in_text_field=in_field)
        code = found[0] if found else self._parser.end(at_ms, in_text_field=in_field)
        if code is not None:
            self._parser.take()
            self._unreleased.add(held.key)
            self._scan(code, held.stroke)
            return True
        if not self._held and (held.key == Qt.Key.Key_Tab or _is_typing_place()):
            return False
        self._raw.count(at_ms)
        self._hold(held)
        return True

    def _scan(self, code: str, last: Stroke) -> None:
        self._scanned_ms = last.at_ms
        self._raw.clear()
        self._forget()
        self.scanned.emit(code)

    def _take_release(self, event: QKeyEvent) -> bool:
        if event.key() not in self._unreleased:
            return False
        if not event.isAutoRepeat():
            self._unreleased.discard(event.key())
        return True

    def _hold(self, held: _Held) -> None:
        self._held.append(held)
        self._unreleased.add(held.key)
        self._after_queue.stop()
        self._timer.start()

    def _hold_input(self, watched: QWidget, event: QInputMethodEvent) -> bool:
        """Keep what an input method made of keys that may yet be a scanner's."""
        copy = QInputMethodEvent(event.preeditString(), event.attributes())
        length = event.replacementLength()
        copy.setCommitString(event.commitString(), event.replacementStart(), length)
        self._target = watched
        stroke = Stroke(text="", at_ms=self._raw.last_ms)
        self._hold(_Held(stroke=stroke, input_method=copy))
        return True

    @Slot()
    def _expire_soon(self) -> None:
        self._after_queue.start()

    @Slot()
    def _expire(self) -> None:
        """Nothing came for a while: a scanner paused at its end, or a person typed."""
        if self._lesson:
            lesson, self._lesson = tuple(self._lesson), []
            self.learnt.emit(lesson)
            return
        found = self._raw.swallowed(in_text_field=_is_typing_place())
        code = found[0] if found else self._parser.pause()
        if code is None:
            self.release()
            return
        QGuiApplication.inputMethod().reset()
        last = found[1] if found else self._held[-1].stroke
        self._parser.take()
        self._scan(code, last)
        if found:
            self._raw.ignore_until(last.at_ms)

    @Slot()
    def release(self) -> None:
        """Let go of what is held: as typing, or as the one bare digit or Enter it is."""
        self._timer.stop()
        self._after_queue.stop()
        self._parser.take()
        self._raw.clear()
        if len(self._held) == 1 and self._held[0].is_alone_before and self._act(self._held[0]):
            self._forget()
            return
        self._replay()

    def _act(self, held: _Held) -> bool:
        """Act on a bare digit or Enter; answers whether it was one."""
        focus = QApplication.focusWidget()
        if QApplication.activePopupWidget() is not None:
            return False
        if is_text_field(focus) or isinstance(focus, QComboBox):
            return False
        if held.key in ENTER_KEYS:
            if isinstance(focus, QAbstractButton):
                focus.click()
            elif isinstance(focus, QAbstractItemView):
                return False
            else:
                self.confirm.emit()
            return True
        if held.stroke.text in tuple("0123456789"):
            self.digit.emit(int(held.stroke.text))
            return True
        return False

    def _replay(self) -> None:
        held, self._held = self._held, []
        self._timer.stop()
        self._is_replaying = True
        try:
            for item in held:
                popup = QApplication.activePopupWidget()
                target = self._target if popup else QApplication.focusWidget() or self._target
                if target is not None and isValid(target):
                    _send(target, item)
        finally:
            self._is_replaying = False

    def _forget(self) -> None:
        self._held.clear()
        self._timer.stop()
        self._after_queue.stop()


def _send(target: QWidget, held: _Held) -> None:
    if held.input_method is not None:
        QApplication.sendEvent(target, held.input_method)
        return
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, held.key, held.modifiers, held.stroke.text)
        QApplication.sendEvent(target, event)


def _is_typing_place() -> bool:
    return is_text_field(QApplication.focusWidget())
