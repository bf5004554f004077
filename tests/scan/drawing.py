"""Codes drawn for tests, as a camera might see them."""

from pathlib import Path

import numpy as np
import qrcode

from desk_app.scan.frames import Image
from desk_app.scan.pictures import load_cv2


def draw_code(
    text: str | bytes, *, size: tuple[int, int] = (640, 480), module_px: int = 6, at: float = 0.5
) -> Image:
    """Draw a code on a light desk; ``at`` is its middle as a share of the width."""
    code = qrcode.QRCode(box_size=module_px, border=4)
    code.add_data(text)
    code.make(fit=True)
    grid = np.where(np.array(code.get_matrix(), bool), 20, 245).astype(np.uint8)
    grid = np.kron(grid, np.ones((module_px, module_px), np.uint8))
    image = np.full((size[1], size[0], 3), 190, np.uint8)
    top = (size[1] - grid.shape[0]) // 2
    left = int(size[0] * at) - grid.shape[1] // 2
    image[top : top + grid.shape[0], left : left + grid.shape[1]] = grid[:, :, None]
    return image


def blank(size: tuple[int, int] = (640, 480)) -> Image:
    return np.full((size[1], size[0], 3), 190, np.uint8)


def save(path: Path, image: Image) -> Path:
    load_cv2().imencode(path.suffix, image)[1].tofile(path)
    return path


def save_video(path: Path, images: list[Image], *, fps: float = 30.0) -> Path:
    cv2 = load_cv2()
    height, width = images[0].shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), fps, (width, height))
    for image in images:
        writer.write(image)
    writer.release()
    return path
