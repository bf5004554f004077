"""SQLite tables that stay at this desk: pictures, and what an import has written so far.

Private to desk_app.db, as desk_app.db.tables.
"""

from sqlalchemy import Column, Integer, LargeBinary, Table, Text, Uuid

from desk_app.db.columns import UtcDateTime, flag, metadata

visitor_photo = Table(
    "visitor_photo",
    metadata,
    Column("visitor_id", Uuid, primary_key=True),
    Column("picture", LargeBinary, nullable=False),  # JPEG, see domain/photos.py
)

room_picture = Table(
    "room_picture",
    metadata,
    Column("photo", Text, primary_key=True),  # as the room names it, made of what it holds
    Column("picture", LargeBinary, nullable=False),  # JPEG, see documents/room_pictures.py
)

import_run = Table(
    "import_run",
    metadata,
    Column("import_id", Uuid, primary_key=True),
    Column("started_at", UtcDateTime, nullable=False),
    flag("is_whole"),  # all is written; its operations move to the outbox
)

import_op = Table(
    "import_op",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("import_id", Uuid, nullable=False),
    Column("before", Text),  # JSON {field: value}; NULL where the row was added
    flag("is_kept"),  # somebody used the row meanwhile: it stays though the import was cancelled
    Column("op_id", Uuid, nullable=False),  # from here on as in the outbox
    Column("kind", Text, nullable=False),
    Column("entity", Text, nullable=False),
    Column("row_id", Uuid, nullable=False),
    Column("fields", Text, nullable=False),
    Column("base", Text, nullable=False),
    Column("wall_ms", Integer, nullable=False),
    Column("offset_ms", Integer, nullable=False),
    Column("boot", Text, nullable=False),
    Column("monotonic_ms", Integer, nullable=False),
    Column("hlc", Integer, nullable=False),
    Column("operator", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
