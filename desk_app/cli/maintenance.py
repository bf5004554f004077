"""`backup`, `restore` and `doctor`."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from desk_app.cli.answers import BROKEN, DONE, PLACE, Json, answer
from desk_app.compose import DATABASE, open_desk
from desk_app.domain.errors import KnownError
from desk_app.domain.link import withdrawn
from desk_app.runtime.backup import backup as copy_database
from desk_app.runtime.backup import restore as put_back
from desk_app.runtime.locks import FileLock
from desk_app.runtime.paths import data_dir, resource
from desk_app.runtime.settings import load

WINDOW_LOCK = "window.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at; ``is_needed`` ones must be well."""

    name: str
    is_well: bool
    zh: str
    en: str
    is_needed: bool = True


def backup(
    out: Annotated[Path, typer.Argument(help="The copy to make")],
    overwrite: Annotated[bool, typer.Option("--overwrite")] = False,
    as_json: Json = False,
) -> None:
    """Make a consistent copy, window open or not. Example: desk-app backup desk-copy.db"""
    facts = copy_database(data_dir(PLACE.data) / DATABASE, out, may_overwrite=overwrite)
    answer({"path": str(facts.path), "bytes": facts.size_bytes}, as_json=as_json)


def restore(
    file: Annotated[Path, typer.Argument(help="A copy that backup made")],
    as_json: Json = False,
) -> None:
    """Put a copy back; the present file is kept. Example: desk-app restore desk-copy.db"""
    folder = data_dir(PLACE.data)
    with FileLock(folder / WINDOW_LOCK), FileLock(folder / "sync.lock"):
        _refuse_if_withdrawn(folder)
        put_back(file, folder / DATABASE, keep=folder / "backups")
    answer({"restored": str(file)}, as_json=as_json)


def _refuse_if_withdrawn(folder: Path) -> None:
    """Let no older copy bring a withdrawn desk's token back; a damaged file cannot tell."""
    if not (folder / DATABASE).exists():
        return
    try:
        app = open_desk(folder)
    except KnownError:
        return
    is_withdrawn = app.desk.is_withdrawn()
    app.close()
    if is_withdrawn:
        raise withdrawn()


def doctor(as_json: Json = False) -> None:
    """Look whether everything this desk needs is there. Example: desk-app doctor"""
    findings = [_database(), _settings(), _font(), *_decoders(), _cameras(), _sound(), _postgres()]
    is_well = all(f.is_well for f in findings if f.is_needed)
    checks: list[dict[str, Any]] = [
        {"name": f.name, "ok": f.is_well, "needed": f.is_needed, "zh": f.zh, "en": f.en}
        for f in findings
    ]
    status = DONE if is_well else BROKEN
    if as_json:
        answer({"ok": is_well, "checks": checks}, as_json=True, status=status)
        return
    for finding in findings:
        mark = "✓" if finding.is_well else ("✗" if finding.is_needed else "–")
        typer.echo(f"{mark} {finding.zh} / {finding.en}")
    raise typer.Exit(status)


def _database() -> Finding:
    try:
        folder = data_dir(PLACE.data)
        open_desk(folder).close()
    except KnownError as error:
        return Finding(name="database", is_well=False, zh=error.zh, en=error.en)
    where = folder / DATABASE
    return Finding(
        name="database",
        is_well=True,
        zh=f"数据文件完好：{where}",
        en=f"The data file is sound: {where}",
    )


def _settings() -> Finding:
    try:
        load(data_dir(PLACE.data))
    except KnownError as error:
        return Finding(name="settings", is_well=False, zh=error.zh, en=error.en)
    return Finding(name="settings", is_well=True, zh="设置没有问题", en="The settings are sound")


def _font() -> Finding:
    try:
        resource("fonts/NotoSansSC-Regular.ttf")
    except FileNotFoundError:
        return Finding(
            name="font",
            is_well=False,
            is_needed=False,
            zh="缺中文字体文件，将用系统字体。",
            en="The Chinese font is missing; the system's is used.",
        )
    return Finding(name="font", is_well=True, zh="中文字体已带上", en="The Chinese font is here")


def _decoders() -> list[Finding]:
    from desk_app.scan.decoder import Decoder  # noqa: PLC0415

    missing = Decoder(deep=True).missing
    return [
        Finding(
            name="decoders",
            is_well=not missing,
            is_needed=False,
            zh=f"读码库缺：{chr(12289).join(missing)}。照常可用，难读的码会少读一些。"
            if missing
            else "读码库齐全",
            en=f"Decoders missing: {', '.join(missing)}. Hard codes are read less often."
            if missing
            else "All decoders are here",
        )
    ]


def _cameras() -> Finding:
    from desk_app.scan.sources import list_cameras  # noqa: PLC0415

    names = [camera.name for camera in list_cameras()]
    return Finding(
        name="cameras",
        is_well=bool(names),
        is_needed=False,
        zh=f"摄像头：{'、'.join(names)}" if names else "没找到摄像头；扫码枪和搜索照常可用。",
        en=f"Cameras: {', '.join(names)}"
        if names
        else "No camera found; a handheld scanner and search work.",
    )


def _sound() -> Finding:
    is_there = importlib.util.find_spec("miniaudio") is not None
    return Finding(
        name="sound",
        is_well=is_there,
        is_needed=False,
        zh="声音库在" if is_there else "没有声音库，只显示不出声。",
        en="Sound is here" if is_there else "No sound library: results are shown, not heard.",
    )


def _postgres() -> Finding:
    from desk_app.sync.throwaway_postgres import find_postgres  # noqa: PLC0415

    is_there = find_postgres() is not None
    return Finding(
        name="postgres",
        is_well=is_there,
        is_needed=False,
        zh="演示用的 PostgreSQL 在" if is_there else "没有 PostgreSQL 程序；演示时不演联网。",
        en="PostgreSQL for the demo is here"
        if is_there
        else "No PostgreSQL programs: the demo plays without a centre.",
    )
