"""Use cases: two entries that turned out to be one person become one, and two again."""

import json
from dataclasses import dataclass
from uuid import UUID

from desk_app.db.merging import OWNED
from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.changes import Change, Entity
from desk_app.domain.courses import EnrolmentStatus
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import VisitorId
from desk_app.domain.people import Visitor
from desk_app.services.pinyin import search_text
from desk_app.services.taking_back import Record, restore
from desk_app.services.unknown import unknown_visitor

_FILLED = ("phone", "company", "workplace", "attention")


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeReport:
    """How many rows of others a merge, or taking it back, changed."""

    kept: VisitorId
    merged: VisitorId
    rows: int


class MergeService:
    """Merges visitors by ordinary changes, and remembers each to take it back."""

    def __init__(self, begin: BeginWork) -> None:
        self._begin = begin

    def merge(self, kept: VisitorId, merged: VisitorId) -> MergeReport:
        """Give the one what the other has, and hide the other.

        Of two places in one course the better stays; a block stays a block; what the one kept
        lacks (a phone, a company) comes from the other.

        Raises:
            KnownError: One is unknown, merged already, or has others merged into them.
        """
        with self._begin() as work:
            return merge(work, kept, merged)

    def unmerge(self, merged: VisitorId) -> MergeReport:
        """Take a merge back; what was changed again since then stays as it is.

        Raises:
            KnownError: There is no such visitor, or they are not merged.
        """
        with self._begin() as work:
            return unmerge(work, merged)

    def resolve(self, text: str) -> VisitorId:
        """Read an id, or a name that only one merged visitor has.

        Raises:
            KnownError: Nobody or several people fit.
        """
        try:
            return VisitorId(UUID(text))
        except ValueError:
            with self._begin() as work:
                found = work.people.by_name(text, is_merged=True)
        if len(found) == 1:
            return found[0].visitor_id
        raise KnownError(
            "several_visitors" if found else "unknown_visitor",
            zh=f"有 {len(found)} 位被合并的“{text}”，请改用编号（合并时显示的 merged）。",
            en=f"{len(found)} merged visitors are called {text}: use the id the merge printed.",
        )


def merge(work: UnitOfWork, kept: VisitorId, merged: VisitorId) -> MergeReport:
    """Merge in a transaction that the caller holds; see MergeService.merge."""
    first, second = _known(work, kept), _known(work, merged)
    _refuse(work, first, second)
    record = Record(work, "merged")
    for entity, field in OWNED:
        for row_id in work.merging.owned(entity, field, merged):
            record.set(entity, row_id, {field: kept})
    for row_id in work.merging.marks_to_move(kept, merged):
        record.set(Entity.ATTENDANCE_MARK, row_id, {"visitor_id": kept})
    _move_places(work, record, kept, merged)
    values = _filled(first, second)
    if values:
        record.set(Entity.VISITOR, kept, values)
    written = json.dumps(record.changes, ensure_ascii=False, separators=(",", ":"))
    work.change(
        Change(
            kind="visitor.merged",
            entity=Entity.VISITOR,
            row_id=merged,
            values={"merged_into": kept, "merged_rows": written},
        )
    )
    _index(work, kept)
    return MergeReport(kept=kept, merged=merged, rows=len(record.changes))


def unmerge(work: UnitOfWork, merged: VisitorId) -> MergeReport:
    """Take a merge back in a transaction that the caller holds; see MergeService.unmerge."""
    visitor = _known(work, merged)
    kept = visitor.merged_into
    if kept is None:
        raise KnownError(
            "not_merged",
            zh=f"“{visitor.name}”没有被合并过，无须撤销。",
            en=f"{visitor.name} is not merged into anybody: there is nothing to take back.",
        )
    written = str(work.merging.value(Entity.VISITOR, merged, "merged_rows") or "[]")
    count = sum(restore(work, entry, "unmerged") for entry in json.loads(written))
    work.change(
        Change(
            kind="visitor.unmerged",
            entity=Entity.VISITOR,
            row_id=merged,
            values={"merged_into": None, "merged_rows": ""},
        )
    )
    _index(work, kept)
    return MergeReport(kept=kept, merged=merged, rows=count)


def _move_places(work: UnitOfWork, record: Record, kept: VisitorId, merged: VisitorId) -> None:
    confirmed, dropped = EnrolmentStatus.CONFIRMED.value, EnrolmentStatus.DROPPED.value
    own = {e.course_id: e for e in work.merging.enrolments(kept) if e.status != dropped}
    for place in work.merging.enrolments(merged):
        mine = own.get(place.course_id)
        if mine is not None and place.status != dropped:
            if place.status != confirmed or mine.status == confirmed:
                record.set(Entity.ENROLMENT, place.enrolment_id, {"status": dropped})
                continue
            record.set(Entity.ENROLMENT, mine.enrolment_id, {"status": dropped})
        record.set(Entity.ENROLMENT, place.enrolment_id, {"visitor_id": kept})


def _filled(kept: Visitor, merged: Visitor) -> dict[str, object]:
    values: dict[str, object] = {
        field: getattr(merged, field)
        for field in _FILLED
        if getattr(merged, field) and not getattr(kept, field)
    }
    if merged.is_blocked and not kept.is_blocked:
        values |= {"is_blocked": True, "blocked_reason": merged.blocked_reason}
    return values


def _index(work: UnitOfWork, visitor_id: VisitorId) -> None:
    visitor = _known(work, visitor_id)
    work.people.set_search_texts([(visitor_id, search_text(visitor.name, visitor.phone))])


def _known(work: UnitOfWork, visitor_id: VisitorId) -> Visitor:
    visitor = work.people.visitor(visitor_id)
    if visitor is None:
        raise unknown_visitor(str(visitor_id))
    return visitor


def _refuse(work: UnitOfWork, kept: Visitor, merged: Visitor) -> None:
    if kept.visitor_id == merged.visitor_id:
        raise KnownError(
            "merge_same",
            zh="这两个编号是同一位，请选两位不同的人。",
            en="Both are the same entry: choose two different ones.",
        )
    for visitor in (kept, merged):
        if visitor.merged_into is not None:
            raise KnownError(
                "already_merged",
                zh=f"“{visitor.name}”（{visitor.visitor_id}）已经合并给别人，"
                "请先用 visitor unmerge 撤销。",
                en=f"{visitor.name} ({visitor.visitor_id}) is merged already: "
                "take that back first with visitor unmerge.",
            )
    if work.people.has_others_merged(merged.visitor_id):
        raise KnownError(
            "others_merged",
            zh=f"已有人合并到“{merged.name}”，请保留这一位，把另一位合并过来。",
            en=f"Others are merged into {merged.name}: keep this one and merge the other into it.",
        )
