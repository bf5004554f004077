import stat
from pathlib import Path

import pytest

from desk_app.domain.errors import KnownError
from desk_app.runtime.paths import SUBFOLDERS, data_dir, resource


def test_a_chosen_folder_comes_before_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "environment"))

    assert data_dir(tmp_path / "chosen") == tmp_path / "chosen"
    assert not (tmp_path / "environment").exists()


def test_the_environment_comes_before_the_systems_place(tmp_path, monkeypatch):
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "environment"))

    assert data_dir() == tmp_path / "environment"


def test_without_a_choice_the_system_says_where_user_data_goes(tmp_path, monkeypatch):
    monkeypatch.delenv("DESK_DATA", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    assert data_dir() == tmp_path / "station-desk"


def test_a_new_data_directory_is_for_its_owner_only(tmp_path):
    folder = data_dir(tmp_path / "data")

    for path in (folder, *(folder / name for name in SUBFOLDERS)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_the_rights_of_an_existing_folder_are_left_alone(tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)

    data_dir(shared)

    assert stat.S_IMODE(shared.stat().st_mode) == 0o755


def test_a_folder_that_cannot_be_made_is_explained_in_both_languages(tmp_path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(KnownError) as caught:
        data_dir(tmp_path / "file" / "data")

    assert caught.value.code == "data_dir_not_writable"
    assert "--data" in caught.value.zh
    assert "--data" in caught.value.en


def test_the_chinese_fonts_ship_with_the_app():
    assert resource("fonts/NotoSansSC-Regular.ttf").stat().st_size > 1_000_000
    assert resource("fonts/NotoSansSC-Bold.ttf").stat().st_size > 1_000_000
    assert "SIL OPEN FONT LICENSE" in resource("fonts/OFL.txt").read_text()


def test_a_missing_resource_is_an_error_where_it_is_asked_for():
    with pytest.raises(FileNotFoundError):
        resource("fonts/none.ttf")


def test_a_built_app_finds_its_resources_in_its_own_folder(tmp_path, monkeypatch):
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "note.txt").write_text("built")
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)

    assert resource("note.txt") == Path(tmp_path / "resources" / "note.txt")
