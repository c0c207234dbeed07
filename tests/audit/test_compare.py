"""Where a page is not what it must be is told by place, with what stands there and what must."""

from __future__ import annotations

import pytest

from dxlib.audit.compare import PageDifference, list_differences, squeeze, take_drawings
from dxlib.audit.compose import HOLE, Section

SECTIONS = [
    Section("head", "<html><body><h1>Where does it stand, and how far has it come?</h1>"),
    Section("cell a", "<p>It ranks <a>71</a> of <a>193</a> in the survey of the year.</p>"),
    Section("cell b", "<p>Its share is <a>45.2%</a>, up from <a>17.6%</a> in the year before.</p>"),
    Section("foot", "<footer>Every figure on this page leads to its source.</footer></body></html>"),
]
PAGE = "\n".join(section.html for section in SECTIONS)


def find(page: str) -> list[PageDifference]:
    return list(list_differences(page, SECTIONS))


def test_the_page_as_it_must_be_has_no_difference_wherever_lines_break() -> None:
    assert find(PAGE) == []
    assert find(PAGE.replace("</p>\n<p>", "</p>\n\n\n<p>") + "\n") == []


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (">71<", ">77<", PageDifference("cell a", "77", "71", in_markup=False)),
        ("<a>45.2%", '<a hidden="">45.2%', PageDifference("cell b", '<a hidden="">', "<a>", in_markup=True)),
        ("leads to", "leads not to", None),
    ],
)
def test_a_difference_is_placed(old: str, new: str, wanted: PageDifference | None) -> None:
    found = find(PAGE.replace(old, new))
    assert len(found) == 1
    assert wanted is None or found == [wanted]


def test_a_block_that_is_missing_or_twice_is_one_difference_each() -> None:
    (missing,) = find(PAGE.replace(SECTIONS[1].html + "\n", ""))
    assert (missing.place, missing.wanted) == ("cell a", "It ranks 71 of 193 in the survey of the year.")
    (twice,) = find(PAGE.replace(SECTIONS[1].html, SECTIONS[1].html * 2))
    assert twice.said == "It ranks 71 of 193 in the survey of the year."


def test_what_stands_after_the_end_is_a_difference() -> None:
    assert find(PAGE + "<p>99%</p>") == [PageDifference("after the end", "99%", "", in_markup=False)]


def test_differences_in_neighbouring_blocks_are_each_placed() -> None:
    found = find(PAGE.replace("71", "77").replace("45.2%", "54.2%"))
    assert [(one.place, one.said) for one in found] == [("cell a", "77"), ("cell b", "54.2%")]


def test_drawings_are_taken_out_and_small_lines_stay() -> None:
    spark = '<svg class="spark"><path d="M1 2"/></svg>'
    drawing = '<svg aria-describedby="x" class="chart-svg"><text>71</text></svg>'
    assert take_drawings(f"<p>{spark}</p>{drawing}") == (f"<p>{spark}</p>{HOLE}", [drawing])


def test_only_line_breaks_between_elements_are_left_out() -> None:
    assert squeeze("<p>a\nb</p>\n  <p>c</p> <b>d</b>") == "<p>a\nb</p><p>c</p> <b>d</b>"


def test_long_texts_are_shortened_in_messages() -> None:
    (found,) = find(PAGE.replace("It ranks", "x" * 500))
    assert len(found.said) < 200


def test_long_texts_are_not_cut_where_they_begin_to_differ() -> None:
    wanted = "a" * 300 + " 71 of 193 " + "b" * 300
    said = wanted.replace("71", "17")
    sections = [Section("cell a", f"<script>{wanted}</script>")]
    (one,) = list_differences(f"<script>{said}</script>", sections)
    assert " 17 of 193 " in one.said
    assert " 71 of 193 " in one.wanted
    assert one.said.startswith("… a")
    assert one.wanted.endswith("b …")
    assert max(map(len, (one.said, one.wanted))) < 170
