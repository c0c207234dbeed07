"""What was known on a day, as a brief takes it from the shelf."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dxlib.analysis import TargetStatus, compute_count
from dxlib.audit.facts import Facts
from dxlib.data.catalogue_files import forget_catalogue
from dxlib.data.quantities import Formula, Missing, Quantity
from dxlib.data.schema import Kind
from dxlib.figures.shelf import Shelf, compute_if_known, list_shared_periods
from tests.conftest import (
    SOURCES,
    Toy,
    link_indicators,
    list_fillers,
    make_catalogue_files,
    make_row,
    make_words,
)

Row = dict[str, str]
Share = Callable[..., Row]


def open_shelf(toy: Toy, rows: list[Row], day: str = "2025-12-31") -> Shelf:
    toy.write_ledger([*rows, *list_fillers()])
    return Shelf(toy.open_store(day))


def values(figures: Any) -> list[tuple[str, float]]:
    return [(figure.period, float(figure.value)) for figure in figures]


def test_periods_that_have_not_ended_by_the_day_are_not_there(toy: Toy, share: Share) -> None:
    rows = [share("2023", "17.6"), share("2025", "50", source="mic-2024")]
    shelf = open_shelf(toy, rows, "2025-06-30")
    assert values(shelf.read_series("online_share", "VNM").figures) == [("2023", 17.6)]
    assert values(open_shelf(toy, rows).read_series("online_share", "VNM").figures) == [("2023", 17.6), ("2025", 50.0)]


def test_targets_of_times_to_come_are_there(toy: Toy, share: Share) -> None:
    shelf = open_shelf(toy, [share("2030", "80", KIND="target")], "2025-06-30")
    assert values(shelf.read_series("online_share", "VNM", kind=Kind.TARGET).figures) == [("2030", 80.0)]
    assert shelf.find_target("online_share", "VNM", "2030").claim == 'target("online_share", "2030", "VNM")'


def test_the_latest_is_the_last_that_is_beyond_doubt(toy: Toy, share: Share) -> None:
    shelf = open_shelf(toy, [share("2023", "17.6"), share("2024", "45", OBS_STATUS="E")])
    latest = shelf.find_latest("online_share", "VNM")
    assert (latest.period, latest.claim) == ("2023", 'latest("online_share", "VNM")')
    assert shelf.find_at("online_share", "VNM", "2024").claim == 'at("online_share", "2024", "VNM")'


@pytest.mark.parametrize(
    ("earlier", "later", "period"),
    [
        ({"value": "51.7"}, {"value": "51", "QUALIFIER": ">"}, "2023"),
        ({"value": "51"}, {"value": "51", "QUALIFIER": ">="}, "2023"),
        ({"value": "8.4"}, {"value": "10", "QUALIFIER": "<"}, "2023"),
        ({"value": "49"}, {"value": "51", "QUALIFIER": ">"}, "2024"),
        ({"value": "12"}, {"value": "10", "QUALIFIER": "<"}, "2024"),
        ({"value": "60", "QUALIFIER": ">"}, {"value": "51", "QUALIFIER": ">"}, "2024"),
        ({"value": "51.7"}, {"value": "51", "QUALIFIER": "~"}, "2024"),
        ({"value": "51.7", "OBS_STATUS": "E"}, {"value": "51", "QUALIFIER": ">"}, "2024"),
    ],
)
def test_a_bound_is_not_the_latest_where_an_earlier_figure_says_more(
    toy: Toy, share: Share, earlier: Row, later: Row, period: str
) -> None:
    rows = [share(year, one.pop("value"), **one) for year, one in (("2023", {**earlier}), ("2024", {**later}))]
    shelf = open_shelf(toy, rows)
    assert shelf.find_latest("online_share", "VNM").period == period
    known = Facts(toy.project).known_on("2025-12-31")
    assert known.find_latest("online_share", "VNM").period == period


def test_an_estimate_that_another_source_confirms_is_the_latest(toy: Toy, share: Share) -> None:
    rows = [
        share("2023", "17.6"),
        share("2024", "45.2", OBS_STATUS="E"),
        share("2024", "45", "mic-2022", OBS_STATUS="E"),
    ]
    assert open_shelf(toy, rows).find_latest("online_share", "VNM").period == "2024"


def test_what_is_asked_of_an_earlier_day_names_the_day(toy: Toy, share: Share) -> None:
    toy.write_ledger([share("2023", "17.6"), *list_fillers()])
    shelf = Shelf(toy.open_store("2025-06-30"), is_earlier=True)
    assert shelf.find_latest("online_share", "VNM").claim == 'latest("online_share", "VNM", as_of="2025-06-30")'


def test_the_figure_before_is_earlier_and_on_the_same_side_of_a_break(toy: Toy, share: Share) -> None:
    rows = [share("2021", "10"), share("2023", "17.6"), share("2024", "45.2"), share("2023-12", "20")]
    shelf = open_shelf(toy, rows)
    latest = shelf.find_latest("online_share", "VNM")
    before, first = shelf.find_before(latest), shelf.find_before(latest, first=True)
    assert (before.period, first.period) == ("2023-12", "2023")
    assert before.claim == 'before(latest("online_share", "VNM"))'
    assert first.claim == 'first(latest("online_share", "VNM"))'
    none = shelf.find_before(first)
    assert isinstance(none, Missing)  # 2021 lies before the break
    assert shelf.find_before(none) is none


def test_two_figures_of_one_period_differ_and_two_of_one_series_change(toy: Toy, share: Share) -> None:
    rows = [share("2023", "17.6"), share("2024", "45.2"), share("2024", "95", REF_AREA="SGP")]
    shelf = open_shelf(toy, rows)
    latest, other = (shelf.find_latest("online_share", area) for area in ("VNM", "SGP"))
    before = shelf.find_at("online_share", "VNM", "2023")
    assert isinstance(latest, Quantity)
    assert isinstance(other, Quantity)
    assert isinstance(before, Quantity)
    found = [shelf.subtract(latest, one) for one in (before, other)]
    assert [(one.formula, float(one.value)) for one in found] == [(Formula.CHANGE, 27.6), (Formula.DIFFERENCE, -49.8)]


def test_a_target_less_a_figure_of_another_year_is_no_change(toy: Toy, share: Share) -> None:
    shelf = open_shelf(toy, [share("2023", "17.6"), share("2025", "80", KIND="target")])
    latest, target = shelf.find_latest("online_share", "VNM"), shelf.find_target("online_share", "VNM", "2025")
    assert isinstance(latest, Quantity)
    assert isinstance(target, Quantity)
    found = shelf.subtract(target, latest)
    assert (found.formula, float(found.value)) == (Formula.DIFFERENCE, 62.4)


def test_ranks_of_an_area_that_stays_on_its_map_do_not_break(toy: Toy) -> None:
    rows = [
        make_row(TIME_PERIOD=year, OBS_VALUE=value, AS_WRITTEN=value)
        for year, value in (("2020", "86"), ("2022", "80"))
    ]
    assert open_shelf(toy, rows).list_breaks("egdi_rank", "VNM") == ()


def test_a_figure_of_the_same_end_is_not_before(toy: Toy, share: Share) -> None:
    shelf = open_shelf(toy, [share("2024", "45.2"), share("2024-12", "45.9")])
    assert isinstance(shelf.find_before(shelf.find_latest("online_share", "VNM")), Missing)


def test_a_target_is_decided_by_the_figure_of_its_deadline_and_not_by_a_later_one(toy: Toy, share: Share) -> None:
    rows = [share("2023", "40"), share("2024", "45.2"), share("2025", "60"), share("2024", "50", KIND="target")]
    shelf = open_shelf(toy, rows, "2026-06-30")
    (target,) = shelf.list_targets("online_share", "VNM")
    deciding = shelf.find_figure_for(target)
    assert isinstance(deciding, Quantity)
    assert deciding.period == "2024"
    assert shelf.assess(target, deciding).status is TargetStatus.MISSED


def test_a_target_without_a_figure_of_its_deadline_is_decided_by_the_latest(toy: Toy, share: Share) -> None:
    rows = [share("2023", "40"), share("2025", "60"), share("2024", "50", KIND="target")]
    shelf = open_shelf(toy, rows, "2026-06-30")
    (target,) = shelf.list_targets("online_share", "VNM")
    assert shelf.find_figure_for(target).period == "2025"


@pytest.mark.parametrize(("day", "decides"), [("2025-12-30", "2024"), ("2025-12-31", "2025")])
def test_before_its_deadline_a_target_is_decided_by_the_latest_figure(
    toy: Toy, share: Share, day: str, decides: str
) -> None:
    shelf = open_shelf(toy, [share("2024", "45"), share("2025", "60"), share("2025", "50", KIND="target")], day)
    (target,) = shelf.list_targets("online_share", "VNM")
    assert shelf.find_figure_for(target).period == decides


def test_a_bound_is_of_a_deadline_only_in_its_very_period(toy: Toy, share: Share) -> None:
    rows = [share("2025-11", "51.7"), share("2025-12", "51", QUALIFIER=">"), share("2025", "80", KIND="target")]
    shelf = open_shelf(toy, rows, "2026-09-01")
    (target,) = shelf.list_targets("online_share", "VNM")
    assert shelf.find_figure_for(target).period == "2025-11"
    shelf = open_shelf(toy, [*rows, share("2025", "50", QUALIFIER=">")], "2026-09-01")
    assert shelf.find_figure_for(target).period == "2025"


@pytest.mark.parametrize(
    ("deadline", "figures", "decides"),
    [
        ("2025", {"2025-12": "70", "2026-06": "85"}, "2025-12"),
        ("2025-12", {"2025": "70", "2026-06": "85"}, "2025"),
        ("2025-12-31", {"2025-12": "60", "2025-S2": "70", "2026-06": "85"}, "2025-S2"),
        ("2025", {"2025": "70", "2025-S2": "85", "2026-06": "85"}, "2025"),
        ("2025", {"2025-12": "70", "2025-S2": "85 E", "2026-06": "85"}, "2025-12"),
        ("2025", {"2025": "85 E", "2025-12": "70", "2026-06": "85"}, "2025-12"),
    ],
)
def test_a_figure_that_ends_with_the_deadline_is_of_it_however_its_period_is_spelt(
    toy: Toy, share: Share, deadline: str, figures: Row, decides: str
) -> None:
    stated = {period: value.partition(" ") for period, value in figures.items()}
    rows = [share(period, value, OBS_STATUS=status or "A") for period, (value, _, status) in stated.items()]
    shelf = open_shelf(toy, [*rows, share(deadline, "80", KIND="target")], "2026-09-01")
    (target,) = shelf.list_targets("online_share", "VNM")
    deciding = shelf.find_figure_for(target)
    assert isinstance(deciding, Quantity)
    assert deciding.claim == f'at("online_share", "{decides}", "VNM")'
    assert shelf.assess(target, deciding).status is TargetStatus.MISSED


def test_targets_stand_in_the_order_of_deadlines_undated_ones_last(toy: Toy, share: Share) -> None:
    rows = [share("2024", "45"), *(share(period, "80", KIND="target") for period in ("2030", "", "2025"))]
    shelf = open_shelf(toy, rows)
    assert [one.period for one in shelf.list_targets("online_share", "VNM")] == ["2025", "2030", ""]


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2022-12-31", "2022"), ("2023-01-01", "2024"), ("2025-12-31", "2030"), ("2031-01-01", "2030")],
)
def test_the_target_that_counts_has_the_next_deadline_or_else_the_last(
    toy: Toy, share: Share, day: str, counts: str
) -> None:
    targets = [share(period, "80", "mic-2022", KIND="target") for period in ("2022", "2024", "2030", "")]
    shelf = open_shelf(toy, [share("2021", "45", "mic-2022"), *targets], day)
    verdict = shelf.find_next_verdict("online_share", "VNM")
    assert verdict is not None
    assert verdict.target.period == counts
    assert shelf.find_next_verdict("accounts", "VNM") is None


def test_the_verdict_that_counts_is_that_of_the_table_and_not_of_a_later_figure(toy: Toy, share: Share) -> None:
    rows = [share("2023", "40"), share("2024", "60"), share("2023", "50", KIND="target")]
    shelf = open_shelf(toy, rows)
    verdict = shelf.find_next_verdict("online_share", "VNM")
    assert verdict is not None
    assert (verdict.status, verdict.latest.period) == (TargetStatus.MISSED, "2023")


def test_a_doubtful_figure_decides_on_no_target_and_is_given_beside(toy: Toy, share: Share) -> None:
    rows = [share("2024", "45"), share("2025", "60", OBS_STATUS="E"), share("2025", "50", KIND="target")]
    shelf = open_shelf(toy, rows, "2026-06-30")
    (target,) = shelf.list_targets("online_share", "VNM")
    assert shelf.find_figure_for(target).period == "2024"
    beside = shelf.find_doubtful_for(target)
    assert beside is not None
    assert (beside.period, beside.claim) == ("2025", 'at("online_share", "2025", "VNM")')
    confirmed = [*rows, share("2025", "60", "mic-news-2025", OBS_STATUS="E")]
    shelf = open_shelf(toy, confirmed, "2026-06-30")
    assert shelf.find_figure_for(target).period == "2025"
    assert shelf.find_doubtful_for(target) is None


def test_a_doubtful_figure_older_than_the_one_that_decides_is_not_given(toy: Toy, share: Share) -> None:
    rows = [share("2023", "60", OBS_STATUS="E"), share("2024", "45"), share("2025", "50", KIND="target")]
    shelf = open_shelf(toy, rows)
    (target,) = shelf.list_targets("online_share", "VNM")
    assert shelf.find_doubtful_for(target) is None
    same_day = [share("2024", "60", OBS_STATUS="E"), share("2024-12", "45"), rows[2]]
    assert open_shelf(toy, same_day).find_doubtful_for(target) is None
    (alone,) = open_shelf(toy, [rows[0], rows[2]]).list_targets("online_share", "VNM")
    found = open_shelf(toy, [rows[0], rows[2]]).find_doubtful_for(alone)
    assert found is not None
    assert found.period == "2023"


def test_a_target_is_decided_by_the_indicator_that_measures_its_own(toy: Toy) -> None:
    link_indicators(toy)
    common = {"UNIT_MEASURE": "PERSON", "SOURCE": "mic-2024"}
    rows = [
        make_row(INDICATOR="accounts", TIME_PERIOD="2023", OBS_VALUE="40", **common),
        make_row(INDICATOR="accounts", TIME_PERIOD="2024", OBS_VALUE="60", **common),
        make_row(INDICATOR="users", TIME_PERIOD="2023", OBS_VALUE="50", KIND="target", **common),
        make_row(INDICATOR="users", TIME_PERIOD="2030", OBS_VALUE="70", KIND="target", **common),
    ]
    shelf = open_shelf(toy, rows)
    passed, ahead = shelf.list_targets("users", "VNM")
    for target, status in ((passed, TargetStatus.MISSED), (ahead, TargetStatus.ON_TRACK)):
        figure = shelf.find_figure_for(target)
        assert isinstance(figure, Quantity)
        assert figure.first_observation.indicator == "accounts"
        assert shelf.assess(target, figure).status is status
    assert shelf.find_figure_for(passed).claim == 'at("accounts", "2023", "VNM")'


@pytest.mark.parametrize(("first", "status"), [("2023", TargetStatus.MET), ("2024", TargetStatus.REACHED_SINCE)])
def test_a_milestone_is_reached_once_there_is_any_of_what_it_brings(toy: Toy, first: str, status: TargetStatus) -> None:
    link_indicators(toy)
    common = {"UNIT_MEASURE": "COUNT", "INDICATOR": "records", "SOURCE": "mic-2024"}
    rows = [
        make_row(TIME_PERIOD="2022", OBS_VALUE="0", **common),
        make_row(TIME_PERIOD=first, OBS_VALUE="5", **common),
        make_row(TIME_PERIOD="2025", OBS_VALUE="9", **common),
        make_row(
            INDICATOR="register", TIME_PERIOD="2023", OBS_VALUE="1", UNIT_MEASURE="MILESTONE", KIND="target",
            SOURCE="mic-2024",
        ),
    ]  # fmt: skip
    shelf = open_shelf(toy, rows)
    (target,) = shelf.list_targets("register", "VNM")
    figure = shelf.find_figure_for(target)
    assert isinstance(figure, Quantity)
    assert (figure.period, shelf.assess(target, figure).status) == (first, status)


def test_a_source_withdrawn_exactly_on_the_day_is_not_known(toy: Toy, share: Share) -> None:
    withdrawn = {"mic-2024": "2025-12-31"}
    toy.write_sources([(*source, withdrawn.get(source[0], "")) for source in SOURCES])
    rows = [share("2023", "17.6")]
    assert isinstance(open_shelf(toy, rows, "2025-12-31").find_latest("online_share", "VNM"), Missing)
    assert isinstance(open_shelf(toy, rows, "2025-12-30").find_latest("online_share", "VNM"), Quantity)


def test_rivals_are_those_of_the_same_period(toy: Toy, share: Share) -> None:
    rows = [
        share("2023", "17.6"),
        share("2024", "45.2"),
        share("2024", "52", "mic-2022"),
        share("2023", "19", "mic-2022"),
    ]
    shelf = open_shelf(toy, rows)
    latest = shelf.find_latest("online_share", "VNM")
    assert values(shelf.list_rivals(latest)) == [("2024", 52.0)]


def test_nothing_is_computed_from_what_is_missing_or_only_a_bound(figure: Callable[..., Quantity]) -> None:
    gap = Missing("online_share", "VNM", "nothing known by then")
    assert compute_if_known(lambda *_: pytest.fail("called"), figure(1), gap) is gap
    found = compute_if_known(lambda *_: pytest.fail("called"), figure(5, qualifier=">"))
    assert isinstance(found, Missing)
    assert found.reason == "the source gives only a bound"


def test_periods_are_shared_by_three_quarters_of_the_fullest() -> None:
    assert list_shared_periods({"2022": 8, "2023": 6, "2024": 5}) == ["2022", "2023"]


def test_a_target_is_decided_by_the_latest_figure_beyond_doubt_before_and_after_its_deadline(
    toy: Toy, share: Share
) -> None:
    rows = [share("2023", "40"), share("2025-12-31", "60", OBS_STATUS="E"), share("2025-12-31", "50", KIND="target")]
    for day in ("2025-12-31", "2026-01-01"):
        shelf = open_shelf(toy, rows, day)
        (target,) = shelf.list_targets("online_share", "VNM")
        assert shelf.find_figure_for(target).period == "2023"


def test_a_doubtful_target_is_none(toy: Toy, share: Share) -> None:
    rows = [share("2024", "45"), share("2025", "50", KIND="target"), share("2030", "80", KIND="target", OBS_STATUS="U")]
    shelf = open_shelf(toy, rows)
    assert [one.period for one in shelf.list_targets("online_share", "VNM")] == ["2025"]
    assert shelf.find_target("online_share", "VNM", "2030").period == "2030"


def test_a_doubtful_figure_is_neither_before_another_nor_the_first(toy: Toy, share: Share) -> None:
    rows = [share("2022", "5", OBS_STATUS="E"), share("2023", "17.6"), share("2024", "40", OBS_STATUS="F")]
    shelf = open_shelf(toy, [*rows, share("2025", "50")])
    latest = shelf.find_latest("online_share", "VNM")
    assert [shelf.find_before(latest, first=first).period for first in (False, True)] == ["2023", "2023"]


def test_rivals_of_a_target_are_targets(toy: Toy, share: Share) -> None:
    actual = [share("2024", "45"), share("2024", "52", "mic-2022")]
    shelf = open_shelf(
        toy, [*actual, share("2024", "50", KIND="target"), share("2024", "55", "mic-2022", KIND="target")]
    )
    assert values(shelf.list_rivals(shelf.find_target("online_share", "VNM", "2024"))) == [("2024", 55.0)]


def test_a_target_that_is_a_bound_is_computed_with(figure: Callable[..., Quantity]) -> None:
    target = figure(5, qualifier=">", kind="target")
    assert compute_if_known(lambda one: one, target) is target


def test_a_figure_is_doubtful_where_one_that_it_rests_on_is_and_a_count_never(toy: Toy, share: Share) -> None:
    shelf = open_shelf(toy, [share("2023", "17.6"), share("2024", "45"), share("2025", "50", OBS_STATUS="E")])
    first, sure, doubtful = shelf.read_series("online_share", "VNM").figures
    assert [shelf.is_doubtful(one) for one in (first, sure, doubtful)] == [False, False, True]
    assert [shelf.is_doubtful(shelf.subtract(one, first)) for one in (sure, doubtful)] == [False, True]
    assert not shelf.is_doubtful(compute_count([sure, doubtful]))


def test_a_rank_is_compared_with_none_on_an_earlier_map_and_a_share_is(toy: Toy) -> None:
    areas = make_catalogue_files()["areas.yaml"]
    for key, exists, more in (
        ("VN63-01", {"until": "2025-06-30"}, {"successor": "VN34-01"}), ("VN34-01", {"from": "2025-07-01"}, {}),
    ):  # fmt: skip
        areas[key] = {"name": make_words("Same"), "kind": "province", "exists": exists, "groups": [], **more}
    toy.write_catalogue("areas.yaml", areas)
    forget_catalogue()
    rows = [
        make_row(INDICATOR=indicator, UNIT_MEASURE=unit, REF_AREA=area, TIME_PERIOD=period)
        for indicator, unit in (("egdi_rank", "RANK"), ("egdi_value", "INDEX"))
        for area, period in (("VN63-01", "2023"), ("VN63-01", "2024"), ("VN34-01", "2025"))
    ]
    shelf = open_shelf(toy, rows, "2026-06-30")
    assert shelf.list_breaks("egdi_rank", "VN34-01") == ("2025-12-31",)
    assert shelf.list_breaks("egdi_value", "VN34-01") == ()
    _, before, after = shelf.read_series("egdi_rank", "VN34-01").figures
    found = {shelf.list_breaks_between(*pair) for pair in ((before, after), (after, before))}
    assert found == {("2025-12-31",)}
