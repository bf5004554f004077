"""What the panels of the check-in page ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from desk_app.domain.ids import Nonce, VisitorId
from desk_app.services.results import CheckInResult


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRequest:
    """A new visitor; the code of ``code_nonce`` is linked to them.

    Attributes:
        known: Somebody registered before, to be checked in instead.
        is_new: Nobody registered before is meant: store without asking again.
    """

    name: str
    phone: str = ""
    company: str = ""
    workplace: str = ""
    code_nonce: Nonce | None = None
    known: VisitorId | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRequest:
    """Tie the code of one presentation to a visitor."""

    visitor_id: VisitorId
    code_nonce: Nonce


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRequest:
    """What a visitor answered, by question."""

    result: CheckInResult
    answers: Mapping[UUID, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRequest:
    """Staff let a visitor in against the rules."""

    operator_name: str
    pin: str
    reason: str
    result: CheckInResult


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInRequest:
    """A staff member says who they are."""

    operator_name: str
    pin: str
