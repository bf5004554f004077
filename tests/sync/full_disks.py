"""Disks that really fill up: a desk's file that may not grow, a centre on a small disk."""

import errno
import os
import pwd
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import event

from desk_app.domain.errors import KnownError

_SIZE_MIB = 160


class DeskDisk:
    """What a desk's file may grow to; SQLite's own limit gives SQLite's own error."""

    def __init__(self, desk):
        self._desk = desk
        self._max_pages = None
        event.listen(desk.database.engine, "connect", self._limit)

    def _limit(self, connection, _record):
        if self._max_pages is not None:
            connection.execute(f"PRAGMA max_page_count = {self._max_pages}")

    def fill(self, *, spare_pages=0):
        """Let the file grow by so many pages and no more."""
        ((pages,),) = self._desk.sql("PRAGMA page_count")
        self._max_pages = pages + spare_pages
        self._desk.database.close()

    def free(self):
        """Let the file grow again."""
        self._max_pages = None
        self._desk.database.close()


@contextmanager
def room_is_lacking():
    """Pass over what fails for want of space, and nothing else; gives the list of it."""
    lacked = []
    try:
        yield lacked
    except KnownError as error:
        if error.code != "disk_full":
            raise
        lacked.append(error)


@contextmanager
def small_disk():
    """Give a folder on a disk of its own for PostgreSQL's tables; None where we may not mount."""
    folder = Path(tempfile.mkdtemp(prefix="sdts"))
    options = f"size={_SIZE_MIB}m,mode=700"
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        options += f",uid={nobody.pw_uid},gid={nobody.pw_gid}"
    words = ["mount", "-t", "tmpfs", "-o", options, "small-disk", str(folder)]
    try:
        done = subprocess.run(words, check=False, capture_output=True)
    except OSError:
        is_mounted = False
    else:
        is_mounted = done.returncode == 0
    try:
        yield folder if is_mounted else None
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
        folder.rmdir()


class CentreDisk:
    """The disk under a centre's tables.

    Args:
        url: The centre as its owner.
        folder: The disk; None: a trigger fails as PostgreSQL does on a full one.
    """

    def __init__(self, url, folder):
        self._url, self._folder = url, folder

    @property
    def _ballast(self):
        return self._folder / "ballast"

    def fill(self):
        """Leave no space; what was allocated before can still be written."""
        if self._folder is None:
            self._execute(
                "CREATE OR REPLACE FUNCTION public.no_space() RETURNS trigger LANGUAGE plpgsql "
                "AS $$BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END$$; "
                "CREATE TRIGGER no_space BEFORE INSERT ON sync.op "
                "EXECUTE FUNCTION public.no_space()"
            )
            return
        ballast = os.open(self._ballast, os.O_WRONLY | os.O_CREAT)
        try:
            while True:
                os.write(ballast, bytes(1 << 20))
        except OSError as error:
            assert error.errno == errno.ENOSPC  # noqa: PT017  (the one way out of the loop)
        finally:
            os.close(ballast)

    def free(self):
        """Give the space back."""
        if self._folder is None:
            self._execute("DROP TRIGGER no_space ON sync.op; DROP FUNCTION public.no_space()")
        else:
            self._ballast.unlink()

    def _execute(self, sql):
        with psycopg.connect(self._url) as owner:
            owner.execute(sql)
