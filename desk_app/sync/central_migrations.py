"""Brings the schema of a centre up to date: numbered files once each, then every function."""

import hashlib
import re
from importlib import resources

from desk_app.domain.errors import KnownError
from desk_app.sync.owner import Connection

_TABLE = """
CREATE TABLE IF NOT EXISTS sync.migration (
    version integer PRIMARY KEY,
    sha256 bytea NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
)
"""
_NUMBERED = re.compile(r"(\d{3})_\w+\.sql")


def bring_up_to_date(connection: Connection) -> list[int]:
    """Apply what is missing, in the caller's transaction and role; return the new numbers.

    Raises:
        KnownError: The centre was made from other files of these numbers.
    """
    connection.execute(_TABLE)
    connection.execute("LOCK TABLE sync.migration IN EXCLUSIVE MODE")
    known = {
        row["version"]: row["sha256"]
        for row in connection.execute("SELECT version, sha256 FROM sync.migration")
    }
    applied = []
    for version, text in _numbered():
        digest = hashlib.sha256(text.encode()).digest()
        if version not in known:
            connection.execute(text.encode())
            connection.execute(
                "INSERT INTO sync.migration (version, sha256) VALUES (%s, %s)", (version, digest)
            )
            applied.append(version)
        elif known[version] != digest:
            raise KnownError(
                "other_schema",
                zh=f"这个中心的第 {version} 号结构和本程序的不一样，它来自未发布的版本。"
                "请用原来的版本，或者新建一个数据库再运行 desk-app central init。",
                en=f"File {version} of this centre's schema is not this program's: it comes from "
                "an unreleased version. Use that version, or make a new database and run "
                "desk-app central init.",
            )
    _replace_functions(connection)
    return applied


def _replace_functions(connection: Connection) -> None:
    """Say every function anew: first so that all are there, then so that each is checked."""
    files = [
        file.read_text(encoding="utf-8").encode()
        for file in resources.files("desk_app.sync.central_schema.functions").iterdir()
        if file.name.endswith(".sql")
    ]
    for checks in ("off", "on"):
        connection.execute(f"SET LOCAL check_function_bodies = {checks}".encode())
        for text in files:
            connection.execute(text)


def _numbered() -> list[tuple[int, str]]:
    folder = resources.files("desk_app.sync.central_schema")
    files = [(m, f) for f in folder.iterdir() if (m := _NUMBERED.fullmatch(f.name))]
    return sorted((int(m[1]), f.read_text(encoding="utf-8")) for m, f in files)
