"""How far away a printed pass reads: a drawn camera of 1280 x 720 and 70 degrees."""

import math

import cv2
import numpy as np

from desk_app.documents.pass_image import modules
from desk_app.scan.decoder import Decoder

CARD_CODE_MM = 46.0


def reads_at(code: str, distance_cm: int, code_mm: float = CARD_CODE_MM) -> bool:
    """Whether the code (its side with quiet zone in mm) is read at a distance."""
    px_per_mm = 1280 / (20 * distance_cm * math.tan(math.radians(35)))
    grid = np.where(np.array(modules(code)), 20, 235).astype(np.uint8)
    large = np.kron(grid, np.ones((16, 16), np.uint8))
    side = round(code_mm * px_per_mm)
    small = cv2.resize(large, (side, side), interpolation=cv2.INTER_AREA)
    frame = np.full((720, 1280), 235, np.uint8)
    side = min(side, 720)
    frame[101 : 101 + side, 211 : 211 + side] = small[: 720 - 101, : 1280 - 211][:side, :side]
    frame = cv2.GaussianBlur(frame, (0, 0), 0.6)
    return any(found.text == code for found in Decoder(deep=True).decode(frame))


def main() -> None:
    """Print the largest distance by payload."""
    for length in (36, 78, 122, 150, 200):
        code = ("D1AB3$K7%Z.Q/M:9+X-" * 11)[:length]
        far = [cm for cm in range(20, 121, 4) if reads_at(code, cm)]
        print(f"{length} characters, {len(modules(code)) - 8} modules: {max(far, default=0)} cm")


if __name__ == "__main__":
    main()
