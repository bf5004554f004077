"""First schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "attempt",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("nonce", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.Column("code_kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("visitor_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("check_in_id", sa.Uuid(), nullable=True),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("attempt_id"),
    )
    op.create_table(
        "check_in",
        sa.Column("check_in_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("visitor_id", sa.Uuid(), nullable=True),
        sa.Column("pass_id", sa.Uuid(), nullable=True),
        sa.Column("direction", sa.Text(), server_default="in", nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("offset_ms", sa.Integer(), server_default="0", nullable=False),
        sa.Column("desk_id", sa.Uuid(), nullable=True),
        sa.Column("desk_name", sa.Text(), server_default="", nullable=False),
        sa.Column("operator", sa.Text(), server_default="", nullable=False),
        sa.Column("nonce", sa.Uuid(), nullable=False),
        sa.Column("force_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("overrode", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("is_walk_in", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by", sa.Text(), server_default="", nullable=False),
        sa.Column("dup_of", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("check_in_id"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.create_index(
            "ix_check_in_provisional",
            ["pass_id"],
            unique=False,
            sqlite_where=sa.text("visitor_id IS NULL"),
        )
        batch_op.create_index("ix_check_in_session", ["session_id", "visitor_id"], unique=False)
        batch_op.create_index("ix_check_in_visitor", ["visitor_id"], unique=False)

    op.create_table(
        "class_session",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), server_default="1", nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("room", sa.Text(), server_default="", nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("session_id"),
    )
    with op.batch_alter_table("class_session", schema=None) as batch_op:
        batch_op.create_index("ix_class_session_course", ["course_id", "starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_class_session_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "course",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="course", nullable=False),
        sa.Column("room", sa.Text(), server_default="", nullable=False),
        sa.Column("room_hint", sa.Text(), server_default="", nullable=False),
        sa.Column("capacity", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lessons", sa.Integer(), server_default="0", nullable=False),
        sa.Column("opens_before_min", sa.Integer(), server_default="30", nullable=False),
        sa.Column("tolerance_min", sa.Integer(), server_default="10", nullable=False),
        sa.Column("late_after_min", sa.Integer(), server_default="10", nullable=False),
        sa.Column("very_late_after_min", sa.Integer(), server_default="30", nullable=False),
        sa.Column("award_absences", sa.Integer(), server_default="2", nullable=False),
        sa.Column("several_entries", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("walk_ins", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("course_id"),
    )
    op.create_table(
        "cursor",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("scope"),
    )
    op.create_table(
        "enrolment",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("visitor_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), server_default="confirmed", nullable=False),
        sa.Column("enrolled_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("enrolment_id"),
    )
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.create_index("ix_enrolment_course", ["course_id", "status"], unique=False)
        batch_op.create_index("ix_enrolment_visitor", ["visitor_id"], unique=False)

    op.create_table(
        "link_key",
        sa.Column("link_key_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("link_key_id"),
    )
    op.create_table(
        "operator",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("operator_id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "outbox",
        sa.Column("q", sa.Integer(), nullable=False),
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("wall_ms", sa.Integer(), nullable=False),
        sa.Column("offset_ms", sa.Integer(), nullable=False),
        sa.Column("boot", sa.Text(), nullable=False),
        sa.Column("monotonic_ms", sa.Integer(), nullable=False),
        sa.Column("hlc", sa.Integer(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("acked_at", sa.DateTime(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("pos", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("q"),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_pending", ["q"], unique=False, sqlite_where=sa.text("acked_at IS NULL")
        )
        batch_op.create_index("ix_outbox_row", ["row_id", "q"], unique=False)

    op.create_table(
        "pass",
        sa.Column("pass_id", sa.Uuid(), nullable=False),
        sa.Column("visitor_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.Column("hint", sa.Text(), server_default="", nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("pass_id"),
    )
    with op.batch_alter_table("pass", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pass_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_pass_visitor_id"), ["visitor_id"], unique=False)

    op.create_table(
        "pass_key",
        sa.Column("pass_key_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("desk_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("pass_key_id"),
    )
    with op.batch_alter_table("pass_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pass_key_key_id"), ["key_id"], unique=False)

    op.create_table(
        "server_row",
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("revisions", sa.Text(), nullable=False),
        sa.Column("image", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("entity", "row_id"),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "visitor",
        sa.Column("visitor_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("company", sa.Text(), server_default="", nullable=False),
        sa.Column("workplace", sa.Text(), server_default="", nullable=False),
        sa.Column("attention", sa.Text(), server_default="", nullable=False),
        sa.Column("is_blocked", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("blocked_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("search_text", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("visitor_id"),
    )
