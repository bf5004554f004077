"""`course`."""

from typing import Annotated

import typer

from desk_app.cli.answers import DONE, REFUSED, Json, answer, desk
from desk_app.cli.check_in import session_facts
from desk_app.domain.clock import parse_local
from desk_app.domain.courses import CourseKind
from desk_app.domain.lessons import HolidayPolicy
from desk_app.domain.people import mask_phone
from desk_app.services.courses import NewCourse
from desk_app.services.waitlist import EnrolOutcome

courses = typer.Typer(help="Courses and lectures / 课程与讲座", no_args_is_help=True)

CourseArg = Annotated[str, typer.Argument(help="Id, or a name that only one has")]
VisitorArg = Annotated[str, typer.Argument(help="Id, or a name that only one has")]


@courses.command("add")
def add_course(
    name: Annotated[str, typer.Option(help="课程名")],
    starts: Annotated[str, typer.Option(help="First lesson, ISO 8601")],
    minutes: Annotated[int, typer.Option(help="Length of a lesson")],
    lessons: Annotated[int, typer.Option(help="How many, one a week")],
    capacity: Annotated[int, typer.Option(help="Places")],
    kind: Annotated[CourseKind, typer.Option()] = CourseKind.COURSE,
    room: Annotated[str, typer.Option(help="Room")] = "",
    room_hint: Annotated[str, typer.Option(help="How to find it")] = "",
    holidays: Annotated[HolidayPolicy, typer.Option()] = HolidayPolicy.SKIP_AND_EXTEND,
    walk_ins: Annotated[bool, typer.Option("--walk-ins", help="Anyone is welcome")] = False,
    several_entries: Annotated[
        bool, typer.Option("--several-entries", help="Every entry counts")
    ] = False,
    as_json: Json = False,
) -> None:
    """Add a course with weekly lessons.

    Example: desk-app course add --name 彩妆基础 --starts 2026-10-27T19:00 --minutes 90
    --lessons 12 --capacity 24
    """
    try:
        starts_at = parse_local(starts)
    except ValueError as error:
        raise typer.BadParameter(f"no ISO 8601 date and time: {starts}") from error
    new = NewCourse(
        name=name,
        starts_at=starts_at,
        minutes=minutes,
        lessons=lessons,
        capacity=capacity,
        kind=kind,
        room=room,
        room_hint=room_hint,
        walk_ins=walk_ins,
        several_entries=several_entries,
        holidays=holidays,
    )
    with desk() as app:
        course_id, sessions = app.courses.add(new)
    answer(
        {"id": str(course_id), "sessions": [session_facts(s) for s in sessions]}, as_json=as_json
    )


@courses.command("list")
def list_courses(as_json: Json = False) -> None:
    """List courses with their counts. Example: desk-app course list --json"""
    with desk() as app:
        found = [
            {
                "id": str(c.course_id),
                "name": c.name,
                "kind": c.kind.value,
                "room": c.room,
                "capacity": c.capacity,
                "lessons": c.lessons,
                "walk_ins": c.walk_ins,
                "confirmed": c.confirmed,
                "waitlisted": c.waitlisted,
                "sessions": [session_facts(s) for s in app.courses.sessions(c.course_id)],
            }
            for c in app.courses.all()
        ]
    answer({"courses": found}, as_json=as_json)


@courses.command("enrol")
def enrol(
    course: CourseArg,
    visitor: VisitorArg,
    waitlist: Annotated[bool, typer.Option("--waitlist", help="Queue when full")] = False,
    as_json: Json = False,
) -> None:
    """Give a visitor a place. Example: desk-app course enrol 彩妆基础 顾晚晴 --waitlist"""
    with desk() as app:
        outcome, place = app.courses.enrol(
            app.courses.resolve(course), app.visitors.resolve(visitor), waitlist=waitlist
        )
    is_done = outcome in {EnrolOutcome.CONFIRMED, EnrolOutcome.WAITLISTED}
    answer(
        {"outcome": outcome.value, "place": place},
        as_json=as_json,
        status=DONE if is_done else REFUSED,
    )


@courses.command("drop")
def drop(course: CourseArg, visitor: VisitorArg, as_json: Json = False) -> None:
    """Give a place back. Example: desk-app course drop 彩妆基础 顾晚晴"""
    with desk() as app:
        is_done = app.courses.drop(app.courses.resolve(course), app.visitors.resolve(visitor))
    answer(
        {"outcome": "dropped" if is_done else "not_enrolled"},
        as_json=as_json,
        status=DONE if is_done else REFUSED,
    )


@courses.command("roster")
def roster(course: CourseArg, as_json: Json = False) -> None:
    """List who is in a course, phones masked. Example: desk-app course roster 彩妆基础"""
    with desk() as app:
        lines = app.courses.roster(app.courses.resolve(course))
    answer(
        {
            "visitors": [
                {
                    "id": str(line.visitor.visitor_id),
                    "name": line.visitor.name,
                    "phone": mask_phone(line.visitor.phone),
                    "status": line.status.value,
                    "place": line.waitlist_place,
                    "attended": line.attended,
                }
                for line in lines
            ]
        },
        as_json=as_json,
    )
