"""`enrol`, `sync` and `visitor elsewhere`: what this desk asks of the centre."""

import time
import uuid
from typing import TYPE_CHECKING, Annotated

import typer

from desk_app.cli.answers import DONE, PLACE, REFUSED, Json, OperatorName, answer, desk
from desk_app.cli.usage import WrongUsage
from desk_app.compose_sync import connections, sync_engine, sync_lock
from desk_app.domain.errors import KnownError
from desk_app.domain.link import LinkProblem

if TYPE_CHECKING:
    from desk_app.compose import DeskApp
    from desk_app.sync.engine import SyncEngine
    from desk_app.sync.report import SyncReport


def enrol(
    text: Annotated[str, typer.Argument(help="What add-desk answered: sd-enrol:…")],
    proxy: Annotated[
        str | None, typer.Option("--proxy", help="http://HOST:PORT; kept / 代理，会记住")
    ] = None,
    as_json: Json = False,
) -> None:
    """Join this data directory to a centre. Example: desk-app enrol sd-enrol:1:…"""
    from desk_app.sync.enrolment import enrol as join  # noqa: PLC0415

    with desk(may_be_withdrawn=True) as app:
        if proxy is not None:
            app.desk.set_proxy(proxy)
        joined = join(connections(app), text)
        if not app.desk.is_set_up():
            app.desk.set_up(station=joined.station_name, desk=joined.desk_name)
    answer(
        {
            "station": joined.station_id,
            "station_name": joined.station_name,
            "desk": joined.desk_id,
            "desk_name": joined.desk_name,
        },
        as_json=as_json,
    )


def elsewhere(
    phone: Annotated[str, typer.Argument(help="The whole number")],
    attach: Annotated[
        uuid.UUID | None, typer.Option("--attach", help="Bring this visitor into the station")
    ] = None,
    operator: OperatorName = "",
    as_json: Json = False,
) -> None:
    """Find a visitor of another station. Example: desk-app visitor elsewhere 13812341234"""
    from desk_app.sync.elsewhere import look_elsewhere  # noqa: PLC0415

    with desk() as app:
        engine = sync_engine(app)
        try:
            found = look_elsewhere(engine, phone=phone, attach=attach, operator=operator)
        finally:
            engine.close()
    hits = [
        {"id": str(who.visitor_id), "name": who.name, "station": who.station, "here": who.is_here}
        for who in found.found
    ]
    attached = str(found.attached) if found.attached else None
    answer({"found": hits, "attached": attached}, as_json=as_json)


def sync(
    once: Annotated[bool, typer.Option("--once", help="One exchange, then stop")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Until stopped, one line each")] = False,
    rotate_token: Annotated[
        bool, typer.Option("--rotate", help="Change this desk's token first")
    ] = False,
    as_json: Json = False,
) -> None:
    """Exchange with the centre. Example: desk-app sync --once --json"""
    from desk_app.runtime.paths import data_dir  # noqa: PLC0415

    once = once or (rotate_token and not watch)
    if once == watch:
        raise WrongUsage(
            zh="同步一次写 --once，一直同步写 --watch，二者选一。",
            en="Say --once for one exchange, or --watch to go on.",
        )
    with desk() as app, sync_lock(data_dir(PLACE.data)):
        engine = sync_engine(app)
        try:
            if rotate_token:
                _rotate(engine)
            _exchange(app, engine, once=once, as_json=as_json)
        except KeyboardInterrupt:
            return
        finally:
            engine.close()


def _exchange(app: "DeskApp", engine: "SyncEngine", *, once: bool, as_json: bool) -> None:
    while True:
        report = engine.run_once()
        if not report.has_centre:
            raise _not_joined()
        while app.visitors.index_new():
            pass
        facts = {
            "pushed": report.pushed,
            "pulled": report.pulled,
            "pending": report.pending,
            "refused": report.refused,
            "online": report.online,
            "problem": report.problem.value if report.problem else None,
            "clock_offset_ms": report.clock_offset_ms,
        }
        is_done = report.online and report.problem in _DONE_ALL_THE_SAME
        for line in _advice(report):
            typer.echo(line, err=True)
        answer(facts, as_json=as_json, status=DONE if not once or is_done else REFUSED)
        if once:
            return
        time.sleep(report.next_poll_ms / 1000)


def _rotate(engine: "SyncEngine") -> None:
    from desk_app.sync.protocol import CentreUnreachable  # noqa: PLC0415

    try:
        has_changed = engine.rotate_token()
    except CentreUnreachable:
        has_changed = False
    if not has_changed:
        typer.echo("令牌没有更换，原来的仍然有效。请联网后再试。", err=True)
        typer.echo(
            "The token was not changed; the old one still works. Try again online.", err=True
        )


_DONE_ALL_THE_SAME = {None, LinkProblem.REFUSED, LinkProblem.CLOCK}
_ADVICE = {
    LinkProblem.CLOCK: (
        "这台电脑的时钟与中心相差太多（见 clock_offset_ms）。请校准系统时间。",
        "This computer's clock is far from the centre's (clock_offset_ms): set it right.",
    ),
    LinkProblem.REFUSED: (
        "有记录没被中心照原样接收，都还在本机，请处理：desk-app conflicts list。",
        "The centre changed or refused some records; sort them out: desk-app conflicts list.",
    ),
    LinkProblem.SCHEMA: (
        "中心与本程序的版本不合，记录留在本机。请更新本程序，或请中心升级。",
        "Centre and app differ in version; records stay here. Update the app or the centre.",
    ),
    LinkProblem.REVOKED: (
        "中心已停用这台前台，记录留在本机。请向中心要新的加入码。",
        "The centre withdrew this desk; records stay here. Ask for a new enrolment text.",
    ),
    LinkProblem.CLONE: (
        "另一台电脑在用这台前台的身份。请为本机向中心要新的加入码。",
        "Another computer uses this desk's identity. Ask for an enrolment text for this one.",
    ),
    LinkProblem.PROXY: (
        "代理服务器连不上或不让通过。请核对 HTTPS_PROXY 或“设置 › 同步”里的代理。",
        "The proxy does not let this desk through: check HTTPS_PROXY or Settings, Sync.",
    ),
}


def _advice(report: "SyncReport") -> tuple[str, ...]:
    """Return what keeps this desk from the centre and what to do, in both languages."""
    if report.problem is not None:
        return _ADVICE[report.problem]
    if report.online:
        return ()
    return (
        "现在连不上中心。签到照常，记录存在本机，连上后自动补传。",
        "The centre cannot be reached now. Check-ins go on here and are sent later.",
    )


def _not_joined() -> KnownError:
    return KnownError(
        "not_joined",
        zh="这台前台还没有加入中心，数据都在本机。要加入请用：desk-app enrol 加入码。",
        en="This desk has joined no centre; its data is here. To join: desk-app enrol TEXT.",
    )
