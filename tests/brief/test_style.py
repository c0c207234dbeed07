"""Style sheets of fragments: whole on a page, and within their outputs in a notebook."""

import re
from itertools import accumulate

from dxlib.brief.popovers import CSS
from dxlib.brief.style import read_fragment_css, render_notebook_css
from dxlib.charts.fonts import render_font_css
from dxlib.charts.in_lab import render_lab_css
from dxlib.charts.svg import render_css


def test_the_style_of_a_page_has_the_font_the_charts_and_the_fragments():
    sheet = read_fragment_css()
    assert sheet.startswith(render_font_css())
    assert render_css() in sheet
    assert ".key-figures" in sheet
    assert sheet.count("{") == sheet.count("}")


def test_in_a_notebook_only_outputs_are_styled():
    _, begin, rest = render_notebook_css().partition("@scope (.dxlib){")
    assert begin
    depth = accumulate({"{": 1, "}": -1}.get(letter, 0) for letter in rest)
    end = next(at for at, open_ones in enumerate(depth) if open_ones < 0)
    assert ".key-figures{" in rest[:end]
    assert ".dxlib" not in rest[:end]
    assert not re.search(r"(^|})(body|html|table|p)\b", rest[end:])


def test_in_a_notebook_the_colours_follow_the_theme_of_lab_light_and_dark():
    own = read_fragment_css()
    light, dark = re.findall(r":root,\.dxlib\{[^}]*?--paper:\s*([^;}]+)", own)[:2]
    assert light != dark
    sheet = render_notebook_css()
    for theme, colour in (("true", light), ("false", dark)):
        rules = re.findall(rf'\[data-jp-theme-light="?{theme}"?\][^{{]*\{{([^}}]*)\}}', sheet)
        assert any(re.search(rf"--paper:\s*{re.escape(colour)}", rule) for rule in rules), theme


def test_in_a_notebook_popovers_and_charts_have_their_style():
    sheet = render_notebook_css()
    assert CSS in sheet
    assert render_lab_css() in sheet
    assert sheet.startswith(render_font_css())
