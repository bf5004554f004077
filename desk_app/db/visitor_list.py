"""The list of visitors, page by page, as the visitors page shows it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection

from desk_app.db.driver import insert, known_moment, moment, rows
from desk_app.db.people import VISITOR_COLUMNS, visitor_from
from desk_app.domain.ids import VisitorId
from desk_app.domain.people import Visitor

# search_text begins with the name; what follows the first bar is its usual pinyin.
_ORDERS = {
    "name": "substr(v.search_text, instr(v.search_text, '|') + 1), v.visitor_id",
    "-name": "substr(v.search_text, instr(v.search_text, '|') + 1) DESC, v.visitor_id DESC",
    "company": "v.company = '', v.company, v.visitor_id",
    "-company": "v.company DESC, v.visitor_id DESC",
    "seen": "seen_at IS NOT NULL, seen_at, v.visitor_id",
    "-seen": "seen_at DESC, v.visitor_id",
}
_SEEN = (
    "(SELECT max(k.at) FROM check_in k WHERE k.visitor_id = v.visitor_id "
    "AND k.undone_at IS NULL AND k.direction = 'in')"
)
_COURSES = """
(SELECT group_concat(name, '、') FROM
    (SELECT DISTINCT c.name FROM enrolment e JOIN course c USING (course_id)
     WHERE e.visitor_id = v.visitor_id AND e.status = 'confirmed' AND NOT c.is_cancelled
     AND EXISTS (SELECT 1 FROM class_session s
                 WHERE s.course_id = c.course_id AND s.ends_at >= :now)))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedVisitor:
    """One line; ``courses`` are those still running, ``seen_at`` the latest entry."""

    visitor: Visitor
    courses: str
    seen_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One entry of a visitor that still counts, by the corrected clock."""

    at: datetime
    title: str
    desk_name: str
    is_walk_in: bool


class VisitorList:
    """Reads the list, and what a profile shows beside it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def page(
        self,
        *,
        like: str,
        workplace: str,
        group: str,
        order: str,
        today: datetime,
        now: datetime,
        offset: int,
        limit: int,
    ) -> tuple[list[ListedVisitor], int]:
        """Return a stretch of the list, and how many fit in all: 0 past its end.

        Who fits is looked for once: over 30,000 people that is most of a keystroke's time.

        Args:
            like: Pattern on the search text; empty for everybody.
            workplace: Pattern on the company and the workplace, for the same words.
            group: all, learners (with a place in a course) or today (came today).
            order: name (by pinyin), company or seen; a minus in front turns it round.
            today: When the station's day began.
            now: The present moment.
            offset: How many to skip.
            limit: How many to return.
        """
        columns = VISITOR_COLUMNS.replace("visitor.", "v.")
        who = f"visitor v WHERE {_where(like, group)}"
        # Everybody is read by the order's index, a few by where they were found.
        listed = "fits JOIN visitor v ON v.rowid = fits.at" if like else who
        found = rows(
            self._connection,
            f"""
            WITH fits AS (
                SELECT v.rowid AS at FROM {who}
            ), page AS (
                SELECT v.*, {_SEEN} AS seen_at FROM {listed}
                ORDER BY {_ORDERS[order]} LIMIT :limit OFFSET :offset
            )
            SELECT (SELECT count(*) FROM fits), {columns}, {_COURSES}, seen_at FROM page v
            """,  # noqa: S608
            like=like,
            workplace=workplace,
            today=today,
            now=now,
            offset=offset,
            limit=limit,
        )
        lines = [
            ListedVisitor(
                visitor=visitor_from(row[1:]), courses=str(row[-2] or ""), seen_at=moment(row[-1])
            )
            for row in found
        ]
        return lines, int(str(found[0][0])) if found else 0

    def visits(self, visitor_id: VisitorId, *, limit: int) -> list[Visit]:
        """Return the latest entries, newest first."""
        found = rows(
            self._connection,
            "SELECT k.at, k.offset_ms, coalesce(c.name, ''), k.desk_name, k.is_walk_in "
            "FROM check_in k LEFT JOIN class_session s USING (session_id) "
            "LEFT JOIN course c USING (course_id) "
            "WHERE k.visitor_id = :id AND k.undone_at IS NULL AND k.direction = 'in' "
            "AND k.dup_of IS NULL ORDER BY k.at DESC LIMIT :limit",
            id=visitor_id,
            limit=limit,
        )
        return [
            Visit(
                at=known_moment(at) + timedelta(milliseconds=int(str(offset_ms))),
                title=str(title),
                desk_name=str(desk_name),
                is_walk_in=bool(is_walk_in),
            )
            for at, offset_ms, title, desk_name, is_walk_in in found
        ]

    def record_access(
        self, at: datetime, operator: str, action: str, visitor_id: VisitorId | None
    ) -> None:
        """Note that somebody saw or took out personal data."""
        values = {"at": at, "operator": operator, "action": action, "visitor_id": visitor_id}
        insert(self._connection, "access_log", values)


def _where(like: str, group: str) -> str:
    parts = ["v.search_text IS NOT NULL AND v.merged_into IS NULL"]
    if like:
        parts.append(
            r"(v.search_text LIKE :like ESCAPE '\' OR v.company LIKE :workplace ESCAPE '\' "
            r"OR v.workplace LIKE :workplace ESCAPE '\')"
        )
    if group == "learners":
        parts.append(
            "EXISTS (SELECT 1 FROM enrolment e WHERE e.visitor_id = v.visitor_id "
            "AND e.status = 'confirmed')"
        )
    elif group == "today":
        parts.append(
            "EXISTS (SELECT 1 FROM check_in k WHERE k.visitor_id = v.visitor_id "
            "AND k.at >= :today AND k.undone_at IS NULL)"
        )
    return " AND ".join(parts)
