"""Add the record of who saw or took out personal data."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; it starts empty."""
    op.create_table(
        "access_log",
        sa.Column("access_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("visitor_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("access_id"),
    )
