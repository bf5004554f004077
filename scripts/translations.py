"""Keep the translations: collect texts from the sources, compile what was translated.

Run ``python scripts/translations.py`` after changing words, fill in the new lines of
resources/translations/*.zh_CN.ts (in any editor or pyside6-linguist), and run it once more.
With ``--check`` nothing is written; it fails where a text is missing, unfinished or not compiled.
"""

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "resources" / "translations"
BIN = Path(sys.executable).parent
LANGUAGE = "zh_CN"
PARTS = {
    "check_in": ["ui/check_in"],
    "rooms": ["ui/rooms"],
    "visitors": ["ui/visitors"],
    "classes": ["ui/classes"],
    "review": ["ui/review"],
    "shell": ["ui/common", "ui/first_start", "ui/settings", "ui/shell", "main"],
}


def main() -> int:
    """Answer 0 if every text has its translation."""
    is_check = "--check" in sys.argv[1:]
    FOLDER.mkdir(exist_ok=True)
    return sum(_check(part) if is_check else _update(part) for part in PARTS) and 1


def _update(part: str) -> int:
    source = FOLDER / f"{part}.{LANGUAGE}.ts"
    _collect(part, source)
    _compile(source, source.with_suffix(".qm"))
    missing = _unfinished(source)
    _tell(part, missing)
    return 0


def _check(part: str) -> int:
    kept = FOLDER / f"{part}.{LANGUAGE}.ts"
    with tempfile.TemporaryDirectory() as folder:
        fresh, compiled = Path(folder) / kept.name, Path(folder) / "fresh.qm"
        fresh.write_bytes(kept.read_bytes())
        _collect(part, fresh)
        missing = _unfinished(fresh)
        _compile(fresh, compiled)
        if compiled.read_bytes() != kept.with_suffix(".qm").read_bytes():
            missing.append(f"{kept.with_suffix('.qm').name} is not what the sources say")
    _tell(part, missing)
    return len(missing)


def _collect(part: str, target: Path) -> None:
    files = sorted(
        str(path.relative_to(ROOT))
        for folder in PARTS[part]
        for path in (ROOT / "desk_app" / folder).rglob("*.py")
    )
    options = ["-locations", "none", "-no-obsolete", "-target-language", LANGUAGE]
    _run("pyside6-lupdate", *files, "-ts", str(target), *options)


def _compile(source: Path, target: Path) -> None:
    _run("pyside6-lrelease", str(source), "-qm", str(target))


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([BIN / tool, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _unfinished(path: Path) -> list[str]:
    root = ET.parse(path).getroot()  # noqa: S314  (our own file)
    return [
        f"{context.findtext('name')}: {message.findtext('source')}"
        for context in root.iter("context")
        for message in context.iter("message")
        if not _is_done(message)
    ]


def _is_done(message: ET.Element) -> bool:
    words = message.find("translation")
    if words is None or words.get("type") == "unfinished":
        return False
    return bool("".join(words.itertext()).strip())


def _tell(part: str, missing: list[str]) -> None:
    print(f"{part}: {len(missing)} to translate")
    for line in missing:
        print(f"  {line}")


if __name__ == "__main__":
    sys.exit(main())
