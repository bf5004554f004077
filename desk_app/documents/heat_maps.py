"""How much rooms are used, hour by hour, as a picture: PDF on A4 across, or PNG."""

import io
from collections.abc import Sequence

from desk_app.documents.lettering import draw_words
from desk_app.documents.paper import draw_centred, draw_line, open_paper
from desk_app.domain.room_use_rates import HeatMap, HourUse

Colour = tuple[int, int, int]

_MARGIN, _TOP, _NAME, _ROW, _HEAD = 10.0, 26.0, 40.0, 9.0, 7.0
_WIDTH, _HEIGHT = 297.0, 210.0
_A_PAGE = int((_HEIGHT - _TOP - _HEAD - 20) // _ROW)
_CLOSED: Colour = (238, 238, 238)
_EMPTY: Colour = (255, 255, 255)
_FULL: Colour = (20, 74, 140)
_DARK = 55
_PX_PER_MM = 6


def colour_of(percent: int | None) -> Colour:
    """Return white for empty to dark blue for full; grey where the room was never open."""
    if percent is None:
        return _CLOSED
    red, green, blue = (
        round(empty + (full - empty) * percent / 100)
        for empty, full in zip(_EMPTY, _FULL, strict=True)
    )
    return red, green, blue


def heat_map_pdf(found: HeatMap) -> bytes:
    """Draw the rooms as rows and the hours as columns, the percentage in each field."""
    pdf = open_paper([found.station, *(line.room for line in found.rooms)])
    hours = _hours(found)
    cell = (_WIDTH - 2 * _MARGIN - _NAME) / len(hours)
    for start in range(0, max(1, len(found.rooms)), _A_PAGE):
        pdf.add_page(orientation="landscape")
        draw_line(pdf, _title(found), _MARGIN, 16, size=14, width=_WIDTH - 2 * _MARGIN)
        for place, hour in enumerate(hours):
            middle = _MARGIN + _NAME + (place + 0.5) * cell
            draw_centred(pdf, f"{hour}时", middle, _TOP + _HEAD - 2, size=8, width=cell)
        for row, line in enumerate(found.rooms[start : start + _A_PAGE]):
            y = _TOP + _HEAD + row * _ROW
            draw_line(pdf, line.room, _MARGIN, y + _ROW * 0.65, size=10, width=_NAME - 2)
            for place, hour in enumerate(hours):
                use = line.hours[hour]
                x = _MARGIN + _NAME + place * cell
                pdf.set_fill_color(*colour_of(use.percent))
                pdf.set_draw_color(200)
                pdf.rect(x, y, cell, _ROW, style="DF")
                pdf.set_text_color(*_ink(use))
                words = _words(use)
                draw_centred(pdf, words, x + cell / 2, y + _ROW * 0.63, size=8, width=cell - 1)
                pdf.set_text_color(0)
    return bytes(pdf.output())


def heat_map_png(found: HeatMap) -> bytes:
    """Draw the same as one picture, however many rooms there are."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  (only exports need it)

    hours = _hours(found)
    scale = _PX_PER_MM
    cell = (_WIDTH - 2 * _MARGIN - _NAME) / len(hours)
    height = _TOP + _HEAD + _ROW * max(1, len(found.rooms)) + _MARGIN
    picture = Image.new("RGB", (round(_WIDTH * scale), round(height * scale)), _EMPTY)
    draw = ImageDraw.Draw(picture)
    large, small = (round(mm * scale) for mm in (5.0, 3.0))
    draw_words(draw, (_MARGIN * scale, 14 * scale), _title(found), large, down="s")
    for place, hour in enumerate(hours):
        at = ((_MARGIN + _NAME + (place + 0.5) * cell) * scale, (_TOP + _HEAD - 2) * scale)
        draw_words(draw, at, f"{hour}时", small, across="m", down="s")
    for row, line in enumerate(found.rooms):
        y = _TOP + _HEAD + row * _ROW
        middle = (y + _ROW / 2) * scale
        draw_words(draw, (_MARGIN * scale, middle), line.room, small)
        for place, hour in enumerate(hours):
            use = line.hours[hour]
            x = (_MARGIN + _NAME + place * cell) * scale
            box = (x, y * scale, x + cell * scale, (y + _ROW) * scale)
            draw.rectangle(box, fill=colour_of(use.percent), outline=(200, 200, 200))
            centre = (x + cell * scale / 2, middle)
            draw_words(draw, centre, _words(use), small, fill=_ink(use), across="m")
    out = io.BytesIO()
    picture.save(out, format="PNG")
    return out.getvalue()


def _hours(found: HeatMap) -> Sequence[int]:
    """Return the hours from the first to the last in which a room was open or used."""
    busy = [
        use.hour
        for line in found.rooms
        if line.open_min
        for use in line.hours
        if use.used_min or (use.open_min and not _is_always_open(line.hours))
    ]
    return range(min(busy, default=9), max(busy, default=17) + 1)


def _is_always_open(hours: Sequence[HourUse]) -> bool:
    return all(use.open_min for use in hours)


def _title(found: HeatMap) -> str:
    return f"{found.station}　场地使用率　{found.first} – {found.last}".strip("　")


def _words(use: HourUse) -> str:
    return "" if use.percent is None else f"{use.percent}%"


def _ink(use: HourUse) -> Colour:
    return (255, 255, 255) if (use.percent or 0) >= _DARK else (40, 40, 40)
