"""Small charts with real figures, for all tests of the room."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from itertools import combinations

import pytest
from lxml import etree
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from dxlib.charts.marks import read_mark
from dxlib.charts.ranking_change import RankingChart
from dxlib.charts.series import Line
from dxlib.charts.trend import TrendChart
from dxlib.data.observations import Observation
from dxlib.data.quantities import Quantity, read_quantity
from dxlib.data.schema import Kind, ObsStatus, Qualifier
from dxlib.language import Speaker

SVG = "{http://www.w3.org/2000/svg}"
PATTERNS = {
    "PERCENT": {"other": "{n}%"},
    "USD": {"other": "{n} USD"},
    "PERSON": {"other": "{n}"},
    "INDEX": {"other": "{n}"},
    "RANK": {"other": "{n}"},
    "COUNT": {"other": "{n}"},
}
YEARS = ("2003", "2004", "2005", "2008", "2010", "2012", "2014", "2016", "2018", "2020", "2022", "2024")
EGDI = (0.357, 0.338, 0.364, 0.456, 0.445, 0.522, 0.47, 0.514, 0.593, 0.667, 0.679, 0.771)
RANKS = (97, 112, 105, 91, 90, 83, 99, 89, 88, 86, 86, 71)
TOTALS = (173, 178, 179, 182, 183, 190, 193, 193, 193, 193, 193, 193)


def make_quantity(period: str, value: object, unit: str = "PERCENT", **facts: object) -> Quantity:
    """Give a quantity read off one observation; ``facts`` replace the observation's."""
    given = {
        "indicator": "x", "area": "VNM", "period": period, "kind": Kind.ACTUAL, "value": Decimal(str(value)),
        "unit": unit, "unit_mult": 0, "status": ObsStatus.NORMAL, "qualifier": Qualifier.EXACT, "upper": None,
        "out_of": None, "source": "s", "locator": "p1", "published": "2025", "known_since": "2025-01-01",
        "as_written": "",
    } | facts  # fmt: skip
    quantity = read_quantity(Observation(**given), decimals=3)  # type: ignore[arg-type]
    assert isinstance(quantity, Quantity)
    return quantity


def make_series(values: dict[str, object], unit: str = "PERCENT", **facts: object) -> tuple[Quantity, ...]:
    return tuple(make_quantity(period, value, unit, **facts) for period, value in values.items())


class Read:
    """What tests read off a drawn figure and off an SVG."""

    @staticmethod
    def list_texts(figure: Figure) -> list[str]:
        return [text.get_text() for text in figure.axes[0].texts]

    @staticmethod
    def find_text(figure: Figure, words: str) -> Text:
        found = [text for text in figure.axes[0].texts if text.get_text() == words]
        assert len(found) == 1, f"{words!r} in {Read.list_texts(figure)}"
        return found[0]

    @staticmethod
    def list_marked(figure: Figure, attribute: str) -> list[str]:
        """Give the texts that carry a mark of a kind."""
        marked = [(text.get_text(), read_mark(text.get_gid())[0]) for text in figure.axes[0].texts]
        return [text for text, mark in marked if mark and mark.attribute == attribute]

    @staticmethod
    def read_marks(figure: Figure, words: str) -> list[str]:
        """Give what the texts with given words are marked with, ticks and periods left out."""
        marks = [read_mark(text.get_gid())[0] for text in figure.axes[0].texts if text.get_text() == words]
        return [mark.value for mark in marks if mark and mark.attribute == "data-q"]

    @staticmethod
    def measure_texts(figure: Figure) -> list[tuple[str, Bbox]]:
        with rc_context({"text.hinting": "none"}):
            renderer = FigureCanvasAgg(figure).get_renderer()
            return [(text.get_text(), text.get_window_extent(renderer)) for text in figure.axes[0].texts]

    @staticmethod
    def list_overlaps(figure: Figure) -> list[tuple[str, str]]:
        """Give the pairs of texts that share more than half a pixel."""
        boxes = [(text, box.padded(-0.5)) for text, box in Read.measure_texts(figure)]
        return [(one, other) for (one, box), (other, other_box) in combinations(boxes, 2) if box.overlaps(other_box)]

    @staticmethod
    def list_outside(figure: Figure, width: int, height: int) -> list[str]:
        return [
            text
            for text, box in Read.measure_texts(figure)
            if box.x0 < -0.5 or box.y0 < -0.5 or box.x1 > width + 0.5 or box.y1 > height
        ]

    @staticmethod
    def list_gid(figure: Figure, gid: str) -> list[object]:
        return [line for line in figure.axes[0].lines if line.get_gid() == gid]

    @staticmethod
    def list_unmarked_numerals(svg: str) -> list[str]:
        texts = etree.fromstring(svg).iter(f"{SVG}text")
        return [
            text.text
            for text in texts
            if re.search(r"\d", text.text) and not any(name.startswith("data-") for name in text.attrib)
        ]


@pytest.fixture
def read() -> type[Read]:
    return Read


@pytest.fixture(name="make_quantity")
def give_make_quantity() -> Callable[..., Quantity]:
    return make_quantity


@pytest.fixture(name="make_series")
def give_make_series() -> Callable[..., tuple[Quantity, ...]]:
    return make_series


@pytest.fixture
def english() -> Speaker:
    return Speaker("en", PATTERNS)


@pytest.fixture
def vietnamese() -> Speaker:
    return Speaker("vi", PATTERNS)


@pytest.fixture
def commerce(english: Speaker) -> TrendChart:
    """Retail e-commerce: an estimate, a rival, a target, in thousand millions."""
    values = {"2015": 4, "2017": 6.2, "2020": 11.8, "2021": 13.7, "2022": 16.4, "2023": 20, "2024": 25}
    points = make_series(values, "USD", unit_mult=9)
    rival = make_quantity("2024", 28, "USD", unit_mult=9, source="other")
    line = Line("Retail e-commerce", points, True, frozenset({points[5].key}), (rival,))
    target = make_quantity("2025", 35, "USD", unit_mult=9, kind=Kind.TARGET)
    return TrendChart((line,), (target,), english, "USD", 9)


@pytest.fixture
def signatures(english: Speaker) -> TrendChart:
    """Digital signatures: months within a year, a bound, two targets."""
    points = (
        *make_series({"2022": 3, "2024-07": 13.5}),
        make_quantity("2024-11", 20, qualifier=Qualifier.MORE_THAN),
        *make_series({"2024": 25, "2025-06": 28.42}),
    )
    targets = make_series({"2025": 50, "2030": 70}, kind=Kind.TARGET)
    return TrendChart((Line("Digital signatures", points, True),), targets, english, "PERCENT")


@pytest.fixture
def index(english: Speaker) -> TrendChart:
    """The EGDI of Viet Nam and of three others that end close to it."""
    shifts = {"Thailand": 0.064, "Indonesia": 0.028, "Philippines": -0.009}
    own = Line("Viet Nam", make_series(dict(zip(YEARS, EGDI, strict=True)), "INDEX"), True)
    others = [
        Line(name, make_series({y: v + shift for y, v in zip(YEARS, EGDI, strict=True)}, "INDEX", area=name))
        for name, shift in shifts.items()
    ]
    return TrendChart((own, *others), (), english, "INDEX", 0, zero=False)


@pytest.fixture
def broken(english: Speaker) -> TrendChart:
    """A share whose definition changed at the end of 2022."""
    points = make_series({"2020": 31, "2021": 56, "2022": 97, "2023": 46, "2024": 55})
    return TrendChart((Line("Full-process services", points, True, breaks=("2023-01-01",)),), (), english, "PERCENT")


@pytest.fixture
def ranking(english: Speaker) -> RankingChart:
    """Ranks of Viet Nam in the EGDI and of two others."""
    own = tuple(
        make_quantity(year, rank, "RANK", out_of=Decimal(total))
        for year, rank, total in zip(YEARS, RANKS, TOTALS, strict=True)
    )
    singapore = make_series({year: 3 + n % 4 for n, year in enumerate(YEARS)}, "RANK", area="SGP")
    philippines = make_series({year: 61 + n for n, year in enumerate(YEARS)}, "RANK", area="PHL")
    lines = (
        Line("Viet Nam", own, True),
        Line("Singapore", singapore),
        Line("The Philippines", philippines, short="Philippines"),
    )
    return RankingChart(lines, english)
