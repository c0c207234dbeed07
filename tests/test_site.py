"""The documentation is built without a warning, names all that notebooks call, and loads nothing from the Web."""

from __future__ import annotations

import posixpath
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click import Group
from lxml import html
from sphinx.util.inventory import InventoryFile

import dxlib as dx
from dxlib.cli import app

REPOSITORY = Path(__file__).parents[1]
LOADED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data"}
ELSEWHERE = re.compile(r"(?:https?:)?//")
IN_STYLE = re.compile(r"(?:@import\s+|url\()[\s\"']*(?:https?:)?//")


def build(source: Path, output: Path) -> subprocess.CompletedProcess[str]:
    """Run what ``make site`` runs, on a folder of sources, into another one."""
    (line,) = re.findall(r"(?m)^\t@\$\(BIN\)/python (-m sphinx .*)$", (REPOSITORY / "Makefile").read_text("utf-8"))
    *options, _, _ = shlex.split(line)
    assert "--fail-on-warning" in options
    options[options.index("--conf-dir") + 1] = str(REPOSITORY / "docs")
    options[options.index("--doctree-dir") + 1] = str(output / "trees")
    command = [sys.executable, *options, str(source), str(output / "site")]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=REPOSITORY)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built once."""
    output = tmp_path_factory.mktemp("site")
    done = build(REPOSITORY, output)
    assert (done.returncode, done.stderr) == (0, "")
    return output / "site"


def test_all_that_notebooks_call_has_its_place_in_the_reference(site: Path) -> None:
    with (site / "objects.inv").open("rb") as file:
        named = {name for kind in InventoryFile.load(file, "", posixpath.join).values() for name in kind}
    methods = {f"dxlib.Brief.{name}" for name in dir(dx.Brief) if not name.startswith("_")}
    assert {f"dxlib.{name}" for name in dx.__all__ if name != "__version__"} | methods <= named


def test_every_command_has_its_place_in_the_reference(site: Path) -> None:
    page = html.parse(site / "docs/reference/commands.html")
    shown = {one.text_content().removesuffix("¶") for one in page.iter("h3", "h4")}
    inner = {name for one in app.commands.values() if isinstance(one, Group) for name in one.commands}
    assert shown == {*app.commands, *inner}


def test_pages_and_styles_load_nothing_from_the_web(site: Path) -> None:
    pages = [*site.rglob("*.html")]
    assert len(pages) > 40
    loaded = [
        (path.name, element.get(attribute))
        for path in pages
        for tag, attribute in LOADED.items()
        for element in html.parse(path).iter(tag)
        if element.get("rel") not in ("canonical", "author", "prev", "next", "index", "search")
        if ELSEWHERE.match(element.get(attribute, ""))
    ]
    assert loaded == []
    assert [path.name for path in site.rglob("*.css") if IN_STYLE.search(path.read_text("utf-8"))] == []


def test_the_folder_leads_to_the_first_page(site: Path) -> None:
    (address,) = re.findall(r'href="([^"]+)"', (site / "index.html").read_text("utf-8"))
    assert (site / address).is_file()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a page](nowhere.md)", "cross-reference target not found: 'nowhere.md'"),
        ("[a heading](#nowhere)", "cross-reference target not found: 'nowhere'"),
        ("```{eval-rst}\n:func:`dxlib.no_such_thing`\n```", "reference target not found: dxlib.no_such_thing"),
    ],
)
def test_a_link_that_leads_nowhere_fails_the_build(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text(f"# A page\n\n{text}\n", "utf-8")
    done = build(tmp_path, tmp_path / "output")
    assert done.returncode == 1
    assert said in done.stderr
