"""Use cases: issue, link and revoke passes."""

import hmac
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import Clock, local_day
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import PassId, VisitorId, uuid7
from desk_app.domain.passes import (
    MalformedCodeError,
    PassKind,
    clean_code,
    encode_signed,
    header_of,
    message_of,
    new_pass_id,
)
from desk_app.services.presented_codes import HINT_LENGTH, digest_of, find_linked, is_linkable
from desk_app.services.signatures import new_key_pair, sign
from desk_app.services.unknown import unknown_visitor

DEFAULT_VALIDITY = timedelta(days=365)
_LAST_DAY = date(2199, 1, 1)


class LinkOutcome(StrEnum):
    """What came of linking a code to a visitor."""

    LINKED = "linked"
    ALREADY_LINKED = "already_linked"
    TAKEN = "taken"
    NOT_LINKABLE = "not_linkable"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedPass:
    """A new signed pass; ``code`` is what its QR holds."""

    pass_id: PassId
    code: str
    first_day: date
    last_day: date


class PassService:
    """Issues passes in this desk's name and ties other codes to visitors."""

    def __init__(self, begin: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._clock = clock

    def prepare_keys(self) -> None:
        """Make this desk's signing key and the station's link key, once."""
        with self._begin() as work:
            if work.settings.get("signing_key") is None:
                _make_signing_key(work, self._clock())
            if not work.passes.link_secrets():
                work.add(
                    Change(
                        kind="link_key.added",
                        entity=Entity.LINK_KEY,
                        row_id=uuid7(self._clock()),
                        values={"secret": os.urandom(32)},
                    )
                )

    def issue(
        self, visitor_id: VisitorId, *, first_day: date | None = None, last_day: date | None = None
    ) -> IssuedPass:
        """Sign a pass, good from ``first_day`` to ``last_day`` (Asia/Shanghai, both included).

        Without dates it is good from today for a year.

        Raises:
            KnownError: There is no such visitor, or the days are the wrong way round.
        """
        at = self._clock()
        first = first_day or local_day(at)
        last = last_day or first + DEFAULT_VALIDITY
        if not date(2020, 1, 1) <= first <= last <= _LAST_DAY:
            raise KnownError(
                "bad_validity",
                zh=f"有效期不对：{first} 到 {last}。第一天要在最后一天之前，2020 年以后。",
                en=f"Validity {first} to {last} cannot be: "
                "the first day comes before the last, from 2020 on.",
            )
        with self._begin() as work:
            _know(work, visitor_id)
            return _issue(work, visitor_id, at, first=first, last=last)

    def link(self, visitor_id: VisitorId, raw: str) -> tuple[LinkOutcome, PassId | None]:
        """Tie a code that is not ours to a visitor; only its keyed hash is stored.

        Raises:
            KnownError: There is no such visitor.
        """
        at = self._clock()
        try:
            code = clean_code(raw)
        except MalformedCodeError:
            return LinkOutcome.NOT_LINKABLE, None
        if not is_linkable(code):
            return LinkOutcome.NOT_LINKABLE, None
        with self._begin() as work:
            _know(work, visitor_id)
            secrets = work.passes.link_secrets()
            known = find_linked(work, code, secrets)
            if known is not None and known[0].revoked_at is None:
                is_same = known[0].visitor_id == visitor_id
                outcome = LinkOutcome.ALREADY_LINKED if is_same else LinkOutcome.TAKEN
                return outcome, known[0].pass_id if is_same else None
            pass_id = PassId(uuid7(at))
            work.add(
                Change(
                    kind="pass.linked",
                    entity=Entity.PASS,
                    row_id=pass_id,
                    values={
                        "visitor_id": visitor_id,
                        "kind": PassKind.LINKED.value,
                        "digest": digest_of(secrets[0], code),
                        "hint": code[-HINT_LENGTH:],
                        "issued_at": at,
                    },
                )
            )
        return LinkOutcome.LINKED, pass_id

    def printable(self, visitor_id: VisitorId) -> IssuedPass:
        """Return the visitor's pass to print: this desk's newest good one, else a new one.

        No code is stored. Ed25519 gives one signature to one message, so the desk signs its own
        pass anew and gets the same code; a pass of another desk's key cannot be made here.

        Raises:
            KnownError: There is no such visitor.
        """
        at = self._clock()
        today = local_day(at)
        with self._begin() as work:
            _know(work, visitor_id)
            signing = work.settings.get("signing_key")
            known = work.passes.good_signed(visitor_id, int(signing["key_id"]), today)
            if known is None:
                return _issue(work, visitor_id, at, first=today, last=today + DEFAULT_VALIDITY)
        pass_id, first, last = known
        header = header_of(
            key_id=int(signing["key_id"]), pass_id=pass_id, first_day=first, last_day=last
        )
        code = encode_signed(header, sign(bytes.fromhex(signing["private"]), message_of(header)))
        return IssuedPass(pass_id=pass_id, code=code, first_day=first, last_day=last)

    def printable_all(
        self,
        visitor_ids: Sequence[VisitorId],
        *,
        on_progress: Callable[[int, int], None] = lambda _done, _total: None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> list[IssuedPass] | None:
        """Return a pass to print for each visitor, in their order; None if it was cancelled.

        What was issued before a cancel is taken up by the next call: nobody gets two.
        """
        found: list[IssuedPass] = []
        for visitor_id in visitor_ids:
            if is_cancelled():
                return None
            found.append(self.printable(visitor_id))
            on_progress(len(found), len(visitor_ids))
        return found

    def reissue(self, visitor_id: VisitorId) -> IssuedPass:
        """Sign a new pass and revoke every signed one before it, in one transaction.

        Linked codes stay in use. The new pass is good from today for a year.

        Raises:
            KnownError: There is no such visitor.
        """
        at = self._clock()
        first = local_day(at)
        with self._begin() as work:
            _know(work, visitor_id)
            for old in work.passes.of_visitor(visitor_id):
                if old.kind is PassKind.SIGNED and old.revoked_at is None:
                    work.change(
                        Change(
                            kind="pass.revoked",
                            entity=Entity.PASS,
                            row_id=old.pass_id,
                            values={"revoked_at": at},
                        )
                    )
            return _issue(work, visitor_id, at, first=first, last=first + DEFAULT_VALIDITY)

    def revoke(self, pass_id: PassId) -> None:
        """Take a pass out of use from now on; doing it twice changes nothing.

        Raises:
            KnownError: This desk knows no such pass.
        """
        with self._begin() as work:
            known = work.passes.get(pass_id)
            if known is None:
                raise KnownError(
                    "unknown_pass",
                    zh=f"没有这张通行码：{pass_id}。请用 visitor show 查看编号。",
                    en=f"No such pass: {pass_id}. visitor show lists the ids.",
                )
            if known[0].revoked_at is None:
                work.change(
                    Change(
                        kind="pass.revoked",
                        entity=Entity.PASS,
                        row_id=pass_id,
                        values={"revoked_at": self._clock()},
                    )
                )


def _know(work: UnitOfWork, visitor_id: VisitorId) -> None:
    if work.people.visitor(visitor_id) is None:
        raise unknown_visitor(str(visitor_id))


def _issue(
    work: UnitOfWork, visitor_id: VisitorId, at: datetime, *, first: date, last: date
) -> IssuedPass:
    signing = work.settings.get("signing_key")
    pass_id, code = _sign(signing, at, first_day=first, last_day=last)
    work.add(
        Change(
            kind="pass.issued",
            entity=Entity.PASS,
            row_id=pass_id,
            values={
                "visitor_id": visitor_id,
                "kind": PassKind.SIGNED.value,
                "key_id": int(signing["key_id"]),
                "first_day": first,
                "last_day": last,
                "issued_at": at,
            },
        )
    )
    return IssuedPass(pass_id=pass_id, code=code, first_day=first, last_day=last)


def _sign(
    signing: Mapping[str, str], at: datetime, *, first_day: date, last_day: date
) -> tuple[PassId, str]:
    """Make and sign a pass whose code does not end in a space, which scanners strip."""
    private = bytes.fromhex(signing["private"])
    while True:
        pass_id = new_pass_id(
            ms=int(at.timestamp() * 1000),
            random32=int.from_bytes(os.urandom(4)),
            key_id=int(signing["key_id"]),
        )
        header = header_of(
            key_id=int(signing["key_id"]), pass_id=pass_id, first_day=first_day, last_day=last_day
        )
        code = encode_signed(header, sign(private, message_of(header)))
        if not code.endswith(" "):
            return pass_id, code


def _make_signing_key(work: UnitOfWork, at: datetime) -> None:
    private, public = new_key_pair()
    key_id = int.from_bytes(hmac.digest(b"station-desk key id", public, "sha256")[:2])
    work.settings.put("signing_key", {"key_id": key_id, "private": private.hex()})
    work.add(
        Change(
            kind="pass_key.added",
            entity=Entity.PASS_KEY,
            row_id=uuid7(at),
            values={"key_id": key_id, "public": public, "desk_id": work.settings.desk_id},
        )
    )
