"""The ranking table: each area with its place, its name, its bar or dot, and its figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dxlib.audit.charts.drawn import DrawnRow
from dxlib.audit.svg.area_rows import AreaRow, check_rank_table, check_rows, make_name, place_rows
from dxlib.audit.svg.matching import Word
from dxlib.audit.svg.parsing import ReadText
from dxlib.audit.svg.view import View
from tests.audit.small import (
    NARROW,
    WIDE,
    Small,
    alter,
    change_text,
    drop_text,
    make_fig,
    move_shape,
    stretch,
    write_small_project,
)

INK = "ink 400 13 start"


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("options", [{"group": "asean"}, {"areas": ("SGP", "LAO"), "top": 1}])
@pytest.mark.parametrize("indicator", ["users", "egdi_rank", "waste"])
def test_a_true_table_passes(small: Small, indicator: str, options: dict[str, object], width: int) -> None:
    assert list(check_rank_table(small.draw("rank_table", indicator, width=width, **options))) == []


@pytest.mark.parametrize("words", ["{rank} ({total} in all)", "of {total}: {rank}", "{rank}/{total}"])
def test_a_true_table_passes_wherever_a_language_puts_the_words_around_a_rank(tmp_path: Path, words: str) -> None:
    toy = write_small_project(tmp_path)
    own = toy.project.locales / "en/messages.po"
    own.parent.mkdir(parents=True)
    own.write_text(f'msgid "{{rank}} of {{total}}"\nmsgstr "{words}"\n', "utf-8")
    view = Small(toy).draw("rank_table", "egdi_rank", areas=("SGP", "LAO"))
    assert list(check_rank_table(view)) == []


@pytest.mark.parametrize(
    ("indicator", "change", "messages"),
    [
        ("users", lambda view: change_text(view, "94%", by=(9, 0)), ["'94%' does not stand at the end of its sign"]),
        ("users", lambda view: change_text(view, "94%", by=(0, 3)),
         ["'94%' stands at 635.6, 18, not where what it says stands"]),
        ("users", lambda view: change_text(view, "Lao PDR", by=(3, 0)),
         ["'Lao PDR' stands at 17.7, 103, not where 'Lao PDR' stands"]),
        ("users", lambda view: change_text(view, "4", by=(3, 0)),
         ["'4' stands at 9.7, 81, not where what it says stands"]),
        ("users", lambda view: change_text(view, "4", text="3"),
         ["'3' 4 stands where '4' 4 must stand (muted 400 13 end)"]),
        ("users", lambda view: drop_text(view, "Lao PDR"),
         ["'33.5%' sgdhgwxy stands where 'Lao PDR'  must stand (ink 400 13 start)"]),
        ("users", stretch, ["its height is not that of its rows"]),
        ("users", lambda view: move_shape(view, "pale 12"),
         ["a line or an area (pale 12.0 - - ) stands at (82.2, 11.0), where the chart has none",
          "a line or an area (pale 12.0 - - ) does not stand at (78.2"]),
        ("egdi_rank", lambda view: move_shape(view, "faint 9.0"), ["a line or an area (faint 9.0 - round .)"]),
        ("egdi_rank", lambda view: change_text(view, "193", by=(9, 0)), ["'193' does not stand beside 'of'"]),
    ],
)  # fmt: skip
def test_what_stands_elsewhere_or_is_missing_is_named(
    small: Small, indicator: str, change: Callable[[View], View], messages: list[str]
) -> None:
    found = list(check_rank_table(change(small.draw("rank_table", indicator, group="asean"))))
    assert [one[: len(message)] for one, message in zip(found, messages, strict=False)] == messages


def test_a_doubtful_figure_is_an_outline_and_none_else_is(small: Small) -> None:
    view = small.draw("rank_table", "users", group="asean")
    rows = tuple(replace(row, is_doubtful=not row.is_doubtful) for row in view.drawn.rows)
    found = list(check_rank_table(replace(view, drawn=replace(view.drawn, rows=rows))))
    assert len([one for one in found if "where the chart has none" in one]) == 5


def test_places_of_equal_figures_are_equal(small: Small) -> None:
    view = small.draw("rank_table", "users", areas=("SGP",))
    row = view.drawn.rows[0]
    equal = replace(row, figures=(replace(row.figure, row={**row.figure.row, "REF_AREA": "THA"}),))
    drawn = replace(view.drawn, rows=(row, equal), place=None)
    assert [word.mark for word in _list_places(replace(view, drawn=drawn))] == ["1", "1"]


def _list_places(view: View) -> list[Word]:
    from dxlib.audit.svg.area_rows import _list_table_rows

    return [row.place for row in _list_table_rows(view) if row.place]


# Rows ------------------------------------------------------------------------------------------
def put(name: str, *rows: str, own: bool = False, gap: bool = False) -> AreaRow:
    row = DrawnRow(name, (make_fig(),), is_own=own)
    value = Word("50%", INK, found=[ReadText("50%", 60, 0, INK)])
    one = AreaRow(row, make_name(row), [value], has_gap=gap, end=54)
    one.name.found = [ReadText(text, 0, 0, INK) for text in rows or (name,)]
    return one


def test_rows_are_as_high_as_their_names_and_stand_apart_where_areas_are_left_out() -> None:
    rows = [put("Viet Nam"), put("Brunei Darussalam", "Brunei", "Darussalam"), put("Lao PDR", gap=True)]
    assert place_rows(rows) == 22 + 38 + 16 + 22
    assert [one.middle for one in rows] == [11, 41, 87]


@pytest.mark.parametrize(("end", "stands"), [(56, True), (48, True), (57, False), (47, False)])
def test_a_figure_stands_at_the_end_of_its_sign(end: float, *, stands: bool) -> None:
    one = put("Viet Nam")
    one.middle, one.end = 11, end
    one.name.found, one.values[0].found = [ReadText("Viet Nam", 0, 15, INK)], [ReadText("50%", 60, 15, INK)]
    assert list(check_rows([one])) == ([] if stands else ["'50%' does not stand at the end of its sign"])


def test_the_name_of_the_own_area_is_bold() -> None:
    assert make_name(put("x").row).look == INK
    assert make_name(put("x", own=True).row).look == "1 600 13 start"


def test_what_lies_over_others_must(small: Small) -> None:
    view = small.draw("rank_table", "egdi_rank", group="asean")
    shapes = view.drawing.shapes
    turned = alter(view, shapes=(*shapes[3:], *shapes[:3]))
    assert list(check_rank_table(turned)) == ["lines and areas lie over others that they must lie under"]
