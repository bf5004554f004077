"""The scanner's settings on the command line: shown, changed, refused with both languages."""

import json

import pytest
from typer.testing import CliRunner

from desk_app.cli.app import app
from desk_app.domain.errors import KnownError
from desk_app.runtime.settings import load


@pytest.fixture
def run(tmp_path):
    def call(*arguments: str):
        found = CliRunner().invoke(app, ["--data", str(tmp_path), "scanner", *arguments, "--json"])
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        return [json.loads(line) for line in found.stdout.splitlines()]

    return call


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [("suffix", "tab", "tab"), ("key_gap_ms", "120", 120), ("fixes_caps", "false", False)],
)
def test_what_is_set_is_kept_and_shown(run, tmp_path, name, text, value):
    run("set", name, text)
    assert getattr(load(tmp_path).scanner, name) == value
    (shown,) = run("show")
    assert shown[name] == value


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("suffix", "return", "settings_bad_value"),
        ("key_gap_ms", "fast", "settings_bad_value"),
        ("fixes_caps", "maybe", "settings_bad_value"),
        ("sufix", "tab", "settings_unknown_key"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(run, tmp_path, name, text, code):
    before = load(tmp_path)
    with pytest.raises(KnownError) as refused:
        run("set", name, text)
    assert refused.value.code == code
    assert load(tmp_path) == before


def test_ports_are_listed_one_a_line(run):
    assert all({"port", "name", "is_usb"} == set(line) for line in run("ports"))
