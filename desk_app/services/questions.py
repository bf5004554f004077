"""Use cases: what a course asks at check-in."""

from uuid import UUID

from desk_app.db.questions import CourseQuestion
from desk_app.db.unit_of_work import BeginWork
from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import Clock
from desk_app.domain.ids import CourseId, uuid7
from desk_app.services.unknown import unknown_course
from desk_app.services.visitors import clean_name


class QuestionService:
    """Keeps questions of courses."""

    def __init__(self, begin: BeginWork, read: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock

    def add(self, course_id: CourseId, wording: str, *, is_required: bool) -> UUID:
        """Let a course ask a question at check-in, each visitor once.

        Raises:
            KnownError: There is no such course, or nothing is asked.
        """
        question_id = uuid7(self._clock())
        wording = clean_name(wording)
        with self._begin() as work:
            if not work.courses.sessions_of(course_id):
                raise unknown_course(str(course_id))
            work.add(
                Change(
                    kind="question.added",
                    entity=Entity.QUESTION,
                    row_id=question_id,
                    values={
                        "course_id": course_id,
                        "place": len(work.questions.of_course(course_id)) + 1,
                        "wording": wording,
                        "is_required": is_required,
                    },
                )
            )
        return question_id

    def withdraw(self, course_id: CourseId, question_id: UUID) -> bool:
        """Ask a question no more; its answers stay. False where the course does not ask it."""
        with self._begin() as work:
            if all(q.question_id != question_id for q in work.questions.of_course(course_id)):
                return False
            work.change(
                Change(
                    kind="question.withdrawn",
                    entity=Entity.QUESTION,
                    row_id=question_id,
                    values={"is_withdrawn": True},
                )
            )
        return True

    def of_course(self, course_id: CourseId) -> list[CourseQuestion]:
        """Return what a course asks, in order."""
        with self._read() as work:
            return work.questions.of_course(course_id)
