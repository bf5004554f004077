"""`course move`, `cancel`, `reinstate` and `make-up`: single lessons, sittings too."""

from typing import Annotated

import typer

from desk_app.cli.answers import DONE, REFUSED, Json, answer, desk
from desk_app.cli.arguments import moment
from desk_app.cli.check_in import resolve_session, session_facts
from desk_app.domain.lessons import LessonOutcome
from desk_app.services.lessons import LessonChange

SessionArg = Annotated[str, typer.Argument(help="Session id, or a course that meets once today")]

_DONE = frozenset(
    {
        LessonOutcome.MOVED,
        LessonOutcome.CANCELLED,
        LessonOutcome.REINSTATED,
        LessonOutcome.MADE_UP,
    }
)


def move(
    session: SessionArg,
    to: Annotated[str, typer.Argument(help="New start, ISO 8601")],
    room: Annotated[str | None, typer.Option(help="Another room")] = None,
    as_json: Json = False,
) -> None:
    """Move a lesson; its length stays. Example: desk-app course move 0198… 2026-10-28T19:00"""
    with desk() as app:
        changed = app.lessons.move(resolve_session(app, session), moment(to), room)
    _answer(changed, as_json=as_json)


def cancel(session: SessionArg, as_json: Json = False) -> None:
    """Cancel a lesson nobody came to. Example: desk-app course cancel 0198…"""
    with desk() as app:
        changed = app.lessons.cancel(resolve_session(app, session))
    _answer(changed, as_json=as_json)


def reinstate(session: SessionArg, as_json: Json = False) -> None:
    """Take a cancellation back. Example: desk-app course reinstate 0198…"""
    with desk() as app:
        changed = app.lessons.reinstate(resolve_session(app, session))
    _answer(changed, as_json=as_json)


def make_up(
    session: SessionArg,
    to: Annotated[str, typer.Argument(help="Start of the added lesson, ISO 8601")],
    as_json: Json = False,
) -> None:
    """Hold a cancelled lesson another day.

    Example: desk-app course make-up 0198… 2026-12-06T19:00
    """
    with desk() as app:
        changed = app.lessons.make_up(resolve_session(app, session), moment(to))
    _answer(changed, as_json=as_json)


def _answer(changed: LessonChange, *, as_json: bool) -> None:
    answer(
        {
            "outcome": changed.outcome.value,
            "session": session_facts(changed.session),
            "clashes": [session_facts(s) for s in changed.clashes],
        },
        as_json=as_json,
        status=DONE if changed.outcome in _DONE else REFUSED,
    )
