"""Rows of companies and buildings."""

from sqlite3 import Connection
from uuid import UUID

from desk_app.db.driver import rows
from desk_app.domain.companies import Building, Company


class Companies:
    """Reads companies and buildings; written through UnitOfWork.add and change."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[tuple[UUID, Company]]:
        """Return all companies with their ids, by name."""
        found = rows(
            self._connection,
            "SELECT company_id, name, short_name, building, floor, contact, phone, note "
            "FROM company ORDER BY name, company_id",
        )
        return [
            (
                UUID(str(row[0])),
                Company(
                    name=str(row[1]),
                    short_name=str(row[2]),
                    building=str(row[3]),
                    floor=str(row[4]),
                    contact=str(row[5]),
                    phone=str(row[6]),
                    note=str(row[7]),
                ),
            )
            for row in found
        ]

    def buildings(self) -> list[tuple[UUID, Building]]:
        """Return all buildings with their ids, by name."""
        found = rows(
            self._connection,
            "SELECT building_id, name, address FROM building ORDER BY name, building_id",
        )
        return [(UUID(str(i)), Building(name=str(n), address=str(a))) for i, n, a in found]

    def of_visitors(self) -> list[str]:
        """Return the companies that visitors named, the most frequent first."""
        found = rows(
            self._connection,
            "SELECT company FROM visitor WHERE company <> '' AND merged_into IS NULL "
            "GROUP BY company ORDER BY count(*) DESC, company",
        )
        return [str(name) for (name,) in found]
