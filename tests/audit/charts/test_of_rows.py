"""Pictures of analysts, composed again: what stands around them, and what is refused."""

from __future__ import annotations

import re

import pytest

from dxlib.audit.charts.of_rows import make_frame
from dxlib.audit.evaluate import FigureCalls, NotEvaluatedError
from dxlib.audit.facts import Facts
from dxlib.audit.gathering import Collector
from dxlib.errors import DataError
from dxlib.evidence.format import merge_evidence
from tests.audit.charts.analysts import AREAS, CELLS, make

EGOV = "papi_dim8_e_governance"


@pytest.mark.parametrize("edition", [2022, 2024, 2025])
@pytest.mark.parametrize("name", CELLS)
def test_both_sides_make_the_same_of_a_cell(facts: Facts, name: str, edition: int) -> None:
    made = make(facts, name, edition=edition)
    assert made.render(made.block.content) == made.render(made.fragment.content)
    assert made.block.kind == made.fragment.kind
    written = merge_evidence([made.fragment.evidence])
    assert made.evidence == written
    assert bool(written.sets) == (made.fragment.kind == "chart")


def test_a_swarm_of_one_period_has_its_median(facts: Facts) -> None:
    source = CELLS["swarm"].replace('since="2021"', 'period="2024"')
    made = make(facts, "swarm", source=source)
    assert [sample.check(sample.render()) for sample in made.samples] == [[], []]


@pytest.mark.parametrize(("area", "edition"), [("VN63-77", 2024), ("VN63-92", 2023)])
def test_a_label_amid_a_swarm_is_tied_to_its_mark(facts: Facts, area: str, edition: int) -> None:
    source = CELLS["swarm"].replace('since="2021"', 'since="2020"')
    for sample in make(facts, "swarm", source=source, area=area, edition=edition).samples:
        assert sample.check(sample.render()) == []


def test_of_lines_the_own_one_stands_out_and_no_other(facts: Facts) -> None:
    source = CELLS["lines"].replace('marker="o")', 'marker="o")\n    dx.emphasize(ax, rows)')
    made = make(facts, "lines", source=source)
    for sample in made.samples:
        svg = sample.render()
        assert sample.check(svg) == []
        own, other = 'class="s-1" stroke="#0f5499" stroke-width="2', 'class="s-pale" stroke="#b0bac3" stroke-width="2'
        assert own in svg
        assert other in svg
        assert sample.check(svg.replace(own, "@").replace(other, own).replace("@", other))


def test_each_own_area_is_named_also_where_two_figures_are_equal(facts: Facts) -> None:
    for sample in make(facts, "merged", area="VN34-33").samples:  # Hung Yen and Thai Binh both had 3.43 in 2024
        svg = sample.render()
        assert sample.check(svg) == []
        assert "'Hà Nam' stands where 'Hưng Yên'" in " ".join(sample.check(svg.replace(">Hưng Yên<", ">Hà Nam<")))
    label = 'dx.emphasize(ax, rows)\n    dx.label(ax, brief.latest("papi_dim8_e_governance", area="VN63-49"))'
    source = CELLS["merged"].replace("dx.emphasize(ax, rows)", label)
    for sample in make(facts, "merged", area="VN34-48", source=source).samples:
        assert sample.check(sample.render()) == []
        assert sample.render().count(">Quảng Nam<") == 1
    (wide, _) = make(facts, "merged", area="VN34-48").samples
    names = {">Đà Nẵng<": ">@<", ">Quảng Nam<": ">Đà Nẵng<", ">@<": ">Quảng Nam<"}
    swapped = wide.render()
    for old, new in names.items():
        assert old in swapped
        swapped = swapped.replace(old, new)
    assert wide.check(swapped)


def test_counts_over_periods_of_different_lengths_are_noted_and_not_joined(facts: Facts) -> None:
    source = CELLS["ranks"].replace('"egdi_rank", areas="asean_six", since="2016"', '"cashless_payment_value"')
    made = make(facts, "ranks", source=source.replace("color=", 'marker="o", color='), edition=2026)
    assert made.render(made.block.content) == made.render(made.fragment.content)
    assert "Periods of different lengths are not compared" in made.render(made.block.content)
    for sample in made.samples:
        svg = sample.render()
        assert sample.check(svg) == []
        points = [f"{x} {y}" for x, y in re.findall(r"M([\d.]+) ([\d.]+)h\.01", svg)]
        assert len(points) == 2
        joined = f'<path class="s-1" stroke="#0f5499" stroke-width="2" d="M{points[0]}L{points[1]}"/>'
        found = sample.check(svg.replace('<path class="s-1"', f'{joined}<path class="s-1"', 1))
        assert any("joins no figures that follow each other" in one for one in found)


# Of few rows the band reaches over the ends of the axis: on one side, on both, all along.
@pytest.mark.parametrize("areas", ['"asean_six"', '["VNM", "THA", "SGP", "MYS"]', '["VNM", "SGP", "MYS"]'])
def test_a_band_that_is_cut_off_at_the_ends_of_the_axis_is_taken(facts: Facts, areas: str) -> None:
    source = (
        CELLS["relation"]
        .replace('("asean", "comparators")', areas)
        .replace("    dx.label(ax, *named, value=False)\n", "")
    )
    for sample in make(facts, "relation", source=source).samples:
        svg = sample.render()
        assert sample.check(svg) == []
        band = re.search(r'<path class="[sf]-k1".*?/>', svg)
        assert band is not None
        assert "the band is not that of the fitted line" in sample.check(svg.replace(band[0], ""))
        shorter = re.sub(r"M([\d.]+)", lambda start: f"M{float(start[1]) + 40:g}", band[0])
        assert "the band is not that of the fitted line" in sample.check(svg.replace(band[0], shorter))


def test_of_no_row_nothing_is_shown(facts: Facts) -> None:
    made = make(facts, "swarm", edition=2019)
    assert (made.fragment.kind, made.block.kind) == ("empty", "empty")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('dx.fit(ax, rows, x="gtmi_value"', 'dx.fit(ax, rows, x="gtmi"', "no column of the rows is called 'gtmi'"),
        ("*named", 'brief.latest("egdi_value")', "which is no row of the picture"),
        ('columns="indicator"', 'columns="area"', "no table has the columns 'area'"),
        ("    dx.emphasize(ax, rows)", "    if 1:\n        dx.emphasize(ax, rows)", "no rule for 'def draw"),
        ("    dx.emphasize(ax, rows)", "    import os", "no rule for 'def draw"),
    ],
)
def test_what_the_audit_cannot_work_out_is_refused(facts: Facts, old: str, new: str, message: str) -> None:
    source = CELLS["relation"].replace(old, new)
    assert source != CELLS["relation"]
    assert_refused(facts, "relation", source, message)


@pytest.mark.parametrize("name", ["ranks", "bounds"])
def test_ranks_and_bounds_have_no_median(facts: Facts, name: str) -> None:
    source = CELLS[name].replace("\n\n\nbrief.", "\n    dx.median(ax, rows)\n\n\nbrief.")
    assert_refused(facts, name, source, "ranks and bounds have no median")


def assert_refused(facts: Facts, name: str, source: str, message: str) -> None:
    import ast

    from dxlib.audit.compose import Calls
    from dxlib.audit.interpret import Interpreter
    from dxlib.evidence.format import Page

    area, language = AREAS[name]
    page = Page(brief="b", area=area, edition="2025", language=language, as_of="2025-12-31")
    calls = Calls(FigureCalls(facts.known_on(page.as_of), area), page, Collector(facts.catalogue, language))
    with pytest.raises(NotEvaluatedError, match=re.escape(message)):
        Interpreter(calls.list_calls(), {}).run(ast.parse(source).body)


def test_a_frame_holds_what_was_known_and_asked_for(facts: Facts) -> None:
    figures = FigureCalls(facts.known_on("2025-12-31"), "VN63-01")
    own = make_frame(figures, EGOV)
    assert [one.period for one in own.figures] == ["2018", "2019", "2020", "2021", "2022", "2023", "2024"]
    assert [one.period for one in make_frame(figures, EGOV, since="2020", until="2021").figures] == ["2020", "2021"]
    assert [one.period for one in make_frame(figures, EGOV, period="2022").figures] == ["2022"]
    earlier = FigureCalls(facts.known_on("2022-12-31"), "VN63-01")
    assert [one.period for one in make_frame(earlier, EGOV).figures][-1] == "2021"
    with pytest.raises(DataError):
        make_frame(figures, EGOV, areas="provinces_64")


def test_a_frame_by_indicators_has_only_whole_rows(facts: Facts) -> None:
    figures = FigureCalls(facts.known_on("2025-12-31"), "VNM")
    frame = make_frame(figures, ["gtmi_value", "egdi_value"], areas=("asean", "VNM"), columns="indicator")
    assert {len(row) for row in frame.rows} == {2}
    assert {row[0].period for row in frame.rows} == {"2020", "2022"}
    assert len({(row[0].area, row[0].period) for row in frame.rows}) == len(frame.rows)


def test_an_indicator_that_is_named_twice_is_read_once(facts: Facts) -> None:
    figures = FigureCalls(facts.known_on("2025-12-31"), "VNM")
    frame = make_frame(figures, ["egdi_value", "egdi_value"], period="2024", columns="indicator")
    assert (frame.indicators, [len(row) for row in frame.rows]) == (("egdi_value",), [1])
