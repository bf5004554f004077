"""Where a document is written, and what is said where it cannot be."""

from pathlib import Path

from desk_app.domain.errors import KnownError
from desk_app.runtime.files import write_bytes_atomically


def check_out(out: Path) -> None:
    """Refuse a place that cannot hold the file, before anything is gathered.

    Raises:
        KnownError: No such folder, or a folder of that name.
    """
    if not out.absolute().parent.is_dir():
        raise KnownError(
            "no_such_folder",
            zh=f"没有这个文件夹：{out.parent}。请先建好，或换一个地方。",
            en=f"No such folder: {out.parent}. Make it first or choose another.",
        )
    if out.is_dir():
        raise KnownError(
            "file_not_writable",
            zh=f"{out} 是文件夹。请在后面加上文件名。",
            en=f"{out} is a folder. Add a file name to it.",
        )
    refuse_protected(out)


def refuse_protected(out: Path) -> None:
    """Leave a file that somebody made read-only: it is theirs to keep.

    Raises:
        KnownError: It is read-only.
    """
    if out.exists() and not out.stat().st_mode & 0o222:
        raise KnownError(
            "file_read_only",
            zh=f"{out} 是只读文件，没有改动它。请换一个文件名，或先取消只读。",
            en=f"{out} is read-only and was left as it is. "
            "Choose another name, or make it writable first.",
        )


def write_out(out: Path, content: bytes) -> None:
    """Write a document; the file appears whole or not at all.

    Raises:
        KnownError: It cannot be written.
    """
    refuse_protected(out)
    try:
        write_bytes_atomically(out, content)
    except OSError as error:
        raise KnownError(
            "file_not_writable",
            zh=f"写不了 {out}：{error.strerror}。若正在别的程序里打开，请先关掉，或换一个文件名。",
            en=f"Cannot write {out}: {error.strerror}. "
            "Close it in other programs, or choose another name.",
        ) from error
