"""Rooms, closures, bookings, their series, and blocks of bookers."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "room",
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("capacity", sa.Integer(), server_default="0", nullable=False),
        sa.Column("hours", sa.Text(), server_default="[]", nullable=False),
        sa.Column("setup_min", sa.Integer(), server_default="0", nullable=False),
        sa.Column("cleanup_min", sa.Integer(), server_default="0", nullable=False),
        sa.Column("gap_mode", sa.Text(), server_default="max", nullable=False),
        sa.Column("at_once", sa.Integer(), server_default="1", nullable=False),
        sa.Column("by_headcount", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("equipment", sa.Text(), server_default="{}", nullable=False),
        sa.Column("fixtures", sa.Text(), server_default="{}", nullable=False),
        sa.Column("part_of", sa.Uuid(), nullable=True),
        sa.Column("use", sa.Text(), server_default="both", nullable=False),
        sa.Column("bookers", sa.Text(), server_default="anyone", nullable=False),
        sa.Column("needs_approval", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("opens_on_holidays", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("max_min", sa.Integer(), server_default="0", nullable=False),
        sa.Column("ahead_days", sa.Integer(), server_default="0", nullable=False),
        sa.Column("week_quota_min", sa.Integer(), server_default="0", nullable=False),
        sa.Column("month_quota_min", sa.Integer(), server_default="0", nullable=False),
        sa.Column("open_quota", sa.Integer(), server_default="0", nullable=False),
        sa.Column("early_min", sa.Integer(), server_default="15", nullable=False),
        sa.Column("release_min", sa.Integer(), server_default="15", nullable=False),
        sa.Column("rules", sa.Text(), server_default="", nullable=False),
        sa.Column("photo", sa.Text(), server_default="", nullable=False),
        sa.Column("station", sa.Text(), server_default="", nullable=False),
        sa.Column("is_retired", sa.Boolean(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("room_id"),
    )
    op.create_table(
        "closure",
        sa.Column("closure_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("is_lifted", sa.Boolean(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("closure_id"),
    )
    op.create_index("ix_closure_ends_at", "closure", ["ends_at"])
    op.create_table(
        "booking_series",
        sa.Column("booking_series_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("booking_series_id"),
    )
    op.create_table(
        "booking",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("status", sa.Text(), server_default="confirmed", nullable=False),
        sa.Column("visitor_id", sa.Uuid(), nullable=True),
        sa.Column("company", sa.Text(), server_default="", nullable=False),
        sa.Column("contact", sa.Text(), server_default="", nullable=False),
        sa.Column("purpose", sa.Text(), server_default="", nullable=False),
        sa.Column("headcount", sa.Integer(), server_default="0", nullable=False),
        sa.Column("needs", sa.Text(), server_default="{}", nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("occurrence", sa.Text(), server_default="", nullable=False),
        sa.Column("booked_at", sa.DateTime(), nullable=False),
        sa.Column("checked_in_at", sa.DateTime(), nullable=True),
        sa.Column("freed_at", sa.DateTime(), nullable=True),
        sa.Column("held_until", sa.DateTime(), nullable=True),
        sa.Column("override_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("is_walk_in", sa.Boolean(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("booking_id"),
    )
    op.create_index("ix_booking_starts_at", "booking", ["starts_at"])
    op.create_index("ix_booking_series_id", "booking", ["series_id"])
    op.create_index("ix_booking_room", "booking", ["room_id", "starts_at"])
    op.create_index("ix_booking_visitor", "booking", ["visitor_id", "starts_at"])
    op.create_index("ix_booking_company", "booking", ["company", "starts_at"])
    op.create_table(
        "booker_block",
        sa.Column("booker_block_id", sa.Uuid(), nullable=False),
        sa.Column("visitor_id", sa.Uuid(), nullable=True),
        sa.Column("company", sa.Text(), server_default="", nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("is_lifted", sa.Boolean(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("booker_block_id"),
    )
