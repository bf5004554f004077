"""What runs a gateway says what works: the unit of docs/gateway.md, compose.yaml, Containerfile."""

import importlib.metadata
import json
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
import yaml

from tests.sync.gateway import gateway_url

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "gateway.md").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICE = COMPOSE["services"]["gateway"]
DESK_APP = str(Path(sys.executable).with_name("desk-app"))


def block(kind):
    return re.search(rf"```{kind}\n(.*?)```", DOCS, re.DOTALL)[1]


def container_steps():
    """Return the steps of the file compose builds: [(word, rest)]."""
    path = ROOT / SERVICE["build"]["context"] / SERVICE["build"]["dockerfile"]
    text = path.read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [tuple(line.split(maxsplit=1)) for line in lines]


def commands(papers):
    """Return the commands of both, with what they name as it is here."""
    unit = re.search(r"^ExecStart=(.*)$", block("ini"), re.MULTILINE)[1]
    entry = json.loads(dict(container_steps())["ENTRYPOINT"])
    here = {
        "/opt/station-desk/bin/desk-app": DESK_APP,
        "python": sys.executable,
        "${CREDENTIALS_DIRECTORY}/cert.pem": str(papers.certificate),
        "/run/secrets/cert": str(papers.certificate),
        "${CREDENTIALS_DIRECTORY}/key.pem": str(papers.key),
        "/run/secrets/key": str(papers.key),
    }
    words = (shlex.split(unit), [*entry, *shlex.split(SERVICE["command"])])
    return [[here.get(word, word) for word in command] for command in words]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("n", [0, 1], ids=["systemd", "compose"])
def test_the_command_serves_and_sigterm_ends_it(centre_url, papers, tmp_path, n):
    command, port = commands(papers)[n], free_port()
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(sys.path),
        "DESK_GATEWAY_DATABASE": gateway_url(centre_url),
    }
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


def test_the_container_copies_what_is_there_and_is_shown_nothing_else():
    steps = container_steps()
    copied = [rest.split()[0] for word, rest in steps if word == "COPY"]
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert all((ROOT / path).exists() for path in copied)
    assert "*" in ignored
    assert {line[1:] for line in ignored if line.startswith("!")} == set(copied)


def test_the_container_has_a_pinned_base_no_secret_and_is_not_root():
    steps = container_steps()
    assert steps[0][0] == "FROM"
    assert re.fullmatch(r"python:3\.11\.\d+-slim-\w+", dict(steps)["FROM"])
    assert not dict(steps)["USER"].startswith(("0", "root"))
    assert not [rest for word, rest in steps if word in {"ARG", "ADD"}]
    assert "--require-hashes" in next(rest for word, rest in steps if word == "RUN")
    handed = {COMPOSE["secrets"][name]["file"] for name in SERVICE["secrets"]}
    assert handed == {"./cert.pem", "./key.pem"}


def test_the_container_installs_all_that_serving_loads():
    code = """
import json, sys
from desk_app.cli.app import app
from desk_app.sync.gateway import server, standby
made = server.make_server(server.Gateway("postgresql://x@127.0.0.1:1/x"), server.Listen())
made.config.load()
print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})))
"""
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    found = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True)
    owners = importlib.metadata.packages_distributions()
    loaded = {_plain(owner) for name in json.loads(found.stdout) for owner in owners.get(name, ())}
    lock = (ROOT / "requirements" / "gateway.txt").read_text(encoding="utf-8")
    installed = {_plain(name) for name in re.findall(r"^([\w.-]+)", lock, re.MULTILINE)}
    assert loaded - installed <= {"desk-app", "setuptools"}
    assert not installed & {"pyside6-essentials", "opencv-python-headless", "cryptography"}


def _plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()
