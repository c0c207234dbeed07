"""Observations as of a day, and the published rule for sources that disagree."""

from decimal import ROUND_HALF_UP, Decimal
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.data import schema
from dxlib.data.observations import DOUBTFUL, make_observation, reconcile, values_agree
from dxlib.data.schema import Kind, ObsStatus, Qualifier
from dxlib.errors import DataError

PRICES = st.decimals(Decimal(-1000), Decimal(1000), places=4, allow_nan=False)


def list_values(frame):
    return list(zip(frame["TIME_PERIOD"], frame["OBS_VALUE"], strict=True))


@pytest.fixture
def choose(toy, row):
    """Reconciles rows that state Viet Nam's rank of 2024; gives value and source of head, rivals and confirming."""

    def choose_from(*changes, indicator="egdi_rank", unit="RANK"):
        rows = [row(INDICATOR=indicator, UNIT_MEASURE=unit, **cells) for cells in changes]
        stated = {cells["SOURCE"] for cells in rows}
        rest = [row(REF_AREA="SGP", SOURCE=name) for name in toy.catalogue.sources if name not in stated]
        toy.write_ledger([*rows, *rest])
        store = toy.open_store()
        return store.reconcile(store.load(indicator, areas=["VNM"]))

    return choose_from


def get_sources(frame):
    return list(frame["SOURCE"])


def test_all_rows_of_an_indicator_are_loaded_in_order_of_area_and_time(toy):
    frame = toy.open_store().load("egdi_rank")
    assert list(zip(frame["REF_AREA"], frame["TIME_PERIOD"], frame["OBS_VALUE"], strict=True)) == [
        ("SGP", "2024", 3), ("VNM", "2022", 86), ("VNM", "2024", 71),
    ]  # fmt: skip
    assert tuple(frame.columns) == schema.CLEAN_COLUMNS


def test_numbers_are_floats_also_in_a_column_of_whole_numbers(toy):
    frame = toy.open_store().load("egdi_rank")
    assert {str(frame[name].dtype) for name in schema.NUMBERS} == {"float64"}


def test_an_empty_cell_is_a_missing_number_and_an_empty_text_stays_empty(toy):
    frame = toy.open_store().load("egdi_rank", areas=["SGP"])
    assert frame["OUT_OF"].isna().all()
    assert list(frame["COMMENT"]) == [""]


def test_only_the_areas_that_are_asked_for_are_loaded(toy):
    assert list_values(toy.open_store().load("egdi_rank", areas=["SGP"])) == [("2024", 3)]


def test_targets_are_not_among_the_actual_values(toy):
    store = toy.open_store()
    assert list_values(store.load("online_share", kind=Kind.TARGET)) == [("", 90), ("2025", 80)]
    assert 80 not in set(store.load("online_share")["OBS_VALUE"])


def test_periods_are_compared_by_their_last_days_both_included(toy, share):
    toy.write_ledger([share("2023-Q4", "17.6"), share("2024-01/2024-11", "44")], name="more.csv")
    store = toy.open_store()
    assert [period for period, _ in list_values(store.load("online_share", periods=("2023", "2024-11")))] == [
        "2023", "2023-Q4", "2024-01/2024-11",
    ]  # fmt: skip
    assert store.load("online_share", periods=("2010", "2011")).empty


def test_an_undated_target_lies_in_no_range_of_periods(toy):
    frame = toy.open_store().load("online_share", kind=Kind.TARGET, periods=("2000", "2050"))
    assert list_values(frame) == [("2025", 80)]


@pytest.mark.parametrize(
    ("as_of", "known"),
    [
        ("2024-09-29", [("2022", 86)]),
        ("2024-09-30", [("2022", 86), ("2024", 71)]),
        ("2022-12-30", []),
    ],
)
def test_a_figure_that_was_published_later_is_not_there(toy, as_of, known):
    assert list_values(toy.open_store(as_of).load("egdi_rank", areas=["VNM"])) == known


def test_an_unknown_indicator_is_answered_with_the_nearest(toy):
    with pytest.raises(DataError, match=r"^Unknown indicator 'egdi_rnak'\. Did you mean 'egdi_rank'\?\nFix: "):
        toy.open_store().load("egdi_rnak")


def test_an_indicator_without_rows_says_how_to_get_some(toy):
    with pytest.raises(DataError) as caught:
        toy.open_store().load("egdi_value")
    assert str(caught.value) == (
        "No clean data for indicator 'egdi_value'. Did you mean 'egdi_rank'?\n"
        "Fix: run 'dxlib clean', or add rows for it to a ledger in data/raw/ledgers/."
    )


def test_loading_leaves_what_was_loaded_before_unchanged(toy):
    store = toy.open_store()
    first = store.load("egdi_rank")
    first["OBS_VALUE"] = 0
    assert list(store.load("egdi_rank")["OBS_VALUE"]) == [3, 86, 71]


def test_a_row_becomes_an_observation_with_exact_decimals(toy):
    frame = toy.open_store().load("online_share", areas=["VNM"], periods=("2024", "2024"))
    observation = make_observation(frame.iloc[0])
    assert observation.id == "online_share/VNM/2024/actual@mic-2024"
    assert (observation.value, observation.out_of, observation.upper) == (Decimal("45.2"), None, None)
    assert (observation.unit, observation.unit_mult, observation.status) == ("PERCENT", 0, ObsStatus.NORMAL)
    assert (observation.published, observation.known_since) == ("2025-01-15", "2025-01-15")
    assert make_observation(frame.iloc[1]).qualifier is Qualifier.ABOUT


def test_a_row_without_a_value_becomes_an_observation_without_one(toy, row):
    toy.write_ledger([row(TIME_PERIOD="2020", OBS_VALUE="", OBS_STATUS="M")], name="more.csv")
    frame = toy.open_store().load("egdi_rank", periods=("2020", "2020"))
    assert make_observation(frame.iloc[0]).value is None


def test_nothing_to_reconcile_gives_three_empty_tables(toy):
    store = toy.open_store()
    found = store.reconcile(store.load("egdi_rank", areas=["nowhere"]))
    assert (len(found.headline), len(found.rivals), len(found.confirming)) == (0, 0, 0)
    assert DOUBTFUL in found.headline


# Step by step, each step with all later steps speaking for the other row.
def test_first_a_row_with_a_value_goes_before_one_without(choose):
    found = choose(
        {"OBS_VALUE": "", "OBS_STATUS": "M", "SOURCE": "un-2024"},
        {"OBS_VALUE": "72", "OBS_STATUS": "U", "SOURCE": "mic-2022"},
    )
    assert get_sources(found.headline) == ["mic-2022"]
    assert get_sources(found.rivals) == ["un-2024"]


@pytest.mark.parametrize(("better", "worse"), [("A", "P"), ("B", "P"), ("P", "E"), ("E", "F"), ("F", "U")])
def test_then_the_surer_status_wins(choose, better, worse):
    found = choose(
        {"OBS_VALUE": "72", "OBS_STATUS": better, "SOURCE": "mic-news-2025"},
        {"OBS_VALUE": "71", "OBS_STATUS": worse, "SOURCE": "un-2024"},
    )
    assert get_sources(found.headline) == ["mic-news-2025"]


def test_then_the_publisher_that_the_catalogue_prefers(choose):
    ranks = choose({"OBS_VALUE": "72", "SOURCE": "mic-2024"}, {"OBS_VALUE": "71", "SOURCE": "un-2024"})
    assert get_sources(ranks.headline) == ["un-2024"]
    shares = choose(
        {"OBS_VALUE": "72", "SOURCE": "mic-news-2025"}, {"OBS_VALUE": "71", "SOURCE": "un-2024"},
        indicator="online_share", unit="PERCENT",
    )  # fmt: skip
    assert get_sources(shares.headline) == ["mic-news-2025"]


def test_a_publisher_that_the_catalogue_does_not_name_comes_last(choose):
    found = choose(
        {"OBS_VALUE": "0.7", "SOURCE": "mic-2024"}, {"OBS_VALUE": "0.8", "SOURCE": "un-2024"},
        indicator="egdi_value", unit="INDEX",
    )  # fmt: skip
    assert get_sources(found.headline) == ["un-2024"]


def test_then_the_publishers_own_table_goes_before_a_report_of_it(choose):
    found = choose({"OBS_VALUE": "72.25", "SOURCE": "mic-news-2025"}, {"OBS_VALUE": "71", "SOURCE": "mic-2022"})
    assert get_sources(found.headline) == ["mic-2022"]


def test_then_the_latest_known(choose):
    found = choose({"OBS_VALUE": "72.25", "SOURCE": "mic-2022"}, {"OBS_VALUE": "71", "SOURCE": "mic-2024"})
    assert get_sources(found.headline) == ["mic-2024"]


def test_then_the_most_exact(choose):
    found = choose(
        {"OBS_VALUE": "71", "SOURCE": "mic-2022", "PUBLISHED": "2025"},
        {"OBS_VALUE": "72.5", "SOURCE": "mic-2024", "PUBLISHED": "2025"},
    )
    assert get_sources(found.headline) == ["mic-2024"]


def test_and_last_the_name_of_the_source(choose):
    found = choose(
        {"OBS_VALUE": "72", "SOURCE": "mic-2024", "PUBLISHED": "2025"},
        {"OBS_VALUE": "71", "SOURCE": "mic-2022", "PUBLISHED": "2025"},
    )
    assert get_sources(found.headline) == ["mic-2022"]


def test_losing_figures_are_kept_apart_as_rivals_and_confirming(choose):
    found = choose(
        {"OBS_VALUE": "45.2", "SOURCE": "mic-2024"},
        {"OBS_VALUE": "45", "SOURCE": "mic-news-2025"},
        {"OBS_VALUE": "48", "SOURCE": "un-2024"},
        {"OBS_VALUE": "45.2", "SOURCE": "un-undated"},
        {"OBS_VALUE": "45.3", "SOURCE": "mic-2022"},
        indicator="online_share", unit="PERCENT",
    )  # fmt: skip
    assert get_sources(found.headline) == ["mic-2024"]
    assert sorted(get_sources(found.rivals)) == ["mic-2022", "un-2024"]
    assert sorted(get_sources(found.confirming)) == ["mic-news-2025", "un-undated"]


def test_no_row_is_lost_and_none_counted_twice(toy):
    store = toy.open_store()
    for name in ("egdi_rank", "online_share"):
        for kind in Kind:
            frame = store.load(name, kind=kind)
            found = reconcile(frame, toy.catalogue)
            parts = [found.headline, found.rivals, found.confirming]
            identify = itemgetter(*schema.UNIQUE)
            assert sorted(identify(row) for part in parts for _, row in part.iterrows()) == sorted(
                identify(row) for _, row in frame.iterrows()
            )
            assert not found.headline.duplicated(list(schema.KEY)).any()


def test_figures_of_other_periods_and_areas_do_not_compete(toy):
    store = toy.open_store()
    found = store.reconcile(store.load("egdi_rank"))
    assert len(found.headline) == 3
    assert found.rivals.empty


def test_the_order_of_the_rows_does_not_decide(toy):
    store = toy.open_store()
    frame = store.load("online_share")
    backwards = frame.iloc[::-1].reset_index(drop=True)
    one, other = (set(reconcile(each, toy.catalogue).headline["AS_WRITTEN"]) for each in (frame, backwards))
    assert one == other


@pytest.mark.parametrize(("status", "doubtful"), [("A", False), ("B", False), ("P", False), ("E", True), ("F", True),
                                                  ("U", True)])  # fmt: skip
def test_an_estimate_a_forecast_and_an_unreliable_figure_are_doubtful(choose, status, doubtful):
    found = choose({"OBS_STATUS": status, "SOURCE": "un-2024"})
    assert list(found.headline[DOUBTFUL]) == [doubtful]


def test_a_second_source_that_agrees_takes_the_doubt_away(choose):
    found = choose({"OBS_STATUS": "E", "SOURCE": "un-2024"}, {"OBS_STATUS": "U", "SOURCE": "mic-2024"})
    assert list(found.headline[DOUBTFUL]) == [False]


def test_a_second_source_that_disagrees_does_not_take_the_doubt_away(choose):
    found = choose(
        {"OBS_STATUS": "E", "SOURCE": "un-2024"}, {"OBS_VALUE": "72", "OBS_STATUS": "U", "SOURCE": "mic-2024"}
    )
    assert list(found.headline[DOUBTFUL]) == [True]


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (71, 71, True),
        (0.77092, 0.7709, True),
        (45.2, 45, True),
        (45.25, 45.3, True),  # a half goes up, as readers round
        (45.25, 45.2, False),
        (44.5, 45, True),
        (44.4, 45, False),
        (25, 28, False),
        (-2.5, -3, True),
        (float("nan"), float("nan"), True),
        (float("nan"), 0, False),
    ],
)
def test_values_agree_when_one_is_the_others_rounding(one, other, agree):
    assert values_agree(one, other) is agree
    assert values_agree(other, one) is agree


@given(PRICES, st.integers(0, 4))
def test_every_value_agrees_with_its_own_rounding(value, places):
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert values_agree(float(value), float(rounded))
