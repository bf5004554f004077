"""A desk's process that dies at the edge of a transaction: SIGKILL, and nothing is tidied up."""

import json
import os
import signal
import sqlite3
import traceback
from functools import partial

import sqlalchemy

_EDGES = frozenset({"BEGIN IMMEDIATE", "COMMIT"})


class _Edges(sqlite3.Connection):
    """A connection that counts the edges of its transactions, before and after each."""

    left = 0
    pipe = -1

    def execute(self, sql, *args):
        if sql not in _EDGES:
            return super().execute(sql, *args)
        self._pass()
        answer = super().execute(sql, *args)
        if sql == "COMMIT":
            found = super().execute("SELECT op_id FROM outbox ORDER BY q DESC LIMIT 20").fetchall()
            os.write(_Edges.pipe, json.dumps([row[0] for row in found]).encode() + b"\n")
        self._pass()
        return answer

    @staticmethod
    def _pass():
        _Edges.left -= 1
        if _Edges.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def run_and_kill(desk, edge, job):
    """Run a job in a process of its own on the desk's file; answers whether it was killed.

    Args:
        desk: Closed while the process runs, then opened again.
        edge: The edge at which the process dies, from 1: before or after a BEGIN or COMMIT.
        job: Called without arguments; the process ends after it, if it comes so far.
    """
    desk.close()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _live(desk, edge, job, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode().splitlines()
    _, status = os.waitpid(child, 0)
    is_killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    assert is_killed or status == 0, "\n".join(said)
    desk.open()
    confirmed = {op for line in said for op in json.loads(line)}
    kept = {op for (op,) in desk.sql("SELECT op_id FROM outbox")}
    assert confirmed <= kept, "a committed operation is gone"
    return is_killed


def _live(desk, edge, job, pipe):
    try:
        create = sqlalchemy.create_engine
        sqlalchemy.create_engine = partial(create, connect_args={"factory": _Edges})
        _Edges.left, _Edges.pipe = edge, pipe
        desk.open()
        job()
        os._exit(0)
    except BaseException:  # noqa: BLE001  (told to the parent; nothing of it may run on here)
        os.write(pipe, traceback.format_exc().encode())
        os._exit(1)
