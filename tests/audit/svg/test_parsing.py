"""A drawing is read as its texts and shapes, and nothing else may stand in it."""

from __future__ import annotations

import pytest

from dxlib.audit.svg.parsing import (
    DrawingError,
    ReadText,
    Shape,
    look_of_area,
    look_of_line,
    look_of_text,
    parse_drawing,
)

HEAD = (
    '<svg aria-describedby="c-d" class="chart-svg" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 40" role="img" '
    'aria-labelledby="cw-t" font-family="Source Sans Pro, sans-serif" font-size="13" fill="none" '
    'stroke-linejoin="round" data-at="q1,5,-3 q2,10,20"><title id="cw-t">R&amp;D</title>'
)
LINE = '<path class="s-1" stroke="#0f5499" stroke-width="2.4" stroke-linecap="round" d="M0 10L20 5H30V8"/>'
AREA = '<path class="f-target" fill="#990f3d" d="M0 1L1 0L0 -1z"/>'
TEXT = '<text class="f-ink" fill="#1d252c" x="0" y="12.5" data-q="q1">45&#39;</text>'
GROUP = (
    '<g class="f-muted" fill="#59646e" font-weight="600" font-size="11" text-anchor="end">'
    '<text x="1" y="2" data-tick="10">10</text><text x="-1" y="3">b</text></g>'
)
HALO = '<g class="s-paper" stroke="#ffffff" stroke-width="3" paint-order="stroke">'


def parse(*content: str, head: str = HEAD, end: str = "</svg>"):
    return parse_drawing(head + "".join(content) + end)


def test_a_drawing_has_its_size_its_names_and_where_figures_stand() -> None:
    drawing = parse()
    assert (drawing.width, drawing.height, drawing.ids, drawing.title) == (680, 40, ("c-d", "cw-t", "cw-t"), "R&D")
    assert drawing.spots == (("q1", 5, -3), ("q2", 10, 20))
    assert parse(head=HEAD.replace(' data-at="q1,5,-3 q2,10,20"', "")).spots == ()


def test_lines_areas_and_points_are_read_with_their_looks() -> None:
    point = '<path class="s-1" stroke="#0f5499" stroke-width="6" stroke-dasharray="2 2.5" d="M3 4h.01M5 6h.01"/>'
    outline = '<path class="s-grid" stroke="#d3d9de" d="M0 0L1 1L2 0z"/>'
    assert parse(LINE, AREA, point).shapes == (
        Shape("1 2.4 - round ", ((0, 10), (20, 5), (30, 5), (30, 8))),
        Shape("target filled", ((0, 1), (1, 0), (0, -1))),
        Shape("1 6.0 2 2.5 - .", ((3, 4),)),
        Shape("1 6.0 2 2.5 - .", ((5, 6),)),
    )
    with pytest.raises(DrawingError, match="is no outline"):
        parse(outline)


def test_texts_are_read_alone_in_groups_and_with_a_halo() -> None:
    assert parse(TEXT, GROUP, HALO, TEXT, "</g>").texts == (
        ReadText("45'", 0, 12.5, "ink 400 13 start", "data-q", "q1"),
        ReadText("10", 1, 2, "muted 600 11 end", "data-tick", "10"),
        ReadText("b", -1, 3, "muted 600 11 end"),
        ReadText("45'", 0, 12.5, "ink 400 13 start halo", "data-q", "q1"),
    )


@pytest.mark.parametrize("text", ["\u200e-5%", "\u200f≥ 60%", "\u061c-5"])
def test_a_text_may_say_which_way_its_signs_run(text: str) -> None:
    (read,) = parse(TEXT.replace("45&#39;", text)).texts
    assert read.text == text


def test_looks_are_written_as_short_texts() -> None:
    assert look_of_text("1", bold=True, size=11, anchor="middle", halo=True) == "1 600 11 middle halo"
    assert look_of_line("grid", 1.25) == "grid 1.2 - - "
    assert look_of_line("1", 2, "6 4.8", "square", ".") == "1 2.0 6 4.8 square ."
    assert look_of_area("k1") == "k1 filled"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ([LINE.replace("#0f5499", "#0f5498")], "the class of '1' has the colour #0f5498"),
        ([LINE.replace("s-1", "s-9")], "the class of '9' has the colour #0f5499"),
        ([AREA.replace("f-", "s-")], "mixes lines and areas"),
        ([AREA.replace("fill=", "stroke=")], "mixes lines and areas"),
        ([AREA.replace(' d="', ' stroke-linecap="round" d="')], "mixes lines and areas"),
        ([LINE.replace("M0 10", "m0 10")], "'m0 10L20 5H30V8' is no outline"),
        ([AREA.replace("z", "")], "'M0 1L1 0L0 -1' is no outline"),
        ([LINE.replace("V8", "h.01")], "'M0 10L20 5H30h.01' is no outline"),
        ([TEXT, TEXT], "texts of one look stand in two places"),
        ([TEXT.replace("&#39;", "'")], "a text is written as '45''"),
        ([TEXT.replace("45", " 45")], "a text is written as ' 45&#39;'"),
        ([TEXT.replace("45", "4\N{ZERO WIDTH SPACE}5")], "a text is written as"),
        ([TEXT, LINE], "it holds '<path class="),
        ([TEXT.replace("<text ", '<text opacity="0" ')], "it holds '<text opacity="),
        (["<script>1</script>"], "it holds '<script>1</script></svg>'"),
        ([HALO, TEXT], "it holds 'a group that does not end'"),
        ([HALO, "</g>"], "it holds 'a group that does not end'"),
        ([HALO, TEXT, "</g>", TEXT], "it holds '<text class="),
    ],
)
def test_anything_else_is_refused(content: list[str], message: str) -> None:
    with pytest.raises(DrawingError) as caught:
        parse(*content)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("head", "end", "message"),
    [
        (HEAD.replace("680", "68"), "</svg>", "its head is none of a drawing"),
        (HEAD.replace('role="img"', 'role="img" onload="x()"'), "</svg>", "its head is none of a drawing"),
        (HEAD.replace('font-size="13"', 'font-size="1"'), "</svg>", "its head is none of a drawing"),
        (HEAD, "", "it does not end"),
        (HEAD.replace("&amp;", "&"), "</svg>", "a text is written as 'R&D'"),
    ],
)
def test_the_head_and_the_end_are_as_drawings_have_them(head: str, end: str, message: str) -> None:
    with pytest.raises(DrawingError) as caught:
        parse(head=head, end=end)
    assert str(caught.value) == message


def test_hard_spaces_of_numbers_and_units_are_allowed() -> None:
    assert parse(TEXT.replace("45", "4\u202f5\u00a0%")).texts[0].text == "4\u202f5\u00a0%'"
