"""Use case: at the end of the day everybody is noted as gone."""

from datetime import datetime

from desk_app.db.unit_of_work import BeginWork
from desk_app.domain.changes import Change, Entity
from desk_app.domain.check_in import Direction
from desk_app.domain.clock import Clock, day_bounds, local_day
from desk_app.domain.departures import still_inside
from desk_app.domain.ids import CheckInId, Nonce, uuid7


class DepartureService:
    """Notes departures that nobody scanned."""

    def __init__(self, begin: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._clock = clock

    def everyone_out(self, at: datetime | None = None) -> int:
        """Note everybody as gone from the sessions of a moment's local day.

        Who arrived after the moment stays, and who has left already is not noted again. Answers
        how many departures were noted.
        """
        moment = at or self._clock()
        start, end = day_bounds(local_day(moment))
        noted = 0
        with self._begin() as work:
            for session in work.courses.sessions_between(start, end):
                standing = [
                    c for c in work.check_ins.of_session(session.session_id) if c.undone_at is None
                ]
                moves = [(c.visitor_id or c.pass_id, c.direction, c.at) for c in standing]
                latest = {c.visitor_id or c.pass_id: c for c in standing}
                inside = set(still_inside(moves, moment))
                for last in (c for person, c in latest.items() if person in inside):
                    nonce = Nonce(uuid7(self._clock()))
                    work.add(
                        Change(
                            kind="check_in.left",
                            entity=Entity.CHECK_IN,
                            row_id=CheckInId(nonce),
                            values={
                                "session_id": session.session_id,
                                "visitor_id": last.visitor_id,
                                "pass_id": last.pass_id,
                                "direction": Direction.OUT.value,
                                "at": moment,
                                "desk_id": work.settings.desk_id,
                                "desk_name": work.settings.desk_name,
                                "operator": work.operator,
                                "nonce": nonce,
                            },
                        )
                    )
                    noted += 1
        return noted
