"""Rows of questions that a course asks at check-in, and of their answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from sqlite3 import Connection
from uuid import UUID

from desk_app.db.driver import rows
from desk_app.domain.ids import CourseId, VisitorId


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseQuestion:
    """What a course asks; a required one must be answered once before entering."""

    question_id: UUID
    course_id: CourseId
    wording: str
    is_required: bool


class Questions:
    """Reads questions and answers; they are written through UnitOfWork.add and change."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_course(self, course_id: CourseId) -> list[CourseQuestion]:
        """Return what a course asks, in order."""
        found = rows(
            self._connection,
            "SELECT question_id, wording, is_required FROM question "
            "WHERE course_id = :id AND NOT is_withdrawn ORDER BY place, question_id",
            id=course_id,
        )
        return [
            CourseQuestion(
                question_id=UUID(str(question_id)),
                course_id=course_id,
                wording=str(wording),
                is_required=bool(is_required),
            )
            for question_id, wording, is_required in found
        ]

    def answered(self, visitor_id: VisitorId, question_ids: Iterable[UUID]) -> set[UUID]:
        """Return which of the questions the visitor has answered; a blank is no answer."""
        wanted = set(question_ids)
        found = rows(
            self._connection,
            "SELECT question_id FROM answer WHERE visitor_id = :id AND trim(wording) != ''",
            id=visitor_id,
        )
        return wanted & {UUID(str(question_id)) for (question_id,) in found}
