"""What the check-in page says in passing of what came of an undo, a link, a seat."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from desk_app.domain.check_in import UndoOutcome
from desk_app.domain.waitlist import AnswerOutcome
from desk_app.services.passes import LinkOutcome

if TYPE_CHECKING:
    from desk_app.main.window import DeskWindow


class DoorToasts(QObject):
    """One line at the bottom for each."""

    def __init__(self, desk: "DeskWindow") -> None:
        super().__init__(desk)
        self._desk = desk
        desk.check_in.undone.connect(self._say_undone)
        desk.check_in.linked.connect(self._say_linked)
        desk.check_in.seat_answered.connect(self._say_seat)

    @Slot(object)
    def _say_undone(self, outcome: UndoOutcome) -> None:
        words = {
            UndoOutcome.UNDONE: self.tr("Check-in undone"),
            UndoOutcome.ALREADY_UNDONE: self.tr("That check-in was undone already"),
            UndoOutcome.NEEDS_STAFF: self.tr("Over 15 minutes or from another desk: ask staff"),
            UndoOutcome.UNKNOWN_CHECK_IN: self.tr("That check-in is not on this desk"),
        }
        self._desk.window.toast.say(words[outcome])
        if outcome is UndoOutcome.UNDONE:
            self._desk.page.to_idle()

    @Slot(object)
    def _say_seat(self, outcome: AnswerOutcome) -> None:
        words = {
            AnswerOutcome.CONFIRMED: self.tr("Seat accepted: they are enrolled"),
            AnswerOutcome.EXPIRED: self.tr("The offer ran out; the seat went to the next in line"),
        }
        self._desk.window.toast.say(
            words.get(outcome, self.tr("No seat is held for them any more; look at the waitlist"))
        )

    @Slot(object)
    def _say_linked(self, outcome: LinkOutcome) -> None:
        words = {
            LinkOutcome.LINKED: self.tr("Code linked"),
            LinkOutcome.ALREADY_LINKED: self.tr("This code was linked to them already"),
            LinkOutcome.TAKEN: self.tr("This code belongs to somebody else"),
            LinkOutcome.NOT_LINKABLE: self.tr("This code cannot be linked; ask for another"),
        }
        self._desk.window.toast.say(words[outcome])
