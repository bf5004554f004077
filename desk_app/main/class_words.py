"""What is said of places, offers and lessons on the classes page."""

from PySide6.QtCore import QCoreApplication

from desk_app.domain.lessons import LessonOutcome
from desk_app.domain.waitlist import AnswerOutcome
from desk_app.services.lessons import LessonChange
from desk_app.services.waitlist import EnrolOutcome
from desk_app.ui.common.texts import clock_text, date_text

translate = QCoreApplication.translate


def enrol_words(outcome: EnrolOutcome, place: int | None) -> str:
    """Return what came of giving a place."""
    words = {
        EnrolOutcome.CONFIRMED: translate("ClassesJoin", "Enrolled, place {0}"),
        EnrolOutcome.WAITLISTED: translate("ClassesJoin", "The course is full: queued as {0}"),
        EnrolOutcome.ALREADY_ENROLLED: translate("ClassesJoin", "Enrolled or queued already"),
        EnrolOutcome.FULL: translate("ClassesJoin", "That course is full; nothing was changed"),
        EnrolOutcome.TRANSFERRED: translate("ClassesJoin", "Moved to the other course"),
        EnrolOutcome.NOT_ENROLLED: translate("ClassesJoin", "They have no place to move"),
    }
    return words[outcome].format(place or "")


def answer_words(outcome: AnswerOutcome) -> str:
    """Return what came of answering an offer."""
    return {
        AnswerOutcome.CONFIRMED: translate("ClassesJoin", "Seat accepted: they are enrolled"),
        AnswerOutcome.DECLINED: translate("ClassesJoin", "Declined; the next in line is asked"),
        AnswerOutcome.EXPIRED: translate("ClassesJoin", "The offer ran out; the next is asked"),
        AnswerOutcome.NO_OFFER: translate("ClassesJoin", "No seat is held for them yet"),
    }[outcome]


def lesson_words(answer: LessonChange) -> str:
    """Return what came of changing a lesson, with the lesson that needs the same room."""
    lesson = answer.session
    when = f"{date_text(lesson.starts_at)} {clock_text(lesson.starts_at)}"
    words = {
        LessonOutcome.MOVED: translate("ClassesJoin", "Moved to {0}"),
        LessonOutcome.CANCELLED: translate("ClassesJoin", "Cancelled: {0}"),
        LessonOutcome.REINSTATED: translate("ClassesJoin", "Takes place after all: {0}"),
        LessonOutcome.MADE_UP: translate("ClassesJoin", "Made up on {0}"),
        LessonOutcome.ALREADY_CANCELLED: translate("ClassesJoin", "It is cancelled already."),
        LessonOutcome.NOT_CANCELLED: translate(
            "ClassesJoin", "It is not cancelled: cancel it before making it up, or move it."
        ),
        LessonOutcome.ALREADY_MADE_UP: translate("ClassesJoin", "It is made up already."),
        LessonOutcome.OVERLAPS: translate(
            "ClassesJoin", "Another lesson of this course is at that time. Choose another hour."
        ),
        LessonOutcome.HAS_CHECK_INS: translate(
            "ClassesJoin", "People checked in to it: it was held. Undo the check-ins first."
        ),
    }[answer.outcome].format(when)
    if not answer.clashes:
        return words
    other = answer.clashes[0]
    clash = translate("ClassesJoin", "The room is taken by {0} at {1}.")
    return f"{words}  {clash.format(other.course_name, clock_text(other.starts_at))}"
