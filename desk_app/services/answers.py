"""What a visitor is asked at check-in and has answered, within a check-in's transaction."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from desk_app.db.questions import CourseQuestion
from desk_app.db.unit_of_work import UnitOfWork
from desk_app.domain.changes import Change, Entity
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import CourseId, VisitorId, uuid7

MAX_ANSWER = 2000


def open_questions(
    work: UnitOfWork, course_id: CourseId, visitor_id: VisitorId
) -> list[CourseQuestion]:
    """Return the required questions that the visitor has not answered."""
    asked = [q for q in work.questions.of_course(course_id) if q.is_required]
    if not asked:
        return []
    known = work.questions.answered(visitor_id, [q.question_id for q in asked])
    return [q for q in asked if q.question_id not in known]


def keep_answers(
    work: UnitOfWork, visitor_id: VisitorId, answers: Mapping[UUID, str], at: datetime
) -> None:
    """Store what a visitor answered; a blank is kept out.

    Raises:
        KnownError: An answer is longer than the centre takes.
    """
    for question_id, wording in answers.items():
        if len(wording) > MAX_ANSWER:
            raise KnownError(
                "answer_too_long",
                zh=f"回答超过 {MAX_ANSWER} 字。请写短一些。",
                en=f"The answer is longer than {MAX_ANSWER} characters. Make it shorter.",
            )
        if wording.strip():
            work.add(
                Change(
                    kind="question.answered",
                    entity=Entity.ANSWER,
                    row_id=uuid7(at),
                    values={
                        "question_id": question_id,
                        "visitor_id": visitor_id,
                        "wording": wording.strip(),
                        "answered_at": at,
                    },
                )
            )
