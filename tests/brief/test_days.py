"""The day whose knowledge a brief shows."""

from datetime import date

import pytest

from dxlib.brief.days import parse_as_of
from dxlib.errors import ConfigError


def test_a_day_is_as_it_is_given_and_else_the_last_of_the_edition_s_year():
    assert parse_as_of("2024-06-30", 2025) == date(2024, 6, 30)
    assert parse_as_of("", 2025) == date(2025, 12, 31)


@pytest.mark.parametrize("given", ["2024", "2024-13-01", "2024-02-30", "30.6.2024", "soon"])
def test_what_is_no_day_is_refused(given):
    with pytest.raises(ConfigError) as caught:
        parse_as_of(given, 2025)
    assert str(caught.value) == (
        f"as_of '{given}' is no day.\nAllowed: '2024-12-31'.\nFix: write year, month and day as ISO 8601 does."
    )
