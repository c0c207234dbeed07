"""What may be compared, and what goes on when the map changes: in briefs, and in the audit by rules of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest

import dxlib as dx
from dxlib.analysis import TargetStatus, check_comparable
from dxlib.audit import formulas
from dxlib.audit.evaluate import FigureCalls as AuditedFigures
from dxlib.audit.facts import Facts
from dxlib.audit.figure import Fig, Gap
from dxlib.audit.known import Known
from dxlib.brief.figures import Figures
from dxlib.data.quantities import Missing, Quantity
from dxlib.data.schema import Kind
from dxlib.errors import DataError
from dxlib.figures.shelf import Shelf
from tests.conftest import Toy, link_indicators, list_fillers, make_catalogue_files, make_row, make_share, make_words

DAY = "2026-12-31"
OLD, NEW = {"until": "2025-06-30"}, {"from": "2025-07-01"}


@pytest.fixture
def toy(toy: Toy) -> Toy:
    """The small project with a province that kept its borders, and one that was put together from two."""
    areas = make_catalogue_files()["areas.yaml"]
    for key, name, exists, successor in (
        ("VN63-01", "Same", OLD, "VN34-01"), ("VN63-02", "One", OLD, "VN34-02"), ("VN63-03", "Other", OLD, "VN34-02"),
        ("VN34-01", "Same", NEW, ""), ("VN34-02", "Both", NEW, ""),
    ):  # fmt: skip
        groups = [f"provinces_{key[2:4]}", *(["north"] if key in ("VN63-01", "VN63-02") else [])]
        areas[key] = {"name": make_words(name), "kind": "province", "exists": exists, "groups": groups}
        areas[key] |= {"successor": successor} if successor else {}
    toy.write_catalogue("areas.yaml", areas)
    return toy


def open_both(toy: Toy, rows: Sequence[dict[str, str]]) -> tuple[Shelf, Known]:
    toy.write_ledger([*rows, *list_fillers()])
    return Shelf(toy.open_store(DAY)), Facts(toy.project).known_on(DAY)


def read(shelf: Shelf, known: Known, indicator: str, area: str) -> list[tuple[str, str, float]]:
    """Give period, key and value of each figure, in which both must agree."""
    series = shelf.read_series(indicator, area)
    found = [(one.period, one.first_observation.area, float(one.value)) for one in series.figures]
    line = known.read_line(indicator, area)
    assert [(one.period, one.area, float(one.value)) for one in line.figures] == found
    assert line.doubtful == series.doubtful
    return found


def test_a_province_with_unchanged_borders_keeps_its_series(toy: Toy) -> None:
    rows = [
        make_share("2023", "20", REF_AREA="VN63-01"), make_share("2024", "25", REF_AREA="VN63-01"),
        make_share("2025", "31", REF_AREA="VN34-01"), make_share("2023", "40", REF_AREA="VN63-02"),
        make_share("2025", "44", REF_AREA="VN34-02"),
    ]  # fmt: skip
    both = open_both(toy, rows)
    assert read(*both, "online_share", "VN34-01") == [
        ("2023", "VN63-01", 20), ("2024", "VN63-01", 25), ("2025", "VN34-01", 31),
    ]  # fmt: skip
    assert read(*both, "online_share", "VN34-02") == [("2025", "VN34-02", 44)]
    assert read(*both, "online_share", "VN63-01") == [("2023", "VN63-01", 20), ("2024", "VN63-01", 25)]
    shelf, known = both
    latest = shelf.find_latest("online_share", "VN34-01")
    before = shelf.find_before(latest)
    assert isinstance(before, Quantity)
    assert (before.period, before.claim) == ("2024", 'before(latest("online_share", "VN34-01"))')
    audited = known.find_earlier(known.find_latest("online_share", "VN34-01"), "before")
    assert audited.claim == before.claim  # type: ignore[union-attr]
    change = AuditedFigures(known, "VN34-01").change(known.find_latest("online_share", "VN34-01"), audited)
    assert change.value == 6  # type: ignore[union-attr]


def test_what_stands_under_the_key_of_today_goes_before(toy: Toy) -> None:
    rows = [make_share("2025", value, REF_AREA=key) for key, value in (("VN63-01", "20"), ("VN34-01", "21"))]
    assert read(*open_both(toy, rows), "online_share", "VN34-01") == [("2025", "VN34-01", 21)]


@pytest.mark.parametrize("kind", ["actual", "target"])
def test_a_row_without_a_value_hides_no_value_under_an_earlier_key(toy: Toy, kind: str) -> None:
    none = {"OBS_STATUS": "M", "AS_WRITTEN": "n/a"}
    rows = [
        make_share("2025", "20", REF_AREA="VN63-01", KIND=kind),
        make_share("2025", "", REF_AREA="VN34-01", KIND=kind, **none),
        make_share("2024", "", "mic-2022", REF_AREA="VN34-01", KIND=kind, **none),
    ]
    shelf, known = open_both(toy, rows)
    series = shelf.read_series("online_share", "VN34-01", kind=Kind(kind))
    line = known.read_line("online_share", "VN34-01", kind)
    assert [(one.period, one.first_observation.area) for one in series.figures] == [("2025", "VN63-01")]
    assert [(one.period, one.area) for one in line.figures] == [("2025", "VN63-01")]
    assert (series.rivals, dict(line.rivals)) == ((), {})


def test_ranks_on_two_maps_are_not_compared(toy: Toy) -> None:
    rows = [
        make_row(REF_AREA=key, TIME_PERIOD=period, OBS_VALUE=value, AS_WRITTEN="")
        for key, period, value in (("VN63-01", "2022", "9"), ("VN63-01", "2023", "6"), ("VN34-01", "2024", "1"))
    ]
    shelf, known = open_both(toy, rows)
    assert len(read(shelf, known, "egdi_rank", "VN34-01")) == 3
    assert isinstance(shelf.find_before(shelf.find_latest("egdi_rank", "VN34-01")), Missing)
    assert shelf.list_breaks("egdi_rank", "VN34-01") == known.list_breaks("egdi_rank", ["VN34-01"]) == ("2024-12-31",)
    assert isinstance(known.find_earlier(known.find_latest("egdi_rank", "VN34-01"), "before"), Gap)
    assert [one.period for one in shelf.read_series("egdi_rank", "VN34-01").keep("VN34-01").figures] == ["2024"]
    assert [one.period for one in known.read_line("egdi_rank", "VN34-01").keep("VN34-01").figures] == ["2024"]


@pytest.mark.parametrize("is_backwards", [False, True])
@pytest.mark.parametrize(("indicator", "status"), [("egdi_rank", "A"), ("online_share", "B")])
def test_a_break_between_two_keys_of_an_area_lies_between_them_in_either_order(
    toy: Toy, indicator: str, status: str, *, is_backwards: bool
) -> None:
    periods = (("VN63-01", "2023", "A"), ("VN34-01", "2024", status))
    unit = "RANK" if indicator == "egdi_rank" else "PERCENT"
    rows = [
        make_row(INDICATOR=indicator, UNIT_MEASURE=unit, REF_AREA=key, TIME_PERIOD=period, OBS_STATUS=mark)
        for key, period, mark in periods
    ]
    shelf, known = open_both(toy, rows)
    places = [(period, key) for key, period, _ in (periods if is_backwards else periods[::-1])]
    one, other = (shelf.find_at(indicator, key, period) for period, key in places)
    assert isinstance(one, Quantity)
    assert isinstance(other, Quantity)
    reason = f"the meaning of {indicator} changed on 2024-12-31"
    with pytest.raises(DataError, match=reason):
        one - other
    names = ("change", "ratio", "pace")
    for name in names:
        with pytest.raises(DataError, match=reason):
            getattr(Figures(shelf, "VN34-01"), name)(one, other)
    # dx.compare puts the two in the order of time.
    assert not dx.compare(one, other)
    audited = [known.find_at(indicator, period, key) for period, key in places]
    for name in names:
        with pytest.raises(formulas.NotComputableError, match="the meaning changed on 2024-12-31"):
            getattr(AuditedFigures(known, "VN34-01"), name)(*audited)


def open_two(toy: Toy, indicator: str, periods: Sequence[str], kinds: Sequence[str]) -> tuple[Sequence[Any], ...]:
    """Give two figures as the brief has them, and as the audit has them, after the calls of each."""
    unit = "RANK" if indicator == "egdi_rank" else "PERCENT"
    rows = [
        make_row(INDICATOR=indicator, UNIT_MEASURE=unit, TIME_PERIOD=period, OBS_VALUE=value, KIND=kind)
        for period, kind, value in zip(periods, kinds, ("30", "20"), strict=True)
    ]
    shelf, known = open_both(toy, rows)
    asked = [("target" if kind == "target" else "at", period) for kind, period in zip(kinds, periods, strict=True)]
    sides = Figures(shelf, "VNM"), AuditedFigures(known, "VNM")
    return tuple([side, *(getattr(side, call)(indicator, period) for call, period in asked)] for side in sides)


@pytest.mark.parametrize(
    ("name", "indicator", "periods"),
    [
        ("change", "online_share", ("2024", "2024-Q3")), ("change", "online_share", ("2024-Q3", "2024")),
        ("change", "online_share", ("2024", "2024-12")), ("change", "online_share", ("2024", "2024-01")),
        ("change", "online_share", ("2024-12", "2024")), ("change", "online_share", ("2024-01", "2024")),
        ("change", "online_share", ("2024", "2024-01/2024-12")), ("growth", "online_share", ("2024", "2024-Q3")),
        ("compound_growth", "online_share", ("2021/2025", "2024")), ("rank_change", "egdi_rank", ("2024", "2024-Q3")),
        ("pace", "online_share", ("2024", "2024-Q3")), ("ratio", "online_share", ("2024-Q3", "2024")),
    ],
)  # fmt: skip
def test_nothing_is_compared_with_a_part_of_its_own_time(
    toy: Toy, name: str, indicator: str, periods: tuple[str, str]
) -> None:
    (brief, *figures), (audit, *audited) = open_two(toy, indicator, periods, ("actual", "actual"))
    said = f"may not be compared: one of their periods holds the other ({periods[0]} and {periods[1]})."
    with pytest.raises(DataError, match=re.escape(said)):
        getattr(brief, name)(*figures)
    with pytest.raises(formulas.NotComputableError, match=f"of {periods[0]} and {periods[1]} one holds the other"):
        getattr(audit, name)(*audited)


@pytest.mark.parametrize(
    ("periods", "kind"),
    [
        (("2024-12", "2024-Q3"), "actual"), (("2024-06/2025-05", "2024"), "actual"), (("2025-Q1", "2024"), "actual"),
        (("2024", "2024-Q3"), "target"),
    ],
)  # fmt: skip
def test_times_that_follow_each_other_are_compared_and_a_figure_with_a_target(
    toy: Toy, periods: tuple[str, str], kind: str
) -> None:
    for side, one, other in open_two(toy, "online_share", periods, ("actual", kind)):
        found = [float(getattr(side, name)(one, other).value) for name in ("change", "growth", "ratio")]
        assert found == [10, 50, 1.5]


def test_a_ratio_of_two_areas_or_indicators_knows_no_break(toy: Toy) -> None:
    link_indicators(toy)
    accounts = make_row(INDICATOR="accounts", UNIT_MEASURE="PERSON", OBS_VALUE="30", OBS_STATUS="B")
    others = [{"REF_AREA": "SGP", "TIME_PERIOD": "2023"}, {"INDICATOR": "users", "TIME_PERIOD": "2024-Q3"}]
    rows = [accounts, *({**accounts, **other, "OBS_VALUE": "20", "OBS_STATUS": "A"} for other in others)]
    shelf, known = open_both(toy, rows)
    for side in (Figures(shelf, "VNM"), AuditedFigures(known, "VNM")):
        own, *found = (side.at(row["INDICATOR"], row["TIME_PERIOD"], area=row["REF_AREA"]) for row in rows)
        assert [float(side.ratio(own, one).value) for one in found] == [1.5, 1.5]


def test_growth_a_year_is_left_out_where_no_year_lies_between_also_of_a_part_of_the_same_time(toy: Toy) -> None:
    (brief, *figures), (audit, *audited) = open_two(toy, "online_share", ("2024", "2024-Q3"), ("actual", "actual"))
    assert isinstance(brief.compound_growth(*figures), Missing)
    assert isinstance(audit.compound_growth(*audited), Gap)


@pytest.mark.parametrize("is_backwards", [False, True])
@pytest.mark.parametrize(
    ("name", "fate"),
    [
        ("change", "refused"), ("growth", "refused"), ("compound_growth", "refused"), ("difference", "refused"),
        ("ratio", "refused"), ("share", "refused"), ("pace", "refused"), ("distance", 50), ("needed_pace", 8.333),
    ],
)  # fmt: skip
def test_of_a_target_that_is_a_bound_nothing_is_computed_but_what_is_left_to_it(
    toy: Toy, name: str, fate: object, *, is_backwards: bool
) -> None:
    bound = make_share("2030", "95", KIND="target", QUALIFIER=">=", AS_WRITTEN="95")
    shelf, known = open_both(toy, [make_share("2024", "45"), bound])
    found = []
    for side, refusal in (
        (Figures(shelf, "VNM"), DataError),
        (AuditedFigures(known, "VNM"), formulas.NotComputableError),
    ):
        figures = [side.target("online_share", "2030"), side.at("online_share", "2024")]
        assert not any(isinstance(one, Missing | Gap) for one in figures)
        try:
            computed = getattr(side, name)(*(reversed(figures) if is_backwards else figures))
        except refusal:
            found.append("refused")
        else:
            found.append("missing" if isinstance(computed, Missing | Gap) else round(float(computed.value), 3))
    assert found[0] == found[1]
    if not is_backwards:
        assert found[0] == fate


def test_its_groups_neighbours_and_parts_are_those_of_before(toy: Toy) -> None:
    shelf, known = open_both(toy, [])
    for area, group, neighbours, merged in (
        ("VN34-01", "north", ("VN63-02",), ()), ("VN34-02", "", (), ("VN63-02", "VN63-03")),
        ("VN63-01", "north", ("VN63-02",), ()),
    ):  # fmt: skip
        for figures in (Figures(shelf, area), AuditedFigures(known, area)):
            assert (figures.own_group("north"), figures.neighbours("north")) == (group, neighbours)
            assert figures.predecessors() == merged
    assert toy.catalogue.list_keys("VN34-01") == ("VN34-01", "VN63-01")
    assert [toy.catalogue.find_territory(one) for one in ("VN63-01", "VN63-02")] == ["VN34-01", "VN63-02"]


@pytest.mark.parametrize(("one", "other"), [("F", "A"), ("A", "F")])
def test_a_forecast_is_compared_with_nothing(toy: Toy, one: str, other: str) -> None:
    rows = [make_share("2024", "30", OBS_STATUS=one), make_share("2023", "20", OBS_STATUS=other)]
    shelf, known = open_both(toy, rows)
    later, earlier = (shelf.find_at("online_share", "VNM", period) for period in ("2024", "2023"))
    assert isinstance(later, Quantity)
    assert isinstance(earlier, Quantity)
    with pytest.raises(DataError, match=r"online_share/VNM/202\d/actual@mic-2024 is a forecast of 2025"):
        check_comparable(later, earlier, breaks=())
    figures = AuditedFigures(known, "VNM")
    with pytest.raises(formulas.NotComputableError, match="one is a forecast"):
        figures.growth(figures.at("online_share", "2024"), figures.at("online_share", "2023"))


@pytest.mark.parametrize(("confirming", "doubtful"), [("E", 0), ("F", 1)])
def test_a_forecast_confirms_no_estimate(toy: Toy, confirming: str, doubtful: int) -> None:
    rows = [make_share("2024", "30", OBS_STATUS="E"), make_share("2024", "30", "mic-2022", OBS_STATUS=confirming)]
    shelf, known = open_both(toy, rows)
    read(shelf, known, "online_share", "VNM")
    assert len(shelf.read_series("online_share", "VNM").doubtful) == doubtful


@pytest.mark.parametrize(("status", "rivals"), [("P", 1), ("E", 1), ("F", 0)])
def test_a_forecast_is_no_rival_of_what_turned_out(toy: Toy, status: str, rivals: int) -> None:
    rows = [make_share("2024", "30", "mic-2022"), make_share("2024", "44", OBS_STATUS=status)]
    shelf, known = open_both(toy, rows)
    assert read(shelf, known, "online_share", "VNM") == [("2024", "VNM", 30)]
    assert len(shelf.read_series("online_share", "VNM").rivals) == rivals
    assert len(known.read_line("online_share", "VNM").rivals) == rivals


@pytest.mark.parametrize(
    ("value", "hedge", "rivals"), [("30.04", "", 0), ("30.06", "", 1), ("29.96", "~", 1), ("29.94", "~", 1)]
)
def test_a_rival_is_what_a_reader_can_tell_from_the_figure(toy: Toy, value: str, hedge: str, rivals: int) -> None:
    rows = [make_share("2024", "30.02", "mic-2022"), make_share("2024", value, QUALIFIER=hedge, OBS_STATUS="P")]
    shelf, known = open_both(toy, rows)
    assert read(shelf, known, "online_share", "VNM") == [("2024", "VNM", 30.02)]
    assert len(shelf.read_series("online_share", "VNM").rivals) == rivals
    assert len(known.read_line("online_share", "VNM").rivals) == rivals


@pytest.mark.parametrize(
    ("value", "hedge", "exact", "period", "status"),
    [
        ("80", ">", "", "2025-12", "met"), ("80", "<~", "", "2025-12", "missed"),
        ("70", ">", "", "2026-02", "reached_since"), ("80", ">", "79", "2025-S2", "missed"),
    ],
)  # fmt: skip
def test_a_bound_that_decides_on_a_target_is_of_its_deadline(
    toy: Toy, value: str, hedge: str, exact: str, period: str, status: str
) -> None:
    rows = [
        make_share("2025-12", value, QUALIFIER=hedge),
        make_share("2026-02", "91"),
        make_share("2025", "80", KIND="target"),
    ]
    shelf, known = open_both(toy, [*rows, *([make_share("2025-S2", exact)] if exact else [])])
    (target,), (audited,) = shelf.list_targets("online_share", "VNM"), known.list_targets("online_share", "VNM")
    figure, found = shelf.find_figure_for(target), known.find_deciding(audited)
    assert isinstance(figure, Quantity)
    assert isinstance(found, Fig)
    assert (figure.period, found.period) == (period, period)
    assert shelf.assess(target, figure).status == TargetStatus(status)
    assert known.judge(audited, found).status == TargetStatus(status)


@pytest.mark.parametrize(("later", "beside"), [("2026-06", ""), ("2026-01", "2026-03")])
def test_a_doubtful_figure_stands_beside_what_decides_where_it_is_later_than_all_others(
    toy: Toy, later: str, beside: str
) -> None:
    rows = [make_share("2025", "70"), make_share("2026-03", "75", OBS_STATUS="E"), make_share(later, "76")]
    shelf, known = open_both(toy, [*rows, make_share("2025", "80", KIND="target")])
    (target,), (audited,) = shelf.list_targets("online_share", "VNM"), known.list_targets("online_share", "VNM")
    found, unconfirmed = shelf.find_doubtful_for(target), known.find_unconfirmed(audited)
    assert (found.period if found else "", unconfirmed.period if unconfirmed else "") == (beside, beside)


@pytest.mark.parametrize(("later", "beside"), [("2026-Q2", ""), ("2026", "2026")])
def test_growth_of_another_length_of_time_stands_beside_no_target(toy: Toy, later: str, beside: str) -> None:
    indicators = make_catalogue_files()["indicators/services.yaml"]
    indicators["online_share"]["unit"] = "PERCENT_CHANGE"
    toy.write_catalogue("indicators/services.yaml", indicators)
    rows = [make_share("2025", "7"), make_share(later, "9", OBS_STATUS="E"), make_share("2025", "8", KIND="target")]
    shelf, known = open_both(toy, [{**row, "UNIT_MEASURE": "PERCENT_CHANGE"} for row in rows])
    (target,), (audited,) = shelf.list_targets("online_share", "VNM"), known.list_targets("online_share", "VNM")
    found, unconfirmed = shelf.find_doubtful_for(target), known.find_unconfirmed(audited)
    assert (found.period if found else "", unconfirmed.period if unconfirmed else "") == (beside, beside)


def test_of_forecasts_alone_each_is_shown(toy: Toy) -> None:
    rows = [
        make_share("2024", value, source, OBS_STATUS="F") for value, source in (("30", "mic-2022"), ("44", "mic-2024"))
    ]
    shelf, known = open_both(toy, rows)
    read(shelf, known, "online_share", "VNM")
    assert (
        len(shelf.read_series("online_share", "VNM").rivals) == len(known.read_line("online_share", "VNM").rivals) == 1
    )


def test_a_figure_that_its_source_marks_as_a_break_begins_a_series(toy: Toy) -> None:
    rows = [make_share("2023", "20"), make_share("2024", "30", OBS_STATUS="B"), make_share("2025", "31")]
    shelf, known = open_both(toy, rows)
    assert "2024-12-31" in shelf.list_breaks("online_share", "VNM")
    assert shelf.list_breaks("online_share", "VNM") == known.list_breaks("online_share", ["VNM"])
    latest = shelf.find_latest("online_share", "VNM")
    first = shelf.find_before(latest, first=True)
    assert isinstance(first, Quantity)
    assert first.period == "2024"
    assert isinstance(shelf.find_before(first), Missing)
    audited = known.find_earlier(known.find_latest("online_share", "VNM"), "first")
    assert audited.period == "2024"  # type: ignore[union-attr]


def test_two_figures_of_one_area_are_parted_by_the_breaks_under_its_later_key(toy: Toy) -> None:
    rows = [
        make_row(REF_AREA="VN63-01", TIME_PERIOD="2023", OBS_VALUE="4"),
        make_row(REF_AREA="VN34-01", TIME_PERIOD="2025-12", OBS_VALUE="3"),
    ]
    shelf, known = open_both(toy, rows)
    former, later = shelf.read_series("egdi_rank", "VN34-01").figures
    assert shelf.list_breaks_between(former, later) == shelf.list_breaks_between(later, former) == ("2025-12-31",)
    one, other = known.read_line("egdi_rank", "VN34-01").figures
    assert known.list_breaks_between(one, other) == known.list_breaks_between(other, one) == ("2025-12-31",)
