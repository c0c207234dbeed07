"""The day whose knowledge a brief shows."""

from __future__ import annotations

from datetime import date

from dxlib.errors import ConfigError


def parse_as_of(as_of: str, edition: int) -> date:
    """Give the day of an as-of date, or the last day of the edition's year.

    Raises
    ------
    ConfigError
        For a text that is no ISO date.
    """
    if not as_of:
        return date(edition, 12, 31)
    try:
        return date.fromisoformat(as_of)
    except ValueError:
        raise ConfigError(
            f"as_of '{as_of}' is no day.", allowed=["2024-12-31"], fix="write year, month and day as ISO 8601 does."
        ) from None
