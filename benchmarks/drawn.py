"""Pictures and short videos as a desk camera sees them, drawn from a seed."""

from collections.abc import Iterator

import cv2
import numpy as np
import qrcode

from desk_app.scan.frames import Image

KINDS = ("approach", "tilt", "shake", "exposure", "bands", "noise")
FRAMES = 45


def code_picture(text: str, module_px: int = 8) -> Image:
    """Return a gray code with its quiet zone."""
    code = qrcode.QRCode(box_size=1, border=4, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    grid = np.where(np.array(code.get_matrix(), bool), 25, 235).astype(np.uint8)
    return np.kron(grid, np.ones((module_px, module_px), np.uint8))


def desk(rng: np.random.Generator, width: int = 1280, height: int = 720) -> Image:
    """Return a gray desk without a code: paper, things, lines of print, shade and noise."""
    picture = np.full((height, width), int(rng.integers(90, 190)), np.uint8)
    for _ in range(12):
        x, y = int(rng.integers(0, width)), int(rng.integers(0, height))
        w, h = int(rng.integers(30, 400)), int(rng.integers(20, 250))
        cv2.rectangle(picture, (x, y), (x + w, y + h), int(rng.integers(20, 245)), -1)
    for _ in range(6):
        x, y = int(rng.integers(0, width)), int(rng.integers(20, height))
        words = "".join(chr(c) for c in rng.integers(65, 91, 24))
        cv2.putText(picture, words, (x, y), 0, float(rng.uniform(0.4, 1.2)), 40, 1)
    shade = np.linspace(rng.uniform(0.6, 1), rng.uniform(0.6, 1), width)[None, :]
    noise = rng.normal(0, 3, picture.shape)
    return np.clip(picture * shade + noise, 0, 255).astype(np.uint8)


def video(kind: str, seed: int, text: str) -> Iterator[Image]:
    """Yield FRAMES gray pictures of 1280x720 in which one code is shown."""
    rng = np.random.default_rng(seed)
    code = code_picture(text)
    back = desk(rng)
    modules = code.shape[0] // 8
    middle = np.array([rng.uniform(450, 830), rng.uniform(280, 440)])
    turn, base = rng.uniform(-0.6, 0.6), rng.uniform(1.7, 2.6) * modules
    blur, phase = rng.uniform(0.6, 1.0), rng.uniform(0, 6)
    drift = rng.normal(0, 1.2, 2)
    for place in range(FRAMES):
        share = place / (FRAMES - 1)
        side = base * (0.6 + 1.8 * share) if kind == "approach" else base * 1.15
        tilt = 0.75 - 0.55 * share if kind == "tilt" else 0.08
        jolt = rng.normal(0, 5, 2) if kind == "shake" else rng.normal(0, 0.6, 2)
        frame = _placed(back, code, middle + drift * place + jolt, side * (1 + tilt), turn, tilt)
        if kind == "shake":
            frame = cv2.filter2D(frame, -1, _motion(int(rng.integers(1, 8)), rng.uniform(0, 3)))
        light = np.ones((720, 1))
        if kind == "exposure":
            light = light * (0.12 + 0.9 * abs(np.sin(phase + share * 4)))
        if kind == "bands":
            light = 0.6 + 0.4 * np.sin(np.arange(720)[:, None] / 22 + place * 1.7 + phase)
        spread = 16.0 if kind == "noise" else 4.0
        frame = cv2.GaussianBlur(frame, (0, 0), blur) * light
        yield np.clip(frame + rng.normal(0, spread, frame.shape), 0, 255).astype(np.uint8)


def _placed(
    back: Image, code: Image, middle: np.ndarray, side: float, turn: float, tilt: float
) -> Image:
    """Lay the code upon the desk; ``tilt`` is the share by which its far edge is shorter."""
    half = side / 2
    corners = np.array(
        [
            [-half * (1 - tilt * 0.5), -half * (1 - tilt)],
            [half * (1 - tilt * 0.5), -half * (1 - tilt)],
            [half, half * (1 - tilt)],
            [-half, half * (1 - tilt)],
        ]
    )
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    there = (corners @ spin.T + middle).astype(np.float32)
    end = float(code.shape[0])
    matrix = cv2.getPerspectiveTransform(
        np.array([[0, 0], [end, 0], [end, end], [0, end]], np.float32), there
    )
    # Drawn twice as large and shrunk, so that small modules are mixed as a sensor mixes them.
    twice = np.diag([2.0, 2.0, 1.0]) @ matrix
    size = (2560, 1440)
    laid = cv2.resize(cv2.warpPerspective(code, twice, size), (1280, 720), interpolation=3)
    mask = cv2.warpPerspective(np.full_like(code, 255), matrix, (1280, 720))
    return np.where(mask > 0, laid, back)


def _motion(length: int, angle: float) -> np.ndarray:
    kernel = np.zeros((15, 15), np.float32)
    across, down = np.cos(angle) * length / 2, np.sin(angle) * length / 2
    start, end = (round(7 - across), round(7 - down)), (round(7 + across), round(7 + down))
    cv2.line(kernel, start, end, 1.0)
    return kernel / kernel.sum()
