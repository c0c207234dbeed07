"""The labels of lines over time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dxlib.audit.charts.drawn import Drawn, DrawnLine
from dxlib.audit.figure import Fig
from dxlib.audit.svg.line_labels import (
    PointLabel,
    ReadEndLabel,
    find_open_side,
    list_ranking_ends,
    list_ranking_labels,
    list_trend_ends,
    list_trend_labels,
    measure_own,
)
from dxlib.audit.svg.matching import Word
from dxlib.audit.svg.parsing import ReadText
from dxlib.audit.svg.text_widths import measure
from tests.audit.small import NARROW, make_fig, make_view


def follow(*figures: Fig, name: str = "Viet Nam", own: bool = True, **more: object) -> DrawnLine:
    return DrawnLine(name, figures, is_own=own, doubtful=frozenset(), **more)


def see(*lines: DrawnLine, width: int = 680, **more: object):
    return make_view(Drawn("trend", "x", "PERCENT", 0, lines=lines, **more), width=width)


def years(*values: object, unit: str = "PERCENT", **cells: str) -> list[Fig]:
    return [make_fig(value, str(2020 + at), unit=unit, **cells) for at, value in enumerate(values)]


def read(label: PointLabel) -> str:
    return " ".join(word.text for word in label.words).replace("\u00a0", " ")


def test_a_single_line_has_no_name_at_its_end_and_its_last_figure_at_its_point() -> None:
    view = see(follow(*years(10, 20)))
    assert list(list_trend_ends(view)) == []
    assert [read(one) for one in list_trend_labels(view)] == ["20%", "10%"]


def test_an_unconfirmed_last_figure_is_held_out_neither_at_the_end_nor_at_its_point() -> None:
    figures = years(10, 30, 60)
    line = replace(follow(*figures), doubtful=frozenset({figures[-1].key}))
    assert [read(one) for one in list_trend_labels(see(line))] == ["30%", "10%"]
    other = follow(*years(1, 2), name="x", own=False)
    assert [len(end.values) for end in list_trend_ends(see(line, other))] == [0, 1]
    alone = replace(line, figures=line.figures[-1:])
    assert list(list_trend_labels(see(alone))) == []


@pytest.mark.parametrize("own", [True, False])
def test_an_unconfirmed_last_rank_is_not_at_the_end(own: bool) -> None:
    figures = [make_fig(value, str(2020 + at), unit="RANK") for at, value in enumerate((9, 5))]
    line = replace(follow(*figures, own=own), doubtful=frozenset({figures[-1].key}))
    (end,) = list_ranking_ends(see(line))
    assert (end.values, end.is_beside) == ([], False)


@pytest.mark.parametrize(("others", "shown"), [(3, 4), (4, 1)])
def test_several_lines_have_names_and_their_last_figures_unless_they_are_many(others: int, shown: int) -> None:
    lines = [follow(*years(10, 20)), *(follow(*years(1, 2), name=f"x{at}", own=False) for at in range(others))]
    ends = list(list_trend_ends(see(*lines)))
    assert [end.name.look for end in ends][:2] == ["1 600 13 start halo", "muted 400 13 start halo"]
    assert sum(bool(end.values) for end in ends) == shown
    assert [read(one) for one in list_trend_labels(see(*lines))] == ["10%"]


def test_a_last_figure_too_wide_for_its_column_stands_at_its_point() -> None:
    lines = follow(*years(10, 20, unit="LONG")), follow(*years(1, 2, area="SGP"), own=False)
    assert 96 < measure("20 services of the state", bold=True) < 170
    assert [len(end.values) for end in list_trend_ends(see(*lines))] == [1, 1]
    assert [len(end.values) for end in list_trend_ends(see(*lines, width=NARROW))] == [0, 1]
    assert len(list(list_trend_labels(see(*lines, width=NARROW)))) == 2


def test_rivals_then_the_last_figure_then_targets_then_beginnings_and_bounds_then_extremes() -> None:
    """Beside what may be higher than 30 % none is the highest."""
    figures = [*years(10, 40, 20), make_fig(30, "2023", QUALIFIER=">"), make_fig(35, "2024")]
    line = follow(*figures, rivals=(make_fig(99, "2021", SOURCE="mic-2024"),))
    labels = list(list_trend_labels(see(line, marked=(make_fig(80, "2030", KIND="target"),))))
    assert [(read(one), one.is_needed) for one in labels] == [
        ("99%", True), ("35%", True), ("target 80%", True), ("10%", True), ("> 30%", True),
    ]  # fmt: skip
    assert labels[2].width == pytest.approx(measure("target ") + measure("80%", bold=True))


@pytest.mark.parametrize(("qualifier", "side"), [(">", 1), (">=", 1), ("<", -1), ("<=", -1), ("~", 0), ("", 0)])
def test_a_bound_is_open_to_its_side_unless_another_source_states_the_figure(qualifier: str, side: int) -> None:
    bound = make_fig(30, "2022", QUALIFIER=qualifier)
    assert find_open_side(follow(bound), bound) == side
    assert find_open_side(follow(bound, rivals=(make_fig(31, "2022"),)), bound) == 0
    assert find_open_side(follow(bound, rivals=(make_fig(31, "2021"),)), bound) == side
    (label,) = list_trend_labels(see(follow(bound)))
    assert label.lift == side * 10.5


def test_a_new_meaning_begins_a_line_and_its_first_figure_is_needed() -> None:
    line = follow(*years(10, 20, 30), breaks=("2021-06-30",))
    labels = list(list_trend_labels(see(line)))
    assert [(read(one), one.is_needed) for one in labels] == [("30%", True), ("10%", True), ("20%", True)]


def test_ranks_stand_at_ends_the_own_one_with_its_n_in_a_row_of_its_own() -> None:
    own = follow(*years(90, 71, unit="RANK", OUT_OF="193"))
    other = follow(*years(5, 3, unit="RANK", area="SGP", OUT_OF="193"), name="Singapore", own=False)
    ends = list(list_ranking_ends(see(own, other)))
    assert [([word.text for word in end.words], end.is_beside) for end in ends] == [
        (["Viet Nam", "71", "of", "193"], False), (["Singapore", "3"], True),
    ]  # fmt: skip


def test_ranks_are_labelled_first_worst_best_then_back_in_time() -> None:
    ranks = years(88, 70, 90, 60, 80, 75, unit="RANK", OUT_OF="193")
    labels = list(list_ranking_labels(see(follow(*ranks), follow(*ranks, own=False))))
    assert [read(one) for one in labels] == ["88 of 193", "90", "60", "80", "70"]
    assert [one.is_needed for one in labels] == [True, False, False, False, False]
    assert labels[0].width == pytest.approx(measure(" of 193") + measure("88", bold=True))


def test_a_label_knows_its_box() -> None:
    look, bold = "muted 400 13 start halo", "1 600 13 start halo"
    name = Word("a b", look, found=[ReadText("a", 10, 30, look), ReadText("b", 10, 46, look)])
    value = Word("66%", bold, found=[ReadText("66%", 10, 62, bold)])
    end = ReadEndLabel(follow(make_fig()), name, [value], is_beside=False)
    assert end.box == (10, 18, 10 + measure_own("66%", bold), 66)
    assert ReadEndLabel(follow(make_fig()), name, [], is_beside=False).box == (10, 18, 10 + measure("b"), 50)
    middle = Word("66%", "1 600 13 middle", found=[ReadText("66%", 100, 40, "1 600 13 middle halo")])
    label = PointLabel([middle], make_fig(), 30)
    assert (label.box, label.is_there) == ((85, 28, 115, 44), True)
    assert not PointLabel([Word("66%", look)], make_fig(), 30).is_there
