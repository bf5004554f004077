import json
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from desk_app.cli.app import app

DESK = "desk"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command on a fresh data directory; answers its status and its JSON."""
    monkeypatch.delenv("DESK_PIN", raising=False)

    def call(*arguments: str):
        found = CliRunner().invoke(app, ["--data", str(tmp_path / DESK), *arguments, "--json"])
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        lines = [json.loads(line) for line in found.stdout.splitlines() if line.startswith("{")]
        return SimpleNamespace(status=found.exit_code, lines=lines, facts=lines[0] if lines else {})

    return call
