"""Erases a person on request; a bare id stays, so that old check-ins still count."""

from desk_app.db.erasure import ERASED, merged_into, scrub, station_of
from desk_app.db.unit_of_work import BeginWork
from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import Clock
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import VisitorId
from desk_app.domain.people import Operator, Role


class ErasureService:
    """Personal data goes from this desk at once, and from all others with the next exchange."""

    def __init__(self, begin: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._clock = clock

    def erase(self, visitor_id: VisitorId, by: Operator | None = None) -> int:
        """Blank what is known of a person and of those merged into them; answers how many passes.

        Passes no longer work. It cannot be taken back. Who erased, and when, is recorded.

        Args:
            visitor_id: Who is erased.
            by: Staff who signed for it; None: who is on shift.

        Raises:
            KnownError: Signed by somebody who is not staff, or another station's visitor: the
                centre would refuse it, and they would be known there as before.
        """
        if by is not None and by.role is not Role.STAFF:
            raise KnownError(
                "needs_staff",
                zh="删除个人信息要由工作人员来做，请工作人员输入 PIN。",
                en="Only staff erase personal data: let a staff member enter their PIN.",
            )
        at = self._clock()
        with self._begin() as work:
            station = station_of(work.connection, visitor_id)
            if station:
                raise KnownError(
                    "other_station",
                    zh=f"这位来访者由“{station}”登记，只有那里能删除。请让对方联系“{station}”，"
                    "或由您代为转告；删除后这里也会随之清除。",
                    en=f"{station} registered this visitor, and only they can erase them. Ask "
                    f"{station} to do it; what this desk knows goes with it.",
                )
            if by is not None:
                work.operator = by.name
            work.visitor_list.record_access(at, work.operator, "erased", visitor_id)
            passes = [p for p in work.passes.of_visitor(visitor_id) if p.revoked_at is None]
            for known in passes:
                work.change(
                    Change(
                        kind="pass.revoked",
                        entity=Entity.PASS,
                        row_id=known.pass_id,
                        values={"revoked_at": at},
                    )
                )
            for row_id in (visitor_id, *merged_into(work.connection, visitor_id)):
                scrub(work.connection, row_id)
                work.change(
                    Change(
                        kind=ERASED,
                        entity=Entity.VISITOR,
                        row_id=row_id,
                        values={"name": "", "phone": "", "company": "", "workplace": ""},
                    )
                )
        return len(passes)
