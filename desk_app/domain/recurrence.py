"""Repeats: RFC 5545 rules in naive Shanghai time, and every Chinese working day.

python-dateutil does the arithmetic; weeks start on Monday unless the rule says otherwise.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice, pairwise

from dateutil import rrule

from desk_app.domain.clock import SHANGHAI
from desk_app.domain.holidays import HolidayCalendar

MAX_OCCURRENCES = 366
_HORIZON_YEARS = 100  # a rule that can never be met ends here
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_PARAMETERS = r"((?:;[A-Z-]+=[^:;\s]+)*)[:=\s]+"
_EXDATE = re.compile(rf"[\s;]*EXDATE{_PARAMETERS}", re.IGNORECASE)
_DTSTART = re.compile(rf"^\s*DTSTART{_PARAMETERS}(\S+)\s*", re.IGNORECASE | re.MULTILINE)
_OUR_ZONES = frozenset({"ASIA/SHANGHAI", "ASIA/CHONGQING", "PRC", "CHINA STANDARD TIME"})
_MOST = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
_ONE_DAY = timedelta(days=1)


class RuleProblem(StrEnum):
    """Why a rule makes no series."""

    INVALID = "invalid"
    NO_END = "no_end"
    TOO_LONG = "too_long"
    SELF_OVERLAP = "self_overlap"
    NOTHING_TO_BOOK = "nothing_to_book"


class RuleRefusedError(Exception):
    """The rule makes no series."""

    def __init__(self, problem: RuleProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A checked rule.

    Attributes:
        parts: RRULE parts in the order given, without COUNT and UNTIL; always with WKST.
        count: Occurrences before exceptions are taken out, or None.
        until: Naive local moment that may still be a start, or None.
        exceptions: Naive local starts, and whole days, that are left out.
        first: The start the text itself names, naive local or a whole day; None mostly.
    """

    parts: tuple[tuple[str, str], ...]
    count: int | None
    until: datetime | None
    exceptions: frozenset[date] = frozenset()
    first: date | None = None


def parse_rule(text: str) -> Rule:
    """Read ``FREQ=WEEKLY;COUNT=12;BYDAY=TU``, with ``EXDATE 2026-11-17 12:00,…`` after it if any.

    The lines of a calendar file are read too: DTSTART, RRULE and EXDATE, with their parameters.
    An UNTIL that is a date alone counts to the end of that day; with a Z it is UTC. An EXDATE that
    is a date alone leaves the whole day out.

    Raises:
        RuleRefusedError: INVALID, NO_END or TOO_LONG.
    """
    rule_text, *exception_texts = _EXDATE.split(_DTSTART.sub("", text.strip()))
    exceptions_given = zip(exception_texts[::2], exception_texts[1::2], strict=True)
    parts: dict[str, str] = {}
    for part in rule_text.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        name, is_pair, value = part.strip().partition("=")
        if not is_pair or name in parts:
            raise RuleRefusedError(RuleProblem.INVALID)
        parts[name] = value
    if parts.get("FREQ") not in _FREQUENCIES:
        raise RuleRefusedError(RuleProblem.INVALID)
    count_text, until_text = parts.pop("COUNT", None), parts.pop("UNTIL", None)
    if count_text is None and until_text is None:
        raise RuleRefusedError(RuleProblem.NO_END)
    try:
        rule = Rule(
            parts=tuple({"WKST": "MO", **parts}.items()),
            count=None if count_text is None else int(count_text),
            until=None if until_text is None else _until(until_text),
            exceptions=frozenset(
                _mark(one, parameters)
                for parameters, several in exceptions_given
                for one in several.split(",")
                if one.strip()
            ),
            first=_mark(given[2], given[1]) if (given := _DTSTART.search(text.strip())) else None,
        )
        _require_in_range(parts)
        _endless(rule, datetime(2000, 1, 1))  # noqa: DTZ001  (naive local; any start will do)
    except (ValueError, TypeError, AttributeError, IndexError) as error:
        raise RuleRefusedError(RuleProblem.INVALID) from error
    if rule.count is not None and rule.count > MAX_OCCURRENCES:
        raise RuleRefusedError(RuleProblem.TOO_LONG)
    if (rule.count is not None and rule.count < 1) or int(parts.get("INTERVAL", "1")) < 1:
        raise RuleRefusedError(RuleProblem.INVALID)
    return rule


def expand(rule: Rule, starts: datetime, length: timedelta) -> tuple[datetime, ...]:
    """Return the naive local starts of a series whose first possible start is ``starts``.

    Raises:
        RuleRefusedError: INVALID where the rule names another start itself; TOO_LONG, SELF_OVERLAP
            or NOTHING_TO_BOOK.
    """
    if rule.first not in {None, starts, starts.date()}:
        raise RuleRefusedError(RuleProblem.INVALID)
    last = starts.replace(year=starts.year + _HORIZON_YEARS, day=min(starts.day, 28))
    until = last if rule.until is None else min(last, rule.until)
    found: Iterator[datetime] = iter(_endless(rule, starts).replace(until=until))
    if rule.count is not None:
        found = islice(found, rule.count)
    left_out = rule.exceptions
    kept = (at for at in found if at not in left_out and at.date() not in left_out)
    return _checked(kept, length)


def expand_workdays(
    starts: datetime, until: date, calendar: HolidayCalendar, length: timedelta
) -> tuple[datetime, ...]:
    """Return a naive local start on every Chinese working day to ``until``, which is included.

    Raises:
        RuleRefusedError: TOO_LONG, SELF_OVERLAP or NOTHING_TO_BOOK.
    """
    days = (starts + n * _ONE_DAY for n in range((until - starts.date()).days + 1))
    return _checked((at for at in days if calendar.is_workday(at.date())), length)


def _checked(found: Iterable[datetime], length: timedelta) -> tuple[datetime, ...]:
    starts = tuple(islice(found, MAX_OCCURRENCES + 1))
    if not starts:
        raise RuleRefusedError(RuleProblem.NOTHING_TO_BOOK)
    if len(starts) > MAX_OCCURRENCES:
        raise RuleRefusedError(RuleProblem.TOO_LONG)
    if any(later - earlier < length for earlier, later in pairwise(starts)):
        raise RuleRefusedError(RuleProblem.SELF_OVERLAP)
    return starts


def _endless(rule: Rule, starts: datetime) -> rrule.rrule:
    text = ";".join(f"{name}={value}" for name, value in rule.parts)
    made = rrule.rrulestr(text, dtstart=starts)
    if not isinstance(made, rrule.rrule):
        raise TypeError(text)
    return made


def _until(text: str) -> datetime:
    at = _mark(text)
    return at if isinstance(at, datetime) else datetime.combine(at, time(23, 59, 59))


def _mark(text: str, parameters: str = "") -> date:
    """Read a moment as naive local time, or a date alone as that day.

    Raises:
        ValueError: It is neither, or counts in another place's time.
    """
    given = dict(one.split("=", 1) for one in parameters.upper().split(";") if one)
    if given.get("TZID", "PRC") not in _OUR_ZONES:
        raise ValueError(parameters)
    with suppress(ValueError):
        return date.fromisoformat(text.strip())
    at = datetime.fromisoformat(text.strip())
    return at.astimezone(UTC).astimezone(SHANGHAI).replace(tzinfo=None) if at.tzinfo else at


def _require_in_range(parts: Mapping[str, str]) -> None:
    """Refuse what RFC 5545 does not know: dateutil takes a 0 for nothing given.

    Raises:
        ValueError: A number beyond its range.
    """
    for name, most in _MOST.items():
        for value in parts[name].split(",") if name in parts else ():
            if not 1 <= abs(int(value)) <= most:
                raise ValueError(name)
