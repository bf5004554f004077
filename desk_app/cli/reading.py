"""Reads dates and times given on the command line."""

from datetime import date, datetime

import typer

from desk_app.domain.clock import parse_local


def read_moment(text: str) -> datetime:
    """Read ISO 8601 (Shanghai time without an offset); answers aware UTC, else wrong usage."""
    try:
        return parse_local(text)
    except ValueError as error:
        message = f"no ISO 8601 date and time: {text} (example: 2026-10-27T18:56)"
        raise typer.BadParameter(message) from error


def read_day(text: str) -> date:
    """Read an ISO 8601 date, else wrong usage."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"no date: {text} (example: 2026-10-01)") from error
