"""Words as a person sets them: templates filled in, how long ago, on which day, from when."""

import re
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from desk_app.domain.clock import local_day
from desk_app.domain.review_facts import Side
from desk_app.ui.common.texts import clock_text, date_text, is_chinese

translate = QCoreApplication.translate
_HAN, _LATIN = "\u4e00-\u9fff", "A-Za-z0-9"
_SEAM = re.compile(f"(?<=[{_HAN}])(?=[{_LATIN}])|(?<=[{_LATIN}])(?=[{_HAN}])")
_HOUR_MIN, _DAY_MIN = 60, 24 * 60


def fill(template: str, *parts: str | int) -> str:
    """Fill words in; in Chinese with one space between Han and Latin, as people set type."""
    text = template.format(*parts)
    return _SEAM.sub(" ", text) if is_chinese() else text


def short(text: str, limit: int = 32) -> str:
    """Return a text that came from elsewhere at a length that no layout breaks of."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def age_text(at: datetime, now: datetime) -> str:
    """Return how long ago it was, in one unit."""
    minutes = int((now - at) / timedelta(minutes=1))
    hours, days = int(minutes / _HOUR_MIN), int(minutes / _DAY_MIN)
    if minutes < 1:
        return translate("ReviewTimes", "just now")
    if minutes < _HOUR_MIN:
        return translate("ReviewTimes", "%n min", "", minutes)
    if minutes < _DAY_MIN:
        return translate("ReviewTimes", "%n h", "", hours)
    return translate("ReviewTimes", "%n d", "", days)


def day_text(at: datetime, now: datetime) -> str:
    """Return the day: a word for yesterday, today and tomorrow, else the date."""
    words = {
        -1: translate("ReviewTimes", "yesterday"),
        0: translate("ReviewTimes", "today"),
        1: translate("ReviewTimes", "tomorrow"),
    }
    return words.get((local_day(at) - local_day(now)).days) or date_text(at)


def moment_text(at: datetime, now: datetime) -> str:
    """Return the day and the time."""
    return f"{day_text(at, now)} {clock_text(at)}"


def span_text(starts_at: datetime, ends_at: datetime) -> str:
    """Return ``14:00–15:30``."""
    return f"{clock_text(starts_at)}–{clock_text(ends_at)}"


def period_text(side: Side, now: datetime) -> str:
    """Return when a side's booking is, as far as it is known."""
    if side.starts_at is None:
        return ""
    if side.ends_at is None:
        return moment_text(side.starts_at, now)
    return f"{day_text(side.starts_at, now)} {span_text(side.starts_at, side.ends_at)}"
