"""Whose a visitor of another station is."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "visitor", sa.Column("station", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
