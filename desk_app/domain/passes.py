"""Passes: what a code is, the signed payload, and whether a pass is good.

A signed pass is 122 characters, all in QR's alphanumeric set, the most that fits a QR code of
version 5 at error correction M (ISO/IEC 18004): ``D1`` (the format and its version), then Base45
(RFC 9285) of

    key id 2 | Unix ms of issue 6 | random 4 | valid from 2 | valid until 2 | Ed25519 signature 64

in bytes, big-endian. Days count from 2020-01-01 and are Asia/Shanghai dates; the last day is
included. There is no personal data inside. The pass id is the UUIDv7 of the issue time with the
random bits and the key id in its free bits, so it need not be sent whole.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from desk_app.domain.clock import day_bounds
from desk_app.domain.ids import PassId, VisitorId, uuid7_from, uuid7_parts

PREFIX = "D1"
SIGNED_LENGTH = 122
MAX_CODE_LENGTH = 2048
_CONTEXT = b"station-desk pass v1\0"
_EPOCH = date(2020, 1, 1)
_BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_HEADER_BYTES = 16


class PassKind(StrEnum):
    """Signed passes are ours; linked ones are any code that was tied to a visitor."""

    SIGNED = "signed"
    LINKED = "linked"


class PassStanding(StrEnum):
    """What is known of a presented code before anybody looks at courses."""

    GOOD = "good"
    UNKNOWN_CODE = "unknown_code"
    MALFORMED = "malformed"
    FOREIGN_CODE = "foreign_code"
    FORGED = "forged"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    RETIRED_KEY = "retired_key"


class KeyStatus(StrEnum):
    """A retired key signs nothing more; a compromised one is not believed."""

    ACTIVE = "active"
    RETIRED = "retired"
    COMPROMISED = "compromised"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassKey:
    """A public key that passes are verified with.

    Attributes:
        key_id: 0 to 65535; keys may share one, then each is tried.
        public: 32 bytes of Ed25519 (RFC 8032).
        retired_at: When it stopped signing (aware UTC), if it did.
    """

    key_id: int
    public: bytes
    status: KeyStatus = KeyStatus.ACTIVE
    retired_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """A pass as stored at a desk; ``last_day`` (Asia/Shanghai) is of a signed one."""

    pass_id: PassId
    visitor_id: VisitorId
    kind: PassKind
    revoked_at: datetime | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPass:
    """What a signed code says, before its signature is believed.

    Attributes:
        message: The bytes the signature covers.
        first_day: First Asia/Shanghai date on which it admits; ``last_day`` is included.
    """

    key_id: int
    pass_id: PassId
    first_day: date
    last_day: date
    issued_ms: int
    message: bytes
    signature: bytes


class MalformedCodeError(ValueError):
    """The text can be no code of ours nor one that a visitor could link."""


def clean_code(raw: str) -> str:
    r"""Strip what scanners add around a code and refuse what no code is made of.

    Removed: AIM symbology identifiers (``]Q3``), CR, LF, TAB, GS, other control characters at the
    ends and the literal ``\\000026`` some scanners print. Line ends inside (vCards have
    them) become LF, so that a camera and a scanner read one text.

    Raises:
        MalformedCodeError: Nothing is left, or too much, or control characters remain inside.
    """
    if len(raw) > MAX_CODE_LENGTH:
        msg = f"{len(raw)} characters"
        raise MalformedCodeError(msg)
    text = re.sub(r"^(?:[\x00-\x20]|\\0000\d\d)*(?:\][A-Za-z][0-9A-Za-z])?", "", raw)
    text = re.sub(r"(?:[\x00-\x20]|\\0000\d\d)+$", "", text)
    text = text.replace("\r\n", "\n")
    if not text or any(_is_odd(c) for c in text):
        msg = "control characters" if text else "empty"
        raise MalformedCodeError(msg)
    return text


def _is_odd(character: str) -> bool:
    """Whether no printed code holds this character; GS, TAB and line ends separate fields."""
    odd = unicodedata.category(character) in {"Cc", "Cs", "Cn"}
    return odd and character not in "\x1d\t\n\r"


def looks_signed(code: str) -> bool:
    """Whether a clean code claims to be a pass of ours."""
    return len(code) == SIGNED_LENGTH and _in_our_letters(code)


def looks_broken(code: str) -> bool:
    """Whether a clean code is a pass of ours that lost characters, or two run together.

    Handheld scanners type, and a busy computer drops what they type. Less than half a pass is left
    to the badges, which are shorter.
    """
    return len(code) > SIGNED_LENGTH // 2 and not looks_signed(code) and _in_our_letters(code)


def _in_our_letters(code: str) -> bool:
    return code.startswith(PREFIX) and set(code) <= set(_BASE45)


def encode_signed(header: bytes, signature: bytes) -> str:
    """Write the code of a signed pass."""
    return PREFIX + base45_encode(header + signature)


def header_of(*, key_id: int, pass_id: PassId, first_day: date, last_day: date) -> bytes:
    """Write the 16 bytes that say which pass this is and when it is good."""
    ms, rest = uuid7_parts(pass_id)
    days = [(day - _EPOCH).days for day in (first_day, last_day)]
    return (
        key_id.to_bytes(2)
        + ms.to_bytes(6)
        + (rest & 0xFFFF_FFFF).to_bytes(4)
        + b"".join(d.to_bytes(2) for d in days)
    )


def message_of(header: bytes) -> bytes:
    """Return the bytes to sign: the header in a context of its own."""
    return _CONTEXT + header


def new_pass_id(*, ms: int, random32: int, key_id: int) -> PassId:
    """Make the pass id that ``header_of`` can shorten."""
    return PassId(uuid7_from(ms, (key_id << 32) | random32))


def parse_signed(code: str) -> SignedPass | None:
    """Read a code that looks signed; None if its Base45 is broken."""
    try:
        data = base45_decode(code.removeprefix(PREFIX))
    except ValueError:
        return None
    header, signature = data[:_HEADER_BYTES], data[_HEADER_BYTES:]
    key_id, ms = int.from_bytes(header[:2]), int.from_bytes(header[2:8])
    return SignedPass(
        key_id=key_id,
        pass_id=new_pass_id(ms=ms, random32=int.from_bytes(header[8:12]), key_id=key_id),
        first_day=_EPOCH + timedelta(days=int.from_bytes(header[12:14])),
        last_day=_EPOCH + timedelta(days=int.from_bytes(header[14:16])),
        issued_ms=ms,
        message=message_of(header),
        signature=signature,
    )


def judge_signed(
    signed: SignedPass, *, key: PassKey | None, stored: Pass | None, at: datetime
) -> PassStanding:
    """Say whether a signed pass is good at a moment.

    A retired key's passes are good until they expire, then the answer names the key. Passes signed
    after it retired, or by a compromised key, count only where this desk already knows the pass.

    Args:
        signed: What the code says.
        key: The key whose signature fits, or None where no known key does.
        stored: The pass as this desk knows it, if it does.
        at: The moment it is shown (aware UTC).
    """
    if key is None:
        return PassStanding.FORGED
    if stored is not None and stored.revoked_at is not None:
        return PassStanding.REVOKED
    if stored is None and not _key_speaks_for(key, signed):
        return PassStanding.RETIRED_KEY
    if at < day_bounds(signed.first_day)[0]:
        return PassStanding.NOT_YET_VALID
    if at >= day_bounds(signed.last_day)[1]:
        return PassStanding.EXPIRED if key.status is KeyStatus.ACTIVE else PassStanding.RETIRED_KEY
    return PassStanding.GOOD


def _key_speaks_for(key: PassKey, signed: SignedPass) -> bool:
    if key.status is KeyStatus.COMPROMISED:
        return False
    return key.retired_at is None or signed.issued_ms < key.retired_at.timestamp() * 1000


def base45_encode(data: bytes) -> str:
    """Encode bytes as Base45 (RFC 9285)."""
    out: list[str] = []
    for i in range(0, len(data) - 1, 2):
        high, rest = divmod(int.from_bytes(data[i : i + 2]), 45 * 45)
        out += (_BASE45[rest % 45], _BASE45[rest // 45], _BASE45[high])
    if len(data) % 2:
        out += (_BASE45[data[-1] % 45], _BASE45[data[-1] // 45])
    return "".join(out)


def base45_decode(text: str) -> bytes:
    """Decode Base45 (RFC 9285).

    Raises:
        ValueError: A character outside the alphabet, a group too large, or a length of 1 modulo 3.
    """
    out = bytearray()
    for i in range(0, len(text), 3):
        group = [_BASE45.index(c) for c in text[i : i + 3]]
        value, size = sum(d * 45**place for place, d in enumerate(group)), len(group) - 1
        if not size or value >= 256**size:
            msg = f"bad group at {i}"
            raise ValueError(msg)
        out += value.to_bytes(size)
    return bytes(out)
