import shutil
import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest

from desk_app.db.failures import known_errors
from desk_app.domain.errors import KnownError


@pytest.mark.parametrize(("free", "code"), [(0, "disk_full"), (10**9, "disk_error")])
def test_an_io_error_without_space_left_is_told_as_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, code: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=free))

    with pytest.raises(KnownError) as caught, known_errors(tmp_path / "desk.db"):
        raise sqlite3.OperationalError("disk I/O error")

    assert caught.value.code == code
