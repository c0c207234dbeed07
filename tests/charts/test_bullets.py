from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxlib.analysis import Verdict
from dxlib.analysis.targets import TargetStatus
from dxlib.charts.bullets import Bullet, BulletChart, describe_bullets, draw_bullets
from dxlib.charts.theme import Color, Width
from dxlib.data.schema import Kind, Qualifier
from dxlib.errors import DataError
from dxlib.language import Speaker

Make = Callable[..., Any]


@pytest.fixture
def make_bullet(make_quantity: Make) -> Make:
    def make(name: str, latest: object, targets: dict[str, object], unit: str = "PERCENT", **facts: Any) -> Bullet:
        figure = make_quantity("2024", latest, unit, indicator=name, **facts)
        aims = tuple(
            make_quantity(year, value, unit, indicator=name, kind=Kind.TARGET) for year, value in targets.items()
        )
        verdict = Verdict(
            TargetStatus.BEHIND, aims[0], figure, None, lower_is_better=unit == "RANK", as_of=date(2025, 1, 1)
        )
        return Bullet(name, figure, aims, verdict, "behind")

    return make


@pytest.fixture
def chart(make_bullet: Make, english: Speaker) -> BulletChart:
    bullets = (
        make_bullet("Adults with a digital signature", 28.4, {"2025": 50, "2030": 70}),
        make_bullet("Dossiers handled from end to end", 45.8, {"2024": 50}),
    )
    return BulletChart(bullets, english)


@pytest.mark.parametrize("width", Width)
def test_figures_targets_and_statuses_are_written_and_marked(chart: BulletChart, width: Width, read: Any) -> None:
    canvas = draw_bullets(chart, width)
    read.check_legible(canvas)
    assert set(read.list_marked(canvas, "data-q")) == {"28.4%", "50%", "70%", "45.8%"}
    assert read.list_marked(canvas, "data-verdict") == ["behind", "behind"]
    assert {text.mark.value for text in canvas.texts if text.text == "behind"} == {b.verdict.key for b in chart.bullets}
    assert set(read.list_marked(canvas, "data-period")) == {"2024", "2025", "2030"}


def test_shares_stand_on_one_scale_of_a_hundred(chart: BulletChart, read: Any) -> None:
    canvas = draw_bullets(chart, Width.WIDE)
    tracks, bars = read.list_role(canvas, "track"), read.list_role(canvas, "bar")
    assert len({track.points[1][0] for track in tracks}) == 1
    length = tracks[0].points[1][0] - tracks[0].points[0][0]
    assert [(bar.points[1][0] - bar.points[0][0]) / length for bar in bars] == pytest.approx([0.284, 0.458])
    marks = [stroke.points[0][0] for stroke in read.list_role(canvas, "target")]
    assert [(x - tracks[0].points[0][0]) / length for x in marks] == pytest.approx([0.5, 0.7, 0.5])


def test_rows_of_one_unit_share_a_scale_whatever_their_size(make_bullet: Make, english: Speaker, read: Any) -> None:
    bullets = tuple(make_bullet(str(n), n, {"2025": 2 * n}, "USD", unit_mult=9) for n in (5, 50))
    bars = read.list_role(draw_bullets(BulletChart(bullets, english), Width.WIDE), "bar")
    small, large = (bar.points[1][0] - bar.points[0][0] for bar in bars)
    assert large / small == pytest.approx(10)


def test_rows_of_different_units_have_scales_of_their_own(chart: BulletChart, make_bullet: Make, read: Any) -> None:
    mixed = replace(chart, bullets=(*chart.bullets, make_bullet("Sales", 25, {"2025": 35}, "USD", unit_mult=9)))
    assert (chart.shares_scale, mixed.shares_scale) == (True, False)
    bars = read.list_role(draw_bullets(mixed, Width.WIDE), "bar")
    assert bars[2].points[1][0] > bars[1].points[1][0]


def test_a_better_rank_stands_further_right(make_bullet: Make, english: Speaker, read: Any) -> None:
    bullet = make_bullet("EGDI", 71, {"2025": 70, "2030": 50}, "RANK", out_of=Decimal(193))
    canvas = draw_bullets(BulletChart((bullet,), english), Width.NARROW)
    (dot,) = canvas.markers
    near, far = (stroke.points[0][0] for stroke in read.list_role(canvas, "target"))
    assert dot.x < near < far
    assert "193" in read.list_marked(canvas, "data-q")
    read.check_legible(canvas)


def test_a_bound_has_an_arrow_to_its_open_side(make_bullet: Make, english: Speaker, read: Any) -> None:
    chart = BulletChart((make_bullet("a", 20, {"2025": 50}, qualifier=Qualifier.MORE_THAN),), english)
    canvas = draw_bullets(chart, Width.WIDE)
    (arrow,), (bar,) = read.list_role(canvas, "bound"), read.list_role(canvas, "bar")
    assert arrow.points[1][0] > arrow.points[0][0] > bar.points[1][0]
    assert "> 20%" in read.list_marked(canvas, "data-q")


def test_a_bound_at_the_end_of_the_scale_has_its_arrow_in_the_bar(
    make_bullet: Make, english: Speaker, read: Any
) -> None:
    chart = BulletChart((make_bullet("a", 100, {"2025": 50}, qualifier=Qualifier.AT_LEAST),), english)
    canvas = draw_bullets(chart, Width.WIDE)
    (arrow,), (bar,) = read.list_role(canvas, "bound"), read.list_role(canvas, "bar")
    assert arrow.points[0][0] < arrow.points[1][0] < bar.points[1][0] <= Width.WIDE
    assert arrow.pen.color is Color.PAPER


def test_a_target_of_another_unit_is_refused(make_bullet: Make, english: Speaker) -> None:
    one, other = make_bullet("a", 20, {"2025": 50}), make_bullet("b", 3, {"2025": 1}, "RANK")
    with pytest.raises(DataError, match="'a' in PERCENT was given targets in RANK"):
        draw_bullets(BulletChart((replace(one, targets=other.targets),), english), Width.WIDE)
    with pytest.raises(DataError, match="no figure to draw"):
        draw_bullets(BulletChart((), english), Width.WIDE)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 300), st.lists(st.integers(0, 300), min_size=1, max_size=4)), min_size=1, max_size=4
    ),
    unit=st.sampled_from(["PERCENT", "USD", "PERSON", "PER_100"]),
    width=st.sampled_from(Width),
)
def test_whatever_the_figures_every_text_is_legible(
    rows: list[tuple[int, list[int]]], unit: str, width: Width, make_bullet: Make, vietnamese: Speaker, read: Any
) -> None:
    name = "Tỷ lệ hồ sơ thủ tục hành chính trực tuyến toàn trình của các bộ, ngành và địa phương"
    bullets = [
        replace(
            make_bullet(
                name, latest, {str(2025 + 5 * n): v for n, v in enumerate(targets)}, unit, qualifier=Qualifier.AT_LEAST
            ),
            status="chưa có số liệu cho thời hạn",
        )
        for latest, targets in rows
    ]
    read.check_legible(draw_bullets(BulletChart(tuple(bullets), vietnamese), width))


def test_the_description_says_figure_target_and_status(chart: BulletChart, list_said: Make) -> None:
    said = list_said(describe_bullets(chart))
    assert said[0] == "The chart compares latest figures with targets."
    assert said[1].startswith("Adults with a digital signature: 28.4 (2024); target 50 by 2025: ")
    assert describe_bullets(chart)[1].values["status"] is chart.bullets[0].verdict
