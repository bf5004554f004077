"""SQLite tables of what people must decide.

Private to desk_app.db and desk_app.sync, as desk_app.db.tables.
"""

from sqlalchemy import Column, Index, Table, Text, Uuid

from desk_app.db.columns import UtcDateTime, metadata, text

review_item = Table(
    "review_item",
    metadata,
    Column("review_item_id", Uuid, primary_key=True),
    Column("kind", Text),  # NULL: a decision came before what it decides about
    Column("raised_at", UtcDateTime),
    text("about_entity"),
    Column("about_id", Uuid),
    Column("other_id", Uuid),  # the winner, or the other side
    text("facts", "{}"),  # JSON object of the centre; nothing in it is trusted
    Column("for_desk", Uuid),  # whose operation lost
    text("status", "open"),
    text("resolution"),
    text("resolved_by"),
    Column("resolved_at", UtcDateTime),
    Index("ix_review_item_status", "status"),
)

review_act = Table(  # what this desk did about an item, and by what it is undone; never travels
    "review_act",
    metadata,
    Column("review_item_id", Uuid, primary_key=True),
    Column("item", Text),  # JSON of an item that only this desk knows
    text("status", "open"),
    text("resolution"),
    text("resolved_by"),
    Column("resolved_at", UtcDateTime),
    text("undo"),  # JSON of what each row was before and after
)
