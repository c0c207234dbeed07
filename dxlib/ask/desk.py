"""The project that questions are asked of, as it is now, and its figures as they were known on a day."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property

from dxlib.ask.dated_tables import choose_language
from dxlib.data.asked_periods import lies_between
from dxlib.data.catalogue_files import forget_catalogue, read_catalogue
from dxlib.data.observations import Observation, ObservationStore
from dxlib.data.relations import Relations, inspect_relations
from dxlib.data.schema import Kind, get_today
from dxlib.data.stamp import list_catalogue_files, list_files
from dxlib.errors import ConfigError
from dxlib.figures.choosing import choose_area, is_given
from dxlib.figures.shelf import Series, Shelf
from dxlib.paths import Project, find_project

_State = tuple[tuple[str, int, int], ...]


class Desk(Shelf):
    """The figures of a project on a day, and what questions of it take for granted.

    Parameters
    ----------
    store
        The observations.
    language
        Of all names.
    """

    def __init__(self, store: ObservationStore, language: str) -> None:
        super().__init__(store)
        self.language = language

    @property
    def home(self) -> str:
        """The area that is meant where a question names none, by the project file; empty where it names none."""
        return self.catalogue.project.home

    def list_growth_rates(self, indicator: str) -> tuple[str, ...]:
        """Give the indicators that hold stated growth rates of one, by ``relations.yaml``."""
        return tuple(rate for rate, level in self._relations.growth.items() if level == indicator)

    @cached_property
    def _relations(self) -> Relations:
        return inspect_relations(self.store.project, self.catalogue)[0]

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """The ids of all indicators that have figures or targets."""
        return self.store.indicators

    def read_known(
        self, indicator: str, *, areas: Iterable[str] = (), kind: Kind = Kind.ACTUAL
    ) -> tuple[Observation, ...]:
        """Read what sources state of an indicator; nothing where there are no data."""
        return self.read_stated(indicator, areas=areas, kind=kind) if indicator in self.indicators else ()

    def list_areas(self, indicator: str, *, kind: Kind = Kind.ACTUAL) -> tuple[str, ...]:
        """Give the keys of the areas of which rows of an indicator are known, forecasts included."""
        rows = self.store.read(indicator, kind=kind) if indicator in self.indicators else ()
        return tuple(dict.fromkeys(row.area for row in rows))

    def choose_area(self, given: str, indicator: str, *, kind: Kind = Kind.ACTUAL) -> str:
        """Give the key of an area, or where none is named the one that is meant; see :func:`choose_area`."""
        # Rows are read only where they must tell which area is meant.
        having = () if is_given(given) else self.list_areas(indicator, kind=kind)
        return choose_area(given, indicator, self.catalogue, having=having, home=self.home)


class Window(Shelf):
    """The figures of a shelf that lie between two periods, both included; all of them where a period is empty."""

    def __init__(self, whole: Shelf, since: str, until: str) -> None:
        super().__init__(whole.store)
        self._whole, self._since, self._until = whole, since, until

    def read_series(self, indicator: str, area: str, *, kind: Kind = Kind.ACTUAL) -> Series:
        """Read the figures of a series that lie in the window; targets as they are."""
        series = self._whole.read_series(indicator, area, kind=kind)
        # A target ahead would fall out of a window that ends this year, and the chart would lose its mark.
        if kind is Kind.TARGET:
            return series
        return series.select(lambda figure: lies_between(figure.period, self._since, self._until))


_desks: dict[tuple[Project, date, str], tuple[_State, Desk]] = {}  # what one question read serves the next


def open_desk(as_of: str | date | None = None, language: str = "") -> Desk:
    """Open the project that the working directory lies in; read again when its catalogue or data have changed.

    Parameters
    ----------
    as_of
        An ISO date or a date; figures that became known later are not there. By default today.
    language
        Of all names; by default the first one of the project.

    Raises
    ------
    ConfigError
        Outside a project, for a date that is none, or for a language that the project does not have.
    """
    project, day = find_project(), read_day(as_of)
    state = _look(project)
    # Desks of other days have read the same files, and the process keeps the catalogue that it read once: a notebook
    # that stays open for hours would go on with the old one.
    if any(seen != state for (one, *_), (seen, _) in _desks.items() if one == project):
        _desks.clear()
        forget_catalogue()
    catalogue = read_catalogue(project)
    key = (project, day, choose_language(language, catalogue))
    if key not in _desks:
        _desks[key] = (state, Desk(ObservationStore(project, catalogue, day), key[-1]))
    return _desks[key][1]


def read_day(given: str | date | None) -> date:
    """Give a day that was written as an ISO date; today for none.

    Raises
    ------
    ConfigError
        For a text that is no date.
    """
    if given is None:
        return get_today()
    try:
        if isinstance(given, datetime):  # a Timestamp of pandas is one as well; figures are of days
            return date(given.year, given.month, given.day)
        return given if isinstance(given, date) else date.fromisoformat(given)
    except (TypeError, ValueError) as error:  # NaT is a datetime that has no day
        raise ConfigError(f"'{given}' is not a day.", allowed=["2024-12-31"], fix="write it as ISO 8601.") from error


def _look(project: Project) -> _State:
    """Give path, time and size of the files that are read."""
    # A look at 400 files takes some milliseconds, hashes of their contents far longer: this runs before each question.
    paths = sorted((*list_catalogue_files(project), *list_files(project.clean)))
    return tuple((path, found.st_mtime_ns, found.st_size) for path in paths if (found := os.stat(path)))  # noqa: PTH116
