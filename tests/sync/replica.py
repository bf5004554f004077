"""A real streaming standby of a throw-away PostgreSQL, made by pg_basebackup."""

from pathlib import Path

import psycopg

from desk_app.sync.throwaway_postgres import ThrowawayPostgres


class Replica(ThrowawayPostgres):
    """Follows ``primary`` once started."""

    def __init__(self, folder: Path, primary: ThrowawayPostgres) -> None:
        super().__init__(folder)
        hba = primary._data / "pg_hba.conf"
        hba.write_text(hba.read_text() + "host replication postgres 127.0.0.1/32 trust\n")
        with psycopg.connect(primary.url, autocommit=True) as owner:
            owner.execute("SELECT pg_reload_conf()")
        self._run(
            "pg_basebackup", "-d", f"host=127.0.0.1 port={primary._port} user=postgres",
            "-D", self._data, "-R", "-X", "stream", "-c", "fast", "--no-sync",
        )  # fmt: skip
        with (self._data / "postgresql.auto.conf").open("a") as config:
            config.write(
                f"port = {self._port}\nunix_socket_directories = '{self._sockets}'\n"
                "hot_standby = on\nmax_standby_streaming_delay = 1s\n"
            )

    def sql(self, text: str) -> object:
        """Run a statement here; answers its first value."""
        with psycopg.connect(self.url, autocommit=True) as owner:
            row = owner.execute(text).fetchone()
        return row[0] if row else None
