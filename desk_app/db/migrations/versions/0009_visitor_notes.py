"""What staff note about visitors."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "visitor_note",
        sa.Column("visitor_note_id", sa.Uuid(), nullable=False),
        sa.Column("visitor_id", sa.Uuid(), nullable=False),
        sa.Column("wording", sa.Text(), server_default="", nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("written_by", sa.Text(), server_default="", nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("visitor_note_id"),
    )
    op.create_index("ix_visitor_note_visitor_id", "visitor_note", ["visitor_id"])
