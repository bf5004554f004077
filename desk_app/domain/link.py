"""How this desk stands with the centre: the facts behind the offline light."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desk_app.domain.errors import KnownError


class LinkProblem(StrEnum):
    """Why the light asks for attention."""

    CLOCK = "clock"
    REFUSED = "refused"
    SCHEMA = "schema"
    REVOKED = "revoked"
    CLONE = "clone"
    PROXY = "proxy"


class LinkState(StrEnum):
    """The offline light."""

    ALONE = "alone"
    CONNECTING = "connecting"
    ONLINE = "online"
    SENDING = "sending"
    OFFLINE = "offline"
    ATTENTION = "attention"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncStatus:
    """How this desk stands with the centre.

    Attributes:
        pending: Operations not yet at the centre; ``sent``, ``to_send``: of the run in progress.
        oldest_pending_at: When the oldest of them was made.
        offline_since: When the centre was last lost.
        roster_at: When this desk last read everything the centre had.
        refused: Operations the centre answered with something other than ok.
        clock_offset_s: Centre's time minus ours; over 120 s either way is worth a warning.
        problem: Set with ``attention``; ``proxy`` may come with ``offline``.
    """

    state: LinkState
    pending: int = 0
    sent: int = 0
    to_send: int = 0
    oldest_pending_at: datetime | None = None
    offline_since: datetime | None = None
    roster_at: datetime | None = None
    refused: int = 0
    clock_offset_s: float = 0.0
    problem: LinkProblem | None = None


_FRESH = timedelta(minutes=2)


def may_miss_others(status: SyncStatus, now: datetime) -> bool:
    """Whether other desks may have admitted somebody this desk has not heard of.

    So it is without the centre, before it has answered, and where something keeps this desk from
    reading what the centre has.
    """
    match status.state:
        case LinkState.OFFLINE | LinkState.CONNECTING:
            return True
        case LinkState.ATTENTION:
            return status.roster_at is None or now - status.roster_at > _FRESH
        case LinkState.ALONE | LinkState.ONLINE | LinkState.SENDING:
            return False


def withdrawn() -> KnownError:
    """Return why a withdrawn desk does nothing, and what ends that."""
    return KnownError(
        "withdrawn",
        zh="中心已停用这台前台。本机的记录都在；请向中心要新的加入码（desk-app enrol 加入码），"
        "或用 desk-app recovery export 导出还没上传的记录。",
        en="The centre withdrew this desk. All records here are kept: ask the centre for a new "
        "enrolment text (desk-app enrol TEXT), or carry what was not sent to another computer "
        "with desk-app recovery export.",
    )
