"""`decode` and `watch`: the desk's eyes without a window."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from desk_app.cli.answers import DONE, REFUSED, Json, answer, desk, report
from desk_app.cli.check_in import facts_of, refusal, resolve_session
from desk_app.cli.usage import WrongUsage
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import Nonce, uuid7
from desk_app.domain.link import withdrawn
from desk_app.services.check_in_facts import Presentation
from desk_app.services.results import Channel


def decode(
    images: Annotated[list[Path], typer.Argument(help="Pictures")],
    fit: Annotated[str | None, typer.Option(help="Shrink to fit, for example 1280x720")] = None,
    as_json: Json = False,
) -> None:
    """Read the codes of pictures, all stages. Example: desk-app decode photo.jpg --fit 1280x720"""
    from desk_app.scan.decoder import Decoder  # noqa: PLC0415
    from desk_app.scan.pictures import fit as fit_image  # noqa: PLC0415
    from desk_app.scan.pictures import read_image  # noqa: PLC0415

    size = _size(fit) if fit else None
    decoder = Decoder(deep=True)
    status = DONE
    for path in images:
        started = time.perf_counter()
        try:
            image = read_image(path)
        except KnownError as error:
            status = report(error, as_json=False)
            if as_json:
                answer({"path": str(path), "codes": [], "error": error.code}, as_json=True)
            continue
        scale = 1.0
        if size:
            image, scale = fit_image(image, *size)
        codes: list[dict[str, Any]] = [
            {
                "text": reading.text,
                "format": reading.format,
                "quad": [[round(x / scale, 1), round(y / scale, 1)] for x, y in reading.quad],
                "stage": reading.stage,
            }
            for reading in decoder.decode(image)
        ]
        took_ms = round((time.perf_counter() - started) * 1000, 2)
        answer({"path": str(path), "codes": codes, "ms": took_ms}, as_json=as_json)
    if status != DONE:
        raise typer.Exit(status)


def watch(
    source: Annotated[str, typer.Argument(help="Camera number, file, folder or URL")],
    session: Annotated[str | None, typer.Option(help="Only this session")] = None,
    seconds: Annotated[float | None, typer.Option(help="Stop after so long")] = None,
    barcodes: Annotated[
        bool, typer.Option("--barcodes", help="Also Code 128, EAN-13 and Data Matrix")
    ] = False,
    as_json: Json = False,
) -> None:
    """Scan without a window: one result a line. Example: desk-app watch photos/ --json"""
    from desk_app.scan.decoder import Decoder  # noqa: PLC0415
    from desk_app.scan.repeat_filter import RepeatFilter  # noqa: PLC0415
    from desk_app.scan.sources import open_source  # noqa: PLC0415
    from desk_app.scan.watch import scan_codes  # noqa: PLC0415

    status = DONE
    with desk() as app:
        session_id = resolve_session(app, session) if session else None
        frames = open_source(source)
        for seen in scan_codes(frames, Decoder(linear=barcodes), RepeatFilter(), seconds=seconds):
            if app.desk.is_withdrawn():
                raise withdrawn()
            presentation = Presentation(
                nonce=Nonce(uuid7(app.clock())), session_id=session_id, channel=Channel.CAMERA
            )
            result = app.check_in.present(seen.text, presentation)
            answer(
                {**facts_of(result), "source": seen.origin or source},
                as_json=as_json,
                because=refusal(result),
            )
        for problem in getattr(frames, "problems", ()):
            status = REFUSED
            typer.echo(f"{problem.zh}\n{problem.en}", err=True)
    if status != DONE:
        raise typer.Exit(status)


def _no_size(text: str) -> WrongUsage:
    return WrongUsage(
        zh=f"看不懂这个大小：{text}。例如：1280x720",
        en=f"No size: {text}. For example: 1280x720",
    )


def _size(text: str) -> tuple[int, int]:
    try:
        width, height = (int(part) for part in text.lower().split("x"))
    except ValueError as error:
        raise _no_size(text) from error
    if min(width, height) < 1:
        raise _no_size(text)
    return width, height
