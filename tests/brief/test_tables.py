"""Small lines of key figures: the better end of a rank up, never across a break, nothing of too few figures."""

from __future__ import annotations

import re

import dxlib as dx
from dxlib.brief.tables import make_sparkline
from dxlib.evidence.render import write_markup
from tests.building import ROOT


def draw(indicator: str, area: str = "VNM", edition: int = 2025) -> str:
    brief = dx.open_brief("x", area=area, edition=edition, language="en", root=ROOT)
    return str(write_markup(make_sparkline(brief._shelf, brief.latest(indicator))))


def read_points(svg: str) -> list[tuple[int, int]]:
    path = re.search(r'd="M([^"]*)"/><path', svg)[1]
    return [tuple(map(int, point.split())) for point in path.split("L")]


def test_a_rank_that_got_better_ends_higher_up() -> None:
    points = read_points(draw("egdi_rank"))
    assert len(points) == 12
    assert points[-1][1] < points[-2][1]
    assert [x for x, _ in points] == sorted({x for x, _ in points})


def test_a_share_that_grew_ends_higher_up_too() -> None:
    points = read_points(draw("internet_users_share"))
    assert points[0][1] > points[-1][1]


def test_it_stays_within_its_box_and_600_bytes_and_says_nothing() -> None:
    svg = draw("egdi_rank")
    assert all(0 <= x <= 88 and 0 <= y <= 24 for x, y in read_points(svg))
    assert len(svg) <= 600
    assert 'aria-hidden="true"' in svg
    assert re.sub(r"<[^>]+>", "", svg) == ""


def test_figures_before_a_break_are_left_out() -> None:
    brief = dx.open_brief("x", area="VN63-01", edition=2024, language="en", root=ROOT)
    latest = brief.latest("papi_dim8_e_governance")
    years = [int(figure.period) for figure in brief._shelf.read_series("papi_dim8_e_governance", "VN63-01").sure]
    breaks = [int(day[:4]) for day in brief._shelf.list_breaks("papi_dim8_e_governance")]
    after = [year for year in years if year >= max(breaks)]
    assert 0 < len(after) < len(years)
    assert len(read_points(str(write_markup(make_sparkline(brief._shelf, latest))))) == len(after)


def test_two_figures_make_no_line() -> None:
    assert draw("egdi_rank", edition=2004) == ""
