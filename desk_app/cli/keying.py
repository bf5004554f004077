"""`keyin`: a paper sign-in sheet, keyed in afterwards."""

from datetime import UTC, date, datetime, time
from typing import Annotated, Any
from uuid import UUID

import typer

from desk_app.cli.answers import DONE, REFUSED, Json, answer, desk
from desk_app.cli.arguments import moment
from desk_app.cli.usage import WrongUsage
from desk_app.compose import DeskApp
from desk_app.domain.clock import SHANGHAI, iso_local, local_day
from desk_app.domain.courses import ClassSession
from desk_app.domain.ids import SessionId
from desk_app.services.keying import KeyedIn, Written
from desk_app.services.unknown import unknown_session


def keyin(
    session: Annotated[
        str, typer.Argument(help="Session id, or a course that meets on the day of --at or today")
    ],
    names: Annotated[list[str], typer.Argument(help="Names or ids; NAME@19:05 for another time")],
    at: Annotated[
        str, typer.Option("--at", help="When they came: 19:00, or 2026-10-27T19:00")
    ] = "",
    as_json: Json = False,
) -> None:
    """Check in all who signed on paper, at the times they came; says who could not be found.

    Example: desk-app keyin 彩妆基础 顾晚晴 罗一舟 许知予@19:25 --at 2026-10-27T18:55
    """
    with desk() as app:
        usual = _time_or_moment(at) if at else None
        day = local_day(usual) if isinstance(usual, datetime) else None
        lesson = _lesson(app, session, day)
        lines = [_written(text, usual, local_day(lesson.starts_at)) for text in names]
        keyed = app.keying.key_in(lesson.session_id, lines)
    missing = [k.written.name for k in keyed if k.fitting == 0]
    facts = {
        "session": str(lesson.session_id),
        "in": sum(k.is_in for k in keyed),
        "lines": [_facts(k) for k in keyed],
        "not_found": missing,
        "several": [k.written.name for k in keyed if k.fitting > 1],
        "refused": [k.written.name for k in keyed if k.fitting == 1 and not k.is_in],
    }
    answer(facts, as_json=as_json, status=DONE if all(k.is_in for k in keyed) else REFUSED)


def _facts(keyed: KeyedIn) -> dict[str, Any]:
    unclear = "several" if keyed.fitting else "not_found"
    return {
        "name": keyed.written.name,
        "at": iso_local(keyed.written.at),
        "outcome": keyed.outcome.value if keyed.outcome else unclear,
        "attendance": keyed.attendance.value if keyed.attendance else None,
        "check_in": str(keyed.check_in_id) if keyed.check_in_id else None,
    }


def _lesson(app: DeskApp, text: str, day: date | None) -> ClassSession:
    try:
        return app.courses.session(SessionId(UUID(text)))
    except ValueError:
        wanted = day or local_day(app.clock())
        lessons = app.courses.sessions(app.courses.resolve(text))
    found = [s for s in lessons if local_day(s.starts_at) == wanted and not s.is_cancelled]
    if len(found) != 1:
        raise unknown_session(f"{text} {wanted}")
    return found[0]


def _written(text: str, usual: datetime | time | None, day: date) -> Written:
    name, mark, own = text.rpartition("@")
    found = _time_or_moment(own) if mark else usual
    if found is None:
        raise WrongUsage(
            zh=f"“{text}”没有写几点到的：请加 --at 19:00，或写 {text}@19:00",
            en=f"No time for {text}: add --at 19:00, or write {text}@19:00",
        )
    if isinstance(found, time):
        found = datetime.combine(day, found, SHANGHAI).astimezone(UTC)
    return Written(name=(name if mark else text).strip(), at=found)


def _time_or_moment(text: str) -> datetime | time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return moment(text)
