"""Takes personal data of somebody erased out of this desk's file, what was sent included."""

from sqlite3 import Connection
from uuid import UUID

from desk_app.db.driver import rows
from desk_app.db.reviews import Reviews
from desk_app.domain.ids import VisitorId

ERASED = "visitor.erased"
"""Kind of the operation that erases."""

_VISITOR_BLANK = (
    "name = '', phone = '', company = '', workplace = '', attention = '', is_blocked = 0, "
    "blocked_reason = '', merged_rows = '', search_text = NULL"
)
_BLANK = {
    "pass": "hint = '', digest = NULL",
    "booking": "contact = '', purpose = '', override_reason = '', company = ''",
    "booker_block": "reason = '', company = ''",
    "answer": "wording = ''",
    "visitor_note": "wording = ''",
    "attendance_mark": "reason = ''",
    "check_in": "force_reason = ''",
}
_PERSONAL = (
    "digest", "hint", "contact", "purpose", "override_reason", "company", "reason", "wording",
    "force_reason",
)  # fmt: skip


def station_of(connection: Connection, visitor_id: VisitorId) -> str:
    """Return the name of the station whose visitor it is; empty where it is this one's."""
    found = rows(
        connection,
        "SELECT station FROM visitor WHERE visitor_id = :id AND station NOT IN (SELECT "
        "json_extract(value, '$') FROM setting WHERE key = 'station_name')",
        id=visitor_id,
    )
    return str(found[0][0]) if found else ""


def scrub(connection: Connection, visitor_id: UUID) -> None:
    """Blank the visitor's rows, and the fields of their operations in the outbox."""
    rows(connection, f"UPDATE visitor SET {_VISITOR_BLANK} WHERE visitor_id = :id", id=visitor_id)  # noqa: S608
    rows(connection, "DELETE FROM visitor_photo WHERE visitor_id = :id", id=visitor_id)
    rows(
        connection,
        "UPDATE attempt SET noted_name = '' WHERE noted_name <> '' AND check_in_id IN "
        "(SELECT check_in_id FROM check_in WHERE visitor_id = :id)",
        id=visitor_id,
    )
    rows(connection, "DELETE FROM server_row WHERE row_id = :id", id=visitor_id)
    Reviews(connection).forget(VisitorId(visitor_id))
    rows(
        connection,
        "UPDATE outbox SET fields = '{}', base = '{}' "
        "WHERE entity = 'visitor' AND row_id = :id AND kind <> :erased",
        id=visitor_id,
        erased=ERASED,
    )
    rows(
        connection,
        "UPDATE import_op SET fields = '{}', before = iif(before IS NULL, NULL, '{}') "
        "WHERE row_id = :id",
        id=visitor_id,
    )
    rows(  # what the centre refused may hold anything
        connection,
        "UPDATE outbox SET fields = '{}' WHERE instr(fields, :id) > 0 "
        "AND json_extract(result, '$.code') IN ('dead_op', 'forbidden')",
        id=str(visitor_id),
    )
    paths = ", ".join(f"'$.{name}'" for name in _PERSONAL)
    for table, blank in _BLANK.items():
        rows(connection, f"UPDATE {table} SET {blank} WHERE visitor_id = :id", id=visitor_id)  # noqa: S608
        rows(
            connection,
            f"UPDATE outbox SET fields = json_remove(fields, {paths}) "  # noqa: S608
            f"WHERE entity = '{table}' AND json_valid(fields) AND row_id IN "
            f"(SELECT {table}_id FROM {table} WHERE visitor_id = :id)",
            id=visitor_id,
        )
        rows(
            connection,
            f"UPDATE server_row SET image = json_remove(image, {paths}) "  # noqa: S608
            f"WHERE entity = '{table}' AND image IS NOT NULL AND row_id IN "
            f"(SELECT {table}_id FROM {table} WHERE visitor_id = :id)",
            id=visitor_id,
        )


def merged_into(connection: Connection, visitor_id: UUID) -> list[UUID]:
    """Return the entries that turned out to be this person."""
    found = rows(
        connection, "SELECT visitor_id FROM visitor WHERE merged_into = :id", id=visitor_id
    )
    return [UUID(str(row_id)) for (row_id,) in found]
