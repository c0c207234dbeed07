"""The register of feeds: every problem at once, with its line."""

from datetime import date

import pytest

from dxlib.data.catalogue_files import inspect_catalogue
from dxlib.data.pull.feeds import Feed, inspect_feeds, list_sources, read_feeds_register
from dxlib.data.pull.vintages import Vintage, hash_content, keep_vintage
from dxlib.errors import SchemaError
from dxlib.paths import Project

URL = "https://example.org/a.csv"


@pytest.fixture
def find_problems(toy, write_feeds):
    def find(**feeds):
        write_feeds(**feeds)
        return [str(problem) for problem in inspect_feeds(toy.project, toy.catalogue)[1]]

    return find


def test_a_project_without_a_register_has_no_feeds(toy):
    assert read_feeds_register(toy.project, toy.catalogue) == {}


def test_a_feed_is_read_with_what_is_usual(toy, write_feeds):
    write_feeds(users={"url": URL}, eurostat={
        "sdmx": {"provider": "ESTAT", "flow": "isoc_ci_ifp_iu", "key": "A.PC_IND"}, "layout": "sdmx_csv",
        "indicators": {"freq=A": "online_share"}, "mapping": None, "options": {"area_column": "geo"},
    })  # fmt: skip
    feeds = read_feeds_register(toy.project, toy.catalogue)
    assert (feeds["users"].url, feeds["users"].known_problems, feeds["users"].allow_hosts) == (URL, 0, ())
    assert (feeds["eurostat"].sdmx.flow, feeds["eurostat"].sdmx.params) == ("isoc_ci_ifp_iu", {})


def test_each_vintage_that_was_kept_is_a_source_of_its_own(toy, write_feeds):
    write_feeds(users={"url": URL})
    assert list_sources(toy.project, toy.catalogue) == {}
    day = date(2026, 11, 22)
    draft = Vintage("a.csv", hash_content(b"a"), "2024-12-16", day.isoformat(), URL, "1")
    keep_vintage(toy.project.feeds / "users", b"a", draft, lock=toy.project.root / "lock")
    ((name, source),) = list_sources(toy.project, toy.catalogue).items()
    assert (name, source.url, source.published, source.read) == ("users@2024-12-16", URL, "2024-12-16", "2026-11-22")


def test_every_problem_of_every_entry_is_found_at_once_with_its_line(toy, write_feeds, monkeypatch):
    monkeypatch.chdir(toy.project.root)
    write_feeds(
        Users={"url": "a.csv", "publisher": "UM", "indicators": {"internet_users": "online_shar"}},
        other={"layout": "spreadshet"}, third={"url": URL, "timeout_s": 0, "colour": "red", "terms": None},
        fourth={"url": URL, "sdmx": {"provider": "ESTAT", "flow": "x"}},
    )  # fmt: skip
    with pytest.raises(SchemaError) as caught:
        read_feeds_register(toy.project, toy.catalogue)
    file = "data/catalogue/feeds.yaml"
    layouts = "'sdmx_csv', 'spreadsheet', 'world_bank_api'"
    keys = ", ".join(f"'{name}'" for name in Feed.model_fields)
    assert str(caught.value) == (
        "11 problems found:\n"
        f"- 'Users' is no name of a feed in {file}, line 1, character 1, Users.\n"
        "  Fix: write small letters, digits, and single '_' or '-' between them: it becomes the name of a folder.\n"
        f"- 'a.csv' is no address in {file}, line 10, character 3, Users.url.\n"
        "  Fix: write one address with its protocol and its host, as https://example.org/page.\n"
        f"- Unknown publisher 'UM' in {file}, line 2, character 3, Users.publisher. Did you mean 'UN'?\n"
        "  Fix: correct it, or add it to data/catalogue/publishers.yaml.\n"
        f"- Unknown indicator 'online_shar' in {file}, line 8, character 5, Users.indicators.internet_users. "
        "Did you mean 'online_share'?\n"
        "  Fix: correct it, or add it under data/catalogue/indicators/.\n"
        f"- Not one of 'url' and 'sdmx' in {file}, line 11, character 1, other.\n"
        "  Fix: say where the file stands, once.\n"
        f"- Unknown layout 'spreadshet' in {file}, line 16, character 3, other.layout. Did you mean 'spreadsheet'?\n"
        f"  Allowed: {layouts}.\n  Fix: name a reader.\n"
        f"- Missing key 'terms' in {file}, line 20, character 1, third.terms.\n  Fix: add it.\n"
        f"- The number '0' is not greater than 0 in {file}, line 28, character 3, third.timeout_s.\n"
        "  Fix: correct it.\n"
        f"- Unknown key 'colour' in {file}, line 29, character 3, third.colour.\n  Allowed: {keys}.\n"
        "  Fix: correct or remove it.\n"
        f"- Not one of 'url' and 'sdmx' in {file}, line 30, character 1, fourth.\n"
        "  Fix: say where the file stands, once.\n"
        f"- Data of an SDMX service in the layout 'spreadsheet' in {file}, line 35, character 3, fourth.layout.\n"
        "  Fix: write layout: sdmx_csv."
    )


@pytest.mark.parametrize(
    ("feed", "said"),
    [
        ({"options": {"period": "2024"}},
         "The layout 'spreadsheet' has no option 'period' in {file}, line 11, character 5, a.options.period.\n"
         "  Allowed: 'encoding'.\n  Fix: drop it."),
        ({"indicators": None},
         "No indicators in {file}, line 1, character 1, a.\n"
         "  Fix: say which codes are to be kept, under 'indicators'."),
        ({"mapping": None},
         "The layout 'spreadsheet' asks for a mapping in {file}, line 1, character 1, a.mapping.\n"
         "  Fix: name its YAML file, or drop it."),
        ({"layout": "sdmx_csv"},
         "The layout 'sdmx_csv' has no mapping in {file}, line 9, character 3, a.mapping.\n"
         "  Fix: name its YAML file, or drop it."),
        ({"mapping": "m.yaml"},
         "Missing file in {root}/m.yaml.\n  Fix: restore it from version control, or write it."),
        ({"mapping": "../m.yaml"},
         "'../m.yaml' lies outside the project in {file}, line 9, character 3, a.mapping.\n"
         "  Fix: name a file of the project from its root."),
        ({"mapping": "/etc/hosts"},
         "'/etc/hosts' lies outside the project in {file}, line 9, character 3, a.mapping.\n"
         "  Fix: name a file of the project from its root."),
    ],
)  # fmt: skip
def test_what_the_reader_asks_for_must_be_there_and_nothing_else(toy, find_problems, feed, said):
    file = toy.project.catalogue / "feeds.yaml"
    found = find_problems(a={**feed, "url": URL})
    assert said.format(file=file, root=toy.project.root) in found


COPY = "https://raw.githubusercontent.com/somebody/copies/main/a.csv"


def test_a_feed_of_a_copy_must_say_so(toy, find_problems):
    (said,) = find_problems(a={"url": COPY})
    assert said == (
        f"'raw.githubusercontent.com/somebody/copies' on GitHub is not an address of UN in "
        f"{toy.project.catalogue}/feeds.yaml, line 10, character 3, a.url.\n"
        "  Fix: move it to copied_from, and write into url where the publisher has it, or nothing; if the publisher "
        "itself is there, give its address there as 'url' of UN in data/catalogue/publishers.yaml."
    )
    assert find_problems(a={"copied_from": COPY}, b={"url": URL, "copied_from": COPY}) == []
    (said,) = find_problems(a={"copied_from": "a.csv"})
    assert "'a.csv' is no address" in said
    (said,) = find_problems(a={
        "copied_from": COPY, "sdmx": {"provider": "ESTAT", "flow": "x"}, "layout": "sdmx_csv", "mapping": None,
    })  # fmt: skip
    assert "Not one of 'url' and 'sdmx'" in said


@pytest.mark.parametrize(
    "url",
    ["simplecache::https://example.org/a.csv", "data/raw/a.csv", "https://", "C:\\a.csv", "file:///etc/shadow",
     "//evil", "local:///etc/shadow", "data:text/csv,geo", "memory://a", "https://[", "javascript:alert(1)",
     "https://a.org/\\@b.org"],
)  # fmt: skip
def test_an_address_is_one_with_its_protocol(find_problems, url):
    (said,) = find_problems(a={"url": url})
    assert f"'{url}' is no address" in said


def test_what_is_no_mapping_is_refused(toy):
    toy.write("data/catalogue/feeds.yaml", "a: 1\nb:\n  url: x\n  url: y\n")
    said = [str(problem).partition(" in /")[0] for problem in inspect_feeds(toy.project, toy.catalogue)[1]]
    assert said[:2] == ["'url' is defined twice (first in line 3)", "Not a mapping"]


def test_the_register_of_this_repository_has_no_problem(repository):
    project = Project(repository)
    assert inspect_feeds(project, inspect_catalogue(project)[0])[1] == []
