"""`run` and `demo`: the window, and a throw-away station to try it with."""

import gc
import importlib
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from desk_app.cli.answers import BROKEN, PLACE, Json
from desk_app.cli.usage import WrongUsage
from desk_app.domain.errors import KnownError


def run(
    camera: Annotated[
        str | None, typer.Option(help="Camera number, URL, file or folder; else the settings'")
    ] = None,
    lang: Annotated[str | None, typer.Option(help="zh_CN or en")] = None,
) -> None:
    """Open the window on the data directory. Example: desk-app run --camera 0"""
    window = load_window()
    from desk_app.runtime.paths import data_dir  # noqa: PLC0415

    if lang not in {None, "zh_CN", "en"}:
        raise _no_language(lang)
    try:
        data = data_dir(PLACE.data)
    except KnownError as error:
        window.tell_failure(error)
        raise typer.Exit(BROKEN) from error
    raise typer.Exit(window.run_window(data, camera=camera, language=lang))


def load_window() -> ModuleType:
    """Import what the window needs.

    The garbage collector rests until the window is there (main/start.py): what is imported stays,
    and looking through it again and again costs a tenth of the start.
    """
    gc.disable()
    return importlib.import_module("desk_app.main")


def demo(
    headless: Annotated[
        bool, typer.Option("--headless", help="Offscreen, through a scripted evening")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Where screenshots go")] = None,
    lang: Annotated[str, typer.Option(help="zh_CN or en")] = "zh_CN",
    as_json: Json = False,
) -> None:
    """Try the app with invented people. Example: desk-app demo --headless --out out/demo --json"""
    from desk_app.demo.evening import run_demo  # noqa: PLC0415

    if lang not in {"zh_CN", "en"}:
        raise _no_language(lang)
    raise typer.Exit(run_demo(headless=headless, out=out, language=lang, as_json=as_json))


def _no_language(text: str | None) -> WrongUsage:
    return WrongUsage(
        zh=f"没有这种语言：{text}。--lang 可以是 zh_CN 或 en",
        en=f"No such language: {text}. --lang is zh_CN or en",
    )
