"""Short names: unambiguous on a page, lasting beyond it, and nothing renamed that is no name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dxlib.brief.evidence import Evidence, FigureRecord, Page, VerdictRecord, read_evidence, write_evidence
from dxlib.export.naming import name_figures, name_sources, rename_evidence, rename_markup, shorten

PAGE = Page(brief="01-toy", area="VNM", edition="2024", language="en", as_of="2024-12-31")
EVIDENCE = Evidence(
    page=PAGE,
    stated={
        "aaaabbbb": "egdi_rank/VNM/2024/actual@un-2024",
        "aaaacccc": "egdi_rank/VNM/2022/actual@mic-2022",
        "dddddddd": "online_share/VNM//target@mic-2024",
        "eeeeeeee": "online_share/VNM/2024-01/2024-11/actual@feed@2025-01-02",
    },
    values={"aaaabbbb": "71", "aaaacccc": "86", "dddddddd": "90", "eeeeeeee": "25e9"},
    totals={"ffffffff": "aaaabbbb"},
    computed={
        "gggggggg": FigureRecord(value="15", unit="PLACES", formula="rank_change", inputs=("aaaabbbb", "aaaacccc"))
    },
    verdicts={
        "hhhhhhhh": VerdictRecord(
            status="met", target="dddddddd", latest="eeeeeeee", direction="higher", as_of="2024-12-31"
        )
    },
    earlier={"aaaacccc": "2023-12-31"},
)
UNITS = {"egdi_rank": "RANK", "online_share": "PERCENT", "never_stated": "USD"}


@given(st.sets(st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=8, max_size=8), min_size=1, max_size=300))
def test_short_names_are_beginnings_and_no_two_are_alike(keys: set[str]) -> None:
    names = shorten(keys)
    assert names.keys() == keys
    assert len(set(names.values())) == len(keys)
    assert all(key.startswith(name) and len(name) >= 3 for key, name in names.items())


def test_a_name_does_not_depend_on_far_away_keys() -> None:
    assert shorten(["aaaabbbb", "zzzzzzzz"])["aaaabbbb"] == shorten(["aaaabbbb", "qqqqqqqq", "rrrrrrrr"])["aaaabbbb"]


def test_what_is_written_is_read_back_under_the_names_of_the_page() -> None:
    names, sources = name_figures(EVIDENCE), name_sources(EVIDENCE)
    renamed = rename_evidence(EVIDENCE, names)
    text = write_evidence(renamed, sources, UNITS)
    assert read_evidence(text) == (renamed, {name: source for source, name in sources.items()})
    assert names["ffffffff"] == names["aaaabbbb"] + "0"
    assert '"units":{"PERCENT":"online_share","RANK":"egdi_rank"}' in text


def test_only_attributes_that_name_something_are_renamed() -> None:
    page = (
        '<p id="e-aaaabbbb">aaaabbbb</p><a href="#e-aaaabbbb" data-q="ffffffff">x</a><a href="#s-un-2024">s</a>'
        '<svg data-at="aaaabbbb,1,2 zzzzzzzz,3,4"/><h2 id="commerce">e</h2>'
    )
    renamed = rename_markup(page, {"aaaabbbb": "aaa", "ffffffff": "aaa0"}, {"un-2024": "uuu"})
    assert renamed == (
        '<p id="e-aaa">aaaabbbb</p><a href="#e-aaa" data-q="aaa0">x</a><a href="#s-uuu">s</a>'
        '<svg data-at="aaa,1,2 zzzzzzzz,3,4"/><h2 id="commerce">e</h2>'
    )


def test_only_end_tags_that_html_does_without_are_left_out() -> None:
    table = "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><th>c</th><td>d</td></tr></tbody></table>"
    assert rename_markup(table, {}, {}) == "<table><thead><tr><th>a<th>b<tbody><tr><th>c<td>d</table>"
    assert rename_markup("<ul><li>a</li> b</ul>", {}, {}) == "<ul><li>a</li> b</ul>"


def test_a_page_without_figures_has_no_names() -> None:
    assert shorten([]) == {}
