"""Copies of the local database: made while it is in use, checked, never half of one."""

import errno
import itertools
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desk_app.domain.errors import KnownError
from desk_app.runtime.files import sync_file, sync_folder

_DAILY = "daily-"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupFacts:
    """What a finished copy is; ``size_bytes`` of the file."""

    path: Path
    size_bytes: int


def backup(source: Path, out: Path, *, may_overwrite: bool = False) -> BackupFacts:
    """Copy the database at ``source`` to ``out`` as it stands, its write-ahead log included.

    Others may go on writing. ``out`` appears whole and checked, or not at all.

    Raises:
        KnownError: Nothing to copy, ``out`` exists, no space, no rights, or damage.
    """
    if not source.is_file():
        raise KnownError(
            "nothing_to_back_up",
            zh=f"没有可以备份的数据：{source}。请用 --data 指到前台的数据文件夹。",
            en=f"There is nothing to back up: {source}. Name the desk's data folder with --data.",
        )
    if out.exists() and not may_overwrite:
        raise KnownError(
            "backup_exists",
            zh=f"{out} 已经存在，没有改动它。请换一个文件名。",
            en=f"{out} exists already and was left as it is. Choose another file name.",
        )
    part = out.with_name(f".{out.name}.part")
    try:
        _copy(source, part)
        _check(part, source)
        sync_file(part)
        part.replace(out)
        sync_folder(out.parent)
    except (OSError, sqlite3.Error) as error:
        raise _explain(error, source=source, out=out) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return BackupFacts(path=out, size_bytes=out.stat().st_size)


def copy_daily(source: Path, folder: Path, day: date, *, keep: int = 7) -> Path | None:
    """Copy the database into ``folder`` once a day; older daily copies beyond ``keep`` go.

    Nothing goes before the new copy is whole. Copies that people made are never touched.

    Returns:
        The new copy; None where the day has one already.

    Raises:
        KnownError: As backup.
    """
    out = folder / f"{_DAILY}{day:%Y%m%d}.db"
    if out.exists():
        return None
    backup(source, out)
    for old in sorted(folder.glob(f"{_DAILY}*.db"))[:-keep]:
        old.unlink(missing_ok=True)
    return out


def restore(copy: Path, target: Path, *, keep: Path) -> Path | None:
    """Put a copy in the place of the database; nobody may have it open.

    Args:
        copy: What ``backup`` wrote.
        target: The database; it need not exist.
        keep: Folder where the present database is kept.

    Returns:
        The present database's new place; None where there was none.

    Raises:
        KnownError: ``copy`` is no sound database of a desk, or a file cannot be written. What
            was there before is then still there.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        _require_desk_database(copy)
        _copy(copy, part)
        _check(part, copy)
        sync_file(part)
        kept = _keep_old(target, keep) if target.exists() else None
        part.replace(target)
        sync_folder(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise _explain(error, source=copy, out=target) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return kept


def _keep_old(target: Path, folder: Path) -> Path:
    """Copy the database aside and leave no write-ahead log that could meet the new file."""
    names = (f"{target.stem}-before-restore-{n}{target.suffix}" for n in itertools.count(1))
    keep = next(folder / name for name in names if not (folder / name).exists())
    with suppress(sqlite3.DatabaseError), closing(_open(target, "rw")) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy2(target, keep)
    sync_file(keep)
    for side in ("-wal", "-shm"):
        if (left := Path(f"{target}{side}")).exists():
            left.rename(f"{keep}{side}")
    return keep


def _copy(source: Path, out: Path) -> None:
    out.unlink(missing_ok=True)
    out.touch(mode=0o600)
    with closing(_open(source, "ro")) as old, closing(_open(out, "rw")) as new:
        old.backup(new)
        # One file that can be carried away: no side files beside it.
        new.execute("PRAGMA journal_mode=DELETE")


def _open(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True)


def _check(path: Path, source: Path) -> None:
    with closing(_open(path, "ro")) as connection:
        answer = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if answer != "ok":
        raise _damaged(source)


def _require_desk_database(path: Path) -> None:
    if not path.is_file():
        raise KnownError(
            "backup_missing",
            zh=f"找不到备份文件：{path}。请检查文件名。",
            en=f"There is no such backup file: {path}. Check its name.",
        )
    with closing(_open(path, "ro")) as connection:
        query = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
        if not connection.execute(query).fetchone()[0]:
            raise KnownError(
                "not_a_backup",
                zh=f"{path} 不是前台的备份。请选 desk-app backup 做的文件。",
                en=f"{path} is no backup of a desk. Choose a file that desk-app backup made.",
            )


def _explain(error: OSError | sqlite3.Error, *, source: Path, out: Path) -> KnownError:
    text = str(error).lower()
    if "full" in text or (isinstance(error, OSError) and error.errno == errno.ENOSPC):
        return KnownError(
            "disk_full",
            zh=f"磁盘满了，没有写成 {out}。原来的数据没有动。请清出空间，或换一个磁盘。",
            en=f"The disk is full: {out} was not written. Your data was not touched. "
            "Free some space or choose another disk.",
        )
    if "malformed" in text or "not a database" in text:
        return _damaged(source)
    return KnownError(
        "backup_not_written",
        zh=f"不能写 {out}（{error}）。原来的数据没有动。请检查文件夹和权限。",
        en=f"Cannot write {out} ({error}). Your data was not touched. "
        "Check the folder and its permissions.",
    )


def _damaged(path: Path) -> KnownError:
    return KnownError(
        "database_damaged",
        zh=f"数据文件损坏：{path}。没有改动任何文件。"
        "请用另一份备份恢复：desk-app restore 备份文件。",
        en=f"The data file is damaged: {path}. No file was changed. "
        "Restore another copy: desk-app restore FILE.",
    )
