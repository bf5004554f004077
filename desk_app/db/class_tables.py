"""SQLite tables around lessons: terms, calendar, waitlist, attendance, questions.

Private to desk_app.db and desk_app.sync, as desk_app.db.tables.
"""

from sqlalchemy import Column, Date, Index, Table, Uuid

from desk_app.db.columns import UtcDateTime, count, flag, metadata, text

term = Table(
    "term",
    metadata,
    Column("term_id", Uuid, primary_key=True),
    text("name"),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
)

calendar_day = Table(  # what differs from chinesecalendar; the id follows from the day
    "calendar_day",
    metadata,
    Column("calendar_day_id", Uuid, primary_key=True),
    Column("day", Date, nullable=False),
    text("kind", "ordinary"),
    text("name"),
)

seat_offer = Table(
    "seat_offer",
    metadata,
    Column("seat_offer_id", Uuid, primary_key=True),
    Column("enrolment_id", Uuid, nullable=False, index=True),
    Column("offered_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    text("status", "open"),
    Column("settled_at", UtcDateTime),
)

seat_release = Table(
    "seat_release",
    metadata,
    Column("seat_release_id", Uuid, primary_key=True),
    Column("session_id", Uuid, nullable=False, index=True),
    Column("given_up_by", Uuid, nullable=False),
    Column("given_to", Uuid, nullable=False),
    count("place", 1),
    Column("released_at", UtcDateTime, nullable=False),
    text("operator"),
    Column("undone_at", UtcDateTime),
)

attendance_mark = Table(  # the id follows from session and visitor: one mark each, at any desk
    "attendance_mark",
    metadata,
    Column("attendance_mark_id", Uuid, primary_key=True),
    Column("session_id", Uuid, nullable=False),
    Column("visitor_id", Uuid, nullable=False),
    text("status"),  # empty: cleared by a person
    flag("is_automatic"),
    Column("made_up_in", Uuid),
    text("reason"),
    Column("marked_at", UtcDateTime, nullable=False),
    text("marked_by"),
    Index("ix_attendance_mark_session", "session_id", "visitor_id"),
)

question = Table(
    "question",
    metadata,
    Column("question_id", Uuid, primary_key=True),
    Column("course_id", Uuid, nullable=False, index=True),
    count("place", 1),
    text("wording"),
    flag("is_required"),
    flag("is_withdrawn"),
)

answer = Table(
    "answer",
    metadata,
    Column("answer_id", Uuid, primary_key=True),
    Column("question_id", Uuid, nullable=False),
    Column("visitor_id", Uuid, nullable=False, index=True),
    text("wording"),
    Column("answered_at", UtcDateTime, nullable=False),
)
