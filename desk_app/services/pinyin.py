"""How names are read and searched: pinyin, initials, every reading of a surname."""

from functools import lru_cache
from itertools import product

_SURNAMES = {
    "单": ("shàn",), "曾": ("zēng",), "解": ("xiè",), "查": ("zhā",), "仇": ("qiú",),
    "任": ("rén",), "盖": ("gě",), "区": ("ōu",), "朴": ("piáo",), "翟": ("zhái",),
    "乐": ("yuè", "lè"), "覃": ("qín", "tán"), "冼": ("xiǎn",), "华": ("huà",), "缪": ("miào",),
    "种": ("chóng",), "黑": ("hè",), "秘": ("bì",), "折": ("shé",), "召": ("shào",),
    "燕": ("yān",), "繁": ("pó",), "纪": ("jǐ", "jì"), "过": ("guō",), "宁": ("níng", "nìng"),
    "葛": ("gě",), "员": ("yùn",), "尹": ("yǐn",), "谌": ("chén", "shèn"), "隗": ("wěi", "kuí"),
}  # fmt: skip
"""Surnames that a dictionary of words reads wrongly; the usual reading first."""

_MOST_READINGS = 8


@lru_cache(maxsize=4096)
def read_name(name: str) -> tuple[str, ...]:
    """Return a syllable with tone marks per character, or the character where it has none."""
    from pypinyin import Style, pinyin  # noqa: PLC0415  (200 ms to import)

    syllables = [found[0] for found in pinyin(list(name), style=Style.TONE)]
    if name and name[0] in _SURNAMES:
        syllables[0] = _SURNAMES[name[0]][0]
    return tuple(syllables)


def search_text(name: str, phone: str) -> str:
    """Return what LIKE looks at: name, every plain reading, its initials, the phone at the end."""
    letters = [c for c in name.strip() if not c.isspace()]
    readings = [
        _plain_readings(letter)[: 3 if place == 0 else 1] for place, letter in enumerate(letters)
    ]
    if letters and letters[0] in _SURNAMES:
        known = tuple(_plain(s) for s in _SURNAMES[letters[0]])
        readings[0] = tuple(dict.fromkeys(known + readings[0]))
    spelt = list(product(*readings))[:_MOST_READINGS]
    words = ["".join(s) for s in spelt] + ["".join(p[0] for p in s if p) for s in spelt]
    words += name.lower().split()[1:]
    return "|".join([name.lower(), *dict.fromkeys(words)]) + "#" + phone


@lru_cache(maxsize=16384)
def _search_words(name: str) -> tuple[str, tuple[str, ...]]:
    plain, *readings = search_text(name, "").removesuffix("#").split("|")
    return plain, tuple(readings)


def has_text(name: str, typed: str) -> bool:
    """Whether a name has the text, or is spelt so in pinyin or initials from its beginning."""
    text = " ".join(typed.lower().split())
    if not name or not text:
        return not text
    plain, readings = _search_words(name)
    joined = text.replace(" ", "")
    return text in plain or (joined.isascii() and any(w.startswith(joined) for w in readings))


def has_text_within(name: str, typed: str) -> bool:
    """Whether a title has the text, or from any character on is spelt so: gh finds 少儿国画."""
    if has_text(name, typed):
        return True
    is_letters = typed.isascii() and any(c.isalpha() for c in typed)
    return is_letters and any(
        has_text(name[place:], typed)
        for place in range(1, len(name))
        if not name[place].isascii() or not name[place - 1].isalnum()
    )


@lru_cache(maxsize=8192)
def _plain_readings(letter: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin  # noqa: PLC0415

    (syllables,) = pinyin([letter], style=Style.NORMAL, heteronym=True)
    return tuple(dict.fromkeys(_plain(s) for s in syllables))


def matched_places(name: str, typed: str) -> tuple[int, ...]:
    """Return the indexes of the characters that the typed text stands for."""
    text = typed.strip().lower()
    if text and text in name.lower():
        start = name.lower().index(text)
        return tuple(range(start, start + len(text)))
    plain = [_plain(s) for s in read_name(name)]
    if text and text == "".join(p[:1] for p in plain)[: len(text)]:
        return tuple(range(len(text)))
    covered = 0
    for place, syllable in enumerate(plain):
        covered += len(syllable)
        if "".join(plain[: place + 1]).startswith(text):
            return tuple(range(place + 1))
        if covered >= len(text):
            break
    return ()


_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü", "aaaaeeeeiiiioooouuuuvvvvv")


def _plain(syllable: str) -> str:
    return syllable.lower().translate(_TONES)
