"""Says what a presented code is: a pass of ours, a linked code, or something else."""

import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime

from desk_app.db.unit_of_work import UnitOfWork
from desk_app.domain.code_kinds import NEVER_LINKED, CodeKind, kind_of_code
from desk_app.domain.ids import PassId
from desk_app.domain.passes import (
    MalformedCodeError,
    Pass,
    PassKey,
    PassStanding,
    SignedPass,
    clean_code,
    judge_signed,
    looks_broken,
    looks_signed,
    parse_signed,
)
from desk_app.domain.people import Visitor
from desk_app.services.signatures import is_signed_by

HINT_LENGTH = 4
"""How many last characters of a code a person is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """What is known of a presented code.

    Attributes:
        pass_id: Set where the code is a pass of ours or linked, even if it is not good.
        visitor: Whom it stands for, if this desk knows.
        digest: Keyed hash of the code, for the record of attempts.
        hint: Its last four characters; empty for money and the city's identity.
    """

    standing: PassStanding
    kind: str
    pass_id: PassId | None
    visitor: Visitor | None
    digest: bytes | None
    hint: str
    can_link: bool


def identify(work: UnitOfWork, raw: str, at: datetime) -> Presented:
    """Say what a scanned text is; links are looked up before kinds are judged."""
    try:
        code = clean_code(raw)
    except MalformedCodeError:
        return _nobody(PassStanding.MALFORMED, kind="malformed", digest=None, hint="")
    secrets = work.passes.link_secrets()
    digest = digest_of(secrets[0], code) if secrets else None
    if looks_signed(code):
        signed = parse_signed(code)
        if signed is not None:
            return _identify_signed(work, signed, at, digest, code[-HINT_LENGTH:])
        return _nobody(PassStanding.FORGED, kind="signed", digest=digest, hint=code[-HINT_LENGTH:])
    known = find_linked(work, code, secrets)
    if known is None and looks_broken(code):
        return _nobody(PassStanding.MALFORMED, kind="signed", digest=digest, hint="")
    if known is None:
        kind, can_link = kind_of_code(code), is_linkable(code)
        return _nobody(
            PassStanding.UNKNOWN_CODE if kind is CodeKind.OTHER else PassStanding.FOREIGN_CODE,
            kind=kind.value,
            digest=digest,
            hint="" if kind in NEVER_LINKED else code[-HINT_LENGTH:],
            can_link=can_link,
        )
    found, visitor = known
    return Presented(
        standing=PassStanding.GOOD if found.revoked_at is None else PassStanding.REVOKED,
        kind="linked",
        pass_id=found.pass_id,
        visitor=visitor,
        digest=digest,
        hint=code[-HINT_LENGTH:],
        can_link=False,
    )


def signed_pass_id(raw: str) -> PassId | None:
    """Return the id a scanned text claims as a signed pass; the centre judges it by its own row."""
    try:
        code = clean_code(raw)
    except MalformedCodeError:
        return None
    signed = parse_signed(code) if looks_signed(code) else None
    return signed.pass_id if signed is not None else None


def _nobody(
    standing: PassStanding, *, kind: str, digest: bytes | None, hint: str, can_link: bool = False
) -> Presented:
    return Presented(
        standing=standing,
        kind=kind,
        pass_id=None,
        visitor=None,
        digest=digest,
        hint=hint,
        can_link=can_link,
    )


def _identify_signed(
    work: UnitOfWork, signed: SignedPass, at: datetime, digest: bytes | None, hint: str
) -> Presented:
    key = next((k for k in work.passes.public_keys(signed.key_id) if _fits(k, signed)), None)
    known = work.passes.get(signed.pass_id) if key else None
    stored, visitor = known or (None, None)
    return Presented(
        standing=judge_signed(signed, key=key, stored=stored, at=at),
        kind="signed",
        pass_id=signed.pass_id if key else None,
        visitor=visitor,
        digest=digest,
        hint=hint,
        can_link=False,
    )


def _fits(key: PassKey, signed: SignedPass) -> bool:
    return is_signed_by(key.public, signed.signature, signed.message)


def find_linked(
    work: UnitOfWork, code: str, secrets: list[bytes]
) -> tuple[Pass, Visitor | None] | None:
    """Find the pass a code is linked as, one in use before one taken out of use."""
    found = [work.passes.linked(digest_of(secret, code)) for secret in secrets]
    live = [known for known in found if known is not None]
    return min(live, key=lambda known: known[0].revoked_at is not None, default=None)


def digest_of(secret: bytes, code: str) -> bytes:
    """Return the keyed hash that stands for a code; the code itself is never stored."""
    return hmac.digest(secret, code.encode("utf-8", "surrogatepass"), "sha256")


def is_linkable(code: str) -> bool:
    """Database ids, payments, the city's identity and codes in our own format are no badges."""
    if looks_signed(code) or looks_broken(code) or kind_of_code(code) in NEVER_LINKED:
        return False
    try:
        uuid.UUID(code)
    except ValueError:
        return True
    return False
