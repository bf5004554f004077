"""The queue for a taken slot: a button to join it, and who waits for a booking's time."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk_app.domain.booking_use import Booking
from desk_app.services.room_day import BookingLine
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.labels import Label
from desk_app.ui.common.texts import clock_text, date_text
from desk_app.ui.rooms.words import span_text, title_of, translate

JOIN_DIGIT = 0


class JoinQueue(QWidget):
    """Below the alternatives: wait for what was asked instead.

    Signals:
        wished(): They want to wait.
    """

    wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = Label("caption", self, color="text.secondary")
        self.button = Button("default", self)
        self.button.clicked.connect(self.wished)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(8)
        layout.addWidget(self._head)
        layout.addWidget(self.button)
        self.hide()

    def show_ahead(self, ahead: int | None) -> None:
        """Offer the queue and say how many wait there already; None: there is none to join."""
        if ahead is not None:
            head = self.tr("Or wait for this very time")
            if ahead:
                head += translate("RoomWords", ", ") + self.tr("waiting already: %n", "", ahead)
            self._head.setText(head)
            self.button.say(self.tr("Join the queue"), icon="clock", key=str(JOIN_DIGIT))
            self.button.setAccessibleName(f"{self.tr('Join the queue')}. {head}")
        self.setVisible(ahead is not None)


class QueueList(QWidget):
    """Who waits for a booking's slot, first come first.

    Signals:
        removed(Booking): Take this one out of the queue.
    """

    removed = Signal(object)

    def __init__(self, queue: Sequence[BookingLine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 4)
        layout.setSpacing(6)
        head = Label("caption", self, color="text.secondary")
        head.setText(self.tr("Waiting for this time: %n", "", len(queue)))
        layout.addWidget(head)
        self.buttons: list[Button] = []
        for place, line in enumerate(queue, start=1):
            layout.addLayout(self._row(place, line))
        self.setVisible(bool(queue))

    def _row(self, place: int, line: BookingLine) -> QHBoxLayout:
        booking = line.booking
        words = QVBoxLayout()
        words.setSpacing(0)
        name = Label("body", self, is_strong=True)
        name.setText(f"{place}  {title_of(line)}")
        note = Label("caption", self, color="text.secondary")
        note.setText(self._note(booking, line))
        for label in (name, note):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            label.setToolTip(label.text())
            words.addWidget(label)
        out = Button("default", self)
        out.say(self.tr("Take out"))
        out.setAccessibleName(self.tr("Take {0} out of the queue").format(title_of(line)))
        out.clicked.connect(lambda: self.removed.emit(booking))
        self.buttons.append(out)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(out)
        return row

    def _note(self, booking: Booking, line: BookingLine) -> str:
        span = span_text(booking.starts_at, booking.ends_at)
        if line.since is None:
            return span
        since = f"{date_text(line.since)} {clock_text(line.since)}"
        return self.tr("{0}, since {1}").format(span, since)
