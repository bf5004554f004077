"""Looks after a centre as the owner of its database: what ``desk-app central`` does."""

import hashlib
import secrets
from typing import Any

from psycopg import errors, sql

from desk_app.domain.changes import Entity
from desk_app.domain.errors import KnownError
from desk_app.sync.addresses import (
    Centre,
    GatewayCentre,
    Invitation,
    address_of,
    check_tls,
    write_invitation,
)
from desk_app.sync.central_desks import desk_states, find_desk, shut_out, withdraw
from desk_app.sync.central_migrations import bring_up_to_date
from desk_app.sync.owner import Connection, owner


def init(url: str) -> dict[str, Any]:
    """Make an empty database a centre, or bring one that is there up to date."""
    with owner(url) as connection:
        _make_roles(connection)
        applied = _migrate(connection)
        _hold_desk_roles(connection)
        _lock_down(connection)
        return {
            "database": connection.info.dbname,
            "version": _version(connection),
            "applied": applied,
        }


def migrate(url: str) -> dict[str, Any]:
    """Apply the schema files that are missing."""
    with owner(url) as connection:
        _need_centre(connection)
        applied = _migrate(connection)
        _hold_desk_roles(connection)
        return {"version": _version(connection), "applied": applied}


def add_station(url: str, name: str) -> dict[str, Any]:
    """Add a station.

    Raises:
        KnownError: There is one of this name.
    """
    name = _name(name)
    with owner(url) as connection:
        _need_centre(connection)
        try:
            row = connection.execute(
                "WITH scope AS (INSERT INTO sync.scope DEFAULT VALUES RETURNING scope_id) "
                "INSERT INTO sync.station (name, scope_id) SELECT %s, scope_id FROM scope "
                "RETURNING station_id::text AS id",
                (name,),
            ).fetchone()
        except errors.UniqueViolation as error:
            raise KnownError(
                "duplicate_name",
                zh=f"已经有叫“{name}”的站点。请换一个名字。",
                en=f"There is a station called “{name}” already. Choose another name.",
            ) from error
        return {"id": _one(row)["id"], "station": name}


def add_desk(
    url: str,
    station: str,
    name: str,
    *,
    address: str | None = None,
    gateway: GatewayCentre | None = None,
    valid_hours: int = 72,
    replaces: str | None = None,
) -> dict[str, Any]:
    """Invite a desk: a text to enrol with, once, and a login role of its own or the gateway.

    ``station`` is a name or an id; ``address``: how desks reach the database, if not as we do.
    ``replaces``: a desk whose computer is given up; it is withdrawn and the new one has its place.

    Raises:
        KnownError: No such station, or a desk of this name there.
    """
    name = _name(name)
    host, port, dbname, sslmode, ca = address_of(address or url)
    check_tls(host, sslmode)
    if replaces is not None:
        shut_out(url, station, replaces)
    with owner(url) as connection:
        _need_centre(connection)
        found = connection.execute(
            "SELECT station_id, name FROM sync.station WHERE name = %s OR station_id::text = %s",
            (station, station),
        ).fetchone()
        if found is None:
            raise KnownError(
                "unknown_station",
                zh=f"中心没有叫“{station}”的站点。先运行 desk-app central add-station。",
                en=f"The centre has no station “{station}”. Add it: desk-app central add-station.",
            )
        old = None
        if replaces is not None:
            old = find_desk(connection, station, replaces)
            withdraw(connection, old, key_status="retired")
            connection.execute(
                "UPDATE sync.desk SET name = left(name, 70) || ' (' || left(desk_id::text, 8) "
                "|| ')' WHERE desk_id = %s",
                (old["desk_id"],),
            )
        role = f"{_group(connection)}_{secrets.token_hex(5)}"
        password, code = secrets.token_urlsafe(24), secrets.token_urlsafe(16)
        try:
            row = connection.execute(
                "INSERT INTO sync.desk (station_id, name, role_name, code_hash, by_gateway, "
                "code_expires_at, replaces) "
                "VALUES (%s, %s, %s, %s, %s, clock_timestamp() + make_interval(hours => %s), %s) "
                "RETURNING desk_id::text AS id",
                (
                    found["station_id"],
                    name,
                    role,
                    _sha256(code),
                    gateway is not None,
                    valid_hours,
                    old and old["desk_id"],
                ),
            ).fetchone()
        except errors.UniqueViolation as error:
            raise KnownError(
                "duplicate_name",
                zh=f"“{found['name']}”已经有叫“{name}”的前台。请换一个名字。",
                en=f"“{found['name']}” has a desk called “{name}” already. Choose another name.",
            ) from error
        if gateway is None:
            _make_login(connection, role, password)
        centre = gateway or Centre(
            host=host,
            port=port,
            dbname=dbname,
            role=role,
            password=password,
            sslmode=sslmode,
            ca=ca,
        )
        return {
            "desk": _one(row)["id"],
            "station": str(found["station_id"]),
            "enrol": write_invitation(Invitation(centre=centre, code=code)),
        }


def add_gateway(url: str) -> dict[str, Any]:
    """Make the gateway's login role, or give it a new password; running copies keep the old one.

    The role may connect and call the functions, nothing else. The password is shown once.
    """
    with owner(url) as connection:
        _need_centre(connection)
        role = f"{connection.info.dbname[:40]}_gateway"
        password = secrets.token_urlsafe(32)
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
        if known is None:
            _make_login(connection, role, password, connections=100)
        else:
            _set_password(connection, role, password)
        return {"role": role, "password": password}


def status(url: str) -> dict[str, Any]:
    """Return the desks, how much is stored, and what could not be applied."""
    with owner(url) as connection:
        _need_centre(connection)
        desks = desk_states(connection)
        counts = {
            entity.value: _one(
                connection.execute(
                    sql.SQL("SELECT count(*) AS n FROM core.{}").format(
                        sql.Identifier(entity.value)
                    )
                ).fetchone()
            )["n"]
            for entity in Entity
        }
        numbers = _one(
            connection.execute(
                "SELECT (SELECT count(*) FROM sync.station) AS stations, "
                "(SELECT count(*) FROM sync.op) AS operations, "
                "(SELECT count(*) FROM sync.dead_op WHERE why <> 'forbidden') AS dead_operations, "
                "(SELECT count(*) FROM core.review_item WHERE status = 'open') AS open_items"
            ).fetchone()
        )
        return {"version": _version(connection), **numbers, "counts": counts, "desks": desks}


def _need_centre(connection: Connection) -> None:
    row = connection.execute("SELECT to_regclass('sync.migration') IS NULL AS missing").fetchone()
    if _one(row)["missing"]:
        raise KnownError(
            "not_a_centre",
            zh="这个数据库还不是中心。先运行 desk-app central init。",
            en="This database is no centre yet. Run desk-app central init first.",
        )
    connection.execute(sql.SQL("SET LOCAL search_path = pg_catalog, pg_temp"))


def _group(connection: Connection) -> str:
    """Name of the group role; roles belong to the whole cluster, so it names the database."""
    return f"{connection.info.dbname[:40]}_desk"


def _make_roles(connection: Connection) -> None:
    owner_role, group = f"{connection.info.dbname[:40]}_owner", _group(connection)
    for role in (owner_role, group):
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
        if known is None:
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
    names = {
        "owner": sql.Identifier(owner_role),
        "group": sql.Identifier(group),
        "db": sql.Identifier(connection.info.dbname),
    }
    for statement in (
        "GRANT {owner} TO CURRENT_USER",
        "REVOKE ALL ON DATABASE {db} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {db} TO {group}",
        "GRANT CREATE, CONNECT ON DATABASE {db} TO {owner}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
        "SET LOCAL ROLE {owner}",
        "CREATE SCHEMA IF NOT EXISTS sync",
        "RESET ROLE",
    ):
        connection.execute(sql.SQL(statement).format(**names))


def _migrate(connection: Connection) -> list[int]:
    """Bring the schema up to date as the owner role, in one transaction."""
    owner_role, group = f"{connection.info.dbname[:40]}_owner", _group(connection)
    connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(owner_role)))
    applied = bring_up_to_date(connection)
    names = {"group": sql.Identifier(group)}
    for statement in (
        "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA api, sync FROM PUBLIC",
        "GRANT USAGE ON SCHEMA api TO {group}",
        "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA api TO {group}",
        "RESET ROLE",
    ):
        connection.execute(sql.SQL(statement).format(**names))
    return applied


def _is_superuser(connection: Connection) -> bool:
    row = connection.execute(
        "SELECT rolsuper AS yes FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    return bool(row and row["yes"])


def _hold_desk_roles(connection: Connection) -> None:
    """Bound the roles made before the schema knew how: see ``_bound``."""
    found = connection.execute(
        "SELECT role_name FROM sync.desk JOIN pg_roles ON rolname = role_name"
    ).fetchall()
    for row in found:
        _bound(connection, row["role_name"])


def _bound(connection: Connection, role: str) -> None:
    """Let the owner role end a desk's sessions (sync.hang_up), and a query put little aside."""
    owner_role = f"{connection.info.dbname[:40]}_owner"
    statements = ["GRANT {role} TO {owner}"]
    if _is_superuser(connection):
        statements.append("ALTER ROLE {role} SET temp_file_limit = '64MB'")
    for statement in statements:
        connection.execute(
            sql.SQL(statement).format(role=sql.Identifier(role), owner=sql.Identifier(owner_role))
        )


def _lock_down(connection: Connection) -> None:
    """Close what PUBLIC may do and a desk never needs; a superuser's business."""
    if not _is_superuser(connection):
        return
    found = connection.execute(
        "SELECT format('%I(%s)', proname, pg_get_function_identity_arguments(oid)) "
        "AS signature FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND "
        "(proname LIKE 'lo\\_%' OR proname IN ('loread', 'lowrite') "
        "OR proname LIKE 'pg\\_advisory%' OR proname LIKE 'pg\\_try\\_advisory%')"
    ).fetchall()
    for row in found:
        connection.execute(
            f"REVOKE EXECUTE ON FUNCTION pg_catalog.{row['signature']} FROM PUBLIC".encode()
        )
    connection.execute(
        sql.SQL("ALTER DATABASE {} SET log_parameter_max_length = 0").format(
            sql.Identifier(connection.info.dbname)
        )
    )


def _make_login(connection: Connection, role: str, password: str, *, connections: int = 4) -> None:
    names = {
        "role": sql.Identifier(role),
        "group": sql.Identifier(_group(connection)),
        "connections": sql.Literal(connections),
    }
    for statement in (
        "CREATE ROLE {role} LOGIN CONNECTION LIMIT {connections} IN ROLE {group}",
        "ALTER ROLE {role} SET statement_timeout = '20s'",
        "ALTER ROLE {role} SET lock_timeout = '5s'",
        "ALTER ROLE {role} SET idle_in_transaction_session_timeout = '20s'",
    ):
        connection.execute(sql.SQL(statement).format(**names))
    _bound(connection, role)
    _set_password(connection, role, password)


def _set_password(connection: Connection, role: str, password: str) -> None:
    verifier = connection.pgconn.encrypt_password(
        password.encode(), role.encode(), b"scram-sha-256"
    )
    connection.execute(
        sql.SQL("ALTER ROLE {} PASSWORD {}").format(
            sql.Identifier(role), sql.Literal(verifier.decode())
        )
    )


def _version(connection: Connection) -> int:
    row = connection.execute("SELECT coalesce(max(version), 0) AS v FROM sync.migration").fetchone()
    return int(_one(row)["v"])


def _name(name: str) -> str:
    name = name.strip()
    if not 1 <= len(name) <= 100 or not name.isprintable():  # noqa: PLR2004
        raise KnownError(
            "bad_name",
            zh="名字要有 1 到 100 个可见字符。",
            en="A name needs 1 to 100 printable characters.",
        )
    return name


def _sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _one(row: dict[str, Any] | None) -> dict[str, Any]:
    if row is None:
        msg = "PostgreSQL returned no row"
        raise RuntimeError(msg)
    return row
