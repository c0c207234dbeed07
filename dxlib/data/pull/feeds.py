"""The register of feeds, ``data/catalogue/feeds.yaml``: which publishers' files are fetched, and how they are read."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from dxlib.addresses import hide_secrets, is_fetchable
from dxlib.bounds import LONGEST_S, UNPACKED_BYTES
from dxlib.data.catalogue import Catalogue, Source, show_paths
from dxlib.data.copies import find_mistakes, find_stranger
from dxlib.data.ingest.layouts import get_reader, list_layouts
from dxlib.data.ingest.mapping import inspect_mapping
from dxlib.data.pull.named_mappings import get_register
from dxlib.data.pull.vintages import Vintage, read_vintages
from dxlib.data.words import StrictModel, Text
from dxlib.data.yaml_files import YamlFile, read_yaml
from dxlib.errors import ConfigError, Problem, did_you_mean, import_library, raise_problems
from dxlib.paths import Project

SDMX_LAYOUT: Final = "sdmx_csv"
_NAME: Final = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
# Parameters of readers that are no options: the caller gives them, or the feed has a key of their own for them.
_GIVEN_OTHERWISE: Final = ("path", "catalogue", "source", "indicators", "mapping")


class SdmxQuery(StrictModel):
    """Data of an SDMX service that the client library knows, such as Eurostat's (``ESTAT``)."""

    provider: Text
    flow: Text
    key: Text = "all"
    params: Mapping[str, str] = Field(default_factory=dict)

    def make_address(self) -> str:
        """Give the address that answers the query; the library knows the services, the transfer stays ours.

        Raises
        ------
        ConfigError
            For a provider, or a parameter, that the library does not know.
        MissingDependencyError
            Where the library is not installed.
        """
        sdmx = import_library("sdmx", "sdmx1 is not installed.", "pull")  # two seconds, and pandas
        if self.provider not in sdmx.list_sources():
            what = f"Unknown SDMX provider '{self.provider}'.{did_you_mean(self.provider, sdmx.list_sources())}"
            raise ConfigError(what, allowed=sdmx.list_sources(), fix="correct the feed, or give its url instead.")
        try:
            client = sdmx.Client(self.provider)
            request = client.get("data", self.flow, key=self.key, params=dict(self.params), dry_run=True)
        except (ValueError, NotImplementedError) as error:
            raise ConfigError(f"No query of {self.provider}: {error}.", fix="correct 'sdmx' of the feed.") from error
        return str(request.url)


class Feed(StrictModel):
    """One file that a publisher keeps up to date.

    Attributes
    ----------
    publisher, title, language, terms, via
        As of a source in the register of sources: every vintage becomes one.
    url, sdmx
        Where its publisher has it; one of the two, unless it is copied from elsewhere.
    copied_from
        Where it is fetched, if that is a copy which somebody else keeps; ``url`` is then not fetched, and may be empty.
    layout
        Of the reader, see ``dxlib/data/ingest/``.
    indicators
        dxlib's indicator of each of the publisher's codes that is to be kept.
    mapping, options
        What else the reader asks for: the mapping of a spreadsheet, the decimal mark of an SDMX-CSV.
    sha256
        Of the file, for one that never changes.
    allow_hosts
        To which the publisher redirects.
    timeout_s, most_bytes
        What a transfer may cost, where it may cost more than usual.
    known_problems
        How many problems of the file are known and accepted; with more of them no vintage is kept.
    dropped
        What it means that a vintage lacks a figure of an earlier one: ``withdrawn``, the figure does not hold any more;
        ``kept``, it still holds, as where the file only shows the last years. Without it the figure still holds, and
        ``dxlib check`` warns of it.
    """

    publisher: Text
    title: Text
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    terms: Text
    via: str = ""
    url: str = ""
    copied_from: str = ""
    sdmx: SdmxQuery | None = None
    layout: Text
    indicators: Mapping[str, Text] = Field(default_factory=dict)
    mapping: str = ""
    options: Mapping[str, str] = Field(default_factory=dict)
    sha256: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""
    allow_hosts: tuple[Text, ...] = ()
    timeout_s: float | None = Field(None, gt=0, le=LONGEST_S)
    most_bytes: int | None = Field(None, gt=0, le=UNPACKED_BYTES)
    known_problems: int = Field(0, ge=0)
    dropped: Literal["", "kept", "withdrawn"] = ""

    def make_source(self, vintage: Vintage, catalogue: Catalogue) -> Source:
        """Give the entry of a vintage in the register of sources; it is a copy, or not, as when it was fetched."""
        stranger = find_stranger(vintage.url, catalogue.publishers[self.publisher].url)
        own = hide_secrets(self.url)  # as vintages have it
        # A vintage that came from the publisher's own address is no copy, even if the feed has named one since.
        is_copy = vintage.url != own and (self.copied_from or stranger)
        return Source(
            publisher=self.publisher, via=self.via, title=self.title, language=self.language,
            url=own if is_copy else vintage.url, copied_from=vintage.url if is_copy else "",
            published=vintage.stated, read=vintage.fetched, terms=self.terms,
        )  # fmt: skip


def read_feeds_register(project: Project, catalogue: Catalogue) -> dict[str, Feed]:
    """Read the register of feeds; one that is not there has none.

    Raises
    ------
    SchemaError
        With every problem of every entry, each with line and key.
    """
    feeds, problems = inspect_feeds(project, catalogue)
    raise_problems(show_paths(problems, project))
    return feeds


def inspect_feeds(project: Project, catalogue: Catalogue) -> tuple[dict[str, Feed], list[Problem]]:
    """Give the feeds that are valid, and everything that is wrong with the register."""
    path = get_register(project)
    if not path.exists():
        return {}, []
    file = read_yaml(path)
    feeds: dict[str, Feed] = {}
    problems = list(file.problems)
    for name, value in file.data.items():
        feed, found = file.check(Feed, value, (str(name),))
        found += _Checker(file, project, catalogue).find_problems(str(name), feed) if feed else ()
        problems += found
        if feed and not found:
            feeds[str(name)] = feed
    return feeds, problems


def list_sources(project: Project, catalogue: Catalogue) -> dict[str, Source]:
    """Give the kept vintages of all feeds as sources, by id; nothing but their registers is read."""
    if not project.feeds.is_dir():
        return {}
    feeds, _ = inspect_feeds(project, catalogue)
    return {
        f"{name}@{vintage.name}": feed.make_source(vintage, catalogue)
        for name, feed in feeds.items()
        for vintage in read_vintages(project.feeds / name)[0]
    }


@dataclass(frozen=True, slots=True)
class _Checker:
    """The rules for one entry that no model can hold."""

    file: YamlFile
    project: Project
    catalogue: Catalogue

    def find_problems(self, name: str, feed: Feed) -> Iterator[Problem]:
        """Give everything that is wrong with an entry."""
        if not _NAME.fullmatch(name):
            fix = "write small letters, digits, and single '_' or '-' between them: it becomes the name of a folder."
            yield self.file.complain((name,), f"'{name}' is no name of a feed", fix)
        yield from self._check_place(name, feed)
        yield from self._check_references(name, feed)
        if feed.layout not in list_layouts():
            hint = did_you_mean(feed.layout, list_layouts())
            place, what = (name, "layout"), f"Unknown layout '{feed.layout}'"
            yield self.file.complain(place, what, "name a reader.", allowed=tuple(list_layouts()), hint=hint)
        else:
            yield from self._check_options(name, feed)

    def _check_place(self, name: str, feed: Feed) -> Iterator[Problem]:
        if bool(feed.url or feed.copied_from) == (feed.sdmx is not None):
            yield self.file.complain((name,), "Not one of 'url' and 'sdmx'", "say where the file stands, once.")
        publisher = self.catalogue.publishers.get(feed.publisher)
        addresses = {"url": feed.url, "copied_from": feed.copied_from}
        own = publisher.url if publisher else ""
        for key, what, fix in find_mistakes(addresses, feed.publisher, own, is_fetchable):
            yield self.file.complain((name, key), what, fix)
        if feed.sdmx and feed.layout != SDMX_LAYOUT:
            what, fix = f"Data of an SDMX service in the layout '{feed.layout}'", f"write layout: {SDMX_LAYOUT}."
            yield self.file.complain((name, "layout"), what, fix)

    def _check_references(self, name: str, feed: Feed) -> Iterator[Problem]:
        publishers, indicators = self.catalogue.publishers, self.catalogue.indicators
        if feed.publisher not in publishers:
            fix = "correct it, or add it to data/catalogue/publishers.yaml."
            yield self.file.complain_unknown((name, "publisher"), "publisher", feed.publisher, publishers, fix)
        for code, indicator in feed.indicators.items():
            if indicator not in indicators:
                fix = "correct it, or add it under data/catalogue/indicators/."
                place = (name, "indicators", str(code))
                yield self.file.complain_unknown(place, "indicator", indicator, indicators, fix)

    def _check_options(self, name: str, feed: Feed) -> Iterator[Problem]:
        asked = inspect.signature(get_reader(feed.layout)).parameters
        # The signature of a reader says which options it has, so that no list beside it can become outdated.
        own = [key for key in asked if key not in _GIVEN_OTHERWISE]
        for key in feed.options:
            if key not in own:
                what = f"The layout '{feed.layout}' has no option '{key}'"
                yield self.file.complain((name, "options", key), what, "drop it.", allowed=tuple(own))
        if not feed.indicators:
            yield self.file.complain((name,), "No indicators", "say which codes are to be kept, under 'indicators'.")
        if bool(feed.mapping) != ("mapping" in asked):
            what = f"The layout '{feed.layout}' {'asks for a' if 'mapping' in asked else 'has no'} mapping"
            yield self.file.complain((name, "mapping"), what, "name its YAML file, or drop it.")
        elif feed.mapping and not (self.project.root / feed.mapping).resolve().is_relative_to(self.project.root):
            what, fix = f"'{feed.mapping}' lies outside the project", "name a file of the project from its root."
            yield self.file.complain((name, "mapping"), what, fix)
        elif feed.mapping:
            yield from inspect_mapping(self.project.root / feed.mapping, self.catalogue)[1]
