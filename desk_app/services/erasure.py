"""Erases a person on request; a bare id stays, so that old check-ins still count."""

from desk_app.db.erasure import ERASED, merged_into, scrub
from desk_app.db.unit_of_work import BeginWork
from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import Clock
from desk_app.domain.ids import VisitorId


class ErasureService:
    """Personal data goes from this desk at once, and from all others with the next exchange."""

    def __init__(self, begin: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._clock = clock

    def erase(self, visitor_id: VisitorId) -> int:
        """Blank what is known of a person and of those merged into them; answers how many passes.

        Passes no longer work. It cannot be taken back.
        """
        at = self._clock()
        with self._begin() as work:
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
