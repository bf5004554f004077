"""Until when a booking lasts stands in the index of its room: most are passed over unread."""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Apply."""
    op.drop_index("ix_booking_room", "booking")
    op.create_index("ix_booking_room", "booking", ["room_id", "starts_at", "ends_at"])
