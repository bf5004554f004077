"""`course`."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

import typer

from desk_app.cli import attendance, course_rules, lessons, places
from desk_app.cli.answers import Json, answer, desk
from desk_app.cli.arguments import moment
from desk_app.cli.check_in import session_facts
from desk_app.cli.places import CourseArg
from desk_app.domain.clock import iso_local
from desk_app.domain.courses import ClassSession, CourseKind
from desk_app.domain.ids import CourseId
from desk_app.domain.lessons import HolidayPolicy
from desk_app.domain.people import mask_phone
from desk_app.services.course_forms import CourseDetails, NewCourse

courses = typer.Typer(help="Courses and lectures / 课程与讲座", no_args_is_help=True)

courses.command("enrol")(places.enrol)
courses.command("drop")(places.drop)
courses.command("transfer")(places.transfer)
courses.command("waitlist")(places.waitlist)
courses.command("accept")(places.accept)
courses.command("decline")(places.decline)
courses.command("release")(places.release)
courses.command("move")(lessons.move)
courses.command("cancel")(lessons.cancel)
courses.command("reinstate")(lessons.reinstate)
courses.command("make-up")(lessons.make_up)
courses.command("attendance")(attendance.attendance)
courses.command("mark")(attendance.mark)
courses.command("made-up")(attendance.made_up)
courses.command("set")(course_rules.set_rules)
courses.command("ask")(course_rules.ask)


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
    term: Annotated[str, typer.Option(help="Term, by name or id")] = "",
    teacher: course_rules.Teacher = None,
    category: course_rules.Category = None,
    fee_note: course_rules.FeeNote = None,
    bring: course_rules.Bring = None,
    as_json: Json = False,
) -> None:
    """Add a course with weekly lessons.

    Example: desk-app course add --name 彩妆基础 --starts 2026-10-27T19:00 --minutes 90
    --lessons 12 --capacity 24
    """
    new = NewCourse(
        name=name,
        starts_at=moment(starts),
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
        details = CourseDetails(
            term_id=app.terms.resolve(term).term_id if term else None,
            teacher=teacher,
            category=category,
            fee_note=fee_note,
            bring=bring,
        )
        new = replace(new, details=details)
        plan = app.courses.plan(new)
        course_id, sessions = app.courses.add(new)
        clashes = app.courses.clashes(sessions)
    answer(
        {
            **_added(course_id, sessions, clashes),
            "skipped": [day.isoformat() for day in plan.skipped],
            "on_makeup_workdays": [day.isoformat() for day in plan.on_makeup_workdays],
        },
        as_json=as_json,
    )


@courses.command("copy")
def copy_course(
    course: CourseArg,
    term: Annotated[str, typer.Argument(help="Term, by name or id")],
    holidays: Annotated[HolidayPolicy, typer.Option()] = HolidayPolicy.SKIP_AND_EXTEND,
    as_json: Json = False,
) -> None:
    """Add a course again in another term, nobody enrolled.

    Example: desk-app course copy 彩妆基础 "2027 春季班"
    """
    with desk() as app:
        found = app.terms.resolve(term)
        course_id, sessions = app.courses.copy_to_term(app.courses.resolve(course), found, holidays)
        clashes = app.courses.clashes(sessions)
    answer(_added(course_id, sessions, clashes), as_json=as_json)


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
                "term": str(c.term_id) if c.term_id else None,
                "category": c.category,
                "teacher": c.teacher,
                "fee_note": c.fee_note,
                "bring": c.bring,
                "sessions": [session_facts(s) for s in app.courses.sessions(c.course_id)],
            }
            for c in app.courses.all()
        ]
    answer({"courses": found}, as_json=as_json)


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
                    "status": "offered" if line.held_until else line.status.value,
                    "place": line.waitlist_place,
                    "held_until": iso_local(line.held_until) if line.held_until else None,
                    "attended": line.attended,
                }
                for line in lines
            ]
        },
        as_json=as_json,
    )


def _added(
    course_id: CourseId,
    sessions: Sequence[ClassSession],
    clashes: Sequence[tuple[ClassSession, ClassSession]],
) -> dict[str, Any]:
    return {
        "id": str(course_id),
        "sessions": [session_facts(s) for s in sessions],
        "clashes": [
            {"session": session_facts(mine), "with": session_facts(other)}
            for mine, other in clashes
        ],
    }
