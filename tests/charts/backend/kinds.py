"""Thirty-two kinds of figures that analysts draw with matplotlib and seaborn; each must come through the backend."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib import patheffects
from matplotlib import pyplot as plt
from matplotlib.dates import ConciseDateFormatter, MonthLocator
from matplotlib.figure import Figure

import dxlib as dx

YEARS: Final = tuple(range(2016, 2025))
REGIONS: Final = ("Đồng bằng sông Hồng", "Tây Nguyên", "Đông Nam Bộ", "Đồng bằng sông Cửu Long")


@contextmanager
def house_theme() -> Iterator[None]:
    """The look of the house, and no figure left open."""
    dx.set_theme()
    try:
        yield
    finally:
        plt.close("all")
        dx.reset_theme()


def draw_kind(name: str) -> Figure:
    """Draw one kind with random numbers that are always the same; some calls of seaborn ask for more."""
    np.random.seed(7)  # noqa: NPY002  (strip plots take theirs from there)
    figure = KINDS[name]()
    plt.close(figure)
    return figure


def make_provinces(count: int = 63) -> pd.DataFrame:
    """Give scores of provinces in three years: one row per province and year."""
    random = np.random.default_rng(3)
    base = random.normal(60, 9, count)
    frames = [
        pd.DataFrame({
            "year": str(year), "region": [REGIONS[i % 4] for i in range(count)],
            "score": base + 4 * at + random.normal(0, 3, count),
            "income": 30 + base / 2 + random.normal(0, 6, count), "people": random.uniform(0.4, 9, count),
        })
        for at, year in enumerate((2020, 2022, 2024))
    ]  # fmt: skip
    return pd.concat(frames, ignore_index=True)


def make_trends() -> pd.DataFrame:
    """Give repeated measurements of four regions over years: one row per region, year and draw."""
    random = np.random.default_rng(5)
    rows = [
        (region, year, 20 + 9 * at + 5 * (year - 2016) * (1 + at / 5) + random.normal(0, 4))
        for at, region in enumerate(REGIONS) for year in YEARS for _ in range(6)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["region", "year", "share"])


def plot(**size: Any) -> tuple[Figure, Any]:
    return plt.subplots(**size)


def lines() -> Figure:
    figure, axes = plot()
    table = make_trends().pivot_table("share", "year", "region")
    for region in REGIONS:
        axes.plot(table.index, table[region], label=region)
    axes.set(title="Online services used by households", ylabel="per cent", xticks=YEARS[::2], ylim=(0, None))
    axes.legend()
    return figure


def lines_with_bands() -> Figure:
    figure, axes = plot()
    sns.lineplot(make_trends(), x="year", y="share", hue="region", errorbar="sd", ax=axes)
    axes.set(title="Share with its spread", xlabel="", ylabel="per cent", xticks=YEARS[::2])
    return figure


def lines_with_markers() -> Figure:
    figure, axes = plot()
    for at, (shape, region) in enumerate(zip("os^D", REGIONS, strict=True)):
        axes.plot(YEARS, np.linspace(10 + 8 * at, 50 + 10 * at, 9), marker=shape, label=region)
        axes.annotate(region, (YEARS[-1], 50 + 10 * at), (6, 0), textcoords="offset points", va="center")
    axes.set(title="Lines labelled at their ends", xticks=YEARS[::2])
    return figure


def regression() -> Figure:
    figure, axes = plot()
    sns.regplot(make_provinces(), x="income", y="score", ax=axes, n_boot=50, seed=1)
    axes.set(title="Income and score", xlabel="income, million dong", ylabel="")
    return figure


def scatter_with_sizes() -> Figure:
    figure, axes = plot()
    rows = make_provinces().query("year == '2024'")
    sns.scatterplot(rows, x="income", y="score", hue="region", size="people", sizes=(15, 220), alpha=0.7, ax=axes)
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
    return figure


def strip() -> Figure:
    figure, axes = plot()
    sns.stripplot(make_provinces(), x="year", y="score", hue="region", alpha=0.8, ax=axes)
    axes.set(title="Scores of 63 provinces", xlabel="", ylabel="")
    return figure


def swarm() -> Figure:
    figure, axes = plot()
    sns.swarmplot(make_provinces(), x="year", y="score", size=4.5, ax=axes)
    axes.set(title="Each province once a year", xlabel="", ylabel="")
    return figure


def box() -> Figure:
    figure, axes = plot()
    sns.boxplot(make_provinces(), x="year", y="score", hue="year", ax=axes)
    axes.set(xlabel="", ylabel="score")
    return figure


def violin() -> Figure:
    figure, axes = plot()
    sns.violinplot(make_provinces(), x="year", y="score", inner="quart", ax=axes)
    axes.set(xlabel="", ylabel="score")
    return figure


def histogram() -> Figure:
    figure, axes = plot()
    sns.histplot(make_provinces(), x="score", kde=True, ax=axes)
    axes.set(title="How scores are spread", ylabel="provinces")
    return figure


def filled_density() -> Figure:
    figure, axes = plot()
    sns.kdeplot(make_provinces(), x="score", hue="year", fill=True, alpha=0.35, ax=axes)
    axes.set(ylabel="", yticks=[])
    return figure


def density_in_two_dimensions() -> Figure:
    figure, axes = plot()
    sns.kdeplot(make_provinces(), x="income", y="score", fill=True, cmap="dxlib", levels=6, ax=axes)
    return figure


def contours() -> Figure:
    figure, axes = plot()
    x, y = np.meshgrid(np.linspace(-2, 2, 60), np.linspace(-2, 2, 60))
    lines = axes.contour(x, y, np.exp(-x * x - y * y), colors="#59646e", linewidths=1)
    axes.clabel(lines, fontsize=9)
    return figure


def heat_map() -> Figure:
    figure, axes = plot()
    table = make_trends().pivot_table("share", "region", "year")
    sns.heatmap(table, annot=True, fmt=".0f", cmap="dxlib", linewidths=1, cbar=False, ax=axes)
    axes.set(xlabel="", ylabel="")
    return figure


def heat_map_with_colour_bar() -> Figure:
    figure, axes = plot()
    random = np.random.default_rng(2)
    mesh = axes.pcolormesh(random.normal(0, 1, (12, 24)).cumsum(axis=1), cmap="dxlib")
    figure.colorbar(mesh, ax=axes, label="change")
    axes.grid(visible=False)
    return figure


def bars() -> Figure:
    figure, axes = plot()
    sns.barplot(make_provinces(), x="region", y="score", hue="year", errorbar="sd", ax=axes)
    axes.set(xlabel="", ylabel="score")
    axes.tick_params(axis="x", labelsize=8)
    return figure


def hatched_bars() -> Figure:
    figure, axes = plot()
    for at, hatch in enumerate(("", "//", "..", "xx")):
        bars = axes.bar(np.arange(4) + at / 5, [3 + at, 5, 4 + at, 6], 0.18, hatch=hatch, label=REGIONS[at])
        axes.bar_label(bars, padding=2)
    axes.set_xticks(np.arange(4) + 0.3, ["2021", "2022", "2023", "2024"])
    axes.legend(ncols=2, loc="lower center", bbox_to_anchor=(0.5, 1))
    return figure


def stacked_bars() -> Figure:
    figure, axes = plot()
    left = np.zeros(4)
    for part, color in (("full", "#0f5499"), ("partial", "#7baedd"), ("none", "#d3d9de")):
        values = np.array([20.0, 30, 35, 25]) * {"full": 1, "partial": 0.8, "none": 0.5}[part]
        axes.barh(REGIONS, values, left=left, color=color, label=part)
        left += values
    axes.legend(ncols=3, loc="lower left", bbox_to_anchor=(0, 1))
    axes.grid(visible=False)
    return figure


def facets() -> Figure:
    grid = sns.FacetGrid(make_trends(), col="region", col_wrap=2, height=2.2, aspect=1.6)
    grid.map_dataframe(sns.lineplot, "year", "share", errorbar=None)
    grid.set_titles("{col_name}")
    grid.set_axis_labels("", "per cent")
    return grid.figure


def stacked_areas() -> Figure:
    figure, axes = plot()
    axes.stackplot(YEARS, *(np.linspace(5, 12 + 3 * at, 9) for at in range(4)), labels=REGIONS)
    axes.legend(loc="upper left")
    axes.set(xticks=YEARS[::2], title="Transactions, by region")
    return figure


def arrows() -> Figure:
    figure, axes = plot()
    axes.plot(YEARS, [1, 2, 4, 3, 5, 7, 6, 8, 9])
    look = {"arrowstyle": "-|>", "color": "#59646e", "connectionstyle": "arc3,rad=0.25"}
    axes.annotate("Decree 42 begins", (2020, 5), (2017, 7.5), arrowprops=look)
    axes.annotate("", (2024, 9), (2022, 4), arrowprops={"arrowstyle": "->", "color": "#990f3d"})
    return figure


def image() -> Figure:
    figure, axes = plot()
    x, y = np.meshgrid(np.linspace(-3, 3, 40), np.linspace(-3, 3, 40))
    axes.imshow(np.sin(x) * np.cos(y), cmap="dxlib")
    axes.grid(visible=False)
    return figure


def log_axis() -> Figure:
    figure, axes = plot()
    axes.plot(YEARS, 10.0 ** np.linspace(0, 5, 9))
    axes.set(yscale="log", title="Electronic identities", xticks=YEARS[::2])
    return figure


def mathematics() -> Figure:
    figure, axes = plot()
    x = np.linspace(0, 4, 50)
    axes.plot(x, np.exp(-x) * np.cos(5 * x), label=r"$e^{-x}\cos 5x$")
    axes.text(2, 0.6, r"$\hat{y} = \alpha + \beta x_i^2,\quad R^2 = 0.87,\quad \sqrt{\frac{a}{b}}$")
    axes.legend()
    return figure


def vietnamese() -> Figure:
    figure, axes = plot()
    axes.barh(["Thừa Thiên Huế", "Bà Rịa – Vũng Tàu", "Đắk Lắk", "Quảng Ngãi"], [61.2, 58.4, 49.9, 44.1])
    axes.set_title("Tỷ lệ hồ sơ trực tuyến toàn trình\ncủa bốn tỉnh, phần trăm")
    axes.set_xlabel("Ước tính đến ngày 31 tháng 12")
    return figure


def pie() -> Figure:
    figure, axes = plot()
    axes.pie([45, 30, 15, 10], labels=["full", "partial", "information", "none"], autopct="%d %%",
             wedgeprops={"edgecolor": "white"}, colors=["#0a3f78", "#3274b2", "#7baedd", "#b3d1ee"])  # fmt: skip
    return figure


def steps_and_error_bars() -> Figure:
    figure, axes = plot()
    axes.step(YEARS, [1, 1, 2, 2, 3, 5, 5, 6, 8], where="post")
    axes.errorbar(YEARS, np.arange(9) + 1.5, yerr=0.8, fmt="s", color="#a85100")
    axes.axhline(6, color="#990f3d", linestyle="--", label="target")
    axes.axvspan(2019.5, 2021.5, color="#d3d9de", alpha=0.4)
    axes.legend()
    return figure


def dates() -> Figure:
    figure, axes = plot()
    days = pd.date_range("2024-01-01", periods=180)
    axes.plot(days, np.random.default_rng(1).normal(0, 1, 180).cumsum())
    axes.xaxis.set_major_locator(MonthLocator())
    axes.xaxis.set_major_formatter(ConciseDateFormatter(MonthLocator()))
    return figure


def polar() -> Figure:
    figure, axes = plot(subplot_kw={"projection": "polar"})
    angles = np.linspace(0, 2 * np.pi, 7)
    axes.plot(angles, [3, 5, 4, 6, 2, 4, 3])
    axes.fill(angles, [3, 5, 4, 6, 2, 4, 3], alpha=0.25)
    axes.set_xticks(angles[:-1], ["law", "data", "skills", "services", "trust", "networks"])
    return figure


def lollipops_with_halos() -> Figure:
    figure, axes = plot()
    axes.stem([1, 2, 3, 4], [5, 3, 6, 4], basefmt=" ")
    for at, value in enumerate([5, 3, 6, 4], 1):
        effect = [patheffects.withStroke(linewidth=3, foreground="white")]
        axes.text(at, value / 2, f"{value} points", ha="center", path_effects=effect)
    return figure


def turned_labels() -> Figure:
    figure, axes = plot()
    axes.bar(REGIONS, [5, 3, 6, 4], color="#b0bac3")
    axes.tick_params(axis="x", rotation=30)
    axes.text(2, 3, "turned\nand wrapped", rotation=45, ha="center", va="center")
    second = axes.twinx()
    second.plot([0, 1, 2, 3], [10, 40, 20, 30], "D-", color="#a85100")
    second.set_ylabel("second axis")
    second.grid(visible=False)
    return figure


def seaborn_objects() -> Figure:
    from seaborn import objects as so

    rows = make_trends().groupby(["region", "year"], as_index=False)["share"].mean()
    drawn = so.Plot(rows, x="year", y="share", color="region").add(so.Line()).add(so.Dot(pointsize=5))
    figure, axes = plot()
    drawn.on(axes).plot()
    return figure


KINDS: Final[Mapping[str, Callable[[], Figure]]] = {
    "lines": lines,
    "lines with bands": lines_with_bands,
    "lines with markers and labels": lines_with_markers,
    "scatter with a fitted line": regression,
    "scatter with legends of hue and size": scatter_with_sizes,
    "strip": strip,
    "swarm": swarm,
    "box": box,
    "violin": violin,
    "histogram with density": histogram,
    "filled densities": filled_density,
    "density in two dimensions": density_in_two_dimensions,
    "contours with labels": contours,
    "heat map with numbers": heat_map,
    "heat map with a colour bar": heat_map_with_colour_bar,
    "grouped bars": bars,
    "hatched bars with values": hatched_bars,
    "stacked bars": stacked_bars,
    "facets": facets,
    "stacked areas": stacked_areas,
    "arrows": arrows,
    "image": image,
    "logarithmic axis": log_axis,
    "formulas": mathematics,
    "Vietnamese": vietnamese,
    "pie": pie,
    "steps and error bars": steps_and_error_bars,
    "dates": dates,
    "polar": polar,
    "lollipops and texts with halos": lollipops_with_halos,
    "turned texts and two axes": turned_labels,
    "seaborn.objects": seaborn_objects,
}
