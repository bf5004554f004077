"""A gateway as a process of its own, which can be killed and come back at the same port."""

import socket
import subprocess
import sys
from pathlib import Path

from desk_app.sync.addresses import GatewayCentre
from desk_app.sync.gateway.app import Gateway
from desk_app.sync.gateway.server import Listen, make_server
from tests.sync.gateway import GENEROUS, Papers, gateway_url


class GatewayProcess:
    """Serves with no limits that a simulation would run into; ``centre`` is its address."""

    def __init__(self, owner_url: str, papers: Papers) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = str(free.getsockname()[1])
        self._command = [sys.executable, "-m", "tests.sync.gateway_process", port]
        self._command += [str(papers.certificate), str(papers.key), gateway_url(owner_url)]
        self.centre = GatewayCentre(url=f"https://127.0.0.1:{port}", ca=papers.ca)
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            self._command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"up\n"

    def kill(self) -> None:
        """Kill it as the power would."""
        self._process.kill()
        self.wait()

    def stop(self) -> None:
        self._process.terminate()
        self.wait()

    def wait(self) -> None:
        with self._process:
            self._process.wait(30)


def _serve(port: str, certificate: str, key: str, url: str) -> None:
    gateway = Gateway(url, connections=6, limits=GENEROUS)
    listen = Listen(port=int(port), certificate=Path(certificate), key=Path(key))
    server = make_server(gateway, listen)
    startup = server.startup

    async def said(sockets: list[socket.socket] | None = None) -> None:
        await startup(sockets)
        print("up", flush=True)  # noqa: T201  (the parent waits for it)

    server.startup = said  # type: ignore[method-assign]
    server.run()


if __name__ == "__main__":
    _serve(*sys.argv[1:])
