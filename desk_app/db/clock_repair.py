"""Sets right when people came, once a desk hears that its clock was wrong while nobody told it."""

from datetime import timedelta
from sqlite3 import Connection

from desk_app.db.driver import known_moment, rows
from desk_app.db.unit_of_work import boot_id

_TRUST = timedelta(minutes=2) // timedelta(milliseconds=1)
_AT_ONCE_MS = 5_000
"""A check-in further from its operation's moment was entered for another one by a person."""


def repair_waiting_check_ins(
    connection: Connection, *, true_ms: int, monotonic_ms: int, boot: str | None = None
) -> int:
    """Give check-ins not yet sent the offset their clock really had; answers how many changed.

    Between an operation and now, in the same boot, the monotonic clock tells how long it was,
    whatever was done to the wall clock meanwhile.

    Args:
        connection: Of the transaction.
        true_ms: Now by the centre's clock, in milliseconds since 1970.
        monotonic_ms: Now by this boot's monotonic clock.
        boot: This boot.
    """
    found = rows(
        connection,
        "SELECT o.q, o.row_id, k.at, o.wall_ms, o.monotonic_ms, k.offset_ms FROM outbox o "
        "JOIN check_in k ON k.check_in_id = o.row_id "
        "WHERE o.acked_at IS NULL AND o.entity = 'check_in' AND o.boot = :boot "
        "AND json_extract(o.fields, '$.offset_ms') IS NOT NULL",
        boot=boot or boot_id(),
    )
    changed = 0
    for q, row_id, at, *numbers in found:
        wall_ms, then_ms, offset_ms = (int(str(number)) for number in numbers)
        if abs(known_moment(at).timestamp() * 1000 - wall_ms) > _AT_ONCE_MS:
            continue
        wrong_ms = true_ms - (monotonic_ms - then_ms) - wall_ms
        real_ms = wrong_ms if abs(wrong_ms) > _TRUST else 0
        if abs(real_ms - offset_ms) <= _TRUST:
            continue
        rows(
            connection,
            "UPDATE outbox SET fields = json_set(fields, '$.offset_ms', :ms), offset_ms = :ms "
            "WHERE q = :q",
            ms=real_ms,
            q=q,
        )
        rows(
            connection,
            "UPDATE check_in SET offset_ms = :ms WHERE check_in_id = :id",
            ms=real_ms,
            id=row_id,
        )
        changed += 1
    return changed
