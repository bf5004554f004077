"""Visitors as a desk shows them, and the operators who serve them."""

import re
from dataclasses import dataclass
from enum import StrEnum

from desk_app.domain.ids import OperatorId, VisitorId

_LONGEST_NAME = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A person the station knows.

    Attributes:
        phone: As stored, digits only; show ``mask_phone(phone)``.
        workplace: Building and floor, as one line of text.
        attention: A word to the operator, shown at check-in.
        blocked_reason: For staff only.
        merged_into: Who this turned out to be; hidden from search and lists then.
    """

    visitor_id: VisitorId
    name: str
    phone: str = ""
    company: str = ""
    workplace: str = ""
    attention: str = ""
    is_blocked: bool = False
    blocked_reason: str = ""
    merged_into: VisitorId | None = None


class Role(StrEnum):
    """What an operator may do."""

    VOLUNTEER = "volunteer"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Who is at the desk. Staff actions need the role staff and the PIN."""

    operator_id: OperatorId
    name: str
    role: Role


def mask_name(name: str) -> str:
    """Keep the first character of a name: ``林*``; what is empty stays empty."""
    return f"{name[0]}{'*' * min(2, len(name) - 1)}" if name else ""


def may_be_person(text: str) -> bool:
    """Whether a free text could be somebody's name: no Chinese name has five characters."""
    chinese = sum("\u4e00" <= character <= "\u9fff" for character in text)
    return chinese <= _LONGEST_NAME and not any(map(str.isdigit, text))


def mask_phone(phone: str) -> str:
    """Hide the middle of a phone number: ``138****1234``; shorter numbers keep two digits."""
    if len(phone) >= 8:  # noqa: PLR2004
        return f"{phone[:3]}****{phone[-4:]}"
    return f"****{phone[-2:]}" if phone else ""


_PHONE = re.compile(r"\+?\d(?:[\d\s()（）-]{5,}\d)")


def mask_contact(text: str) -> str:
    """Hide the middle of every phone number in a text, whatever stands around it."""
    return _PHONE.sub(lambda found: mask_phone("".join(filter(str.isdigit, found[0]))), text)
