from __future__ import annotations

from collections.abc import Callable

import pytest

from dxlib.charts import marks
from dxlib.charts.marks import Mark
from dxlib.data.quantities import Quantity


def test_a_mark_says_what_a_text_shows(make_quantity: Callable[..., Quantity]) -> None:
    figure = make_quantity("2024", 5)
    assert marks.for_figure(figure) == Mark("data-q", figure.key)
    assert marks.for_period("2024-01/2024-09") == Mark("data-period", "2024-01/2024-09")


@pytest.mark.parametrize(("value", "written"), [(40.0, "40"), (0.1 + 0.2, "0.3"), (0.0, "0"), (100000.0, "100000")])
def test_a_tick_is_written_without_noise(value: float, written: str) -> None:
    assert marks.for_tick(value) == Mark("data-tick", written)
