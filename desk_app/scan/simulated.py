"""A simulated camera for the demo: phones held up at an angle, a bit blurred, in changing light."""

import math
import time
from collections import deque
from dataclasses import dataclass
from threading import Lock

import numpy as np

from desk_app.scan.frames import Frame, Image
from desk_app.scan.pictures import load_cv2

_PHONE = (360, 640)
_QUIET = 4


@dataclass(slots=True)
class _Showing:
    """One phone on its way through the picture."""

    text: str
    picture: Image
    began_s: float
    angle: float
    seconds: float


class SimulatedCamera:
    """Draws what a webcam at the counter would see; read through the same decoder as any camera.

    ``show`` may be called from any thread; what is shown waits its turn.

    Args:
        size: Width and height in pixels.
        fps: Frames a second.
        seed: Makes angles, noise and light repeatable.
    """

    is_live = True
    name = "simulated"

    def __init__(
        self, *, size: tuple[int, int] = (1280, 720), fps: float = 15.0, seed: int = 0
    ) -> None:
        self._size = size
        self._period_s = 1 / fps
        self._random = np.random.default_rng(seed)
        self._waiting: deque[tuple[str, float]] = deque()
        self._lock = Lock()
        self._showing: _Showing | None = None
        self._index = 0
        self._due_s = 0.0
        self._desk = self._draw_desk()
        self._noise = self._draw_noise()

    def show(self, text: str, seconds: float = 0.9) -> None:
        """Hold up a phone with this code, after those that wait."""
        with self._lock:
            self._waiting.append((text, seconds))

    def open(self) -> None:
        """Begin."""
        self._due_s = time.monotonic()

    def close(self) -> None:
        """Stop; nothing is held."""

    def read(self) -> Frame | None:
        """Return the next frame, at the pace of a real camera."""
        pause_s = self._due_s - time.monotonic()
        if pause_s > 0:
            time.sleep(pause_s)
        now_s = time.monotonic()
        self._due_s = max(self._due_s + self._period_s, now_s)
        image = self._draw(now_s)
        frame = Frame(image=image, taken_at=time.monotonic(), index=self._index)
        self._index += 1
        return frame

    def _draw(self, now_s: float) -> Image:
        cv2 = load_cv2()

        image = self._desk.copy()
        showing = self._current(now_s)
        if showing is not None:
            share = (now_s - showing.began_s) / showing.seconds
            self._draw_phone(image, showing, share)
        light = 0.82 + 0.18 * math.sin(now_s * 0.9)
        noise = self._noise[self._index % len(self._noise)]
        lit: Image = cv2.addWeighted(image, light, noise, 1.0, 0.0)
        return lit

    def _current(self, now_s: float) -> _Showing | None:
        showing = self._showing
        if showing is not None and now_s - showing.began_s < showing.seconds:
            return showing
        self._showing = None
        with self._lock:
            if not self._waiting:
                return None
            text, seconds = self._waiting.popleft()
        self._showing = _Showing(
            text=text,
            picture=load_cv2().GaussianBlur(draw_phone(text), (3, 3), 0.8),
            began_s=now_s,
            angle=float(self._random.uniform(-14, 14)),
            seconds=seconds,
        )
        return self._showing

    def _draw_phone(self, image: Image, showing: _Showing, share: float) -> None:
        """Warp the phone into the picture: it comes up, is held, and goes."""
        cv2 = load_cv2()

        width, height = self._size
        rise = min(1.0, share / 0.25) if share < 0.75 else max(0.0, (1 - share) / 0.25)  # noqa: PLR2004
        scale = height / _PHONE[1] * (0.72 + 0.12 * rise)
        middle = (width * 0.5, height * (0.5 + 0.9 * (1 - rise)))
        turn = cv2.getRotationMatrix2D((_PHONE[0] / 2, _PHONE[1] / 2), showing.angle, scale)
        corners = np.array(
            [[0, 0], [_PHONE[0], 0], [_PHONE[0], _PHONE[1]], [0, _PHONE[1]]], np.float32
        )
        spots = corners @ turn[:, :2].T + turn[:, 2]
        spots += np.array(middle) - spots.mean(axis=0)
        spots[0, 0] += 18 * math.cos(showing.angle)
        spots[2, 1] -= 22
        # Only the part of the picture where the phone is: the whole would take 4 ms.
        left, top = np.maximum(np.floor(spots.min(axis=0)).astype(int), 0)
        right, bottom = np.minimum(np.ceil(spots.max(axis=0)).astype(int), self._size)
        if right <= left or bottom <= top:
            return
        spots -= (left, top)
        cv2.warpPerspective(
            showing.picture,
            cv2.getPerspectiveTransform(corners, spots.astype(np.float32)),
            (int(right - left), int(bottom - top)),
            dst=image[top:bottom, left:right],
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_TRANSPARENT,
        )

    def _draw_noise(self) -> list[Image]:
        cv2 = load_cv2()

        width, height = self._size
        coarse = self._random.integers(0, 9, (4, height // 4, width // 4), np.uint8)
        return [cv2.cvtColor(cv2.resize(one, self._size), cv2.COLOR_GRAY2BGR) for one in coarse]

    def _draw_desk(self) -> Image:
        cv2 = load_cv2()

        width, height = self._size
        image = np.zeros((height, width, 3), np.uint8)
        image[: height * 3 // 5] = (64, 70, 74)
        image[height * 3 // 5 :] = (50, 54, 57)
        for x in (width // 5, width * 4 // 5):
            cv2.rectangle(image, (x - 70, 60), (x + 70, height * 3 // 5), (78, 84, 88), -1)
            cv2.circle(image, (x, 40), 26, (200, 208, 212), -1)
        soft: Image = cv2.GaussianBlur(image, (0, 0), 5)
        return soft


def draw_phone(text: str) -> Image:
    """Draw a phone with a code on its screen (BGR, 640 by 360)."""
    cv2 = load_cv2()
    import qrcode  # noqa: PLC0415

    maker = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=_QUIET)
    maker.add_data(text)
    maker.make(fit=True)
    grid = np.array(maker.get_matrix(), bool)
    code = np.where(grid, 24, 250).astype(np.uint8)
    side = 316
    code = cv2.resize(code, (side, side), interpolation=cv2.INTER_NEAREST)
    picture = np.full((_PHONE[1], _PHONE[0], 3), 28, np.uint8)
    cv2.rectangle(picture, (14, 14), (_PHONE[0] - 15, _PHONE[1] - 15), (250, 250, 250), -1)
    left = (_PHONE[0] - side) // 2
    picture[110 : 110 + side, left : left + side] = code[:, :, None]
    cv2.rectangle(picture, (70, 470), (290, 496), (200, 205, 208), -1)
    cv2.rectangle(picture, (110, 512), (250, 532), (220, 224, 226), -1)
    return picture
