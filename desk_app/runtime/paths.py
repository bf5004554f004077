"""Where things are: what ships with the app, and the data directory of one desk."""

import os
import sys
import tempfile
from pathlib import Path

from desk_app.domain.errors import KnownError

APP_NAME = "station-desk"
DATA_VARIABLE = "DESK_DATA"
SUBFOLDERS = ("logs", "crashes", "backups")
_OWNER_ONLY = 0o700


def resource(name: str) -> Path:
    """Return the path of something under resources/, in a checkout or in a built app.

    Raises:
        FileNotFoundError: Nothing of that name ships with the app.
    """
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parents[2]
    path = root / "resources" / name
    if not path.exists():
        raise FileNotFoundError(path)
    return path


def default_data_dir() -> Path:
    """Return the data directory nobody chose: DESK_DATA, else the system's place for user data."""
    chosen = os.environ.get(DATA_VARIABLE)
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path  # noqa: PLC0415  (needed only where nothing is chosen)

    return user_data_path(APP_NAME, appauthor=False)


def data_dir(chosen: Path | None = None) -> Path:
    """Return the data directory, made if it is new, with its subfolders.

    New folders are for their owner only; the rights of one that exists are left as they are.

    Args:
        chosen: What ``--data`` says; None takes DESK_DATA, else the system's place for user data.

    Raises:
        KnownError: It cannot be made or written to.
    """
    folder = (chosen or default_data_dir()).expanduser().absolute()
    try:
        folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
        for name in SUBFOLDERS:
            (folder / name).mkdir(mode=_OWNER_ONLY, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise KnownError(
            "data_dir_not_writable",
            zh=f"不能使用数据文件夹：{folder}（{error.strerror}）。"
            "请检查文件夹权限，或用 --data 换一个文件夹。",
            en=f"Cannot use the data folder: {folder} ({error.strerror}). "
            "Check its permissions or choose another with --data.",
        ) from error
    return folder
