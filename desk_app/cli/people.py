"""`visitor`, `pass` and `operator`."""

import uuid
from pathlib import Path
from typing import Annotated, Any

import typer

from desk_app.cli.answers import (
    DONE,
    REFUSED,
    Json,
    OperatorName,
    Pin,
    answer,
    cancel_on_ctrl_c,
    desk,
    show_progress,
)
from desk_app.cli.arguments import day as day_of
from desk_app.cli.usage import WrongUsage, no_id
from desk_app.documents.pass_cards import Card
from desk_app.domain.clock import iso_local
from desk_app.domain.courses import EnrolmentStatus
from desk_app.domain.ids import PassId
from desk_app.domain.people import Role, mask_phone
from desk_app.services.passes import LinkOutcome

visitors = typer.Typer(help="People the station knows / 来访者", no_args_is_help=True)
passes = typer.Typer(help="Passes / 通行码", no_args_is_help=True)
operators = typer.Typer(help="Who serves at this desk / 值班员", no_args_is_help=True)

VisitorArg = Annotated[str, typer.Argument(help="Id, or a name that only one has")]


@visitors.command("add")
def add_visitor(
    name: Annotated[str, typer.Option(help="姓名")],
    phone: Annotated[str, typer.Option(help="手机")] = "",
    company: Annotated[str, typer.Option(help="企业")] = "",
    workplace: Annotated[str, typer.Option(help="楼宇和楼层")] = "",
    as_json: Json = False,
) -> None:
    """Register a visitor. Example: desk-app visitor add --name 顾晚晴 --phone 13812341234"""
    with desk() as app:
        found = app.visitors.add(name, phone=phone, company=company, workplace=workplace)
    answer({"id": str(found)}, as_json=as_json)


@visitors.command("find")
def find_visitor(
    text: Annotated[
        str, typer.Argument(help="Name, pinyin, initials, four digits, company or floor")
    ],
    as_json: Json = False,
) -> None:
    """Find visitors. Example: desk-app visitor find gwq"""
    with desk() as app:
        while app.visitors.index_new():
            pass
        found = app.visitors.find(text)
    hits: list[dict[str, Any]] = [
        {
            "id": str(hit.visitor.visitor_id),
            "name": hit.visitor.name,
            "phone": hit.visitor.phone_masked,
            "company": hit.visitor.company,
            "tonight": hit.tonight.course_name if hit.tonight else None,
            "arrived_at": iso_local(hit.arrived_at) if hit.arrived_at else None,
        }
        for hit in found.hits
    ]
    facts = {"visitors": hits, "needs_more": found.needs_more}
    answer(facts, as_json=as_json, status=DONE if hits else REFUSED)


@visitors.command("show")
def show_visitor(visitor: VisitorArg, as_json: Json = False) -> None:
    """Show a visitor, phone masked. Example: desk-app visitor show 顾晚晴"""
    with desk() as app:
        found = app.visitors.show(app.visitors.resolve(visitor))
    answer(
        {
            "id": str(found.visitor.visitor_id),
            "name": found.visitor.name,
            "phone": mask_phone(found.visitor.phone),
            "company": found.visitor.company,
            "workplace": found.visitor.workplace,
            "blocked": found.visitor.is_blocked,
            "passes": [
                {
                    "id": str(p.pass_id),
                    "kind": p.kind.value,
                    "revoked_at": iso_local(p.revoked_at) if p.revoked_at else None,
                }
                for p in found.passes
            ],
        },
        as_json=as_json,
    )


@passes.command("issue")
def issue_pass(
    visitor: VisitorArg,
    out: Annotated[Path | None, typer.Option(help="Also write the QR: .png or .svg")] = None,
    first_day: Annotated[str | None, typer.Option("--from", help="First day, 2026-10-27")] = None,
    last_day: Annotated[str | None, typer.Option("--until", help="Last day, included")] = None,
    as_json: Json = False,
) -> None:
    """Issue a signed pass. Example: desk-app pass issue 顾晚晴 --out pass.png"""
    from desk_app.documents.pass_image import check_target, write_pass_image  # noqa: PLC0415

    if out is not None:
        check_target(out)
    with desk() as app:
        issued = app.passes.issue(
            app.visitors.resolve(visitor),
            first_day=day_of(first_day) if first_day else None,
            last_day=day_of(last_day) if last_day else None,
        )
    if out is not None:
        write_pass_image(issued.code, out)
    answer(
        {
            "pass": str(issued.pass_id),
            "code": issued.code,
            "first_day": issued.first_day.isoformat(),
            "last_day": issued.last_day.isoformat(),
        },
        as_json=as_json,
    )


@passes.command("reissue")
def reissue_pass(
    visitor: VisitorArg,
    out: Annotated[Path | None, typer.Option(help="Also write the QR: .png or .svg")] = None,
    as_json: Json = False,
) -> None:
    """Issue a new pass, revoke the old. Example: desk-app pass reissue 顾晚晴 --out pass.png"""
    from desk_app.documents.pass_image import check_target, write_pass_image  # noqa: PLC0415

    if out is not None:
        check_target(out)
    with desk() as app:
        issued = app.passes.reissue(app.visitors.resolve(visitor))
    if out is not None:
        write_pass_image(issued.code, out)
    answer({"pass": str(issued.pass_id), "code": issued.code}, as_json=as_json)


@passes.command("sheet")
def sheet(
    course: Annotated[str, typer.Argument(help="Id, or a name that only one has")],
    out: Annotated[Path, typer.Argument(help="The PDF to write")],
    as_json: Json = False,
) -> None:
    """Write a course's passes as cards on A4; Ctrl-C leaves no file, a second try no second pass.

    Example: desk-app pass sheet 彩妆基础 cards.pdf
    """
    from desk_app.documents.pass_files import PassForm, check_form, write_pass  # noqa: PLC0415

    check_form(PassForm.CARD, out)
    with desk() as app, cancel_on_ctrl_c() as is_cancelled:
        roster = app.courses.roster(app.courses.resolve(course))
        people = [line.visitor for line in roster if line.status is EnrolmentStatus.CONFIRMED]
        issued = app.passes.printable_all(
            [v.visitor_id for v in people], on_progress=show_progress, is_cancelled=is_cancelled
        )
        station = app.desk.identity().station
    if issued is None:
        answer({"outcome": "cancelled"}, as_json=as_json, status=REFUSED)
        return
    cards = [
        Card(name=v.name, station=station, code=p.code) for v, p in zip(people, issued, strict=True)
    ]
    write_pass(PassForm.CARD, cards, out)
    answer({"passes": len(cards), "out": str(out)}, as_json=as_json)


@passes.command("phone")
def phone(
    visitor: VisitorArg,
    out: Annotated[Path, typer.Argument(help="The PNG to write")],
    as_json: Json = False,
) -> None:
    """Write a pass as a picture for a phone. Example: desk-app pass phone 顾晚晴 pass.png"""
    _write_one("phone", visitor, out, as_json=as_json)


@passes.command("label")
def label(
    visitor: VisitorArg,
    out: Annotated[Path, typer.Argument(help="The PDF or PNG (300 dpi) to write")],
    as_json: Json = False,
) -> None:
    """Write a pass as a label for 62 mm tape. Example: desk-app pass label 顾晚晴 label.pdf"""
    _write_one("label", visitor, out, as_json=as_json)


def _write_one(form: str, visitor: str, out: Path, *, as_json: bool) -> None:
    from desk_app.documents.pass_files import PassForm, check_form, write_pass  # noqa: PLC0415

    check_form(PassForm(form), out)
    with desk() as app:
        visitor_id = app.visitors.resolve(visitor)
        name = app.visitors.show(visitor_id).visitor.name
        issued = app.passes.printable(visitor_id)
        card = Card(name=name, station=app.desk.identity().station, code=issued.code)
    write_pass(PassForm(form), [card], out)
    answer({"pass": str(issued.pass_id), "out": str(out)}, as_json=as_json)


@passes.command("link")
def link_pass(
    visitor: VisitorArg,
    code: Annotated[str, typer.Argument(help="The text of the badge or card")],
    as_json: Json = False,
) -> None:
    """Link an existing code to a visitor. Example: desk-app pass link 顾晚晴 BADGE-0042"""
    with desk() as app:
        outcome, pass_id = app.passes.link(app.visitors.resolve(visitor), code)
    is_done = outcome in {LinkOutcome.LINKED, LinkOutcome.ALREADY_LINKED}
    answer(
        {"outcome": outcome.value, "pass": str(pass_id) if pass_id else None},
        as_json=as_json,
        status=DONE if is_done else REFUSED,
    )


@passes.command("revoke")
def revoke_pass(
    pass_id: Annotated[str, typer.Argument(metavar="PASS", help="Id of the pass")],
    as_json: Json = False,
) -> None:
    """Take a pass out of use. Example: desk-app pass revoke 0198…"""
    try:
        wanted = PassId(uuid.UUID(pass_id))
    except ValueError as error:
        raise no_id(pass_id, zh="通行码编号", en="pass id") from error
    with desk() as app:
        app.passes.revoke(wanted)
    answer({"pass": pass_id, "revoked": True}, as_json=as_json)


@visitors.command("notes")
def notes(
    visitor: Annotated[str, typer.Argument(help="Id, phone or name")],
    add: Annotated[str, typer.Option("--add", help="Write this note / 写一条备注")] = "",
    withdraw: Annotated[str, typer.Option(help="Take this note away, by its id")] = "",
    operator: OperatorName = "",
    pin: Pin = "",
    as_json: Json = False,
) -> None:
    """Read, write or withdraw staff's notes on a visitor; each look is recorded.

    Example: DESK_PIN=2468 desk-app visitor notes 顾晚晴 --operator 陈静 --add 有轮椅，请开侧门
    """
    with desk() as app:
        by = app.desk.staff_on_command_line(operator, pin)
        visitor_id = app.visitors.resolve(visitor)
        if add:
            app.visitor_notes.add(visitor_id, add, by)
        gone = None
        if withdraw:
            try:
                gone = app.visitor_notes.withdraw(visitor_id, uuid.UUID(withdraw), by)
            except ValueError as error:
                raise no_id(withdraw, zh="备注编号", en="note id") from error
        found = app.visitor_notes.read(visitor_id, by)
    facts = [
        {
            "id": str(note.note_id),
            "note": note.wording,
            "at": iso_local(note.written_at),
            "by": note.written_by,
        }
        for note in found
    ]
    answer({"visitor": str(visitor_id), "notes": facts, "withdrawn": gone}, as_json=as_json)


@visitors.command("photo")
def photo(
    visitor: VisitorArg,
    file: Annotated[Path | None, typer.Argument(help="JPEG or PNG; cropped to a square")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take it away / 删除照片")] = False,
    as_json: Json = False,
) -> None:
    """Keep a visitor's photo, at this computer only, or take it away.

    Example: desk-app visitor photo 顾晚晴 gu.jpg
    """
    from desk_app.documents.photos import photo_of_file  # noqa: PLC0415  (Pillow)

    if (file is None) is not remove:
        raise WrongUsage(
            zh="请写照片文件，或写 --remove，二者选一。",
            en="Name a FILE, or say --remove, one of the two.",
        )
    picture = photo_of_file(file) if file is not None else None
    with desk() as app:
        visitor_id = app.visitors.resolve(visitor)
        if picture is None:
            had = bool(app.visitor_photos.remove(visitor_id))
        else:
            had = bool(app.visitor_photos.put(visitor_id, picture))
    facts = {"visitor": str(visitor_id), "bytes": len(picture or b""), "had_one": had}
    answer(facts, as_json=as_json)


@operators.command("add")
def add_operator(
    name: Annotated[str, typer.Argument(help="姓名")],
    role: Annotated[Role, typer.Option(help="volunteer or staff")] = Role.VOLUNTEER,
    pin: Pin = "",
    as_json: Json = False,
) -> None:
    """Add an operator. Example: DESK_PIN=2468 desk-app operator add 沈亦禾 --role staff"""
    with desk() as app:
        app.desk.add_operator(name, role, pin=pin or None)
    answer({"name": name, "role": role.value}, as_json=as_json)


@operators.command("list")
def list_operators(as_json: Json = False) -> None:
    """List operators. Example: desk-app operator list"""
    with desk() as app:
        found = app.desk.operators()
    answer({"operators": [{"name": o.name, "role": o.role.value} for o in found]}, as_json=as_json)
