"""The service files of docs/gateway.md say what works: they are taken from there and run."""

import os
import re
import shlex
import shutil
import signal
import socket
import ssl
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.sync.gateway import gateway_url

DOCS = (Path(__file__).parents[2] / "docs" / "gateway.md").read_text(encoding="utf-8")
DESK_APP = str(Path(sys.executable).with_name("desk-app"))


def block(kind):
    return re.search(rf"```{kind}\n(.*?)```", DOCS, re.DOTALL)[1]


def commands(papers):
    """Return the commands of both files, with what they name as it is here."""
    unit = re.search(r"^ExecStart=(.*)$", block("ini"), re.MULTILINE)[1]
    compose = re.search(r"^ +command: (.*)$", block("yaml"), re.MULTILINE)[1]
    here = {
        "/opt/station-desk/bin/desk-app": DESK_APP,
        "desk-app": DESK_APP,
        "${CREDENTIALS_DIRECTORY}/cert.pem": str(papers.certificate),
        "/run/secrets/cert": str(papers.certificate),
        "${CREDENTIALS_DIRECTORY}/key.pem": str(papers.key),
        "/run/secrets/key": str(papers.key),
    }
    return [[here.get(word, word) for word in shlex.split(text)] for text in (unit, compose)]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("n", [0, 1], ids=["systemd", "compose"])
def test_the_command_serves_and_sigterm_ends_it(centre_url, papers, tmp_path, n):
    command, port = commands(papers)[n], free_port()
    env = {"PATH": os.environ["PATH"], "DESK_GATEWAY_DATABASE": gateway_url(centre_url)}
    process = subprocess.Popen(
        [*command, "--port", str(port)], env=env, cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    with process:
        assert any("uvicorn" in line for line in process.stderr)
        trust = ssl.create_default_context(cadata=papers.ca)
        transport = httpx.HTTPTransport(verify=trust, retries=10)
        with httpx.Client(transport=transport) as client:
            answer = client.get(f"https://127.0.0.1:{port}/health/ready").json()
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) in {0, -signal.SIGTERM}
    assert answer == {"live": True, "ready": True}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path):
    unit = tmp_path / "station-desk-gateway.service"
    unit.write_text(block("ini").replace("/opt/station-desk/bin/desk-app", DESK_APP))
    found = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stderr) == (0, "")
