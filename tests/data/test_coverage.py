"""What the ledgers hold and what they lack, by system and indicator."""

import os
import subprocess
import sys

import pytest

from dxlib.data.catalogue_files import inspect_catalogue
from dxlib.data.coverage import compute_coverage, format_years, render_coverage
from dxlib.paths import ROOT_VARIABLE

SYSTEMS = {"portal": "Portal", "identity": "Identity", "cable": "Cable"}


@pytest.fixture
def catalogue(toy, catalogue_files):
    """The small catalogue with three systems: the portal has two indicators, identity one, the cable none."""
    systems = {key: {"name": dict.fromkeys(("en", "vi", "fr"), name)} for key, name in SYSTEMS.items()}
    toy.write_catalogue("systems.yaml", systems)
    files = catalogue_files()
    services = files["indicators/services.yaml"]
    services["online_share"]["system"] = "portal"
    services["accounts"]["system"] = "identity"
    rankings = {name: {**entry, "system": "portal"} for name, entry in files["indicators/rankings.yaml"].items()}
    toy.write_catalogue("indicators/services.yaml", services)
    toy.write_catalogue("indicators/rankings.yaml", rankings)
    found, problems = inspect_catalogue(toy.project)
    assert problems == []
    return found


def get(coverage, indicator):
    return next(entry for entries in coverage.systems.values() for entry in entries if entry.indicator == indicator)


def test_years_of_values_of_targets_and_the_years_between_are_told_apart(catalogue, share):
    rows = [
        share("2019", "10"),
        share("2020", "12"),
        share("2020", "12", source="un-2024"),
        share("2023-01/2023-11", "20", REF_AREA="SGP"),
        share("2025", "80", KIND="target"),
        share("2030", "90", KIND="target"),
        share("", "90", KIND="target"),
    ]
    entry = get(compute_coverage(rows, catalogue), "online_share")
    assert (entry.years, entry.missing_years) == ((2019, 2020, 2023), (2021, 2022))
    assert (entry.target_years, entry.undated_targets) == ((2025, 2030), 1)
    assert (entry.rows, entry.areas) == (7, 2)


def test_a_row_that_says_a_value_is_missing_is_counted_but_gives_no_year(catalogue, share):
    rows = [share("2019", "10"), share("2021", "", OBS_STATUS="M")]
    entry = get(compute_coverage(rows, catalogue), "online_share")
    assert (entry.rows, entry.years) == (2, (2019,))


def test_what_has_no_indicator_and_what_has_no_row_are_listed(catalogue, share):
    coverage = compute_coverage([share("2019", "10")], catalogue)
    assert coverage.systems_without_indicator == ("cable",)
    assert coverage.indicators_without_row == ("egdi_rank", "egdi_value", "accounts")


def test_an_indicator_of_no_system_is_not_lost(toy_shared, share):
    coverage = compute_coverage([share("2019", "10")], toy_shared.catalogue)
    assert [entry.indicator for entry in coverage.systems[""]] == list(toy_shared.catalogue.indicators)
    assert "Of no system" in render_coverage(coverage, toy_shared.catalogue, {}, [])


@pytest.mark.parametrize(
    ("years", "text"),
    [((), ""), ((2003,), "2003"), ((2003, 2004, 2006), "2003-2004, 2006"), ((2001, 2003), "2001, 2003")],
)
def test_years_are_written_as_runs(years, text):
    assert format_years(years) == text


def test_the_whole_text_says_what_is_there_what_lacks_and_how_many_rows(catalogue, share):
    rows = [share("2019", "10"), share("2021", "12"), share("2025", "80", KIND="target"), share("", "9", KIND="target")]
    text = render_coverage(compute_coverage(rows, catalogue), catalogue, {"main.csv": 1_204}, ["undated", "no figure"])
    assert text.splitlines() == [
        "Portal",
        "  egdi_rank (0 rows, 0 areas)",
        "    values none",
        "  egdi_value (0 rows, 0 areas)",
        "    values none",
        "  online_share (4 rows, 1 area)",
        "    values 2019, 2021",
        "    targets 2025, 1 undated",
        "    missing 2020",
        "",
        "Identity",
        "  accounts (0 rows, 0 areas)",
        "    values none",
        "",
        "Systems that no indicator tells of: 1",
        "  cable",
        "",
        "Indicators that no ledger has a row of: 3",
        "  egdi_rank",
        "  egdi_value",
        "  accounts",
        "",
        "Rows by ledger: 1,204",
        "     1,204  main.csv",
        "",
        "Left out, by reason: 2",
        "         1  undated",
        "         1  no figure",
    ]


def test_no_line_is_longer_than_a_hundred_columns_and_none_is_cut(catalogue, share):
    rows = [share(str(year), "10") for year in range(1901, 2025, 2)]
    reason = "a reason of many words " * 9
    lines = render_coverage(compute_coverage(rows, catalogue), catalogue, {}, [reason]).splitlines()
    assert max(map(len, lines)) <= 100
    assert sum(line.count("words") for line in lines) == 9
    years = " ".join(lines[lines.index("  online_share (62 rows, 1 area)") + 1 :]).partition("missing")[0]
    assert years.replace(",", " ").split()[1:] == [str(year) for year in range(1901, 2025, 2)]


@pytest.fixture
def check(toy, repository):
    """Runs ``dxlib check`` on the small project, in a process of its own."""

    def run(*options):
        environment = {**os.environ, "PYTHONPATH": str(repository), ROOT_VARIABLE: str(toy.project.root)}
        command = [sys.executable, "-m", "dxlib", "check", *options]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)

    return run


@pytest.mark.usefixtures("catalogue")
def test_the_command_prints_it_as_plain_text_and_only_when_it_is_asked_for(check):
    plain, asked = check(), check("--coverage")
    assert "Rows by ledger" not in plain.stdout
    assert "Portal\n  egdi_rank (3 rows, 2 areas)\n    values 2022, 2024\n    missing 2023\n" in asked.stdout
    assert "Rows by ledger: 10\n        10  main.csv\n" in asked.stdout
    assert "\x1b" not in asked.stdout


def test_nothing_is_counted_over_broken_rows(check, toy, row):
    toy.write_ledger([row(OBS_VALUE="seventy")])
    done = check("--coverage")
    assert (done.returncode, done.stdout) == (4, "")
    assert "'seventy' is not a number" in done.stderr


def test_a_broken_list_of_what_is_left_out_fails_the_check(check, toy):
    toy.write("data/raw/left_out.csv", "INDICATOR,REASON\n")
    done = check()
    assert done.returncode == 4
    assert "- Wrong header (missing: REF_AREA, " in done.stderr
