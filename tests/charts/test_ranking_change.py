from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from dxlib.charts.ranking_change import RankingChart, describe_ranking_change, draw_ranking_change
from dxlib.charts.series import Line
from dxlib.charts.theme import Color, Width
from dxlib.data.quantities import Quantity, read_out_of
from dxlib.errors import DataError
from dxlib.language import Speaker

Make = Callable[..., Any]


@pytest.mark.parametrize("width", Width)
def test_no_label_overlaps_another_or_leaves_the_picture(ranking: RankingChart, width: Width, read: Any) -> None:
    figure = draw_ranking_change(ranking, width)
    assert read.list_overlaps(figure) == []
    assert read.list_outside(figure) == []


def test_the_best_rank_is_at_the_top(ranking: RankingChart, read: Any) -> None:
    figure = draw_ranking_change(ranking, Width.WIDE)
    heights = [text.y for text in figure.texts if text.mark and text.mark.attribute == "data-tick"]
    assert read.list_marked(figure, "data-tick")[0] == "1"
    assert heights == sorted(heights, reverse=True)


@pytest.mark.parametrize(("best", "worst"), [(2, 15), (3, 44)])
def test_the_tick_of_the_first_place_stays_in_the_picture(
    english: Speaker, make_series: Make, read: Any, best: int, worst: int
) -> None:
    line = Line("Viet Nam", make_series({"2020": best, "2022": best + 1, "2024": worst}, "RANK"), True)
    for width in Width:
        canvas = draw_ranking_change(RankingChart((line,), english), width)
        read.check_legible(canvas)
        assert read.list_marked(canvas, "data-tick")[0] == "1"


def test_ranks_are_drawn_as_they_are(ranking: RankingChart, read: Any) -> None:
    figure = draw_ranking_change(ranking, Width.WIDE)
    assert read.list_runs(figure, "Viet Nam") == [[97, 112, 105, 91, 90, 83, 99, 89, 88, 86, 86, 71]]
    assert read.list_lines(figure, "Viet Nam")[0].pen.color is Color.FIRST


def test_a_last_rank_that_nobody_confirms_is_not_held_out(ranking: RankingChart, read: Any) -> None:
    for index, line in enumerate(ranking.lines):
        doubtful = replace(line, doubtful=frozenset({line.points[-1].key}))
        lines = (*ranking.lines[:index], doubtful, *ranking.lines[index + 1 :])
        figure = draw_ranking_change(RankingChart(lines, ranking.speaker), Width.WIDE)
        keys = [text.mark.value for text in figure.texts if text.mark]
        assert line.points[-1].key not in keys
        assert line.name in " ".join(read.list_texts(figure))


def test_editions_stand_where_they_are_in_time_and_nowhere_else(ranking: RankingChart, read: Any) -> None:
    figure = draw_ranking_change(ranking, Width.WIDE)
    shown = read.list_marked(figure, "data-period")
    assert set(shown) <= {point.period for point in ranking.lines[0].points}
    places = {year: read.find_text(figure, year).x for year in ("2005", "2008", "2010", "2012")}
    assert places["2008"] - places["2005"] == pytest.approx(1.5 * (places["2010"] - places["2008"]), abs=0.5)


def test_a_narrow_chart_shows_fewer_editions(ranking: RankingChart, read: Any) -> None:
    wide, narrow = (draw_ranking_change(ranking, width) for width in Width)
    assert len(read.list_marked(narrow, "data-period")) < len(read.list_marked(wide, "data-period"))


def test_the_last_rank_is_shown_with_its_n_as_two_marked_texts(ranking: RankingChart, read: Any) -> None:
    figure = draw_ranking_change(ranking, Width.WIDE)
    last = ranking.lines[0].points[-1]
    total = read_out_of(last)
    assert isinstance(total, Quantity)
    assert read.read_marks(figure, "71") == [last.key]
    assert read.read_marks(figure, "193") == [total.key]
    y = read.find_text(figure, "71").y
    assert y == read.find_text(figure, "193").y
    assert read.find_text(figure, "71").x < read.find_text(figure, "193").x


def test_without_n_only_the_rank_is_shown(english: Speaker, make_series: Make, read: Any) -> None:
    line = Line("Viet Nam", make_series({"2022": 86, "2024": 71}, "RANK"), True)
    figure = draw_ranking_change(RankingChart((line,), english), Width.WIDE)
    assert sorted(read.list_marked(figure, "data-q")) == ["71", "86"]
    assert "of" not in read.list_texts(figure)


def test_ranks_of_the_emphasised_area_are_labelled_at_its_editions(ranking: RankingChart, read: Any) -> None:
    shown = read.list_marked(draw_ranking_change(ranking, Width.WIDE), "data-q")
    assert {"97", "112", "83", "71"} <= set(shown)
    narrow = read.list_marked(draw_ranking_change(ranking, Width.NARROW), "data-q")
    assert {"97", "112", "71"} <= set(narrow)


def test_peers_are_named_with_their_rank_at_the_right(ranking: RankingChart, read: Any) -> None:
    figure = draw_ranking_change(ranking, Width.WIDE)
    right = read.list_lines(figure, "Singapore")[0].points[-1][0]
    name = read.find_text(figure, "Singapore")
    rank = next(text for text in figure.texts if text.text == "6")
    assert right < name.x < rank.x
    assert rank.y == name.y


def test_ranks_are_not_joined_across_a_change_of_method(ranking: RankingChart, read: Any) -> None:
    lines = tuple(replace(line, breaks=("2013-01-01",)) for line in ranking.lines)
    figure = draw_ranking_change(replace(ranking, lines=lines), Width.WIDE)
    assert read.list_runs(figure, "Viet Nam") == [[97, 112, 105, 91, 90, 83], [99, 89, 88, 86, 86, 71]]
    assert len(read.list_role(figure, "break")) == 1


def test_a_chart_without_ranks_is_refused(english: Speaker) -> None:
    with pytest.raises(DataError, match="no figure to draw"):
        draw_ranking_change(RankingChart((Line("a", ()),), english), Width.WIDE)


def test_one_edition_is_drawn_as_one_point(english: Speaker, make_series: Make, read: Any) -> None:
    chart = RankingChart((Line("Viet Nam", make_series({"2024": 71}, "RANK"), True),), english)
    assert read.list_marked(draw_ranking_change(chart, Width.NARROW), "data-q") == ["71"]


def test_the_description_says_up_when_the_number_falls(ranking: RankingChart) -> None:
    sentences = describe_ranking_change(ranking, name="EGDI")
    assert [message.text for message in sentences[:3]] == [
        "The chart shows ranks from edition to edition, the best at the top: {name}.",
        "{name} moved up from rank {first} of {first_of} ({first_when}) to rank {last} of {last_of} ({last_when}).",
        "{name}: worst rank {worst} ({worst_when}).",
    ]
    values = sentences[1].values
    assert (values["name"], values["first"], values["last"]) == (
        "Viet Nam", ranking.lines[0].points[0], ranking.lines[0].points[-1],
    )  # fmt: skip
    assert sentences[2].values["worst"] == ranking.lines[0].points[1]


def test_the_description_says_down_and_leaves_out_an_n_that_is_not_stated(ranking: RankingChart) -> None:
    sentences = describe_ranking_change(ranking, name="EGDI")
    down = next(message for message in sentences if message.values["name"] == "The Philippines")
    assert down.text == "{name} moved down from rank {first} ({first_when}) to rank {last} ({last_when})."


def test_the_description_says_when_a_rank_is_as_at_the_start(english: Speaker, make_series: Make) -> None:
    chart = RankingChart((Line("a", make_series({"2020": 5, "2022": 4, "2024": 5}, "RANK"), True),), english)
    assert [message.text for message in describe_ranking_change(chart, name="x")[1:]] == [
        "{name} stood at rank {last} ({last_when}), as at the start ({first_when}).",
        "{name}: best rank {best} ({best_when}).",
    ]


def test_no_numeral_is_typed_into_a_sentence(ranking: RankingChart) -> None:
    for message in describe_ranking_change(ranking, name="x"):
        assert not any(letter.isdigit() for letter in message.text)


def test_each_tick_lies_where_its_rank_would_be_drawn_and_its_line_reaches_through_the_plot(
    ranking: RankingChart, read: Any
) -> None:
    for width in Width:
        canvas = draw_ranking_change(ranking, width)
        ranks = {point.key: float(point.value) for line in ranking.lines for point in line.points}
        for key, (_, y) in canvas.spots.items():
            assert read.read_value(canvas, y) == pytest.approx(ranks[key])
        lines = {stroke.points[0][1]: stroke.points for stroke in canvas.strokes if stroke.points[0][0] == 0}
        last = max(x for x, _ in canvas.spots.values())
        for text in canvas.texts:
            if text.mark and text.mark.attribute == "data-tick":
                assert lines[text.y - 4][1][0] > last


def test_room_is_left_under_the_worst_rank_and_where_all_are_the_same(english: Speaker, make_series: Make) -> None:
    for values in ({"2020": 10, "2022": 50, "2024": 20}, {"2020": 7, "2024": 7}):
        chart = RankingChart((Line("Viet Nam", make_series(values, "RANK"), True),), english)
        canvas = draw_ranking_change(chart, Width.WIDE)
        heights = [y for _, y in canvas.spots.values()]
        foot = min(y for stroke in canvas.strokes for _, y in stroke.points if stroke.role == "rule")
        assert min(heights) - foot > 16
        assert max(heights) < canvas.height - 16


def test_labels_of_bad_ranks_stand_under_their_points_and_of_good_ones_over_them(
    english: Speaker, make_series: Make
) -> None:
    points = make_series({"2010": 90, "2014": 50, "2018": 120, "2020": 60, "2024": 70}, "RANK")
    canvas = draw_ranking_change(RankingChart((Line("Viet Nam", points, True),), english), Width.WIDE)
    heights = {text.mark.value: text.y for text in canvas.texts if text.mark}
    over = [heights[point.key] > canvas.spots[point.key][1] for point in points[:4]]
    assert over == [False, True, False, True]


def test_the_first_rank_has_its_n_and_those_between_do_not(ranking: RankingChart, read: Any) -> None:
    canvas = draw_ranking_change(ranking, Width.WIDE)
    shown = read.list_marked(canvas, "data-q")
    assert {"97", "173", "71", "193"} <= set(shown)
    assert not {"178", "179", "182", "183", "190"} & set(shown)
    assert shown.count("193") == 1


def test_a_narrow_chart_labels_the_first_the_worst_and_the_best_rank_before_any_other(
    ranking: RankingChart, read: Any
) -> None:
    (own, *_) = ranking.lines
    canvas = draw_ranking_change(RankingChart((own,), ranking.speaker), Width.NARROW)
    read.check_legible(canvas)
    labelled = {text.mark.value for text in canvas.texts if text.mark}
    assert {own.points[0].key, own.points[1].key, own.points[-1].key} <= labelled
