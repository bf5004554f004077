"""`lecture`: one or several sittings, series, speakers."""

from typing import Annotated

import typer

from desk_app.cli.answers import Json, answer, desk
from desk_app.cli.arguments import moment
from desk_app.cli.check_in import session_facts
from desk_app.domain.courses import CourseKind
from desk_app.services.course_forms import CourseDetails, NewCourse

lectures = typer.Typer(help="Lectures / 专题讲座", no_args_is_help=True)


@lectures.command("add")
def add_lecture(
    name: Annotated[str, typer.Option(help="讲座名")],
    starts: Annotated[list[str], typer.Option(help="A sitting, ISO 8601; repeat it")],
    minutes: Annotated[int, typer.Option(help="Length of a sitting")],
    capacity: Annotated[int, typer.Option(help="Seats")],
    room: Annotated[str, typer.Option(help="Room")] = "",
    speaker: Annotated[
        list[str] | None, typer.Option(help="One for all sittings, or one for each")
    ] = None,
    series: Annotated[str, typer.Option(help="系列")] = "",
    hand_outs: Annotated[str, typer.Option(help="资料")] = "",
    walk_ins: Annotated[
        bool, typer.Option("--walk-ins/--enrolled-only", help="Anyone is welcome")
    ] = True,
    as_json: Json = False,
) -> None:
    """Add a lecture; walk-ins are welcome unless said otherwise.

    Example: desk-app lecture add --name 防诈骗 --starts 2026-10-27T14:00 --minutes 60
    --capacity 80 --speaker 沈警官
    """
    moments = [moment(text) for text in starts]
    new = NewCourse(
        name=name,
        starts_at=min(moments),
        minutes=minutes,
        lessons=len(moments),
        capacity=capacity,
        kind=CourseKind.LECTURE,
        room=room,
        walk_ins=walk_ins,
        sittings=tuple(moments),
        speakers=tuple(speaker or ()),
        details=CourseDetails(series=series or None, hand_outs=hand_outs or None),
    )
    with desk() as app:
        course_id, sessions = app.courses.add(new)
        clashes = app.courses.clashes(sessions)
    answer(
        {
            "id": str(course_id),
            "sessions": [session_facts(s) for s in sessions],
            "clashes": [
                {"session": session_facts(mine), "with": session_facts(other)}
                for mine, other in clashes
            ],
        },
        as_json=as_json,
    )


@lectures.command("list")
def list_lectures(
    series: Annotated[str, typer.Option(help="Only of this series")] = "",
    as_json: Json = False,
) -> None:
    """List lectures with their sittings. Example: desk-app lecture list --series 企业用工"""
    with desk() as app:
        found = [
            {
                "id": str(lecture.course_id),
                "name": lecture.name,
                "series": lecture.series,
                "hand_outs": lecture.hand_outs,
                "capacity": lecture.capacity,
                "walk_ins": lecture.walk_ins,
                "sittings": [
                    {**session_facts(s), "speaker": s.speaker}
                    for s in app.courses.sessions(lecture.course_id)
                ],
            }
            for lecture in app.courses.all()
            if lecture.kind is CourseKind.LECTURE and series in {"", lecture.series}
        ]
    answer({"lectures": found}, as_json=as_json)
