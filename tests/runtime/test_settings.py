import pytest

from desk_app.domain.errors import KnownError
from desk_app.runtime import settings as module
from desk_app.runtime.settings import FILE_NAME, WRONG_NAME, Settings, load, save


def refusal(folder, text):
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(KnownError) as caught:
        load(folder)
    assert str(folder / FILE_NAME) in caught.value.zh
    assert str(folder / FILE_NAME) in caught.value.en
    return caught.value


def test_without_a_file_every_setting_has_its_default(tmp_path):
    assert load(tmp_path) == Settings()


def test_what_the_file_leaves_out_has_its_default(tmp_path):
    (tmp_path / FILE_NAME).write_text("[sound]\nvolume = 5\n")

    found = load(tmp_path)

    assert found.sound.volume == 5
    assert found.camera == Settings().camera


def test_what_is_saved_is_read_back(tmp_path):
    changed = (
        Settings()
        .with_value("camera.source", 'rtsp://10.0.0.9/门口 "1"\\\x7f\n')
        .with_value("sound.is_muted", value=True)
        .with_value("scanner.repeat_s", 1.5)
        .with_value("appearance.language", "en")
    )

    save(changed, tmp_path)

    assert load(tmp_path) == changed


def test_a_file_from_a_windows_editor_is_read(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"\xef\xbb\xbf[sound]\r\nvolume = 9\r\n")

    assert load(tmp_path).sound.volume == 9


def test_a_misspelt_key_names_line_and_nearest(tmp_path):
    error = refusal(tmp_path, "[camera]\nsource = ''\n\n[sound]\nvolum = 7\n")

    assert error.code == "settings_unknown_key"
    assert f"{FILE_NAME}:5" in error.en
    assert "Did you mean volume?" in error.en
    assert "是不是 volume" in error.zh


def test_a_misspelt_section_names_what_there_is(tmp_path):
    error = refusal(tmp_path, "[sounds]\nvolume = 7\n")

    assert f"{FILE_NAME}:1" in error.en
    assert "Did you mean sound?" in error.en
    assert "appearance" in error.en


def test_a_typo_in_the_syntax_names_the_line(tmp_path):
    error = refusal(tmp_path, "[sound]\nvolume = = 7\n")

    assert error.code == "settings_unreadable"
    assert "line 2" in error.en


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("[sound]\nvolume = 101", "a whole number from 0 to 100"),
        ("[sound]\nvolume = 7.5", "a whole number from 0 to 100"),
        ('[sound]\nvolume = "7"', "a whole number from 0 to 100"),
        ("[sound]\nvolume = true", "a whole number from 0 to 100"),
        ("[scanner]\nrepeat_s = nan", "a number from 0.5 to 60"),
        ("[sound]\nis_muted = 1", "true or false"),
        ("[camera]\nsource = 0", "text in quotes"),
        ('[appearance]\ntheme = "pink"', '"system", "light", "dark", "highContrast"'),
        ("[appearance]\ntheme = []", '"system", "light", "dark", "highContrast"'),
    ],
)
def test_a_value_that_is_not_allowed_is_answered_with_what_is(tmp_path, text, allowed):
    error = refusal(tmp_path, text)

    assert error.code == "settings_bad_value"
    assert f"{FILE_NAME}:2" in error.en
    assert allowed in error.en


def test_a_section_must_be_a_section(tmp_path):
    assert refusal(tmp_path, "sound = 7\n").code == "settings_bad_value"


def test_binary_rubbish_is_answered_politely(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"\xff\xfe\x00[sound]")

    with pytest.raises(KnownError) as caught:
        load(tmp_path)

    assert caught.value.code == "settings_unreadable"


def test_a_folder_in_place_of_the_file_is_answered_politely(tmp_path):
    (tmp_path / FILE_NAME).mkdir()

    with pytest.raises(KnownError) as caught:
        load(tmp_path)

    assert caught.value.code == "settings_unreadable"


def test_changing_an_unknown_setting_is_refused():
    with pytest.raises(KnownError) as caught:
        Settings().with_value("sound.loudness", 3)

    assert caught.value.code == "settings_unknown_key"


def test_a_save_that_fails_keeps_the_old_file(tmp_path, monkeypatch):
    save(Settings().with_value("sound.volume", 11), tmp_path)

    def full(_path, _text):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "write_atomically", full)
    with pytest.raises(KnownError) as caught:
        save(Settings().with_value("sound.volume", 12), tmp_path)

    assert caught.value.code == "settings_not_saved"
    assert load(tmp_path).sound.volume == 11
    assert [p.name for p in tmp_path.iterdir()] == [FILE_NAME]


def test_a_file_with_a_mistake_is_kept_beside_the_one_saved(tmp_path):
    written = '[camera]\nsorce = "rtsp://192.0.2.7/door"\n'
    (tmp_path / FILE_NAME).write_text(written)

    save(Settings().with_value("sound.volume", 12), tmp_path)

    assert load(tmp_path).sound.volume == 12
    assert (tmp_path / WRONG_NAME).read_text() == written


def test_every_number_has_a_range_and_every_default_is_allowed(tmp_path):
    save(Settings(), tmp_path)

    assert load(tmp_path) == Settings()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("scanner.kind", "bluetooth"), ("scanner.suffix", "return"), ("scanner.layout", "de"),
        ("scanner.prefix", "x" * 9), ("scanner.suffix_text", "x" * 9),
        ("scanner.key_gap_ms", 19), ("scanner.fixes_caps", 1),
    ],
)  # fmt: skip
def test_a_scanner_setting_that_cannot_be_says_what_can(key, value):
    with pytest.raises(KnownError) as refused:
        Settings().with_value(key, value)
    assert refused.value.code == "settings_bad_value"
    assert key in refused.value.zh
    assert key in refused.value.en
