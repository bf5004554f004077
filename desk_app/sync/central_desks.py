"""The desks of a centre, as its owner: withdrawn, replaced, asked for a new token, looked at."""

from typing import Any

from psycopg import errors, sql

from desk_app.domain.errors import KnownError
from desk_app.sync.owner import Connection, owner

_UNDER_WAY = "active|idle in%|fastpath%"


def find_desk(connection: Connection, station: str, desk: str) -> dict[str, Any]:
    """Return the desk of a name or id; ``station`` is empty where only one station has it.

    Raises:
        KnownError: There is none, or several stations have one of this name.
    """
    found = connection.execute(
        "SELECT d.desk_id, d.name, d.role_name, d.disabled, s.station_id, s.name AS station "
        "FROM sync.desk d JOIN sync.station s USING (station_id) "
        "WHERE %(station)s IN ('', s.name, s.station_id::text) "
        "AND (d.name = %(desk)s OR d.desk_id::text = %(desk)s)",
        {"station": station, "desk": desk},
    ).fetchall()
    if len(found) > 1:
        stations = [str(row["station"]) for row in found]
        raise KnownError(
            "which_desk",
            zh=f"{'、'.join(stations)}都有叫“{desk}”的前台。请把站点写在前面。",
            en=f"{', '.join(stations)} each have a desk “{desk}”. Name the station before it.",
        )
    if not found:
        raise KnownError(
            "unknown_desk",
            zh=f"“{station or '中心'}”没有叫“{desk}”的前台。用 desk-app central status 查看。",
            en=f"“{station or 'The centre'}” has no desk “{desk}”. See desk-app central status.",
        )
    return found[0]


def revoke_desk(url: str, station: str, desk: str) -> dict[str, Any]:
    """Withdraw a desk at once: no call, no login, no open session; its pass key is compromised.

    Passes it signed stay good where a desk knows them already.
    """
    ended = shut_out(url, station, desk)
    with owner(url) as connection:
        found = find_desk(connection, station, desk)
        keys = withdraw(connection, found, key_status="compromised")
    with owner(url) as connection:  # after the flag is seen by all, so that none comes back
        ended += _end_sessions(connection, found["role_name"])
    return {
        "desk": str(found["desk_id"]),
        "revoked": True,
        "keys": keys,
        "sessions_ended": ended,
    }


def shut_out(url: str, station: str, desk: str) -> int:
    """Take a desk's login and end what it has under way: that may hold what we must change."""
    with owner(url) as connection:
        role = find_desk(connection, station, desk)["role_name"]
        _take_login(connection, role)
    with owner(url) as connection:
        return _end_sessions(connection, role, states=_UNDER_WAY)


def withdraw(connection: Connection, desk: dict[str, Any], *, key_status: str) -> int:
    """Disable a desk and its login; answers how many of its pass keys changed."""
    row = connection.execute(
        "SELECT sync.withdraw(%s, %s) AS keys", (desk["desk_id"], key_status)
    ).fetchone()
    _take_login(connection, desk["role_name"])
    return int(row["keys"]) if row else 0


def _take_login(connection: Connection, role: str) -> None:
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
        connection.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(sql.Identifier(role)))


def ask_for_rotation(url: str, station: str, desk: str | None) -> dict[str, Any]:
    """Ask a desk, or all of a station, for a new token at its next hello."""
    with owner(url) as connection:
        if desk is not None:
            where, params = "desk_id = %s", (find_desk(connection, station, desk)["desk_id"],)
        else:
            where = (
                "station_id IN (SELECT station_id FROM sync.station "
                "WHERE %s IN (name, station_id::text))"
            )
            params = (station,)
        done = connection.execute(
            "UPDATE sync.desk SET rotation_asked = true "  # noqa: S608
            f"WHERE NOT disabled AND token_hash IS NOT NULL AND {where}",
            params,
        )
        return {"asked": done.rowcount}


def let_go(url: str, *, days: int = 30) -> dict[str, Any]:
    """Take visitors of other stations out of scopes where nobody saw them for so many days."""
    with owner(url) as connection:
        row = connection.execute("SELECT sync.let_go(%s) AS n", (days,)).fetchone()
        return {"let_go": row["n"] if row else 0}


def desk_states(connection: Connection) -> list[dict[str, Any]]:
    """Return every desk: what it runs, when it was here, how far it has read, what is open.

    ``lag``: rows of its scopes it had not read when it last said; None until it said.
    """
    return connection.execute(
        """
        SELECT d.desk_id::text AS desk, d.name, s.name AS station, d.disabled,
               d.enrolled_at IS NOT NULL AS enrolled, d.last_seen_at::text AS last_seen,
               regexp_replace(d.app_version, '[^ -~]', '', 'g') AS app,
               d.schema_version AS schema, d.rotation_asked,
               d.replaces::text AS replaces,
               coalesce((SELECT sum(last_seq) FROM sync.stream t
                         WHERE t.desk_id = d.desk_id), 0)::bigint AS last_seq,
               CASE WHEN d.read_up_to IS NOT NULL THEN (
                   SELECT sum(c.seq - greatest(0, least(c.seq, coalesce(
                       (d.read_up_to ->> c.scope_id::text)::numeric, 0))))
                   FROM sync.scope c WHERE c.scope_id IN (1, s.scope_id))::bigint END AS lag,
               (SELECT count(*) FROM sync.dead_op o
                WHERE o.desk_id = d.desk_id AND o.why <> 'forbidden') AS dead_operations,
               (SELECT count(*) FROM sync.dead_op o
                WHERE o.desk_id = d.desk_id AND o.why = 'forbidden') AS forbidden_operations,
               (SELECT count(*) FROM core.review_item i
                WHERE i.for_desk = d.desk_id AND i.status = 'open'
                AND i.kind IS NOT NULL) AS open_items
        FROM sync.desk d JOIN sync.station s USING (station_id) ORDER BY s.name, d.name
        """
    ).fetchall()


def _end_sessions(connection: Connection, role: str, *, states: str = "%") -> int:
    """End the role's sessions; an owner who is no superuser needs to be a member for it."""
    try:
        with connection.transaction():
            if not connection.execute(
                "SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)
            ).fetchone():
                return 0
            if not connection.execute(
                "SELECT 1 FROM pg_roles WHERE rolname = current_user AND rolsuper"
            ).fetchone():
                connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role)))
            found = connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) AS ended FROM pg_stat_activity "
                "WHERE usename = %s AND coalesce(state, '') SIMILAR TO %s",
                (role, states),
            ).fetchall()
    except errors.InsufficientPrivilege:
        return 0
    return sum(bool(row["ended"]) for row in found)
