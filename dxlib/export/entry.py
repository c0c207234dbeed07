"""What the index and the feed say of a page: made with the page, kept with it, read when a release is put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from dxlib.data.catalogue import Direction
from dxlib.data.ids import ObservationId
from dxlib.evidence.dimensions import Own

if TYPE_CHECKING:
    from dxlib.evidence.identity import Identity  # what a release is put together from needs none of it
    from dxlib.export.reading import PageContent

_FEWEST: int = 3  # figures of a topic that make a page one of that topic


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the index; all that is not known is empty.

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
    area: str
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


def make_entry(identity: Identity, content: PageContent) -> dict[str, Any]:
    """Give the entry of a page, as JSON keeps it."""
    page = identity.page
    area = identity.catalogue.areas[page.area]
    entry = Entry(
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
    return {name: found for name, found in asdict(entry).items() if found}


def read_entry(address: str, kept: Mapping[str, Any]) -> Entry:
    """Give the entry of a page from what was kept with it; what an older version did not keep is read off the address.

    Examples
    --------
    >>> read_entry("2025/vi/07-x/VN63-01.html", {}).area
    'VN63-01'
    """
    edition, language, brief, *rest = address.removesuffix(".html").split("/")
    known = {field.name for field in fields(Entry)} - {"address"}
    said: dict[str, Any] = {"edition": edition, "language": language, "brief": brief, "area": rest[0] if rest else ""}
    said |= {name: found for name, found in kept.items() if name in known}
    said["own"] = tuple(Own(**one) for one in said.get("own", ()))
    return Entry(address=address, **said)


def _list_topics(identity: Identity) -> list[str]:
    catalogue, language = identity.catalogue, identity.page.language
    indicators = (ObservationId.parse(name).indicator for name in identity.evidence.stated.values())
    counted = Counter(catalogue.get_indicator(name).topic for name in indicators)
    wanted = [topic for topic, count in counted.most_common() if count >= _FEWEST]
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
    sign = {Direction.LOWER_IS_BETTER: "-", Direction.HIGHER_IS_BETTER: ""}.get(entry.direction)
    return {
        "figure": content.renderer.format_figure(key),
        "figure_key": content.renderer.names.figures[key],
        "figure_of": entry.name[identity.page.language],
        "figure_period": own.period,
        "value": "" if sign is None else sign + evidence.measures[key].scaled(),
    }
