from __future__ import annotations

from collections.abc import Callable

import pytest
from matplotlib.text import Text

from dxlib.charts import marks
from dxlib.charts.marks import Mark
from dxlib.data.quantities import Quantity


def test_a_mark_is_read_back_as_it_was_noted(make_quantity: Callable[..., Quantity]) -> None:
    text = Text()
    figure = make_quantity("2024", 5)
    marks.mark_figure(text, figure)
    assert marks.read_mark(text.get_gid()) == (Mark("data-q", figure.key), False)
    marks.mark_period(text, "2024-01/2024-09")
    assert marks.read_mark(text.get_gid()) == (Mark("data-period", "2024-01/2024-09"), False)


@pytest.mark.parametrize(("value", "written"), [(40.0, "40"), (0.1 + 0.2, "0.3"), (0.0, "0"), (100000.0, "100000")])
def test_a_tick_is_written_without_noise(value: float, written: str) -> None:
    text = Text()
    marks.mark_tick(text, value)
    assert marks.read_mark(text.get_gid()) == (Mark("data-tick", written), False)


def test_a_halo_goes_with_a_mark_or_without() -> None:
    text = Text()
    marks.note(text, None, halo=True)
    assert marks.read_mark(text.get_gid()) == (None, True)
    marks.note(text, Mark("data-period", "2024"), halo=True)
    assert marks.read_mark(text.get_gid()) == (Mark("data-period", "2024"), True)


@pytest.mark.parametrize("gid", [None, "", "my-line", "q=1"])
def test_other_gids_are_no_marks(gid: str | None) -> None:
    assert marks.read_mark(gid) == (None, False)
