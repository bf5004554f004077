"""Use cases: register, find and show visitors."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.changes import Change, Entity
from desk_app.domain.clock import Clock, day_bounds, local_day
from desk_app.domain.courses import ClassSession
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import SessionId, VisitorId, uuid7
from desk_app.domain.passes import Pass
from desk_app.domain.people import Visitor
from desk_app.services.check_in_facts import card_of
from desk_app.services.pinyin import matched_places, read_name, search_text
from desk_app.services.results import SearchAnswer, VisitorHit
from desk_app.services.unknown import unknown_visitor

MAX_NAME_LENGTH = 60
MAX_HITS = 50
_CANDIDATES = 200
_MAX_SAME = 5
_PHONE = re.compile(r"\+?\d{5,20}")
_ENOUGH_DIGITS = 4
_ENOUGH_LETTERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorDetail:
    """A visitor with their passes."""

    visitor: Visitor
    passes: tuple[Pass, ...]


class VisitorService:
    """Keeps the people a station knows."""

    def __init__(self, begin: BeginWork, read: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock

    def add(
        self, name: str, *, phone: str = "", company: str = "", workplace: str = ""
    ) -> VisitorId:
        """Register a visitor; full-width digits in the phone are understood.

        Raises:
            KnownError: The name is empty or odd, or the phone is no number.
        """
        values = visitor_values(name, phone=phone, company=company, workplace=workplace)
        with self._begin() as work:
            return store_visitor(work, self._clock(), values)

    def index_new(self, *, limit: int = 200) -> int:
        """Make visitors that a pull brought findable; answers how many it did."""
        with self._begin() as work:
            found = work.people.without_search_text(limit=limit)
            work.people.set_search_texts(
                (v.visitor_id, search_text(v.name, v.phone)) for v in found
            )
        return len(found)

    def find(self, typed: str) -> SearchAnswer:
        """Find visitors by name, pinyin, initials, digits of the phone, company or workplace.

        Two characters or letters or four digits are enough. Those found by name or phone come
        first, then those found by where they work; of each, those with a class today.
        """
        text = unicodedata.normalize("NFKC", typed).strip().lower()
        pattern = search_pattern(text)
        if pattern is None:
            return SearchAnswer(text=typed, needs_more=True)
        at = self._clock()
        with self._read() as work:
            today = work.courses.sessions_between(*day_bounds(local_day(at)))
            found = work.people.search(pattern, limit=_CANDIDATES)
            hits = _hits(work, found, text, today)
            if len(hits) < MAX_HITS:
                place = contains_pattern(text)
                nearby = work.people.search_workplaces(place, but=pattern, limit=_CANDIDATES)
                hits += _hits(work, nearby, text, today)[: MAX_HITS - len(hits)]
            return SearchAnswer(text=typed, hits=tuple(hits))

    def likely_same(
        self, name: str, *, phone: str = "", company: str = ""
    ) -> tuple[VisitorHit, ...]:
        """Return who may be this person: of the same phone, or of the same name and company.

        Raises:
            KnownError: The name is empty or odd, or the phone is no number.
        """
        values = visitor_values(name, phone=phone, company=company)
        with self._read() as work:
            today = work.courses.sessions_between(*day_bounds(local_day(self._clock())))
            same = work.people.likely_same(
                values["name"],
                phone=values["phone"].removeprefix("+86"),
                company=values["company"],
                limit=_MAX_SAME,
            )
            return tuple(_hits(work, same, values["name"], today))

    def show(self, visitor_id: VisitorId) -> VisitorDetail:
        """Return a visitor with their passes.

        Raises:
            KnownError: There is no such visitor.
        """
        with self._read() as work:
            visitor = work.people.visitor(visitor_id)
            if visitor is None:
                raise unknown_visitor(str(visitor_id))
            return VisitorDetail(visitor=visitor, passes=tuple(work.passes.of_visitor(visitor_id)))

    def resolve(self, text: str) -> VisitorId:
        """Read an id, or a name that only one visitor has.

        Raises:
            KnownError: Nobody or several people fit.
        """
        try:
            return VisitorId(UUID(text))
        except ValueError:
            with self._read() as work:
                found = work.people.by_name(text)
        if not found:
            raise unknown_visitor(text)
        if len(found) > 1:
            raise KnownError(
                "several_visitors",
                zh=f"有 {len(found)} 位叫“{text}”，请改用编号（visitor find 可查）。",
                en=f"{len(found)} visitors are called {text}: use the id (see visitor find).",
            )
        return found[0].visitor_id


def visitor_values(
    name: str,
    *,
    phone: str = "",
    company: str = "",
    workplace: str = "",
    attention: str = "",
) -> dict[str, str]:
    """Return a visitor's fields as they are stored.

    Raises:
        KnownError: The name is empty or odd, or the phone is no number.
    """
    return {
        "name": clean_name(name),
        "phone": clean_phone(phone),
        "company": _one_line(company),
        "workplace": _one_line(workplace),
        "attention": _one_line(attention),
    }


def store_visitor(work: UnitOfWork, at: datetime, values: Mapping[str, str]) -> VisitorId:
    """Store a new visitor, findable at once, in a transaction that the caller holds."""
    visitor_id = VisitorId(uuid7(at))
    added = Change(kind="visitor.added", entity=Entity.VISITOR, row_id=visitor_id, values=values)
    work.add(added, search_text=search_text(values["name"], values["phone"]))
    return visitor_id


def clean_name(name: str) -> str:
    """Return a name without stray spaces.

    Raises:
        KnownError: It is empty, too long, or holds control characters.
    """
    text = _one_line(name)
    if not text or len(text) > MAX_NAME_LENGTH:
        raise KnownError(
            "bad_name",
            zh=f"姓名要有 1 到 {MAX_NAME_LENGTH} 个字，请重新填写。",
            en=f"A name has 1 to {MAX_NAME_LENGTH} characters: enter it again.",
        )
    return text


def clean_phone(phone: str) -> str:
    """Return the digits of a phone number, or nothing.

    Raises:
        KnownError: It is no phone number.
    """
    text = re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", phone))
    if text and not _PHONE.fullmatch(text):
        raise KnownError(
            "bad_phone",
            zh="手机号应为 5 到 20 位数字，例如 13812341234；不想留可以空着。",
            en="A phone number has 5 to 20 digits, for example 13812341234; it may be left empty.",
        )
    return text


def _one_line(text: str) -> str:
    kept = "".join(
        c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Cs"} or c.isspace()
    )
    return " ".join(kept.split())


def search_pattern(typed: str) -> str | None:
    """Return the LIKE pattern for what was typed, or None where it is too short."""
    text = unicodedata.normalize("NFKC", typed).strip().lower()
    plain = "".join(text.split()) if text.isascii() else text
    escaped = _escaped(plain)
    if plain.lstrip("+").isdigit():
        if len(plain) < _ENOUGH_DIGITS:
            return None
        return f"%#%{escaped}" if len(plain) == _ENOUGH_DIGITS else f"%#%{escaped}%"
    if len(plain) < _ENOUGH_LETTERS:
        return None
    return f"%|{escaped}%#%" if plain.isascii() and plain.isalpha() else f"%{escaped}%#%"


def contains_pattern(typed: str) -> str:
    """Return the LIKE pattern for a field that holds what was typed."""
    return f"%{_escaped(' '.join(typed.split()))}%"


def _escaped(text: str) -> str:
    return re.sub(r"([%_\\])", r"\\\1", text)


def _hits(
    work: UnitOfWork, visitors: Sequence[Visitor], text: str, today: Sequence[ClassSession]
) -> list[VisitorHit]:
    """Return a line for each, those with a class today first, of them who has not come yet."""
    sessions = [s for s in today if not s.is_cancelled]
    ids = [v.visitor_id for v in visitors]
    places = work.courses.confirmed_among({s.course_id for s in sessions}, ids)
    arrivals = work.check_ins.first_entries([s.session_id for s in sessions], ids)
    tonight = {
        v.visitor_id: _tonight(
            [s for s in sessions if (s.course_id, v.visitor_id) in places], v.visitor_id, arrivals
        )
        for v in visitors
    }
    ordered = sorted(
        visitors,
        key=lambda v: (tonight[v.visitor_id][0] is None, tonight[v.visitor_id][1] is not None),
    )
    return [
        VisitorHit(
            visitor=card_of(visitor),
            pinyin=read_name(visitor.name),
            matched=matched_places(visitor.name, text),
            tonight=tonight[visitor.visitor_id][0],
            arrived_at=tonight[visitor.visitor_id][1],
        )
        for visitor in ordered[:MAX_HITS]
    ]


def _tonight(
    mine: Sequence[ClassSession],
    visitor_id: VisitorId,
    arrivals: Mapping[tuple[SessionId, VisitorId], datetime],
) -> tuple[ClassSession | None, datetime | None]:
    """Return the session still to come to, or the first, and when the visitor arrived at it."""
    waiting = next((s for s in mine if (s.session_id, visitor_id) not in arrivals), None)
    session = waiting or (mine[0] if mine else None)
    return session, arrivals.get((session.session_id, visitor_id)) if session else None
