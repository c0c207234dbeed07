"""The index of all pages: ``reports/index.html``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape
from lxml import html
from markupsafe import Markup

from dxlib.export import assets

_TEMPLATES = Path(__file__).parent / "templates" / "index"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the index.

    Parameters
    ----------
    address
        Relative to the index.
    title, kicker, answer
        As the page itself says them.
    """

    address: str
    edition: str
    language: str
    title: str
    kicker: str
    answer: str


def read_entry(page: str) -> dict[str, str]:
    """Give what the index shows of a page: language, title, kicker and answer, as the page itself says them."""
    tree = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    return {
        "language": tree.get("lang", ""),
        "title": _read_text(tree, ".//h1"),
        "kicker": _read_text(tree, ".//p[@class='kicker']"),
        "answer": _read_text(tree, ".//p[@class='answer']"),
    }


def _read_text(tree: html.HtmlElement, path: str) -> str:
    node = tree.find(path)
    return " ".join("".join(node.itertext()).split()) if node is not None else ""


def render_index(entries: Sequence[Entry]) -> str:
    """Give the index as one HTML file that requests nothing."""
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=select_autoescape(default=True))
    style = assets.render_page_css()
    return environment.get_template("index.html.j2").render(
        entries=entries,
        names=assets.LANGUAGE_NAMES,
        style=Markup(style),  # noqa: S704  (our own files)
        policy=assets.make_policy(style=style, script=""),
    )
