"""What JupyterLab shows of a brief follows Lab's theme."""

from __future__ import annotations

import re

from dxlib.brief.previews import show_opening
from dxlib.brief.style import read_fragment_css
from dxlib.evidence.format import Page

PAGE = Page(brief="01-toy", area="VNM", edition="2024", language="en", as_of="2024-12-31")


def read_declarations(rule: str) -> dict[str, str]:
    return dict(entry.split(":", 1) for entry in rule.split(";"))


def test_the_colours_of_fragments_follow_lab_s_theme() -> None:
    shown = show_opening(PAGE, "Viet Nam")
    light, dark = (
        re.search(rf'\[data-jp-theme-light="{theme}"\] \.dxlib\{{([^}}]*)\}}', shown) for theme in ("true", "false")
    )
    assert light
    assert dark
    rules = re.findall(r":root,\.dxlib\{([^}]*)\}", read_fragment_css())
    assert [light[1], dark[1]] == rules[:2]
    assert read_declarations(light[1])["--ink"] != read_declarations(dark[1])["--ink"]


def test_charts_follow_it_after_all_other_rules() -> None:
    shown = show_opening(PAGE, "Viet Nam")
    assert shown.rindex('[data-jp-theme-light="false"] .chart-svg') > shown.rindex("@media print")


def test_paragraphs_begin_where_their_language_does() -> None:
    assert "[data-jp-theme-light] .dxlib p{text-align:start}" in show_opening(PAGE, "Viet Nam")


def test_what_was_opened_is_said_with_the_values_of_what_the_brief_adds() -> None:
    own = PAGE.model_copy(update={"parameters": {"kind": "<b>", "count": 5}})
    assert show_opening(PAGE, "Viet Nam").endswith("<p>01-toy · <bdi>Viet Nam</bdi> · 2024 · 2024-12-31</p>")
    assert show_opening(own, "Viet Nam").endswith(
        "<p>01-toy · <bdi>Viet Nam</bdi> · &lt;b&gt; · 5 · 2024 · 2024-12-31</p>"
    )
