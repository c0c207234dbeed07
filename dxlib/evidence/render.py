"""Markup from typed parts: the one place where what a fragment is made of becomes what a browser reads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from html import unescape
from typing import Any, Final, NamedTuple

from markupsafe import Markup, escape

from dxlib.data.catalogue import Catalogue
from dxlib.data.ids import TOTAL_SIGN
from dxlib.errors import ConfigError, did_you_mean
from dxlib.evidence import parts
from dxlib.evidence.evidence_words import FLAG_WORDS, STATUS_WORDS
from dxlib.evidence.format import NOTE_PREFIX, SOURCE_PREFIX, Measure
from dxlib.evidence.parts import Part
from dxlib.language import SOURCE_LANGUAGE, Form, Sentence, Speaker
from dxlib.language.numbers import PERIOD_FORMS
from dxlib.language.sentences import begin_with_capital, fill

_LONG: Final = 10  # characters of a card's figure, beyond which it is written smaller
_HTML_DATE: Final = re.compile(r"\d{4}(-\d\d){0,2}")
_NAMING: Final = {"data-q", "data-verdict", "data-of", "data-flag", "data-given"}
_NAMING_WITHIN: Final = frozenset((*_NAMING, "data-at", "href", "id"))
# A closed list: what a page can hold must be harmless, and known to the audit.
TAGS: Final = frozenset((
    "a", "b", "br", "caption", "cite", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h1", "h3", "i",
    "li", "p", "q", "section", "small", "span", "summary", "table", "tbody", "td", "th", "thead", "time", "tr", "ul",
    "svg", "title", "path", "g", "text", "circle", "clipPath", "defs", "image", "pattern",
))  # fmt: skip
_EMPTY: Final = frozenset(("circle", "image", "path"))  # elements of SVG without content
# End tags that HTML lets a writer leave out, each before what makes it superfluous.
_SUPERFLUOUS: Final = re.compile(
    r"</t[dh]>(?=<t[dh]|</tr>)|</tr>(?=<tr|</t(?:body|head)>)|</thead>(?=<tbody)|</tbody>(?=</table>)"
    r"|</li>(?=<li|</ul>)|</d[td]>(?=<d[td]|</dl>|</div>)"
)
# A word such as "e-government", outside of tags: in large letters a line must not end after its first letter.
_INITIAL: Final = re.compile(r"(?<![\w&;/#-])\w-\w+(?![^<]*>)")
_TAG: Final = re.compile(r"<[^>]*>")
_BLANKS: Final = re.compile(r"[ \t\n\r\f]+")
# The key of a figure: forty bits in base 32.
_DIGITS: Final = re.compile(r"[a-z2-7]{8}")
# On the page, on the Web, a letter, a picture within the page, or a page beside this one; no script, no file.
_ADDRESS: Final = re.compile(r"#|https?://[^/]|mailto:|data:image/|(?:\.\.?/)*[\w%~-][\w.%~/-]*(?:#|$)|$")
_ATTRIBUTE: Final = re.compile(r"(?!on|style)[a-zA-Z][a-zA-Z-]*")


class Names(NamedTuple):
    """What figures and sources are called on a page; what is not there keeps its own name."""

    figures: Mapping[str, str] = {}
    sources: Mapping[str, str] = {}


NO_NAMES: Final = Names()


class Renderer:
    """Makes markup of parts, in one language.

    Parameters
    ----------
    speaker
        The language.
    measures
        Value, unit and hedge of each figure, by its key.
    names
        Of figures and sources on the page.
    draw
        What stands for a drawing; by default the drawing.

    Attributes
    ----------
    index
        Where the index is, seen from the page; empty where there is none, and nothing leads there.
    """

    def __init__(
        self,
        speaker: Speaker,
        measures: Mapping[str, Measure],
        names: Names = NO_NAMES,
        draw: Callable[[str], str] | None = None,
    ) -> None:
        self.speaker = speaker
        self.measures = measures
        self.names = names
        self._draw = draw
        self.index = ""
        self._formatted: dict[tuple[str, Form, bool], str] = {}
        self._own: Mapping[str, Callable[..., str]] = {
            parts.FIGURE: self._render_figure,
            parts.PERIOD: self._render_period,
            parts.SAY: self._render_sentence,
            parts.VERDICT: self._render_verdict,
            parts.FLAG: self._render_flag,
            parts.FOREIGN: self._render_foreign,
            parts.JOINED: self._render_all,
            parts.DRAWING: self._render_drawing,
            parts.VALUE: self._render_value,
            parts.INDEXED: self._render_indexed,
        }

    def render(self, part: Part) -> Markup:
        """Give the markup of a part, without superfluous end tags.

        Raises
        ------
        ConfigError
            For an element, an attribute or a kind of part that a page cannot hold.
        """
        # Some tables have hundreds of rows, and HTML reads the same tree without these tags.
        return Markup(_SUPERFLUOUS.sub("", self._render(part)))  # noqa: S704  (each text in it was escaped)

    def format_figure(self, key: str, *, form: Form = Form.PLAIN, words: bool = False) -> str:
        """Give the text of a figure, written once."""
        asked = (key, form, words)
        if asked not in self._formatted:
            self._formatted[asked] = self.speaker.format_quantity(self.measures[key], form=form, words=words)
        return self._formatted[asked]

    def _render(self, part: Part) -> str:
        if isinstance(part, str):
            return _escape(part)
        own = self._own.get(part[0])
        return own(*part[1:]) if own else self._render_element(*part)

    def _render_all(self, *content: Part) -> str:
        return "".join(map(self._render, content))

    def _render_element(self, tag: str, attributes: Mapping[str, str], *content: Part) -> str:
        if tag not in TAGS:
            raise ConfigError(f"A fragment holds '<{tag}>'.", allowed=sorted(TAGS), fix="use one of these elements.")
        written = "".join([_write_attribute(name, self._give(name, value)) for name, value in attributes.items()])
        # In HTML a line break has neither an end tag nor content.
        if tag == "br":
            return f"<br{written}>"
        inside = "".join([self._render(one) for one in content])
        if tag == "h1":
            inside = _INITIAL.sub(r'<span class="whole">\g<0></span>', inside)
        return f"<{tag}{written}/>" if tag in _EMPTY else f"<{tag}{written}>{inside}</{tag}>"

    def _give(self, attribute: str, value: Part) -> str:
        """Give the value of an attribute; where it names figures or sources, by their names on the page."""
        if not isinstance(value, str):
            return strip_tags(Markup(self._render(value)))  # noqa: S704  (escaped)
        return self._rename(attribute, value) if attribute in _NAMING_WITHIN else value

    def _rename(self, attribute: str, value: str) -> str:
        if attribute in _NAMING:
            return self.names.figures.get(value, value)
        # This attribute names many figures, each with its place in the drawing.
        if attribute == "data-at":
            return _DIGITS.sub(lambda key: self.names.figures.get(key[0], key[0]), value)
        hash_sign, name = ("#", value[1:]) if value[:1] == "#" else ("", value)
        for prefix, names in ((NOTE_PREFIX, self.names.figures), (SOURCE_PREFIX, self.names.sources)):
            if name.startswith(prefix):
                key = name.removeprefix(prefix)
                return f"{hash_sign}{prefix}{names.get(key, key)}"
        return value

    def _render_figure(self, key: str, form: str, words: bool, shown: str, *, capital: bool = False) -> str:
        text = self.format_figure(key, form=Form(form), words=words)
        text = begin_with_capital(text, self.speaker.language) if capital else text
        given = {} if form == Form.PLAIN else {"data-form": form}
        if shown == "own":
            return self._render_element("b", {}, text)
        if shown == "mark":
            return self._render_element("span", {"data-q": key, **given}, text)
        # What one observation states beside its value has its note there; the mark tells them apart.
        note = key.removesuffix(TOTAL_SIGN)
        own = {} if note == key else {"data-q": key}
        own |= {"class": "long"} if shown == "big" and _count_columns(text) > _LONG else {}
        return self._render_element("a", {"href": f"#{NOTE_PREFIX}{note}", **given, **own}, text)

    def _render_period(self, code: str, marked: bool) -> str:
        text = self.speaker.format_period(code)
        # A year of a note is read off its text; everything else needs its code.
        if text == code and not marked:
            return self._render_element("time", {}, text)
        # The datetime of HTML takes years, months and days; half-years, quarters and ranges are none of these.
        if _HTML_DATE.fullmatch(code):
            return self._render_element("time", {"datetime": code}, text)
        return self._render_element("span", {"data-period": code}, text)

    def _render_in_text(self, code: str, marked: bool, form: Form, *, capital: bool) -> str:
        """Give a period with the words that it has in running text."""
        before, _, after = self.speaker.frame_period(code, form).partition("{period}")
        before = begin_with_capital(before, self.speaker.language) if capital else before
        return f"{_escape(before)}{self._render_period(code, marked)}{_escape(after)}"

    def _render_sentence(self, text: str, places: Mapping[str, Part], plural: str, count: int) -> str:
        said = self.speaker.translate_sentence(Sentence(text, {}, plural, count))

        def show(name: str, form: Form) -> Markup:
            if name not in places:
                raise ConfigError(
                    f"'{said}' has a place {{{name}}} that '{text}' does not have.", allowed=list(places),
                    fix=f"correct the translation ({self.speaker.language}); 'dxlib check' lists all such places.",
                )  # fmt: skip
            begins = said.startswith((f"{{{name}}}", f"{{{name}:"))
            if form in PERIOD_FORMS:  # a capital at the start of a sentence, not of a range within one
                begins = begins and said.endswith((".", "!", "?"))
            return Markup(self._render_place(places[name], form, begins=begins))  # noqa: S704  (escaped)

        return fill(said, show)

    def _render_place(self, part: Part, form: Form, *, begins: bool) -> str:
        """Give what fills a place; a figure takes the form that the place asks for, and a capital where it begins."""
        if not isinstance(part, str) and part[0] == parts.PERIOD and form in PERIOD_FORMS:
            return self._render_in_text(part[1], part[2], form, capital=begins)
        if isinstance(part, str) or part[0] != parts.FIGURE:
            return self._render(part)
        key, given, words, shown = part[1:]
        return self._render_figure(key, given if form is Form.PLAIN else form, words, shown, capital=begins and words)

    def _render_verdict(self, key: str, status: str) -> str:
        word = self.speaker.translate_sentence(STATUS_WORDS[status])
        css = f"status {status.replace('_', '-')}"
        return self._render_element("span", {"class": css, "data-verdict": key}, word)

    def _render_flag(self, status: str, key: str) -> str:
        word = self.speaker.translate_sentence(FLAG_WORDS[status])
        return " " + self._render_element("i", {"data-flag": key}, word)

    def _render_foreign(self, tag: str, text: str, language: str, attributes: Mapping[str, str]) -> str:
        own = {} if language in ("", self.speaker.language) else {"lang": language}
        return self._render_element(tag, {**attributes, **own}, text)

    def _render_indexed(self, query: str, content: Part) -> str:
        inside = self._render(content)
        return f'<a href="{_escape(self.index)}#{_escape(query)}">{inside}</a>' if self.index else inside

    def _render_value(self, value: str, unit: str, mult: int, decimals: int, hedge: str) -> str:
        return _escape(self.format_value(Measure(Decimal(value), unit, mult, decimals, hedge)))

    def format_value(self, measure: Measure) -> str:
        """Give the text of a figure of a set."""
        return self.speaker.format_quantity(measure)

    def _render_drawing(self, content: Part) -> str:
        drawn = self._render(content)
        return self._draw(drawn) if self._draw else drawn


def _count_columns(text: str) -> int:
    """Give how many characters a text is long; one of East Asia is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1 for letter in text)


# A page says the same text, and names the same figure, many times; and again in its audit. Escaped markup equals the
# text that it is not, so that types count.
@lru_cache(maxsize=1 << 14, typed=True)
def _escape(text: str) -> str:
    return str(escape(text))


@lru_cache(maxsize=1 << 14, typed=True)
def _write_attribute(name: str, value: str) -> str:
    """Write an attribute; one that could run a script, or that is no name, is refused."""
    if not _ATTRIBUTE.fullmatch(name):
        fix = "use letters and hyphens, and neither 'style' nor a name that begins with 'on'."
        raise ConfigError(f"A fragment holds the attribute '{name}'.", fix=fix)
    if name == "href" and not _ADDRESS.match(value):
        fix = "use an address that begins with https:// or http://, or one of a page of this site."
        raise ConfigError(f"A fragment leads to '{value}'.", fix=fix)
    return f' {name}="{escape(value)}"'


def make_speaker(language: str, catalogue: Catalogue) -> Speaker:
    """Give a speaker of one of the project's languages, or of English, that knows the catalogue's units.

    Raises
    ------
    ConfigError
        For a language that the project does not have, with the nearest one that it has.
    """
    known = catalogue.project.languages
    if language not in (*known, SOURCE_LANGUAGE):
        what = f"Unknown language '{language}'.{did_you_mean(language, known)}"
        raise ConfigError(what, allowed=known, fix="use one of these, or add it to dxlib.yaml.")
    patterns = {code: unit.pattern[language].model_dump(exclude_none=True) for code, unit in catalogue.units.items()}
    return Speaker(language, patterns, catalogue.locales)


def write_markup(part: Part) -> Markup:
    """Give the markup of a part that holds no figure, period or sentence."""
    return Renderer(Speaker(SOURCE_LANGUAGE, {}), {}).render(part)


def flatten(part: Part, renderer: Renderer) -> str:
    """Give the text of a part, as a reader sees it."""
    return strip_tags(renderer.render(part))


def strip_tags(markup: Markup) -> str:
    r"""Give the text of markup; no-break spaces stay, which Markup's own method turns into spaces.

    Examples
    --------
    >>> strip_tags(Markup("<p>45,8\u00a0% &lt;\n <b>50</b></p>"))
    '45,8\xa0% < 50'
    """
    return unescape(_BLANKS.sub(" ", _TAG.sub("", markup)).strip(" "))


def find_all(part: Part, kind: str) -> list[Any]:
    """Give the parts of a kind within a part, in their order."""
    return [one for one in parts.walk(part) if one[0] == kind]
