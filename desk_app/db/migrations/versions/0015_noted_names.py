"""The name a volunteer notes for a pass whose visitor this desk does not know yet."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "attempt", sa.Column("noted_name", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
