"""What SQLite and the disk say when they fail, put into what a person can act on."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desk_app.domain.errors import KnownError

_DISK_CODES = frozenset({"disk_error", "disk_full"})
_LEAST_FREE_BYTES = 64 * 1024


@contextmanager
def known_errors(path: Path, on_disk_fault: Callable[[], None] | None = None) -> Iterator[None]:
    """Translate errors of the file at ``path`` into KnownError; others pass.

    Args:
        path: The data file, to be named.
        on_disk_fault: Called when the disk failed: after a failed write the next commit may claim
            success for rows that are gone, so connections must be opened anew.
    """
    try:
        yield
    except Exception as error:
        original = _original(error)
        if original is None:
            raise
        text = original.strerror if isinstance(original, OSError) else str(original)
        known = _translate(text or "", path)
        if on_disk_fault is not None and known is not None and known.code in _DISK_CODES:
            on_disk_fault()
        if known is None:
            raise
        raise known from error


def _original(error: Exception) -> sqlite3.Error | OSError | None:
    """Return SQLite's or the disk's own error, also out of SQLAlchemy's wrapping."""
    if isinstance(error, sqlite3.Error | OSError):
        return error
    wrapped = getattr(error, "orig", None)
    return wrapped if isinstance(wrapped, sqlite3.Error) else None


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
