"""What PostgreSQL's errors mean for a call: try later, or the batch is at fault."""

import psycopg
from psycopg import errors

REFUSED = (
    psycopg.DataError,
    psycopg.IntegrityError,
    errors.RaiseException,
    errors.ProgramLimitExceeded,
    errors.StatementTooComplex,
)
BUSY = (
    errors.DeadlockDetected,
    errors.LockNotAvailable,
    errors.SerializationFailure,
    errors.QueryCanceled,
    errors.DiskFull,
    errors.OutOfMemory,
)
_ONCE = frozenset({"op_id_once", "check_in_canonical"})


def is_once(error: psycopg.Error) -> bool:
    """Whether two calls did the same at once: the later one may simply be repeated."""
    return isinstance(error, errors.UniqueViolation) and error.diag.constraint_name in _ONCE
