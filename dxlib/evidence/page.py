"""A whole page around its blocks: head, contents, foot, and the policy that allows nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import mistune
import nh3
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from dxlib.evidence.format import EVIDENCE_ELEMENT, write_evidence
from dxlib.evidence.identity import Identity, write_linked_data, write_margins
from dxlib.evidence.naming import rename_evidence
from dxlib.evidence.render import Names
from dxlib.language import Speaker, sentence
from dxlib.language.extract import split_blocks, split_heading
from dxlib.language.languages import FontPart
from dxlib.language.sentences import fill

_TEMPLATES: Final = Path(__file__).parent / "templates"
_TAGS: Final = {"p", "a", "em", "strong", "code", "ul", "ol", "li", "blockquote", "br", "sub", "sup"}
_LOST: Final = {"img": "a picture", "table": "a table", "pre": "a block of code", "hr": "a line across the page"}
_OF_TABLES: Final = frozenset(("thead", "tbody", "tr", "th", "td"))
_NO_LINK: Final = "#harmful-link"  # what mistune writes for javascript:, file: and data:
_LINK: Final = re.compile(r"""href=(["'])(.*?)\1""")
_SCHEMES: Final = {"http", "https", "mailto"}
_OWN_IDS: Final = frozenset(("main", "cite", "tools", "copy", "step", EVIDENCE_ELEMENT))  # of the templates
_LEFT_OUT: Final = sentence("Left out, because too few figures were known on the day of the edition: {sections}.")


@dataclass(frozen=True, slots=True)
class Assets:
    """What a page carries beside what it says.

    Parameters
    ----------
    style, script, icon
        Style sheet, script, and the link to the icon.
    fonts
        Gives the style of a part of the font, for languages whose letters not every page has.
    """

    style: str
    script: str
    icon: Markup
    fonts: Callable[[FontPart], str]

    def list_styles(self, speaker: Speaker) -> list[str]:
        """Give the style sheets of a page in a language, in their order."""
        return [self.style, *map(self.fonts, speaker.fonts)]


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the table of contents."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """What a Markdown cell of a notebook says, in the language of a page.

    Parameters
    ----------
    title
        The text of its ``#`` heading, where it is the page's title; else empty.
    section
        The ``##`` heading that opens a section; none where it opens none.
    html
        Its markup.
    """

    title: str
    section: Heading | None
    html: Markup


def render_prose(source: str, speaker: Speaker, taken: set[str], *, is_first: bool) -> Prose:
    """Give what a Markdown cell says; blocks without a translation stay English.

    Parameters
    ----------
    source
        The cell.
    speaker
        The language of the page.
    taken
        The ids that headings before it have; its own are added.
    is_first
        Whether no title was found before it.
    """
    title, section, parts = "", None, []
    for block in split_blocks(source):
        level, text = split_heading(block)
        said = speaker.translate(text)
        if level == 1 and is_first and not title:
            title = said
        elif level:
            heading = Heading(_make_id(said, taken), said)
            taken.add(heading.id)
            section = heading if level == 2 else section  # noqa: PLR2004  (## opens a section)
            parts.append(Markup('<h{} id="{}">{}</h{}>').format(level, heading.id, escape(said), level))
        else:
            # Markdown lets HTML through, and a notebook may come from anybody.
            html = nh3.clean(
                str(mistune.html(said)), tags=_TAGS, attributes={"a": {"href"}}, url_schemes=_SCHEMES,
                url_relative=_keep_within,
            )  # fmt: skip
            parts.append(Markup(html))  # noqa: S704  (cleaned the line above)
    return Prose(title, section, Markup("\n").join(parts))


def _keep_within(address: str) -> str | None:
    """Give an address without a host where it is a place of the page: what lay beside a notebook is not there."""
    return address if address.startswith("#") and address != _NO_LINK else None


def list_lost(source: str) -> list[str]:
    """Name what of a Markdown cell is on no page, or is there by its words alone.

    Examples
    --------
    >>> list_lost("A *word*, [next](02.ipynb), a [file](file:///etc) and ![a picture](it.png)")
    ['a picture', "a link to '02.ipynb', which is no whole address", 'a link to what is not of the web']
    """
    blocks = [text for level, text in map(split_heading, split_blocks(source)) if not level]
    html = "".join(str(mistune.html(block)) for block in blocks)
    tags = dict.fromkeys(tag for tag in re.findall(r"<([a-z][a-z0-9]*)", html) if tag not in _TAGS)
    lost = [_LOST.get(tag, f"<{tag}>") for tag in tags if tag not in _OF_TABLES]
    links = [link for _, link in _LINK.findall(html)]
    beside = [link for link in links if urlsplit(link).scheme not in _SCHEMES and not link.startswith("#")]
    lost += [f"a link to '{link}', which is no whole address" for link in dict.fromkeys(beside)]
    return [*lost, *(["a link to what is not of the web"] if _NO_LINK in links else [])]


def name_left_out(headings: Sequence[str], speaker: Speaker) -> Markup:
    """Say at the head of the last section which sections, by their English headings, the page does not have."""
    names = " · ".join(speaker.translate(heading) for heading in headings)
    text = fill(speaker.translate_sentence(_LEFT_OUT), lambda _name, _form: escape(names))
    return Markup('<p class="gap">{}</p>').format(text)


def _make_id(text: str, taken: set[str]) -> str:
    # NFD leaves "đ" whole, and without this it would be dropped with all that is not ASCII.
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D")).encode("ascii", "ignore").decode()
    # A heading in another script leaves no letter.
    stem = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "section"
    stem = re.sub(r"^([es])-", r"\1", stem)  # "e-" and "s-" name figures and sources: "egovernment"
    identifier, count = stem, 1
    while identifier in taken or identifier in _OWN_IDS:
        count += 1
        identifier = f"{stem}-{count}"
    return identifier


def render_head(identity: Identity, assets: Assets) -> Markup:
    """Give a page up to its title."""
    margins = write_margins(identity)
    styles = [*assets.list_styles(identity.speaker), margins]
    policy = make_policy(*styles, script=assets.script)
    return _render("head", identity.speaker, identity=identity, assets=assets, styles=styles, policy=policy)


def render_contents(headings: Sequence[Heading], speaker: Speaker) -> Markup:
    """Give what ends the opening of a page: the list of its sections."""
    return _render("contents", speaker, headings=headings)


def render_foot(identity: Identity, assets: Assets, names: Names) -> Markup:
    """Give a page from the end of its last section on, with the evidence that it carries for machines."""
    units = {name: entry.unit for name, entry in identity.catalogue.indicators.items()}
    evidence = write_evidence(rename_evidence(identity.evidence, names.figures), names.sources, units)
    return _render(
        "foot", identity.speaker, identity=identity, assets=assets,
        evidence=embed_json(evidence), linked_data=embed_json(write_linked_data(identity)),
    )  # fmt: skip


def embed_json(text: str) -> str:
    """Give JSON so that no text in it can end the script element."""
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def make_policy(*styles: str, script: str) -> str:
    """Give the Content-Security-Policy that allows these styles, this script, the fonts inside, no request."""
    # By hashes: "unsafe-inline" would allow whatever style or script got onto a page.
    allowed = " ".join(f"'{_hash(style)}'" for style in styles)
    return (
        f"default-src 'none'; style-src {allowed}; script-src '{_hash(script)}'; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )


# All pages of a language carry the same style sheets and script.
@lru_cache(maxsize=32)
def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@lru_cache(maxsize=1)
def _open_templates() -> Environment:
    # StrictUndefined: a misspelt name in a template is an error instead of an empty place on every page.
    return Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)


def _render(name: str, speaker: Speaker, **given: object) -> Markup:
    template = _open_templates().get_template(f"{name}.html.j2")
    text = template.render(_=speaker.translate, period=speaker.format_period, direction=speaker.direction, **given)
    return Markup(text)  # noqa: S704  (escaped by the template)
