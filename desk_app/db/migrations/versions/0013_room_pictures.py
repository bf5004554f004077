"""Pictures of rooms move into the database, so that a copy of it has them.

Those kept beside it so far are taken in; their files stay where they are.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Apply."""
    room_picture = op.create_table(
        "room_picture",
        sa.Column("photo", sa.Text(), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("photo"),
    )
    for name, content in _kept_beside():
        op.execute(room_picture.insert().values(photo=name, picture=content))


def _kept_beside() -> list[tuple[str, bytes]]:
    database = op.get_bind().engine.url.database
    found: list[tuple[str, bytes]] = []
    for path in sorted((Path(database or "").parent / "pictures").glob("*.jpg")):
        try:
            found.append((path.name, path.read_bytes()))
        except OSError:  # a picture nobody can read is no reason to keep the desk shut
            continue
    return found
