"""Use cases of the desk itself: first start, shift, pinning, operators, today's sheet."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from desk_app.db.check_ins import ArrivalRow
from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.check_in import CheckInOutcome, Direction
from desk_app.domain.clock import Clock, day_bounds, local_day
from desk_app.domain.courses import ClassSession, judge_attendance
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import OperatorId, SessionId, uuid7
from desk_app.domain.people import Operator, Role
from desk_app.domain.pins import next_try_at
from desk_app.domain.proxies import hide_password, read_proxy
from desk_app.services.results import Arrival, DeskIdentity, SessionMeter, TodaySheet
from desk_app.services.unknown import unknown_session
from desk_app.services.visitors import clean_name

MIN_PIN_LENGTH = 4
ARRIVALS_SHOWN = 30
_PIN_TRIES = "pin_tries"  # how many were wrong in a row, and when the last was entered
_RECENT = timedelta(minutes=5)


@dataclass(slots=True)
class Shift:
    """Who is at the desk now; the one thing in memory that a shift changes."""

    operator_name: str = ""

    def name(self) -> str:
        """Return the operator's name for what is written now."""
        return self.operator_name


class DeskService:
    """Keeps what belongs to this desk and its shift."""

    def __init__(self, begin: BeginWork, read: BeginWork, clock: Clock, shift: Shift) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock
        self._shift = shift

    def is_set_up(self) -> bool:
        """Whether the first start was done."""
        with self._read() as work:
            return work.settings.set_up_at is not None

    def set_up(self, *, station: str, desk: str) -> None:
        """Name the station and the desk, and mark the first start as done.

        Raises:
            KnownError: A name is empty.
        """
        station, desk = clean_name(station), clean_name(desk)
        with self._begin() as work:
            work.settings.put("station_name", station)
            work.settings.put("desk_name", desk)
            work.settings.put("set_up_at", self._clock().isoformat())

    def is_withdrawn(self) -> bool:
        """Whether the centre withdrew this desk, so that it shows and answers nothing."""
        with self._read() as work:
            return work.settings.is_withdrawn

    def has_other_desks(self) -> bool:
        """Whether another desk may admit the same people while neither hears of the other."""
        with self._read() as work:
            settings = work.settings
            return settings.is_joined and work.passes.has_other_desk(settings.desk_id)

    def way_to_centre(self) -> tuple[str, str]:
        """Return the centre's address and the proxy, as they may be shown; empty where none is."""
        with self._read() as work:
            centre = work.settings.get("centre") or {}
            proxy = hide_password(work.settings.get("proxy") or "")
        return str(centre.get("url") or centre.get("host") or ""), proxy

    def set_proxy(self, text: str) -> str:
        """Reach the centre's gateway through this proxy; answers it as it may be shown.

        Raises:
            KnownError: It is no proxy's address.
        """
        with self._begin() as work:
            proxy = read_proxy(text, kept=work.settings.get("proxy") or "")
            work.settings.put("proxy", proxy or None)
        return hide_password(proxy)

    def identity(self) -> DeskIdentity:
        """Return what the top bar says."""
        with self._read() as work:
            return DeskIdentity(
                station=work.settings.station_name,
                desk=work.settings.desk_name,
                operator=self._shift.operator_name,
                session_id=work.settings.pinned_session_id,
            )

    def begin_shift(self, name: str) -> None:
        """Put a volunteer or staff member at the desk; the name is remembered for next time."""
        name = clean_name(name)
        with self._begin() as work:
            known = {operator.name for operator, _ in work.people.operators()}
            if name not in known:
                self._add(work, name, Role.VOLUNTEER, pin=None)
            work.settings.put("operator_name", name)
        self._shift.operator_name = name

    def resume_shift(self) -> None:
        """Take up the operator who was at the desk when the app last closed."""
        with self._read() as work:
            self._shift.operator_name = str(work.settings.get("operator_name") or "")

    def pin_to(self, session_id: SessionId | None) -> None:
        """Let the desk stand for one session only, or for the whole station.

        Raises:
            KnownError: There is no such session.
        """
        with self._begin() as work:
            if session_id is not None and work.courses.session(session_id) is None:
                raise unknown_session(str(session_id))
            work.settings.put("pinned_session_id", str(session_id) if session_id else None)

    def operators(self) -> list[Operator]:
        """Return everybody who has been at this desk, by name."""
        with self._read() as work:
            return [operator for operator, _ in work.people.operators()]

    def add_operator(self, name: str, role: Role, *, pin: str | None = None) -> None:
        """Add an operator; staff need a PIN of at least 4 digits (kept as an argon2 hash).

        Raises:
            KnownError: The name is empty, or staff without a good PIN.
        """
        name = clean_name(name)
        if role is Role.STAFF and (not pin or len(pin) < MIN_PIN_LENGTH or not pin.isdigit()):
            raise KnownError(
                "bad_pin",
                zh=f"工作人员要有至少 {MIN_PIN_LENGTH} 位数字的 PIN，请重新设置。",
                en=f"Staff need a PIN of at least {MIN_PIN_LENGTH} digits: choose another.",
            )
        with self._begin() as work:
            self._add(work, name, role, pin=pin)

    def sign_in_staff(self, name: str, pin: str) -> Operator:
        """Check a staff member's PIN.

        Raises:
            KnownError: Not staff, or the PIN does not fit; which of the two is not said.
        """
        with self._read() as work:
            known = [
                (operator, pin_hash)
                for operator, pin_hash in work.people.operators()
                if operator.name == name and operator.role is Role.STAFF and pin_hash
            ]
        for operator, pin_hash in known:
            if _fits(str(pin_hash), pin):
                return operator
        raise KnownError(
            "wrong_pin",
            zh="姓名或 PIN 不对。请重新输入；忘了 PIN 请在“设置”里由另一位工作人员重设。",
            en="Name or PIN does not fit. Enter it again; "
            "another staff member can reset it in Settings.",
        )

    def check_staff_pin(self, pin: str) -> None:
        """Let anybody of the staff pass by their PIN alone, where no name may be shown.

        A desk without staff has no PIN to ask for. A try is noted before it is looked at, so
        pulling the plug gives no further one; after five wrong ones the next must wait, longer
        each time.

        Raises:
            KnownError: It is no staff member's PIN, or comes too soon after others that were not.
        """
        at = self._clock()
        with self._begin() as work:
            known = [
                pin_hash
                for operator, pin_hash in work.people.operators()
                if operator.role is Role.STAFF and pin_hash
            ]
            wrong, last = work.settings.get(_PIN_TRIES) or (0, at.isoformat())
            wait = next_try_at(wrong, min(at, datetime.fromisoformat(last))) - at
            if known and wait <= timedelta(0):
                work.settings.put(_PIN_TRIES, (wrong + 1, at.isoformat()))
        if not known:
            return
        if wait > timedelta(0):
            raise _pin_too_soon(ceil(wait.total_seconds()))
        if not any(_fits(str(pin_hash), pin) for pin_hash in known):
            raise KnownError(
                "wrong_pin",
                zh="PIN 不对。请由这台前台的一位工作人员输入自己的 PIN。",
                en="The PIN does not fit. A staff member of this desk enters their own.",
            )
        with self._begin() as work:
            work.settings.put(_PIN_TRIES, None)

    def staff_on_command_line(self, name: str, pin: str | None) -> Operator:
        """Return who acts with ``--operator``.

        While this desk has no staff yet, the person with the data directory in hand is taken at
        their word and recorded by name; afterwards name and PIN must fit.

        Raises:
            KnownError: Staff exist and name or PIN does not fit.
        """
        has_staff = any(operator.role is Role.STAFF for operator in self.operators())
        if has_staff:
            return self.sign_in_staff(name, pin or "")
        at = self._clock()
        return Operator(operator_id=OperatorId(uuid7(at)), name=clean_name(name), role=Role.STAFF)

    def today(self) -> TodaySheet:
        """Return tonight's sessions with head counts and the latest arrivals."""
        at = self._clock()
        with self._read() as work:
            of_day = work.courses.sessions_between(*day_bounds(local_day(at)))
            sessions = [s for s in of_day if not s.is_over(at) and not s.is_cancelled]
            arrived = work.check_ins.arrived_counts(s.session_id for s in sessions)
            meters = [_meter(work, session, arrived[session.session_id]) for session in sessions]
            latest = work.check_ins.latest_arrivals(limit=ARRIVALS_SHOWN)
            is_joined = work.settings.is_joined
            known = {s.session_id: s for s in sessions}
            return TodaySheet(
                at=at,
                meters=tuple(meters),
                open_count=sum(s.is_open(at) for s in sessions),
                arrivals=tuple(_arrival(row, known, is_joined=is_joined) for row in latest),
                recent_count=work.check_ins.admitted_since(
                    at - _RECENT, [s.session_id for s in of_day]
                ),
                missing=sum(
                    max(0, m.expected - m.arrived) for m in meters if m.session.is_open(at)
                ),
            )

    def _add(self, work: UnitOfWork, name: str, role: Role, *, pin: str | None) -> None:
        work.people.add_operator(
            Operator(operator_id=OperatorId(uuid7(self._clock())), name=name, role=role),
            _hash(pin) if pin else None,
        )


def _meter(work: UnitOfWork, session: ClassSession, arrived: tuple[int, int]) -> SessionMeter:
    confirmed = work.courses.confirmed_count(session.course_id)
    expected = session.capacity if session.policy.walk_ins else confirmed
    return SessionMeter(session=session, arrived=arrived[0], expected=expected)


def _arrival(
    row: ArrivalRow, sessions: dict[SessionId, ClassSession], *, is_joined: bool
) -> Arrival:
    session = sessions.get(row.session_id) if row.session_id else None
    admitted = row.outcome is CheckInOutcome.ADMITTED and row.direction is Direction.IN
    return Arrival(
        at=row.at,
        outcome=row.outcome,
        name=row.name,
        title=row.course_name,
        attendance=judge_attendance(session, row.at) if admitted and session else None,
        undo_id=None if row.is_undone else row.check_in_id or row.booking_id,
        is_flagged=row.is_flagged and not row.is_undone,
        is_room=row.booking_id is not None,
        is_undone=row.is_undone,
        is_walk_in=row.is_walk_in,
        is_pending=is_joined and row.is_pending,
        is_provisional=row.is_provisional,
    )


def _hash(pin: str) -> str:
    from argon2 import PasswordHasher  # noqa: PLC0415  (30 ms, needed for staff only)

    return PasswordHasher().hash(pin)


def _pin_too_soon(wait_s: int) -> KnownError:
    return KnownError(
        "pin_too_soon",
        zh=f"PIN 连续输错了几次。请等 {wait_s} 秒，再由这台前台的一位工作人员输入自己的 PIN。",
        en=f"Too many PINs did not fit. Wait {wait_s} seconds, then a staff member of this desk "
        "enters their own.",
    )


def _fits(pin_hash: str, pin: str) -> bool:
    from argon2 import PasswordHasher  # noqa: PLC0415
    from argon2.exceptions import VerifyMismatchError  # noqa: PLC0415

    try:
        return PasswordHasher().verify(pin_hash, pin)
    except VerifyMismatchError:
        return False
