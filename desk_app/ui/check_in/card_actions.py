"""What the result card offers to do: its buttons, its option cards and their keys."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desk_app.domain.check_in import CheckInOutcome
from desk_app.services.results import CheckInOption, CheckInResult, RoomCard
from desk_app.ui.check_in.card_button import CardButtonKind
from desk_app.ui.check_in.said import Kind, kind_of

translate = QCoreApplication.translate
_MOST_OPTIONS = 9  # as many as there are digits
_MOST_SEATS = 2
_NO_PASS = frozenset({CheckInOutcome.FOREIGN_CODE, CheckInOutcome.FORGED})
"""What was shown is nobody's pass at any station."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A button: ``name`` is what the card emits when it is pressed."""

    kind: CardButtonKind = "outlined"
    name: str
    text: str
    icon: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An option card with a digit: something to go to, or words."""

    name: str
    about: CheckInOption | RoomCard | None = None
    title: str = ""
    detail: str = ""


def actions_of(result: CheckInResult, *, is_joined: bool) -> list[Action]:
    """Return a card's buttons from left to right; the first is what Enter stands for."""
    match kind_of(result.outcome):
        case Kind.ADMITTED:
            undo = Action(
                name="undo",
                text=translate("ResultCard", "Undo check-in"),
                icon="undo",
                key="Ctrl Z",
            )
            name = Action(
                name="name",
                text=translate("ResultCard", "Note the name"),
                icon="user",
                key="F2",
            )
            return [
                *([undo] if result.undo_id is not None else []),
                *([name] if result.is_provisional else []),
                *_seats(result),
            ]
        case Kind.ATTENTION:
            on = translate("ResultCard", "Go on scanning")
            is_twice = result.outcome is CheckInOutcome.ALREADY_IN
            other = _not_this() if is_twice else _staff()
            return [_next("ink", on, "Enter"), *_seats(result), other]
        case Kind.REFUSED | Kind.INFO:
            on = translate("ResultCard", "Understood, next person")
            return [
                _next("ink", on, "Enter"),
                *_seats(result),
                *_remedies(result, is_joined=is_joined),
            ]
        case Kind.ASK:
            return [_next("ghost", translate("ResultCard", "None of these"), "Esc")]


def choices_of(result: CheckInResult) -> list[Choice]:
    """Return a question's option cards in the order of their digits."""
    staff = translate("ResultCard", "Let in by staff…")
    link = Choice(
        name="link",
        title=translate("ResultCard", "Link to someone known"),
        detail=translate("ResultCard", "Badge, card or other code"),
    )
    match result.outcome:
        case CheckInOutcome.CHOOSE:
            shown = result.choices[:_MOST_OPTIONS]
            return [Choice(name=f"option:{n}", about=option) for n, option in enumerate(shown)]
        case CheckInOutcome.QUESTION:
            return [
                Choice(
                    name="answer",
                    title=translate("ResultCard", "Answer"),
                    detail=translate("ResultCard", "Then they are in"),
                ),
                Choice(name="staff", title=staff, detail=translate("ResultCard", "Answer later")),
            ]
        case CheckInOutcome.UNKNOWN_CODE:
            register = Choice(
                name="register",
                title=translate("ResultCard", "Register a new visitor"),
                detail=translate("ResultCard", "Name is enough"),
            )
            return [register, link] if result.can_link else [register]
        case _:
            return []


def _next(kind: CardButtonKind, text: str, key: str) -> Action:
    return Action(kind=kind, name="next", text=text, key=key)


def _not_this() -> Action:
    text = translate("ResultCard", "Not this person")
    return Action(name="not_this", text=text, icon="swap", key="F7")


def _staff() -> Action:
    text = translate("ResultCard", "Let in by staff…")
    return Action(name="staff", text=text, icon="lock", key="F8")


def _seats(result: CheckInResult) -> list[Action]:
    words = translate("ResultCard", "Accept the seat: {0}")
    return [
        Action(name=f"seat:{n}", text=words.format(seat.course_name), icon="check", key=str(n + 1))
        for n, seat in enumerate(result.seats_held[:_MOST_SEATS])
    ]


def _remedies(result: CheckInResult, *, is_joined: bool) -> list[Action]:
    found = []
    if result.visitor is None and is_joined and result.outcome not in _NO_PASS:
        text = translate("ResultCard", "Other stations")
        found.append(Action(name="elsewhere", text=text, icon="map-pin", key="F5"))
    if result.can_force:
        found.append(_staff())
    if result.outcome is CheckInOutcome.BLOCKED:
        text = translate("ResultCard", "For staff…")
        found.append(Action(name="staff", text=text, icon="lock", key="F8"))
    if result.outcome is CheckInOutcome.FOREIGN_CODE and result.can_link:
        text = translate("ResultCard", "Link to someone known")
        found.append(Action(name="link", text=text, icon="link"))
    text = translate("ResultCard", "Find by name")
    found.append(Action(kind="ghost", name="find", text=text, icon="search", key="F3"))
    return found
