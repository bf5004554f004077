"""A PostgreSQL server of one's own for tests and the demo, gone afterwards."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from desk_app.domain.errors import KnownError

_DEBIAN = Path("/usr/lib/postgresql")
_TIMEOUT_S = 30


def find_postgres() -> Path | None:
    """Return the folder of the newest PostgreSQL server programs, or None."""
    if _DEBIAN.is_dir():
        versions = [d for d in _DEBIAN.iterdir() if (d / "bin" / "initdb").exists()]
        if versions:
            return max(versions, key=lambda d: float(d.name)) / "bin"
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


class ThrowawayPostgres:
    """A server on a free loopback port that trusts whoever reaches it; for invented data only.

    ``with ThrowawayPostgres(dir) as server: server.url``. Speed over safety: fsync is off.
    """

    def __init__(self, folder: Path) -> None:
        binaries = find_postgres()
        if binaries is None:
            raise KnownError(
                "no_postgres",
                zh="这台电脑上没有 PostgreSQL 服务器程序。"
                "请安装 postgresql（Debian：apt install postgresql）。",
                en="No PostgreSQL server programs here: install postgresql "
                "(Debian: apt install postgresql).",
            )
        self._binaries = binaries
        self._user = _other_user()
        self._sockets = Path(tempfile.mkdtemp(prefix="sdpg"))  # a socket's path must be short
        self._give(self._sockets)
        # Another user cannot reach into a folder that is ours alone.
        self._data = (folder if self._user is None else self._sockets) / "pg"
        self._data.parent.mkdir(parents=True, exist_ok=True)
        self._port = _free_port()

    @property
    def url(self) -> str:
        """Address of the database ``postgres`` as its owner."""
        return self.url_of("postgres")

    def url_of(self, database: str) -> str:
        """Address of a database as its owner."""
        return f"postgresql://postgres@127.0.0.1:{self._port}/{database}"

    def start(self) -> None:
        """Start the server, made anew if need be; the port and the data stay the same."""
        if not (self._data / "PG_VERSION").exists():
            self._data.mkdir(mode=0o700, exist_ok=True)
            self._give(self._data)
            self._run(
                "initdb", "-D", self._data, "-U", "postgres", "-E", "UTF8", "--locale=C",
                "-A", "trust", "--no-sync", "--no-instructions",
            )  # fmt: skip
            with (self._data / "postgresql.auto.conf").open("a") as config:
                config.write(
                    "fsync = off\nfull_page_writes = off\nshared_buffers = 32MB\n"
                    f"listen_addresses = '127.0.0.1'\nport = {self._port}\n"
                    f"unix_socket_directories = '{self._sockets}'\nmax_connections = 40\n"
                )
            hba = self._data / "pg_hba.conf"
            hba.write_text(
                "local all all trust\nhost all postgres 127.0.0.1/32 trust\n"
                "host all all 127.0.0.1/32 scram-sha-256\n"
            )
        self._run("pg_ctl", "-D", self._data, "-l", self._data / "log", "-w", "-t", "20", "start")

    def turn_on_tls(self, *, certificate: bytes, key: bytes) -> None:
        """Serve TLS with a certificate and its key, both PEM; the server starts anew."""
        for name, data in (("server.crt", certificate), ("server.key", key)):
            path = self._data / name
            path.touch(mode=0o600)
            path.write_bytes(data)
            self._give(path)
        with (self._data / "postgresql.auto.conf").open("a") as config:
            config.write("ssl = on\n")
        self.stop()
        self.start()

    def stop(self, mode: str = "fast") -> None:
        """Stop the server; ``mode`` is smart, fast or immediate (as if the power went)."""
        if (self._data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", self._data, "-m", mode, "-w", "stop")

    def log(self) -> str:
        """Return what the server has written into its log."""
        return (self._data / "log").read_text(encoding="utf-8", errors="replace")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop("immediate")
        shutil.rmtree(self._data, ignore_errors=True)
        shutil.rmtree(self._sockets, ignore_errors=True)

    def _give(self, folder: Path) -> None:
        if self._user is not None:
            os.chown(folder, *self._user)

    def _run(self, program: str, *args: object) -> None:
        """Run a program of the server; as ``nobody`` when we are root, whom it refuses."""
        subprocess.run(  # noqa: S603  (paths and fixed words only)
            [str(self._binaries / program), *map(str, args)],
            check=True,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            timeout=_TIMEOUT_S,
            user=self._user[0] if self._user else None,
            group=self._user[1] if self._user else None,
            extra_groups=[] if self._user else None,
        )


def _other_user() -> tuple[int, int] | None:
    """Return user and group id of ``nobody`` when we are root, as whom PostgreSQL does not run."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    import pwd  # noqa: PLC0415  (not on Windows)

    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
