"""Design tokens: every colour, size and duration that a widget may use, by name."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from desk_app.runtime.paths import resource

THEMES = ("light", "dark", "highContrast")


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """A type size in logical pixels: ``size`` of the letters, ``line`` of the line."""

    size: int
    line: int
    is_strong: bool


@lru_cache(maxsize=1)
def tokens() -> dict[str, Any]:
    """Return resources/tokens.json."""
    found: dict[str, Any] = json.loads(resource("tokens.json").read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=3)
def colours(theme: str) -> dict[str, str]:
    """Return a theme's colours flattened: ``outcome.admitted.band`` to ``#17683F``."""
    return dict(_flatten(tokens()["color"][theme]))


@lru_cache(maxsize=64)
def type_of(role: str, *, is_wide: bool) -> Type:
    """Return a role of font.scale (``title``, ``result.word``) for a wide or compact window."""
    found = tokens()["font"]["scale"][role]
    size = found if is_wide else {**found, **found.get("compact", {})}
    return Type(
        size=size["size"],
        line=size["line"],
        is_strong=found["weight"] == tokens()["font"]["weight"]["strong"],
    )


def duration_ms(name: str) -> int:
    """Return a duration of motion.duration_ms."""
    return int(tokens()["motion"]["duration_ms"][name])


def easing(name: str) -> str:
    """Return the name of a curve of motion.easing, as QEasingCurve calls it."""
    return str(tokens()["motion"]["easing"][name])


def layout(name: str, *, is_wide: bool) -> int:
    """Return a measure of layout.compact or layout.wide."""
    return int(tokens()["layout"]["wide" if is_wide else "compact"][name])


BREAKPOINT = 1600


def _flatten(tree: dict[str, Any], before: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in tree.items():
        path = f"{before}{name}"
        found += _flatten(value, f"{path}.") if isinstance(value, dict) else [(path, value)]
    return found
