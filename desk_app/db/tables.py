"""SQLite tables; private to desk_app.db and desk_app.sync.

Entities that travel to the centre have no foreign keys between them: a missing parent is a
placeholder that a later pull completes. Local tables (operator, attempt, outbox, …) never travel.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    Uuid,
)

from desk_app.db.columns import UtcDateTime, metadata
from desk_app.db.columns import count as _count
from desk_app.db.columns import flag as _flag
from desk_app.db.columns import text as _text
from desk_app.db.room_tables import booker_block, booking, booking_series, closure, room
from desk_app.domain.changes import Entity, FieldValue

visitor = Table(
    "visitor",
    metadata,
    Column("visitor_id", Uuid, primary_key=True),
    _text("name"),
    _text("phone"),
    _text("company"),
    _text("workplace"),
    _text("attention"),
    _flag("is_blocked"),
    _text("blocked_reason"),
    Column("search_text", Text),  # local: derived from name and phone; NULL until indexed
)

pass_ = Table(
    "pass",
    metadata,
    Column("pass_id", Uuid, primary_key=True),
    Column("visitor_id", Uuid, nullable=False, index=True),
    _text("kind", None),
    Column("key_id", Integer),
    Column("digest", LargeBinary, index=True),  # of a linked code; see services/passes.py
    _text("hint"),  # last four characters of a linked code
    Column("first_day", Date),
    Column("last_day", Date),
    Column("issued_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
)

pass_key = Table(
    "pass_key",
    metadata,
    Column("pass_key_id", Uuid, primary_key=True),
    Column("key_id", Integer, nullable=False, index=True),
    Column("public", LargeBinary, nullable=False),
    Column("desk_id", Uuid),
    _text("status", "active"),
    Column("retired_at", UtcDateTime),
)

link_key = Table(
    "link_key",
    metadata,
    Column("link_key_id", Uuid, primary_key=True),
    Column("secret", LargeBinary, nullable=False),
)

course = Table(
    "course",
    metadata,
    Column("course_id", Uuid, primary_key=True),
    _text("name"),
    _text("kind", "course"),
    _text("room"),
    _text("room_hint"),
    _count("capacity", 0),
    _count("lessons", 0),
    _count("opens_before_min", 30),
    _count("tolerance_min", 10),
    _count("late_after_min", 10),
    _count("very_late_after_min", 30),
    _count("award_absences", 2),
    _flag("several_entries"),
    _flag("walk_ins"),
    _flag("is_cancelled"),
)

class_session = Table(
    "class_session",
    metadata,
    Column("session_id", Uuid, primary_key=True),
    Column("course_id", Uuid, nullable=False),
    _count("number", 1),
    Column("starts_at", UtcDateTime, nullable=False, index=True),
    Column("ends_at", UtcDateTime, nullable=False),
    _text("room"),  # empty: the course's room
    _flag("is_cancelled"),
    Index("ix_class_session_course", "course_id", "starts_at"),
)

enrolment = Table(
    "enrolment",
    metadata,
    Column("enrolment_id", Uuid, primary_key=True),
    Column("course_id", Uuid, nullable=False),
    Column("visitor_id", Uuid, nullable=False),
    _text("status", "confirmed"),
    Column("enrolled_at", UtcDateTime, nullable=False),
    Index("ix_enrolment_course", "course_id", "status"),
    Index("ix_enrolment_visitor", "visitor_id"),
)

check_in = Table(
    "check_in",
    metadata,
    Column("check_in_id", Uuid, primary_key=True),
    Column("session_id", Uuid, nullable=False),
    Column("visitor_id", Uuid),  # NULL: provisional, completed when the pass arrives
    Column("pass_id", Uuid),
    _text("direction", "in"),
    Column("at", UtcDateTime, nullable=False),  # the desk's own time; offset_ms corrects it
    _count("offset_ms", 0),  # centre's clock minus the desk's, where it is no noise
    Column("desk_id", Uuid),
    _text("desk_name"),
    _text("operator"),
    Column("nonce", Uuid, nullable=False),
    _text("force_reason"),
    _flag("overrode"),
    _flag("is_walk_in"),
    Column("undone_at", UtcDateTime),
    _text("undone_by"),
    Column("dup_of", Uuid),  # set by the centre: another entry is the canonical one
    Index("ix_check_in_session", "session_id", "visitor_id"),
    Index("ix_check_in_visitor", "visitor_id"),
    Index("ix_check_in_provisional", "pass_id", sqlite_where=Column("visitor_id").is_(None)),
    sqlite_with_rowid=False,
)

operator = Table(
    "operator",
    metadata,
    Column("operator_id", Uuid, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("pin_hash", Text),
)

attempt = Table(
    "attempt",
    metadata,
    Column("attempt_id", Integer, primary_key=True),  # in the order they came
    Column("at", UtcDateTime, nullable=False),
    Column("nonce", Uuid, nullable=False),
    Column("digest", LargeBinary),  # keyed hash of the code; never the code
    Column("code_kind", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("visitor_id", Uuid),
    Column("session_id", Uuid),
    Column("check_in_id", Uuid),
    Column("operator", Text, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column(
        "q", Integer, primary_key=True
    ),  # gapless within the stream; no AUTOINCREMENT on purpose
    Column("op_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("entity", Text, nullable=False),
    Column("row_id", Uuid, nullable=False),
    Column("fields", Text, nullable=False),  # JSON {field: value}, see domain/changes.py
    Column("base", Text, nullable=False),  # JSON {field: base revision}
    Column("wall_ms", Integer, nullable=False),
    Column("offset_ms", Integer, nullable=False),
    Column("boot", Text, nullable=False),
    Column("monotonic_ms", Integer, nullable=False),
    Column("hlc", Integer, nullable=False),
    Column("operator", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("acked_at", UtcDateTime),  # NULL: pending
    Column("result", Text),  # JSON {"code", "detail"} of the centre
    Column("pos", Text),  # JSON {scope: seq} at which the feed shows it
    Index("ix_outbox_row", "row_id", "q"),
    Index("ix_outbox_pending", "q", sqlite_where=Column("acked_at").is_(None)),
)

server_row = Table(  # what the centre said of rows, where a desk must remember it
    "server_row",
    metadata,
    Column("entity", Text, primary_key=True),
    Column("row_id", Uuid, primary_key=True),
    Column("revisions", Text, nullable=False),  # JSON {field: revision}
    Column("image", Text),  # JSON {field: value}; only while operations on the row are pending
)

cursor = Table(
    "cursor",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("tag", Text, nullable=False),
)

setting = Table(  # this desk's own facts: identity, stream, epoch, keys; never travels
    "setting",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),  # JSON
)

TABLES: dict[Entity, Table] = {
    Entity.VISITOR: visitor,
    Entity.PASS: pass_,
    Entity.PASS_KEY: pass_key,
    Entity.LINK_KEY: link_key,
    Entity.COURSE: course,
    Entity.CLASS_SESSION: class_session,
    Entity.ENROLMENT: enrolment,
    Entity.CHECK_IN: check_in,
    Entity.ROOM: room,
    Entity.CLOSURE: closure,
    Entity.BOOKING_SERIES: booking_series,
    Entity.BOOKING: booking,
    Entity.BOOKER_BLOCK: booker_block,
}
LOCAL_COLUMNS = frozenset({"search_text"})


def from_json(column: Column[Any], value: FieldValue) -> object:
    """Read a field of a feed row or operation as the column's Python type."""
    read: object = value
    match column.type:
        case _ if value is None:
            pass
        case UtcDateTime():
            read = datetime.fromisoformat(str(value))
        case Date():
            read = date.fromisoformat(str(value))
        case Uuid():
            read = UUID(str(value))
        case LargeBinary():
            read = bytes.fromhex(str(value))
        case Boolean():
            read = bool(value)
        case _:
            pass
    return read
