"""A whole page around its blocks: prose, head, contents, foot, and the policy that allows nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import html
from markupsafe import Markup

import dxlib.evidence
from dxlib.data.catalogue import Catalogue
from dxlib.evidence.format import Evidence, Measure, Page
from dxlib.evidence.identity import Identity
from dxlib.evidence.naming import name_all
from dxlib.evidence.page import (
    Assets,
    Heading,
    Prose,
    embed_json,
    list_lost,
    make_policy,
    name_left_out,
    render_contents,
    render_foot,
    render_head,
    render_prose,
)
from dxlib.evidence.page import _make_id as make_id
from dxlib.evidence.render import make_speaker
from dxlib.language import Speaker
from tests.conftest import Toy
from tests.page_evidence import read_evidence

TEMPLATES = Path(dxlib.evidence.__file__).parent / "templates"
ASSETS = Assets("p{color:red}", "let a=1<2;", Markup('<link rel="icon" href="data:,">'), "@font-face{{{}}}".format)
KEY = "aaaabbbb"


def render(source: str, *, taken: set[str] | None = None, is_first: bool = False, language: str = "en") -> Prose:
    return render_prose(source, Speaker(language, {}), set() if taken is None else taken, is_first=is_first)


def make_identity(catalogue: Catalogue, *, title: str = "Where?", language: str = "en", alone: bool = True) -> Identity:
    page = Page(brief="01-toy", area="VNM", edition="2024", language=language, as_of="2024-12-31")
    evidence = Evidence(
        page=page,
        measures={KEY: Measure(Decimal(71), "RANK")},
        stated={KEY: "egdi_rank/VNM/2024/actual@un-2024"},
        claims={KEY: ('latest("</script>")',)},
    )
    return Identity(
        title,
        "A & B.",
        evidence,
        make_speaker(language, catalogue),
        catalogue,
        ("en", "vi"),
        (),
        () if alone else ("area",),
    )


def hash_text(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


# Prose ---------------------------------------------------------------------------------------------------------------


def test_the_first_heading_is_the_title_and_stands_at_the_head_of_the_page() -> None:
    said = render("# Where & how?\n\nWords.", is_first=True)
    assert (said.title, said.section, said.html) == ("Where & how?", None, "<p>Words.</p>\n")


def test_only_the_first_heading_of_a_notebook_is_its_title() -> None:
    assert render("# Once\n\n# Twice", is_first=True).html == '<h1 id="twice">Twice</h1>'
    assert render("# Again").title == ""


def test_a_second_level_heading_opens_a_section_and_a_third_none() -> None:
    said = render("## Use of R&D\n\n### Detail\n\nWords.")
    assert said.section == Heading("use-of-r-d", "Use of R&D")
    assert said.html == '<h2 id="use-of-r-d">Use of R&amp;D</h2>\n<h3 id="detail">Detail</h3>\n<p>Words.</p>\n'
    assert render("### Detail").section is None


def test_ids_are_unique_on_a_page() -> None:
    taken = {"use"}
    assert render("## Use", taken=taken).section == Heading("use-2", "Use")
    assert render("## Use\n\n### Use", taken=taken).html == '<h2 id="use-3">Use</h2>\n<h3 id="use-4">Use</h3>'
    assert taken == {"use", "use-2", "use-3", "use-4"}


def test_headings_are_not_named_as_figures_or_sources_are() -> None:
    assert [make_id(text, set()) for text in ("E-government", "S'inscrire", "Đề án 06", "…")] == [
        "egovernment", "sinscrire", "de-an-06", "section",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "own",
    sorted({one for path in TEMPLATES.glob("*.j2") for one in re.findall(r'\bid="([^"{]+)"', path.read_text("utf-8"))}),
)
def test_a_heading_never_has_the_id_of_a_part_of_the_page(own: str) -> None:
    assert make_id(own, set()) == f"{own}-2"


def test_prose_is_said_in_the_language_of_the_page_and_else_stays_english() -> None:
    said = render("## Sources\n\nNobody has translated this.", language="fr")
    assert said.html == '<h2 id="sources">Sources</h2>\n<p>Nobody has translated this.</p>\n'
    assert render("Indicator", language="vi").html == "<p>Chỉ tiêu</p>\n"


def test_what_markdown_can_do_is_kept() -> None:
    said = render("*a* **b** `c` [d](https://example.org)\n\n- e\n- f\n\n> g\n\n1. h")
    assert said.html == (
        '<p><em>a</em> <strong>b</strong> <code>c</code> <a href="https://example.org" rel="noopener noreferrer">d</a>'
        "</p>\n\n<ul>\n<li>e</li>\n<li>f</li>\n</ul>\n\n<blockquote>\n<p>g</p>\n</blockquote>\n\n<ol>\n<li>h</li>\n</ol>\n"
    )


NO_LINK = '<a rel="noopener noreferrer">{}</a>'


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("<script>alert(1)</script>", ""),
        ("a <script>alert(1)</script> b", "<p>a  b</p>"),
        ('<p onclick="x()" style="color:red" class="answer">a</p>', "<p>a</p>"),
        ("[a](javascript:alert(1))", '<p><a rel="noopener noreferrer">a</a></p>'),
        ("[a](b.ipynb) [c](/d) [e](//f.org)", f'<p>{" ".join(map(NO_LINK.format, "ace"))}</p>'),
        ('<a href="javascript:alert(1)">a</a>', '<p><a rel="noopener noreferrer">a</a></p>'),
        ('<a href="#x" onclick="x()">a</a>', '<p><a href="#x" rel="noopener noreferrer">a</a></p>'),
        ("![a](https://example.org/x.png)", "<p></p>"),
        ('<iframe src="https://example.org"></iframe>', ""),
        ('<b data-q="k">71</b>', "<p>71</p>"),
        ('<li id="e-aaa">71</li>', "<li>71</li>"),
        ("<style>p{color:red}</style>", ""),
    ],
)  # fmt: skip
def test_markdown_is_cleaned(source: str, left: str) -> None:
    assert render(source).html.strip() == left


@pytest.mark.parametrize(
    ("source", "lost"),
    [
        ("*a* **b** `<img>` a < b\n\n1. c\n\n> d\n\n[e](mailto:f@g.org)", []),
        ("# <b>a</b>", []),
        ("![a](b.png)", ["a picture"]),
        ("```\na\n```", ["a block of code"]),
        ("<b>a</b> <script>1</script>", ["<b>", "<script>"]),
        ("[a](javascript:b)", ["a link to what is not of the web"]),
        ("[a](b.ipynb) [c](#d) [e](b.ipynb)", ["a link to 'b.ipynb', which is no whole address"]),
        ("<a href='/b'>a</a>", ["a link to '/b', which is no whole address"]),
        ("[a](file:///b) `[c](d)`", ["a link to what is not of the web"]),
    ],
)
def test_what_of_markdown_is_not_on_the_page_is_named(source: str, lost: list[str]) -> None:
    assert list_lost(source) == lost


def test_a_heading_is_text_and_no_markup() -> None:
    assert render("## <b>a</b> & c").html == '<h2 id="b-a-b-c">&lt;b&gt;a&lt;/b&gt; &amp; c</h2>'


def test_sections_that_are_left_out_are_named_in_the_language_of_the_page() -> None:
    assert name_left_out(["Year", "R&D"], Speaker("en", {})) == (
        '<p class="gap">Left out, because too few figures were known on the day of the edition: Year · R&amp;D.</p>'
    )
    assert "Indicateur · R&amp;D" in name_left_out(["Indicator", "R&D"], Speaker("fr", {}))


# The page around it --------------------------------------------------------------------------------------------------


def test_the_policy_allows_these_styles_and_this_script_and_no_request() -> None:
    assert make_policy("a{}", "b{}", script="let a") == (
        f"default-src 'none'; style-src 'sha256-{hash_text('a{}')}' 'sha256-{hash_text('b{}')}'; "
        f"script-src 'sha256-{hash_text('let a')}'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_the_policy_of_a_head_holds_for_what_the_page_carries(toy_shared: Toy) -> None:
    identity = make_identity(toy_shared.catalogue)
    page = html.document_fromstring(
        render_head(identity, ASSETS) + render_foot(identity, ASSETS, name_all(identity.evidence))
    )
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    carried = [*page.xpath("//style/text()"), *page.xpath("//script[not(@type)]/text()")]
    assert len(carried) == 3
    assert re.findall(r"'sha256-([^']+)'", policy) == [hash_text(text) for text in carried]
    assert page.xpath("//@style | //@onclick | //script/@src | //link[@rel='stylesheet']") == []


def test_a_head_says_what_the_page_is(toy_shared: Toy) -> None:
    page = html.document_fromstring(str(render_head(make_identity(toy_shared.catalogue, title="A < B?"), ASSETS)))
    assert (page.get("lang"), page.findtext(".//title")) == ("en", "A < B? – Viet Nam, 2024")
    assert page.xpath("//meta[@name='description']/@content") == ["A & B."]
    assert (page.xpath("string(//p[@class='topic'])"), page.xpath("//h1")) == ("A < B?", [])
    assert page.xpath("//link[@hreflang]/@href") == ["../vi/01-toy.html"]
    assert page.xpath("//p[@class='kicker']/time/@datetime") == ["2024", "2024-12-31"]
    assert page.xpath("string(//p[@class='kicker'])") == (
        "Viet Nam · Edition 2024 · Figures known by 31 December 2024 · Toy Office · "
        "Next release: to be announced · Other editions"
    )


def test_a_page_without_an_answer_has_its_title_as_heading(toy_shared: Toy) -> None:
    identity = replace(make_identity(toy_shared.catalogue, title="A < B?"), answer="")
    page = html.document_fromstring(str(render_head(identity, ASSETS)))
    assert (page.xpath("string(//h1)"), page.xpath("//p[@class='topic']")) == ("A < B?", [])


def test_a_page_of_many_areas_leads_to_the_others(toy_shared: Toy) -> None:
    page = html.document_fromstring(str(render_head(make_identity(toy_shared.catalogue, alone=False), ASSETS)))
    assert page.xpath("string(//span[@class='others']/a)") == "Other areas and editions"


def test_contents_lead_to_the_sections() -> None:
    shown = render_contents([Heading("use", "Use of R&D")], Speaker("fr", {}))
    assert (
        '<nav class="contents" aria-label="Sommaire"><ul>\n<li><a href="#use">Use of R&amp;D</a></li>\n</ul>' in shown
    )


def test_a_foot_carries_the_evidence_under_the_names_of_the_page(toy_shared: Toy) -> None:
    identity = make_identity(toy_shared.catalogue)
    foot = render_foot(identity, ASSETS, name_all(identity.evidence))
    (carried,) = re.findall(r'<script type="application/json" id="dxlib-evidence">(.*?)</script>', foot)
    read = read_evidence(carried)
    assert (list(read.stated), read.values) == (["aaa"], {"aaa": "71"})
    assert read.claims == {"aaa": ('latest("</script>")',)}
    assert json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', foot)[0])["@graph"]
    assert foot.endswith("<script>let a=1<2;</script>\n</body>\n</html>")


def test_json_cannot_end_its_element() -> None:
    assert "<" not in embed_json('{"a": "</script><script>"}')
    assert json.loads(embed_json('{"a": "</script> & é"}')) == {"a": "</script> & é"}
