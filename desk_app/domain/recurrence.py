"""Repeats: RFC 5545 rules in naive Shanghai time, and every Chinese working day.

python-dateutil does the arithmetic; weeks start on Monday unless the rule says otherwise.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice, pairwise

from dateutil import rrule

from desk_app.domain.clock import SHANGHAI
from desk_app.domain.rooms import Calendar

MAX_OCCURRENCES = 366
_HORIZON_YEARS = 100  # a rule that can never be met ends here
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_EXDATE = re.compile(r"[\s;]*EXDATE[:=\s]+", re.IGNORECASE)
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
        exceptions: Naive local starts that are left out.
    """

    parts: tuple[tuple[str, str], ...]
    count: int | None
    until: datetime | None
    exceptions: frozenset[datetime] = frozenset()


def parse_rule(text: str) -> Rule:
    """Read ``FREQ=WEEKLY;COUNT=12;BYDAY=TU``, with ``EXDATE 2026-11-17 12:00,…`` after it if any.

    An UNTIL that is a date alone counts to the end of that day; with a Z it is UTC.

    Raises:
        RuleRefusedError: INVALID, NO_END or TOO_LONG.
    """
    rule_text, *exception_texts = _EXDATE.split(text.strip())
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
                _naive(one) for several in exception_texts for one in several.split(",") if one
            ),
        )
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
        RuleRefusedError: TOO_LONG, SELF_OVERLAP or NOTHING_TO_BOOK.
    """
    last = starts.replace(year=starts.year + _HORIZON_YEARS, day=min(starts.day, 28))
    until = last if rule.until is None else min(last, rule.until)
    found: Iterator[datetime] = iter(_endless(rule, starts).replace(until=until))
    if rule.count is not None:
        found = islice(found, rule.count)
    return _checked((at for at in found if at not in rule.exceptions), length)


def expand_workdays(
    starts: datetime, until: date, calendar: Calendar, length: timedelta
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
    if len(text) == len("20261124"):
        return datetime.combine(date.fromisoformat(text), time(23, 59, 59))
    return _naive(text)


def _naive(text: str) -> datetime:
    at = datetime.fromisoformat(text.strip())
    return at.astimezone(UTC).astimezone(SHANGHAI).replace(tzinfo=None) if at.tzinfo else at
