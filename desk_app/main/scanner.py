"""Joins handheld scanners to the desk: keyboard rules, the serial port, the wizard."""

from typing import cast

from desk_app.runtime.settings import ScannerSettings
from desk_app.scan.wedge import Suffix, WedgeRules


def wedge_rules(settings: ScannerSettings) -> WedgeRules:
    """Return how the scanner types, from what is set."""
    return WedgeRules(
        max_gap_ms=float(settings.key_gap_ms),
        prefix=settings.prefix,
        suffix=cast(Suffix, settings.suffix),
        suffix_text=settings.suffix_text,
        by_position=settings.layout == "us",
        fixes_caps=settings.fixes_caps,
    )
