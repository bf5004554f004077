"""Brings the local database to the present schema with Alembic; the file is copied first."""

import sqlite3
from contextlib import closing
from pathlib import Path

from desk_app.domain.errors import KnownError

HEAD = "0015"
_SCRIPTS = Path(__file__).with_name("migrations")


def migrate(path: Path) -> None:
    """Upgrade the database at ``path``; nothing happens where it is up to date.

    Raises:
        KnownError: A newer app wrote the file.
    """
    revision = current_revision(path)
    if revision == HEAD:
        return
    if revision is not None and not list(_SCRIPTS.glob(f"versions/{revision}_*.py")):
        raise KnownError(
            "database_newer",
            zh=f"数据文件由更新的版本写成（{revision}），请更新本程序再打开。",
            en=f"A newer version wrote the data file ({revision}): update this app to open it.",
        )
    if revision is not None:
        _copy(path, path.with_name(f"{path.stem}-before-{HEAD}.db"))
    _upgrade(path)


def current_revision(path: Path) -> str | None:
    """Return the schema revision of the file, or None where it has no schema yet."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return None
            raise
        return None if row is None else str(row[0])


def _copy(source: Path, target: Path) -> None:
    target.touch(mode=source.stat().st_mode & 0o777)  # personal data: as private as the original
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _upgrade(path: Path) -> None:
    from alembic import command  # noqa: PLC0415  (300 ms, needed once in the life of a schema)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("sqlalchemy.url", f"sqlite:///{path}".replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, HEAD)
