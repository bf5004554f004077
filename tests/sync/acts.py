"""What people do at desks, one small thing at a time; which one is the seed's choice."""

from datetime import date, timedelta
from random import Random
from uuid import UUID, uuid5

import psycopg

from desk_app.domain.changes import SCHEMA, Entity
from desk_app.domain.clock import system_clock
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import VisitorId
from desk_app.services.erasure import ErasureService
from desk_app.services.merging import MergeService
from desk_app.sync.protocol import CentreUnreachable
from tests.sync.desk import STARTS

_MARKS = UUID("b1b7a3a0-6f0e-4a63-9b5a-0d3c5f1f2e11")


class Acts:
    """The acts of a week; each takes the machine at which it happens."""

    random: Random

    def act(self, machine):
        acts = [self.visitor, self.edit, self.enrol, self.check_in, self.check_in, self.undo]
        acts += [self.book, self.book, self.count, self.spoil, self.trespass, self.tell]
        acts += [self.erase, self.look, self.offer, self.mark, self.series, self.company]
        acts += [self.merge, self.unmerge, self.note, self.withdraw_note]
        acts += [self.term, self.building, self.question, self.use]
        self.random.choice(acts)(machine)

    def _any(self, machine, entity):
        found = sorted(machine.table(entity))
        return self.random.choice(found) if found else None

    def _stranger(self, machine):
        """Return a visitor that no desk counts on."""
        visitor = self._any(machine, Entity.VISITOR)
        return None if any(m.own == visitor for m in self.machines) else visitor

    def visitor(self, machine):
        n = self.random.randrange(30)
        machine.visitor(f"来访者{n}-{self.random.random()}", phone=f"138000000{n:02}")

    def edit(self, machine):
        visitor = self._stranger(machine)
        if visitor is not None:
            field = self.random.choice(["name", "phone", "workplace"])
            machine.change(Entity.VISITOR, visitor, **{field: str(self.random.random())})

    def enrol(self, machine):
        visitor = self._any(machine, Entity.VISITOR)
        if visitor is not None:
            machine.enrolment(self.courses[machine.station], visitor)

    def check_in(self, machine):
        session = self.random.choice(self.sessions[machine.station])
        visitor = self._any(machine, Entity.VISITOR)
        if visitor is not None:
            desk_id = UUID(machine.setting("desk_id"))
            for minute in range(self.random.choice([1, 1, 1, 6])):
                machine.check_in(session, visitor, minute=minute, desk_id=desk_id)

    def undo(self, machine):
        check_in = self._any(machine, Entity.CHECK_IN)
        if check_in is not None:
            machine.undo(check_in)

    def _start(self):
        return STARTS + timedelta(minutes=30 * self.random.randrange(40))

    def book(self, machine, **values):
        start = values.pop("start", None) or self._start()
        machine.add(
            Entity.BOOKING,
            room_id=self.room,
            starts_at=start,
            ends_at=start + timedelta(minutes=45),
            status="confirmed",
            booked_at=STARTS,
            **values,
        )

    def series(self, machine):
        start = self._start()
        series = machine.add(Entity.BOOKING_SERIES, room_id=self.room, rule="FREQ=DAILY")
        for day in range(2):
            self.book(machine, start=start + timedelta(days=day), series_id=series)

    def use(self, machine):
        """Let a booking go, free it early, move it, or take it up again."""
        bookings = machine.table(Entity.BOOKING)
        if not bookings:
            return
        booking = self.random.choice(sorted(bookings))
        start, later = bookings[booking]["starts_at"], self._start()
        values = self.random.choice(
            [
                {"status": "cancelled"},
                {"status": "released", "freed_at": start + timedelta(minutes=15)},
                {"freed_at": start + timedelta(minutes=20)},
                {"starts_at": later, "ends_at": later + timedelta(minutes=45), "freed_at": None},
                {"status": "confirmed", "freed_at": None},
            ]
        )
        machine.change(Entity.BOOKING, booking, **values)

    def offer(self, machine):
        """Offer a seat to somebody who waits, or settle an offer that is open."""
        offers = machine.table(Entity.SEAT_OFFER)
        still_open = sorted(k for k, row in offers.items() if row["status"] == "open")
        places = machine.table(Entity.ENROLMENT)
        waiting = sorted(k for k, row in places.items() if row["status"] == "waitlisted")
        if still_open and self.random.random() < 0.5:
            offer = self.random.choice(still_open)
            status = self.random.choice(["accepted", "declined", "expired"])
            machine.change(Entity.SEAT_OFFER, offer, status=status, settled_at=STARTS)
            place = offers[offer]["enrolment_id"]
            if status == "accepted" and place in places:
                machine.change(Entity.ENROLMENT, place, status="confirmed")
        elif waiting:
            machine.add(
                Entity.SEAT_OFFER,
                enrolment_id=self.random.choice(waiting),
                offered_at=STARTS,
                expires_at=system_clock() + timedelta(days=1),
            )
        elif places:
            machine.change(Entity.ENROLMENT, self.random.choice(sorted(places)), status="dropped")

    def mark(self, machine):
        """Mark attendance; the row's id follows from whom and what it is about."""
        session = self.random.choice(self.sessions[machine.station])
        visitor = self._any(machine, Entity.VISITOR)
        if visitor is None:
            return
        mark = uuid5(_MARKS, f"{session}{visitor}")
        status = self.random.choice(["present", "late", "absent", "excused", ""])
        if mark in machine.table(Entity.ATTENDANCE_MARK):
            machine.change(Entity.ATTENDANCE_MARK, mark, status=status)
        else:
            values = {"session_id": session, "visitor_id": visitor, "marked_at": STARTS}
            machine.add(Entity.ATTENDANCE_MARK, row_id=mark, status=status, **values)

    def company(self, machine):
        company = self._any(machine, Entity.COMPANY)
        if company is None or self.random.random() < 0.3:
            machine.add(Entity.COMPANY, name=f"公司{self.random.random()}")
        else:
            machine.change(Entity.COMPANY, company, note=str(self.random.random()))

    def building(self, machine):
        building = self._any(machine, Entity.BUILDING)
        if building is None or self.random.random() < 0.3:
            machine.add(Entity.BUILDING, name=f"楼{self.random.random()}")
        else:
            machine.change(Entity.BUILDING, building, address=str(self.random.random()))

    def term(self, machine):
        """Begin a term, rename one, or take a course into one."""
        term = self._any(machine, Entity.TERM)
        if term is None or self.random.random() < 0.3:
            first = date(2026, 3, 1) + timedelta(days=self.random.randrange(100))
            days = {"first_day": first, "last_day": first + timedelta(days=90)}
            machine.add(Entity.TERM, name=f"学期{self.random.random()}", **days)
        elif self.random.random() < 0.5:
            machine.change(Entity.TERM, term, name=f"学期{self.random.random()}")
        else:
            machine.change(Entity.COURSE, self.courses[machine.station], term_id=term)

    def question(self, machine):
        """Ask something of who enrols, answer it, or withdraw it."""
        question, visitor = self._any(machine, Entity.QUESTION), self._stranger(machine)
        if question is None or self.random.random() < 0.3:
            wording = f"问{self.random.random()}"
            machine.add(Entity.QUESTION, course_id=self.courses[machine.station], wording=wording)
        elif visitor is not None and self.random.random() < 0.7:
            values = {"question_id": question, "visitor_id": visitor, "answered_at": STARTS}
            machine.add(Entity.ANSWER, wording=f"答{self.random.random()}", **values)
        else:
            machine.change(Entity.QUESTION, question, is_withdrawn=True)

    def merge(self, machine):
        kept, merged = self._stranger(machine), self._stranger(machine)
        told = {visitor for visitor, _ in self.told}
        if None in (kept, merged) or {kept, merged} & told:  # whose secret it is must stay clear
            return
        self._try(lambda: MergeService(machine.begin).merge(VisitorId(kept), VisitorId(merged)))

    def unmerge(self, machine):
        visitors = machine.table(Entity.VISITOR)
        merged = sorted(k for k, row in visitors.items() if row["merged_into"] is not None)
        if merged:
            visitor = VisitorId(self.random.choice(merged))
            self._try(lambda: MergeService(machine.begin).unmerge(visitor))

    def _try(self, act):
        """A refusal in words is an answer too, but not for want of space."""
        try:
            act()
        except KnownError as error:
            if error.code == "disk_full":
                raise

    def note(self, machine):
        visitor = self._stranger(machine)
        if machine.schema < SCHEMA:  # an older app has no notes
            return
        if visitor is not None and self._is_home(machine, visitor):
            secret = f"秘密{self.random.randrange(10**9)}"
            values = {"wording": secret, "written_at": STARTS, "written_by": "小林"}
            self.told.append((visitor, secret))
            machine.add(Entity.VISITOR_NOTE, visitor_id=visitor, **values)

    def withdraw_note(self, machine):
        note = self._any(machine, Entity.VISITOR_NOTE)
        if note is not None:
            machine.change(Entity.VISITOR_NOTE, note, is_withdrawn=True)

    def count(self, machine):
        if machine.own is not None:
            n = str(machine.counter + 1)
            machine.change(Entity.VISITOR, machine.own, company=n, workplace=n)
            machine.counter += 1

    def spoil(self, machine):
        if self.random.random() < 0.3:
            bad = machine.visitor("坏")
            machine.sql("UPDATE outbox SET fields = '[]' WHERE row_id = :id", id=bad)

    def trespass(self, machine):
        other = next(self.courses[s] for s in self.courses if s != machine.station)
        if self.random.random() < 0.3:
            machine.enrolment(other, machine.visitor("走错门"))

    def tell(self, machine):
        visitor = self._stranger(machine)
        if visitor is not None and self._is_home(machine, visitor):
            secret = f"秘密{self.random.randrange(10**9)}"
            self.told.append((visitor, secret))
            machine.change(Entity.VISITOR, visitor, name=secret, phone=secret)
            machine.enrolment(self.courses[machine.station], visitor)

    def erase(self, machine):
        here = set(machine.table(Entity.VISITOR))
        known = sorted({v for v, _ in self.told if v in here and self._is_home(machine, v)})
        if known and self.random.random() < 0.4:
            visitor = self.random.choice(known)
            ErasureService(machine.begin, machine.clock).erase(VisitorId(visitor))

    def _is_home(self, machine, visitor):
        with psycopg.connect(self.url) as owner:
            row = owner.execute(
                "SELECT s.name FROM core.visitor JOIN sync.station s USING (station_id) "
                "WHERE visitor_id = %s",
                (visitor,),
            ).fetchone()
        return row is None or row[0] == machine.station

    def look(self, machine):
        phone = f"138000000{self.random.randrange(30):02}"
        try:
            found = machine.sync.lookup({"phone": phone}).get("matches")
            if found:
                who = self.random.choice(found)["visitor_id"]
                machine.sync.lookup({"phone": phone, "attach": who})
        except CentreUnreachable:
            pass
