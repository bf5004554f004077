"""A pass as a picture: PNG or SVG of its QR code."""

import io
from pathlib import Path

from desk_app.domain.errors import KnownError

_WRITERS = {".png", ".svg"}
_MODULE_PX = 12
_QUIET_ZONE = 4


def check_target(target: Path) -> None:
    """Refuse a file that cannot be written, before anything is issued.

    Raises:
        KnownError: Another ending than .png or .svg, or no such folder.
    """
    if target.suffix.lower() not in _WRITERS:
        raise KnownError(
            "unknown_picture_format",
            zh=f"不会写 {target.name}：请用 .png 或 .svg 结尾。",
            en=f"Cannot write {target.name}: use an ending of .png or .svg.",
        )
    if not target.absolute().parent.is_dir():
        raise KnownError(
            "no_such_folder",
            zh=f"没有这个文件夹：{target.parent}。请先建好，或换一个地方。",
            en=f"No such folder: {target.parent}. Make it first or choose another.",
        )


def write_pass_image(code: str, target: Path) -> None:
    """Write the QR of a code (smallest version, ECC M, quiet zone 4) as PNG or SVG."""
    data = svg_bytes(code) if target.suffix.lower() == ".svg" else png_bytes(code)
    target.write_bytes(data)


def modules(code: str) -> list[list[bool]]:
    """Return the dark modules of the code's QR, quiet zone included."""
    import qrcode  # noqa: PLC0415

    maker = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=_MODULE_PX, border=_QUIET_ZONE
    )
    maker.add_data(code)
    maker.make(fit=True)
    return [[bool(dark) for dark in row] for row in maker.get_matrix()]


def png_bytes(code: str) -> bytes:
    """Return a black and white PNG, 12 px a module."""
    import png  # noqa: PLC0415

    rows = [
        [0 if dark else 1 for dark in row for _ in range(_MODULE_PX)]
        for row in modules(code)
        for _ in range(_MODULE_PX)
    ]
    out = io.BytesIO()
    png.Writer(width=len(rows[0]), height=len(rows), greyscale=True, bitdepth=1).write(out, rows)
    return out.getvalue()


def svg_bytes(code: str) -> bytes:
    """Return an SVG of one path, one unit a module."""
    grid = modules(code)
    size = len(grid)
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(grid) for x, dark in enumerate(row) if dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'width="{size * _MODULE_PX}" height="{size * _MODULE_PX}" shape-rendering="crispEdges">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{path}"/></svg>'
    ).encode()
