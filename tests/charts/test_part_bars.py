from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxlib.charts.part_bars import PartsChart, PartsRow, describe_parts, draw_parts
from dxlib.charts.theme import BASELINE, Color, Width
from dxlib.errors import DataError
from dxlib.language import Speaker
from tests.charts.conftest import LONG_NAMES

Make = Callable[..., Any]
NAMES = ("EGDI", "Online services", "Telecommunications", "Human capital")


@pytest.fixture
def chart(make_quantity: Make, english: Speaker) -> PartsChart:
    """Two areas, one figure unknown."""
    values = {"Việt Nam": (0.77, 0.71, 0.88, 0.73), "Lào": (0.44, 0.33, None, 0.46)}
    rows = tuple(
        PartsRow(
            name,
            tuple(
                make_quantity("2024", v, "INDEX", area=name, indicator=n) if v else None
                for n, v in zip(NAMES, row, strict=True)
            ),
            name == "Việt Nam",
        )
        for name, row in values.items()
    )
    return PartsChart(NAMES, rows, english, "INDEX")


@pytest.mark.parametrize("width", Width)
def test_every_panel_is_named_and_every_figure_written(chart: PartsChart, width: Width, read: Any) -> None:
    canvas = draw_parts(chart, width)
    read.check_legible(canvas)
    assert set(NAMES) <= set(read.list_texts(canvas))
    assert len(read.list_marked(canvas, "data-q")) == 7
    assert len(read.list_role(canvas, "base")) == 4


@pytest.mark.parametrize("width", Width)
def test_bars_and_figures_of_a_row_stand_beside_its_name_and_begin_at_their_panel_s_base(
    chart: PartsChart, width: Width, read: Any
) -> None:
    canvas = draw_parts(chart, width)
    bars, bases = read.list_role(canvas, "bar"), read.list_role(canvas, "base")
    hatched = read.list_role(canvas, "hatching")
    texts = {text.mark.value: text for text in canvas.texts if text.mark and text.mark.attribute == "data-q"}
    assert len(texts) == len(bars) == len(chart.figures)
    starts = {base.points[0][0] for base in bases}
    rows = sorted({read.find_middle(bar) for bar in bars}, reverse=True)
    for text in texts.values():
        middle = read.find_text_middle([text])
        (bar,) = (
            one for one in bars if read.find_middle(one) == pytest.approx(middle) and 0 < text.x - one.points[1][0] < 9
        )
        assert bar.points[0][0] in starts
        assert bar.layer < bases[0].layer
    for bar in (*bars, *hatched):
        (base,) = (one for one in bases if bar.points[0][0] - one.points[0][0] in (0, 0.5) and _spans(one, bar))
        assert base.points[0][0] == base.points[1][0]
    # The sign of what is not known is as high as a bar, but for its rim.
    assert {round(y1 - y0, 6) for (_, y0), (_, y1) in (bar.points for bar in bars)} == {11}
    assert {round(max(y for _, y in one.points) - min(y for _, y in one.points), 6) for one in hatched} == {10}
    names = [text for text in canvas.texts if text.x == 0]
    assert {read.find_text_middle([name]) for name in names} == set(rows)
    assert max(name.ends[1] for name in names) < min(starts)


def _spans(base: Any, bar: Any) -> bool:
    low, high = sorted(y for _, y in base.points)
    return bool(all(low <= y <= high for _, y in bar.points))


@pytest.mark.parametrize("width", Width)
def test_names_of_panels_stand_over_their_bars_the_whole_in_bold(chart: PartsChart, width: Width, read: Any) -> None:
    names = ("EGDI", "Online services of all kinds for citizens and for companies", *NAMES[2:])
    canvas = draw_parts(replace(chart, names=names), width)
    read.check_legible(canvas)
    bases = read.list_role(canvas, "base")
    heads = [text for text in canvas.texts if any(text.text in name for name in names)]
    assert [text.text for text in heads if text.bold] == ["EGDI"]
    for base in bases:
        top = max(y for _, y in base.points)
        over = [text.y for text in heads if text.x == base.points[0][0] and text.y > top]
        assert min(over) - BASELINE >= top
        first = max(over)
        assert over == sorted(over, reverse=True)
        assert {one.y for one in heads if abs(one.y - first) < 1} == {first}


def test_the_longest_figure_of_a_panel_ends_within_it(chart: PartsChart, read: Any) -> None:
    canvas = draw_parts(chart, Width.WIDE)
    starts = sorted({base.points[0][0] for base in read.list_role(canvas, "base")})
    steps = {round(other - one, 6) for one, other in pairwise([*starts, Width.WIDE + 16])}
    assert len(steps) == 1
    ends = [text.ends[1] for text in canvas.texts if text.mark]
    for start, other in pairwise([*starts, Width.WIDE + 16]):
        within = [end for end in ends if start < end <= other]
        assert max(within) <= other - 16
    assert len(ends) == 7


def test_bars_of_one_value_are_equally_long_whatever_figures_their_panels_have(
    make_quantity: Make, english: Speaker, read: Any
) -> None:
    def measure(*values: float) -> list[float]:
        cells = tuple(make_quantity("2024", v, "INDEX", indicator=str(n)) for n, v in enumerate(values))
        canvas = draw_parts(PartsChart(NAMES[: len(values)], (PartsRow("x", cells),), english, "INDEX"), Width.WIDE)
        read.check_legible(canvas)
        return [bar.points[1][0] - bar.points[0][0] for bar in read.list_role(canvas, "bar")]

    whole, part, other = measure(0.5, 0.125, 1)
    assert (whole, part) == pytest.approx((other / 2, other / 8))
    total, long, short = measure(1234.5, 10.25, 5)  # a sum, which has its own scale and its own room
    assert long == pytest.approx(short * 10.25 / 5)
    assert total < long


def test_a_figure_near_zero_keeps_a_pixel(make_quantity: Make, english: Speaker, read: Any) -> None:
    cells = tuple(make_quantity("2024", v, "INDEX", indicator=str(v)) for v in (0.5, 0, 1))
    bars = read.list_role(
        draw_parts(PartsChart(NAMES[:3], (PartsRow("x", cells),), english, "INDEX"), Width.WIDE), "bar"
    )
    lengths = [bar.points[1][0] - bar.points[0][0] for bar in bars]
    assert lengths[1] == pytest.approx(1)
    assert lengths[0] > 50


def test_a_whole_has_a_scale_of_its_own_only_where_it_is_well_above_every_part(
    make_quantity: Make, english: Speaker
) -> None:
    def is_apart(*rows: tuple[float | None, ...]) -> bool:
        cells = [
            tuple(
                None if v is None else make_quantity("2024", v, "INDEX", indicator=f"{at}{n}")
                for n, v in enumerate(row)
            )
            for at, row in enumerate(rows)
        ]
        return PartsChart(
            NAMES[:3], tuple(PartsRow(str(at), row) for at, row in enumerate(cells)), english, "INDEX"
        ).whole_apart

    assert is_apart((16, 10, 9))
    assert not is_apart((15, 10, 9))
    assert not is_apart((16, 9, 11))
    assert is_apart((1, 1, 1), (16, 10, None))
    assert not is_apart((16, None, None))


def test_whole_and_parts_share_a_scale(chart: PartsChart, read: Any) -> None:
    bars = [bar for bar in read.list_role(draw_parts(chart, Width.WIDE), "bar") if bar.name == "Việt Nam"]
    lengths = [bar.points[1][0] - bar.points[0][0] for bar in bars]
    assert lengths[2] / lengths[0] == pytest.approx(0.88 / 0.77, rel=1e-6)
    assert not chart.whole_apart


def test_a_whole_that_is_a_sum_has_a_scale_of_its_own(make_quantity: Make, english: Speaker, read: Any) -> None:
    cells = tuple(make_quantity("2024", v, "INDEX", indicator=str(v)) for v in (45, 7, 8))
    chart = PartsChart(("Sum", "a", "b"), (PartsRow("x", cells),), english, "INDEX")
    assert chart.whole_apart
    whole, _, last = (
        bar.points[1][0] - bar.points[0][0] for bar in read.list_role(draw_parts(chart, Width.WIDE), "bar")
    )
    assert whole == pytest.approx(last, rel=0.1)


def test_what_is_not_known_is_hatched(chart: PartsChart, read: Any) -> None:
    assert {line.name for line in read.list_role(draw_parts(chart, Width.WIDE), "hatch") if line.name} == {"Lào"}


def test_the_emphasised_row_has_colour_and_weight(chart: PartsChart, read: Any) -> None:
    canvas = draw_parts(chart, Width.WIDE)
    assert {bar.color for bar in read.list_role(canvas, "bar") if bar.name == "Việt Nam"} == {Color.FIRST}
    assert {bar.color for bar in read.list_role(canvas, "bar") if bar.name == "Lào"} == {Color.PALE}


def test_a_narrow_chart_has_two_panels_beside_each_other(chart: PartsChart, read: Any) -> None:
    wide, narrow = (draw_parts(chart, width) for width in Width)
    assert len({stroke.points[0][0] for stroke in read.list_role(wide, "base")}) == 4
    assert len({stroke.points[0][0] for stroke in read.list_role(narrow, "base")}) == 2
    assert read.list_texts(narrow).count("Lào") == 2


def test_figures_with_a_long_unit_have_wider_panels(chart: PartsChart, make_quantity: Make, read: Any) -> None:
    cells = tuple(make_quantity("2024", 100 + n, "PER_100", indicator=str(n)) for n in range(4))
    canvas = draw_parts(replace(chart, rows=(PartsRow("x", cells),), unit="PER_100"), Width.NARROW)
    read.check_legible(canvas)
    assert len({stroke.points[0][0] for stroke in read.list_role(canvas, "base")}) == 1


def test_a_period_as_a_row_says_that_it_is_one(chart: PartsChart, read: Any) -> None:
    rows = (replace(chart.rows[0], name="2022", period="2022"), replace(chart.rows[0], name="2024", period="2024"))
    canvas = draw_parts(replace(chart, rows=rows), Width.WIDE)
    read.check_legible(canvas)
    assert read.list_marked(canvas, "data-period") == ["2022", "2024"]


def test_a_part_of_another_unit_is_refused(chart: PartsChart) -> None:
    with pytest.raises(DataError, match="A chart in SCORE was given figures in INDEX"):
        draw_parts(replace(chart, unit="SCORE"), Width.WIDE)
    with pytest.raises(DataError, match="no figure to draw"):
        draw_parts(replace(chart, rows=(PartsRow("x", (None,) * 4),)), Width.WIDE)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 9_999)), min_size=6, max_size=6), min_size=1, max_size=9
    ),
    unit=st.sampled_from(["PERCENT", "PER_100"]),
    width=st.sampled_from(Width),
)
def test_whatever_the_figures_every_text_is_legible(
    cells: list[list[int | None]], unit: str, width: Width, vietnamese: Speaker, make_quantity: Make, read: Any
) -> None:
    names = (
        "Chỉ số tổng hợp",
        "Hạ tầng viễn thông",
        "Télécommunications",
        "Thủ tục hành chính công",
        "Nguồn nhân lực",
        "Gouvernance électronique",
    )
    rows = [
        PartsRow(
            LONG_NAMES[n % len(LONG_NAMES)],
            tuple(
                None if v is None else make_quantity("2024", v, unit, area=str(n), indicator=str(m))
                for m, v in enumerate(row)
            ),
            n == 1,
        )
        for n, row in enumerate([[1, 2, 3, 4, 5, 6], *cells])
    ]
    read.check_legible(draw_parts(PartsChart(names, tuple(rows), vietnamese, unit), width))


def test_the_description_says_the_whole_and_its_extreme_parts(chart: PartsChart, list_said: Make) -> None:
    assert list_said(describe_parts(chart)) == [
        "The chart shows EGDI and its parts: Online services, Telecommunications, Human capital.",
        "Việt Nam: 0.77 (2024).",
        "The highest part is Telecommunications with 0.88, the lowest Online services with 0.71.",
        "Hatched cells stand for figures that are not known.",
    ]


def test_the_description_names_all_parts_that_share_an_extreme(
    chart: PartsChart, make_quantity: Make, list_said: Make
) -> None:
    def tell(*values: float) -> list[str]:
        cells = tuple(make_quantity("2024", value, "INDEX", indicator=str(value)) for value in (0.7, *values))
        return list_said(describe_parts(replace(chart, rows=(PartsRow("Lào", cells, True),))))[2:]

    assert tell(0.9, 0.9, 0.3) == [
        "The highest figure of a part is 0.9 (Online services, Telecommunications), the lowest 0.3 (Human capital)."
    ]
    assert tell(0.9001, 0.9002, 0.3) == [
        "The highest figure of a part is 0.9002 (Online services, Telecommunications), the lowest 0.3 (Human capital)."
    ]
    assert tell(0.9, 0.9, 0.9) == []
