"""The centre's functions through a gateway over HTTPS; loaded by desks that have one only."""

import contextlib
import hashlib
import hmac
import os
import socket
import ssl
import time
import urllib.request
from collections.abc import Mapping
from typing import Any

import httpx
import orjson
from isal import igzip

from desk_app.db.replica import Position
from desk_app.domain.errors import KnownError
from desk_app.domain.proxies import read_proxy
from desk_app.sync.addresses import GatewayCentre
from desk_app.sync.protocol import (
    Batch,
    BatchRefused,
    CentreUnreachable,
    Code,
    Reply,
    hello_call,
    op_text,
    pull_call,
    reply_from,
)

_TIMEOUT = httpx.Timeout(25, connect=5)
_DEADLINE_S = 60
_MAX_ANSWER = 32 * 1024 * 1024
_GZIP_FROM = 1024
_KEEP_ALIVE_S = 60
_LONGEST_WAIT_S = 600
_AWAY = frozenset({"502", "503", "504"})
"""How a proxy says that it works and the centre does not answer it."""

_AT_FAULT = frozenset({400, 413, 422})


class _WrongCertificate(Exception):  # noqa: N818
    """Whoever answered is not the centre whose fingerprint we were given."""


class GatewayTransport:
    """One kept-alive HTTPS connection; anything but the centre's own answer counts as offline."""

    def __init__(self, centre: GatewayCentre, token: str) -> None:
        self._centre = centre
        self._token = token
        self._client: httpx.Client | None = None
        self._line: socket.socket | ssl.SSLSocket | None = None
        self._proxy = ""
        self._is_through = False

    def hello(self, stream: str, cursor: Mapping[str, Position] | None = None) -> Reply:
        """Say who calls and how far it has read; learn where the centre stands."""
        return self._reply("hello", {"call": hello_call(stream, cursor)})

    def push(self, batch: Batch) -> Reply:
        """Send operations."""
        return self._reply(
            "push",
            {
                "call": batch.head(),
                "ids": [op.op_id for op in batch.ops],
                "ops": [op_text(op) for op in batch.ops],
            },
        )

    def pull(self, *, epoch: str, stream: str, cursor: Mapping[str, Position]) -> Reply:
        """Read a page of the feed."""
        return self._reply("pull", {"call": pull_call(epoch, stream, cursor)})

    def rotate(self, token: str) -> Reply:
        """Change to a new token; the old one works until the new one was used."""
        reply = self._reply("rotate", {"new_token": token})
        if reply.code is Code.OK:
            self._token = token
        return reply

    def lookup(self, call: Mapping[str, Any]) -> dict[str, Any]:
        """Look for a person across stations; see api.lookup."""
        _, answer = self._post("lookup", {"call": call})
        return answer

    def enrol(self, code: str) -> dict[str, Any]:
        """Introduce this desk: from now on the centre knows the token.

        Raises:
            CentreUnreachable: No answer; the same code and token may be tried again.
            BatchRefused: The centre cannot read the code.
        """
        _, answer = self._post("enrol", {"code": code})
        return answer

    def interrupt(self) -> None:
        """Break off a call another thread is in."""
        line = self._line
        if line is None:
            return
        with (
            contextlib.suppress(OSError),
            socket.socket(fileno=os.dup(line.fileno())) as twin,
        ):
            twin.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the connection."""
        if self._client is not None:
            self._client.close()
            self._client = self._line = None

    def _reply(self, function: str, body: Mapping[str, Any]) -> Reply:
        status, answer = self._post(function, body)
        if status == httpx.codes.TOO_MANY_REQUESTS:
            return Reply(code=Code.BUSY, next_poll_ms=answer["next_poll_ms"])
        try:
            return reply_from(answer)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise CentreUnreachable("unknown answer") from error

    def _post(self, function: str, body: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        content = orjson.dumps(body)
        headers = {"content-type": "application/json", "authorization": f"Bearer {self._token}"}
        if len(content) >= _GZIP_FROM:
            content, headers["content-encoding"] = igzip.compress(content, 1), "gzip"
        try:
            with self._open().stream(
                "POST",
                f"/v1/{function}",
                content=content,
                headers=headers,
                extensions={"trace": self._watch},
            ) as response:
                raw = _read(response)
        except (httpx.HTTPError, _WrongCertificate, ssl.SSLError, OSError) as error:
            is_proxy = bool(self._proxy) and not self._is_through and str(error)[:3] not in _AWAY
            self.close()
            reason = type(error).__name__.strip("_")
            raise CentreUnreachable(reason, is_proxy=is_proxy) from error
        return response.status_code, _judge(response, raw)

    def _open(self) -> httpx.Client:
        if self._client is None:
            self._proxy = self._centre.proxy or system_proxy(self._centre.host)
            self._client = httpx.Client(
                base_url=self._centre.url,
                verify=_tls(self._centre),
                proxy=self._proxy or None,
                trust_env=False,
                timeout=_TIMEOUT,
                follow_redirects=False,
                headers={"accept": "application/json", "accept-encoding": "gzip"},
                limits=httpx.Limits(max_connections=1, keepalive_expiry=_KEEP_ALIVE_S),
            )
        return self._client

    def _watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Note the socket; before anything is sent, compare the certificate's fingerprint."""
        if event.endswith("connect_tcp.started"):
            self._is_through = False
        elif event == "proxy.start_tls.started":
            self._is_through = True
        if not event.endswith(("connect_tcp.complete", "start_tls.complete")):
            return
        stream = info["return_value"]
        self._line = stream.get_extra_info("socket")
        if not event.endswith("start_tls.complete"):
            return
        tls = stream.get_extra_info("ssl_object")
        if tls is None:  # gone before the handshake: nothing must leave without TLS
            stream.close()
            raise httpx.ConnectError("no handshake")
        is_centres = self._is_through or not self._proxy  # an https:// proxy shows its own first
        if is_centres and self._centre.fingerprint:
            shown = tls.getpeercert(True) or b""  # noqa: FBT003
            if not hmac.compare_digest(hashlib.sha256(shown).hexdigest(), self._centre.fingerprint):
                stream.close()
                raise _WrongCertificate


def system_proxy(host: str) -> str:
    """Return the HTTP proxy the environment or the system names for this host, or nothing."""
    if urllib.request.proxy_bypass(host):
        return ""
    named = urllib.request.getproxies()
    try:
        return read_proxy(named.get("https") or named.get("all") or "")
    except KnownError:  # SOCKS or damaged: tried without
        return ""


def _tls(centre: GatewayCentre) -> ssl.SSLContext:
    context = ssl.create_default_context(cadata=centre.ca or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if centre.fingerprint:  # the fingerprint says all that name and authority could
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _read(response: httpx.Response) -> bytes:
    """Read an answer of bounded size in bounded time."""
    started_s = time.monotonic()
    raw = bytearray()
    for chunk in response.iter_bytes():
        raw += chunk
        if len(raw) > _MAX_ANSWER or time.monotonic() - started_s > _DEADLINE_S:
            raise httpx.ReadError("answer without end")
    return bytes(raw)


def _judge(response: httpx.Response, raw: bytes) -> dict[str, Any]:
    """Return the centre's answer; a portal's page, a redirect or a torn answer is none."""
    if response.has_redirect_location or response.is_redirect:
        raise CentreUnreachable("redirected")
    if response.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        raise CentreUnreachable("not the centre: another page answered")
    try:
        answer = orjson.loads(raw)
    except ValueError as error:
        raise CentreUnreachable("torn answer") from error
    if not isinstance(answer, dict):
        raise CentreUnreachable("unknown answer")
    if response.status_code in _AT_FAULT:
        raise BatchRefused(str(answer.get("sqlstate", response.status_code)))
    wait_ms = _wait_ms(response)
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return {"code": "BUSY", "next_poll_ms": wait_ms or 15_000}
    if response.status_code != httpx.codes.OK:
        raise CentreUnreachable(f"status {response.status_code}", retry_after_ms=wait_ms)
    return answer


def _wait_ms(response: httpx.Response) -> int:
    """Return what Retry-After asks for, bounded; 0 if nothing."""
    text = response.headers.get("retry-after", "")
    return min(int(text), _LONGEST_WAIT_S) * 1000 if text.isdecimal() and len(text) < 9 else 0  # noqa: PLR2004
