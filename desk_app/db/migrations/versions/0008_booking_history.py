"""What was done to bookings, line by line; lines are never changed or taken out."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; bookings that are there already begin with the moment they were made."""
    op.create_table(
        "booking_event",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("operator", sa.Text(), server_default="", nullable=False),
        sa.Column("action", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), server_default="desk", nullable=False),
        sa.Column("differences", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("event_id"),
    )
    op.create_index("ix_booking_event_booking_id", "booking_event", ["booking_id"])
    op.execute(
        "INSERT INTO booking_event (booking_id, at, action) "
        "SELECT booking_id, booked_at, 'created' FROM booking ORDER BY booked_at, booking_id"
    )
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER booking_event_no_{verb.lower()} BEFORE {verb} ON booking_event "
            "BEGIN SELECT raise(ABORT, 'the history of bookings is only added to'); END"
        )
