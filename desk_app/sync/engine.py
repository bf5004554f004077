"""One exchange with the centre after another: push what waits, pull what is new.

Every local step is a short transaction of its own, and every one may be the last before a crash:
what was not marked is sent again and skipped by the centre, what was not applied is read again.
"""

import json
import logging
import random
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from sqlite3 import Connection
from typing import Any, TypeVar, assert_never
from uuid import UUID, uuid4

from desk_app.db.clock_repair import repair_waiting_check_ins
from desk_app.db.outbox import Backlog, Outbox, QueuedOp
from desk_app.db.replica import Replica
from desk_app.db.settings import Settings
from desk_app.domain.changes import SCHEMA
from desk_app.domain.clock import Clock
from desk_app.domain.link import LinkProblem
from desk_app.sync.addresses import centre_from
from desk_app.sync.feed import Cursor, FeedReader
from desk_app.sync.links import transport_to
from desk_app.sync.protocol import (
    BATCH_BYTES,
    BATCH_OPS,
    CAREFUL_OPS,
    Batch,
    BatchRefused,
    CentreUnreachable,
    Code,
    Reply,
    Transport,
)
from desk_app.sync.report import BeginConnection, RunWrite, SyncReport
from desk_app.sync.tokens import drop_tokens, next_token, take_next_token

CLOCK_LIMIT_MS = 120_000
_CLOCK_STEP_MS = 200
_SLOW_ANSWER_S = 2.0
_HELLO_EVERY_S = 300.0
_PRUNE_EVERY_S = 43_200.0
_KEPT = timedelta(days=30)
_ROSTER_STEP = timedelta(minutes=1)
_MAX_TURNS = 20
_BUSY_PAUSES_S = (0.1, 0.4, 1.6)

__all__ = ["RunWrite", "SyncEngine", "SyncReport"]

log = logging.getLogger(__name__)

T = TypeVar("T")


def _read_again_for_new_fields(connection: Connection) -> None:
    """After an update, read anew what the older app left out of the feed."""
    settings = Settings(connection)
    if settings.get("feed_schema") != SCHEMA:
        settings.put("feed_schema", SCHEMA)
        if Replica(connection).cursor():
            settings.put("rebuild", True)  # noqa: FBT003  (a stored value)


class _Stopped(Exception):  # noqa: N818  (not an error)
    """The centre answered, and there is nothing more to do in this run."""

    def __init__(self, problem: LinkProblem | None = None) -> None:
        super().__init__()
        self.problem = problem


class SyncEngine:
    """Keeps one data directory in step with its centre. Not thread-safe; one per data directory."""

    def __init__(
        self,
        begin_connection: BeginConnection,
        transport: Transport | None,
        clock: Clock,
        *,
        run_write: RunWrite | None = None,
        on_progress: Callable[[int, int], None] = lambda _sent, _to_send: None,
    ) -> None:
        """Keep what the exchanges need; nothing is opened yet.

        Args:
            begin_connection: Opens a transaction on the local database.
            transport: The centre; None: as the settings say, once this desk has joined.
            clock: The desk's clock.
            run_write: Runs local steps elsewhere, for example on the database thread.
            on_progress: Told (sent, to send) after each batch.
        """
        self._begin = begin_connection
        self._transport = transport
        self._is_own_transport = transport is None
        self._clock = clock
        self._run_write = run_write
        self._on_progress = on_progress
        self._sleep: Callable[[float], None] = time.sleep
        self._hello_s: float | None = None
        self._pruned_s: float | None = None
        self._stream = ""
        self._epoch = ""
        self._way = self._token = ""
        self._is_token_waiting = False
        self._feed = FeedReader(self._write)
        self._offset_ms = 0
        self._is_clock_known = False
        self._next_poll_ms = 15_000
        self._sent_last = 0
        self._problem: LinkProblem | None = None
        self._is_current = False
        self._roster_at: datetime | None = None

    def run_once(self) -> SyncReport:
        """Push all and pull all; what cannot be reached now stays for the next time."""
        self._feed.pulled = self._sent_last = 0
        self._problem = None
        self._is_current = is_online = False
        if not self._load():
            return self._report(online=False, has_centre=self._problem is not None)
        try:
            self._exchange()
            is_online = True
        except _Stopped as stop:
            is_online, self._problem = True, stop.problem
        except CentreUnreachable as error:
            log.info("centre unreachable: %s", error.reason)
            self._hello_s = None
            self._problem = LinkProblem.PROXY if error.is_proxy else None
            self._next_poll_ms = error.retry_after_ms or self._next_poll_ms
        except BatchRefused as error:
            log.warning("centre refused a careful batch: %s", error)
            is_online, self._problem = True, LinkProblem.REFUSED
        return self._report(online=is_online)

    def rotate_token(self) -> bool:
        """Change this desk's token now; answers whether the centre agreed.

        Raises:
            CentreUnreachable: No answer; the next try repeats the same new token.
        """
        if not self._load():
            return False
        return self._rotate()

    def lookup(self, call: Mapping[str, Any]) -> dict[str, Any]:
        """Look for a person of another station, online; see api.lookup.

        Raises:
            CentreUnreachable: No answer, or no centre joined.
        """
        self._load(is_exchange=False)
        answer = self._centre.lookup(call)
        if answer.get("code") == Code.REVOKED:
            self._drop_token()
        return answer

    def interrupt(self) -> None:
        """Make an exchange in another thread fail soon, as if the network had gone."""
        if self._transport is not None:
            self._transport.interrupt()

    def close(self) -> None:
        """Let go of the centre."""
        if self._transport is not None:
            self._transport.close()

    def _write(self, job: Callable[[Connection], T]) -> T:
        if self._run_write is not None:
            return self._run_write(job)
        with self._begin() as connection:
            return job(connection)

    def _load(self, *, is_exchange: bool = True) -> bool:
        """Read who we are; answers whether this desk has a centre.

        A lookup may run beside an exchange of another engine, whose rebuilding it leaves alone.
        """

        def read(connection: Connection) -> tuple[Any, ...]:
            if is_exchange:
                _read_again_for_new_fields(connection)
            settings = Settings(connection)
            return tuple(
                settings.get(key)
                for key in (
                    "stream",
                    "epoch",
                    "centre",
                    "centre_token",
                    "rebuild",
                    "clock_offset_ms",
                    "next_token",
                    "proxy",
                    "roster_at",
                )
            )

        stream, epoch, centre, token, rebuild, offset_ms, waiting, proxy, roster = self._write(read)
        self._is_token_waiting = waiting is not None
        self._roster_at = datetime.fromisoformat(roster) if roster else None
        self._stream, self._epoch = stream or "", epoch or ""
        self._offset_ms = int(offset_ms or 0)
        if (
            rebuild and is_exchange and not self._feed.is_rebuilding
        ):  # a crash in the middle: what was seen is forgotten
            self._write(lambda connection: Replica(connection).forget_feed())
            self._feed.start_again()
        if not self._is_own_transport:
            return True
        if not centre or not token:
            self.close()
            self._transport = None
            self._problem = LinkProblem.REVOKED if centre else None
            return False
        key = json.dumps([centre, token, proxy])
        if self._transport is None or key != self._way:
            self.close()
            self._transport = transport_to(centre_from(centre, proxy=proxy or ""), token)
            self._way, self._token, self._hello_s = key, token, None
        return True

    @property
    def _centre(self) -> Transport:
        if self._transport is None:
            raise CentreUnreachable("not joined")
        return self._transport

    def _exchange(self) -> None:
        if self._hello_s is None or time.monotonic() - self._hello_s > _HELLO_EVERY_S:
            self._hello()
        self._push_all()
        self._pull_all()
        self._is_current = True
        self._note_roster()
        if self._pruned_s is None or time.monotonic() - self._pruned_s > _PRUNE_EVERY_S:
            before = self._clock() - _KEPT
            self._write(lambda connection: Outbox(connection).prune(before=before))
            self._pruned_s = time.monotonic()

    def _note_roster(self) -> None:
        """Keep when all was read, to the minute: the file is not written for each poll."""
        now = self._clock()
        if self._roster_at is None or abs(now - self._roster_at) >= _ROSTER_STEP:
            self._roster_at = now
            self._write(lambda connection: Settings(connection).put("roster_at", now.isoformat()))

    def _hello(self) -> None:
        """Compare histories: ours forked, or the centre's went back, or both agree."""
        for _ in range(3):
            read = self._feed.cursor()
            reply = self._timed(lambda c=read: self._centre.hello(self._stream, c))  # type: ignore[misc]
            self._need_ok(reply)
            last_seq = reply.last_seq

            def compare(connection: Connection, last: int = last_seq) -> tuple[UUID | None, int]:
                self._repair_clock(connection)
                outbox = Outbox(connection)
                return outbox.op_id_at(last), outbox.last_acked()

            ours, acked = self._write(compare)
            if last_seq > 0 and ours != reply.head:
                self._fork()
                continue
            if (self._epoch and reply.epoch != self._epoch) or last_seq < acked:
                self._start_again(reply.epoch, last_seq)
            elif not self._epoch:
                self._set_epoch(reply.epoch)
            self._hello_s = time.monotonic()
            if reply.must_rotate or self._is_token_waiting:
                self._rotate_or_go_on()
            return
        raise _Stopped(LinkProblem.CLONE)

    def _repair_clock(self, connection: Connection) -> None:
        """Before anything is sent: while we were alone the clock may have been another."""
        if self._is_clock_known:
            changed = repair_waiting_check_ins(
                connection,
                true_ms=round(self._clock().timestamp() * 1000) + self._offset_ms,
                monotonic_ms=time.monotonic_ns() // 1_000_000,
            )
            if changed:
                log.warning("this desk's clock was wrong; check-ins set right: %d", changed)

    def _rotate_or_go_on(self) -> None:
        """The old token works until the new one was used: an exchange need not wait."""
        try:
            self._rotate()
        except CentreUnreachable as error:
            log.info("token not changed yet: %s", error.reason)

    def _rotate(self) -> bool:
        token = self._write(next_token)
        if self._centre.rotate(token).code is not Code.OK:
            return False
        try:
            self._write(take_next_token)
        except BaseException:  # not stored: using it would end the one that is
            self.close()
            self._way = ""
            raise
        self._is_token_waiting = False
        self._token = token
        self._hello_s = None  # the first call with the new token ends the old one
        log.info("this desk changed its token")
        return True

    def _timed(self, call: Callable[[], Reply]) -> Reply:
        """Call the centre and learn from its answer how far our clock is off.

        A busy centre (a lock, a deadlock) is asked again, a little later each time.
        """
        pauses_s = iter(_BUSY_PAUSES_S)
        while True:
            asked_at, started_s = self._clock(), time.monotonic()
            reply = call()
            took_s = time.monotonic() - started_s
            pause_s = next(pauses_s, None) if reply.code is Code.BUSY else None
            if pause_s is None:
                break
            self._sleep(pause_s * random.uniform(0.5, 1.5))  # noqa: S311  (two desks must part)
        self._next_poll_ms = reply.next_poll_ms
        self._is_clock_known = reply.now is not None and took_s <= _SLOW_ANSWER_S
        if reply.now is not None and self._is_clock_known:
            middle = asked_at + timedelta(seconds=took_s / 2)
            offset_ms = round((reply.now - middle) / timedelta(milliseconds=1))
            if abs(offset_ms - self._offset_ms) > _CLOCK_STEP_MS:
                self._write(
                    lambda connection: Settings(connection).put("clock_offset_ms", offset_ms)
                )
                self._offset_ms = offset_ms
        return reply

    def _need_ok(self, reply: Reply) -> None:
        """Stop the run where nothing but an ok allows to go on."""
        match reply.code:
            case Code.OK:
                return
            case Code.REVOKED:
                log.warning("this desk is no longer welcome at the centre")
                self._drop_token()
                raise _Stopped(LinkProblem.REVOKED)
            case Code.SCHEMA:
                raise _Stopped(LinkProblem.SCHEMA)
            case Code.BUSY:
                raise _Stopped
            case Code.EPOCH_CHANGED | Code.HISTORY_LOST | Code.GAP | Code.CLONE:
                self._hello_s = None
                raise _Stopped
            case _ as never:
                assert_never(never)

    def _drop_token(self) -> None:
        if self._is_own_transport:
            refused = self._token
            self._write(lambda connection: drop_tokens(connection, refused=refused))

    def _push_all(self) -> None:
        careful_until = 0
        to_send = self._write(lambda connection: Outbox(connection).backlog().pending)
        for _ in range(to_send + _MAX_TURNS):
            batch = self._next_batch(careful=careful_until > 0)
            if batch is None:
                return
            try:
                reply = self._timed(lambda b=batch: self._centre.push(b))  # type: ignore[misc]
            except BatchRefused:
                if batch.careful:
                    raise
                careful_until = batch.ops[-1].q
                continue
            self._take_push(batch, reply)
            if reply.code is not Code.OK or reply.last_seq >= careful_until:
                careful_until = 0
            self._on_progress(self._sent_last, max(to_send, self._sent_last))
            if self._problem is LinkProblem.SCHEMA:
                return
        raise _Stopped(LinkProblem.CLONE)

    def _take_push(self, batch: Batch, reply: Reply) -> None:
        match reply.code:
            case Code.OK:
                self._mark(batch, reply)
            case Code.CLONE:
                self._fork()
            case Code.GAP:
                self._mend_gap(reply.last_seq)
            case Code.EPOCH_CHANGED | Code.HISTORY_LOST:
                self._hello()
            case Code.SCHEMA:
                self._problem = LinkProblem.SCHEMA
            case Code.REVOKED | Code.BUSY:
                self._need_ok(reply)
            case _ as never:
                assert_never(never)

    def _next_batch(self, *, careful: bool) -> Batch | None:
        ops: list[QueuedOp]
        ops, prev = self._write(
            lambda connection: Outbox(connection).batch(
                max_ops=CAREFUL_OPS if careful else BATCH_OPS, max_bytes=BATCH_BYTES
            )
        )
        if not ops:
            return None
        return Batch(
            epoch=self._epoch, stream=self._stream, prev=prev, ops=tuple(ops), careful=careful
        )

    def _mark(self, batch: Batch, reply: Reply) -> None:
        first_q, last_q = batch.ops[0].q, min(batch.ops[-1].q, reply.last_seq)
        now = self._clock()
        self._write(
            lambda connection: Outbox(connection).mark(
                first_q=first_q, last_q=last_q, results=reply.results, pos=reply.pos, at=now
            )
        )
        self._sent_last += last_q - first_q + 1
        self._feed.note_answers()

    def _mend_gap(self, last_seq: int) -> None:
        """Send again what the centre lacks; where we no longer have it, begin a new stream."""
        if self._write(lambda connection: Outbox(connection).op_id_at(last_seq + 1)) is None:
            self._fork()
        else:
            self._hello()

    def _pull_all(self) -> None:
        def pull(cursor: Cursor) -> Reply:
            return self._centre.pull(epoch=self._epoch, stream=self._stream, cursor=cursor)

        for reply in self._feed.pages(pull, self._timed):
            if reply.code is Code.HISTORY_LOST:
                self._start_again(self._epoch, reply.last_seq)
            if reply.code is Code.SCHEMA and self._problem is None:
                self._problem = LinkProblem.SCHEMA
            self._need_ok(reply)
            if not self._feed.apply(reply):
                self._hello_s = None  # a standby that is behind, or a centre that went back
        if self._feed.is_rebuilding:
            self._feed.sweep()

    def _fork(self) -> None:
        """This file's history is not the one the centre knows: begin a stream of its own."""
        stream = str(uuid4())

        def fork(connection: Connection) -> None:
            Outbox(connection).fork()
            Settings(connection).put("stream", stream)

        self._write(fork)
        log.warning("began a new stream")
        self._stream = stream

    def _start_again(self, epoch: str, last_seq: int) -> None:
        """The centre lost or changed its history: send again what it lacks, read all anew."""

        def rewind(connection: Connection) -> None:
            Outbox(connection).unack(above=last_seq)
            Replica(connection).forget_feed()
            settings = Settings(connection)
            settings.put("epoch", epoch)
            settings.put("rebuild", True)  # noqa: FBT003  (a stored value)

        self._write(rewind)
        log.warning("the centre's history changed; reading all anew")
        self._epoch = epoch
        self._feed.start_again()

    def _set_epoch(self, epoch: str) -> None:
        self._write(lambda connection: Settings(connection).put("epoch", epoch))
        self._epoch = epoch

    def _report(self, *, online: bool, has_centre: bool = True) -> SyncReport:
        backlog: Backlog = self._write(lambda connection: Outbox(connection).backlog())
        problem = self._problem
        if problem is None and abs(self._offset_ms) > CLOCK_LIMIT_MS and online:
            problem = LinkProblem.CLOCK
        if problem is None and backlog.refused:
            problem = LinkProblem.REFUSED
        return SyncReport(
            pushed=self._sent_last,
            pulled=self._feed.pulled,
            pending=backlog.pending,
            refused=backlog.refused,
            online=online,
            has_centre=has_centre,
            is_current=self._is_current,
            roster_at=self._roster_at,
            clock_offset_ms=self._offset_ms,
            oldest_pending_at=backlog.oldest_at,
            problem=problem,
            next_poll_ms=round(self._next_poll_ms * random.uniform(0.8, 1.2)),  # noqa: S311  (no herd)
        )
