"""Pass keys of another desk, as the centre spreads them."""

from uuid import UUID

from desk_app.domain.changes import Entity


def keys_of(other, station):
    """Bring the other desk's public keys, as the centre spreads them."""
    found = other.sql("SELECT pass_key_id, key_id, public, desk_id, status FROM pass_key")
    for row_id, key_id, public, desk_id, status in found:
        station.pull(
            Entity.PASS_KEY,
            UUID(row_id),
            key_id=key_id,
            public=public,
            desk_id=UUID(desk_id),
            status=status,
        )
