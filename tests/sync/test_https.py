"""What a desk believes over HTTPS: its own centre and nobody else."""

import errno
import gzip
import re
import socket
import ssl
import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from desk_app.domain.errors import KnownError
from desk_app.sync.addresses import GatewayCentre, Invitation, gateway_at, write_invitation
from desk_app.sync.https import GatewayTransport
from desk_app.sync.protocol import CentreUnreachable, Code
from tests.sync.gateway import make_papers

TOKEN = "x" * 43
JSON = b"content-type: application/json\r\n"


class Portal:
    """Answers every call on TLS with the same bytes."""

    def __init__(self, papers, answer):
        self._listener = socket.create_server(("127.0.0.1", 0))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(papers.certificate, papers.key)
        self._context, self._answer = context, answer
        self.heard = b""
        port = self._listener.getsockname()[1]
        self.centre = GatewayCentre(url=f"https://127.0.0.1:{port}", ca=papers.ca)
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self):
        line, _ = self._listener.accept()
        with line:
            try:
                with self._context.wrap_socket(line, server_side=True) as secure:
                    while not self._is_whole() and (part := secure.recv(65536)):
                        self.heard += part
                    if self.heard:
                        secure.sendall(self._answer)
            except (OSError, ssl.SSLError):
                pass

    def _is_whole(self):
        head, _, body = self.heard.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        return length is not None and len(body) == int(length[1])

    def close(self):
        self._thread.join(10)
        self._listener.close()


@pytest.fixture
def portal(papers):
    made = []

    def make(answer=b""):
        made.append(Portal(papers, answer))
        return made[-1]

    yield make
    for each in made:
        each.close()


def http(body, *, status=b"200 OK", headers=JSON):
    head = b"HTTP/1.1 " + status + b"\r\n" + headers
    return head + b"content-length: %d\r\nconnection: close\r\n\r\n" % len(body) + body


def reason_of(centre):
    transport = GatewayTransport(centre, TOKEN)
    try:
        with pytest.raises(CentreUnreachable) as caught:
            transport.hello("x")
    finally:
        transport.close()
    return caught.value


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (http(b"<html>Sign in</html>", headers=b"content-type: text/html\r\n"), "another page"),
        (http(b"", status=b"302 Found", headers=b"location: https://x/\r\n"), "redirected"),
        (http(b"", status=b"307 X", headers=JSON + b"location: https://x/\r\n"), "redirected"),
        (http(b'{"code": "o'), "torn"),
        (http(b"[]"), "unknown"),
        (http(b'{"code": "welcome"}'), "unknown"),
        (http(b"{}"), "unknown"),
        (b"HTTP/1.1 200 OK\r\n" + JSON + b"content-length: 900\r\n\r\n{", "RemoteProtocolError"),
        (b"SSH-2.0\r\n", "RemoteProtocolError"),
        (http(b"{}", status=b"500 X"), "status 500"),
        (
            http(gzip.compress(bytes(10**8)), headers=JSON + b"content-encoding: gzip\r\n"),
            "ReadError",
        ),
    ],
)
def test_anything_but_the_centres_own_answer_is_offline(portal, answer, reason):
    assert reason in reason_of(portal(answer).centre).reason


def test_a_gateway_that_is_busy_says_when_to_come_again(portal):
    answer = http(b"{}", status=b"503 X", headers=JSON + b"retry-after: 7\r\n")
    assert reason_of(portal(answer).centre).retry_after_ms == 7000
    answer = http(b"{}", status=b"429 X", headers=JSON + b"retry-after: 99999999\r\n")
    transport = GatewayTransport(portal(answer).centre, TOKEN)
    reply = transport.hello("x")
    transport.close()
    assert (reply.code, reply.next_poll_ms) == (Code.BUSY, 600_000)


def test_a_pinned_certificate_is_enough_and_another_hears_not_even_the_token(
    portal, papers, tmp_path
):
    right = portal(http(b'{"code": "BUSY"}'))
    pinned = replace(right.centre, ca="", fingerprint=papers.fingerprint)
    transport = GatewayTransport(pinned, TOKEN)
    assert transport.hello("x").code is Code.BUSY
    transport.close()
    assert TOKEN.encode() in right.heard

    wrong = portal(http(b'{"code": "BUSY"}'))
    other = make_papers(tmp_path).fingerprint
    found = reason_of(replace(wrong.centre, ca="", fingerprint=other))
    wrong.close()
    assert (found.reason, wrong.heard) == ("WrongCertificate", b"")


def test_whoever_is_gone_before_the_handshake_counts_as_offline(portal, papers, monkeypatch):
    def gone(*_):
        raise OSError(errno.ENOTCONN, "gone")

    pinned = replace(portal().centre, ca="", fingerprint=papers.fingerprint)
    monkeypatch.setattr(ssl.SSLSocket, "getpeername", gone)
    monkeypatch.setattr(ssl.SSLSocket, "recv", gone)
    assert reason_of(pinned).reason == "ConnectError"


def test_an_unknown_authority_hears_nothing(portal, tmp_path):
    stranger = portal()
    assert reason_of(replace(stranger.centre, ca=make_papers(tmp_path).ca))
    stranger.close()
    assert stranger.heard == b""


def test_enrolling_behind_a_portal_says_what_to_do(make_desk, portal):
    page = portal(http(b"<html>", headers=b"content-type: text/html\r\n"))
    text = write_invitation(Invitation(centre=page.centre, code="code"))
    with pytest.raises(KnownError) as caught:
        make_desk("东", is_enrolled=False).enrol(text)
    assert caught.value.code == "centre_not_answering"
    assert "浏览器" in caught.value.zh
    assert "browser" in caught.value.en


@pytest.mark.parametrize(
    "url", ["http://a.cn", "https://", "https://u:p@a.cn", "a.cn", "https://["]
)
def test_only_https_addresses_are_gateways(url):
    with pytest.raises(KnownError):
        gateway_at(url)


def test_a_fingerprint_may_be_written_with_colons():
    found = gateway_at("https://a.cn:8443/", fingerprint=":".join(["AB"] * 32))
    assert (found.url, found.fingerprint) == ("https://a.cn:8443", "ab" * 32)
    with pytest.raises(KnownError):
        gateway_at("https://a.cn", fingerprint="ab")


def test_the_window_does_not_load_the_http_library():
    code = (
        "import sys, desk_app.sync.engine, desk_app.sync.enrolment, desk_app.workers.sync, "
        "desk_app.cli.window as w; w.load_window(); "
        "sys.exit(any(m in sys.modules for m in ('httpx', 'starlette', 'uvicorn')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
