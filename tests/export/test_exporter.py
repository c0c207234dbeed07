"""The exporter: one file, the page's language throughout, nothing that was not meant for readers."""

from __future__ import annotations

import ast
import json
import os
import re
from copy import deepcopy
from importlib.metadata import entry_points
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest
from lxml import html

from dxlib.brief.fragments import MIME_TYPE
from dxlib.data.catalogue_files import read_catalogue
from dxlib.errors import ConfigError, ExitCode
from dxlib.export.exporter import BriefExporter
from dxlib.language.extract import collect_messages
from dxlib.paths import Project
from tests.building import BRIEF, LANGUAGES, get_page, run_dxlib
from tests.loaded import Loaded


@pytest.fixture
def executed(_executed: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The English overview with what its cells show, which a test may alter."""
    return deepcopy(_executed)


@pytest.fixture(scope="module")
def _executed(built: Project) -> nbformat.NotebookNode:
    """Run the overview's cells in this process."""
    notebook = nbformat.read(built.notebooks / f"{BRIEF}.ipynb", as_version=4)
    names: dict[str, object] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "cell", "exec"), names)
        if "parameters" in cell.metadata.get("tags", ()):
            names.update(area="VNM", edition=2025, language="en", as_of="2025-12-31")
        if last is not None and (value := eval(compile(ast.Expression(last.value), "cell", "eval"), names)) is not None:
            data = dict(value._repr_mimebundle_())
            cell.outputs = [nbformat.v4.new_output("execute_result", data=data, execution_count=1)]
    return notebook


def read_tree(project: Project, language: str) -> html.HtmlElement:
    text = get_page(project, language).read_text("utf-8")
    return html.document_fromstring(text, parser=html.HTMLParser(encoding="utf-8"))


def list_visible_texts(tree: html.HtmlElement) -> list[str]:
    """Texts in the page's own language: not names in another one, not the data of the script."""
    texts = []
    for node in tree.iter():
        if not isinstance(node.tag, str) or node.tag in ("script", "style"):
            continue
        foreign = any(one.get("lang") for one in (node, *node.iterancestors()) if one.tag != "html")
        if not foreign:
            texts.append(node.text or "")
        parent_foreign = any(one.get("lang") for one in node.iterancestors() if one.tag != "html")
        if not parent_foreign:
            texts.append(node.tail or "")
    return [text.strip() for text in texts if text.strip()]


def test_the_exporter_is_registered_with_nbconvert() -> None:
    (entry,) = entry_points(group="nbconvert.exporters", name="dxlib_brief")
    assert entry.load() is BriefExporter


def test_a_page_names_the_figures_that_the_brief_is_about(built: Project) -> None:
    text = " ".join(read_tree(built, "en").find(".//main").text_content().split())
    assert "Viet Nam ranks 71 of 193, up 15 places on 2022." in text
    assert "In 2014 the rank was worse than in 2012: rank 99, after rank 83." in text
    assert "two reports of the same meeting differ: one says 55.25 million, another more than 60 million." in text


def test_both_figures_of_a_disagreement_lead_to_their_sources(built: Project) -> None:
    tree = read_tree(built, "en")
    (paragraph,) = [node for node in tree.iter("p") if "".join(node.itertext()).startswith("For 2024 two reports")]
    sections = []
    for link in paragraph.iter("a"):
        (note,) = tree.xpath(f"//li[@id='{link.get('href')[1:]}']")
        sections.append(next(note.iterancestors("details")).find("summary/b").text_content())
    assert sections == [
        "Ministry of Information and Communications, in quangngai.gov.vn",
        "National Committee on Digital Transformation, in Báo Tài nguyên & Môi trường",
    ]


@pytest.mark.parametrize("language", ["vi", "fr"])
def test_a_decimal_is_written_with_a_comma(built: Project, language: str) -> None:
    tree = read_tree(built, language)
    for quotation in list(tree.iter("q")):
        quotation.drop_tree()
    text = tree.find(".//main").text_content()
    assert re.search(r"82,4[\u202f]?%", text)
    assert "82.4" not in text


@pytest.mark.parametrize("language", ["vi", "fr"])
def test_no_english_text_stands_on_a_page_in_another_language(built: Project, language: str) -> None:
    texts = list_visible_texts(read_tree(built, language))
    assert len(texts) > 1000
    messages = collect_messages(built.notebooks.glob("*.ipynb"))
    english = {part for one in messages if one.id for part in re.split(r"\{[^}]*\}", str(one.id)) if len(part) > 12}
    assert len(english) > 100
    assert [text for text in texts for part in english if part.strip() in text] == []
    words = re.compile(r"\b(the|and|with|which|from|were|this|that|has|have)\b")
    assert [text for text in texts if len(words.findall(text)) > 1] == []


@pytest.mark.parametrize("language", ["vi", "fr"])
def test_no_english_name_of_the_catalogue_stands_on_a_page_in_another_language(built: Project, language: str) -> None:
    catalogue = read_catalogue(built)
    texts = set(list_visible_texts(read_tree(built, language)))
    groups = (catalogue.indicators, catalogue.publishers, catalogue.topics)
    english = {e.name["en"] for group in groups for e in group.values() if e.name["en"] != e.name[language]}
    assert texts & english == set()


def test_a_page_carries_no_code_and_no_trace_of_its_making(built: Project) -> None:
    text = get_page(built, "en").read_text("utf-8")
    assert "brief.say" not in text
    assert "papermill" not in text
    assert str(built.root) not in text
    assert not re.search(r"<(iframe|img|object|embed)\b", text)
    assert [link[:5] for link in re.findall(r'<link rel="icon" href="([^"]*)"', text)] == ["data:"]
    assert set(re.findall(r'<link rel="(\w+)"', text)) == {"icon", "alternate"}
    assert re.findall(r"<script[^>]*\bsrc=", text) == []


def test_the_policy_allows_exactly_the_style_and_the_script_inside(built: Project) -> None:
    policy = read_tree(built, "en").xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert " style=" not in get_page(built, "en").read_text("utf-8")


def test_headings_do_not_skip_a_level(built: Project) -> None:
    for language in LANGUAGES:
        levels = [int(node.tag[1]) for node in read_tree(built, language).iter("h1", "h2", "h3", "h4")]
        assert levels[0] == 1
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_the_index_lists_every_page_with_its_answer(built: Project) -> None:
    for language in LANGUAGES:
        tree = html.document_fromstring((built.reports / f"index.{language}.html").read_text("utf-8"))
        assert tree.xpath("//div[@class='list']//a/@href") == [f"2025/{language}/{BRIEF}.html"]
        assert "71" in "".join(tree.xpath("//article/p")[0].itertext())


def test_machines_are_told_what_people_read(built: Project) -> None:
    tree = read_tree(built, "fr")
    answer = tree.find(".//h1[@class='answer']").text_content().strip()
    (description,) = tree.xpath("//meta[@name='description']/@content")
    (report, dataset) = json.loads(tree.find(".//script[@type='application/ld+json']").text)["@graph"]
    assert report["abstract"] == answer
    assert len(description) < 160
    assert answer.startswith(description.removesuffix("."))
    assert (report["@type"], report["inLanguage"], report["version"]) == ("Report", "fr", "2025")
    assert report["isBasedOn"]["@id"] == dataset["@id"] == f"2025/fr/{BRIEF}.html#dxlib-evidence"
    assert dataset["spatialCoverage"] == {"@type": "Country", "name": "Viet Nam"}
    assert re.fullmatch(r"20\d\d/2025", dataset["temporalCoverage"])
    assert len(dataset["variableMeasured"]) > 10


def test_a_page_leads_to_its_other_languages_and_to_the_index_of_its_own(built: Project) -> None:
    tree = read_tree(built, "vi")
    found = dict(zip(tree.xpath("//link/@hreflang"), tree.xpath("//link[@hreflang]/@href"), strict=True))
    assert found == {"en": f"../en/{BRIEF}.html", "fr": f"../fr/{BRIEF}.html"}
    page = get_page(built, "vi")
    assert all((page.parent / address).resolve().is_file() for address in found.values())
    (brand,) = tree.xpath("//p[@class='brand']/a/@href")
    assert os.path.normpath(page.parent / brand) == str(built.reports / "index.vi.html")  # as a browser does


def test_a_page_leads_only_to_languages_that_are_declared(built: Project, executed: nbformat.NotebookNode) -> None:
    exporter = BriefExporter(root=str(built.root), languages=["en"])
    assert "hreflang" not in exporter.from_notebook_node(executed)[0]
    page, resources = BriefExporter(root=str(built.root), languages=["en", "vi"]).from_notebook_node(executed)
    assert set(re.findall(r'hreflang="(\w+)"', page)) == {"vi"}
    assert resources["entry"].answer.startswith("Viet Nam has climbed")
    assert resources["entry"].figure == "71"


def test_the_address_to_cite_and_the_margins_on_paper_name_the_page(built: Project) -> None:
    text = get_page(built, "en").read_text("utf-8")
    assert f'<span data-quote="address">2025/en/{BRIEF}.html</span>' in text
    assert '@page{@top-left{content:"Where does Viet Nam’s digital transformation stand? – Viet Nam"}' in text


@pytest.mark.parametrize("text", ["", None, '{"cells": 5}'], ids=["empty", "not run", "no list"])
def test_jupyter_nbconvert_says_what_is_wrong_in_words(
    built: Project, tmp_path: Path, loaded: Loaded, text: str | None
) -> None:
    notebook = tmp_path / "a.ipynb"
    notebook.write_text((built.notebooks / f"{BRIEF}.ipynb").read_text("utf-8") if text is None else text, "utf-8")
    options = ["--to", "dxlib_brief", f"--BriefExporter.root={built.root}"]
    done = loaded.run(built, *options, str(notebook), code="from nbconvert.nbconvertapp import main\nmain()")
    assert "Traceback" not in done.stderr
    assert done.returncode in (ExitCode.BAD_INPUT, ExitCode.SOME_FAILED)
    assert "CRITICAL | " in done.stderr
    assert "\nFix: " in done.stderr


def test_no_html_of_a_notebook_is_read_its_author_is_told_and_the_audit_knows_no_call_that_made_it(
    altered: Project,
) -> None:
    path = altered.notebooks / f"{BRIEF}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    source = "from IPython.display import HTML\nHTML('<meta http-equiv=refresh><form>about 40 of them</form>')"
    notebook.cells.insert(-1, nbformat.v4.new_code_cell(source))
    nbformat.write(notebook, path)
    done = run_dxlib(altered, "build", "--language", "en")
    assert done.returncode == 3
    assert "no rule for 'from IPython.display import HTML'" in done.stderr
    done = run_dxlib(altered, "build", "--draft", "--language", "en")
    number = len(notebook.cells) - 1
    assert f"{BRIEF}: Cell {number} shows text/html, which is not on the page." in done.stdout + done.stderr
    (draft,) = altered.drafts.rglob("*.html")
    assert "about 40 of them" not in draft.read_text("utf-8")


def test_outputs_that_a_page_cannot_hold_are_named_and_plain_text_is_shown(
    built: Project, executed: nbformat.NotebookNode
) -> None:
    shown = [
        ("<IPython.core.display.Markdown object>", {"text/markdown": "*said in Markdown*"}),
        ("<IPython.core.display.Latex object>", {"text/latex": "$said$"}),
        ("   a\n0  1", {"text/html": "<table><tr><td>a<tr><td>1</table>"}),
    ]
    outputs = [
        nbformat.v4.new_output("display_data", data={"text/plain": plain, **data}) for plain, data in shown
    ] + [
        nbformat.v4.new_output("stream", name="stderr", text="FutureWarning: soon\nmore"),
        nbformat.v4.new_output("stream", name="stdout", text="said plainly"),
    ]  # fmt: skip
    place = len(executed.cells) + 1
    executed.cells += [
        nbformat.v4.new_code_cell("show()", outputs=outputs), nbformat.v4.new_raw_cell("said in a raw cell")
    ]  # fmt: skip
    page, resources = BriefExporter(root=str(built.root)).from_notebook_node(executed)
    way = "Fix: say it with a call of the brief, or in a Markdown cell."
    assert resources["unshown"] == (
        f"Cell {place} shows text/markdown, which is not on the page. {way}",
        f"Cell {place} shows text/latex, which is not on the page. {way}",
        f"Cell {place} shows text/html, of which only plain text is on the page. {way}",
        f"Cell {place} writes to stderr, which is not on the page: FutureWarning: soon",
        f"Cell {place + 1} is a raw cell, which is not on the page. Fix: make it a Markdown cell.",
    )
    assert "<pre>   a\n0  1</pre>" in page
    assert "<pre>said plainly</pre>" in page
    for unsaid in ("IPython", "said in Markdown", "$said$", "FutureWarning", "said in a raw cell"):
        assert unsaid not in page


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example", "file:///etc/passwd", "data:text/html,x"])
def test_a_fragment_that_leads_elsewhere_than_to_the_web_is_refused(
    built: Project, executed: nbformat.NotebookNode, address: str
) -> None:
    fragments = [output.data[MIME_TYPE] for cell in executed.cells for output in cell.get("outputs", ())
                 if MIME_TYPE in output.get("data", {})]  # fmt: skip
    fragments[-1]["content"] = ["a", {"href": address}, "here"]
    with pytest.raises(ConfigError, match="A fragment leads to"):
        BriefExporter(root=str(built.root)).from_notebook_node(executed)


@pytest.mark.parametrize("part", [["meta", {"http-equiv": "refresh"}], ["form", {}], ["a", {"onclick": "x()"}, "here"]])
def test_a_fragment_with_an_element_or_attribute_that_is_not_ours_is_refused(
    built: Project, executed: nbformat.NotebookNode, part: list[Any]
) -> None:
    fragments = [output.data[MIME_TYPE] for cell in executed.cells for output in cell.get("outputs", ())
                 if MIME_TYPE in output.get("data", {})]  # fmt: skip
    fragments[-1]["content"] = part
    with pytest.raises(ConfigError, match="A fragment holds"):
        BriefExporter(root=str(built.root)).from_notebook_node(executed)
