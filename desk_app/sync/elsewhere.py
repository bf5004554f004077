"""Looks for a person of another station, online, by an exact phone or pass."""

from typing import Any
from uuid import UUID

from desk_app.domain.elsewhere import FoundElsewhere, LookupAnswer
from desk_app.domain.errors import KnownError
from desk_app.sync.engine import SyncEngine
from desk_app.sync.protocol import BatchRefused, CentreUnreachable


def look_elsewhere(
    engine: SyncEngine,
    *,
    phone: str = "",
    pass_id: UUID | None = None,
    attach: UUID | None = None,
    operator: str = "",
) -> LookupAnswer:
    """Ask the centre, which notes who asked; ``attach`` brings one of the found into this station.

    Raises:
        KnownError: Offline, nothing exact given, too many lookups, or this desk was withdrawn.
    """
    call: dict[str, Any] = {"operator": operator, "attach": attach and str(attach)}
    call |= {"pass": str(pass_id)} if pass_id else {"phone": phone}
    try:
        answer = engine.lookup(call)
    except BatchRefused as error:
        raise KnownError(
            "lookup_inexact",
            zh="只能按完整的手机号或通行码查找。请输入完整的手机号。",
            en="Only a whole phone number or a pass can be looked up. Enter the whole number.",
        ) from error
    except CentreUnreachable as error:
        raise offline() from error
    match answer["code"]:
        case "ok":
            return _answer(answer)
        case "TOO_MANY":
            minutes = answer["retry_after_s"] // 60
            raise KnownError(
                "lookup_limited",
                zh=f"这台前台查得太多了，请 {minutes} 分钟后再试，或先按新来访者登记，以后再合并。",
                en=f"Too many lookups at this desk. Try again in {minutes} minutes, or register "
                "the person as new and merge later.",
            )
        case "REVOKED":
            raise KnownError(
                "withdrawn",
                zh="中心已停用这台前台，不能查找。请向中心要新的加入码。",
                en="The centre withdrew this desk. Ask it for a new enrolment text.",
            )
        case _:
            raise offline()


def _answer(answer: dict[str, Any]) -> LookupAnswer:
    return LookupAnswer(
        found=tuple(
            FoundElsewhere(
                visitor_id=UUID(match["visitor_id"]),
                name=match["name"],
                station=match["station"],
                is_here=match["is_here"],
            )
            for match in answer["matches"]
        ),
        attached=UUID(answer["attached"]) if answer["attached"] else None,
    )


def offline() -> KnownError:
    """Say that other stations' people cannot be found now, and what to do instead."""
    return KnownError(
        "centre_unreachable",
        zh="现在连不上中心，查不到其他站点的人。请先按新来访者登记，以后再合并。",
        en="The centre cannot be reached, so other stations' people are not found now. "
        "Register the person as new and merge later.",
    )
