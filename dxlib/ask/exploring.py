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
from dxlib.ask.dated_tables import check_option
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
class Call:
    """A call of dxlib; empty options are left out."""

    name: str
    args: list[Any]
    options: Mapping[str, Any]

    @property
    def given(self) -> dict[str, Any]:
        """Its options without those that are empty."""
        return {key: value for key, value in self.options.items() if value not in ("", [])}

    def run(self) -> Any:
        """Give what it gives."""
        function = getattr(charts, self.name) if self.name in CHARTS else frame
        return function(*self.args, **self.given)

    def __str__(self) -> str:
        parts = [*map(_write, self.args), *(f"{key}={_write(value)}" for key, value in self.given.items())]
        line = f"dx.{self.name}({', '.join(parts)})"
        return line if len(line) <= _WIDTH else f"dx.{self.name}(\n" + "".join(f"    {one},\n" for one in parts) + ")"


def _list_calls(state: Mapping[str, Any]) -> tuple[Call, Call]:
    """Give the calls that make the chart and the table of what is chosen.

    Raises
    ------
    ConfigError
        For a chart, a language or a day that there is none of, and without an indicator.
    """
    chart, since, until, as_of = (str(state.get(name, "")) for name in ("chart", "since", "until", "as_of"))
    indicators, areas = (list(map(str, state.get(name, ()))) for name in ("indicators", "areas"))
    check_option("chart", chart, CHARTS)
    desk = open_desk(as_of or None, str(state.get("language", "")))
    if not indicators:
        raise ConfigError("Choose an indicator.")
    taken = inspect.signature(getattr(Pictures, chart)).parameters
    takes_many = any(one.kind is one.VAR_POSITIONAL for one in taken.values())
    common = {"since": _read_year(since), "until": _read_year(until), "as_of": as_of}
    common["language"] = desk.language if desk.language != desk.catalogue.project.languages[0] else ""
    named = areas[0] if len(areas) == 1 else areas
    # Charts name their areas in three ways; one of a single area takes neither a list nor a group.
    is_group = isinstance(named, list) or named in desk.catalogue.groups
    option = "areas" if "areas" in taken else "group" if is_group and "group" in taken else "area"
    return (
        Call(chart, indicators if takes_many else indicators[:1], {option: named, **common}),
        Call("frame", [indicators] if len(indicators) > 1 else indicators, {"areas": named or desk.home, **common}),
    )


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
             "language": desk.language, "as_of": day}  # fmt: skip
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
    """Give what the browser lets people choose from: ids with their names, and ``further`` names to find them by."""
    catalogue = desk.catalogue
    named = {key: catalogue.indicators[key].name for key in desk.indicators}
    named |= {key: area.name for key, area in catalogue.areas.items()}
    return {
        "indicators": [[key, catalogue.indicators[key].name.main] for key in desk.indicators],
        "areas": [
            *([key, f"{len(members)} areas"] for key, members in catalogue.groups.items()),
            *([key, area.name.main] for key, area in catalogue.areas.items()),
        ],
        "further": {key: " ".join(name.list_texts()) for key, name in named.items()},
        "charts": list(CHARTS),
        "languages": list(catalogue.project.languages),
    }


def show(state: Mapping[str, Any]) -> dict[str, str]:
    """Give chart, table and code of what is chosen, or what is wrong with it.

    Parameters
    ----------
    state
        What is chosen, as the browser says it: ``chart``, one of :data:`CHARTS`; ``indicators`` and ``areas``, ids
        and keys; ``since``, ``until``, ``language`` and ``as_of``, empty where they are left out.

    Returns
    -------
    dict of str
        ``chart`` and ``table`` as HTML, ``code``, and ``error``, empty where there is none.
    """
    shown = {"chart": "", "table": "", "code": "", "error": ""}
    try:
        chart, table = _list_calls(state)
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
