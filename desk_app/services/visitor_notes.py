"""Use cases: what is said of a visitor for staff alone; each look is recorded."""

from uuid import UUID

from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.db.visitor_notes import VisitorNote
from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import Clock
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import VisitorId, uuid7
from desk_app.domain.people import Operator, Role, Visitor
from desk_app.services.unknown import unknown_visitor

_LONGEST = 2000


class VisitorNoteService:
    """Keeps notes; who is not staff is refused."""

    def __init__(self, begin: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._clock = clock

    def read(self, visitor_id: VisitorId, by: Operator) -> list[VisitorNote]:
        """Return the notes that stand, the latest first; who looked is recorded.

        Raises:
            KnownError: Not staff, or there is no such visitor.
        """
        with self._begin() as work:
            _check(work, visitor_id, by)
            work.visitor_list.record_access(self._clock(), by.name, "notes_shown", visitor_id)
            return work.visitor_notes.of(visitor_id)

    def why_blocked(self, visitor_id: VisitorId, by: Operator) -> str:
        """Return why the visitor is stopped, empty where nobody said; who looked is recorded.

        Raises:
            KnownError: Not staff, or there is no such visitor.
        """
        with self._begin() as work:
            visitor = _check(work, visitor_id, by)
            work.visitor_list.record_access(self._clock(), by.name, "block_shown", visitor_id)
            return visitor.blocked_reason

    def add(self, visitor_id: VisitorId, wording: str, by: Operator) -> UUID:
        """Write a note; answers what `withdraw` takes.

        Raises:
            KnownError: Not staff, no such visitor, or the note is empty or too long.
        """
        wording = wording.strip()
        if not 1 <= len(wording) <= _LONGEST:
            raise KnownError(
                "bad_note",
                zh=f"备注要有 1 到 {_LONGEST} 个字。",
                en=f"A note needs 1 to {_LONGEST} characters.",
            )
        at = self._clock()
        note_id = uuid7(at)
        with self._begin() as work:
            _check(work, visitor_id, by)
            work.add(
                Change(
                    kind="visitor_note.written",
                    entity=Entity.VISITOR_NOTE,
                    row_id=note_id,
                    values={
                        "visitor_id": visitor_id,
                        "wording": wording,
                        "written_at": at,
                        "written_by": by.name,
                    },
                )
            )
        return note_id

    def withdraw(
        self, visitor_id: VisitorId, note_id: UUID, by: Operator, *, is_withdrawn: bool = True
    ) -> bool:
        """Take a note away, or with ``is_withdrawn`` False put it back; False: there is none.

        Raises:
            KnownError: Not staff, or there is no such visitor.
        """
        with self._begin() as work:
            _check(work, visitor_id, by)
            standing = any(note.note_id == note_id for note in work.visitor_notes.of(visitor_id))
            if standing is not is_withdrawn:
                return False
            work.change(
                Change(
                    kind="visitor_note.withdrawn" if is_withdrawn else "visitor_note.restored",
                    entity=Entity.VISITOR_NOTE,
                    row_id=note_id,
                    values={"is_withdrawn": is_withdrawn},
                )
            )
        return True


def _check(work: UnitOfWork, visitor_id: VisitorId, by: Operator) -> Visitor:
    if by.role is not Role.STAFF:
        raise KnownError(
            "needs_staff",
            zh="这只给工作人员看：请工作人员输入姓名和 PIN。",
            en="This is for staff: a staff member enters name and PIN.",
        )
    visitor = work.people.visitor(visitor_id)
    if visitor is None:
        raise unknown_visitor(str(visitor_id))
    return visitor
