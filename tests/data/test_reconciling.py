"""The published rule for sources that disagree."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.data.reconciling import reconcile
from dxlib.data.schema import Kind
from tests.conftest import write_toy_project


@pytest.fixture
def choose(toy, row):
    """Reconciles rows that state Viet Nam's rank of 2024; gives the one choice there is."""

    def choose_from(*changes, indicator="egdi_rank", unit="RANK"):
        rows = [row(INDICATOR=indicator, UNIT_MEASURE=unit, **cells) for cells in changes]
        stated = {cells["SOURCE"] for cells in rows}
        rest = [row(REF_AREA="SGP", SOURCE=name) for name in toy.catalogue.sources if name not in stated]
        toy.write_ledger([*rows, *rest])
        (choice,) = reconcile(toy.open_store().read(indicator, areas=["VNM"]), toy.catalogue)
        return choice

    return choose_from


def get_sources(rows):
    return [row.source for row in rows]


def test_nothing_to_reconcile_gives_nothing(toy):
    assert reconcile(toy.open_store().read("egdi_rank", areas=["nowhere"]), toy.catalogue) == ()


# Step by step, each step with all later steps speaking for the other row.
def test_first_a_row_with_a_value_goes_before_one_without(choose):
    found = choose(
        {"OBS_VALUE": "", "OBS_STATUS": "M", "SOURCE": "un-2024"},
        {"OBS_VALUE": "72", "OBS_STATUS": "U", "SOURCE": "mic-2022"},
    )
    assert found.headline.source == "mic-2022"
    assert get_sources(found.rivals) == ["un-2024"]


@pytest.mark.parametrize(("better", "worse"), [("A", "P"), ("B", "P"), ("P", "E"), ("E", "F"), ("F", "U")])
def test_then_the_surer_status_wins(choose, better, worse):
    found = choose(
        {"OBS_VALUE": "72", "OBS_STATUS": better, "SOURCE": "mic-news-2025"},
        {"OBS_VALUE": "71", "OBS_STATUS": worse, "SOURCE": "un-2024"},
    )
    assert found.headline.source == "mic-news-2025"


def test_then_the_publisher_that_the_catalogue_prefers(choose):
    ranks = choose({"OBS_VALUE": "72", "SOURCE": "mic-2024"}, {"OBS_VALUE": "71", "SOURCE": "un-2024"})
    assert ranks.headline.source == "un-2024"
    shares = choose(
        {"OBS_VALUE": "72", "SOURCE": "mic-news-2025"}, {"OBS_VALUE": "71", "SOURCE": "un-2024"},
        indicator="online_share", unit="PERCENT",
    )  # fmt: skip
    assert shares.headline.source == "mic-news-2025"


def test_a_publisher_that_the_catalogue_does_not_name_comes_last(choose):
    found = choose(
        {"OBS_VALUE": "0.7", "SOURCE": "mic-2024"}, {"OBS_VALUE": "0.8", "SOURCE": "un-2024"},
        indicator="egdi_value", unit="INDEX",
    )  # fmt: skip
    assert found.headline.source == "un-2024"


def test_then_the_publishers_own_table_goes_before_a_report_of_it(choose):
    found = choose({"OBS_VALUE": "72.25", "SOURCE": "mic-news-2025"}, {"OBS_VALUE": "71", "SOURCE": "mic-2022"})
    assert found.headline.source == "mic-2022"


def test_then_the_latest_known(choose):
    found = choose({"OBS_VALUE": "72.25", "SOURCE": "mic-2022"}, {"OBS_VALUE": "71", "SOURCE": "mic-2024"})
    assert found.headline.source == "mic-2024"


def test_then_the_most_exact(choose):
    found = choose(
        {"OBS_VALUE": "71", "SOURCE": "mic-2022", "PUBLISHED": "2025"},
        {"OBS_VALUE": "72.5", "SOURCE": "mic-2024", "PUBLISHED": "2025"},
    )
    assert found.headline.source == "mic-2024"


def test_and_last_the_name_of_the_source(choose):
    found = choose(
        {"OBS_VALUE": "72", "SOURCE": "mic-2024", "PUBLISHED": "2025"},
        {"OBS_VALUE": "71", "SOURCE": "mic-2022", "PUBLISHED": "2025"},
    )
    assert found.headline.source == "mic-2022"


def test_losing_figures_are_kept_apart_as_rivals_and_confirming(choose):
    found = choose(
        {"OBS_VALUE": "45.2", "SOURCE": "mic-2024"},
        {"OBS_VALUE": "45", "SOURCE": "mic-news-2025"},
        {"OBS_VALUE": "48", "SOURCE": "un-2024"},
        {"OBS_VALUE": "45.2", "SOURCE": "un-undated"},
        {"OBS_VALUE": "45.3", "SOURCE": "mic-2022"},
        indicator="online_share", unit="PERCENT",
    )  # fmt: skip
    assert found.headline.source == "mic-2024"
    assert get_sources(found.rivals) == ["mic-2022", "un-2024"]
    assert get_sources(found.confirming) == ["mic-news-2025", "un-undated"]


def test_an_earlier_vintage_of_a_feed_is_superseded_and_no_rival(toy):
    rows = toy.open_store().read("egdi_rank", areas=["VNM"])
    (first,) = (found for found in rows if found.period == "2024")
    old = replace(first, source="wdi@2024-03-01", known_since="2024-03-01", value=Decimal(70))
    new = replace(first, source="wdi@2025-03-01", known_since="2025-03-01", value=Decimal(72))
    sources = {**toy.catalogue.sources, **dict.fromkeys((old.source, new.source), toy.catalogue.sources["mic-2024"])}
    catalogue = toy.catalogue.model_copy(update={"sources": sources})
    (found,) = reconcile([new, first, old], catalogue)
    assert (found.headline, found.rivals, found.superseded) == (first, (new,), (old,))


def test_figures_of_other_periods_and_areas_do_not_compete(toy):
    found = reconcile(toy.open_store().read("egdi_rank"), toy.catalogue)
    assert [(choice.headline.area, choice.headline.period) for choice in found] == [
        ("SGP", "2024"), ("VNM", "2022"), ("VNM", "2024"),
    ]  # fmt: skip
    assert not any(choice.rivals for choice in found)


@pytest.fixture(scope="module")
def own_toy(tmp_path_factory):
    """A small project that no other module writes to."""
    return write_toy_project(tmp_path_factory.mktemp("toy"))


@given(data=st.data())
def test_every_figure_stays_reachable_once_and_the_order_of_the_rows_does_not_decide(own_toy, data):
    store = own_toy.open_store()
    for name in ("egdi_rank", "online_share"):
        for kind in Kind:
            rows = store.read(name, kind=kind)
            found = reconcile(data.draw(st.permutations(rows)), own_toy.catalogue)
            kept = [row for each in found for row in (each.headline, *each.rivals, *each.confirming, *each.superseded)]
            assert sorted(row.id for row in kept) == sorted(row.id for row in rows)
            assert found == reconcile(rows, own_toy.catalogue)


@pytest.mark.parametrize(("status", "doubtful"), [("A", False), ("B", False), ("P", False), ("E", True), ("F", True),
                                                  ("U", True)])  # fmt: skip
def test_an_estimate_a_forecast_and_an_unreliable_figure_are_doubtful(choose, status, doubtful):
    assert choose({"OBS_STATUS": status, "SOURCE": "un-2024"}).is_doubtful is doubtful


def test_a_second_source_that_agrees_takes_the_doubt_away(choose):
    found = choose({"OBS_STATUS": "E", "SOURCE": "un-2024"}, {"OBS_STATUS": "U", "SOURCE": "mic-2024"})
    assert not found.is_doubtful


def test_a_second_source_that_disagrees_does_not_take_the_doubt_away(choose):
    found = choose(
        {"OBS_STATUS": "E", "SOURCE": "un-2024"}, {"OBS_VALUE": "72", "OBS_STATUS": "U", "SOURCE": "mic-2024"}
    )
    assert found.is_doubtful


def test_a_bound_in_which_the_headline_lies_is_no_rival_and_does_not_take_the_doubt_away(choose):
    found = choose(
        {"OBS_STATUS": "E", "OBS_VALUE": "57", "SOURCE": "un-2024"},
        {"OBS_VALUE": "50", "QUALIFIER": ">", "OBS_STATUS": "U", "SOURCE": "mic-2024"},
    )
    assert (get_sources(found.rivals), get_sources(found.confirming)) == ([], ["mic-2024"])
    assert found.is_doubtful
