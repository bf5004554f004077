"""The panel that moves one lesson, cancels it, or makes it up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QDateTime, Signal, Slot
from PySide6.QtWidgets import QDateTimeEdit, QLineEdit, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desk_app.domain.clock import SHANGHAI
from desk_app.domain.courses import ClassSession
from desk_app.domain.ids import SessionId
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.field import Field
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.texts import clock_text, date_text, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonRequest:
    """What is to become of a lesson.

    Attributes:
        act: move, cancel, reinstate or make_up.
        to: The new start (aware), for move and make_up.
        room: The new room, for move; None: as it is.
    """

    session_id: SessionId
    act: str
    to: datetime | None = None
    room: str | None = None


def moment_edit(at: datetime, parent: QWidget) -> QDateTimeEdit:
    """Return a field for a moment in Asia/Shanghai."""
    edit = QDateTimeEdit(parent)
    edit.setDisplayFormat("yyyy-MM-dd HH:mm")
    edit.setCalendarPopup(True)
    set_moment(edit, at)
    return edit


def set_moment(edit: QDateTimeEdit, at: datetime) -> None:
    """Show a moment in Asia/Shanghai."""
    local = at.astimezone(SHANGHAI)
    edit.setDateTime(QDateTime(local.year, local.month, local.day, local.hour, local.minute, 0))


def moment_of(edit: QDateTimeEdit) -> datetime:
    """Return what is filled in, aware."""
    date, time = edit.date(), edit.time()
    return datetime(
        date.year(), date.month(), date.day(), time.hour(), time.minute(), tzinfo=SHANGHAI
    )


class LessonPanel(SidePanel):
    """Where and when one lesson is.

    Signals:
        submitted(LessonRequest): Do this.
    """

    submitted = Signal(object)

    def __init__(self, lesson: ClassSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lesson = lesson
        self._when = self.add_callout("calendar")
        self.start_field = Field(moment_edit(lesson.starts_at, self), self)
        self.room_field = Field(QLineEdit(lesson.room, self), self)
        self.room_field.setVisible(not lesson.is_cancelled)
        self.other_button = Button("negative" if not lesson.is_cancelled else "default", self)
        self.other_button.clicked.connect(self._other)
        self.note = wrapped(Label("body", self))
        self.body.addWidget(self.start_field)
        self.body.addWidget(self.room_field)
        self.body.addSpacing(8)
        self.body.addWidget(self.other_button)
        self.body.addWidget(self.note)
        self.body.addStretch(1)
        self._rule = self.add_note()
        self.confirmed.connect(self._submit)
        self.setFocusProxy(self.start_field.control)
        self.retranslate()

    @override
    def retranslate(self) -> None:
        lesson = self._lesson
        title = self.tr("Lesson {0} of {1}").format(lesson.number, lesson.course_name)
        self.say(title, self.tr("Make up") if lesson.is_cancelled else self.tr("Move"))
        when = f"{date_text(lesson.starts_at)} {clock_text(lesson.starts_at)}"
        self._when.say(f"{when}–{clock_text(lesson.ends_at)}  {lesson.room}".rstrip())
        self.start_field.say(self.tr("Starts"), self.tr("the length stays"))
        self.room_field.say(self.tr("Room"))
        self.other_button.say(
            self.tr("Take the cancellation back")
            if lesson.is_cancelled
            else self.tr("Cancel this lesson")
        )
        self._rule.setText(
            self.tr("Lessons that were held stay as they are; each change can be taken back.")
        )

    def show_note(self, words: Callable[[], str]) -> None:
        """Say why it was not done."""
        if isValid(self):
            self.note.tell(words)
            self.set_busy(is_busy=False)

    def show_error(self, error: Exception) -> None:
        """Say why it was not done."""
        self.show_note(lambda: words_of(error))

    @Slot()
    def _submit(self) -> None:
        act = "make_up" if self._lesson.is_cancelled else "move"
        room = self.room_field.control.text().strip()
        self._send(
            LessonRequest(
                session_id=self._lesson.session_id,
                act=act,
                to=moment_of(self.start_field.control),
                room=room if act == "move" and room != self._lesson.room else None,
            )
        )

    @Slot()
    def _other(self) -> None:
        act = "reinstate" if self._lesson.is_cancelled else "cancel"
        self._send(LessonRequest(session_id=self._lesson.session_id, act=act))

    def _send(self, request: LessonRequest) -> None:
        self.set_busy(is_busy=True)
        self.submitted.emit(request)
