"""SQLite table of what staff noted about visitors.

Private to desk_app.db and desk_app.sync, as desk_app.db.tables.
"""

from sqlalchemy import Column, Table, Uuid

from desk_app.db.columns import UtcDateTime, flag, metadata, text

visitor_note = Table(
    "visitor_note",
    metadata,
    Column("visitor_note_id", Uuid, primary_key=True),
    Column("visitor_id", Uuid, nullable=False, index=True),
    text("wording"),
    Column("written_at", UtcDateTime, nullable=False),
    text("written_by"),
    flag("is_withdrawn"),
)
