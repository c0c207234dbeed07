"""Small charts with real figures, for all tests of the room."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from lxml import etree

from dxlib.charts.canvas import Canvas, CanvasText, Fill, Marker, Stroke
from dxlib.charts.entries import ComparedArea
from dxlib.charts.labels import Box, make_box
from dxlib.charts.ranking_change import RankingChart
from dxlib.charts.series import Line
from dxlib.charts.theme import BASELINE, FONT_SIZE, ROW_HEIGHT, Color, measure_text
from dxlib.charts.trend import TrendChart
from dxlib.data.observations import Observation
from dxlib.data.quantities import Quantity, read_quantity
from dxlib.data.schema import Kind, ObsStatus, Qualifier
from dxlib.evidence.render import Renderer
from dxlib.language import Sentence, Speaker
from tests.rendering import draw_svg

SVG = "{http://www.w3.org/2000/svg}"
PATTERNS = {
    "PERCENT": {"other": "{n}%"},
    "USD": {"other": "{n} USD"},
    "PERSON": {"other": "{n}"},
    "INDEX": {"other": "{n}"},
    "RANK": {"other": "{n}"},
    "COUNT": {"other": "{n}"},
    "PER_100": {"other": "{n} par centaine d’habitants"},
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


LONG_NAMES = (
    "Thành phố Hồ Chí Minh", "Bà Rịa - Vũng Tàu", "Thừa Thiên Huế", "Quảng Ngãi", "Brunéi Darussalam",
    "République de Corée", "Hô Chi Minh-Ville", "Timor-Leste", "Lào", "Đắk Nông", "RDP lao", "Việt Nam",
)  # fmt: skip


class Read:
    """What tests read off a canvas and off an SVG."""

    @staticmethod
    def list_texts(canvas: Canvas) -> list[str]:
        return [text.text for text in canvas.texts]

    @staticmethod
    def find_text(canvas: Canvas, words: str) -> CanvasText:
        found = [text for text in canvas.texts if text.text == words]
        assert len(found) == 1, f"{words!r} in {Read.list_texts(canvas)}"
        return found[0]

    @staticmethod
    def list_marked(canvas: Canvas, attribute: str) -> list[str]:
        """Give the texts that carry a mark of a kind."""
        return [text.text for text in canvas.texts if text.mark and text.mark.attribute == attribute]

    @staticmethod
    def read_marks(canvas: Canvas, words: str) -> list[str]:
        """Give what the texts with given words are marked with, ticks and periods left out."""
        return [
            text.mark.value
            for text in canvas.texts
            if text.text == words and text.mark and text.mark.attribute == "data-q"
        ]

    @staticmethod
    def read_value(canvas: Canvas, y: float) -> float:
        """Give the value at a height, read off two ticks of the value axis as a reader would."""
        ticks = [
            (float(text.mark.value), text.y - 4)
            for text in canvas.texts
            if text.mark and text.mark.attribute == "data-tick"
        ]
        (low, start), (high, end) = ticks[0], ticks[-1]
        return round(low + (y - start) / (end - start) * (high - low), 6)

    @staticmethod
    def list_lines(canvas: Canvas, name: str = "") -> list[Stroke]:
        """Give the lines that join points, of one name or of all."""
        return [stroke for stroke in canvas.strokes if stroke.role == "line" and name in ("", stroke.name)]

    @staticmethod
    def list_runs(canvas: Canvas, name: str = "") -> list[list[float]]:
        """Give the values of each line that joins points, in the order drawn."""
        return [[Read.read_value(canvas, y) for _, y in stroke.points] for stroke in Read.list_lines(canvas, name)]

    @staticmethod
    def list_role(canvas: Canvas, role: str) -> list[Any]:
        return [shape for shape in (*canvas.strokes, *canvas.fills, *canvas.markers) if shape.role == role]

    @staticmethod
    def measure_texts(canvas: Canvas) -> list[tuple[str, Box]]:
        """Give each text with the box of its letters, from the foot of a g to the head of an h."""
        measured = []
        for text in canvas.texts:
            width, share = measure_text(text.text, bold=text.bold, size=text.size), text.size / FONT_SIZE
            x = text.x - width * {"left": 0, "center": 0.5, "right": 1}[text.align]
            measured.append((text.text, Box(x, text.y - 3 * share, x + width, text.y + 9.5 * share)))
        return measured

    @staticmethod
    def list_overlaps(canvas: Canvas) -> list[tuple[str, str]]:
        """Give the pairs of texts that share more than half a pixel."""
        boxes = [
            (text, Box(box.x0 + 0.5, box.y0 + 0.5, box.x1 - 0.5, box.y1 - 0.5))
            for text, box in Read.measure_texts(canvas)
        ]
        return [(one, other) for (one, box), (other, other_box) in combinations(boxes, 2) if box.overlaps(other_box)]

    @staticmethod
    def list_outside(canvas: Canvas) -> list[str]:
        return [
            text
            for text, box in Read.measure_texts(canvas)
            if box.x0 < -0.5 or box.y0 < -0.5 or box.x1 > canvas.width + 0.5 or box.y1 > canvas.height
        ]

    @staticmethod
    def list_beyond(canvas: Canvas) -> list[object]:
        """Give the shapes that reach out of the picture."""
        places = [(shape, shape.points) for shape in (*canvas.strokes, *canvas.fills)]
        for marker in canvas.markers:
            ends = (
                (marker.x - marker.radius, marker.y - marker.radius),
                (marker.x + marker.radius, marker.y + marker.radius),
            )
            places.append((marker, ends))
        return [
            shape
            for shape, points in places
            if not all(-0.5 <= x <= canvas.width + 0.5 and -0.5 <= y <= canvas.height + 0.5 for x, y in points)
        ]

    @staticmethod
    def list_covered(canvas: Canvas) -> list[tuple[str, str]]:
        """Give the texts of figures that lie on a sign of a figure by more than half a pixel, with the sign's name."""
        figures = [
            (text.text, Box(box.x0 + 0.5, box.y0 + 0.5, box.x1 - 0.5, box.y1 - 0.5))
            for text, (_, box) in zip(canvas.texts, Read.measure_texts(canvas), strict=True)
            if text.mark and text.mark.attribute == "data-q"
        ]
        signs = [(marker.name, make_box(marker.x, marker.y, marker.radius)) for marker in canvas.markers]
        return [(text, name) for text, box in figures for name, sign in signs if box.overlaps(sign)]

    @staticmethod
    def check_legible(canvas: Canvas) -> None:
        """Check that nothing covers a text or leaves the picture, and that every numeral says what it is."""
        assert Read.list_overlaps(canvas) == []
        assert Read.list_outside(canvas) == []
        assert Read.list_beyond(canvas) == []
        assert Read.list_covered(canvas) == []
        assert Read.list_unmarked_numerals(draw_svg(canvas)) == []
        assert all(isinstance(paint, Color) for paint in canvas.list_paints())

    @staticmethod
    def find_middle(shape: Stroke | Fill | Marker) -> float:
        """Give the height of the middle of a shape."""
        if isinstance(shape, Marker):
            return shape.y
        heights = [y for _, y in shape.points]
        return (min(heights) + max(heights)) / 2

    @staticmethod
    def find_text_middle(texts: Iterable[CanvasText]) -> float:
        """Give the height of the middle of the lines in which texts stand, one under the other."""
        lines = [text.y - BASELINE for text in texts]
        return (min(lines) + max(lines) + ROW_HEIGHT) / 2

    @staticmethod
    def check_row(canvas: Canvas, name: str, keys: Iterable[str], roles: Iterable[str]) -> None:
        """Check that the signs of a row, its name and the texts of its figures have their middles at one height."""
        signs = [shape for role in roles for shape in Read.list_role(canvas, role) if shape.name == name]
        (middle,) = {round(Read.find_middle(sign), 6) for sign in signs}
        words = set(name.split(" "))
        rows = [text for text in canvas.texts if set(text.text.split(" ")) <= words]
        assert " ".join(text.text for text in rows) == name
        assert Read.find_text_middle(rows) == pytest.approx(middle)
        figures = {text.mark.value: text for text in canvas.texts if text.mark and text.mark.attribute == "data-q"}
        for key in keys:
            assert Read.find_text_middle([figures[key]]) == pytest.approx(middle)

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


def make_entries(
    values: Sequence[object], unit: str = "PERCENT", *, own: int = 0, **facts: object
) -> tuple[ComparedArea, ...]:
    """Give areas of long names with figures of one year; the one at the place ``own`` is emphasised."""
    names = [LONG_NAMES[n % len(LONG_NAMES)] + " " * (n // len(LONG_NAMES)) for n in range(len(values))]
    return tuple(
        ComparedArea(name, make_quantity("2024", value, unit, area=f"A{n}", **facts), n == own)
        for n, (name, value) in enumerate(zip(names, values, strict=True))
    )


@pytest.fixture(name="make_entries")
def give_make_entries() -> Callable[..., tuple[ComparedArea, ...]]:
    return make_entries


def list_said(sentences: Iterable[Sentence]) -> list[str]:
    """Give sentences with figures as plain numbers, periods as codes and parts as a page in English shows them."""
    said, page = [], Renderer(Speaker("en", PATTERNS), {})
    for message in sentences:
        text = message.text
        for name, value in message.values.items():
            shown = page.render(value) if isinstance(value, list) else value
            period, number = getattr(value, "period", ""), getattr(value, "value", shown)
            text = text.replace(f"{{{name}_when}}", period).replace(f"{{{name}}}", str(number))
        said.append(text)
    return said


@pytest.fixture(name="list_said")
def give_list_said() -> Callable[..., list[str]]:
    return list_said


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
        Line("The Philippines", philippines),
    )
    return RankingChart(lines, english)
