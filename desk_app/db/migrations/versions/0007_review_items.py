"""What people must decide, and what this desk did about it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "review_item",
        sa.Column("review_item_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("raised_at", sa.DateTime(), nullable=True),
        sa.Column("about_entity", sa.Text(), server_default="", nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("other_id", sa.Uuid(), nullable=True),
        sa.Column("facts", sa.Text(), server_default="{}", nullable=False),
        sa.Column("for_desk", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("resolution", sa.Text(), server_default="", nullable=False),
        sa.Column("resolved_by", sa.Text(), server_default="", nullable=False),
        sa.Column("resolved_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("review_item_id"),
    )
    op.create_index("ix_review_item_status", "review_item", ["status"])
    op.create_table(
        "review_act",
        sa.Column("review_item_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("resolution", sa.Text(), server_default="", nullable=False),
        sa.Column("resolved_by", sa.Text(), server_default="", nullable=False),
        sa.Column("resolved_at", sa.DateTime(), nullable=True),
        sa.Column("undo", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("review_item_id"),
    )
    # Refusals that somebody has read already do not come up again as things to decide.
    op.execute(
        "UPDATE outbox SET result = json_set(result, '$.is_settled', 1) "
        "WHERE result IS NOT NULL AND json_extract(result, '$.is_seen') IS NOT NULL"
    )
