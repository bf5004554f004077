"""`course attendance`, `mark` and `made-up`: who came, rates, warnings, certificates."""

from decimal import Decimal
from typing import Annotated, Any

import typer

from desk_app.cli.answers import DONE, REFUSED, Json, answer, desk
from desk_app.cli.check_in import resolve_session, session_facts
from desk_app.cli.places import CourseArg, VisitorArg
from desk_app.cli.usage import WrongUsage
from desk_app.domain.attendance import MARKABLE, Certificate, LearnerMark, MarkOutcome
from desk_app.services.attendance import AttendanceLine

_CLEAR = "clear"
_DONE = frozenset({MarkOutcome.MARKED, MarkOutcome.CLEARED, MarkOutcome.UNCHANGED})


def attendance(
    course: CourseArg,
    warnings: Annotated[bool, typer.Option("--warnings", help="Only who is warned")] = False,
    certificates: Annotated[
        bool, typer.Option("--certificates", help="Only who has earned the certificate")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show marks and rates of all learners; absences of lessons that are over are put down.

    Examples: desk-app course attendance 彩妆基础; desk-app course attendance 彩妆基础 --warnings
    """
    with desk() as app:
        sheet = app.attendance.sheet(app.courses.resolve(course))
    lines = [
        line
        for line in sheet.lines
        if (line.attendance.is_warned or not warnings)
        and (line.attendance.certificate is Certificate.EARNED or not certificates)
    ]
    answer(
        {
            "lessons": [session_facts(s) for s in sheet.lessons],
            "learners": [_line(line) for line in lines],
        },
        as_json=as_json,
    )


def mark(
    session: Annotated[str, typer.Argument(help="Session id, or a course that meets today")],
    visitor: VisitorArg,
    status: Annotated[
        str, typer.Argument(help="present, late, very_late, absent, excused, or clear")
    ],
    reason: Annotated[str, typer.Option(help="Why, for staff")] = "",
    as_json: Json = False,
) -> None:
    """Put a mark down, before or after the lesson; 'clear' takes it back.

    Example: desk-app course mark 0198… 顾晚晴 excused --reason 出差
    """
    if status != _CLEAR and status not in set(MARKABLE):
        allowed = ", ".join(sorted(m.value for m in MARKABLE))
        raise WrongUsage(
            zh=f"没有这种记号：{status}。可以写：{allowed}, {_CLEAR}",
            en=f"No such mark: {status}. There are: {allowed}, {_CLEAR}",
        )
    with desk() as app:
        outcome = app.attendance.mark(
            resolve_session(app, session),
            app.visitors.resolve(visitor),
            None if status == _CLEAR else LearnerMark(status),
            reason,
        )
    _answer(outcome, as_json=as_json)


def made_up(
    session: Annotated[str, typer.Argument(help="The lesson that was missed")],
    visitor: VisitorArg,
    attended: Annotated[str, typer.Argument(help="The lesson of a parallel class")],
    as_json: Json = False,
) -> None:
    """Count a missed lesson as made up in a parallel class.

    Example: desk-app course made-up 0198… 顾晚晴 0199…
    """
    with desk() as app:
        outcome = app.attendance.make_up(
            resolve_session(app, session),
            app.visitors.resolve(visitor),
            resolve_session(app, attended),
        )
    _answer(outcome, as_json=as_json)


def _answer(outcome: MarkOutcome, *, as_json: bool) -> None:
    status = DONE if outcome in _DONE else REFUSED
    answer({"outcome": outcome.value}, as_json=as_json, status=status)


def _line(line: AttendanceLine) -> dict[str, Any]:
    found = line.attendance
    tally, rates = found.tally, found.rates
    return {
        "visitor": str(found.visitor_id),
        "name": line.name,
        "marks": [m.value if m else None for m in found.marks],
        "present": tally.present,
        "late": tally.late,
        "absent": tally.absent,
        "excused": tally.excused,
        "made_up": tally.made_up,
        "rate": _number(rates.over_held),
        "rate_over_all": _number(rates.over_all),
        "best_reachable": _number(rates.best_reachable),
        "warned": found.is_warned,
        "certificate": found.certificate.value if found.certificate else None,
        "best": line.is_best,
    }


def _number(rate: Decimal | None) -> float | None:
    return None if rate is None else float(rate)
