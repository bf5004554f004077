"""A gateway in a thread, on loopback, with a certificate of its own."""

import asyncio
import socket
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from desk_app.sync import central
from desk_app.sync.addresses import GatewayCentre
from desk_app.sync.gateway.app import Gateway, Limits
from desk_app.sync.gateway.server import Listen, make_server
from desk_app.sync.gateway.standby import Standby
from tests.sync.certificates import certificate, pem

GENEROUS = Limits(per_s=1000, burst=1000, fails_per_s=1000, fails_burst=1000, pool_wait_s=2)


@dataclass
class Papers:
    """A certificate for 127.0.0.1, its key, and the authority behind it."""

    certificate: Path
    key: Path
    ca: str
    fingerprint: str


def make_papers(folder: Path) -> Papers:
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca = certificate("Test CA", ca_key)
    mine = certificate("gateway", key, issuer=ca.subject, issuer_key=ca_key, address="127.0.0.1")
    (folder / "cert.pem").write_bytes(pem(mine))
    (folder / "key.pem").write_bytes(pem(key))
    return Papers(
        certificate=folder / "cert.pem",
        key=folder / "key.pem",
        ca=pem(ca).decode(),
        fingerprint=mine.fingerprint(hashes.SHA256()).hex(),
    )


class Running:
    """A gateway that serves; ``stop`` as SIGTERM does."""

    def __init__(
        self, url: str, papers: Papers, limits: Limits, standby: Standby | None = None
    ) -> None:
        self.gateway = Gateway(url, connections=6, limits=limits, standby=standby)
        listen = Listen(certificate=papers.certificate, key=papers.key)
        self.server = make_server(self.gateway, listen)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.centre = GatewayCentre(url=f"https://127.0.0.1:{self.port}", ca=papers.ca)
        self._is_up = threading.Event()
        self.server.startup = self._startup  # type: ignore[method-assign]
        self._thread = threading.Thread(target=self.server.run, args=([self._socket],))

    async def _startup(self, sockets=None) -> None:
        self._loop = asyncio.get_running_loop()
        await uvicorn.Server.startup(self.server, sockets)
        self._is_up.set()

    def start(self) -> None:
        self._thread.start()
        assert self._is_up.wait(15)

    def run(self, work: Coroutine[None, None, None]) -> None:
        """Run a step where the gateway runs."""
        asyncio.run_coroutine_threadsafe(work, self._loop).result(15)

    def stop(self) -> None:
        """Stop as SIGTERM does; a second time changes nothing."""
        self.server.should_exit = True
        self._thread.join(30)
        assert not self._thread.is_alive()
        self._socket.close()


def gateway_url(owner_url: str) -> str:
    made = central.add_gateway(owner_url)
    return owner_url.replace("postgres@", f"{made['role']}:{made['password']}@")


@contextmanager
def serving(
    owner_url: str,
    papers: Papers,
    limits: Limits = GENEROUS,
    *,
    standby: Standby | None = None,
    url: str = "",
) -> Iterator[Running]:
    """Serve as the gateway's role, whose address may be given where it exists already."""
    running = Running(url or gateway_url(owner_url), papers, limits, standby)
    running.start()
    try:
        yield running
    finally:
        running.stop()
