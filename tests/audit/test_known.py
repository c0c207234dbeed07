"""What was known on a day, by the audit's own rules; expectations are by hand, from docs/decisions/0003 and 0004."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dxlib.audit.figure import Fig, Gap
from dxlib.audit.known import Known, KnownSeries
from tests.conftest import SOURCES, Toy, link_indicators, make_row

Rows = list[dict[str, str]]
Open = Callable[..., Known]
Share = Callable[..., dict[str, str]]


def values(line: KnownSeries) -> list[tuple[str, float]]:
    return [(one.period, float(one.value)) for one in line.figures]


def read(known: Known, kind: str = "actual") -> KnownSeries:
    return known.read_line("online_share", "VNM", kind)


def test_periods_that_have_not_ended_by_the_day_are_not_known(open_known: Open, share: Share) -> None:
    rows = [share("2023", "17.6"), share("2025", "50")]
    assert values(read(open_known(rows, "2025-06-30"))) == [("2023", 17.6)]
    assert values(read(open_known(rows, "2025-12-31"))) == [("2023", 17.6), ("2025", 50.0)]


def test_targets_of_times_to_come_are_known(open_known: Open, share: Share) -> None:
    assert values(read(open_known([share("2030", "80", KIND="target")], "2025-06-30"), "target")) == [("2030", 80.0)]


def test_what_becomes_known_after_the_day_is_not_known(open_known: Open, share: Share) -> None:
    rows = [share("2023", "17.6")]  # published on 15 January 2025
    assert values(read(open_known(rows, "2025-01-14"))) == []
    assert values(read(open_known(rows, "2025-01-15"))) == [("2023", 17.6)]


@pytest.mark.parametrize(("day", "is_known"), [("2025-12-30", True), ("2025-12-31", False), ("2026-01-01", False)])
def test_a_source_is_not_known_from_the_day_of_its_withdrawal_on(
    toy: Toy, open_known: Open, share: Share, day: str, *, is_known: bool
) -> None:
    toy.write_sources([(*source, "2025-12-31" if source[0] == "mic-2024" else "") for source in SOURCES])
    assert bool(values(read(open_known([share("2023", "17.6")], day)))) is is_known


def test_the_headline_is_a_value_before_none_then_the_surer_then_the_preferred(open_known: Open, share: Share) -> None:
    rows = [
        share("2021", "", "mic-2024", OBS_STATUS="M", AS_WRITTEN="n/a"), share("2021", "30", "mic-2022"),
        share("2023", "17.6", "mic-2024", OBS_STATUS="E"), share("2023", "20", "un-undated"),
        share("2024", "45.2", "un-2024"), share("2024", "50", "mic-2022"),
    ]  # fmt: skip
    line = read(open_known(rows, "2026-12-31"))
    assert values(line) == [("2021", 30.0), ("2023", 20.0), ("2024", 50.0)]  # the ministry is preferred for shares
    assert {period: [float(one.value) for one in found] for period, found in line.rivals.items()} == {
        "2023": [17.6], "2024": [45.2],
    }  # fmt: skip


def test_the_publishers_own_table_goes_before_a_report_of_it_and_the_later_before_the_earlier(
    open_known: Open, share: Share
) -> None:
    rows = [share("2024", "45.2", "mic-2024"), share("2024", "52", "mic-news-2025"), share("2024", "44", "mic-2022")]
    line = read(open_known(rows, "2026-12-31"))
    assert values(line) == [("2024", 45.2)]
    assert [float(one.value) for one in line.rivals["2024"]] == [44.0, 52.0]


def test_a_rounding_is_no_rival_and_confirms(open_known: Open, share: Share) -> None:
    rows = [share("2024", "45.2", OBS_STATUS="E"), share("2024", "45", "mic-2022", OBS_STATUS="E")]
    line = read(open_known(rows))
    assert not line.rivals
    assert not line.doubtful


def test_a_bound_in_which_the_headline_lies_is_no_rival_and_confirms_nothing(open_known: Open, share: Share) -> None:
    rows = [share("2024", "57", OBS_STATUS="E"), share("2024", "50", "mic-2022", OBS_STATUS="U", QUALIFIER=">")]
    line = read(open_known(rows))
    assert not line.rivals
    assert line.doubtful == {line.figures[0].key}


@pytest.mark.parametrize(
    ("value", "cells", "status"),
    [("50", {"QUALIFIER": "<"}, "missed"), ("50", {"QUALIFIER": "<~"}, "missed"), ("50", {"QUALIFIER": ">"}, "met"),
     ("50", {"QUALIFIER": "<="}, "not_assessable"), ("60", {"QUALIFIER": "<"}, "not_assessable"),
     ("40", {"QUALIFIER": ">"}, "not_assessable"), ("60", {"QUALIFIER": ">"}, "met"),
     ("40", {"QUALIFIER": "<"}, "missed"),
     ("50", {"QUALIFIER": "~"}, "not_assessable"), ("55", {"QUALIFIER": "~"}, "met"),
     ("45", {"UPPER_VALUE": "55"}, "not_assessable"), ("50", {"UPPER_VALUE": "55"}, "met"),
     ("40", {"UPPER_VALUE": "49"}, "missed")],
)  # fmt: skip
def test_a_figure_decides_where_all_that_is_stated_lies_on_one_side(
    open_known: Open, share: Share, value: str, cells: dict[str, str], status: str
) -> None:
    known = open_known([share("2024", value, **cells), share("2024", "50", KIND="target")])
    (target,) = known.list_targets("online_share", "VNM")
    latest = known.find_latest("online_share", "VNM")
    assert isinstance(latest, Fig)
    assert known.judge(target, latest).status == status


# From 40 at the end of 2023 to 90 at the end of 2030 the way is at 47.2 at the end of 2024.
@pytest.mark.parametrize(
    ("first", "value", "cells", "status"),
    [({}, "50", {"QUALIFIER": "<"}, "not_assessable"), ({}, "45", {"QUALIFIER": "<"}, "behind"),
     ({}, "50", {"QUALIFIER": ">"}, "not_assessable"), ({}, "45", {"QUALIFIER": ">"}, "not_assessable"),
     ({"QUALIFIER": ">"}, "44", {}, "behind"), ({"QUALIFIER": "<"}, "47", {}, "not_assessable"),
     ({}, "45", {"UPPER_VALUE": "55"}, "not_assessable"), ({}, "48", {"UPPER_VALUE": "55"}, "on_track"),
     ({}, "50", {"QUALIFIER": "~"}, "on_track"), ({}, "44", {}, "behind")],
)  # fmt: skip
def test_a_bound_that_lies_on_both_sides_of_the_way_is_neither_on_track_nor_behind(
    open_known: Open, share: Share, first: dict[str, str], value: str, cells: dict[str, str], status: str
) -> None:
    rows = [share("2023", "40", **first), share("2024", value, **cells), share("2030", "90", KIND="target")]
    known = open_known(rows, "2025-06-30")
    (target,) = known.list_targets("online_share", "VNM")
    latest = known.find_at("online_share", "2024", "VNM")
    assert isinstance(latest, Fig)
    assert known.judge(target, latest).status == status


def test_along_the_way_downwards_a_bound_may_lie_on_both_sides_too(open_known: Open) -> None:
    target = make_row(OBS_VALUE="40", TIME_PERIOD="2030", KIND="target")
    first = make_row(OBS_VALUE="90", TIME_PERIOD="2023")
    for value, sign, status in (("85", "<", "not_assessable"), ("80", "", "on_track"), ("85", ">", "behind")):
        known = open_known([first, make_row(OBS_VALUE=value, QUALIFIER=sign), target], "2025-06-30")
        (wanted,) = known.list_targets("egdi_rank", "VNM")
        latest = known.find_at("egdi_rank", "2024", "VNM")
        assert isinstance(latest, Fig)
        assert known.judge(wanted, latest).status == status


@pytest.mark.parametrize(
    ("status", "is_sure"), [("A", True), ("B", True), ("P", True), ("E", False), ("F", False), ("U", False)]
)
def test_an_unconfirmed_estimate_is_never_the_latest(
    open_known: Open, share: Share, status: str, *, is_sure: bool
) -> None:
    known = open_known([share("2023", "17.6"), share("2024", "45.2", OBS_STATUS=status)])
    latest = known.find_latest("online_share", "VNM")
    assert isinstance(latest, Fig)
    assert latest.period == ("2024" if is_sure else "2023")
    assert isinstance(known.find_at("online_share", "2024", "VNM"), Fig)


def test_of_the_vintages_of_a_feed_the_last_known_stands(toy: Toy, open_known: Open, share: Share) -> None:
    sources = [*SOURCES, ("feed@2025-01-01", "MIC", "", "", "en", "", "2025-01-01", "2025-01-01", "x"),
               ("feed@2025-06-01", "MIC", "", "", "en", "", "2025-06-01", "2025-06-01", "x")]  # fmt: skip
    toy.write_sources(sources)
    rows = [share("2024", "40", "feed@2025-01-01"), share("2024", "41", "feed@2025-06-01")]
    line = read(open_known(rows, "2025-12-31"))
    assert values(line) == [("2024", 41.0)]
    assert not line.rivals
    assert values(read(open_known(rows, "2025-03-01"))) == [("2024", 40.0)]


def test_the_figure_before_lies_earlier_and_on_the_same_side_of_a_break(open_known: Open, share: Share) -> None:
    known = open_known([share("2021", "10"), share("2023", "17.6"), share("2023-12", "20"), share("2024", "45.2")])
    latest = known.find_latest("online_share", "VNM")
    before, first = known.find_earlier(latest, "before"), known.find_earlier(latest, "first")
    assert isinstance(before, Fig)
    assert isinstance(first, Fig)
    assert (before.period, first.period) == ("2023-12", "2023")
    assert known.find_earlier(first, "before") == Gap("online_share", "VNM")


def test_a_figure_whose_period_ends_on_the_same_day_is_not_before(open_known: Open, share: Share) -> None:
    known = open_known([share("2024", "45.2"), share("2024-12", "45.9")])
    assert isinstance(known.find_earlier(known.find_latest("online_share", "VNM"), "before"), Gap)


def judge(known: Known) -> str:
    (target,) = known.list_targets("online_share", "VNM")
    deciding = known.find_deciding(target)
    assert isinstance(deciding, Fig)
    return known.judge(target, deciding).status


@pytest.mark.parametrize(
    ("figures", "deadline", "day", "status"),
    [
        ({"2023": "40", "2024": "50"}, "2024", "2025-06-30", "met"),
        ({"2023": "40", "2024": "49.9"}, "2024", "2025-06-30", "missed"),
        ({"2023": "40", "2024": "45", "2025": "60"}, "2024", "2026-06-30", "missed"),  # that of the deadline decides
        ({"2023": "40", "2025": "60"}, "2024", "2026-06-30", "reached_since"),
        ({"2024-12": "45", "2025": "60"}, "2024", "2026-06-30", "missed"),  # of December is of the deadline too
        ({"2024": "45", "2025": "60"}, "2024-12-31", "2026-06-30", "missed"),
        ({"2024": "45", "2024-S2": "60"}, "2024", "2026-06-30", "missed"),  # the same text goes before
        ({"2024-12": "60", "2024-S2": "45"}, "2024", "2026-06-30", "missed"),  # and without it the last
        ({"2023": "40"}, "2024", "2025-06-30", "no_figure_yet"),
        ({"2023": "40"}, "2025-06", "2025-06-30", "no_figure_yet"),
        ({"2023": "40"}, "2030", "2025-06-30", "not_assessable"),
        ({"2023": "40", "2024": "43"}, "2030", "2025-06-30", "on_track"),
        ({"2023": "40", "2024": "41"}, "2030", "2025-06-30", "behind"),
        ({"2021": "10", "2024": "43"}, "2030", "2025-06-30", "not_assessable"),  # a break lies between
        ({"2024": "45"}, "", "2025-06-30", "undated"),
        ({"2024": "55"}, "", "2025-06-30", "met"),
    ],
)
def test_where_a_target_of_fifty_per_cent_stands(
    open_known: Open, share: Share, figures: dict[str, str], deadline: str, day: str, status: str
) -> None:
    rows = [share(period, value) for period, value in figures.items()]
    assert judge(open_known([*rows, share(deadline, "50", KIND="target")], day)) == status


def test_a_rank_is_the_better_the_lower(open_known: Open) -> None:
    rows = [make_row(OBS_VALUE="71"), make_row(OBS_VALUE="70", TIME_PERIOD="2025", KIND="target")]
    known = open_known(rows, "2026-06-30")
    (target,) = known.list_targets("egdi_rank", "VNM")
    latest = known.find_latest("egdi_rank", "VNM")
    assert isinstance(latest, Fig)
    assert known.judge(target, latest).status == "no_figure_yet"
    better = open_known([make_row(OBS_VALUE="69"), rows[1]], "2026-06-30")
    found = better.find_latest("egdi_rank", "VNM")
    assert isinstance(found, Fig)
    assert better.judge(target, found).status == "met"


@pytest.mark.parametrize(
    ("value", "more", "status"),
    [
        ("49", {"QUALIFIER": "~"}, "met"),  # 50 at most
        ("50", {"QUALIFIER": "~"}, "not_assessable"),
        ("53", {"QUALIFIER": "~"}, "missed"),  # 51 at least
        ("50", {"QUALIFIER": "<="}, "met"),
        ("40", {"QUALIFIER": ">"}, "not_assessable"),
        ("50", {"QUALIFIER": ">"}, "missed"),
        ("40", {"UPPER_VALUE": "60"}, "not_assessable"),
    ],
)
def test_a_rank_that_is_only_about_known_reaches_a_target_by_the_worst_that_it_can_be(
    open_known: Open, value: str, more: dict[str, str], status: str
) -> None:
    target = make_row(OBS_VALUE="50", KIND="target")
    known = open_known([make_row(OBS_VALUE=value, **more), target], "2025-06-30")
    (target_figure,) = known.list_targets("egdi_rank", "VNM")
    deciding = known.find_deciding(target_figure)
    assert isinstance(deciding, Fig)
    assert known.judge(target_figure, deciding).status == status


def test_every_target_has_an_outcome_and_one_without_any_figure_is_unknown_once_due(
    open_known: Open, share: Share
) -> None:
    rows = [share("2024", "50", KIND="target"), share("2030", "80", KIND="target"), share("", "90", KIND="target")]
    outcomes = open_known(rows, "2025-12-31").list_outcomes("VNM")
    assert [(target.period, outcome) for target, _, outcome in outcomes] == [
        ("2024", "unknown"), ("2030", "ahead"), ("", "undated"),
    ]  # fmt: skip


def test_all_that_is_known_is_there_once_and_in_the_order_of_the_store(open_known: Open, share: Share) -> None:
    known = open_known([share("2024", "45"), share("2023", "17.6"), share("2025", "80", KIND="target")])
    ours = [row["TIME_PERIOD"] for row in known.actual if row["INDICATOR"] == "online_share"]
    assert ours == ["2023", "2024"]


def test_a_doubtful_figure_is_neither_before_another_nor_the_first(open_known: Open, share: Share) -> None:
    rows = [share("2022", "5", OBS_STATUS="E"), share("2023", "17.6"), share("2024", "40", OBS_STATUS="F")]
    known = open_known([*rows, share("2025", "50")], "2025-12-31")
    latest = known.find_latest("online_share", "VNM")
    for name in ("before", "first"):
        found = known.find_earlier(latest, name)
        assert isinstance(found, Fig)
        assert found.period == "2023"


def list_sources_alike(toy: Toy, known: dict[str, str]) -> None:
    """Register sources of one publisher that differ by name and day of publication only."""
    alike = [(name, "MIC", "", "", "vi", "", day, day, "not stated") for name, day in known.items()]
    toy.write_sources([*SOURCES, *alike])


def test_of_two_alike_the_later_known_then_the_more_exact_then_the_first_name_is_the_headline(
    toy: Toy, open_known: Open, share: Share
) -> None:
    list_sources_alike(
        toy, {"b-old": "2025-01-01", "z-new": "2025-02-01", "a-one": "2025-01-01", "c-one": "2025-01-01"}
    )
    rows = [share("2022", "10", "b-old"), share("2022", "20", "z-new"),
            share("2023", "10", "a-one"), share("2023", "12.5", "c-one"),
            share("2024", "30", "b-old"), share("2024", "40", "a-one")]  # fmt: skip
    assert values(read(open_known(rows))) == [("2022", 20.0), ("2023", 12.5), ("2024", 40.0)]


def test_a_rank_that_equals_its_target_has_met_it(open_known: Open) -> None:
    rows = [make_row(OBS_VALUE="70"), make_row(OBS_VALUE="70", TIME_PERIOD="2025", KIND="target")]
    assert judge_rank(open_known(rows, "2026-06-30")) == "met"


def judge_rank(known: Known) -> str:
    (target,) = known.list_targets("egdi_rank", "VNM")
    latest = known.find_latest("egdi_rank", "VNM")
    assert isinstance(latest, Fig)
    return known.judge(target, latest).status


def test_what_lies_exactly_on_the_straight_way_is_on_track(open_known: Open, share: Share) -> None:
    figures = [share("2024-12-31", "40"), share("2025-12-31", "45")]
    known = open_known([*figures, share("2026-12-31", "50", KIND="target")], "2026-06-30")  # 365 of 730 days
    assert judge(known) == "on_track"
    ranks = [make_row(OBS_VALUE="90", TIME_PERIOD="2024-12-31"), make_row(OBS_VALUE="80", TIME_PERIOD="2025-12-31")]
    target = make_row(OBS_VALUE="70", TIME_PERIOD="2026-12-31", KIND="target")
    assert judge_rank(open_known([*ranks, target], "2026-06-30")) == "on_track"


def test_the_straight_way_begins_at_the_first_comparable_figure(open_known: Open, share: Share) -> None:
    rows = [share("2022", "10"), share("2023", "38"), share("2024", "39"), share("2030", "80", KIND="target")]
    known = open_known(rows, "2025-06-30")
    (target,) = known.list_targets("online_share", "VNM")
    latest = known.find_latest("online_share", "VNM")
    assert isinstance(latest, Fig)
    verdict = known.judge(target, latest)
    assert verdict.first is not None
    assert (verdict.status, verdict.first.period) == ("on_track", "2022")


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2022-12-31", "2022"), ("2023-01-01", "2024"), ("2025-12-31", "2030"), ("2031-01-01", "2030")],
)
def test_the_target_that_counts_is_the_first_whose_deadline_is_not_over_or_else_the_last(
    open_known: Open, share: Share, day: str, counts: str
) -> None:
    targets = [share(period, "80", "mic-2022", KIND="target") for period in ("2022", "2024", "2030", "")]
    known = open_known([share("2021", "45", "mic-2022"), *targets], day)
    verdict = known.find_next_verdict("online_share", "VNM")
    assert verdict is not None
    assert verdict.target.period == counts
    assert known.find_next_verdict("accounts", "VNM") is None


def test_the_verdict_that_counts_is_by_the_figure_of_the_deadline(open_known: Open, share: Share) -> None:
    known = open_known([share("2023", "40"), share("2024", "60"), share("2023", "50", KIND="target")])
    verdict = known.find_next_verdict("online_share", "VNM")
    assert verdict is not None
    assert (verdict.status, verdict.latest.period) == ("missed", "2023")


def test_a_doubtful_figure_decides_on_no_target_and_stands_beside(open_known: Open, share: Share) -> None:
    rows = [share("2024", "45"), share("2025", "60", OBS_STATUS="E"), share("2025", "50", KIND="target")]
    known = open_known(rows, "2026-06-30")
    (target,) = known.list_targets("online_share", "VNM")
    assert values_of(known.find_deciding(target), known.find_unconfirmed(target)) == ["2024", "2025"]
    known = open_known([*rows, share("2025", "60", "mic-news-2025", OBS_STATUS="E")], "2026-06-30")
    assert values_of(known.find_deciding(target), known.find_unconfirmed(target)) == ["2025", ""]
    older = [share("2023", "60", OBS_STATUS="E"), rows[0], rows[2]]
    assert open_known(older).find_unconfirmed(target) is None
    assert values_of(open_known([older[0], older[2]]).find_unconfirmed(target)) == ["2023"]


def test_a_bound_is_of_a_deadline_only_in_its_very_period(open_known: Open, share: Share) -> None:
    rows = [share("2025-11", "51.7"), share("2025-12", "51", QUALIFIER=">"), share("2025", "80", KIND="target")]
    for more, period in (([], "2025-11"), ([share("2025", "50", QUALIFIER=">")], "2025")):
        known = open_known([*rows, *more], "2026-09-01")
        (target,) = known.list_targets("online_share", "VNM")
        deciding = known.find_deciding(target)
        assert isinstance(deciding, Fig)
        assert deciding.period == period


def test_the_figure_of_a_deadline_is_claimed_under_its_own_period_and_is_never_a_doubtful_one(
    open_known: Open, share: Share
) -> None:
    rows = [share("2024-12", "45"), share("2024-S2", "60", OBS_STATUS="E"), share("2024", "70", OBS_STATUS="E")]
    known = open_known([*rows, share("2025", "60"), share("2024", "50", KIND="target")], "2026-06-30")
    (target,) = known.list_targets("online_share", "VNM")
    deciding = known.find_deciding(target)
    assert isinstance(deciding, Fig)
    assert deciding.claim == 'at("online_share", "2024-12", "VNM")'


def values_of(*figures: object) -> list[str]:
    return [one.period if isinstance(one, Fig) else "" for one in figures]


def test_a_target_is_decided_by_the_indicator_that_measures_its_own(toy: Toy, open_known: Open) -> None:
    link_indicators(toy)
    common = {"UNIT_MEASURE": "PERSON", "SOURCE": "mic-2024"}
    rows = [
        make_row(INDICATOR="accounts", TIME_PERIOD="2023", OBS_VALUE="40", **common),
        make_row(INDICATOR="accounts", TIME_PERIOD="2024", OBS_VALUE="60", **common),
        make_row(INDICATOR="users", TIME_PERIOD="2023", OBS_VALUE="50", KIND="target", **common),
        make_row(INDICATOR="users", TIME_PERIOD="2030", OBS_VALUE="70", KIND="target", **common),
    ]
    known = open_known(rows)
    found = []
    for target in known.list_targets("users", "VNM"):
        one = known.find_deciding(target)
        assert isinstance(one, Fig)
        found.append((one.indicator, one.period, known.judge(target, one).status))
    assert found == [("accounts", "2023", "missed"), ("accounts", "2024", "on_track")]


@pytest.mark.parametrize(("first", "status"), [("2023", "met"), ("2024", "reached_since")])
def test_a_milestone_is_reached_once_there_is_any_of_what_it_brings(
    toy: Toy, open_known: Open, first: str, status: str
) -> None:
    link_indicators(toy)
    common = {"UNIT_MEASURE": "COUNT", "INDICATOR": "records", "SOURCE": "mic-2024"}
    due = make_row(INDICATOR="register", TIME_PERIOD="2023", OBS_VALUE="1", UNIT_MEASURE="MILESTONE", KIND="target")
    rows = [make_row(TIME_PERIOD=period, OBS_VALUE=value, **common)
            for period, value in (("2022", "0"), (first, "5"), ("2025", "9"))]  # fmt: skip
    known = open_known([*rows, due])
    (target,) = known.list_targets("register", "VNM")
    deciding = known.find_deciding(target)
    assert isinstance(deciding, Fig)
    assert (deciding.period, known.judge(target, deciding).status) == (first, status)


def test_a_doubtful_target_is_none(open_known: Open, share: Share) -> None:
    rows = [share("2024", "45"), share("2025", "50", KIND="target"), share("2030", "80", KIND="target", OBS_STATUS="U")]
    assert [one.period for one in open_known(rows).list_targets("online_share", "VNM")] == ["2025"]


def test_periods_are_shared_from_exactly_three_quarters_of_the_fullest_on(open_known: Open) -> None:
    assert open_known([]).list_shared({"2022": 8, "2023": 6, "2024": 5}) == ["2022", "2023"]


def test_a_deadline_has_come_on_its_last_day(open_known: Open, share: Share) -> None:
    rows = [share("2025-06", "80", KIND="target")]
    for day, is_due in (("2025-06-29", False), ("2025-06-30", True)):
        known = open_known(rows, day)
        (target,) = known.list_targets("online_share", "VNM")
        assert known.is_due(target) is is_due


def test_the_vintage_known_last_stands_whatever_the_names_of_vintages_are(
    toy: Toy, open_known: Open, share: Share
) -> None:
    list_sources_alike(toy, {"feed@2025-09-01": "2025-02-01", "feed@2025-03-01": "2025-06-01"})
    rows = [share("2024", "40", "feed@2025-09-01"), share("2024", "41", "feed@2025-03-01")]
    assert values(read(open_known(rows))) == [("2024", 41.0)]


def test_a_row_without_a_value_is_not_among_what_is_known(open_known: Open, share: Share) -> None:
    known = open_known([share("2024", "45"), share("2023", "", OBS_STATUS="M", AS_WRITTEN="n/a")])
    assert [row["TIME_PERIOD"] for row in known.actual if row["INDICATOR"] == "online_share"] == ["2024"]


def test_figures_stand_in_the_order_in_which_their_periods_end(open_known: Open, share: Share) -> None:
    rows = [share("2024", "45"), share("2024-S1", "40"), share("2023/2024-03", "30"), share("2024-11", "44")]
    assert [one.period for one in read(open_known(rows)).figures] == ["2023/2024-03", "2024-S1", "2024-11", "2024"]


def test_rivals_of_a_target_are_targets(open_known: Open, share: Share) -> None:
    rows = [share("2024", "45"), share("2024", "52", "mic-2022"),
            share("2024", "50", KIND="target"), share("2024", "55", "mic-2022", KIND="target")]  # fmt: skip
    known = open_known(rows)
    target = known.find_target("online_share", "2024", "VNM")
    assert isinstance(target, Fig)
    assert [float(one.value) for one in known.list_rivals(target)] == [55.0]
