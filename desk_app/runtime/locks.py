"""One at a time: locks held on a file for as long as a process lives."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from desk_app.domain.errors import KnownError

_LOCKED_BYTE = 1 << 30
"""Windows hides what it locks from readers, so the locked byte lies far behind the process id."""


class AlreadyRunningError(KnownError):
    """Another process holds the lock.

    Attributes:
        holder_pid: Which one, if it said so.
    """

    def __init__(self, path: Path, holder_pid: int | None) -> None:
        who_zh = f"进程 {holder_pid}" if holder_pid else "另一个程序"
        who_en = f"process {holder_pid}" if holder_pid else "another program"
        super().__init__(
            "already_running",
            zh=f"{who_zh}正在使用 {path}。请先关掉它，再试一次。",
            en=f"{path} is in use by {who_en}. Close that first, then try again.",
        )
        self.holder_pid = holder_pid


class FileLock:
    """An exclusive lock that the system gives back when its process ends, however it ends.

    Taking it never waits. Two locks on the same path exclude each other inside one process too.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None

    @property
    def is_held(self) -> bool:
        """Whether this very object holds the lock."""
        return self._file is not None

    def acquire(self) -> bool:
        """Take the lock; False if somebody else has it.

        Raises:
            OSError: The file cannot be made.
        """
        if self._file is not None:
            return True
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        file = os.fdopen(handle, "r+", encoding="ascii")
        try:
            _lock(file)
        except OSError:
            file.close()
            return False
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        self._file = file
        return True

    def release(self) -> None:
        """Give the lock back; nothing happens where it is not held."""
        if self._file is None:
            return
        self._file.seek(0)
        self._file.truncate()
        self._file.close()
        self._file = None

    def holder_pid(self) -> int | None:
        """Return the process that took the lock last, or None."""
        with suppress(OSError, ValueError):
            return int(self.path.read_text(encoding="ascii"))
        return None

    def __enter__(self) -> Self:
        """Take the lock.

        Raises:
            AlreadyRunningError: Somebody else has it.
        """
        if not self.acquire():
            raise AlreadyRunningError(self.path, self.holder_pid())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the lock back."""
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> None:
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
