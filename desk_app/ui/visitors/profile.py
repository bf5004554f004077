"""The profile at the right: who, pass, courses with their lesson strips, visits."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desk_app.domain.courses import LessonMark
from desk_app.services.visitor_list import CourseRecord, Profile, Visit
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.controls import Segmented
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.lesson_strip import draw_strip
from desk_app.ui.common.painting import draw_icon
from desk_app.ui.common.photo import PhotoButton
from desk_app.ui.common.texts import clock_text, date_text, is_chinese, weekday_text
from desk_app.ui.common.theme import theme, theme_bus


class Strip(QWidget):
    """The lesson strip of one course."""

    def __init__(self, marks: Sequence[LessonMark], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks = marks
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(300, 84 if theme().is_wide else 66)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0, 2, 0, 0)
        draw_strip(painter, self._marks, box, band="admitted", today_tick=True)


class PassBox(QWidget):
    """Whether the visitor holds a pass that admits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Label("body", self, is_strong=True)
        self._note = wrapped(Label("caption", self, color="text.secondary"))
        self.button = Button("default", self)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._words)
        words.addWidget(self._note)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(56, 14, 16, 14)
        layout.addLayout(words, 1)
        layout.addWidget(self.button)

    def say(self, words: str, note: str) -> None:
        """Set the state and what it rests on."""
        self._words.setText(words)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.setAccessibleName(f"{words}. {note}")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("surface.canvas"))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        draw_icon(painter, "scan", 16, self.height() / 2 - 12, 24, look.color("text.secondary"))


class ProfileView(QWidget):
    """Shows one visitor.

    Signals:
        closed(): Esc or the close button.
        phone_wished(): Show the whole number.
        pass_wished(): Print or send the pass.
        correction_wished(): Correct the fields.
        notes_wished(): Read or write staff's notes.
        erase_wished(): Erase their personal data.
        check_in_wished(): Check them in now.
        photo_wished(): Take, choose or remove the photo.
    """

    closed = Signal()
    phone_wished = Signal()
    pass_wished = Signal()
    correction_wished = Signal()
    notes_wished = Signal()
    erase_wished = Signal()
    check_in_wished = Signal()
    photo_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile: Profile | None = None
        self.photo = PhotoButton(self)
        self.photo.clicked.connect(self.photo_wished)
        self.name = Label("heading", self)
        self.close_button = Button("ghost", self)
        self.phone = Label("body", self)
        self.phone_button = Button("ghost", self)
        self._phone_note = Label("caption", self, color="text.tertiary")
        self.place = wrapped(Label("body", self, color="text.secondary"))
        self.attention = wrapped(Label("body", self, is_strong=True))
        self.pass_box = PassBox(self)
        self.tabs = Segmented(("courses", "visits"), self)
        self._bodies = QStackedWidget(self)
        self.check_in_button, self.correct_button = Button("default", self), Button("default", self)
        self.notes_button = Button("default", self)
        self.notes_button.clicked.connect(self.notes_wished)
        self.erase_button = Button("ghost", self)
        self.erase_button.clicked.connect(self.erase_wished)
        self._lay_out()
        self.close_button.clicked.connect(self.closed)
        self.phone_button.clicked.connect(self.phone_wished)
        self.pass_box.button.clicked.connect(self.pass_wished)
        self.correct_button.clicked.connect(self.correction_wished)
        self.check_in_button.clicked.connect(self.check_in_wished)
        self.tabs.chosen.connect(self._show_tab)
        theme_bus().changed.connect(self.update)
        self.retranslate()

    @property
    def profile(self) -> Profile | None:
        """Who is on show."""
        return self._profile

    def show_profile(self, profile: Profile) -> None:
        """Show a visitor; the tab stays as it was for the same one."""
        is_same = self._profile is not None and (
            self._profile.visitor.visitor_id == profile.visitor.visitor_id
        )
        self._profile = profile
        if not is_same:
            self.tabs.show_value("courses")
            self.photo.show_image(None)
        self._fill(profile)
        self._show_tab(self.tabs.value)

    def show_photo(self, image: QImage | None) -> None:
        """Show the photo of the visitor on show, or none."""
        self.photo.show_image(image)

    def show_phone(self, number: str) -> None:
        """Show the whole number until another visitor is shown."""
        self.phone.setText(number)
        self.phone_button.hide()
        self._phone_note.setText(self.tr("this look was recorded"))

    def retranslate(self) -> None:
        """Say all in the language in force."""
        self.photo.retranslate()
        self.close_button.say(self.tr("Close"), key="Esc")
        self.phone_button.say(self.tr("Show"))
        self.pass_box.button.say(self.tr("Print or send"), icon="printer", key="Ctrl P")
        self.check_in_button.say(self.tr("Check in"), icon="check")
        self.correct_button.say(self.tr("Correct"), icon="file")
        self.notes_button.say(self.tr("Staff notes"), icon="lock")
        self.erase_button.say(self.tr("Erase personal data…"))
        self.tabs.say((self.tr("Courses"), self.tr("Visits")), self.tr("What to show"))
        if self._profile is not None:
            self.show_profile(self._profile)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.close_button)
        phone = QHBoxLayout()
        phone.setSpacing(8)
        phone.addWidget(self.phone)
        phone.addWidget(self.phone_button)
        phone.addWidget(self._phone_note)
        phone.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.check_in_button)
        foot.addWidget(self.correct_button)
        foot.addWidget(self.notes_button)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 16, 16)
        layout.setSpacing(6)
        who = QVBoxLayout()
        who.setSpacing(2)
        who.addLayout(head)
        who.addLayout(phone)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self.photo, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(who, 1)
        layout.addLayout(top)
        layout.addWidget(self.place)
        layout.addWidget(self.attention)
        layout.addSpacing(6)
        layout.addWidget(self.pass_box)
        layout.addSpacing(8)
        layout.addWidget(self.tabs)
        layout.addWidget(self._bodies, 1)
        layout.addLayout(foot)
        layout.addWidget(self.erase_button, 0, Qt.AlignmentFlag.AlignLeft)
        for _ in range(2):
            scroll = QScrollArea(self)
            scroll.setWidgetResizable(True)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._bodies.addWidget(scroll)

    def _fill(self, profile: Profile) -> None:
        visitor = profile.visitor
        self.name.setText(visitor.name)
        self.setAccessibleName(visitor.name)
        self.phone.setText(visitor.phone_masked or self.tr("No phone"))
        self.phone_button.setVisible(profile.has_phone)
        self._phone_note.setText(self.tr("each look is recorded") if profile.has_phone else "")
        comma = "，" if is_chinese() else ", "
        self.place.setText(comma.join(filter(None, (visitor.company, visitor.workplace))))
        self.place.setVisible(bool(self.place.text()))
        self.attention.setText(visitor.attention)
        self.attention.setVisible(bool(visitor.attention))
        count = profile.linked_codes
        linked = self.tr("Other codes linked: %n", "", count) if count else ""
        if profile.pass_until is not None:
            until = self.tr("good until {0}").format(f"{profile.pass_until:%Y-%m-%d}")
            self.pass_box.say(self.tr("Pass is good"), comma.join(filter(None, (until, linked))))
        else:
            note = linked or self.tr("The name is enough to check in.")
            self.pass_box.say(self.tr("No pass of ours"), note)
        for place, blocks in enumerate((self._course_blocks(), self._visit_blocks())):
            scroll = self._bodies.widget(place)
            if isinstance(scroll, QScrollArea):
                scroll.setWidget(_stacked(blocks))

    def _show_tab(self, value: str) -> None:
        self._bodies.setCurrentIndex(1 if value == "visits" else 0)

    def _course_blocks(self) -> list[QWidget]:
        profile = self._profile
        if profile is None or not profile.courses:
            return [_note(self.tr("In no course yet."))]
        return [self._course_block(record) for record in profile.courses]

    def _course_block(self, record: CourseRecord) -> QWidget:
        block = QWidget(self)
        layout = QVBoxLayout(block)
        layout.setContentsMargins(0, 10, 4, 6)
        layout.setSpacing(4)
        head = QHBoxLayout()
        title = Label("title", block)
        title.setText(record.name)
        head.addWidget(title, 1)
        head.addWidget(_note(self._when(record)))
        layout.addLayout(head)
        layout.addWidget(_note(self._tally(record), role="body"))
        if record.marks:
            layout.addWidget(Strip(record.marks, block))
        return block

    def _when(self, record: CourseRecord) -> str:
        lesson = record.next_lesson
        if lesson is None:
            return self.tr("finished")
        at = lesson.starts_at
        return f"{weekday_text(at)} {clock_text(at)}"

    def _tally(self, record: CourseRecord) -> str:
        if record.held_until is not None:
            day, clock = weekday_text(record.held_until), clock_text(record.held_until)
            return self.tr("a seat is offered, held until {0}").format(f"{day} {clock}")
        if record.waitlist_place is not None:
            return self.tr("waiting, place {0} in the queue").format(record.waitlist_place)
        held = record.attended + record.absent
        if not held:
            return self.tr("no lesson yet")
        return self.tr("came {0}, absent {1}, attendance {2}%").format(
            record.attended, record.absent, round(100 * record.attended / held)
        )

    def _visit_blocks(self) -> list[QWidget]:
        profile = self._profile
        if profile is None or not profile.visits:
            return [_note(self.tr("Has not been here yet."))]
        return [self._visit_block(visit) for visit in profile.visits]

    def _visit_block(self, visit: Visit) -> QWidget:
        block = QWidget(self)
        row = QHBoxLayout(block)
        row.setContentsMargins(0, 8, 4, 8)
        title = Label("body", block, is_strong=True)
        title.setText(visit.title + (self.tr(" (walk-in)") if visit.is_walk_in else ""))
        row.addWidget(title, 1)
        row.addWidget(_note(f"{date_text(visit.at)} {clock_text(visit.at)}  {visit.desk_name}"))
        return block

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("border.hairline"), 1))
        painter.setBrush(look.color("surface.raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)


def _note(text: str, role: str = "caption") -> Label:
    label = (
        wrapped(Label(role, color="text.secondary"))
        if role == "body"
        else Label(role, color="text.secondary")
    )
    label.setText(text)
    return label


def _stacked(blocks: Sequence[QWidget]) -> QWidget:
    inner = QWidget()
    layout = QVBoxLayout(inner)
    layout.setContentsMargins(0, 8, 0, 0)
    layout.setSpacing(0)
    for block in blocks:
        layout.addWidget(block)
    layout.addStretch(1)
    return inner
