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


@pytest.mark.parametrize("width", Width)
def test_a_row_has_its_name_and_status_over_its_targets_these_over_the_track_and_the_figure_under_it(
    chart: BulletChart, width: Width, read: Any
) -> None:
    canvas = draw_bullets(chart, width)
    tracks, bars = read.list_role(canvas, "track"), read.list_role(canvas, "bar")
    boxes = {text: box for text, (_, box) in zip(canvas.texts, read.measure_texts(canvas), strict=True)}
    lowest = float(canvas.height)
    for track, bar, bullet in zip(tracks, bars, chart.bullets, strict=True):
        (left, bottom), (right, top) = track.points
        # As much air at the left as at the right, and as much over the bar as under it.
        assert left == canvas.width - right
        assert bar.points[0][1] - bottom == top - bar.points[1][1] > 0
        keys = {target.key for target in bullet.targets}
        aims = [box for text, box in boxes.items() if text.mark and text.mark.value in keys]
        names = [box for text, box in boxes.items() if text.bold and text.text in bullet.name]
        (status,) = [
            text
            for text in boxes
            if text.mark and text.mark.value == bullet.verdict.key and text.y > bottom and text.y < lowest
        ]
        (latest,) = [box for text, box in boxes.items() if text.mark and text.mark.value == bullet.latest.key]
        assert latest.y1 < bottom
        assert all(top < aim.y0 < aim.y1 < name.y0 for aim in aims for name in names)
        assert max(name.y1 for name in names) < lowest
        assert (status.align, status.x) == ("right", width)
        assert status.y == max(text.y for text in boxes if text.bold and text.text in bullet.name)
        lowest = latest.y0
    assert lowest >= 0


def test_targets_lie_across_the_track_over_a_rim_and_under_their_labels(chart: BulletChart, read: Any) -> None:
    canvas = draw_bullets(chart, Width.WIDE)
    aims, rims = read.list_role(canvas, "target"), read.list_role(canvas, "rim")
    tracks, bars = read.list_role(canvas, "track"), read.list_role(canvas, "bar")
    labels = [box for words, box in read.measure_texts(canvas) if words in ("50%", "70%")]
    assert [aim.points for aim in aims] == [rim.points for rim in rims]
    for aim, rim, label in zip(aims, rims, labels, strict=True):
        (x, low), (other, high) = aim.points
        (track,) = (one for one in tracks if low < one.points[0][1] < one.points[1][1] < high)
        assert track.points[0][1] - low == high - track.points[1][1]
        assert x == other
        assert high < label.y0 + 1
        # The words "50% by 2025" have their middle over the mark, wherever there is room.
        assert label.x0 < x
        assert aim.layer > rim.layer > max(bar.layer for bar in bars) > track.layer
        assert aim.pen.width < rim.pen.width
        assert (aim.pen.color, rim.pen.color) == (Color.TARGET, Color.PAPER)


def test_labels_of_many_targets_go_into_as_few_rows_as_have_room_and_stay_over_their_marks(
    make_bullet: Make, english: Speaker, read: Any
) -> None:
    for values, rows, width in (((20, 80), 1, Width.WIDE), ((1, 30, 60, 90, 95), 2, Width.NARROW)):
        bullet = make_bullet("a", 40, {str(2025 + at): value for at, value in enumerate(values)})
        canvas = draw_bullets(BulletChart((bullet,), english), width)
        read.check_legible(canvas)
        marked = {target.key: target for target in bullet.targets}
        texts = [text for text in canvas.texts if text.mark and text.mark.value in marked]
        assert len({text.y for text in texts}) == rows
        # The label of a target near the left end begins at the edge.
        assert min(text.x for text in texts) == pytest.approx(0, abs=0.01) or rows == 1
        if rows == 1:
            places = [stroke.points[0][0] for stroke in read.list_role(canvas, "target")]
            for text, x in zip(texts, places, strict=True):
                period = next(one for one in canvas.texts if one.text == marked[text.mark.value].period)
                assert (text.x + period.ends[1]) / 2 == pytest.approx(x)


def test_a_figure_stands_under_the_end_of_its_bar_or_as_near_as_the_picture_allows(
    make_bullet: Make, english: Speaker, read: Any
) -> None:
    for value in (0, 40, 100):
        canvas = draw_bullets(BulletChart((make_bullet("a", value, {"2025": 50}),), english), Width.NARROW)
        (bar,) = read.list_role(canvas, "bar")
        words = [text for text in canvas.texts if text.y < bar.points[0][1]]
        left, right = min(text.ends[0] for text in words), max(text.ends[1] for text in words)
        end = bar.points[1][0]
        assert end - bar.points[0][0] >= 1
        half = (right - left) / 2
        middle = min(max(end, half), Width.NARROW - half)
        assert (left + right) / 2 == pytest.approx(middle, abs=1)


def test_a_figure_below_zero_has_a_bar_to_the_left_of_zero(make_bullet: Make, english: Speaker, read: Any) -> None:
    chart = BulletChart((make_bullet("a", -20, {"2025": 40}), make_bullet("b", 20, {"2025": 40})), english)
    below, above = read.list_role(draw_bullets(chart, Width.WIDE), "bar")
    assert below.points[1][0] == pytest.approx(above.points[0][0])
    assert below.points[1][0] - below.points[0][0] == pytest.approx(above.points[1][0] - above.points[0][0])


def test_a_rank_stands_on_a_line_from_the_last_to_the_first(make_bullet: Make, english: Speaker, read: Any) -> None:
    def draw_dot(*ranks: int, **facts: Any) -> tuple[float, Any]:
        chart = BulletChart((make_bullet("a", ranks[0], {"2025": ranks[1]}, "RANK", **facts),), english)
        canvas = draw_bullets(chart, Width.WIDE)
        (line,), (dot,) = read.list_role(canvas, "rule"), canvas.markers
        (start, y), (end, other) = line.points
        (aim,) = read.list_role(canvas, "target")
        assert (y, other) == (dot.y, dot.y)
        assert read.find_middle(aim) == pytest.approx(dot.y)
        assert dot.layer > aim.layer
        return (dot.x - start) / (end - start), (aim.points[0][0] - start) / (end - start)

    assert draw_dot(71, 50, out_of=Decimal(193)) == pytest.approx((122 / 192, 143 / 192))
    assert draw_dot(71, 50) == pytest.approx((0, 21 / 70))
    assert draw_dot(1, 1) == pytest.approx((1, 1))


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


@pytest.mark.parametrize("width", Width)
def test_a_deadline_has_the_words_that_its_translation_asks_for(
    make_bullet: Make, vietnamese: Speaker, width: Width
) -> None:
    texts = [
        text.text
        for text in draw_bullets(BulletChart((make_bullet("x", 28.4, {"2025": 50}),), vietnamese), width).texts
    ]
    assert [text for text in texts if "thời hạn" in text or "{" in text] == [", thời hạn: năm"]
    assert "2025" in texts


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
