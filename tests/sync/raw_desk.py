"""A desk that is only a connection and a token: what it sends is up to the test."""

import json
from uuid import UUID, uuid4

import psycopg

from desk_app.domain.changes import SCHEMA
from desk_app.sync import central
from desk_app.sync.addresses import read_invitation
from desk_app.sync.transport import connect


class RawDesk:
    def __init__(self, url, name, station="静安寺站"):
        invitation = read_invitation(central.add_desk(url, station, name)["enrol"])
        self.url, self.centre = url, invitation.centre
        self.connection = connect(invitation.centre)
        self.token = f"{name}-" + "t" * 50
        self.me = self.call("SELECT api.enrol(%s, %s)", invitation.code, self.token)
        self.stream, self.head, self.last = str(uuid4()), None, 0
        self.epoch = self.me["epoch"]

    def close(self):
        self.connection.close()

    def call(self, sql, *args):
        return self.connection.execute(sql, args).fetchone()[0]

    def push(self, ops, *, careful=False):
        """Send (op id, operation) pairs; answers the reply."""
        head = {"proto": 1, "schema": SCHEMA, "epoch": self.epoch, "stream": self.stream}
        head |= {"prev": self.head and str(self.head), "careful": careful, "first": self.last + 1}
        reply = self.call(
            "SELECT api.push(%s, %s::jsonb, %s::uuid[], %s::text[])",
            self.token,
            json.dumps(head),
            [op_id for op_id, _ in ops],
            [op if isinstance(op, str) else json.dumps(op) for _, op in ops],
        )
        if reply["code"] == "ok":
            self.head, self.last = ops[-1][0], reply["last_seq"]
        return reply

    def send(self, ops, *, size=500, one_by_one=False):
        """Send as a desk does: careful where a batch was refused as a whole."""
        for start in range(0, len(ops), size):
            part = ops[start : start + size]
            if one_by_one or not self._is_taken(part):
                for at in range(0, len(part), 50):
                    self.push(part[at : at + 50], careful=True)

    def _is_taken(self, ops):
        try:
            self.push(ops)
        except (psycopg.DataError, psycopg.IntegrityError):
            return False
        return True

    def pull(self, cursor=None, limit=1000):
        head = {"proto": 1, "schema": SCHEMA, "epoch": self.epoch, "stream": self.stream}
        head |= {"cursor": cursor or {}, "limit": limit}
        return self.call("SELECT api.pull(%s, %s::jsonb)", self.token, json.dumps(head))


def op(entity, row_id=None, *, kind="test", base=None, hlc=1 << 40, **fields):
    """A new operation with its id."""
    return UUID(int=uuid4().int), {
        "k": kind,
        "e": entity,
        "r": str(row_id or uuid4()),
        "f": fields,
        "b": base or {},
        "t": 1_772_000_000_000,
        "o": 0,
        "m": ["boot", 1],
        "h": hlc,
        "a": "小林",
        "v": 1,
    }
