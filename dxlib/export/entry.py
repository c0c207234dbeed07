"""What the index and the feed say of a page: made with the page, kept with it, read when a release is put together."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dxlib.data.catalogue import Direction
from dxlib.data.ids import ObservationId
from dxlib.evidence.own_parameters import Own

if TYPE_CHECKING:
    from dxlib.evidence.identity import Identity  # what a release is put together from needs none of it
    from dxlib.export.executed import PageContent

_FEWEST: int = 3  # figures of a topic that make a page one of that topic


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A page of the index; all that is not known is empty. The records of builds keep it as JSON.

    Parameters
    ----------
    address
        Below the index.
    title, area_name, answer
        In the language of the page.
    topics
        Names of its topics, in its language, separated by semicolons.
    short, tile
        The area's name on the map of tiles, and its row and column there.
    figure, figure_key, figure_of, figure_period
        Its first key figure as it is written, its note on the page, its indicator's name and its period.
    value
        That figure as a number, turned so that a higher one is better; empty for what is neither good nor bad.
    alone
        ``yes`` for a brief of one page in an edition and a language.
    until
        The last day of an area that is no more, or will be.
    told_by
        What tells it from the other pages of its brief, where that is not its area alone.
    own
        The parameters that its brief adds.
    """

    address: str
    edition: str
    language: str
    brief: str
    area: str = ""
    title: str = ""
    area_name: str = ""
    answer: str = ""
    as_of: str = ""
    topics: str = ""
    short: str = ""
    tile: str = ""
    figure: str = ""
    figure_key: str = ""
    figure_of: str = ""
    figure_period: str = ""
    value: str = ""
    alone: str = ""
    until: str = ""
    told_by: str = ""
    own: tuple[Own, ...] = ()

    @property
    def name(self) -> str:
        """What tells it from the other pages of its brief."""
        return self.told_by or self.area_name or self.area


def make_entry(identity: Identity, content: PageContent) -> IndexEntry:
    """Give the entry of a page."""
    page = identity.page
    area = identity.catalogue.areas[page.area]
    return IndexEntry(
        address=identity.address,
        edition=page.edition,
        language=page.language,
        brief=page.brief,
        area=page.area,
        title=identity.title,
        area_name=identity.area,
        answer=identity.answer,
        as_of=page.as_of,
        topics=";".join(_list_topics(identity)),
        short=area.short[page.language] if area.short else "",
        tile=" ".join(map(str, area.tile or ())),
        alone="" if identity.opened else "yes",
        until=area.exists.until,
        told_by=identity.told_by if identity.own else "",
        own=identity.own,
        **_describe_figure(identity, content),
    )


def write_entry(entry: IndexEntry | None) -> str:
    """Give an entry as JSON, to be kept; of none an empty one."""
    # Empty fields are left out, so that an entry written before a field was added reads like one written now.
    return json.dumps({name: found for name, found in asdict(entry).items() if found} if entry else {})


def read_entry(kept: str) -> IndexEntry:
    """Give an entry as it was kept.

    Raises
    ------
    ValueError
        For what is no entry of a page: every page has a title, and a place among the others.
    """
    # Strict: what somebody else wrote into a note must not become another type on its way.
    entry = _get_kind().validate_json(kept, strict=True)
    if not entry.title:
        raise ValueError("a page without a title")
    return entry


@cache
def _get_kind() -> TypeAdapter[IndexEntry]:
    return TypeAdapter(IndexEntry)


def _list_topics(identity: Identity) -> list[str]:
    catalogue, language = identity.catalogue, identity.page.language
    indicators = (ObservationId.parse(name).indicator for name in identity.evidence.stated.values())
    counted = Counter(catalogue.get_indicator(name).topic for name in indicators)
    wanted = [topic for topic, count in counted.most_common() if count >= _FEWEST]
    # By their ids, not by how many figures they have: the audit lists topics in the same order.
    return [catalogue.topics[topic].name[language] for topic in sorted(wanted)]


def _describe_figure(identity: Identity, content: PageContent) -> dict[str, str]:
    """Say what the first key figure is; nothing where the page has none that was observed."""
    from dxlib.evidence import parts  # noqa: PLC0415  (a release is put together without)
    from dxlib.evidence.render import find_all  # noqa: PLC0415

    shown = find_all(content.key_figures, parts.FIGURE)
    evidence = identity.evidence
    if not shown or shown[0][1] not in evidence.stated:
        return {}
    key = shown[0][1]
    own = ObservationId.parse(evidence.stated[key])
    entry = identity.catalogue.get_indicator(own.indicator)
    # A neutral indicator has no sign: the index ranks no areas by it.
    sign = {Direction.LOWER_IS_BETTER: "-", Direction.HIGHER_IS_BETTER: ""}.get(entry.direction)
    return {
        "figure": content.renderer.format_figure(key),
        "figure_key": content.renderer.names.figures[key],
        "figure_of": entry.name[identity.page.language],
        "figure_period": own.period,
        "value": "" if sign is None else sign + evidence.measures[key].scaled(),
    }
