"""Pictures that analysts draw of real figures, right ones and wrong ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import seaborn as sns
from lxml import html

import dxlib as dx
from dxlib.brief.fragments import Fragment
from tests.brief.pictures import read

EGOV = "papi_dim8_e_governance"
TITLE = "Indicator"  # a text that has its translations
Draw = Callable[[Any, Any], object]


def draw_swarm(ax: Any, rows: Any) -> None:
    sns.swarmplot(rows, x="TIME_PERIOD", y="OBS_VALUE", size=3, ax=ax)


def draw_points(ax: Any, rows: Any) -> None:
    ax.scatter(rows["TIME_PERIOD"], rows["OBS_VALUE"])


def draw_bars(ax: Any, rows: Any) -> None:
    ax.barh(rows["AREA_NAME"], rows["OBS_VALUE"])


def draw_lines(ax: Any, rows: Any) -> None:
    for _, one in rows.groupby("SEGMENT"):
        ax.plot(one["DATE"], one["OBS_VALUE"], marker="o")


def draw_relation(ax: Any, rows: Any) -> None:
    ax.scatter(rows["gtmi_value"], rows["egdi_value"])
    dx.emphasize(ax, rows)
    dx.fit(ax, rows, x="gtmi_value", y="egdi_value")


def show(brief: dx.Brief, draw: Draw, data: Any, **values: object) -> Fragment:
    """Show a picture."""
    return brief.picture(draw, data=data, title=TITLE, words="Indicator", **values)


def read_chart(fragment: Fragment) -> html.HtmlElement:
    """Give the markup of a fragment that is a chart."""
    assert fragment.kind == "chart"
    return read(fragment)


def count_points(svg: html.HtmlElement) -> int:
    """Count the marks that are points."""
    return sum(path.get("d").count("h.01") for path in svg.iter("path"))
