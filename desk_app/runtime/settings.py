"""Settings of this PC: a small TOML file that a person may edit, read with clear errors.

What belongs to the desk's life (its station, its centre, who is on shift) is in the database.
"""

import difflib
import json
import re
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from desk_app.domain.errors import KnownError
from desk_app.runtime.files import write_atomically

FILE_NAME = "settings.toml"
WRONG_NAME = "settings-with-mistake.toml"
Value = str | bool | int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """How the desk behaves.

    Attributes:
        sync_every_s: Seconds between two talks with the centre while nothing happens.
        shows_photos: A visitor's photo, where one is kept, stands on the result card.
    """

    sync_every_s: int = 20
    shows_photos: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraSettings:
    """Where codes are seen.

    Attributes:
        source: Index, URL, video file or folder of images; empty takes the first webcam.
        is_mirrored: The preview is shown as in a mirror. Decoding never is.
        reads_barcodes: Also read Code 128, EAN-13 and Data Matrix, as badges have.
    """

    source: str = ""
    is_mirrored: bool = True
    reads_barcodes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerSettings:
    """What counts as one presentation.

    Attributes:
        repeat_s: Seconds a code must be out of sight before it counts again.
        key_gap_ms: A handheld scanner types faster than this from key to key.
        kind: The handheld scanner is a keyboard, or on a serial port as well.
        port: Serial port such as COM3 or /dev/ttyACM0; empty takes the first of a scanner.
        prefix: What the scanner types before every code; taken off.
        suffix: What ends a code besides Enter: tab, none (the pause ends it) or custom.
        suffix_text: For ``custom``.
        layout: ``us`` reads keys by their place, as on a US keyboard; ``auto`` only where the
            layout in force is not Latin.
        fixes_caps: Letters that Caps Lock turned over are turned back.
    """

    repeat_s: float = 3.0
    key_gap_ms: int = 80
    kind: str = "keyboard"
    port: str = ""
    prefix: str = ""
    suffix: str = "enter"
    suffix_text: str = ""
    layout: str = "auto"
    fixes_caps: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSettings:
    """What is heard; ``volume`` is a percentage."""

    volume: int = 70
    is_muted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AppearanceSettings:
    """What is seen."""

    language: str = "zh_CN"
    theme: str = "system"
    shows_key_hints: bool = True
    reduces_motion: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings, each with a value that works."""

    desk: DeskSettings = field(default_factory=DeskSettings)
    camera: CameraSettings = field(default_factory=CameraSettings)
    scanner: ScannerSettings = field(default_factory=ScannerSettings)
    sound: SoundSettings = field(default_factory=SoundSettings)
    appearance: AppearanceSettings = field(default_factory=AppearanceSettings)

    def with_value(self, key: str, value: object) -> "Settings":
        """Return these settings with one changed, for example ``sound.volume``.

        Raises:
            KnownError: There is no such setting or the value is not allowed.
        """
        section, _, name = key.partition(".")
        return _merge(self, {section: {name: value}}, _Source(Path(FILE_NAME), ""))


_CHOICES: dict[str, tuple[str, ...]] = {
    "appearance.language": ("zh_CN", "en"),
    "scanner.kind": ("keyboard", "serial"),
    "scanner.suffix": ("enter", "tab", "none", "custom"),
    "scanner.layout": ("auto", "us"),
    "appearance.theme": ("system", "light", "dark", "highContrast"),
}
_RANGES: dict[str, tuple[float, float]] = {
    "desk.sync_every_s": (5, 3600),
    "scanner.repeat_s": (0.5, 60),
    "scanner.key_gap_ms": (20, 500),
    "sound.volume": (0, 100),
}
_MAX_TEXT = 1000
_MAX_LENGTHS = {"scanner.prefix": 8, "scanner.suffix_text": 8, "scanner.port": 260}


@dataclass(frozen=True, slots=True)
class _Source:
    """Where values come from, to say so in an error."""

    path: Path
    text: str

    def at(self, section: str, name: str = "") -> str:
        """Return ``file, line N`` of a key, or the file alone."""
        inside = False
        for number, line in enumerate(self.text.splitlines(), start=1):
            head = re.match(r"\s*\[\s*([^\]]+?)\s*\]", line)
            if head:
                inside = head[1] == section
                if inside and not name:
                    return f"{self.path}:{number}"
            elif inside and name and re.match(rf"\s*\"?{re.escape(name)}\"?\s*=", line):
                return f"{self.path}:{number}"
        return str(self.path)


def load(folder: Path) -> Settings:
    """Read the settings of a data directory; what the file leaves out has its default.

    Raises:
        KnownError: The file cannot be read, is no TOML, or holds something that is not allowed.
    """
    path = folder / FILE_NAME
    try:
        text = path.read_bytes().decode("utf-8-sig")
        found = tomllib.loads(text)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise _unreadable(path, str(error.strerror)) from error
    except UnicodeDecodeError as error:
        raise _unreadable(path, "UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(path, str(error)) from error
    return _merge(Settings(), found, _Source(path, text))


def save(settings: Settings, folder: Path) -> None:
    """Write the settings; a power cut leaves the old file or the new one.

    A file with a mistake is kept beside it: what a person wrote is not lost for one typo.

    Raises:
        KnownError: The file cannot be written.
    """
    path = folder / FILE_NAME
    lines = []
    for section in fields(settings):
        lines.append(f"[{section.name}]")
        values = getattr(settings, section.name)
        lines += [f"{f.name} = {_toml(getattr(values, f.name))}" for f in fields(values)]
        lines.append("")
    try:
        if _is_wrong(folder):
            path.replace(folder / WRONG_NAME)
        write_atomically(path, "\n".join(lines))
    except OSError as error:
        raise KnownError(
            "settings_not_saved",
            zh=f"设置没有存上：{path}（{error.strerror}）。请检查磁盘空间和文件夹权限，再改一次。",
            en=f"The settings were not saved: {path} ({error.strerror}). "
            "Check disk space and the folder's permissions, then change it again.",
        ) from error


def _is_wrong(folder: Path) -> bool:
    try:
        load(folder)
    except KnownError:
        return True
    return False


def _toml(value: Value) -> str:
    # A JSON string is a TOML basic string, but for DEL.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _merge(base: Settings, found: dict[str, Any], source: _Source) -> Settings:
    known = [f.name for f in fields(base)]
    changed: dict[str, Any] = {}
    for section, values in found.items():
        if section not in known:
            raise _unknown(section, known, source.at(section), f"[{section}]")
        if not isinstance(values, dict):
            raise _refused(section, source.at(section), zh="一个小节", en="a section")
        changed[section] = _merge_section(getattr(base, section), section, values, source)
    return replace(base, **changed)


def _merge_section(base: Any, section: str, values: dict[str, Any], source: _Source) -> Any:  # noqa: ANN401
    known = [f.name for f in fields(base)]
    checked: dict[str, Value] = {}
    for name, value in values.items():
        where = source.at(section, name)
        if name not in known:
            raise _unknown(name, known, where, f"{section}.{name}")
        checked[name] = _check(f"{section}.{name}", value, getattr(base, name), where)
    return replace(base, **checked)


def _check(key: str, value: object, example: Value, where: str) -> Value:
    """Return the value if the setting allows it; ``example`` shows its type."""
    if isinstance(example, bool):
        if not isinstance(value, bool):
            raise _refused(key, where, zh="true 或 false", en="true or false")
        return value
    if isinstance(example, str):
        return _check_text(key, value, where)
    low, high = _RANGES[key]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and isinstance(example, int) and not isinstance(value, int):
        is_number = False
    if not is_number or not low <= value <= high:  # type: ignore[operator]
        whole_zh, whole_en = (
            ("整数", "a whole number") if isinstance(example, int) else ("数", "a number")
        )
        raise _refused(
            key,
            where,
            zh=f"{low:g} 到 {high:g} 之间的{whole_zh}",
            en=f"{whole_en} from {low:g} to {high:g}",
        )
    return value  # type: ignore[return-value]


def _check_text(key: str, value: object, where: str) -> str:
    choices = _CHOICES.get(key)
    if choices is not None and value not in choices:
        listed = ", ".join(f'"{c}"' for c in choices)
        raise _refused(key, where, zh=f"其中之一：{listed}", en=f"one of {listed}")
    most = _MAX_LENGTHS.get(key, _MAX_TEXT)
    if not isinstance(value, str) or len(value) > most:
        raise _refused(
            key,
            where,
            zh=f"带引号的文字，不超过 {most} 个字符",
            en=f"text in quotes, at most {most} characters",
        )
    return value


def _unknown(name: str, known: list[str], where: str, shown: str) -> KnownError:
    near = difflib.get_close_matches(name, known, n=1)
    hint_zh = f"是不是 {near[0]}？" if near else ""
    hint_en = f"Did you mean {near[0]}? " if near else ""
    return KnownError(
        "settings_unknown_key",
        zh=f"{where}：没有 {shown} 这个设置。{hint_zh}可用的有：{'、'.join(known)}。",
        en=f"{where}: there is no setting {shown}. {hint_en}Allowed: {', '.join(known)}.",
    )


def _refused(key: str, where: str, *, zh: str, en: str) -> KnownError:
    return KnownError(
        "settings_bad_value",
        zh=f"{where}：{key} 要写成{zh}。改好后再打开。",
        en=f"{where}: {key} must be {en}. Correct it and start again.",
    )


def _unreadable(path: Path, why: str) -> KnownError:
    return KnownError(
        "settings_unreadable",
        zh=f"读不懂设置文件 {path}（{why}）。请改好这一处，或删掉文件，用默认设置。",
        en=f"Cannot read the settings file {path} ({why}). "
        "Correct that place, or delete the file to start from defaults.",
    )
