"""Figures that a later vintage of a feed does not hold any more: told, and withdrawn where the feed says so."""

from datetime import date

import pytest

from dxlib.build.checking import check_project
from dxlib.data.clean import clean, inspect_raw
from dxlib.data.observations import ObservationStore
from dxlib.data.pull.dropped import describe_dropped, find_undecided, list_dropped
from dxlib.data.pull.fetching import FetchLimits
from dxlib.data.pull.kept import read_feeds
from dxlib.data.pull.pulling import pull
from dxlib.data.reconciling import reconcile

WHOLE = b"geo,time,internet_users\nvnm,2022,77.1\nvnm,2023,78.1\nsgp,2023,94.3\n"
WITHOUT_SINGAPORE = b"geo,time,internet_users\nvnm,2022,77.1\nvnm,2023,78.1\n"
EMPTY_SINGAPORE = WITHOUT_SINGAPORE + b"sgp,2023,\n"
DAYS = (date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24))
QUICK = FetchLimits(connect_s=5, read_s=2, total_s=10, tries=1)


@pytest.fixture
def pull_days(toy, host, write_feeds):
    """Pulls one body a day, and gives the outcomes."""

    def run(*bodies, **feed):
        url = host.serve("/a.csv", *map(host.send, bodies))
        write_feeds(users={"url": url, **feed})
        days = DAYS[: len(bodies)]
        return [str(pull(toy.project, today=day, limits=QUICK)[0]).replace(url, "URL") for day in days]

    return run


@pytest.fixture
def warn(toy):
    """Gives what the check warns of in the register of feeds."""

    def list_warnings():
        return [str(one) for one in check_project(toy.project) if one.is_warning and one.file.name == "feeds.yaml"]

    return list_warnings


def find_singapore(toy, day):
    clean(toy.project)
    _, catalogue, _ = inspect_raw(toy.project)
    rows = ObservationStore(toy.project, catalogue, day).read("online_share", areas=["SGP"])
    return [one.headline for one in reconcile(rows, catalogue) if one.headline.source.startswith("users@")]


def make(period, value="1"):
    return {"INDICATOR": "x", "REF_AREA": "VNM", "TIME_PERIOD": period, "KIND": "actual", "OBS_VALUE": value}


def test_a_figure_is_dropped_if_the_latest_vintage_does_not_state_it_not_even_as_missing():
    old, newer = [make("2021"), make("2022")], [make("2022", "2"), make("2023")]
    assert list_dropped([old, newer], [make("2023")]) == [make("2021"), make("2022", "2")]
    assert list_dropped([old], [make("2021", ""), make("2022")]) == []
    # What was missing before is missing still.
    assert list_dropped([old, [make("2021", ""), make("2022")]], [make("2022")]) == []


def test_of_many_dropped_figures_the_first_are_named():
    assert describe_dropped([make("2021")]) == "1 figure of earlier vintages (x VNM 2021)"
    assert describe_dropped([make(str(year)) for year in range(2001, 2006)]) == (
        "5 figures of earlier vintages (x VNM 2001, x VNM 2002, x VNM 2003 and 2 more)"
    )


@pytest.mark.parametrize("body", [WITHOUT_SINGAPORE, EMPTY_SINGAPORE], ids=["no line", "an empty cell"])
def test_a_pull_tells_which_figures_a_new_vintage_lacks(pull_days, body):
    first, second, third = pull_days(WHOLE, body, body)
    assert first == "users: new vintage, data/raw/feeds/users/2026-11-22.csv (3 figures, 0 left out)"
    assert second == (
        f"users: new vintage, data/raw/feeds/users/2026-11-23.csv (2 figures, {int(body != WITHOUT_SINGAPORE)} left "
        "out); it lacks 1 figure of earlier vintages (online_share SGP 2023): pages go on showing them, see 'dxlib "
        "check'"
    )
    assert third.startswith("users: unchanged, ")
    assert "lacks" not in third


def test_the_check_warns_of_them_until_the_feed_says_what_it_means(pull_days, warn, toy):
    pull_days(WHOLE, WITHOUT_SINGAPORE)
    assert warn() == [
        "users@2026-11-23 lacks 1 figure of earlier vintages (online_share SGP 2023), which pages go on showing in "
        "data/catalogue/feeds.yaml, line 1, character 1, users.\n"
        "  Fix: ask the publisher; say 'dropped: withdrawn' in the feed where such figures do not hold any more, "
        "'dropped: kept' where the file only shows fewer periods or areas."
    ]
    (figure,) = find_singapore(toy, DAYS[1])
    assert (figure.source, str(figure.value)) == ("users@2026-11-22", "94.3")


def test_a_vintage_that_states_them_again_ends_the_warning(pull_days, warn):
    pull_days(WHOLE, WITHOUT_SINGAPORE, WHOLE + b"vnm,2024,80.1\n")
    assert warn() == []


def test_what_is_kept_on_purpose_is_told_by_nobody(pull_days, warn, toy):
    assert "lacks" not in pull_days(WHOLE, WITHOUT_SINGAPORE, dropped="kept")[1]
    assert warn() == []
    assert [figure.source for figure in find_singapore(toy, DAYS[1])] == ["users@2026-11-22"]


@pytest.mark.parametrize("later", [WITHOUT_SINGAPORE, WITHOUT_SINGAPORE + b"vnm,2024,80.1\n"])
def test_what_is_withdrawn_has_no_value_since_the_vintage_that_lacks_it(pull_days, warn, toy, later):
    outcome = pull_days(WHOLE, WITHOUT_SINGAPORE, later, dropped="withdrawn")[1]
    assert outcome.endswith("; it lacks 1 figure of earlier vintages (online_share SGP 2023): they are withdrawn")
    assert warn() == []
    (before,), (since,) = find_singapore(toy, DAYS[0]), find_singapore(toy, DAYS[2])
    assert (before.source, str(before.value)) == ("users@2026-11-22", "94.3")
    assert (since.source, since.value, since.status, since.as_written) == ("users@2026-11-23", None, "M", "")


def test_nothing_is_withdrawn_by_a_vintage_of_which_a_cell_cannot_be_read(pull_days, toy):
    pull_days(WHOLE, WITHOUT_SINGAPORE + b"sgp,2023,high\n", dropped="withdrawn", known_problems=1)
    assert [row["SOURCE"] for row in read_feeds(toy.project, toy.catalogue).rows] == [
        *["users@2026-11-22"] * 3,
        *["users@2026-11-23"] * 2,
    ]


def test_a_project_without_feeds_is_not_warned(toy):
    assert list(find_undecided(toy.project, [make("2021") | {"SOURCE": "un-2024"}], toy.catalogue)) == []
