from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxlib.charts.series import Line
from dxlib.charts.theme import Color, Width
from dxlib.charts.trend import TrendChart, describe_trend, draw_trend
from dxlib.data.schema import Qualifier
from dxlib.errors import DataError
from dxlib.language import Speaker

Make = Callable[..., Any]


@pytest.fixture(params=["commerce", "signatures", "index", "broken"])
def chart(request: pytest.FixtureRequest) -> TrendChart:
    found: TrendChart = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize("width", Width)
def test_no_label_overlaps_another(chart: TrendChart, width: Width, read: Any) -> None:
    assert read.list_overlaps(draw_trend(chart, width)) == []


@pytest.mark.parametrize("width", Width)
def test_no_text_leaves_the_picture(chart: TrendChart, width: Width, read: Any) -> None:
    assert read.list_outside(draw_trend(chart, width)) == []


def test_the_line_shows_the_values_in_the_unit_of_the_axis(commerce: TrendChart, read: Any) -> None:
    assert read.list_runs(draw_trend(commerce, Width.WIDE)) == [[4, 6.2, 11.8, 13.7, 16.4, 20, 25]]


def test_uneven_years_stand_unevenly(index: TrendChart, read: Any) -> None:
    (line,) = read.list_lines(draw_trend(index, Width.WIDE), "Viet Nam")
    x = [x for x, _ in line.points]
    assert x[3] - x[2] == pytest.approx(3 * (x[2] - x[1]), rel=0.01)


def test_first_and_last_value_are_labelled_and_marked(commerce: TrendChart, read: Any) -> None:
    figure = draw_trend(commerce, Width.WIDE)
    points = commerce.lines[0].points
    for point, words in ((points[0], "4\xa0billion USD"), (points[-1], "25\xa0billion USD")):
        mark = read.find_text(figure, words).mark
        assert (mark.attribute, mark.value) == ("data-q", point.key)


def test_a_value_between_the_ends_is_not_labelled(commerce: TrendChart, read: Any) -> None:
    assert not [text for text in read.list_texts(draw_trend(commerce, Width.WIDE)) if text.startswith("13.7")]


def test_an_extreme_is_labelled(english: Speaker, make_series: Make, read: Any) -> None:
    line = Line("a", make_series({"2020": 10, "2021": 40, "2022": 5, "2023": 20}), True)
    figure = draw_trend(TrendChart((line,), (), english, "PERCENT"), Width.WIDE)
    assert set(read.list_marked(figure, "data-q")) == {"10%", "40%", "5%", "20%"}


def test_a_rival_is_shown_labelled_and_tied_to_the_headline(commerce: TrendChart, read: Any) -> None:
    figure = draw_trend(commerce, Width.NARROW)
    assert "28\xa0billion USD" in read.list_marked(figure, "data-q")
    assert len(read.list_role(figure, "rival")) == 1
    (tie,) = read.list_role(figure, "tie")
    assert [read.read_value(figure, y) for _, y in tie.points] == pytest.approx([25, 28])


def test_a_rival_s_label_is_not_lower_than_the_headline_s_when_its_value_is_higher(
    english: Speaker, make_series: Make
) -> None:
    points = make_series({"2023": 40}) + make_series({"2024": 55.25}, qualifier=Qualifier.MORE_THAN)
    line = Line("a", points, True, rivals=make_series({"2024": 60}, source="other"))
    for width in Width:
        figure = draw_trend(TrendChart((line,), (), english, "PERCENT"), width)
        marked = {text.mark.value: text.y for text in figure.texts if text.mark}
        assert marked[points[-1].key] < marked[line.rivals[0].key]


def test_a_target_has_a_diamond_at_its_deadline_and_no_way_to_it(commerce: TrendChart, read: Any) -> None:
    figure = draw_trend(commerce, Width.WIDE)
    (target,) = read.list_role(figure, "target")
    assert (target.shape, read.read_value(figure, target.y), target.color) == ("D", 35, Color.TARGET)
    assert {"target", "35\xa0billion USD"} <= set(read.list_texts(figure))
    assert read.list_marked(figure, "data-q").count("35\xa0billion USD") == 1
    assert max(len(run) for run in read.list_runs(figure)) == len(commerce.lines[0].points)


def test_a_doubtful_point_is_hollow(commerce: TrendChart, read: Any) -> None:
    figure = draw_trend(commerce, Width.WIDE)
    assert [read.read_value(figure, marker.y) for marker in figure.markers if marker.hollow] == [20]


def test_no_label_holds_out_a_doubtful_last_point(english: Speaker, make_series: Make, read: Any) -> None:
    points = make_series({"2020": 10, "2021": 30, "2022": 60})
    line = Line("a", points, True, doubtful=frozenset({points[-1].key}))
    other = Line("b", make_series({"2022": 5}))
    for lines, values in ((line,), {"10%", "30%"}), ((line, other), {"10%", "30%", "5%"}):
        for width in Width:
            figure = draw_trend(TrendChart(lines, (), english, "PERCENT"), width)
            assert set(read.list_marked(figure, "data-q")) == values
    alone = replace(line, points=points[-1:])
    assert read.list_marked(draw_trend(TrendChart((alone,), (), english, "PERCENT"), Width.WIDE), "data-q") == []


def test_words_tell_of_figures_beyond_doubt(
    english: Speaker, make_series: Make, list_said: Callable[..., list[str]]
) -> None:
    points = make_series({"2019": 99, "2020": 10, "2021": 30, "2022": 60})
    line = Line("a", points, True, doubtful=frozenset({points[0].key, points[-1].key}))
    said = list_said(describe_trend(TrendChart((line,), (), english, "PERCENT"), name="x"))
    assert said[1] == "x rose from 10 (2020) to 30 (2021)."
    assert [text.partition(" (")[0] for text in said[2:]] == [
        "A hollow marker stands for 99",
        "A hollow marker stands for 60",
    ]
    every = replace(line, doubtful=frozenset(point.key for point in points))
    said = list_said(describe_trend(TrendChart((every,), (), english, "PERCENT"), name="x"))
    assert said[1] == "x fell from 99 (2019) to 60 (2022)."


def test_the_line_has_a_gap_and_a_mark_where_meaning_breaks(broken: TrendChart, read: Any) -> None:
    figure = draw_trend(broken, Width.WIDE)
    assert read.list_runs(figure) == [[31, 56, 97], [46, 55]]
    assert len(read.list_role(figure, "break")) == 1
    assert "definition changed" in read.list_texts(figure)


def test_counts_over_periods_of_different_lengths_are_not_joined(
    english: Speaker, make_series: Make, read: Any, list_said: Make
) -> None:
    points = make_series({"2023": 9, "2024": 14, "2026-01/2026-02": 12, "2026-03/2026-04": 15}, "COUNT")
    chart = TrendChart((Line("Decrees", points, True),), (), english, "COUNT")
    for width in Width:
        figure = draw_trend(chart, width)
        assert read.list_runs(figure) == [[9, 14], [12, 15]]
        ((mark, _),) = (stroke.points for stroke in read.list_role(figure, "break"))
        places = {text.text: text.x for text in figure.texts}
        assert places["other length of period"] == pytest.approx(mark[0])
        assert {"9", "14", "12", "15"} <= set(places)  # a figure after a gap has its label
    assert list_said(describe_trend(chart, name="Decrees"))[1:] == [
        "Decrees rose from 9 (2023) to 14 (2024).",
        "The periods differ in length (2024, 2026-01/2026-02): the line has a gap there, and figures on its two sides "
        "cannot be compared.",
        "Decrees rose from 12 (2026-01/2026-02) to 15 (2026-03/2026-04).",
    ]


def test_a_break_without_points_on_both_sides_is_not_drawn(broken: TrendChart, read: Any) -> None:
    line = replace(broken.lines[0], breaks=("2030-01-01",))
    figure = draw_trend(replace(broken, lines=(line,)), Width.WIDE)
    assert read.list_role(figure, "break") == []
    assert "definition changed" not in read.list_texts(figure)


def test_a_bound_is_labelled_as_one_and_has_a_caret(signatures: TrendChart, read: Any) -> None:
    figure = draw_trend(signatures, Width.WIDE)
    assert "> 20%" in read.list_marked(figure, "data-q")
    assert len(read.list_role(figure, "bound")) == 2
    assert max(read.read_value(figure, y) for arm in read.list_role(figure, "bound") for _, y in arm.points) > 20


@pytest.mark.parametrize(
    ("qualifier", "side"), [(Qualifier.MORE_THAN, 1), (Qualifier.LESS_THAN, -1), (Qualifier.ABOUT, 0)]
)
def test_the_caret_of_a_bound_points_to_its_open_side_between_the_point_and_its_label(
    english: Speaker, make_series: Make, read: Any, qualifier: Qualifier, side: int
) -> None:
    points = (*make_series({"2020": 40}), *make_series({"2022": 41}, qualifier=qualifier), *make_series({"2024": 42}))
    for width in Width:
        canvas = draw_trend(TrendChart((Line("a", points, True),), (), english, "PERCENT"), width)
        read.check_legible(canvas)
        arms, (x, y) = read.list_role(canvas, "bound"), canvas.spots[points[1].key]
        assert len(arms) == 2 * abs(side)
        if not side:
            continue
        (left, foot), (tip_x, tip) = arms[0].points
        assert arms[1].points == ((tip_x, tip), (2 * x - left, foot))
        assert tip_x == x
        radius = canvas.markers[1].radius
        assert radius < side * (foot - y) < side * (tip - y)
        (label,) = [text for text in canvas.texts if text.mark and text.mark.value == points[1].key]
        letters = {text: box for text, (_, box) in zip(canvas.texts, read.measure_texts(canvas), strict=True)}[label]
        if side > 0:
            assert letters.y0 > tip
        else:
            assert letters.y1 < tip


def test_labels_stand_over_high_points_and_under_low_ones(english: Speaker, make_series: Make) -> None:
    points = make_series({"2019": 20, "2020": 60, "2022": 20, "2024": 70, "2025": 20})
    chart = TrendChart((Line("a", points, True),), (), english, "PERCENT")
    canvas = draw_trend(chart, Width.WIDE)
    heights = {text.mark.value: text.y for text in canvas.texts if text.mark}
    for point, is_over in ((points[0], False), (points[3], True), (points[4], False)):
        y = canvas.spots[point.key][1]
        assert (heights[point.key] > y) == is_over


def test_the_label_of_a_point_that_is_higher_than_the_one_before_stands_over_it(
    english: Speaker, make_series: Make
) -> None:
    points = make_series({"2020": 10, "2021": 20, "2024": 60})
    # A figure after a break has a label of its own.
    line = Line("a", points, True, breaks=("2021-01-01",))
    canvas = draw_trend(TrendChart((line,), (), english, "PERCENT"), Width.WIDE)
    (text,) = [one for one in canvas.texts if one.mark and one.mark.value == points[1].key]
    assert text.y > canvas.spots[points[1].key][1]


def test_a_rival_s_label_stands_on_the_side_away_from_the_headline(english: Speaker, make_series: Make) -> None:
    for value, is_over in ((70, True), (30, False)):
        points = make_series({"2020": 45, "2022": 50, "2024": 55})
        rival = make_series({"2022": value}, source="other")
        line = Line("a", points, True, rivals=rival)
        canvas = draw_trend(TrendChart((line,), (), english, "PERCENT"), Width.WIDE)
        (text,) = [one for one in canvas.texts if one.mark and one.mark.value == rival[0].key]
        (cap,) = [one for one in canvas.strokes if one.role == "rival"]
        (left, y), (right, other) = cap.points
        x = canvas.spots[points[1].key][0]
        assert ((text.y > y) == is_over, y, left < x < right) == (True, other, True)
        assert x - left == pytest.approx(right - x)
        (tie,) = [one for one in canvas.strokes if one.role == "tie"]
        assert tie.points == (canvas.spots[points[1].key], (x, y))


def test_a_rival_of_another_period_is_tied_to_nothing_and_a_bound_beside_it_has_its_caret(
    english: Speaker, make_series: Make, read: Any
) -> None:
    points = make_series({"2020": 45, "2024": 55}, qualifier=Qualifier.MORE_THAN)
    for period, ties, carets in (("2022", 0, 2), ("2024", 1, 1)):
        line = Line("a", points, True, rivals=make_series({period: 70}, source="other"))
        canvas = draw_trend(TrendChart((line,), (), english, "PERCENT"), Width.WIDE)
        assert len(read.list_role(canvas, "tie")) == ties
        assert len(read.list_role(canvas, "bound")) == 2 * carets
        read.check_legible(canvas)


def test_values_of_many_lines_are_written_for_the_own_one_only(english: Speaker, make_series: Make, read: Any) -> None:
    own = Line("own", make_series({"2020": 10, "2024": 12}), True)
    for count, written in ((3, 4), (4, 1)):
        others = [
            Line(f"other {'x' * at}", make_series({"2020": 20, "2024": 30 + 9 * at}, area=str(at)))
            for at in range(count)
        ]
        canvas = draw_trend(TrendChart((own, *others), (), english, "PERCENT"), Width.WIDE)
        keys = {line.points[-1].key for line in (own, *others)}
        assert len([text for text in canvas.texts if text.mark and text.mark.value in keys]) == written
        read.check_legible(canvas)


def test_a_last_value_with_a_long_unit_stands_at_its_point_and_not_under_the_name(
    english: Speaker, make_series: Make, read: Any
) -> None:
    lines = tuple(
        Line(name, make_series({"2020": 10, "2024": value}, "PER_100", area=name), name == "own")
        for name, value in (("own", 30), ("other", 50))
    )
    canvas = draw_trend(TrendChart(lines, (), english, "PER_100"), Width.NARROW)
    read.check_legible(canvas)
    last = lines[0].points[-1]
    (text,) = [one for one in canvas.texts if one.mark and one.mark.value == last.key]
    (name,) = [one for one in canvas.texts if one.text == "own"]
    assert text.ends[0] < canvas.spots[last.key][0] < name.x
    assert read.find_text(canvas, "other").x == name.x


def test_the_target_lies_where_its_deadline_and_its_value_are(commerce: TrendChart, read: Any) -> None:
    canvas = draw_trend(commerce, Width.WIDE)
    (target,) = read.list_role(canvas, "target")
    (line,) = read.list_lines(canvas)
    # One year after the last point, as wide as the year before it.
    assert target.x - line.points[-1][0] == pytest.approx(line.points[-1][0] - line.points[-2][0], rel=0.01)
    assert target.radius > max(marker.radius for marker in canvas.markers if marker.role == "point")


def test_several_lines_are_named_at_their_ends_in_the_order_of_their_values(index: TrendChart, read: Any) -> None:
    figure = draw_trend(index, Width.WIDE)
    heights = [read.find_text(figure, name).y for name in ("Thailand", "Indonesia", "Viet Nam", "Philippines")]
    assert heights == sorted(heights, reverse=True)


def test_a_single_line_needs_no_name(commerce: TrendChart, read: Any) -> None:
    assert "Retail e-commerce" not in read.list_texts(draw_trend(commerce, Width.WIDE))


def test_only_the_emphasised_line_has_colour_weight_and_markers(index: TrendChart, read: Any) -> None:
    figure = draw_trend(index, Width.WIDE)
    (own,), (other,) = (read.list_lines(figure, name) for name in ("Viet Nam", "Thailand"))
    assert (own.pen.color, other.pen.color) == (Color.FIRST, Color.FAINT)
    assert own.pen.width > other.pen.width
    assert {marker.name for marker in figure.markers} == {"Viet Nam"}


def test_ticks_are_few_marked_and_in_the_language_of_the_page(
    vietnamese: Speaker, make_series: Make, read: Any
) -> None:
    line = Line("a", make_series({"2020": 0.3, "2024": 0.7}, "INDEX"), True)
    figure = draw_trend(TrendChart((line,), (), vietnamese, "INDEX"), Width.WIDE)
    assert read.list_marked(figure, "data-tick") == ["0", "0,2", "0,4", "0,6", "0,8"]
    assert read.list_marked(figure, "data-period") == ["2020", "2024"]


def test_an_axis_that_need_not_start_at_zero_does_not(index: TrendChart, read: Any) -> None:
    assert "0" not in read.list_marked(draw_trend(index, Width.WIDE), "data-tick")
    assert "0" in read.list_marked(draw_trend(replace(index, zero=True), Width.WIDE), "data-tick")


@pytest.mark.parametrize("width", Width)
def test_one_point_is_drawn_as_one_point(english: Speaker, make_series: Make, read: Any, width: Width) -> None:
    line = Line("a", make_series({"2024": 18}, "PERSON", unit_mult=6, qualifier=Qualifier.MORE_THAN), True)
    figure = draw_trend(TrendChart((line,), (), english, "PERSON", 6), width)
    assert read.list_marked(figure, "data-q") == [">\xa018\xa0million".replace(">\xa0", "> ")]
    assert [len(line.points) for line in read.list_lines(figure)] == [1]
    assert [marker.shape for marker in figure.markers] == ["o"]


def test_a_peer_with_one_point_is_seen(english: Speaker, make_series: Make, read: Any) -> None:
    lines = (Line("a", make_series({"2020": 1, "2024": 2}), True), Line("b", make_series({"2024": 5}, area="b")))
    figure = draw_trend(TrendChart(lines, (), english, "PERCENT"), Width.WIDE)
    (peer,) = (marker for marker in figure.markers if marker.name == "b")
    assert (read.read_value(figure, peer.y), peer.color) == (5, Color.FAINT)


def test_a_chart_of_two_units_is_refused(commerce: TrendChart) -> None:
    with pytest.raises(DataError, match="A chart in PERCENT was given figures in USD"):
        draw_trend(replace(commerce, unit="PERCENT"), Width.WIDE)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(st.integers(0, 100), min_size=4, max_size=9),
    others=st.lists(st.integers(0, 100), max_size=4),
    width=st.sampled_from(Width),
)
def test_whatever_the_figures_labels_neither_overlap_nor_leave_the_picture(
    values: list[int], others: list[int], width: Width, english: Speaker, make_series: Make, read: Any
) -> None:
    *values, rival, target = values
    years = [str(2015 + index) for index in range(len(values))]
    points = make_series(dict(zip(years, values, strict=True)))
    lines = [Line("Viet Nam", points, True, rivals=make_series({years[-1]: rival}, source="other"))]
    for n, other in enumerate(others):
        lines.append(Line(f"Peer {'x' * n}", make_series({years[0]: 50, years[-1]: other}, area=f"P{n}")))
    figure = draw_trend(TrendChart(tuple(lines), make_series({"2025": target}), english, "PERCENT"), width)
    read.check_legible(figure)


def test_the_description_says_first_last_rivals_doubts_and_targets(commerce: TrendChart, list_said: Make) -> None:
    assert list_said(describe_trend(commerce, name="Retail sales online")) == [
        "The chart shows over time: Retail sales online.",
        "Retail sales online rose from 4 (2015) to 25 (2024).",
        "Sources disagree (2024): the line shows 25, another source states 28.",
        "A hollow marker stands for 20 (2023): an estimate, a forecast or a doubtful figure that no second source confirms.",  # noqa: E501
        "Target: 35 (2025).",
    ]


def test_the_description_names_extremes_of_the_emphasised_line_only(index: TrendChart, list_said: Make) -> None:
    described = list_said(describe_trend(index, name="EGDI"))
    assert described[1:3] == [
        "Viet Nam rose from 0.357 (2003) to 0.771 (2024).",
        "Viet Nam: lowest at 0.338 (2004).",
    ]
    assert [text.split(" ")[0] for text in described[3:]] == ["Thailand", "Indonesia", "Philippines"]


def test_the_description_compares_nothing_across_a_break(broken: TrendChart, list_said: Make) -> None:
    assert list_said(describe_trend(broken, name="Services"))[1:] == [
        "Services rose from 31 (2020) to 97 (2022).",
        "What is measured changed between 2022 and 2023: the line has a gap there, and figures on its two sides "
        "cannot be compared.",
        "Services rose from 46 (2023) to 55 (2024).",
    ]


def test_a_change_within_a_period_is_not_between_that_period_and_its_own_part(
    english: Speaker, make_series: Make, list_said: Make
) -> None:
    line = Line("x", make_series({"2024-11": 82, "2024": 60}), True, breaks=("2024-12-15",))
    assert list_said(describe_trend(TrendChart((line,), (), english, "PERCENT"), name="x"))[2] == (
        "What is measured is not the same in both periods (2024-11, 2024): the line has a gap there, and figures on "
        "its two sides cannot be compared."
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"2020": 9, "2024": 4}, "It fell from 9 (2020) to 4 (2024)."),
        ({"2020": 4, "2024": 4}, "It: 4 (2024), the same as at the start (2020)."),
        ({"2024": 4}, "Only one figure is known of It: 4 (2024)."),
    ],
)
def test_the_description_says_what_happened(
    english: Speaker, make_series: Make, values: dict[str, int], said: str, list_said: Make
) -> None:
    chart = TrendChart((Line("a", make_series(values), True),), (), english, "PERCENT")
    assert list_said(describe_trend(chart, name="It"))[1:] == [said]


def test_the_description_leaves_the_direction_open_where_a_bound_does(
    english: Speaker, make_series: Make, list_said: Make
) -> None:
    points = make_series({"2020": 30}) + make_series({"2024": 20}, qualifier=Qualifier.MORE_THAN)
    chart = TrendChart((Line("a", points, True),), (), english, "PERCENT")
    assert list_said(describe_trend(chart, name="It"))[1] == (
        "It: 30 (2020), then 20 (2024); the sources give a bound only, so the size of the change is unknown."
    )


def test_no_numeral_is_typed_into_a_sentence(commerce: TrendChart, broken: TrendChart, index: TrendChart) -> None:
    for chart in (commerce, broken, index):
        for message in describe_trend(chart, name="x"):
            assert not any(letter.isdigit() for letter in message.text)
            assert not [value for value in message.values.values() if isinstance(value, int | float | Decimal)]
