"""A small project with figures of every sort, and the charts that a brief makes of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import dxlib as dx
from dxlib.audit.charts.composing import compose_chart
from dxlib.audit.charts.drawn import Drawn
from dxlib.audit.charts.saying import Charting
from dxlib.audit.drawings import check_view
from dxlib.audit.evaluate import FigureCalls
from dxlib.audit.facts import Facts
from dxlib.audit.figure import Fig, Gap, read_figure
from dxlib.audit.gathering import Collector
from dxlib.audit.svg.parsing import Drawing, ReadText, Shape, parse_drawing
from dxlib.audit.svg.view import View
from dxlib.data import schema
from dxlib.data.clean import clean
from dxlib.evidence.parts import Part
from dxlib.evidence.render import Renderer
from dxlib.language import Speaker
from tests.audit.charts.notebooks import find_drawings
from tests.conftest import (
    Toy,
    list_fillers,
    make_catalogue_files,
    make_indicator,
    make_row,
    make_words,
    write_toy_project,
)

DAY = "2026-12-31"
WIDE, NARROW = 680, 330
PATTERNS = {
    "PERCENT": {"other": "{n}%"},
    "RANK": {"other": "{n}"},
    "COUNT": {"other": "{n}"},
    "LONG": {"other": "{n} services of the state"},
    "PER_100": {"other": "{n} per 100 people"},
}
_UNITS = {
    "egdi_rank": "RANK", "gci_rank": "RANK", "online_share": "PERCENT", "users": "PERCENT", "waste": "PERCENT",
    "whole": "INDEX", "one": "INDEX", "two": "INDEX", "accounts": "PERSON",
    "decrees": "COUNT",
}  # fmt: skip
# By indicator and area what is stated of each period; a value may be followed by "/" and N, or begin with a bound.
_STATED: dict[str, dict[str, str]] = {
    "egdi_rank": {
        "VNM": "2018 88/193, 2020 86/193, 2022 90/193, 2024 71/193",
        "SGP": "2018 7, 2020 11, 2022 12, 2024 3",
        "LAO": "2018 162, 2020 167, 2022 159, 2024 152",
    },
    "gci_rank": {"VNM": "2020 50, 2024 25", "SGP": "2020 6, 2024 1"},
    "users": {
        "VNM": "2019 20.5, 2020 31, 2021 55, 2022 48.2, 2023 >60, 2024 66.5", "SGP": "2022 88, 2023 91, 2024 94",
        "THA": "2024 ~71.5", "LAO": "2022 30, 2024 33.5",
    },
    "waste": {"VNM": "2022 12, 2024 7", "SGP": "2022 3, 2024 9", "LAO": "2022 1"},
    "online_share": {"VNM": "2020 20, 2021 30, 2023 17.6, 2024 45.2", "SGP": "2021 40, 2024 60"},
    "whole": {"VNM": "2022 0.6, 2024 0.7", "SGP": "2022 0.8, 2024 0.9"},
    "one": {"VNM": "2022 0.5, 2024 0.8", "SGP": "2022 0.7, 2024 0.85"},
    "two": {"VNM": "2022 0.7, 2024 0.6", "SGP": "2024 0.95"},
    "decrees": {"VNM": "2023 9, 2024 14, 2026-01/2026-02 12, 2026-03/2026-04 15"},
    "accounts": {f"P-0{at}": f"2024 {at}0" for at in range(1, 8)},
}  # fmt: skip


def _list_rows() -> Iterator[dict[str, str]]:
    for indicator, areas in _STATED.items():
        for area, periods in areas.items():
            for stated in periods.split(", "):
                period, written = stated.split(" ")
                value, _, total = written.partition("/")
                number = value.lstrip(">~<=")
                yield make_row(
                    INDICATOR=indicator, REF_AREA=area, TIME_PERIOD=period, OBS_VALUE=number, OUT_OF=total,
                    QUALIFIER=value.removesuffix(number), UNIT_MEASURE=_UNITS[indicator],
                )  # fmt: skip
    more = {"INDICATOR": "users", "UNIT_MEASURE": "PERCENT"}
    yield make_row(**more, TIME_PERIOD="2022", OBS_VALUE="52", SOURCE="mic-2024")
    yield make_row(**more, TIME_PERIOD="2024", OBS_VALUE="61.5", SOURCE="mic-2024", OBS_STATUS="P")
    yield make_row(**more, TIME_PERIOD="2018", OBS_VALUE="15", OBS_STATUS="E")
    yield make_row(**more, REF_AREA="IDN", OBS_VALUE="64", OBS_STATUS="E")
    yield make_row(**more, TIME_PERIOD="2026", OBS_VALUE="80", KIND="target")
    yield make_row(**more, TIME_PERIOD="2030", OBS_VALUE="95", KIND="target")
    yield make_row(TIME_PERIOD="2025", OBS_VALUE="60", KIND="target")
    share = {"INDICATOR": "online_share", "UNIT_MEASURE": "PERCENT", "KIND": "target"}
    yield make_row(**share, TIME_PERIOD="2020", OBS_VALUE="15")
    yield make_row(**share, TIME_PERIOD="2021", OBS_VALUE="35")
    yield make_row(**share, TIME_PERIOD="", OBS_VALUE="90")


def write_small_project(root: Path) -> Toy:
    """Write the project and clean its data."""
    toy = write_toy_project(root)
    files = make_catalogue_files()
    percent = {
        name: make_indicator(name, "PERCENT", decimals=1, publishers=["UN", "MIC"]) for name in ("users", "waste")
    }
    percent["waste"]["direction"] = "lower_is_better"
    index = {name: make_indicator(name, "INDEX", decimals=2) for name in ("whole", "one", "two")}
    rank = {"gci_rank": make_indicator("gci_rank", "RANK", direction="lower_is_better")}
    count = {"decrees": make_indicator("decrees", "COUNT")}
    old = files["indicators/rankings.yaml"]
    toy.write_catalogue("indicators/rankings.yaml", {**old, **percent, **index, **rank, **count})
    countries = {"LAO": "Lao PDR", "THA": "Thailand", "IDN": "Indonesia"}
    areas = {key: {"name": make_words(name), "kind": "country", "groups": ["asean"]} for key, name in countries.items()}
    tiles = {
        f"P-0{at}": {"name": make_words(f"Province {at}"), "short": make_words(f"P{at}"), "kind": "province",
                     "tile": [at, at % 3 + 1], "groups": ["provinces_63"]}
        for at in range(1, 9)
    }  # fmt: skip
    toy.write_catalogue("areas.yaml", {**files["areas.yaml"], **areas, **tiles})
    toy.write_ledger([*_list_rows(), *list_fillers()])
    clean(toy.project)
    return toy


@dataclass(frozen=True)
class Made:
    """A chart that the audit composed, and what it says as plain text."""

    chart: Any
    small: Small
    collector: Collector

    @property
    def subtitle(self) -> str:
        return self._say([self.chart.subtitle])[0]

    @property
    def words(self) -> list[str]:
        return self._say(self.chart.words)

    @property
    def notes(self) -> list[str]:
        return self._say(self.chart.notes)

    @property
    def table(self) -> list[str]:
        """The rows of its table, the heads first."""
        return [" | ".join(self._say(row)) for row in (self.chart.heads, *self.chart.rows)]

    def _say(self, parts: Iterable[Part]) -> list[str]:
        return self.small.say(parts, self.collector)


@dataclass(frozen=True)
class Small:
    """The small project, as the audit and a brief know it."""

    toy: Toy

    @cached_property
    def facts(self) -> Facts:
        return Facts(self.toy.project)

    def figures(self, area: str = "VNM", day: str = DAY) -> FigureCalls:
        """Give what the audit knows on a day."""
        return FigureCalls(self.facts.known_on(day), area)

    def collector(self, language: str = "en") -> Collector:
        """Give a collector that has noted down nothing."""
        return Collector(self.facts.catalogue, language)

    def make(self, make: Callable[..., Any], *args: str, area: str = "VNM", day: str = DAY, **options: Any) -> Made:
        """Compose a chart by its own function."""
        collector = self.collector()
        chart = make(Charting(self.figures(area, day), collector), *args, **options)
        return Made(chart, self, collector)

    def say(self, parts: Iterable[Part], collector: Collector) -> list[str]:
        """Give parts as plain text."""
        listed = list(parts)  # which notes down their figures
        measures = {key: one.measure for key, one in collector.figures.items()}
        renderer = Renderer(self.open()._writer.speaker, measures)
        return [re.sub(r"\s+", " ", renderer.render(part).striptags()) for part in listed]

    def open(self, area: str = "VNM", language: str = "en") -> dx.Brief:
        """Open the brief of the project."""
        return dx.open_brief(
            "01-toy", area=area, edition=2026, language=language, as_of=DAY, root=self.toy.project.root
        )

    def draw(self, kind: str, *args: str, width: int = WIDE, area: str = "VNM", **options: Any) -> View:
        """Give the drawing that a brief makes, beside what it must show."""
        return _draw(self, kind, args, width, area, tuple(options.items()))


@cache  # a drawing is altered by making another
def _draw(
    small: Small, kind: str, args: tuple[str, ...], width: int, area: str, given: tuple[tuple[str, Any], ...]
) -> View:
    brief, options = small.open(area), dict(given)
    fragment = getattr(brief, kind)(*args, title="Any", **options)
    found = compose_chart(kind, small.figures(area), small.collector(), "", "Any", args, options)
    assert not isinstance(found, Gap)
    renderer = Renderer(brief._writer.speaker, fragment.evidence.measures)
    drawings = [json.loads(json.dumps(one[1])) for one in find_drawings(fragment.content)]
    drawing = parse_drawing(str(renderer.render(drawings[width == NARROW])))
    return View(drawing, found[1], brief._writer.speaker, renderer.names.figures)


def alter(view: View, **changes: Any) -> View:
    """Give a view whose drawing has something else."""
    return replace(view, drawing=replace(view.drawing, **changes))


def check(view: View, **changes: Any) -> list[str]:
    """Read a drawing from the start, as what a chart of other properties must show; give what is wrong."""
    return check_view(replace(view, drawn=replace(view.drawn, **changes)))


def change_text(view: View, text: str, /, *, nth: int = 0, by: tuple[float, float] = (0, 0), **changes: Any) -> View:
    """Give a view in which the nth of some equal texts stands elsewhere, or is another."""
    at = [index for index, one in enumerate(view.drawing.texts) if one.text.replace("\u00a0", " ") == text][nth]
    texts, one = list(view.drawing.texts), view.drawing.texts[at]
    texts[at] = replace(one, x=one.x + by[0], y=one.y + by[1], **changes)
    return alter(view, texts=tuple(texts))


def drop_text(view: View, text: str) -> View:
    """Give a view without a text."""
    return alter(view, texts=tuple(one for one in view.drawing.texts if one.text.replace("\u00a0", " ") != text))


def move_shape(view: View, look: str, *, nth: int = 0, by: tuple[float, float] = (4, 0)) -> View:
    """Give a view in which the nth shape of a look that begins so stands elsewhere."""
    at = [index for index, one in enumerate(view.drawing.shapes) if one.look.startswith(look)][nth]
    shapes, one = list(view.drawing.shapes), view.drawing.shapes[at]
    shapes[at] = replace(one, points=tuple((x + by[0], y + by[1]) for x, y in one.points))
    return alter(view, shapes=tuple(shapes))


def move_spot(view: View, *, nth: int = 0, by: float = 5) -> View:
    """Give a view in which ``data-at`` has a figure elsewhere."""
    spots = list(view.drawing.spots)
    key, x, y = spots[nth]
    spots[nth] = (key, x + by, y)
    return alter(view, spots=tuple(spots))


def stretch(view: View, by: int = 4) -> View:
    """Give a view whose drawing is higher."""
    return alter(view, height=view.drawing.height + by)


# Drawings and figures of which nothing but a few cells matters ----------------------------------


def make_fig(
    value: object = 50, period: str = "2024", *, unit: str = "PERCENT", area: str = "VNM", **cells: str
) -> Fig:
    """Give a figure that a row states."""
    row = {
        **dict.fromkeys(schema.CLEAN_COLUMNS, ""), "INDICATOR": "users", "REF_AREA": area, "TIME_PERIOD": period,
        "OBS_VALUE": str(value), "UNIT_MEASURE": unit, "UNIT_MULT": "0", "KIND": "actual", "SOURCE": "un-2024",
        "OBS_STATUS": "A", **cells,
    }  # fmt: skip
    return read_figure(row, 1)


def make_view(
    drawn: Drawn | None = None, *, texts: Sequence[ReadText] = (), shapes: Sequence[Shape] = (), width: int = WIDE,
    height: int = 100, spots: Sequence[tuple[str, float, float]] = (), names: dict[str, str] | None = None,
) -> View:  # fmt: skip
    """Give a view of a drawing made by hand."""
    drawing = Drawing(width, height, ("c-d", "cw-t", "cw-t"), "x", tuple(spots), tuple(shapes), tuple(texts))
    return View(drawing, drawn or Drawn("trend", "x", "PERCENT", 0), Speaker("en", PATTERNS), names or {})
