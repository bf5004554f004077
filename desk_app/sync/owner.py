"""A connection to the central database as its owner."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors
from psycopg.rows import dict_row

from desk_app.domain.errors import KnownError
from desk_app.sync.addresses import address_of, check_tls

MIN_SERVER = 150_000
CONNECT_TIMEOUT_S = 5

Connection = psycopg.Connection[dict[str, Any]]


@contextmanager
def owner(url: str) -> Iterator[Connection]:
    """One transaction as the owner; what PostgreSQL says becomes what a person can act on."""
    host, _, _, sslmode, _ = address_of(url)
    check_tls(host, sslmode)
    try:
        connection = psycopg.connect(
            url,
            connect_timeout=CONNECT_TIMEOUT_S,
            row_factory=dict_row,
            application_name="desk-app central",
        )
    except psycopg.OperationalError as error:
        raise KnownError(
            "cannot_connect",
            zh=f"连不上中心数据库（{host}）。请检查地址、网络和密码，以及 PostgreSQL 是否在运行。",
            en=f"Cannot connect to the central database ({host}). "
            "Check address, network and password, and that PostgreSQL is running.",
        ) from error
    try:
        with connection:
            _check_version(connection)
            yield connection
    except errors.InsufficientPrivilege as error:
        raise KnownError(
            "not_owner",
            zh="这个账号的权限不够。请用中心数据库的所有者（能建立角色）来运行。",
            en="This role may not do that. Run it as the owner of the central database "
            "(one that may create roles).",
        ) from error
    except psycopg.OperationalError as error:
        raise KnownError(
            "connection_lost",
            zh="和中心数据库的连接断了，这一次什么都没有改。请再试一次。",
            en="The connection to the central database was lost; nothing was changed. Try again.",
        ) from error


def _check_version(connection: Connection) -> None:
    if connection.info.server_version < MIN_SERVER:
        found = connection.info.server_version // 10_000
        raise KnownError(
            "postgres_too_old",
            zh=f"中心需要 PostgreSQL 15 或更新，这里是 {found}。请先升级数据库。",
            en=f"The centre needs PostgreSQL 15 or newer, this is {found}. Upgrade it first.",
        )
