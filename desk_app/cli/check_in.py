"""`checkin` and `pin`: the door without a window."""

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Annotated, Any

import typer

from desk_app.cli.answers import DONE, REFUSED, Json, OperatorName, Pin, answer, desk
from desk_app.cli.arguments import moment, row_id
from desk_app.cli.usage import WrongUsage, no_id
from desk_app.compose import DeskApp
from desk_app.domain.check_in import CheckInOutcome, Direction, UndoOutcome
from desk_app.domain.clock import iso_local, local_day
from desk_app.domain.courses import ClassSession
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import BookingId, CheckInId, Nonce, SessionId, uuid7
from desk_app.domain.people import Operator
from desk_app.services.check_in_facts import Presentation
from desk_app.services.results import Channel, CheckInResult, RoomCard
from desk_app.services.unknown import unknown_session

_NONCES = uuid.UUID("8f5d5f0e-6a39-4d7e-9d55-1d9f3a5c2b10")


def checkin(
    code: Annotated[str | None, typer.Argument(help="The scanned text, or 'undo'")] = None,
    target: Annotated[str | None, typer.Argument(help="With undo: the check-in or booking")] = None,
    visitor: Annotated[str | None, typer.Option(help="Instead of a code: a visitor")] = None,
    session: Annotated[str | None, typer.Option(help="Only this session")] = None,
    booking: Annotated[str | None, typer.Option(help="The booked room, of several")] = None,
    at: Annotated[str | None, typer.Option(help="When, ISO 8601; default now")] = None,
    nonce: Annotated[str | None, typer.Option(help="The same nonce counts once")] = None,
    direction: Annotated[Direction, typer.Option(help="in or out")] = Direction.IN,
    force: Annotated[str, typer.Option(help="Staff: admit against the rules, with a reason")] = "",
    answers: Annotated[
        list[str] | None, typer.Option("--answer", help="QUESTION-ID=TEXT; repeat it")
    ] = None,
    operator: OperatorName = "",
    pin: Pin = "",
    as_json: Json = False,
) -> None:
    """Check a code or a visitor in, or undo a check-in.

    Examples: desk-app checkin "D1…" --json; desk-app checkin --visitor 顾晚晴;
    desk-app checkin undo 0198…
    """
    with desk() as app:
        if code == "undo" and target is not None:
            _undo(app, target, operator=operator, pin=pin, as_json=as_json)
            return
        if (code is None) == (visitor is None) or target is not None:
            raise WrongUsage(
                zh="请写通行码，或 --visitor 编号，或 undo 签到编号，三者选一。",
                en="Give a CODE, or --visitor ID, or: undo CHECK_IN.",
            )
        presentation = Presentation(
            nonce=_nonce(nonce, app.clock()),
            session_id=resolve_session(app, session) if session else None,
            booking_id=BookingId(row_id(booking)) if booking else None,
            at=moment(at) if at else None,
            direction=direction,
            answers=_answers(answers or []),
            force_reason=force,
            operator=_staff(app, operator, pin) if force else None,
            channel=Channel.COMMAND,
        )
        if visitor is not None:
            visitor_id = app.visitors.resolve(visitor)
            result = app.check_in.present_visitor(visitor_id, presentation)
        else:
            result = app.check_in.present(code or "", presentation)
    admitted = result.outcome is CheckInOutcome.ADMITTED
    answer(
        facts_of(result),
        as_json=as_json,
        status=DONE if admitted else REFUSED,
        because=refusal(result),
    )


def pin(
    session: Annotated[str, typer.Argument(help="A session or course, or 'none'")],
    as_json: Json = False,
) -> None:
    """Let this desk stand for one session only. Example: desk-app pin 彩妆基础"""
    with desk() as app:
        session_id = None if session == "none" else resolve_session(app, session)
        app.desk.pin_to(session_id)
    answer({"session": str(session_id) if session_id else None}, as_json=as_json)


def refusal(result: CheckInResult) -> Callable[[], Iterable[str]] | None:
    """Return what tells people why somebody was not admitted; None where they were."""

    def words() -> Iterable[str]:
        from desk_app.main.spoken import check_in_words  # noqa: PLC0415  (loads Qt)

        return check_in_words(result)

    return None if result.outcome is CheckInOutcome.ADMITTED else words


def facts_of(result: CheckInResult) -> dict[str, Any]:
    """Return what a check-in prints."""
    is_foreign = result.outcome is CheckInOutcome.FOREIGN_CODE
    facts: dict[str, Any] = {
        "outcome": result.outcome.value,
        "visitor": str(result.visitor.visitor_id) if result.visitor else None,
        "session": str(result.session.session_id) if result.session else None,
        "check_in": str(result.check_in_id) if result.check_in_id else None,
        "first_at": iso_local(result.first_at) if result.first_at else None,
        "attendance": result.attendance.value if result.attendance else None,
        "ms": round(result.ms, 3),
        "late_min": result.late_min,
        "opens_at": iso_local(result.session.opens_at) if result.session else None,
        "next_lesson": session_facts(result.next_lesson) if result.next_lesson else None,
        "provisional": result.is_provisional,
        "overrode": result.overrode,
        "place": result.waitlist_place,
        "seats_left": result.seats_left,
        "code_kind": result.code_kind.value if is_foreign else None,
        "can_link": result.can_link,
        "can_force": result.can_force,
        "nonce": str(result.nonce),
    }
    if result.questions:
        facts["questions"] = [
            {"id": str(q.question_id), "question": q.wording} for q in result.questions
        ]
    if result.options or result.room_options:
        facts["options"] = [
            {**session_facts(option.session), "enrolled": option.is_enrolled}
            for option in result.options
        ] + [room_facts(room) for room in result.room_options]
    if result.room:
        facts["room"] = room_facts(result.room)
    if result.rooms_today:
        facts["rooms_today"] = [room_facts(room) for room in result.rooms_today]
    if result.seats_held:
        facts["seats_held"] = [
            {"course": seat.course_name, "id": str(seat.course_id), "until": iso_local(seat.until)}
            for seat in result.seats_held
        ]
    return facts


def room_facts(room: RoomCard) -> dict[str, Any]:
    """Return what a booked room prints; its booking is chosen with --booking, undone by its id."""
    return {
        "booking": str(room.booking_id),
        "room": room.room,
        "starts_at": iso_local(room.starts_at),
        "ends_at": iso_local(room.ends_at),
        "company": room.company,
        "checked_in_at": iso_local(room.checked_in_at) if room.checked_in_at else None,
    }


def session_facts(session: ClassSession) -> dict[str, Any]:
    """Return what identifies a session to people and programs."""
    return {
        "id": str(session.session_id),
        "course": session.course_name,
        "number": session.number,
        "starts_at": iso_local(session.starts_at),
        "ends_at": iso_local(session.ends_at),
        "room": session.room,
    }


def resolve_session(app: DeskApp, text: str) -> SessionId:
    """Read a session id, or the name of a course that meets once today.

    Raises:
        KnownError: No such session, or several.
    """
    try:
        session_id = SessionId(uuid.UUID(text))
    except ValueError:
        course_id = app.courses.resolve(text)
        today = local_day(app.clock())
        found = [s for s in app.courses.sessions(course_id) if local_day(s.starts_at) == today]
        if len(found) != 1:
            raise unknown_session(text) from None
        return found[0].session_id
    return app.courses.session(session_id).session_id


def _nonce(text: str | None, at: datetime) -> Nonce:
    if text is None:
        return Nonce(uuid7(at))
    try:
        return Nonce(uuid.UUID(text))
    except ValueError:
        return Nonce(uuid.uuid5(_NONCES, text))


def everyone_out(
    at: Annotated[str | None, typer.Option(help="Until when, ISO 8601; default now")] = None,
    as_json: Json = False,
) -> None:
    """Note at the end of the day that everybody has left; who arrived after --at stays.

    Example: desk-app everyone-out --at 2026-10-27T21:00
    """
    with desk() as app:
        noted = app.departures.everyone_out(moment(at) if at else None)
    answer({"left": noted}, as_json=as_json)


def _answers(texts: list[str]) -> dict[uuid.UUID, str]:
    found: dict[uuid.UUID, str] = {}
    for text in texts:
        name, equals, wording = text.partition("=")
        try:
            found[uuid.UUID(name)] = wording
        except ValueError as error:
            raise _no_answer(text) from error
        if not equals:
            raise _no_answer(text)
    return found


def _staff(app: DeskApp, name: str, pin: str) -> Operator:
    if not name:
        raise KnownError(
            "needs_staff",
            zh="放行要由工作人员来做：请加 --operator 姓名（和 --pin）。",
            en="Only staff may do this: add --operator NAME (and --pin).",
        )
    return app.desk.staff_on_command_line(name, pin)


def _no_answer(text: str) -> WrongUsage:
    return WrongUsage(
        zh=f"回答看不懂：{text}。写成：问题编号=回答",
        en=f"No answer: {text}. Write QUESTION-ID=TEXT",
    )


def _undo(app: DeskApp, target: str, *, operator: str, pin: str, as_json: bool) -> None:
    try:
        check_in_id = CheckInId(uuid.UUID(target))
    except ValueError as error:
        raise no_id(target, zh="签到编号", en="check-in id") from error
    staff = _staff(app, operator, pin) if operator else None
    outcome = app.check_in.undo(check_in_id, staff)
    answer(
        {"outcome": outcome.value, "check_in": target},
        as_json=as_json,
        status=DONE if outcome is UndoOutcome.UNDONE else REFUSED,
    )
