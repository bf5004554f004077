"""Use cases: companies and buildings, kept by name."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import Clock
from desk_app.domain.companies import Building, Company
from desk_app.domain.ids import uuid7
from desk_app.services.pinyin import has_text
from desk_app.services.visitors import clean_name, clean_phone

_ENOUGH = 2
_MAX_FOUND = 20


class CompanyService:
    """Keeps companies and buildings. Adding one of the same name completes the one there is."""

    def __init__(self, begin: BeginWork, read: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock

    def add(self, company: Company) -> bool:
        """Add a company, or fill in what is new of a known one; False where nothing changed.

        Raises:
            KnownError: The name is empty or odd, or the phone is no number.
        """
        values = company_values(company)
        with self._begin() as work:
            return store_company(work, self._clock(), values)

    def add_building(self, building: Building) -> bool:
        """Add a building, or give a known one its address; False where nothing changed.

        Raises:
            KnownError: The name is empty or odd.
        """
        values = {"name": clean_name(building.name), "address": " ".join(building.address.split())}
        with self._begin() as work:
            known = {b.name: (i, asdict(b)) for i, b in work.companies.buildings()}
            return _store(work, self._clock(), Entity.BUILDING, known.get(values["name"]), values)

    def all(self) -> list[Company]:
        """Return all companies, by name."""
        with self._read() as work:
            return [company for _, company in work.companies.all()]

    def buildings(self) -> list[Building]:
        """Return all buildings, by name."""
        with self._read() as work:
            return [building for _, building in work.companies.buildings()]

    def find(self, typed: str) -> list[Company]:
        """Find companies by two characters or pinyin initials, also those visitors named."""
        text = "".join(typed.lower().split())
        if len(text) < _ENOUGH:
            return []
        with self._read() as work:
            known = [company for _, company in work.companies.all()]
            names = {company.name for company in known}
            known += [Company(name=n) for n in work.companies.of_visitors() if n not in names]
        found = [
            c
            for c in known
            if has_text(c.name, text) or (c.short_name and has_text(c.short_name, text))
        ]
        found.sort(key=lambda c: not c.name.lower().startswith(text))
        return found[:_MAX_FOUND]


def company_values(company: Company) -> dict[str, str]:
    """Return a company's fields as they are stored.

    Raises:
        KnownError: The name is empty or odd, or the phone is no number.
    """
    values = {field: " ".join(str(value).split()) for field, value in asdict(company).items()}
    return values | {"name": clean_name(company.name), "phone": clean_phone(company.phone)}


def store_company(work: UnitOfWork, at: datetime, values: Mapping[str, str]) -> bool:
    """Store a company in a transaction that the caller holds; False where nothing changed."""
    known = {c.name: (i, asdict(c)) for i, c in work.companies.all()}
    return _store(work, at, Entity.COMPANY, known.get(values["name"]), values)


def _store(
    work: UnitOfWork,
    at: datetime,
    entity: Entity,
    known: tuple[UUID, dict[str, str]] | None,
    values: Mapping[str, str],
) -> bool:
    if known is None:
        kind = f"{entity.value}.added"
        work.add(Change(kind=kind, entity=entity, row_id=uuid7(at), values=values))
        return True
    row_id, has = known
    new = {field: value for field, value in values.items() if value and value != has[field]}
    if new:
        kind = f"{entity.value}.corrected"
        work.change(Change(kind=kind, entity=entity, row_id=row_id, values=new))
    return bool(new)
