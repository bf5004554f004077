"""`central`: the centre, for whoever owns its database."""

from pathlib import Path
from typing import Annotated

import typer

from desk_app.cli.answers import Json, answer
from desk_app.cli.usage import WrongUsage

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
    which: Annotated[
        list[str], typer.Argument(metavar="[STATION] DESK", help="Id or name of each")
    ],
    as_json: Json = False,
) -> None:
    """Withdraw a desk at once: stolen, lost, given up.

    Example: desk-app central revoke-desk postgresql://… 梧桐里白领驿家 "前台 2"
    """
    from desk_app.sync import central_desks  # noqa: PLC0415

    *station, desk_name = which
    if len(station) > 1:
        raise WrongUsage(
            zh=f"{station[-1]} 多出来了：先写站点，再写前台；名字里有空格请加引号。",
            en=f"{station[-1]} is one too many: station, then desk; quote names with blanks.",
        )
    answer(central_desks.revoke_desk(url, "".join(station), desk_name), as_json=as_json)


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
