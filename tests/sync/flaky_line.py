"""A line to the centre that drops, cuts, doubles and reorders; the centre behind it is real."""

import threading
import time
from contextlib import suppress
from dataclasses import replace
from random import Random

import psycopg

from desk_app.domain.changes import SCHEMA
from desk_app.sync.addresses import Centre
from desk_app.sync.protocol import (
    BATCH_BYTES,
    BATCH_OPS,
    PAGE_ROWS,
    BatchRefused,
    CentreUnreachable,
    Code,
    op_text,
)
from tests.sync.invented_schemas import GatewayTransportOf, TransportOf

LATE_BATCHES = 20


class FlakyLine:
    """The real transport with faults before, while and after a call."""

    def __init__(self, centre, token, owner_url, seed, schema=SCHEMA):
        self.centre, self.token, self.owner_url = centre, token, owner_url
        self.schema = schema
        self.random = Random(seed)  # noqa: S311
        self.inner = self._transport()
        self.is_calm = False
        self.while_pulling = lambda: None
        self.past = []
        self.stale = None
        self.counts = {}

    def _transport(self):
        is_direct = isinstance(self.centre, Centre)
        way = TransportOf if is_direct else GatewayTransportOf
        transport = way(self.centre, self.token)
        transport.schema = self.schema
        return transport

    def hello(self, stream, cursor=None):
        return self._call(lambda: self.inner.hello(stream, cursor))

    def push(self, batch):
        assert len(batch.ops) <= BATCH_OPS
        size = sum(len(op_text(op)) for op in batch.ops)
        assert len(batch.ops) == 1 or size <= 4 * BATCH_BYTES
        if not self.is_calm:
            self._deliver_late(batch)
            if self.random.random() < 0.06:
                return self._twice_at_once(batch)
        return self._call(lambda: self.inner.push(batch))

    def pull(self, **place):
        if not self.is_calm and self.random.random() < 0.2:
            self.while_pulling()
        reply = self._call(lambda: self._pull(place))
        assert len(reply.rows) <= PAGE_ROWS
        return reply

    def _pull(self, place):
        """A standby may answer as the centre did a while ago."""
        if not self.is_calm and self.stale and self.random.random() < 0.3:
            asked, reply = self.stale
            if asked == place:
                self._count("answered by a standby behind")
                return reply
        reply = self.inner.pull(**place)
        if not reply.has_more:
            asked = place | {"cursor": _after(place["cursor"], reply)}
            self.stale = asked, replace(reply, rows=())
        return reply

    def rotate(self, token):
        was, before = self.inner._token, self.token
        try:
            reply = self._call(lambda: self.inner.rotate(token))
        except CentreUnreachable:
            self.inner._token = was  # a desk that heard nothing goes on as before
            raise
        self.token = token if reply.code is Code.OK else before
        return reply

    def lookup(self, call):
        return self._call(lambda: self.inner.lookup(call))

    def interrupt(self):
        self.inner.interrupt()

    def close(self):
        self.inner.close()

    def _call(self, call):
        chance = 1.0 if self.is_calm else self.random.random()
        if chance < 0.06:
            self._fault("dropped")
        killer = self._kill_soon() if 0.06 <= chance < 0.10 else None
        try:
            reply = call()
        finally:
            if killer is not None:
                killer.join()
        if 0.10 <= chance < 0.18:
            self._fault("answer lost")
        return reply

    def _fault(self, what):
        self._count(what)
        raise CentreUnreachable(what)

    def _count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    def _kill_soon(self):
        after_s = self.random.random() * 0.01
        if isinstance(self.centre, Centre):
            connection = self.inner._connection
            if connection is None or connection.closed:
                return None
            whose, who = "pid = %s", connection.info.backend_pid
        else:  # a gateway's backends are everybody's: any of them
            whose, who = "datname = current_database() AND usename LIKE %s", "%\\_gateway"
        self._count("backend killed")

        def kill():
            time.sleep(after_s)
            with (
                suppress(psycopg.OperationalError),  # the server may be going down itself
                psycopg.connect(self.owner_url) as owner,
            ):
                owner.execute(
                    f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {whose} "  # noqa: S608
                    "ORDER BY random() LIMIT 1",
                    (who,),
                )

        thread = threading.Thread(target=kill)
        thread.start()
        return thread

    def _deliver_late(self, batch):
        if self.past and self.random.random() < 0.1:
            self._count("delivered late")
            with _quiet():
                self.inner.push(self.random.choice(self.past))
        self.past = [*self.past[-LATE_BATCHES:], batch]

    def _twice_at_once(self, batch):
        self._count("delivered twice")
        second = self._transport()

        def push():
            with _quiet():
                second.push(batch)

        thread = threading.Thread(target=push)
        thread.start()
        try:
            return self.inner.push(batch)
        finally:
            thread.join()
            second.close()


def _after(cursor, reply):
    return {**cursor, **{row.scope: row.position for row in reply.rows}}


class _quiet:  # noqa: N801
    """What nobody waits for may fail."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        return kind is not None and issubclass(kind, (CentreUnreachable, BatchRefused))
