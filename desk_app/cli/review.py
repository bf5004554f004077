"""`review`: what two desks disagree on, listed, decided, taken back."""

from typing import Annotated, Any

import typer

from desk_app.cli.answers import Json, OperatorName, Pin, answer, desk
from desk_app.cli.arguments import row_id
from desk_app.cli.usage import WrongUsage
from desk_app.domain.clock import iso_local
from desk_app.domain.ids import ReviewId
from desk_app.domain.review import ReviewAction
from desk_app.domain.review_facts import Side
from desk_app.services.review_values import ReviewCase, ReviewChoice, ReviewRequest, Shown

reviews = typer.Typer(help="What people must decide / 待处理", no_args_is_help=True)

ReviewArg = Annotated[str, typer.Argument(help="Id of an item (see review list)")]


@reviews.command("list")
def list_reviews(
    shown: Annotated[Shown, typer.Option("--show", help="all, mine or resolved")] = Shown.ALL,
    as_json: Json = False,
) -> None:
    """List what must be decided, or was. Example: desk-app review list --show mine"""
    with desk() as app:
        app.review.tidy()
        sheet = app.review.list(shown)
    items = [_facts(case) for case in sheet.cases]
    answer({"open": sheet.open_count, "items": items}, as_json=as_json)


@reviews.command("show")
def show_review(review: ReviewArg, as_json: Json = False) -> None:
    """Show both sides and what can be done. Example: desk-app review show 0198…"""
    with desk() as app:
        case = app.review.show(ReviewId(row_id(review)))
    answer({**_facts(case), **_choices(case)}, as_json=as_json)


@reviews.command("act")
def act(
    review: ReviewArg,
    action: Annotated[ReviewAction, typer.Argument(help="One of the actions that show lists")],
    alternative: Annotated[
        int, typer.Option(min=1, help="Which alternative to move to, as show numbers them")
    ] = 1,
    operator: OperatorName = "",
    pin: Pin = "",
    as_json: Json = False,
) -> None:
    """Decide. Example: desk-app review act 0198… move --alternative 2"""
    review_id = ReviewId(row_id(review))
    with desk() as app:
        ready = [c.alternative for c in app.review.show(review_id).choices if c.alternative]
        if action is ReviewAction.MOVE and ready and alternative > len(ready):
            raise WrongUsage(
                zh=f"可换的只有 {len(ready)} 个：--alternative 写 1 到 {len(ready)}。",
                en=f"There are {len(ready)} alternatives: --alternative from 1 to {len(ready)}.",
            )
        chosen = ready[alternative - 1] if action is ReviewAction.MOVE and ready else None
        case = app.review.act(
            ReviewRequest(
                review_id=review_id,
                action=action,
                alternative=chosen.place if chosen else None,
                operator=app.desk.staff_on_command_line(operator, pin) if operator else None,
            )
        )
    answer(_facts(case), as_json=as_json)


reviews.command("resolve", hidden=True)(act)


@reviews.command("undo")
def undo(review: ReviewArg, as_json: Json = False) -> None:
    """Take a decision back. Example: desk-app review undo 0198…"""
    with desk() as app:
        case = app.review.undo(ReviewId(row_id(review)))
    answer(_facts(case), as_json=as_json)


def _facts(case: ReviewCase) -> dict[str, Any]:
    item = case.item
    return {
        "id": str(item.review_id),
        "kind": item.kind.value,
        "raised_at": iso_local(item.raised_at),
        "status": item.status.value,
        "standing": case.standing.value,
        "about": {"entity": item.about_entity, "id": str(item.about_id) if item.about_id else None},
        "mine": _side(case.mine),
        "theirs": _side(case.theirs),
        "field": item.facts.field,
        "operation": str(item.facts.op_id) if item.facts.op_id else None,
        "operation_kind": item.facts.op_kind,
        "here": case.is_here,
        "local": item.is_local,
        "resolution": item.resolution,
        "resolved_by": item.resolved_by,
        "resolved_at": iso_local(item.resolved_at) if item.resolved_at else None,
        "can_undo": case.can_undo,
    }


def _side(side: Side) -> dict[str, Any]:
    """Return what a side says; contacts are masked already."""
    found = {
        "who": side.who,
        "room": side.room,
        "course": side.course,
        "purpose": side.purpose,
        "contact": side.contact,
        "desk": side.desk,
        "operator": side.operator,
        "value": side.value,
        "headcount": side.headcount,
        "at": iso_local(side.at) if side.at else None,
        "starts_at": iso_local(side.starts_at) if side.starts_at else None,
        "ends_at": iso_local(side.ends_at) if side.ends_at else None,
    }
    return {name: value for name, value in found.items() if value}


def _choices(case: ReviewCase) -> dict[str, Any]:
    return {"choices": [_choice(choice) for choice in case.choices]}


def _choice(choice: ReviewChoice) -> dict[str, Any]:
    facts: dict[str, Any] = {"action": choice.action.value, "needs_staff": choice.needs_staff}
    if choice.alternative is not None:
        place = choice.alternative.place
        facts |= {
            "kind": place.kind.value,
            "room": choice.alternative.room,
            "starts_at": iso_local(place.starts_at),
            "ends_at": iso_local(place.ends_at),
        }
    return facts
