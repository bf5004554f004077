"""`course enrol`, `drop`, `transfer`, `waitlist`, `accept`, `decline` and `release`."""

from typing import Annotated

import typer

from desk_app.cli.answers import DONE, REFUSED, Json, answer, desk
from desk_app.cli.check_in import resolve_session
from desk_app.cli.usage import WrongUsage
from desk_app.compose import DeskApp
from desk_app.db.waitlists import ReleasedSeat
from desk_app.domain.clock import iso_local
from desk_app.domain.waitlist import AnswerOutcome
from desk_app.services.waitlist import EnrolOutcome

CourseArg = Annotated[str, typer.Argument(help="Id, or a name that only one has")]
VisitorArg = Annotated[str, typer.Argument(help="Id, or a name that only one has")]
_GIVEN = frozenset({EnrolOutcome.CONFIRMED, EnrolOutcome.WAITLISTED, EnrolOutcome.TRANSFERRED})


def enrol(
    course: CourseArg,
    visitor: Annotated[str | None, typer.Argument(help="Id, or a name that only one has")] = None,
    company: Annotated[str | None, typer.Option(help="Instead: everybody of a company")] = None,
    waitlist: Annotated[bool, typer.Option("--waitlist", help="Queue when full")] = False,
    priority: Annotated[int, typer.Option(min=0, help="Higher goes first in the queue")] = 0,
    as_json: Json = False,
) -> None:
    """Give a visitor or the people of a company a place.

    Example: desk-app course enrol 彩妆基础 顾晚晴 --waitlist
    """
    if (visitor is None) == (company is None):
        raise WrongUsage(
            zh="请写来访者，或 --company 企业名，二者选一。",
            en="Give a VISITOR, or --company NAME, one of the two.",
        )
    if company is not None:
        _enrol_company(course, company, waitlist=waitlist, as_json=as_json)
        return
    with desk() as app:
        outcome, place = app.courses.enrol(
            app.courses.resolve(course),
            app.visitors.resolve(visitor or ""),
            waitlist=waitlist,
            priority=priority,
        )
    answer(
        {"outcome": outcome.value, "place": place},
        as_json=as_json,
        status=DONE if outcome in _GIVEN else REFUSED,
    )


def drop(course: CourseArg, visitor: VisitorArg, as_json: Json = False) -> None:
    """Give a place back. Example: desk-app course drop 彩妆基础 顾晚晴"""
    with desk() as app:
        is_done = app.courses.drop(app.courses.resolve(course), app.visitors.resolve(visitor))
    answer(
        {"outcome": "dropped" if is_done else "not_enrolled"},
        as_json=as_json,
        status=DONE if is_done else REFUSED,
    )


def transfer(
    visitor: VisitorArg,
    source: Annotated[str, typer.Argument(help="Course to leave")],
    target: Annotated[str, typer.Argument(help="Course to join")],
    as_json: Json = False,
) -> None:
    """Move a place to another course. Example: desk-app course transfer 顾晚晴 国画一班 国画二班"""
    with desk() as app:
        outcome, place = app.waitlist.transfer(
            app.visitors.resolve(visitor),
            app.courses.resolve(source),
            app.courses.resolve(target),
        )
    answer(
        {"outcome": outcome.value, "place": place},
        as_json=as_json,
        status=DONE if outcome in _GIVEN else REFUSED,
    )


def waitlist(course: CourseArg, as_json: Json = False) -> None:
    """Show the queue and all offers. Example: desk-app course waitlist 彩妆基础"""
    with desk() as app:
        queue = app.waitlist.queue(app.courses.resolve(course))
        facts = {
            "waiting": [
                {
                    "place": place,
                    "visitor": str(w.visitor_id),
                    "name": _name(app, str(w.visitor_id)),
                    "priority": w.priority,
                    "since": iso_local(w.since),
                }
                for place, w in enumerate(queue.waiting, start=1)
            ],
            "offers": [
                {
                    "visitor": str(known.visitor_id),
                    "name": _name(app, str(known.visitor_id)),
                    "status": known.offer.status.value,
                    "offered_at": iso_local(known.offer.offered_at),
                    "expires_at": iso_local(known.offer.expires_at),
                }
                for known in queue.offers
            ],
        }
    answer(facts, as_json=as_json)


def accept(course: CourseArg, visitor: VisitorArg, as_json: Json = False) -> None:
    """Take the seat that was offered. Example: desk-app course accept 彩妆基础 顾晚晴"""
    _reply(course, visitor, is_accepted=True, as_json=as_json)


def decline(course: CourseArg, visitor: VisitorArg, as_json: Json = False) -> None:
    """Leave the offered seat to the next. Example: desk-app course decline 彩妆基础 顾晚晴"""
    _reply(course, visitor, is_accepted=False, as_json=as_json)


def release(
    session: Annotated[str, typer.Argument(help="Session id, or a course that meets today")],
    here: Annotated[
        list[str] | None, typer.Option(help="Who is at the counter, in order; repeat it")
    ] = None,
    undo: Annotated[str | None, typer.Option(help="Take the seat back from this visitor")] = None,
    as_json: Json = False,
) -> None:
    """Give seats of learners who did not come to the queue.

    Example: desk-app course release 彩妆基础 --here 罗一舟 --here 顾晚晴
    """
    with desk() as app:
        session_id = resolve_session(app, session)
        if undo is not None:
            is_done = app.waitlist.undo_release(session_id, app.visitors.resolve(undo))
            outcome = "undone" if is_done else "not_released"
            answer({"outcome": outcome}, as_json=as_json, status=DONE if is_done else REFUSED)
            return
        seats = app.waitlist.release(session_id, [app.visitors.resolve(v) for v in here or []])
        facts = [_seat(app, seat) for seat in seats]
    answer(
        {"outcome": "released" if seats else "nothing_to_release", "seats": facts},
        as_json=as_json,
        status=DONE if seats else REFUSED,
    )


def _enrol_company(course: str, company: str, *, waitlist: bool, as_json: bool) -> None:
    with desk() as app:
        found = app.courses.enrol_company(app.courses.resolve(course), company, waitlist=waitlist)
    answer(
        {
            "visitors": [
                {
                    "id": str(visitor.visitor_id),
                    "name": visitor.name,
                    "outcome": outcome.value,
                    "place": place,
                }
                for visitor, outcome, place in found
            ]
        },
        as_json=as_json,
        status=DONE if all(outcome in _GIVEN for _, outcome, _ in found) else REFUSED,
    )


def _reply(course: str, visitor: str, *, is_accepted: bool, as_json: bool) -> None:
    with desk() as app:
        outcome = app.waitlist.answer(
            app.courses.resolve(course), app.visitors.resolve(visitor), is_accepted=is_accepted
        )
    is_done = outcome in {AnswerOutcome.CONFIRMED, AnswerOutcome.DECLINED}
    answer({"outcome": outcome.value}, as_json=as_json, status=DONE if is_done else REFUSED)


def _seat(app: DeskApp, seat: ReleasedSeat) -> dict[str, object]:
    return {
        "place": seat.place,
        "given_up_by": _name(app, str(seat.given_up_by)),
        "given_to": _name(app, str(seat.given_to)),
        "visitor": str(seat.given_to),
        "released_at": iso_local(seat.released_at),
        "operator": seat.operator,
    }


def _name(app: DeskApp, visitor_id: str) -> str:
    with app.read() as work:
        found = work.people.visitor(app.visitors.resolve(visitor_id))
    return found.name if found else ""
