"""The index of a release, composed again from what its pages say of themselves, to the byte."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from markupsafe import Markup, escape

from dxlib.audit.compose import Section
from dxlib.audit.edition.placing import PlacedArea, PlacedAreas, place_areas, sort_key
from dxlib.audit.edition.told import Told
from dxlib.data.catalogue import Catalogue
from dxlib.evidence.dimensions import OWN_PREFIX, list_choices, write_choices
from dxlib.evidence.identity import find_index, name_language
from dxlib.evidence.page import Assets, make_policy
from dxlib.language import Speaker, sentence
from dxlib.paths import CHECKSUMS, FEED, MANIFEST

_PROMISE: Final = sentence("Briefs in which no number stands without its source.").text
_SELECTS: Final = {
    "brief": sentence("Brief").text, "area": sentence("Area").text, "topic": sentence("Topic").text,
    "edition": sentence("Edition").text,
}  # fmt: skip


def compose_indexes(pages: Sequence[Told], catalogue: Catalogue, assets: Assets) -> dict[str, list[Section]]:
    """Give the index of each language that there are pages in, by file name, each in pieces with their places.

    Parameters
    ----------
    pages
        All of a release.
    catalogue
        Names, tiles and last days of areas.
    assets
        What every index carries.
    """
    languages = sorted({page.language for page in pages})
    composed = {
        find_index(language): _Index(language, languages, catalogue, assets).compose(
            [page for page in pages if page.language == language]
        )
        for language in languages
    }
    first = catalogue.project.languages[0]
    first = first if first in languages or not languages else languages[0]
    default = composed.get(find_index(first)) or _Index(first, [], catalogue, assets).compose([])
    return {"index.html": default, **composed}


class _Index:
    def __init__(self, language: str, languages: Sequence[str], catalogue: Catalogue, assets: Assets) -> None:
        self._language, self._languages, self._assets = language, languages, assets
        self._areas = catalogue.areas
        # Without patterns of units: an index shows figures as the pages wrote them.
        self._speaker = Speaker(language, {}, catalogue.locales)
        said = catalogue.project.description
        self._brand = escape(catalogue.project.title[language])
        self._promise = escape(said[language]) if said else self._say(_PROMISE)

    def compose(self, pages: Sequence[Told]) -> list[Section]:
        sections = [Section("head", self._write_head())]
        ordered = sorted(pages, key=lambda page: (-int(page.edition), page.brief, *sort_key(page)))
        sections.append(Section("head", self._write_opening(list_choices([page.own for page in ordered]))))
        ranked: list[Section] = []
        for at, (edition, group) in enumerate(groupby(ordered, key=lambda page: page.edition)):
            sections.append(Section(f"edition {edition}", self._open_edition(edition)))
            for brief, own in groupby(group, key=lambda page: page.brief):
                listed = list(own)
                sections += self._list_brief(f"{edition} {brief}", brief, listed)
                # Only the latest edition is ranked: places of several years would be taken for one ranking.
                rankings = place_areas(listed, self._areas) if at == 0 else ()
                for ranking in rankings:
                    ranked += self._list_ranking(f"ranking of {brief}", 1 + _count_headings(ranked), ranking)
            sections.append(Section(f"edition {edition}", Markup("</section>\n")))
        return [*sections, Section("list", Markup("</div>\n")), *ranked, Section("foot", self._write_foot())]

    def _say(self, text: str) -> Markup:
        return escape(self._speaker.translate(text))

    def _write_head(self) -> Markup:
        brand, promise, assets = self._brand, self._promise, self._assets
        styles = assets.list_styles(self._speaker)
        written = "".join(f"<style>{style}</style>\n" for style in styles)
        others = "".join(
            f'<link rel="alternate" hreflang="{code}" href="{find_index(code)}">\n'
            for code in self._languages
            if code != self._language
        )
        return Markup(  # noqa: S704  (escaped, or our own files)
            f'<!doctype html>\n<html lang="{self._language}" dir="{self._speaker.direction}">\n<head>\n'
            '<meta charset="utf-8">\n'
            '<meta http-equiv="Content-Security-Policy" content="'
            f'{escape(make_policy(*styles, script=assets.script))}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f'<title>{brand}</title>\n<meta name="description" content="{promise}">\n'
            f'<link rel="alternate" type="application/atom+xml" href="{FEED}" title="{brand}">\n'
            f"{others}{assets.icon}\n{written}</head>\n<body>\n"
        )

    def _write_opening(self, choices: Mapping[str, str]) -> Markup:
        every = self._say(sentence("All").text)
        words = {name: self._say(word) for name, word in _SELECTS.items()}
        own = {f"{OWN_PREFIX}{name}": escape(label) for name, label in choices.items()}
        ordered = {**{name: words[name] for name in ("brief", "area")}, **own, **words}
        selects = "".join(
            f'<label>{word} <select name="{name}"><option value="">{every}</option></select></label>\n'
            for name, word in ordered.items()
        )
        return Markup(  # noqa: S704  (escaped)
            f'<a class="skip" href="#main">{self._say(sentence("Skip to the content").text)}</a>\n'
            f'<header class="masthead"><p class="brand">{self._brand}</p>\n{self._write_languages()}</header>\n'
            f'<main id="main">\n<h1>{self._say(sentence("Find a brief").text)}</h1>\n'
            f'<p class="intro">{self._promise}</p>\n<form class="find" role="search" hidden>\n'
            f'<label>{self._say(sentence("Search").text)} <input type="search" name="words" autocomplete="off" '
            f'placeholder="{self._say(sentence("Place, topic, question").text)}"></label>\n{selects}'
            f'<p class="found" role="status" data-none="{self._say(sentence("No brief fits.").text)}" '
            f'data-some="{self._say(sentence("Briefs found: {count}").text)}"></p>\n</form>\n<div class="list">\n'
        )

    def _write_languages(self) -> str:
        if len(self._languages) <= 1:
            return ""
        items = "".join(f"<li>{self._write_language(code)}</li>\n" for code in self._languages)
        label = self._say(sentence("Language").text)
        return f'<nav aria-label="{label}"><ul class="languages">\n{items}</ul></nav>\n'

    def _write_language(self, code: str) -> str:
        if code == self._language:
            return f'<span aria-current="page" lang="{code}">{name_language(code)}</span>'
        return f'<a href="{find_index(code)}" hreflang="{code}" lang="{code}">{name_language(code)}</a>'

    def _open_edition(self, edition: str) -> Markup:
        return Markup(
            '<section aria-labelledby="edition-{0}" data-edition="{0}">\n<h2 id="edition-{0}">{1} {0}</h2>\n'
        ).format(edition, self._say(sentence("Edition").text))

    def _list_brief(self, place: str, brief: str, pages: Sequence[Told]) -> Iterator[Section]:
        """List the pages of a brief; one whose address does not name its area shows its answer."""
        first = pages[0]
        every = list(dict.fromkeys(topic for page in pages for topic in page.topics))
        topics = ";".join(every)
        if first.stands_alone:
            yield Section(first.address, Markup(
                '<article data-brief="{}" data-topics="{}"><h3><a href="{}" data-area="{}"{}>{}</a></h3>'
                "<p>{}</p></article>\n"
            ).format(
                brief, topics, first.address, first.area_name, _mark_own(first), first.title, first.answer
            ))  # fmt: skip
            return
        yield Section(place, Markup(
            '<details data-brief="{}" data-topics="{}"><summary>{}</summary><ul>\n'
        ).format(brief, topics, first.title))  # fmt: skip
        for page in pages:
            # An area that is no more stays in editions of its time, and is named as such.
            until = self._areas[page.area].exists.until[:4]
            note = self._say(sentence("until {year}").text).replace("{year}", until)
            ended = Markup(" <small>{}</small>").format(note) if until else ""
            marks = Markup(' data-area="{}"{}').format(page.area_name, _mark_own(page)) if page.own else ""
            some = _mark_topics(page, every)
            link = Markup('<li><a href="{}"{}{}>{}</a>{}').format(page.address, some, marks, page.name, ended)
            yield Section(page.address, link)
        yield Section(place, Markup("</ul></details>\n"))

    def _list_ranking(self, place: str, number: int, ranking: PlacedAreas) -> Iterator[Section]:
        name = self._speaker.list_texts([ranking.name, self._speaker.format_period(ranking.period)])
        note = sentence("Each name leads to the profile, each figure to its source.").text
        yield Section(place, Markup(
            '<section aria-labelledby="ranking-{0}">\n<h2 id="ranking-{0}">{1}</h2>\n<p>{2}</p>\n'
        ).format(number, name, self._say(note)))  # fmt: skip
        if ranking.is_mapped:
            yield from self._draw_map(place, ranking)
        heads = [sentence("Place among these").text, sentence("Area").text, sentence("Figure").text]
        cells = Markup("").join(Markup('<th scope="col">{}').format(self._say(head)) for head in heads)
        yield Section(place, Markup(
            "<details><summary>{}</summary><table><caption>{}</caption>\n<thead><tr>{}<tbody>\n"
        ).format(self._say(sentence("The ranking as a table").text), name, cells))  # fmt: skip
        for one in ranking.areas:
            row = Markup(
                '<tr><td>{0}<th scope="row"><a href="{1}">{2}</a><td><a href="{1}#e-{3}">{4}</a>\n'
            ).format(one.place, one.page.address, one.page.area_name, one.figure.key, one.figure.text)  # fmt: skip
            yield Section(f"{place}: {one.page.address}", row)
        yield Section(place, Markup("</table></details>\n</section>\n"))

    def _draw_map(self, place: str, ranking: PlacedAreas) -> Iterator[Section]:
        yield Section(place, Markup(
            '<div class="scroll" tabindex="0" role="region" aria-label="{}: {}"><ul class="tiles">\n'
        ).format(self._say(sentence("Map").text), ranking.name))  # fmt: skip
        for one in ranking.areas:
            yield Section(f"{place}: {one.page.address}", _write_tile(one))
        words = [sentence("best third").text, sentence("middle third").text, sentence("last third").text]
        key = Markup(" ").join(
            Markup('<span class="third-{}">{}</span>').format(at, self._say(word)) for at, word in enumerate(words, 1)
        )
        yield Section(place, Markup('</ul></div>\n<p class="key">{}</p>\n').format(key))

    def _write_foot(self) -> Markup:
        links = {
            FEED: sentence("Feed of new editions (Atom)").text,
            MANIFEST: sentence("List of all pages").text,
            CHECKSUMS: sentence("Checksums").text,
        }
        written = Markup(" · ").join(
            Markup('<a href="{}">{}</a>').format(address, self._say(text)) for address, text in links.items()
        )
        return Markup(  # noqa: S704  (escaped, or our own files)
            f'</main>\n<footer class="colophon"><p>{written}</p></footer>\n'
            f"<script>{self._assets.script}</script>\n</body>\n</html>"
        )


def _mark_own(page: Told) -> Markup:
    """Give what lets a script find a page by its area and the values of what its brief adds."""
    if not page.own:
        return Markup()
    return Markup(' data-key="{}" data-own="{}"').format(page.area, write_choices(page.own))


def _mark_topics(page: Told, every: Sequence[str]) -> Markup:
    """Give by numbers which topics of its brief a page has; nothing for one that has them all."""
    if len(page.topics) == len(every):
        return Markup()
    numbers = " ".join(str(number) for topic in page.topics for number, one in enumerate(every) if one == topic)
    return Markup(' data-topic="{}"').format(numbers)


def _count_headings(sections: Sequence[Section]) -> int:
    return sum(section.html.startswith("<section ") for section in sections)


def _write_tile(one: PlacedArea) -> Markup:
    row, column = one.tile or (0, 0)
    return Markup(
        '<li class="r{} c{} third-{}"><a href="{}">{} <b>{}</b></a>\n'
    ).format(row, column, one.third, one.page.address, one.short, one.place)  # fmt: skip
