"""SQLite tables; private to desk_app.db and desk_app.sync.

Entities that travel to the centre have no foreign keys between them: a missing parent is a
placeholder that a later pull completes. Local tables (operator, attempt, outbox, …) never travel.
"""

from collections.abc import Callable
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

from desk_app.db.class_tables import (
    answer,
    attendance_mark,
    calendar_day,
    question,
    seat_offer,
    seat_release,
    term,
)
from desk_app.db.columns import UtcDateTime, count, flag, metadata, text
from desk_app.db.company_tables import building, company
from desk_app.db.desk_tables import import_op, import_run, visitor_photo
from desk_app.db.note_tables import visitor_note
from desk_app.db.review_tables import review_item
from desk_app.db.room_tables import booker_block, booking, booking_series, closure, room
from desk_app.domain.changes import Entity, FieldValue

visitor = Table(
    "visitor",
    metadata,
    Column("visitor_id", Uuid, primary_key=True),
    text("name"),
    text("phone"),
    text("company"),
    text("workplace"),
    text("attention"),
    flag("is_blocked"),
    text("blocked_reason"),
    Column("merged_into", Uuid),  # who this turned out to be
    text("station"),  # whose visitor it is, where that is another station; the centre says
    text("merged_rows"),  # JSON of what the merge changed, to take it back by; see merging.py
    Column("search_text", Text),  # local: derived from name and phone; NULL until indexed
)

pass_ = Table(
    "pass",
    metadata,
    Column("pass_id", Uuid, primary_key=True),
    Column("visitor_id", Uuid, nullable=False, index=True),
    text("kind", None),
    Column("key_id", Integer),
    Column("digest", LargeBinary, index=True),  # of a linked code; see services/passes.py
    text("hint"),  # last four characters of a linked code
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
    text("status", "active"),
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
    text("name"),
    text("kind", "course"),
    text("room"),
    text("room_hint"),
    count("capacity", 0),
    count("lessons", 0),
    count("opens_before_min", 30),
    count("tolerance_min", 10),
    count("late_after_min", 10),
    count("very_late_after_min", 30),
    count("award_absences", 2),
    Column("term_id", Uuid),
    text("category"),
    text("teacher"),
    text("series"),
    text("fee_note"),
    text("bring"),
    text("hand_outs"),
    count("max_entries", 0),
    count("daily_entries", 0),
    flag("reentry", default=True),
    count("late_weight_pct", 100),
    flag("counts_excused"),
    count("warn_after_lessons", 3),
    count("warn_below_pct", 75),
    count("certificate_pct", 80),
    count("hold_min", 24 * 60),
    count("cut_off_min", 120),
    count("release_after_min", 15),
    flag("several_entries"),
    flag("walk_ins"),
    flag("is_cancelled"),
)

class_session = Table(
    "class_session",
    metadata,
    Column("session_id", Uuid, primary_key=True),
    Column("course_id", Uuid, nullable=False),
    count("number", 1),
    Column("starts_at", UtcDateTime, nullable=False, index=True),
    Column("ends_at", UtcDateTime, nullable=False),
    text("room"),  # empty: the course's room
    text("speaker"),
    Column("makes_up", Uuid),  # the cancelled session this one stands in for
    flag("is_cancelled"),
    Index("ix_class_session_course", "course_id", "starts_at"),
)

enrolment = Table(
    "enrolment",
    metadata,
    Column("enrolment_id", Uuid, primary_key=True),
    Column("course_id", Uuid, nullable=False),
    Column("visitor_id", Uuid, nullable=False),
    text("status", "confirmed"),
    Column("enrolled_at", UtcDateTime, nullable=False),
    count("priority", 0),
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
    text("direction", "in"),
    Column("at", UtcDateTime, nullable=False),  # the desk's own time; offset_ms corrects it
    count("offset_ms", 0),  # centre's clock minus the desk's, where it is no noise
    Column("desk_id", Uuid),
    text("desk_name"),
    text("operator"),
    Column("nonce", Uuid, nullable=False),
    text("force_reason"),
    flag("overrode"),
    flag("is_walk_in"),
    Column("undone_at", UtcDateTime),
    text("undone_by"),
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
    Column("booking_id", Uuid),  # the room checked in to
    Column("operator", Text, nullable=False),
    text("noted_name"),  # until the pass arrives and tells whose it is
)

access_log = Table(  # who saw personal data unmasked, and when; never travels
    "access_log",
    metadata,
    Column("access_id", Integer, primary_key=True),  # in the order they came
    Column("at", UtcDateTime, nullable=False),
    Column("operator", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("visitor_id", Uuid),
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

STAYING = (visitor_photo, import_run, import_op)
"""More tables that never travel, not even as operations."""

TABLES: dict[Entity, Table] = {
    Entity.VISITOR: visitor,
    Entity.PASS: pass_,
    Entity.PASS_KEY: pass_key,
    Entity.LINK_KEY: link_key,
    Entity.COURSE: course,
    Entity.CLASS_SESSION: class_session,
    Entity.ENROLMENT: enrolment,
    Entity.CHECK_IN: check_in,
    Entity.TERM: term,
    Entity.CALENDAR_DAY: calendar_day,
    Entity.SEAT_OFFER: seat_offer,
    Entity.SEAT_RELEASE: seat_release,
    Entity.ATTENDANCE_MARK: attendance_mark,
    Entity.QUESTION: question,
    Entity.ANSWER: answer,
    Entity.ROOM: room,
    Entity.CLOSURE: closure,
    Entity.BOOKING_SERIES: booking_series,
    Entity.BOOKING: booking,
    Entity.BOOKER_BLOCK: booker_block,
    Entity.COMPANY: company,
    Entity.BUILDING: building,
    Entity.REVIEW_ITEM: review_item,
    Entity.VISITOR_NOTE: visitor_note,
}
LOCAL_COLUMNS = frozenset({"search_text"})


_READERS: tuple[tuple[type, Callable[[object], object]], ...] = (
    (UtcDateTime, lambda value: datetime.fromisoformat(str(value))),
    (Date, lambda value: date.fromisoformat(str(value))),
    (Uuid, lambda value: UUID(str(value))),
    (LargeBinary, lambda value: bytes.fromhex(str(value))),
    (Boolean, bool),
)


def reader_of(column: Column[Any]) -> Callable[[object], object] | None:
    """Return what makes a field, if there is one, the column's Python type; None: nothing to do."""
    return next((read for kind, read in _READERS if isinstance(column.type, kind)), None)


def from_json(column: Column[Any], value: FieldValue) -> object:
    """Read a field of a feed row or operation as the column's Python type."""
    read = reader_of(column)
    return value if value is None or read is None else read(value)
