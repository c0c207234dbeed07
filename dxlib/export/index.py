"""The index of all pages in one language: editions and briefs; found by words; a table and a map of ranks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, Template, select_autoescape
from markupsafe import Markup

from dxlib.data.catalogue import Catalogue
from dxlib.data.spellings import leave_out_marks
from dxlib.evidence.dimensions import OWN_PREFIX, list_choices, write_choices
from dxlib.evidence.identity import find_index, name_language
from dxlib.evidence.page import make_policy
from dxlib.evidence.render import make_speaker
from dxlib.export import assets
from dxlib.export.entry import IndexEntry
from dxlib.language import sentence

_TEMPLATES: Final = Path(__file__).parent / "templates" / "index"
_PROMISE: Final = sentence("Briefs in which no number stands without its source.").text
_CLASSES: Final = 3  # of tiles, the best third first
_FEWEST: Final = 12  # areas that make a ranking: one of a few that happen to be built would mislead


@dataclass(frozen=True, slots=True)
class BriefList:
    """One brief of one edition: its pages, by the names of their areas."""

    brief: str
    title: str
    alone: bool
    topics: str
    pages: tuple[IndexEntry, ...]

    def find_topics(self, page: IndexEntry) -> str | None:
        """Give which of the brief's topics a page has, by their places; none where it has all of them."""
        every, own = self.topics.split(";"), [topic for topic in page.topics.split(";") if topic]
        # Places, since names would double an index of thousands of pages.
        return None if set(own) == {*every} - {""} else " ".join(str(every.index(topic)) for topic in own)


@dataclass(frozen=True, slots=True)
class Place:
    """An area in a ranking: its page, its place (areas with the same figure share one), its third."""

    entry: IndexEntry
    place: int
    third: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """The areas of a brief by the first key figure of their pages, all of one period."""

    title: str
    name: str
    period: str
    places: tuple[Place, ...]

    @property
    def has_map(self) -> bool:
        """Whether every area has a tile of its own."""
        tiles = [place.entry.tile for place in self.places]
        return all(tiles) and len(set(tiles)) == len(tiles)


def render_indexes(entries: Sequence[IndexEntry], catalogue: Catalogue) -> dict[str, str]:
    """Give the index of each language that pages have, by file name; ``index.html`` is that of the first language.

    Each requests nothing, and lists every page without a script.
    """
    languages = sorted({entry.language for entry in entries})
    pages = {
        find_index(language): _render(
            [entry for entry in entries if entry.language == language], language, languages, catalogue
        )
        for language in languages
    }
    first = catalogue.project.first_language
    # A release may lack the first language of the project: index.html is then that of the first language it has.
    default = first if first in languages or not languages else languages[0]
    return {"index.html": pages.get(find_index(default)) or _render([], default, [], catalogue), **pages}


def _render(entries: Sequence[IndexEntry], language: str, languages: Sequence[str], catalogue: Catalogue) -> str:
    speaker, project = make_speaker(language, catalogue), catalogue.project
    editions = [
        (edition, _list_briefs(pages))
        for edition, pages in groupby(sorted(entries, key=_order), key=lambda entry: entry.edition)
    ]
    listed = [page for _, briefs in editions for brief in briefs for page in brief.pages]
    # Of the latest edition only: places of several years below each other would be taken for one ranking.
    latest = [ranking for brief in (editions[0][1] if editions else ()) for ranking in rank_areas(brief)]
    own = assets.read_index_assets()
    styles = own.list_styles(speaker)
    return _read_template().render(
        language=language,
        direction=speaker.direction,
        brand=project.title[language],
        promise=project.description[language] if project.description else speaker.translate(_PROMISE),
        languages=[(code, name_language(code), find_index(code)) for code in languages],
        editions=editions,
        choices=list_choices([page.own for page in listed]),
        prefix=OWN_PREFIX,
        write_choices=write_choices,
        rankings=latest,
        icon=assets.ICON,
        translate=speaker.translate,
        period=speaker.format_period,
        list_texts=speaker.list_texts,
        styles=[Markup(style) for style in styles],  # noqa: S704  (our own files)
        script=Markup(own.script),  # noqa: S704
        policy=make_policy(*styles, script=own.script),
    )


@lru_cache(maxsize=1)
def _read_template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=select_autoescape(default=True), trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("index.html.j2")


def _order(entry: IndexEntry) -> tuple[int, str]:
    # The latest edition first; groupby then finds each edition, and each brief in it, in one piece.
    return -int(entry.edition), entry.brief


def _list_briefs(pages: Iterable[IndexEntry]) -> list[BriefList]:
    listed = []
    for brief, group in groupby(pages, key=lambda entry: entry.brief):
        own = sorted(group, key=lambda entry: (simplify(entry.name), entry.area, entry.address))
        topics = dict.fromkeys(topic for entry in own for topic in entry.topics.split(";") if topic)
        alone = len(own) == 1 and bool(own[0].alone)
        listed.append(BriefList(brief, own[0].title or brief, alone, ";".join(topics), tuple(own)))
    return listed


def simplify(text: str) -> str:
    """Give a text as people type it who leave out accents.

    Examples
    --------
    >>> simplify("Đà Nẵng, Hà Nội")
    'da nang, ha noi'
    """
    return leave_out_marks(text.lower())


def rank_areas(brief: BriefList) -> list[Ranking]:
    """Rank the areas of a brief, each kind of area apart, where enough have the same figure of the same period."""
    rankings = []
    by_kind = groupby(sorted(brief.pages, key=_name_kind), key=_name_kind)
    for (_, of), group in by_kind:
        pages = [entry for entry in group if entry.value]
        counted = Counter((entry.figure_of, entry.figure_period) for entry in pages)
        # Pages may begin with other figures or periods: only areas that share the most frequent ones are compared.
        if counted and counted.most_common(1)[0][1] >= _FEWEST:
            name, period = counted.most_common(1)[0][0]
            same = [entry for entry in pages if (entry.figure_of, entry.figure_period) == (name, period)]
            rankings.append(Ranking(brief.title, " · ".join([name, *of]), period, tuple(_place(same))))
    return rankings


def _name_kind(entry: IndexEntry) -> tuple[str, tuple[str, ...]]:
    """Give what areas of one map begin with (VN63, VN34, or nothing for countries), and what else a page is of."""
    return entry.area.rpartition("-")[0], tuple(one.shown for one in entry.own)


def _place(entries: Sequence[IndexEntry]) -> Iterable[Place]:
    values = sorted((Decimal(entry.value) for entry in entries), reverse=True)
    for entry in sorted(entries, key=lambda entry: (-Decimal(entry.value), simplify(entry.area_name))):
        # The first of equal values, so that areas with the same figure share a place.
        place = values.index(Decimal(entry.value)) + 1
        yield Place(entry, place, 1 + (place - 1) * _CLASSES // len(entries))
