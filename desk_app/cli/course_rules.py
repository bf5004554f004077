"""`course set` and `course ask`: what a course requires."""

from typing import Annotated
from uuid import UUID

import typer

from desk_app.cli.answers import DONE, REFUSED, Json, answer, desk
from desk_app.cli.places import CourseArg
from desk_app.cli.usage import no_id
from desk_app.services.course_forms import CourseDetails

Teacher = Annotated[str | None, typer.Option(help="教师")]
Category = Annotated[str | None, typer.Option(help="类别")]
FeeNote = Annotated[str | None, typer.Option(help="费用说明")]
Bring = Annotated[str | None, typer.Option(help="What to bring / 自带物品")]


def set_rules(
    course: CourseArg,
    capacity: Annotated[int | None, typer.Option(help="Places")] = None,
    teacher: Teacher = None,
    category: Category = None,
    series: Annotated[str | None, typer.Option(help="系列")] = None,
    fee_note: FeeNote = None,
    bring: Bring = None,
    hand_outs: Annotated[str | None, typer.Option(help="Hand-outs / 讲义")] = None,
    opens_before: Annotated[
        int | None, typer.Option(help="Doors open so many minutes before the start")
    ] = None,
    tolerance: Annotated[
        int | None, typer.Option(help="Minutes of grace before the doors open and after the end")
    ] = None,
    late_after: Annotated[
        int | None, typer.Option(help="Whole minutes that still count as present")
    ] = None,
    very_late_after: Annotated[
        int | None, typer.Option(help="Whole minutes after which it is very late")
    ] = None,
    max_entries: Annotated[int | None, typer.Option(help="To one session; 0: no limit")] = None,
    daily_entries: Annotated[int | None, typer.Option(help="In one day; 0: no limit")] = None,
    several_entries: Annotated[
        bool | None, typer.Option("--several-entries/--one-entry", help="Every entry counts")
    ] = None,
    reentry: Annotated[
        bool | None, typer.Option("--reentry/--no-reentry", help="Who left may come back")
    ] = None,
    walk_ins: Annotated[
        bool | None, typer.Option("--walk-ins/--no-walk-ins", help="Anyone is welcome")
    ] = None,
    late_weight: Annotated[int | None, typer.Option(help="Percent that late counts")] = None,
    counts_excused: Annotated[
        bool | None, typer.Option("--count-excused/--leave-excused-out", help="As missed")
    ] = None,
    warn_after: Annotated[int | None, typer.Option(help="Lessons held before a warning")] = None,
    warn_below: Annotated[int | None, typer.Option(help="Percent")] = None,
    certificate: Annotated[int | None, typer.Option(help="Percent for the certificate")] = None,
    award_absences: Annotated[
        int | None, typer.Option(help="Absences that still allow the outstanding learner")
    ] = None,
    hold_min: Annotated[int | None, typer.Option(help="A seat offer holds so long")] = None,
    cut_off_min: Annotated[int | None, typer.Option(help="No offer so near a lesson")] = None,
    release_after_min: Annotated[
        int | None, typer.Option(help="Seats of who is not here may go then")
    ] = None,
    as_json: Json = False,
) -> None:
    """Change what a course says and requires; what is not given stays.

    Example: desk-app course set 彩妆基础 --late-weight 50 --certificate 80
    """
    details = CourseDetails(
        capacity=capacity,
        teacher=teacher,
        category=category,
        series=series,
        fee_note=fee_note,
        bring=bring,
        hand_outs=hand_outs,
        opens_before_min=opens_before,
        tolerance_min=tolerance,
        late_after_min=late_after,
        very_late_after_min=very_late_after,
        max_entries=max_entries,
        daily_entries=daily_entries,
        several_entries=several_entries,
        reentry=reentry,
        walk_ins=walk_ins,
        late_weight_pct=late_weight,
        counts_excused=counts_excused,
        warn_after_lessons=warn_after,
        warn_below_pct=warn_below,
        certificate_pct=certificate,
        award_absences=award_absences,
        hold_min=hold_min,
        cut_off_min=cut_off_min,
        release_after_min=release_after_min,
    )
    with desk() as app:
        app.courses.change(app.courses.resolve(course), details)
    answer({"outcome": "changed", **details.values()}, as_json=as_json)


def ask(
    course: CourseArg,
    wording: Annotated[str | None, typer.Argument(help="The question; none: list them")] = None,
    required: Annotated[bool, typer.Option("--required", help="No entry without")] = False,
    withdraw: Annotated[str | None, typer.Option(help="Ask this one no more")] = None,
    as_json: Json = False,
) -> None:
    """Ask each visitor something at check-in, or list what is asked.

    Example: desk-app course ask 烘焙入门 对花生过敏吗？ --required
    """
    with desk() as app:
        course_id = app.courses.resolve(course)
        if withdraw is not None:
            is_done = app.questions.withdraw(course_id, _question(withdraw))
            outcome = "withdrawn" if is_done else "unknown_question"
            answer({"outcome": outcome}, as_json=as_json, status=DONE if is_done else REFUSED)
            return
        if wording is not None:
            question_id = app.questions.add(course_id, wording, is_required=required)
            answer({"id": str(question_id)}, as_json=as_json)
            return
        found = app.questions.of_course(course_id)
    answer(
        {
            "questions": [
                {"id": str(q.question_id), "wording": q.wording, "required": q.is_required}
                for q in found
            ]
        },
        as_json=as_json,
    )


def _question(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise no_id(text, zh="问题编号", en="question id") from error
