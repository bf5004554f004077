"""What the choices are called, what was decided, what to read on the phone, what support gets."""

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from desk_app.domain.clock import iso_local
from desk_app.domain.free_times import AlternativeKind
from desk_app.domain.review import ReviewAction, ReviewKind, Standing
from desk_app.services.review_values import ReadyAlternative, ReviewCase, ReviewChoice
from desk_app.ui.common.texts import is_chinese
from desk_app.ui.review.times import day_text, fill, moment_text, period_text, short, span_text
from desk_app.ui.review.words import comma, shortened

translate = QCoreApplication.translate
_FAR_MIN = 12 * 60
_ON_BUTTON = 14


def choice_text(choice: ReviewChoice, case: ReviewCase) -> str:
    """Return the words of a button."""
    if choice.alternative is not None:
        return alternative_title(choice.alternative)
    is_over = case.standing is Standing.CHANGED
    words = {
        ReviewAction.MOVE: translate("ReviewChoices", "Move it"),
        ReviewAction.KEEP: translate("ReviewChoices", "Leave it, call them"),
        ReviewAction.CANCEL: translate("ReviewChoices", "Cancel the booking"),
        ReviewAction.LEAVE: translate("ReviewChoices", "Leave on the waitlist"),
        ReviewAction.ENROL: translate("ReviewChoices", "Add a seat and enrol"),
        ReviewAction.DROP: translate("ReviewChoices", "Take off the list"),
        ReviewAction.FINE: translate("ReviewChoices", "One person, all is fine"),
        ReviewAction.UNDO_MINE: translate("ReviewChoices", "Two people, undo the later one"),
        ReviewAction.KEEP_THEIRS: fill(
            translate("ReviewChoices", "Keep {0}"), short(case.theirs.value, _ON_BUTTON) or "…"
        ),
        ReviewAction.TAKE_MINE: fill(
            translate("ReviewChoices", "Change to {0}"), short(case.mine.value, _ON_BUTTON) or "…"
        ),
        ReviewAction.MERGE: translate("ReviewChoices", "Make them one"),
        ReviewAction.TWO_PEOPLE: translate("ReviewChoices", "They are two people"),
        ReviewAction.NOTED: translate("ReviewChoices", "Seen, put away")
        if is_over
        else translate("ReviewChoices", "Done by hand, put away"),
    }
    return words[choice.action]


def alternative_title(ready: ReadyAlternative) -> str:
    """Return room and time of an alternative."""
    return comma((short(ready.room), span_text(ready.place.starts_at, ready.place.ends_at)))


def alternative_note(ready: ReadyAlternative, case: ReviewCase, now: datetime) -> str:
    """Return how an alternative differs from what was booked."""
    place, mine = ready.place, case.mine
    seats = fill(translate("ReviewChoices", "seats {0}"), ready.capacity) if ready.capacity else ""
    match ready.kind:
        case AlternativeKind.OTHER_ROOM:
            return comma((translate("ReviewChoices", "same time"), seats))
        case AlternativeKind.OTHER_HOUR:
            return comma((translate("ReviewChoices", "same room"), _later(ready, case, now)))
        case AlternativeKind.SHORTER:
            if mine.starts_at is None or mine.ends_at is None:
                return translate("ReviewChoices", "shorter")
            lost = (mine.ends_at - mine.starts_at) - (place.ends_at - place.starts_at)
            minutes = int(lost / timedelta(minutes=1))
            shorter = translate("ReviewChoices", "%n min shorter", "", minutes)
            return comma((translate("ReviewChoices", "same room"), shorter))


def _later(ready: ReadyAlternative, case: ReviewCase, now: datetime) -> str:
    starts_at = case.mine.starts_at
    if starts_at is None:
        return moment_text(ready.place.starts_at, now)
    minutes = int((ready.place.starts_at - starts_at) / timedelta(minutes=1))
    hours, rest = divmod(minutes, 60)
    if hours and not rest and 0 < minutes < _FAR_MIN:
        return translate("ReviewChoices", "%n h later", "", hours)
    if 0 < minutes < _FAR_MIN:
        return translate("ReviewChoices", "%n min later", "", minutes)
    return moment_text(ready.place.starts_at, now)


def done_text(case: ReviewCase) -> str:
    """Return what was decided."""
    words = {
        ReviewAction.MOVE: translate("ReviewChoices", "Moved, and the new booking made"),
        ReviewAction.KEEP: translate("ReviewChoices", "Left as it is; call them"),
        ReviewAction.CANCEL: translate("ReviewChoices", "Booking cancelled"),
        ReviewAction.LEAVE: translate("ReviewChoices", "Left on the waitlist"),
        ReviewAction.ENROL: translate("ReviewChoices", "Enrolled, with a seat more"),
        ReviewAction.DROP: translate("ReviewChoices", "Taken off the list"),
        ReviewAction.FINE: translate("ReviewChoices", "One person; the first one counts"),
        ReviewAction.UNDO_MINE: translate("ReviewChoices", "The later check-in is undone"),
        ReviewAction.KEEP_THEIRS: translate("ReviewChoices", "Left as the centre has it"),
        ReviewAction.TAKE_MINE: translate("ReviewChoices", "Changed to what was typed here"),
        ReviewAction.MERGE: translate("ReviewChoices", "Made one"),
        ReviewAction.TWO_PEOPLE: translate("ReviewChoices", "Two people; both stay"),
        ReviewAction.NOTED: translate("ReviewChoices", "Noted and put away"),
    }
    name = case.item.resolution
    if case.item.is_settled_by_itself:
        return translate("ReviewChoices", "Settled by itself")
    if name in set(ReviewAction):
        return words[ReviewAction(name)]
    return translate("ReviewChoices", "Decided")


def decided_text(case: ReviewCase, now: datetime) -> str:
    """Return what was decided, by whom and when."""
    item = case.item
    at = moment_text(item.resolved_at, now) if item.resolved_at else ""
    return comma((done_text(case), item.resolved_by, at))


def phone_script(case: ReviewCase, station: str, now: datetime) -> str:
    """Return what to read aloud to whoever loses a room; empty for all else."""
    case = shortened(case)
    mine = case.mine
    if case.item.kind is not ReviewKind.DISPLACED_BOOKING or not case.item.is_open:
        return ""
    if case.standing is not Standing.AS_RAISED or not mine.who:
        return ""
    hello = fill(translate("ReviewChoices", "Hello, this is {0}."), station)
    lost = fill(
        translate("ReviewChoices", "{0} booked {1} for {2}; another booking reached us first."),
        mine.who,
        mine.room,
        period_text(mine, now),
    )
    ready = [c.alternative for c in case.choices if c.alternative is not None]
    if ready:
        place = ready[0].place
        span = span_text(place.starts_at, place.ends_at)
        rest = [
            fill(
                translate("ReviewChoices", "{0} is free {1}, {2}. Shall we put you there?"),
                ready[0].room,
                day_text(place.starts_at, now),
                span,
            ),
            translate("ReviewChoices", "Thank you for bearing with us."),
        ]
    else:
        rest = [translate("ReviewChoices", "Which other day or hour would suit you?")]
    return ("" if is_chinese() else " ").join((hello, lost, *rest))


def support_text(case: ReviewCase) -> str:
    """Return what support needs of an operation: ids and names of fields, nothing personal."""
    item = case.item
    lines = {
        "kind": item.kind.value,
        "operation": str(item.facts.op_id or ""),
        "operation_kind": item.facts.op_kind,
        "why": item.facts.why,
        "entity": item.about_entity,
        "row": str(item.about_id or ""),
        "fields": ", ".join(case.fields),
        "desk": str(item.for_desk or ""),
        "raised_at": iso_local(item.raised_at),
        "item": str(item.review_id),
    }
    return "\n".join(f"{name}: {value}" for name, value in lines.items() if value)
