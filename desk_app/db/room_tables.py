"""SQLite tables of rooms and their bookings; see tables.py."""

from sqlalchemy import Column, Date, Index, Integer, Table, Uuid

from desk_app.db.columns import UtcDateTime, count, flag, metadata, text

room = Table(
    "room",
    metadata,
    Column("room_id", Uuid, primary_key=True),
    text("name"),
    count("capacity", 0),
    text("hours", "[]"),  # JSON [text], see domain/rooms.py
    count("setup_min", 0),
    count("cleanup_min", 0),
    text("gap_mode", "max"),
    count("at_once", 1),
    flag("by_headcount"),
    text("equipment", "{}"),  # JSON {name: count}, as fixtures and needs
    text("fixtures", "{}"),
    Column("part_of", Uuid),
    text("use", "both"),
    text("bookers", "anyone"),
    flag("needs_approval"),
    flag("opens_on_holidays"),
    count("max_min", 0),
    count("ahead_days", 0),
    count("week_quota_min", 0),
    count("month_quota_min", 0),
    count("open_quota", 0),
    count("early_min", 15),
    count("release_min", 15),
    text("rules"),
    text("photo"),
    text("station"),  # written by the centre: whose room it is
    flag("is_retired"),
)

closure = Table(
    "closure",
    metadata,
    Column("closure_id", Uuid, primary_key=True),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False, index=True),
    Column("room_id", Uuid),  # NULL: the whole station
    text("reason"),
    flag("is_lifted"),
)

booking_series = Table(
    "booking_series",
    metadata,
    Column("booking_series_id", Uuid, primary_key=True),
    Column("room_id", Uuid, nullable=False),
    text("rule"),
)

booking = Table(
    "booking",
    metadata,
    Column("booking_id", Uuid, primary_key=True),
    Column("room_id", Uuid, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False, index=True),
    Column("ends_at", UtcDateTime, nullable=False),
    text("status", "confirmed"),
    Column("visitor_id", Uuid),
    text("company"),
    text("contact"),
    text("purpose"),
    count("headcount", 0),
    text("needs", "{}"),
    Column("series_id", Uuid, index=True),
    text("occurrence"),  # naive local start the series gave it
    Column("booked_at", UtcDateTime, nullable=False),
    Column("checked_in_at", UtcDateTime),
    Column("freed_at", UtcDateTime),  # early check-out or release: the rest is free
    Column("held_until", UtcDateTime),
    text("override_reason"),
    flag("is_walk_in"),
    Index("ix_booking_room", "room_id", "starts_at", "ends_at"),
    Index("ix_booking_visitor", "visitor_id", "starts_at"),
    Index("ix_booking_company", "company", "starts_at"),
)

booking_event = Table(  # what was done to bookings; never travels, only added to
    "booking_event",
    metadata,
    Column("event_id", Integer, primary_key=True),  # in the order they came
    Column("booking_id", Uuid, nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    text("operator"),
    text("action"),  # BookingAction
    text("source", "desk"),  # desk, or centre
    text("differences", "{}"),  # JSON {field: [before, after]}
)

booker_block = Table(
    "booker_block",
    metadata,
    Column("booker_block_id", Uuid, primary_key=True),
    Column("visitor_id", Uuid),
    text("company"),  # of whoever asks for it
    Column("last_day", Date, nullable=False),
    text("reason"),
    flag("is_lifted"),
)
