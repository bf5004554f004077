"""What a computer could not send any more, carried to its successor in a signed file."""

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk_app.db.outbox import Outbox
from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.clock import Clock, iso_local
from desk_app.domain.errors import KnownError
from desk_app.domain.passes import KeyStatus
from desk_app.services.signatures import is_signed_by, sign

_FORMAT = "station-desk recovery 1"
_MAX_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """How many operations a file holds, and how many of them were not here yet."""

    operations: int
    new: int


class RecoveryService:
    """Writes what waits to be sent, and takes it in at another computer of the station."""

    def __init__(self, begin: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._clock = clock

    def waiting(self) -> int:
        """Return how many operations a file written now would hold."""
        with self._begin() as work:
            return Outbox(work.connection).backlog().pending

    def write(self, out: Path) -> int:
        """Write all operations the centre has not answered; answers how many.

        The file holds personal data; it is readable to this account alone and signed with the key
        this computer signs passes with.

        Raises:
            KnownError: The file is there already.
        """
        with self._begin() as work:
            ops = _waiting(work)
            key = work.settings.get("signing_key")
            content = {
                "format": _FORMAT,
                "station": str(work.settings.station_id),
                "desk": str(work.settings.desk_id),
                "at": iso_local(self._clock()),
                "key": int(key["key_id"]),
                "ops": ops,
            }
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        signature = base64.b64encode(sign(bytes.fromhex(key["private"]), text.encode())).decode()
        try:
            out.touch(mode=0o600, exist_ok=False)
        except FileExistsError as error:
            raise KnownError(
                "file_exists",
                zh=f"{out} 已经存在。请换一个文件名。",
                en=f"{out} is there already. Choose another name.",
            ) from error
        out.write_text(f"{signature}\n{text}\n", encoding="utf-8")
        return len(ops)

    def read(self, file: Path, *, trusts_withdrawn: bool = False) -> Recovered:
        """Queue the operations of a file; the centre takes each only once, wherever it comes from.

        Args:
            file: What ``write`` wrote.
            trusts_withdrawn: Staff vouch for a desk whose key the centre withdrew with it.

        Raises:
            KnownError: Damaged, of another station, or signed by a key nobody here trusts.
        """
        signature, text = _parts(file)
        try:
            content = json.loads(text)
            ops, key_id, station = content["ops"], int(content["key"]), content["station"]
        except (ValueError, KeyError, TypeError) as error:
            raise _damaged() from error
        if content.get("format") != _FORMAT:
            raise _damaged()
        with self._begin() as work:
            if station != str(work.settings.station_id):
                raise KnownError(
                    "other_station",
                    zh="这个文件属于另一个站点。请在那个站点的前台上读取它。",
                    en="This file belongs to another station. Read it at a desk of that station.",
                )
            keys = [
                key
                for key in work.passes.public_keys(key_id)
                if trusts_withdrawn or key.status != KeyStatus.COMPROMISED
            ]
            if not any(is_signed_by(key.public, signature, text.encode()) for key in keys):
                raise KnownError(
                    "not_trusted",
                    zh="文件的签名不对，或者签名的前台已被中心停用。请先同步一次；"
                    "仍然不行就在原来的电脑上重新导出。"
                    "确知停用的那台没有落入他人之手时，工作人员可加 --from-withdrawn 读入。",
                    en="The signature is wrong, or its desk was withdrawn. Sync once and try "
                    "again; else export anew on the old computer. Where staff know that the "
                    "withdrawn desk was in good hands, they add --from-withdrawn.",
                )
            new = sum(_queue(work, op) for op in ops)
        return Recovered(operations=len(ops), new=new)


def _waiting(work: UnitOfWork) -> list[dict[str, Any]]:
    found = work.connection.execute(
        "SELECT op_id, kind, entity, row_id, fields, base, wall_ms, offset_ms, boot, monotonic_ms, "
        "hlc, operator, version FROM outbox WHERE acked_at IS NULL ORDER BY q"
    )
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def _queue(work: UnitOfWork, op: dict[str, Any]) -> int:
    try:
        done = work.connection.execute(
            "INSERT INTO outbox (op_id, kind, entity, row_id, fields, base, wall_ms, offset_ms, "
            "boot, monotonic_ms, hlc, operator, version) SELECT :op_id, :kind, :entity, :row_id, "
            ":fields, :base, :wall_ms, :offset_ms, :boot, :monotonic_ms, :hlc, :operator, :version "
            "WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE op_id = :op_id)",
            op,
        )
    except (TypeError, ValueError) as error:
        raise _damaged() from error
    return done.rowcount


def _parts(file: Path) -> tuple[bytes, str]:
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise _damaged()
        first, _, rest = file.read_text(encoding="utf-8").partition("\n")
        return base64.b64decode(first, validate=True), rest.rstrip("\n")
    except OSError as error:
        raise KnownError(
            "file_unreadable",
            zh=f"读不了 {file}。请检查路径和权限。",
            en=f"Cannot read {file}. Check the path and its permissions.",
        ) from error
    except ValueError as error:
        raise _damaged() from error


def _damaged() -> KnownError:
    return KnownError(
        "file_damaged",
        zh="这不是完整的恢复文件。请在原来的电脑上重新导出。",
        en="This is no complete recovery file. Export it anew on the old computer.",
    )
