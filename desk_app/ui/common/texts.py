"""Languages: switched while running; dates and times as people write them."""

from collections.abc import Callable
from datetime import datetime
from functools import cache

from PySide6.QtCore import QCoreApplication, QTranslator

from desk_app.domain.clock import SHANGHAI
from desk_app.domain.errors import KnownError
from desk_app.runtime.paths import resource

Words = str | Callable[[], str]
"""What to say; a function says it anew in another language."""

LANGUAGES = ("zh_CN", "en")
_DAYS_ZH = "一二三四五六日"
_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class _State:
    language = "en"
    translators: list[QTranslator] = []  # noqa: RUF012


def language() -> str:
    """Return the language in force: zh_CN or en."""
    return _State.language


def is_chinese() -> bool:
    """Whether the interface speaks Chinese now."""
    return _State.language == "zh_CN"


def set_language(app: QCoreApplication, name: str) -> None:
    """Speak another language; every widget hears of it by a LanguageChange event."""
    _State.language = name
    for old in _State.translators:
        app.removeTranslator(old)
    _State.translators = [t for path in _files(name) if (t := _load(path)) is not None]
    for new in _State.translators:
        app.installTranslator(new)


@cache
def _files(name: str) -> tuple[str, ...]:
    folder = resource("translations")
    return tuple(sorted(str(path) for path in folder.glob(f"*.{name}.qm")))


def _load(path: str) -> QTranslator | None:
    translator = QTranslator()
    return translator if translator.load(path) else None


def clock_text(at: datetime) -> str:
    """Return ``19:00`` in Asia/Shanghai."""
    return at.astimezone(SHANGHAI).strftime("%H:%M")


def date_text(at: datetime) -> str:
    """Return ``10 月 29 日 周四`` or ``Thu 29 Oct`` in Asia/Shanghai."""
    day = at.astimezone(SHANGHAI)
    if is_chinese():
        return f"{day.month} 月 {day.day} 日 周{_DAYS_ZH[day.weekday()]}"
    return f"{_DAYS_EN[day.weekday()]} {day.day} {_MONTHS_EN[day.month - 1]}"


def weekday_text(at: datetime) -> str:
    """Return ``周四`` or ``Thu`` in Asia/Shanghai."""
    day = at.astimezone(SHANGHAI).weekday()
    return f"周{_DAYS_ZH[day]}" if is_chinese() else _DAYS_EN[day]


def spoken(words: Words) -> str:
    """Return words in the language in force."""
    return words if isinstance(words, str) else words()


def words_of(error: Exception) -> str:
    """Return what to tell the operator of an error, in the language in force."""
    if isinstance(error, KnownError):
        return error.zh if is_chinese() else error.en
    return str(error)
