"""Terms, calendar, waitlist offers, attendance marks, questions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TEXTS = ("category", "teacher", "series", "fee_note", "bring", "hand_outs")
_COUNTS = {
    "max_entries": 0,
    "daily_entries": 0,
    "late_weight_pct": 100,
    "warn_after_lessons": 3,
    "warn_below_pct": 75,
    "certificate_pct": 80,
    "hold_min": 24 * 60,
    "cut_off_min": 120,
    "release_after_min": 15,
}


def _text(name: str, default: str = "") -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), server_default=default, nullable=False)


def _flag(name: str, default: str = "0") -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean(), server_default=default, nullable=False)


def _count(name: str, default: int) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), server_default=str(default), nullable=False)


def upgrade() -> None:
    """Apply."""
    op.add_column("course", sa.Column("term_id", sa.Uuid(), nullable=True))
    for name in _TEXTS:
        op.add_column("course", _text(name))
    for name, default in _COUNTS.items():
        op.add_column("course", _count(name, default))
    op.add_column("course", _flag("reentry", "1"))
    op.add_column("course", _flag("counts_excused"))
    op.add_column("class_session", _text("speaker"))
    op.add_column("class_session", sa.Column("makes_up", sa.Uuid(), nullable=True))
    op.add_column("enrolment", _count("priority", 0))
    op.create_table(
        "term",
        sa.Column("term_id", sa.Uuid(), nullable=False),
        _text("name"),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("term_id"),
    )
    op.create_table(
        "calendar_day",
        sa.Column("calendar_day_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        _text("kind", "ordinary"),
        _text("name"),
        sa.PrimaryKeyConstraint("calendar_day_id"),
    )
    op.create_table(
        "seat_offer",
        sa.Column("seat_offer_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("offered_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        _text("status", "open"),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("seat_offer_id"),
    )
    op.create_index("ix_seat_offer_enrolment_id", "seat_offer", ["enrolment_id"])
    op.create_table(
        "seat_release",
        sa.Column("seat_release_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("given_up_by", sa.Uuid(), nullable=False),
        sa.Column("given_to", sa.Uuid(), nullable=False),
        _count("place", 1),
        sa.Column("released_at", sa.DateTime(), nullable=False),
        _text("operator"),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("seat_release_id"),
    )
    op.create_index("ix_seat_release_session_id", "seat_release", ["session_id"])
    op.create_table(
        "attendance_mark",
        sa.Column("attendance_mark_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("visitor_id", sa.Uuid(), nullable=False),
        _text("status"),
        _flag("is_automatic"),
        sa.Column("made_up_in", sa.Uuid(), nullable=True),
        _text("reason"),
        sa.Column("marked_at", sa.DateTime(), nullable=False),
        _text("marked_by"),
        sa.PrimaryKeyConstraint("attendance_mark_id"),
    )
    op.create_index("ix_attendance_mark_session", "attendance_mark", ["session_id", "visitor_id"])
    op.create_table(
        "question",
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        _count("place", 1),
        _text("wording"),
        _flag("is_required"),
        _flag("is_withdrawn"),
        sa.PrimaryKeyConstraint("question_id"),
    )
    op.create_index("ix_question_course_id", "question", ["course_id"])
    op.create_table(
        "answer",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("visitor_id", sa.Uuid(), nullable=False),
        _text("wording"),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("answer_id"),
    )
    op.create_index("ix_answer_visitor_id", "answer", ["visitor_id"])
    # What the feed held of these was passed over while they were unknown: read it again.
    op.execute("DELETE FROM cursor")
