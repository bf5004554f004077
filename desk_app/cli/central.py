"""`central`, `enrol` and `sync`: the centre and this desk's place in it."""

import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desk_app.cli.answers import DONE, PLACE, REFUSED, Json, OperatorName, answer, desk
from desk_app.compose import connections, sync_engine, sync_lock
from desk_app.domain.errors import KnownError
from desk_app.domain.link import LinkProblem

if TYPE_CHECKING:
    from desk_app.compose import DeskApp
    from desk_app.sync.engine import SyncEngine
    from desk_app.sync.report import SyncReport

centre = typer.Typer(help="The central PostgreSQL, as its owner / 中心库", no_args_is_help=True)

Url = Annotated[str, typer.Argument(help="postgresql://owner@host/database")]


@centre.command("init")
def init(url: Url, as_json: Json = False) -> None:
    """Make the centre's schema, functions and roles; running it again changes nothing.

    Example: desk-app central init postgresql://owner@localhost/station
    """
    from desk_app.sync import central  # noqa: PLC0415  (psycopg costs 135 ms)

    answer(central.init(url), as_json=as_json)


@centre.command("migrate")
def migrate(url: Url, as_json: Json = False) -> None:
    """Bring the centre to this version's schema.

    Example: desk-app central migrate postgresql://owner@localhost/station
    """
    from desk_app.sync import central  # noqa: PLC0415

    answer(central.migrate(url), as_json=as_json)


@centre.command("add-station")
def add_station(url: Url, name: Annotated[str, typer.Argument()], as_json: Json = False) -> None:
    """Add a station. Example: desk-app central add-station postgresql://… 梧桐里白领驿家"""
    from desk_app.sync import central  # noqa: PLC0415

    answer(central.add_station(url, name), as_json=as_json)


@centre.command("add-desk")
def add_desk(
    url: Url,
    station: Annotated[str, typer.Argument(help="Id or name of the station")],
    name: Annotated[str, typer.Argument()],
    replaces: Annotated[
        str | None, typer.Option("--replaces", help="A desk whose computer is given up")
    ] = None,
    gateway: Annotated[str, typer.Option(help="https:// address of the gateway / 网关地址")] = "",
    ca: Annotated[Path | None, typer.Option(help="PEM of the gateway's authority")] = None,
    fingerprint: Annotated[str, typer.Option(help="SHA-256 of its certificate / 指纹")] = "",
    as_json: Json = False,
) -> None:
    """Add a desk; its enrolment text is shown once.

    Example: desk-app central add-desk postgresql://… 梧桐里白领驿家 "前台 2"
    """
    from desk_app.sync import central  # noqa: PLC0415
    from desk_app.sync.addresses import gateway_at, read_ca  # noqa: PLC0415

    way = gateway_at(gateway, ca=read_ca(ca), fingerprint=fingerprint) if gateway else None
    made = central.add_desk(url, station, name, gateway=way, replaces=replaces)
    answer(made, as_json=as_json)


@centre.command("revoke-desk")
def revoke_desk(
    url: Url,
    station: Annotated[str, typer.Argument(help="Id or name of the station")],
    desk_name: Annotated[str, typer.Argument(metavar="DESK", help="Id or name")],
    as_json: Json = False,
) -> None:
    """Withdraw a desk at once: stolen, lost, given up.

    Example: desk-app central revoke-desk postgresql://… 梧桐里白领驿家 "前台 2"
    """
    from desk_app.sync import central_desks  # noqa: PLC0415

    answer(central_desks.revoke_desk(url, station, desk_name), as_json=as_json)


@centre.command("rotate")
def rotate(
    url: Url,
    station: Annotated[str, typer.Argument(help="Id or name of the station")],
    desk_name: Annotated[
        str | None, typer.Argument(metavar="[DESK]", help="Id or name; else all of the station")
    ] = None,
    as_json: Json = False,
) -> None:
    """Ask desks for new tokens at their next exchange.

    Example: desk-app central rotate postgresql://… 梧桐里白领驿家
    """
    from desk_app.sync import central_desks  # noqa: PLC0415

    answer(central_desks.ask_for_rotation(url, station, desk_name), as_json=as_json)


@centre.command("let-go")
def let_go(
    url: Url,
    days: Annotated[int, typer.Option("--days", min=1, help="Not seen for so long")] = 30,
    as_json: Json = False,
) -> None:
    """Take visitors of other stations back out where nobody saw them for a while.

    Example: desk-app central let-go postgresql://… --days 30
    """
    from desk_app.sync import central_desks  # noqa: PLC0415

    answer(central_desks.let_go(url, days=days), as_json=as_json)


@centre.command("add-gateway")
def add_gateway(url: Url, as_json: Json = False) -> None:
    """Make the gateway's role, or a new password for it, shown once.

    Example: desk-app central add-gateway postgresql://owner@localhost/station
    """
    from desk_app.sync import central  # noqa: PLC0415

    answer(central.add_gateway(url), as_json=as_json)


@centre.command("serve")
def serve(
    url: Annotated[
        str,
        typer.Argument(
            envvar="DESK_GATEWAY_DATABASE", help="postgresql://…_gateway@host/database / 中心库"
        ),
    ],
    host: Annotated[str, typer.Option(help="Address to listen on / 监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port / 端口")] = 8443,
    certificate: Annotated[Path | None, typer.Option(help="PEM chain / 证书")] = None,
    key: Annotated[Path | None, typer.Option(help="PEM private key / 私钥")] = None,
    proxies: Annotated[str, typer.Option(help="Trusted proxies, comma-separated / 可信代理")] = "",
    connections: Annotated[int, typer.Option(min=1, max=100, help="To PostgreSQL / 连接数")] = 8,
    per_s: Annotated[float, typer.Option(min=0.1, help="Calls a second per desk / 每秒次数")] = 10,
    read_database: Annotated[
        str,
        typer.Option(
            "--read-database",
            envvar="DESK_GATEWAY_READ_DATABASE",
            help="A hot standby that answers pulls / 只读备库",
        ),
    ] = "",
    max_lag_s: Annotated[
        float, typer.Option("--max-lag", min=0.5, help="Seconds it may be behind / 最多落后秒数")
    ] = 5,
) -> None:
    """Serve desks over HTTPS until stopped; any number of copies.

    Example: desk-app central serve --certificate cert.pem --key key.pem postgresql://…
    """
    from desk_app.sync.gateway.app import Gateway, Limits  # noqa: PLC0415
    from desk_app.sync.gateway.server import Listen, log_in_json, make_server  # noqa: PLC0415

    listen = Listen(host=host, port=port, certificate=certificate, key=key, proxies=proxies)
    standby = None
    if read_database:
        from desk_app.sync.gateway.standby import Standby  # noqa: PLC0415

        standby = Standby(read_database, connections=connections, max_lag_s=max_lag_s)
    limits = Limits(per_s=per_s)
    gateway = Gateway(url, connections=connections, limits=limits, standby=standby)
    log_in_json()
    make_server(gateway, listen).run()


@centre.command("status")
def status(url: Url, as_json: Json = False) -> None:
    """Show desks, counts and dead operations. Example: desk-app central status postgresql://…"""
    from desk_app.sync import central  # noqa: PLC0415

    answer(central.status(url), as_json=as_json)


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
        raise typer.BadParameter("say --once or --watch")
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
        is_done = report.online and report.problem is None
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


_ADVICE = {
    LinkProblem.CLOCK: (
        "这台电脑的时钟与中心相差太多（见 clock_offset_ms）。请校准系统时间。",
        "This computer's clock is far from the centre's (clock_offset_ms): set it right.",
    ),
    LinkProblem.REFUSED: (
        "中心没有收下一部分记录；它们仍在本机。请联系中心管理员。",
        "The centre refused some records; they are kept here. Ask the centre's manager.",
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
