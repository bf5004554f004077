"""The one place that opens the local database."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from desk_app.db.failures import known_errors
from desk_app.db.migrate import migrate

if TYPE_CHECKING:  # SQLAlchemy costs 200 ms; the first transaction loads it, not the start
    from sqlalchemy import Engine
    from sqlalchemy.pool import PoolProxiedConnection

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000")
_READER_PRAGMAS = ("busy_timeout=5000", "query_only=ON")
_DATABASE_MODE = 0o600
_BUSY_S = 5.0


class Database:
    """The local SQLite file: one way in that writes, and read-only ones beside it.

    WAL and synchronous=FULL: a check-in that was shown survives a power cut. Every writing
    transaction is BEGIN IMMEDIATE, so a writer never fails half-way for a lock. Threads take turns
    at writing; readers wait for nobody.

    Args:
        path: The file; made, and brought to the present schema, where need be.

    Raises:
        KnownError: The file is damaged, newer than this app, or not ours to write.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._turn = threading.Lock()
        self._writer: PoolProxiedConnection | None = None
        self._idle_readers: list[sqlite3.Connection] = []
        with known_errors(path):
            path.touch(mode=_DATABASE_MODE)
            migrate(path)
            with closing(sqlite3.connect(path)) as connection:
                _set(connection, PRAGMAS)
                _check(connection)

    @cached_property
    def engine(self) -> "Engine":
        """SQLAlchemy's engine for writing."""
        from sqlalchemy import create_engine, event  # noqa: PLC0415

        engine = create_engine(f"sqlite:///{self.path}")

        @event.listens_for(engine, "connect")
        def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
            _set(connection, PRAGMAS)

        return engine

    @contextmanager
    def begin(self) -> Iterator[sqlite3.Connection]:
        """Write in one transaction; leaving by an exception rolls back.

        Raises:
            KnownError: The disk is full or failed, or another program holds the file.
        """
        with self._my_turn(), known_errors(self.path, self._reopen):
            if self._writer is None:
                self._writer = self.engine.raw_connection()
            connection = cast("sqlite3.Connection", self._writer.driver_connection)
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # the first error tells more
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Read one moment's state of the file, whatever is written meanwhile.

        Raises:
            KnownError: The file cannot be read.
        """
        with known_errors(self.path):
            connection = self._reader()
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                with suppress(sqlite3.Error):  # the first error tells more
                    connection.execute("ROLLBACK")
                self._idle_readers.append(connection)

    def close(self) -> None:
        """Close every connection."""
        while self._idle_readers:
            self._idle_readers.pop().close()
        with self._turn:
            self._reopen()
            if "engine" in self.__dict__:  # reading through it opens connections too
                self.engine.dispose()

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=_BUSY_S):
            with known_errors(self.path):
                raise sqlite3.OperationalError("database is locked")
        try:
            yield
        finally:
            self._turn.release()

    def _reopen(self) -> None:
        """Let the writing connection go; the next transaction opens another."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.close()
            self.engine.dispose()

    def _reader(self) -> sqlite3.Connection:
        with suppress(IndexError):
            return self._idle_readers.pop()
        uri = f"{self.path.absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        _set(connection, _READER_PRAGMAS)
        return connection


def _set(connection: sqlite3.Connection, pragmas: tuple[str, ...]) -> None:
    connection.isolation_level = None
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


def _check(connection: sqlite3.Connection) -> None:
    (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if answer != "ok":
        raise sqlite3.DatabaseError(f"malformed: {answer}")
