"""What is said about things to decide: per kind the event, both sides, the rule."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desk_app.domain.changes import Entity
from desk_app.domain.review import ReviewKind, Standing
from desk_app.domain.review_facts import Side
from desk_app.services.review_values import ReviewCase
from desk_app.ui.common.texts import clock_text, is_chinese
from desk_app.ui.review.times import day_text, fill, moment_text, period_text, short, span_text

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True, kw_only=True)
class SideWords:
    """One side: the chip, who or what in bold, plain lines, and whose desk says so."""

    chip: str
    title: str
    lines: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWords:
    """What is said about one item.

    Attributes:
        title, note: Of its line in the list.
        headline: What happened, above both sides.
        rule: Why it stands as it does.
        stays, moves: Both sides; None where there is but one.
        idle: What happens if nobody decides.
    """

    icon: str
    title: str
    note: str
    headline: str
    rule: str
    stays: SideWords | None
    moves: SideWords | None
    idle: str


def comma(parts: Iterable[str]) -> str:
    """Join what is not empty as a sentence does."""
    return ("，" if is_chinese() else ", ").join(part for part in parts if part)


def kind_words(kind: ReviewKind) -> str:
    """Return the name of a kind, above its items in the list."""
    words = {
        ReviewKind.DISPLACED_BOOKING: translate("ReviewWords", "Rooms booked twice"),
        ReviewKind.OVER_CAPACITY: translate("ReviewWords", "No seat left"),
        ReviewKind.DUPLICATE_CHECK_IN: translate("ReviewWords", "Checked in twice"),
        ReviewKind.PROFILE_CONFLICT: translate("ReviewWords", "Changed at two desks"),
        ReviewKind.SAME_PERSON: translate("ReviewWords", "Perhaps one person"),
        ReviewKind.FORBIDDEN: translate("ReviewWords", "Not allowed by the centre"),
        ReviewKind.DEAD_OPERATION: translate("ReviewWords", "The centre could not store it"),
        ReviewKind.OTHER: translate("ReviewWords", "Something else"),
    }
    return words[kind]


def describe(case: ReviewCase, now: datetime) -> CaseWords:
    """Return the words for an item; what is not known is left out."""
    return _TELLERS[case.item.kind](shortened(case), now)


def shortened(case: ReviewCase) -> ReviewCase:
    """Return an item whose words fit, whoever wrote them."""
    return replace(case, mine=_short(case.mine), theirs=_short(case.theirs))


def _short(side: Side) -> Side:
    return replace(
        side,
        who=short(side.who),
        room=short(side.room),
        course=short(side.course),
        purpose=short(side.purpose),
        contact=short(side.contact),
        desk=short(side.desk),
        operator=short(side.operator),
        value=short(side.value),
    )


def field_word(name: str) -> str:
    """Return what people call a field of a profile."""
    words = {
        "name": translate("ReviewWords", "name"),
        "phone": translate("ReviewWords", "phone"),
        "company": translate("ReviewWords", "company"),
        "workplace": translate("ReviewWords", "building and floor"),
        "attention": translate("ReviewWords", "word to the desk"),
    }
    return words.get(name, name)


def entity_word(entity: str) -> str:
    """Return what people call what an operation was about."""
    words = {
        Entity.VISITOR.value: translate("ReviewWords", "visitor"),
        Entity.PASS.value: translate("ReviewWords", "pass"),
        Entity.COURSE.value: translate("ReviewWords", "course"),
        Entity.CLASS_SESSION.value: translate("ReviewWords", "lesson"),
        Entity.ENROLMENT.value: translate("ReviewWords", "enrolment"),
        Entity.CHECK_IN.value: translate("ReviewWords", "check-in"),
        Entity.ATTENDANCE_MARK.value: translate("ReviewWords", "attendance mark"),
        Entity.ROOM.value: translate("ReviewWords", "room"),
        Entity.CLOSURE.value: translate("ReviewWords", "closure"),
        Entity.BOOKING.value: translate("ReviewWords", "booking"),
        Entity.BOOKING_SERIES.value: translate("ReviewWords", "series of bookings"),
        Entity.COMPANY.value: translate("ReviewWords", "company"),
        Entity.BUILDING.value: translate("ReviewWords", "building"),
    }
    return words.get(entity) or translate("ReviewWords", "entry")


def _rule(case: ReviewCase, rule: str) -> str:
    match case.standing:
        case Standing.AS_RAISED:
            return rule
        case Standing.CHANGED:
            return translate("ReviewWords", "Settled meanwhile")
        case Standing.UNKNOWN:
            return translate("ReviewWords", "This PC does not have it")


def _source(side: Side, now: datetime) -> str:
    at = moment_text(side.at, now) if side.at else ""
    return comma((side.desk, side.operator, at))


def _people(count: int) -> str:
    return translate("ReviewWords", "%n people", "", count) if count else ""


def _displaced(case: ReviewCase, now: datetime) -> CaseWords:
    mine, theirs = case.mine, case.theirs
    room = mine.room or translate("ReviewWords", "A room")
    who = mine.who or translate("ReviewWords", "One booking")

    def side(chip: str, found: Side) -> SideWords:
        when = (
            span_text(found.starts_at, found.ends_at) if found.starts_at and found.ends_at else ""
        )
        return SideWords(
            chip=chip,
            title=found.who or translate("ReviewWords", "Another booking"),
            lines=(comma((when, _people(found.headcount), found.purpose)),),
            source=_source(found, now),
        )

    return CaseWords(
        icon="calendar",
        title=fill(translate("ReviewWords", "{0} booked twice"), room),
        note=comma((who, period_text(mine, now))),
        headline=comma((room, period_text(mine, now), translate("ReviewWords", "booked twice"))),
        rule=_rule(case, translate("ReviewWords", "What reached the centre first stays")),
        stays=side(translate("ReviewWords", "Stays"), theirs),
        moves=side(translate("ReviewWords", "Must move"), mine),
        idle=fill(translate("ReviewWords", "If nobody decides, {0} has no room."), who),
    )


def _duplicate(case: ReviewCase, now: datetime) -> CaseWords:
    mine, theirs = case.mine, case.theirs
    who = mine.who or theirs.who or translate("ReviewWords", "A visitor")
    course = mine.course or theirs.course
    first = clock_text(theirs.at) if theirs.at else ""

    def side(chip: str, found: Side) -> SideWords:
        return SideWords(
            chip=chip,
            title=clock_text(found.at) if found.at else translate("ReviewWords", "Time not known"),
            lines=(comma((found.desk, found.operator)),),
            source=day_text(found.at, now) if found.at else "",
        )

    return CaseWords(
        icon="scan",
        title=fill(translate("ReviewWords", "{0} checked in twice"), who),
        note=comma((course, *(clock_text(s.at) for s in (theirs, mine) if s.at))),
        headline=comma((fill(translate("ReviewWords", "{0} checked in twice"), who), course)),
        rule=_rule(case, translate("ReviewWords", "One code, two desks")),
        stays=side(translate("ReviewWords", "Counts"), theirs),
        moves=side(translate("ReviewWords", "Counts no more"), mine),
        idle=fill(translate("ReviewWords", "If nobody decides, {0} counts."), first)
        if first
        else "",
    )


def _over_capacity(case: ReviewCase, now: datetime) -> CaseWords:
    mine, theirs = case.mine, case.theirs
    who = mine.who or translate("ReviewWords", "A visitor")
    course = mine.course or translate("ReviewWords", "A course")
    place = mine.headcount or case.item.facts.place
    waits = fill(translate("ReviewWords", "place {0} on the waitlist"), place) if place else ""
    seats = f"{theirs.headcount} / {theirs.value}" if theirs.value else ""
    return CaseWords(
        icon="book",
        title=fill(translate("ReviewWords", "{0} is full"), course),
        note=comma((who, waits)),
        headline=comma((fill(translate("ReviewWords", "{0} is full"), course), who, waits)),
        rule=_rule(case, translate("ReviewWords", "Seats go in the order they reach the centre")),
        stays=SideWords(
            chip=translate("ReviewWords", "Seats given"),
            title=seats or translate("ReviewWords", "All seats"),
            lines=(course,),
        ),
        moves=SideWords(
            chip=translate("ReviewWords", "Waits"),
            title=who,
            lines=(waits,),
            source=_source(mine, now),
        ),
        idle=fill(translate("ReviewWords", "If nobody decides, {0} stays on the waitlist."), who),
    )


def _profile(case: ReviewCase, now: datetime) -> CaseWords:
    mine, theirs = case.mine, case.theirs
    who = theirs.who or mine.who or translate("ReviewWords", "A visitor")
    field = field_word(case.item.facts.field)
    happened = fill(translate("ReviewWords", "Two desks changed the {0} of {1}"), field, who)
    nothing = translate("ReviewWords", "not known")
    return CaseWords(
        icon="user",
        title=who,
        note=fill(translate("ReviewWords", "{0}: two desks, two answers"), field),
        headline=happened,
        rule=_rule(case, translate("ReviewWords", "What the centre has stays until you decide")),
        stays=SideWords(
            chip=translate("ReviewWords", "Stays"),
            title=theirs.value or nothing,
            lines=(field,),
            source=_source(theirs, now),
        ),
        moves=SideWords(
            chip=translate("ReviewWords", "Not taken"),
            title=mine.value or nothing,
            lines=(field,),
            source=_source(mine, now),
        ),
        idle=fill(
            translate("ReviewWords", "If nobody decides, it stays {0}."), theirs.value or nothing
        ),
    )


def _same_person(case: ReviewCase, now: datetime) -> CaseWords:
    mine, theirs = case.mine, case.theirs
    someone = translate("ReviewWords", "A visitor")

    def side(chip: str, found: Side) -> SideWords:
        return SideWords(
            chip=chip,
            title=found.who or someone,
            lines=(found.contact, comma((found.value, found.purpose))),
            source=_source(found, now),
        )

    both = fill(translate("ReviewWords", "{0} and {1}"), theirs.who or someone, mine.who or someone)
    return CaseWords(
        icon="users",
        title=both,
        note=translate("ReviewWords", "registered twice?"),
        headline=fill(translate("ReviewWords", "{0}: one person?"), both),
        rule=_rule(case, translate("ReviewWords", "Nobody is merged by itself")),
        stays=side(translate("ReviewWords", "Was here first"), theirs),
        moves=side(translate("ReviewWords", "Came later"), mine),
        idle=translate("ReviewWords", "If nobody decides, both stay on the roster."),
    )


def _refused(case: ReviewCase, now: datetime) -> CaseWords:
    item, mine = case.item, case.mine
    thing = entity_word(item.about_entity)
    match item.kind:
        case ReviewKind.FORBIDDEN:
            icon = "lock"
            happened = fill(translate("ReviewWords", "The centre did not allow this: {0}"), thing)
            rule = (
                translate("ReviewWords", "Thirty erased within a day: erase again tomorrow")
                if item.facts.why == "too_many_erased"
                else translate("ReviewWords", "It belongs to another station or desk")
            )
        case ReviewKind.DEAD_OPERATION:
            icon = "alert"
            happened = fill(translate("ReviewWords", "The centre could not store this: {0}"), thing)
            rule = translate("ReviewWords", "It is kept on this PC")
        case _:
            icon = "info"
            happened = fill(translate("ReviewWords", "A newer app knows what this is: {0}"), thing)
            rule = translate("ReviewWords", "Update this app to read it in full")
    lines = (
        comma((mine.room, period_text(mine, now), mine.course, mine.purpose)),
        mine.value,
        _fields(case),
    )
    return CaseWords(
        icon=icon,
        title=comma((thing, mine.who)),
        note=comma((kind_words(item.kind),)),
        headline=happened,
        rule=rule,
        stays=None,
        moves=SideWords(
            chip=translate("ReviewWords", "Only on this PC")
            if case.is_here
            else translate("ReviewWords", "Only on another PC"),
            title=mine.who or thing,
            lines=tuple(line for line in lines if line),
            source=_source(mine, now) or moment_text(item.raised_at, now),
        ),
        idle=translate("ReviewWords", "If nobody sees to it, the centre goes on without it."),
    )


def _fields(case: ReviewCase) -> str:
    if not case.fields:
        return ""
    return fill(translate("ReviewWords", "Fields: {0}"), comma(map(field_word, case.fields[:8])))


_TELLERS: dict[ReviewKind, Callable[[ReviewCase, datetime], CaseWords]] = {
    ReviewKind.DISPLACED_BOOKING: _displaced,
    ReviewKind.DUPLICATE_CHECK_IN: _duplicate,
    ReviewKind.OVER_CAPACITY: _over_capacity,
    ReviewKind.PROFILE_CONFLICT: _profile,
    ReviewKind.SAME_PERSON: _same_person,
    ReviewKind.FORBIDDEN: _refused,
    ReviewKind.DEAD_OPERATION: _refused,
    ReviewKind.OTHER: _refused,
}
