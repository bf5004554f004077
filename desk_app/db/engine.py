"""The one place that opens the local database."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from desk_app.db.migrate import migrate
from desk_app.domain.errors import KnownError

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000")
_DATABASE_MODE = 0o600
_DISK_CODES = frozenset({"disk_error", "disk_full"})
_LEAST_FREE_BYTES = 64 * 1024


def open_engine(path: Path) -> Engine:
    """Open (or make) the local database for writing, brought to the present schema.

    WAL and synchronous=FULL: a check-in that was shown survives a power cut. Every transaction is
    BEGIN IMMEDIATE, so a writer never fails half-way for a lock.

    Raises:
        KnownError: The file is damaged, newer than this app, or not ours to write.
    """
    with known_errors(path):
        path.touch(mode=_DATABASE_MODE)
        migrate(path)
        engine = _engine(f"sqlite:///{path}", begin="BEGIN IMMEDIATE", pragmas=PRAGMAS)
        try:
            with engine.connect() as connection:
                _check(connection.connection.driver_connection)
        except BaseException:
            engine.dispose()
            raise
    return engine


def open_reader(path: Path) -> Engine:
    """Open a second, read-only way in, for lists and search."""
    return _engine(
        f"sqlite:///file:{path.as_posix()}?mode=ro&uri=true",
        begin="BEGIN",
        pragmas=("busy_timeout=5000", "query_only=ON"),
    )


def _engine(url: str, *, begin: str, pragmas: tuple[str, ...]) -> Engine:
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: object) -> None:
        connection.connection.driver_connection.execute(begin)  # type: ignore[attr-defined]

    return engine


def _check(connection: object) -> None:
    answer = connection.execute("PRAGMA quick_check(1)").fetchone()[0]  # type: ignore[attr-defined]
    if answer != "ok":
        raise sqlite3.DatabaseError(f"malformed: {answer}")


@contextmanager
def known_errors(path: Path, engine: Engine | None = None) -> Iterator[None]:
    """Translate what SQLite says into what a person can act on.

    After a failed write to disk the next commit may claim success for rows that are gone, so the
    engine's connections are closed and opened anew.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error, OSError) as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        text = original.strerror if isinstance(original, OSError) else str(original)
        known = _translate(text or "", path)
        if engine is not None and known is not None and known.code in _DISK_CODES:
            engine.dispose()
        if known is None:
            raise
        raise known from error


def _translate(text: str, path: Path) -> KnownError | None:
    low = text.lower()
    if "malformed" in low or "not a database" in low or "file is encrypted" in low:
        return KnownError(
            "database_damaged",
            zh=f"数据文件损坏：{path}。已存的内容没有动。"
            "请从 backups 文件夹恢复：desk-app restore 备份文件。",
            en=f"The data file is damaged: {path}. Nothing in it was changed. "
            "Restore a copy from the backups folder: desk-app restore FILE.",
        )
    is_io_error = "disk i/o" in low
    if "full" in low or "no space" in low or (is_io_error and _is_full(path)):
        return KnownError(
            "disk_full",
            zh="磁盘满了，这一次没有存上。请清出一些空间再扫一次；先前存好的都在。",
            en="The disk is full, so this was not stored. "
            "Free some space and scan again; all stored before is safe.",
        )
    if is_io_error:
        return KnownError(
            "disk_error",
            zh="磁盘读写出错，这一次没有存上。数据文件已重新打开，请再扫一次；若再出现，请换一台电脑。",
            en="The disk reported an error, so this was not stored. The data file was reopened: "
            "scan again; if it returns, move to another PC.",
        )
    if "readonly" in low or "unable to open" in low or "permission" in low or "read-only" in low:
        return KnownError(
            "data_dir_not_writable",
            zh=f"不能写入数据文件：{path}。请检查文件夹权限，或用 --data 换一个文件夹。",
            en=f"Cannot write the data file: {path}. "
            "Check the folder's permissions or choose another with --data.",
        )
    if "locked" in low or "busy" in low:
        return KnownError(
            "database_busy",
            zh="数据文件正被别的程序占用，这一次没有存上。请等几秒再试。",
            en="Another program holds the data file, so this was not stored. "
            "Wait a few seconds and try again.",
        )
    return None


def _is_full(path: Path) -> bool:
    """Whether no space is left: SQLite calls its shared memory not fitting an I/O error."""
    try:
        return shutil.disk_usage(path.parent).free < _LEAST_FREE_BYTES
    except OSError:
        return False
