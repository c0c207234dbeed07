"""The labels of lines over time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dxlib.audit.charts.drawn import Drawn, DrawnLine
from dxlib.audit.figure import Fig
from dxlib.audit.svg.line_labels import PointLabel, find_open_side, list_end_values, list_labels
from dxlib.audit.svg.text_widths import measure
from dxlib.audit.svg.view import View
from tests.audit.small import NARROW, make_fig, make_view


def follow(*figures: Fig, name: str = "Viet Nam", own: bool = True, **more: Any) -> DrawnLine:
    return DrawnLine(name, figures, is_own=own, doubtful=frozenset(), **more)


def see(*lines: DrawnLine, width: int = 680, unit: str = "PERCENT", **more: Any) -> View:
    return make_view(Drawn("trend", "x", unit, 0, lines=lines, **more), width=width)


def read_ends(view: View) -> list[str]:
    """Give what stands with each name at the end of a line."""
    return [" ".join(word.text for word, _ in value.words).replace("\u00a0", " ") if value else ""
            for _, value in list_end_values(view)]  # fmt: skip


def years(*values: object, unit: str = "PERCENT", **cells: str) -> list[Fig]:
    return [make_fig(value, str(2020 + at), unit=unit, **cells) for at, value in enumerate(values)]


def read(label: PointLabel) -> str:
    return " ".join(word.text for word, _ in label.words.words).replace("\u00a0", " ")


def test_a_single_line_has_no_name_at_its_end_and_its_last_figure_at_its_point() -> None:
    view = see(follow(*years(10, 20)))
    assert read_ends(view) == []
    assert [read(one) for one in list_labels(view)] == ["20%", "10%"]


def test_an_unconfirmed_last_figure_is_held_out_neither_at_the_end_nor_at_its_point() -> None:
    figures = years(10, 30, 60)
    line = replace(follow(*figures), doubtful=frozenset({figures[-1].key}))
    assert [read(one) for one in list_labels(see(line))] == ["30%", "10%"]
    other = follow(*years(1, 2), name="x", own=False)
    assert read_ends(see(line, other)) == ["", "2%"]
    alone = replace(line, figures=line.figures[-1:])
    assert list(list_labels(see(alone))) == []


@pytest.mark.parametrize("own", [True, False])
def test_an_unconfirmed_last_rank_is_not_at_the_end(own: bool) -> None:
    figures = [make_fig(value, str(2020 + at), unit="RANK") for at, value in enumerate((9, 5))]
    line = replace(follow(*figures, own=own), doubtful=frozenset({figures[-1].key}))
    assert read_ends(see(line, unit="RANK")) == [""]


@pytest.mark.parametrize(("others", "shown"), [(3, 4), (4, 1)])
def test_several_lines_have_names_and_their_last_figures_unless_they_are_many(others: int, shown: int) -> None:
    lines = [follow(*years(10, 20)), *(follow(*years(1, 2), name=f"x{at}", own=False) for at in range(others))]
    ends = [value for _, value in list_end_values(see(*lines))]
    looks = [word.look for value in ends if value for word, _ in value.words]
    assert looks[:2] == ["1 600 13 start halo", "muted 400 13 start halo"][:shown]
    assert (len(ends), len(looks)) == (others + 1, shown)
    assert [read(one) for one in list_labels(see(*lines))] == ["10%"]


def test_a_last_figure_too_wide_for_its_column_stands_at_its_point() -> None:
    lines = follow(*years(10, 20, unit="LONG")), follow(*years(1, 2, area="SGP"), own=False)
    assert 96 < measure("20 services of the state", bold=True) < 170
    assert [bool(text) for text in read_ends(see(*lines))] == [True, True]
    assert [bool(text) for text in read_ends(see(*lines, width=NARROW))] == [False, True]
    assert len(list(list_labels(see(*lines, width=NARROW)))) == 2


def test_rivals_then_the_last_figure_then_targets_then_beginnings_and_bounds_then_extremes() -> None:
    """Beside what may be higher than 30 % none is the highest."""
    figures = [*years(10, 40, 20), make_fig(30, "2023", QUALIFIER=">"), make_fig(35, "2024")]
    line = follow(*figures, rivals=(make_fig(99, "2021", SOURCE="mic-2024"),))
    labels = list(list_labels(see(line, marked=(make_fig(80, "2030", KIND="target"),))))
    assert [(read(one), one.is_needed) for one in labels] == [
        ("99%", True), ("35%", True), ("target 80%", True), ("10%", True), ("> 30%", True),
    ]  # fmt: skip
    assert labels[2].words.width == pytest.approx(measure("target ") + measure("80%", bold=True))


@pytest.mark.parametrize(("qualifier", "side"), [(">", 1), (">=", 1), ("<", -1), ("<=", -1), ("~", 0), ("", 0)])
def test_a_bound_is_open_to_its_side_unless_another_source_states_the_figure(qualifier: str, side: int) -> None:
    bound = make_fig(30, "2022", QUALIFIER=qualifier)
    assert find_open_side(follow(bound), bound) == side
    assert find_open_side(follow(bound, rivals=(make_fig(31, "2022"),)), bound) == 0
    assert find_open_side(follow(bound, rivals=(make_fig(31, "2021"),)), bound) == side
    (label,) = list_labels(see(follow(bound)))
    assert label.lift == side * 10.5


def test_a_new_meaning_begins_a_line_and_its_first_figure_is_needed() -> None:
    line = follow(*years(10, 20, 30), breaks=("2021-06-30",))
    labels = list(list_labels(see(line)))
    assert [(read(one), one.is_needed) for one in labels] == [("30%", True), ("10%", True), ("20%", True)]


def test_ranks_stand_at_ends_the_own_one_with_its_n() -> None:
    own = follow(*years(90, 71, unit="RANK", OUT_OF="193"))
    other = follow(*years(5, 3, unit="RANK", area="SGP", OUT_OF="193"), name="Singapore", own=False)
    assert read_ends(see(own, other, unit="RANK")) == ["71 of 193", "3"]


def test_ranks_are_labelled_first_worst_best_then_back_in_time() -> None:
    ranks = years(88, 70, 90, 60, 80, 75, unit="RANK", OUT_OF="193")
    labels = list(list_labels(see(follow(*ranks), follow(*ranks, own=False), unit="RANK")))
    assert [read(one) for one in labels] == ["88 of 193", "90", "60", "80", "70"]
    assert [one.is_needed for one in labels] == [True, False, False, False, False]
    assert labels[0].words.width == pytest.approx(measure(" of 193") + measure("88", bold=True))
