"""The explorer: indicators, areas, years, chart, language and day to choose; chart, table and code at once."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any, Final

from dxlib.ask import charts
from dxlib.ask.charts import CHARTS
from dxlib.ask.dated_tables import check_option, choose_language
from dxlib.ask.desk import Desk, open_desk, read_day
from dxlib.ask.frames import frame
from dxlib.brief.pictures.calls import Pictures
from dxlib.errors import ConfigError, DxError, import_library
from dxlib.figures.choosing import Named, choose_areas, choose_indicators, is_given, list_names

if TYPE_CHECKING:
    import pandas as pd

_MOST_ROWS: Final = 200  # the code beside it gives the whole table
_COLUMNS: Final = (
    "AREA_NAME",
    "INDICATOR",
    "TIME_PERIOD",
    "OBS_VALUE",
    "UNIT_MEASURE",
    "OBS_STATUS",
    "SOURCE",
    "RIVALS",
)
_WIDTH: Final = 88  # of a line of code


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is chosen in the explorer; empty texts stand for what is left out.

    Parameters
    ----------
    chart
        One of :data:`CHARTS`.
    indicators, areas
        Ids; keys and groups.
    since, until
        Periods.
    language, as_of
        Of words; an ISO date.
    """

    chart: str
    indicators: tuple[str, ...]
    areas: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    language: str = ""
    as_of: str = ""

    @classmethod
    def read(cls, state: Mapping[str, Any]) -> Chosen:
        """Read what the browser says; what it cannot have chosen is an error.

        Raises
        ------
        ConfigError
            For a chart or a language that there is none of.
        """
        check_option("chart", str(state.get("chart", "")), CHARTS)
        language = choose_language(str(state.get("language", "")))
        indicators, areas = (tuple(map(str, state.get(name, ()))) for name in ("indicators", "areas"))
        since, until, as_of = (str(state.get(name, "")) for name in ("since", "until", "as_of"))
        return cls(str(state["chart"]), indicators, areas, since, until, language, as_of)

    def list_calls(self, desk: Desk) -> tuple[Call, Call]:
        """Give the calls that make the chart and the table."""
        taken = inspect.signature(getattr(Pictures, self.chart)).parameters
        takes_many = any(one.kind is one.VAR_POSITIONAL for one in taken.values())
        common: dict[str, Any] = {
            name: _read_year(text) for name in ("since", "until") if (text := getattr(self, name))
        }
        common |= {name: text for name in ("as_of",) if (text := getattr(self, name))}
        common |= {"language": self.language} if self.language != choose_language("") else {}
        named = self.areas[0] if len(self.areas) == 1 else list(self.areas)
        of_table = named or desk.home
        # Charts name their areas in three ways; one of a single area takes neither a list nor a group.
        of_chart = {}
        if named:
            is_group = named in desk.catalogue.groups if isinstance(named, str) else True
            of_chart = {"areas" if "areas" in taken else "group" if is_group and "group" in taken else "area": named}
        indicators = list(self.indicators)
        return (
            Call(self.chart, indicators if takes_many else indicators[:1], {**of_chart, **common}),
            Call("frame", [indicators] if len(indicators) > 1 else indicators,
                 {**({"areas": of_table} if of_table else {}), **common}),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Call:
    """A call of dxlib."""

    name: str
    args: list[Any]
    options: Mapping[str, Any]

    def run(self) -> Any:
        """Give what it gives."""
        function = getattr(charts, self.name) if self.name in CHARTS else frame
        return function(*self.args, **self.options)

    def __str__(self) -> str:
        parts = [*map(_write, self.args), *(f"{key}={_write(value)}" for key, value in self.options.items())]
        line = f"dx.{self.name}({', '.join(parts)})"
        return line if len(line) <= _WIDTH else f"dx.{self.name}(\n" + "".join(f"    {one},\n" for one in parts) + ")"


def explore(indicators: Named = None, *, areas: Named = None, as_of: str | date | None = None) -> Any:
    """Open the explorer: choose by mouse or keys, see chart and table at once, copy the code that makes them.

    Parameters
    ----------
    indicators, areas
        What it begins with; an indicator of the home area when left out.
    as_of
        An ISO date or a date: only what was known then. By default today.

    Returns
    -------
    anywidget.AnyWidget
        Shows itself in JupyterLab; ``choice`` is what is chosen, ``code`` the cell that makes the same.

    Raises
    ------
    ConfigError
        For any name that cannot be used.
    MissingDependencyError
        Where anywidget is not installed.

    Examples
    --------
    >>> print(explore("egdi_rank", areas="asean_six").code.splitlines()[-1])
    dx.frame("egdi_rank", areas="asean_six")
    """
    day = read_day(as_of).isoformat() if is_given(as_of) else ""
    desk = open_desk(day or None)
    begun = indicators if is_given(indicators) else _choose_first(desk)
    names = choose_indicators(begun, desk.catalogue, with_figures=desk.indicators)
    keys = () if areas is None else list_names("area", areas)
    # Called for its errors: an unknown area is refused here and not in the browser.
    choose_areas(keys or None, desk.catalogue)
    chart = "ranking" if desk.catalogue.indicators[names[0]].unit == "RANK" else "trend"
    state = {"chart": chart, "indicators": list(names), "areas": list(keys), "since": "", "until": "",
             "language": choose_language(""), "as_of": day}  # fmt: skip
    import_library("anywidget", "anywidget is not installed.", "lab")
    from dxlib.ask.widget import Explorer  # noqa: PLC0415  (needs it)

    return Explorer(list_choices(desk), state)


def _choose_first(desk: Desk) -> str:
    """Give an indicator to begin with: the rank of which most is known in the home area, or in all."""
    if not desk.indicators:
        raise ConfigError(f"No clean data in {desk.store.project.clean}.", fix="run 'dxlib clean'.")
    ranks = [name for name in desk.indicators if desk.catalogue.indicators[name].unit == "RANK"]
    own = [desk.home] if desk.home else []
    return max(ranks or desk.indicators[:1], key=lambda name: len(desk.store.read(name, areas=own)))


def list_choices(desk: Desk) -> dict[str, Any]:
    """Give what the browser lets people choose from: ids with their names."""
    catalogue = desk.catalogue
    return {
        "indicators": [[key, catalogue.indicators[key].name.main] for key in desk.indicators],
        "areas": [
            *([key, f"{len(members)} areas"] for key, members in catalogue.groups.items()),
            *([key, area.name.main] for key, area in catalogue.areas.items()),
        ],
        "charts": list(CHARTS),
        "languages": list(catalogue.project.languages),
    }


def show(state: Mapping[str, Any]) -> dict[str, str]:
    """Give chart, table and code of what is chosen, or what is wrong with it.

    Parameters
    ----------
    state
        The fields of :class:`Chosen`, as the browser says them.

    Returns
    -------
    dict of str
        ``chart`` and ``table`` as HTML, ``code``, and ``error``, empty where there is none.
    """
    shown = {"chart": "", "table": "", "code": "", "error": ""}
    try:
        choice = Chosen.read(state)
        if not choice.indicators:
            return {**shown, "error": "Choose an indicator."}
        chart, table = choice.list_calls(open_desk(choice.as_of or None))
        # A cell shows only its last value by itself, so the chart needs display().
        shown["code"] = f"import dxlib as dx\n\ndisplay({chart})\n{table}"
        # The table comes first: where a chart is refused, the table and the code are there already.
        shown["table"] = _show_table(table.run())
        shown["chart"] = chart.run()._repr_html_()
    except DxError as error:
        shown["error"] = str(error)
    return shown


def _show_table(table: pd.DataFrame) -> str:
    note = f"<p>{len(table)} rows, as of {escape(table.attrs['as_of'])}"
    note += f"; the first {_MOST_ROWS} are shown</p>" if len(table) > _MOST_ROWS else "</p>"
    return str(table[list(_COLUMNS)].head(_MOST_ROWS).to_html(index=False, border=0, escape=True)) + note


def _write(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_write, value))}]"
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _read_year(text: str) -> str | int:
    # The code to copy then reads since=2015, as people write it.
    return int(text) if text.isdecimal() else text
