"""What kept vintages state: each is a source of its own, with the day from which its figures count."""

from datetime import date

import pytest

from dxlib.data.catalogue_files import forget_catalogue, read_catalogue
from dxlib.data.clean import clean
from dxlib.data.ingest.ledger import read_ledger
from dxlib.data.observations import ObservationStore
from dxlib.data.pull.kept import read_feeds
from dxlib.data.pull.vintages import Vintage, hash_content, keep_vintage
from dxlib.data.reconciling import reconcile

API = {
    "layout": "world_bank_api",
    "mapping": None,
    "indicators": {"IT.X": "online_share"},
    "url": "https://example.org/v2",
}
CSV = b"geo,time,internet_users\nvnm,2023,78.1\nchl,2023,90\n"
DAYS = ("2026-11-22", "2026-11-23")


@pytest.fixture
def keep(toy):
    def keep_one(feed, content, published="", fetched=date(2026, 11, 22), suffix=".csv", url="https://x.org"):
        draft = Vintage(f"a{suffix}", hash_content(content), published, fetched.isoformat(), url, str(len(content)))
        lock = toy.project.locks / f"{feed}.lock"
        return keep_vintage(toy.project.feeds / feed, content, draft, lock=lock)[0]

    return keep_one


def test_a_project_without_feeds_has_nothing_kept(toy):
    assert read_feeds(toy.project, toy.catalogue) == ([], {}, [])


def test_every_vintage_is_a_source_with_its_own_day_and_only_mapped_figures_of_known_areas_are_kept(
    toy, write_feeds, keep, page
):
    write_feeds(wdi=API, users={"url": "https://example.org/a.csv"})
    for value, day in (("78.1", "2024-12-16"), ("78.4", "2025-01-28")):
        keep("wdi", page(value, day), day, suffix=".json")
    keep("users", CSV)
    data = read_feeds(toy.project, toy.catalogue)
    assert data.problems == []
    names = ("SOURCE", "INDICATOR", "REF_AREA", "TIME_PERIOD", "OBS_VALUE", "PUBLISHED")
    assert [tuple(row[name] for name in names) for row in data.rows] == [
        ("wdi@2024-12-16", "online_share", "VNM", "2023", "78.1", "2024-12-16"),
        ("wdi@2025-01-28", "online_share", "VNM", "2023", "78.4", "2025-01-28"),
        ("users@2026-11-22", "online_share", "VNM", "2023", "78.1", ""),
    ]
    assert [(key, one.published, one.read) for key, one in data.sources.items()] == [
        ("wdi@2024-12-16", "2024-12-16", "2026-11-22"), ("wdi@2025-01-28", "2025-01-28", "2026-11-22"),
        ("users@2026-11-22", "", "2026-11-22"),
    ]  # fmt: skip
    one = data.sources["wdi@2024-12-16"]
    assert (one.publisher, one.title, one.url, one.terms) == ("UN", "Internet users", "https://x.org", "CC BY 4.0")


def test_a_vintage_is_a_copy_or_not_as_when_it_was_fetched(toy, write_feeds, keep):
    copy, own = "https://github.com/somebody/copies/raw/main/a.csv", "https://example.org/a.csv"
    keep("users", CSV, fetched=date(2026, 11, 22), url=copy)
    keep("users", CSV + b"sgp,2023,91\n", fetched=date(2026, 11, 23), url=own)
    for feed in ({"url": own, "copied_from": copy}, {"url": own}):
        write_feeds(users=feed)
        data = read_feeds(toy.project, toy.catalogue)
        assert data.problems == []
        forget_catalogue()
        listed = read_catalogue(toy.project).sources
        for sources in (data.sources, listed):
            addresses = [(sources[f"users@{day}"].url, sources[f"users@{day}"].copied_from) for day in DAYS]
            assert addresses == [(own, copy), (own, "")]
    write_feeds(users={"copied_from": "https://example.com/mirror/a.csv"})
    keep("users", CSV + b"sgp,2023,92\n", fetched=date(2026, 11, 24), url="https://example.com/mirror/a.csv")
    last = read_feeds(toy.project, toy.catalogue).sources["users@2026-11-24"]
    assert (last.url, last.copied_from) == ("", "https://example.com/mirror/a.csv")


def test_a_second_content_of_one_day_counts_as_known_only_since_it_was_fetched(toy, write_feeds, keep, page):
    write_feeds(wdi=API)
    for value in ("78.1", "78.4"):
        keep("wdi", page(value), "2024-12-16", suffix=".json")
    data = read_feeds(toy.project, toy.catalogue)
    assert [(row["SOURCE"], row["PUBLISHED"]) for row in data.rows] == [
        ("wdi@2024-12-16", "2024-12-16"), ("wdi@2026-11-22", ""),
    ]  # fmt: skip
    assert data.sources["wdi@2026-11-22"].published == ""


def test_the_rows_are_as_those_of_a_ledger(toy, write_feeds, keep):
    write_feeds(users={"url": "https://example.org/a.csv"})
    keep("users", CSV)
    data = read_feeds(toy.project, toy.catalogue)
    catalogue = toy.catalogue.model_copy(update={"sources": data.sources})
    assert read_ledger(toy.write_ledger(data.rows, "kept.csv"), catalogue).problems == []


def test_every_problem_is_found_at_once(toy, write_feeds, keep, page):
    write_feeds(wdi=API, users={"url": "https://example.org/a.csv"}, other={"url": "https://example.org/b.csv"})
    keep("users", CSV + b"vnm,2022,high\n")
    keep("other", CSV)
    keep("gone", CSV)
    keep("wdi", page(pages=2), "2024-12-16", suffix=".json")
    (toy.project.feeds / "other" / "2026-11-22.csv").write_bytes(b"changed")
    data = read_feeds(toy.project, toy.catalogue)
    folder = "data/raw/feeds"
    assert [str(problem) for problem in data.problems] == [
        f"'gone' is no feed of data/catalogue/feeds.yaml in {folder}/gone.\n"
        "  Fix: restore its entry, or move the folder away.",
        f"{toy.project.root}/{folder}/wdi/2024-12-16.json is page '1' of '2': the other pages are not in it in "
        f"{folder}/wdi/2024-12-16.json.\n  Fix: ask with per_page=20000 for all in one page.",
        f"'high' is not a number in {folder}/users/2026-11-22.csv, line 4, internet_users.\n"
        "  Fix: write digits with a point as decimal mark.",
        f"'2026-11-22.csv' is not as it was fetched in {folder}/other/vintages.csv, line 2, SHA256.\n"
        "  Fix: restore it from version control.",
    ]
    assert [row["SOURCE"] for row in data.rows] == ["users@2026-11-22"]


def test_a_broken_register_is_the_only_problem(toy, write_feeds, keep):
    write_feeds(users={"url": "no address"})
    keep("users", CSV)
    assert [problem.what for problem in read_feeds(toy.project, toy.catalogue).problems] == [
        "'no address' is no address"
    ]


def test_what_was_fetched_is_cleaned_and_a_brief_of_a_past_day_sees_the_vintage_of_that_day(
    toy, write_feeds, keep, page
):
    write_feeds(wdi=API)
    for value, day in (("78.1", "2024-12-16"), ("78.4", "2025-01-28")):
        keep("wdi", page(value, day), day, suffix=".json")
    for path in (toy.project.ledgers / "main.csv").parent.glob("*.csv"):
        path.write_text(path.read_text("utf-8").replace('"2023","17.6"', '"2019","17.6"'), "utf-8")
    clean(toy.project)
    catalogue = read_catalogue(toy.project)
    shown = {}
    for day in (date(2024, 12, 31), date(2025, 12, 31)):
        rows = ObservationStore(toy.project, catalogue, day).read("online_share", areas=["VNM"])
        (found,) = (each for each in reconcile(rows, catalogue) if each.headline.period == "2023")
        shown[day.year] = (found.headline.source, str(found.headline.value), [row.source for row in found.superseded])
        assert found.rivals == ()
    assert shown == {
        2024: ("wdi@2024-12-16", "78.1", []),
        2025: ("wdi@2025-01-28", "78.4", ["wdi@2024-12-16"]),
    }
