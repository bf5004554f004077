"""Lets decoder libraries be missing."""

import pytest

from desk_app.scan import decoder, engines, near_miss, stages, straighten
from desk_app.scan.engines import library


def hide(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    for module in (decoder, engines, stages):
        monkeypatch.setattr(module, "library", lambda n: None if n in names else library(n))
    if "cv2" in names:
        for module in (decoder, engines, stages, straighten, near_miss):
            monkeypatch.setattr(module, "load_cv2", _missing)


def _missing() -> None:
    raise ModuleNotFoundError("cv2")
