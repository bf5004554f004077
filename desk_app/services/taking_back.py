"""Changes that remember what was before, so that they can be taken back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from desk_app.db.merging import stored
from desk_app.db.unit_of_work import UnitOfWork
from desk_app.domain.changes import Change, Entity, FieldValue

RowChange = tuple[str, str, dict[str, list[FieldValue]]]
"""Entity, row id, and of each field what it was and what it became; as JSON holds it."""


class Record:
    """Changes rows and notes what they were before."""

    def __init__(self, work: UnitOfWork, verb: str) -> None:
        self._work = work
        self._verb = verb
        self.changes: list[RowChange] = []

    def set(self, entity: Entity, row_id: UUID, values: dict[str, object]) -> None:
        """Change fields of a row."""
        read = self._work.merging.value
        before = {field: read(entity, row_id, field) for field in values}
        kind = f"{entity.value}.{self._verb}"
        self._work.change(Change(kind=kind, entity=entity, row_id=row_id, values=values))
        both = {field: [old, read(entity, row_id, field)] for field, old in before.items()}
        self.changes.append((entity.value, str(row_id), both))


def is_untouched(work: UnitOfWork, changes: Sequence[Any]) -> bool:
    """Whether every row still is as it was left."""
    return all(
        work.merging.value(Entity(entity), UUID(row_id), field) == new
        for entity, row_id, fields in changes
        for field, (_, new) in fields.items()
    )


def restore(work: UnitOfWork, change: RowChange, verb: str) -> bool:
    """Set back the fields of a row that nobody changed since; False where none was."""
    entity, row_id, fields = change
    kind, key = Entity(entity), UUID(row_id)
    values = {
        field: stored(kind, field, old)
        for field, (old, new) in fields.items()
        if work.merging.value(kind, key, field) == new
    }
    if values:
        work.change(Change(kind=f"{entity}.{verb}", entity=kind, row_id=key, values=values))
    return bool(values)
