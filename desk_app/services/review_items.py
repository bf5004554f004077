"""What there is to decide: what the centre raised, and what this desk found by itself, once."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from desk_app.db.outbox import QueuedOp
from desk_app.db.reviews import Act
from desk_app.db.unit_of_work import UnitOfWork
from desk_app.domain.changes import Entity
from desk_app.domain.clock import moment_of_ms
from desk_app.domain.ids import ReviewId
from desk_app.domain.review import ReviewItem, ReviewKind, covers, kind_of
from desk_app.domain.review_facts import MAX_TEXT, ReviewFacts, Side, clean_text

_LOCAL = UUID("6d0c8a8e-7a51-4f0e-9d0b-3f4d3f0f6a11")
_CODES = {"forbidden": ReviewKind.FORBIDDEN, "dead_op": ReviewKind.DEAD_OPERATION}
_REFUSED = {
    ("waitlisted", Entity.ENROLMENT): ReviewKind.OVER_CAPACITY,
    ("conflict", Entity.BOOKING): ReviewKind.DISPLACED_BOOKING,
    ("conflict", Entity.VISITOR): ReviewKind.PROFILE_CONFLICT,
}


def gather(work: UnitOfWork, at: datetime) -> list[ReviewItem]:
    """Return every item, newest first; what the centre raised stands for what was found here."""
    central = work.reviews.items()
    decided = [from_act(act) for act in work.reviews.acts() if act.item is not None]
    decided = [item for item in decided if not is_covered(item, central)]
    found = [item for item in refused_here(work) if not is_covered(item, central)]
    known = {(item.kind, item.about_id) for item in (*found, *decided)}
    found += [
        item
        for item in _displaced_here(work, at)
        if (item.kind, item.about_id) not in known and not is_covered(item, central)
    ]
    return sorted((*central, *decided, *found), key=lambda item: item.raised_at, reverse=True)


def is_covered(local: ReviewItem, central: Iterable[ReviewItem]) -> bool:
    """Whether the centre raised what this desk found by itself."""
    return any(covers(item, local) for item in central)


def refused_here(work: UnitOfWork) -> list[ReviewItem]:
    """Return an item for each operation of this desk that was not simply accepted."""
    return [_from_op(work, op, code, detail) for op, code, detail in work.outbox.unsettled()]


def to_json(item: ReviewItem) -> dict[str, Any]:
    """Write what must be kept of an item that only this desk knows."""
    facts = item.facts
    return {
        "kind": item.kind.value,
        "raised_at": item.raised_at.isoformat(),
        "about_entity": item.about_entity,
        "about_id": str(item.about_id) if item.about_id else None,
        "other_id": str(item.other_id) if item.other_id else None,
        "op_id": str(facts.op_id) if facts.op_id else None,
        "op_kind": facts.op_kind,
        "field": facts.field,
    }


def from_act(act: Act) -> ReviewItem:
    """Read an item that only this desk knows, as it was decided."""
    kept: Mapping[str, Any] = act.item or {}
    facts = ReviewFacts(
        op_id=_id(kept["op_id"]), op_kind=str(kept["op_kind"]), field=str(kept["field"])
    )
    return ReviewItem(
        review_id=act.review_id,
        kind=kind_of(str(kept["kind"])),
        raised_at=datetime.fromisoformat(str(kept["raised_at"])),
        about_entity=str(kept["about_entity"]),
        about_id=_id(kept["about_id"]),
        other_id=_id(kept["other_id"]),
        facts=facts,
        status=act.status,
        resolution=act.resolution,
        resolved_by=act.resolved_by,
        resolved_at=act.resolved_at,
        is_local=True,
    )


def _from_op(work: UnitOfWork, op: QueuedOp, code: str, detail: object) -> ReviewItem:
    told: Mapping[str, Any] = detail if isinstance(detail, dict) else {}
    entity = Entity(op.entity) if op.entity in set(Entity) else None
    kind = _CODES.get(code) or (entity and _REFUSED.get((code, entity))) or ReviewKind.OTHER
    name = ""
    if kind is ReviewKind.PROFILE_CONFLICT:
        kept = [text for text in told.get("kept") or () if text in op.fields]
        name = "name" if "name" in kept else clean_text(next(iter(kept), ""))
    place = told.get("place")
    at = moment_of_ms(op.wall_ms)
    return ReviewItem(
        review_id=ReviewId(uuid5(_LOCAL, f"op:{op.op_id}")),
        kind=kind,
        raised_at=at,
        about_entity=op.entity,
        about_id=op.row_id,
        other_id=_id(told.get("displaced_by")),
        facts=ReviewFacts(
            mine=Side(
                desk=work.settings.desk_name,
                operator=op.operator,
                at=at,
                value=str(op.fields.get(name) or "")[:MAX_TEXT] if name else "",
            ),
            field=name,
            op_id=op.op_id,
            op_kind=op.kind,
            place=place if isinstance(place, int) else 0,
            why=clean_text(told.get("why")),
        ),
        for_desk=work.settings.desk_id,
        is_local=True,
    )


def _displaced_here(work: UnitOfWork, at: datetime) -> list[ReviewItem]:
    return [
        ReviewItem(
            review_id=ReviewId(uuid5(_LOCAL, f"displaced:{booking_id}")),
            kind=ReviewKind.DISPLACED_BOOKING,
            raised_at=booked_at,
            about_entity=Entity.BOOKING.value,
            about_id=booking_id,
            for_desk=work.settings.desk_id,
            is_local=True,
        )
        for booking_id, booked_at in work.reviews.displaced(at)
    ]


def _id(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
