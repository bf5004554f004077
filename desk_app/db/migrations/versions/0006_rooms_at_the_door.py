"""A presentation may be for a booked room."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Apply."""
    op.add_column("attempt", sa.Column("booking_id", sa.Uuid(), nullable=True))
