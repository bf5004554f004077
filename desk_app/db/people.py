"""Rows of visitors and operators."""

import json
from collections.abc import Iterable
from sqlite3 import Connection
from uuid import UUID

from desk_app.db.driver import Row, insert, rows
from desk_app.domain.ids import OperatorId, VisitorId
from desk_app.domain.people import Operator, Role, Visitor

VISITOR_COLUMNS = (
    "visitor.visitor_id, visitor.name, visitor.phone, visitor.company, visitor.workplace, "
    "visitor.attention, visitor.is_blocked, visitor.blocked_reason, visitor.merged_into"
)


def visitor_from(row: Row) -> Visitor:
    """Read the columns of VISITOR_COLUMNS."""
    return Visitor(
        visitor_id=VisitorId(UUID(str(row[0]))),
        name=str(row[1]),
        phone=str(row[2]),
        company=str(row[3]),
        workplace=str(row[4]),
        attention=str(row[5]),
        is_blocked=bool(row[6]),
        blocked_reason=str(row[7]),
        merged_into=None if row[8] is None else VisitorId(UUID(str(row[8]))),
    )


class People:
    """Reads visitors and operators; visitors are written through UnitOfWork.add and change."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def visitor(self, visitor_id: VisitorId) -> Visitor | None:
        """Return a visitor, or None."""
        found = rows(
            self._connection,
            f"SELECT {VISITOR_COLUMNS} FROM visitor WHERE visitor_id = :id",  # noqa: S608
            id=visitor_id,
        )
        return visitor_from(found[0]) if found else None

    def by_name(self, name: str, *, is_merged: bool = False) -> list[Visitor]:
        """Return the visitors of exactly this name; or those merged into others."""
        found = rows(
            self._connection,
            f"SELECT {VISITOR_COLUMNS} FROM visitor "  # noqa: S608
            "WHERE name = :name AND (merged_into IS NOT NULL) = :is_merged",
            name=name,
            is_merged=is_merged,
        )
        return [visitor_from(row) for row in found]

    def likely_same(self, name: str, *, phone: str, company: str, limit: int) -> list[Visitor]:
        """Return who has this phone (with or without +86), then who has this name and company."""
        found = rows(
            self._connection,
            f"SELECT {VISITOR_COLUMNS} FROM visitor WHERE "  # noqa: S608
            "((:phone <> '' AND phone IN (:phone, '+86' || :phone)) "
            "OR (name = :name AND company = :company)) AND merged_into IS NULL "
            "ORDER BY :phone <> '' AND phone IN (:phone, '+86' || :phone) DESC, visitor_id "
            "LIMIT :limit",
            name=name,
            phone=phone,
            company=company,
            limit=limit,
        )
        return [visitor_from(row) for row in found]

    def everybody(self) -> list[Visitor]:
        """Return all visitors; tens of thousands, for imports.

        One who was merged stands here too, under the id of who they turned out to be.
        """
        columns = VISITOR_COLUMNS.replace(
            "visitor.visitor_id", "coalesce(visitor.merged_into, visitor.visitor_id)"
        )
        found = rows(self._connection, f"SELECT {columns} FROM visitor")  # noqa: S608
        return [visitor_from(row) for row in found]

    def of_company(self, company: str) -> list[Visitor]:
        """Return the visitors who work at a company of exactly this name, by name."""
        found = rows(
            self._connection,
            f"SELECT {VISITOR_COLUMNS} FROM visitor "  # noqa: S608
            "WHERE company = :company AND merged_into IS NULL ORDER BY name, visitor_id",
            company=company,
        )
        return [visitor_from(row) for row in found]

    def companies(self, names: Iterable[str]) -> frozenset[str]:
        """Return which of these names are some visitor's company."""
        found = rows(
            self._connection,
            "SELECT DISTINCT company FROM visitor WHERE company IN "
            "(SELECT value FROM json_each(:names))",
            names=json.dumps(list(names), ensure_ascii=False),
        )
        return frozenset(str(name) for (name,) in found)

    def search(self, like: str, *, limit: int) -> list[Visitor]:
        r"""Return visitors whose search text is LIKE the pattern (``\`` escapes)."""
        found = rows(
            self._connection,
            f"SELECT {VISITOR_COLUMNS} FROM visitor "  # noqa: S608
            "WHERE search_text LIKE :like ESCAPE '\\' AND merged_into IS NULL "
            "ORDER BY length(search_text), visitor_id LIMIT :limit",
            like=like,
            limit=limit,
        )
        return [visitor_from(row) for row in found]

    def search_workplaces(self, contains: str, *, but: str, limit: int) -> list[Visitor]:
        r"""Return visitors whose company or workplace is LIKE the pattern (``\`` escapes).

        Args:
            contains: The pattern.
            but: Leave out whose search text is LIKE this.
            limit: How many at most.
        """
        found = rows(
            self._connection,
            f"SELECT {VISITOR_COLUMNS} FROM visitor "  # noqa: S608
            "WHERE (company LIKE :contains ESCAPE '\\' OR workplace LIKE :contains ESCAPE '\\') "
            "AND search_text NOT LIKE :but ESCAPE '\\' AND merged_into IS NULL "
            "ORDER BY company, visitor_id LIMIT :limit",
            contains=contains,
            but=but,
            limit=limit,
        )
        return [visitor_from(row) for row in found]

    def without_search_text(self, *, limit: int) -> list[Visitor]:
        """Return visitors that a pull brought or changed and no search finds yet."""
        found = rows(
            self._connection,
            f"SELECT {VISITOR_COLUMNS} FROM visitor WHERE search_text IS NULL LIMIT :limit",  # noqa: S608
            limit=limit,
        )
        return [visitor_from(row) for row in found]

    def set_search_texts(self, texts: Iterable[tuple[VisitorId, str]]) -> None:
        """Store what search looks at."""
        for visitor_id, text in texts:
            rows(
                self._connection,
                "UPDATE visitor SET search_text = :text WHERE visitor_id = :id",
                text=text,
                id=visitor_id,
            )

    def has_others_merged(self, visitor_id: VisitorId) -> bool:
        """Whether somebody was merged into this visitor."""
        found = rows(
            self._connection,
            "SELECT EXISTS (SELECT 1 FROM visitor WHERE merged_into = :id)",
            id=visitor_id,
        )
        return bool(found[0][0])

    def operators(self) -> list[tuple[Operator, str | None]]:
        """Return all operators with the argon2 hash of their PIN, by name."""
        found = rows(
            self._connection, "SELECT operator_id, name, role, pin_hash FROM operator ORDER BY name"
        )
        return [
            (
                Operator(
                    operator_id=OperatorId(UUID(str(i))), name=str(name), role=Role(str(role))
                ),
                None if pin_hash is None else str(pin_hash),
            )
            for i, name, role, pin_hash in found
        ]

    def add_operator(self, operator: Operator, pin_hash: str | None) -> None:
        """Insert an operator, or give the one of this name a new role and PIN."""
        rows(self._connection, "DELETE FROM operator WHERE name = :name", name=operator.name)
        insert(
            self._connection,
            "operator",
            {
                "operator_id": operator.operator_id,
                "name": operator.name,
                "role": operator.role.value,
                "pin_hash": pin_hash,
            },
        )
