"""The files of a catalogue: what is wrong in them is named with file and line, all problems at once."""

import pytest
import yaml

from dxlib.data.catalogue import Indicator
from dxlib.data.catalogue_files import inspect_catalogue, read_catalogue
from dxlib.errors import SchemaError
from tests.conftest import PROJECT_FILE, make_catalogue_files, make_words
from tests.data.altered_catalogues import change, find_line, list_problems, write_systems

READ = "2026-11-22"


OWN_UNITS = ("PERCENT", "PERCENT_CHANGE", "POINTS", "RANK", "PLACES", "COUNT", "TIMES", "MILESTONE")


def test_the_catalogue_is_read_once_per_process(toy_shared):
    assert read_catalogue(toy_shared.project) is read_catalogue(toy_shared.project)


def test_a_missing_and_a_misspelt_key_are_named_with_file_and_line(toy, catalogue_files):
    def edit(content):
        del content["egdi_rank"]["unit"]
        content["egdi_value"]["desimals"] = 4

    path = change(toy, catalogue_files, "indicators/rankings.yaml", edit)
    first, second = find_line(path, "egdi_rank:"), find_line(path, "desimals")
    keys = ", ".join(f"'{name}'" for name in Indicator.model_fields)
    assert list_problems(toy) == [
        f"Missing key 'unit' in indicators/rankings.yaml, line {first}, character 1, egdi_rank.unit.\n  Fix: add it.",
        f"Unknown key 'desimals' in indicators/rankings.yaml, line {second}, character 3, egdi_value.desimals. "
        f"Did you mean 'decimals'?\n  Allowed: {keys}.\n  Fix: correct or remove it.",
    ]


def test_a_missing_language_is_named(toy, catalogue_files):
    path = change(toy, catalogue_files, "areas.yaml", lambda content: content["SGP"]["name"].pop("fr"))
    line = find_line(path, "SGP") + 1
    assert list_problems(toy) == [
        f"No text in the language 'fr' in areas.yaml, line {line}, character 3, SGP.name.fr.\n"
        "  Fix: add 'fr:' and the text."
    ]


def test_an_empty_text_is_no_text(toy, catalogue_files):
    change(toy, catalogue_files, "topics.yaml", lambda content: content["rankings"]["name"].update(vi="  "))
    assert list_problems(toy)[0].startswith("An empty text in topics.yaml, line ")


def test_a_pattern_without_a_place_for_the_number_is_refused(toy, catalogue_files):
    change(toy, catalogue_files, "units.yaml", lambda content: content["RANK"]["pattern"]["en"].update(other="rank"))
    assert "RANK.pattern.en.other" in list_problems(toy)[0]


def test_unknown_references_are_named_with_the_nearest_known(toy, catalogue_files):
    def edit(content):
        content["egdi_rank"].update(unit="RNAK", publishers=["UM"], topic="ranking", not_to_confuse=["egdi_valeu"])

    path = change(toy, catalogue_files, "indicators/rankings.yaml", edit)
    lines = {field: find_line(path, f"  {field}:") for field in ("unit", "publishers", "topic", "not_to_confuse")}
    place = "in indicators/rankings.yaml, line {}, character 3, egdi_rank.{}."
    fix = "\n  Fix: correct it, or add it to {}."
    assert list_problems(toy) == [
        "Unknown unit 'RNAK' " + place.format(lines["unit"], "unit") + " Did you mean 'RANK'?"
        + fix.format("data/catalogue/units.yaml"),
        "Unknown topic 'ranking' " + place.format(lines["topic"], "topic") + " Did you mean 'rankings'?"
        + fix.format("data/catalogue/topics.yaml"),
        "Unknown publishers 'UM' " + place.format(lines["publishers"], "publishers") + " Did you mean 'UN'?"
        + fix.format(
            "data/catalogue/publishers.yaml"),
        "Unknown not_to_confuse 'egdi_valeu' " + place.format(lines["not_to_confuse"], "not_to_confuse")
        + " Did you mean 'egdi_value'?" + fix.format("the catalogue"),
    ]  # fmt: skip


def test_an_unknown_successor_of_an_area_is_named(toy, catalogue_files):
    path = change(toy, catalogue_files, "areas.yaml", lambda content: content["SGP"].update(successor="VNN"))
    assert list_problems(toy) == [
        f"Unknown successor 'VNN' in areas.yaml, line {find_line(path, 'successor')}, character 3, SGP.successor. "
        "Did you mean 'VNM'?\n  Fix: correct it, or add it to data/catalogue/areas.yaml."
    ]


@pytest.mark.parametrize(
    ("successors", "way"), [({"SGP": "SGP"}, "SGP, SGP"), ({"VNM": "SGP", "SGP": "VNM"}, "VNM, SGP, VNM")]
)
def test_an_area_that_becomes_a_part_of_itself_is_named_and_nobody_follows_it(toy, catalogue_files, successors, way):
    def edit(content):
        for key, successor in successors.items():
            content[key].update(successor=successor)

    first, *_ = successors
    path = change(toy, catalogue_files, "areas.yaml", edit)
    line = find_line(path, f"successor: {successors[first]}")
    assert list_problems(toy) == [
        f"The successor '{successors[first]}' of '{first}' leads back to itself: {way} in areas.yaml, line {line}, "
        f"character 3, {first}.successor.\n  Fix: name the area that it became a part of, or remove it."
    ]
    catalogue, _ = inspect_catalogue(toy.project)
    for key in successors:
        assert catalogue.find_territory(key) in catalogue.areas
        assert catalogue.list_keys(key)[0] == key


def test_a_region_of_a_group_that_nobody_is_in_is_named(toy, catalogue_files):
    path = change(toy, catalogue_files, "areas.yaml", lambda content: content["SGP"].update(members="asian"))
    assert list_problems(toy) == [
        f"No area is in the group 'asian' in areas.yaml, line {find_line(path, 'members')}, character 3, SGP.members. "
        "Did you mean 'asean'?\n  Fix: correct it, or add it to 'groups' of its members."
    ]


def test_a_catalogue_without_systems_wants_none(toy_shared):
    assert toy_shared.catalogue.systems == {}
    assert toy_shared.catalogue.indicators["egdi_rank"].system == ""


def test_an_unknown_system_is_named_with_the_nearest_known_and_a_lacking_one_is_missed(toy, catalogue_files):
    write_systems(toy, catalogue_files, portal={})
    rankings = catalogue_files()["indicators/rankings.yaml"]
    rankings["egdi_rank"]["system"] = "portol"
    path = toy.write_catalogue("indicators/rankings.yaml", rankings)
    unknown, lacking = find_line(path, "system: portol"), find_line(path, "egdi_value:")
    assert list_problems(toy) == [
        f"Unknown system 'portol' in indicators/rankings.yaml, line {unknown}, character 3, egdi_rank.system. "
        "Did you mean 'portal'?\n  Fix: correct it, or add it to data/catalogue/systems.yaml.",
        f"No system in indicators/rankings.yaml, line {lacking}, character 1, egdi_value.system.\n"
        "  Fix: say which one of data/catalogue/systems.yaml it tells of.",
    ]


def test_a_system_since_a_day_that_does_not_exist_is_refused(toy, catalogue_files):
    path = write_systems(toy, catalogue_files, portal={"since": "2025-02-30"})
    assert list_problems(toy) == [
        f"'2025-02-30' is not a date in systems.yaml, line {find_line(path, 'since')}, character 3, portal.since.\n"
        "  Fix: write 2025-02-06, 2025-02 or 2025."
    ]


def test_a_number_in_what_a_system_is_for_is_refused(toy, catalogue_files):
    purpose = {"en": "A card with 1 chip.", "vi": "Thẻ.", "fr": "Une carte."}
    path = write_systems(toy, catalogue_files, portal={"purpose": purpose})
    assert list_problems(toy) == [
        f"A number in 'A card with 1 chip.' in systems.yaml, line {find_line(path, 'purpose')}, character 3, "
        "portal.purpose.\n  Fix: say what the system is for without a number; figures stand in ledgers."
    ]


def test_an_id_that_stands_twice_in_a_file_is_not_dropped_in_silence(toy):
    path = toy.project.catalogue / "topics.yaml"
    text = path.read_text("utf-8")
    path.write_text(text + text, "utf-8")
    rankings, services = (line for line, text in enumerate(text.splitlines(), start=1) if text[0] != " ")
    total = len(text.splitlines())
    found = list_problems(toy)
    assert found[0] == (
        f"'rankings' is defined twice (first in line {rankings}) "
        f"in topics.yaml, line {total + rankings}, character 1, rankings.\n"
        "  Fix: keep one of the two."
    )
    assert any(f"line {total + services}, character 1, services." in problem for problem in found)


@pytest.mark.parametrize("name", ["../../egdi_rank", "/tmp/egdi_rank", "a/b", "..", "a\\b", "C:a"])
def test_a_key_that_leads_out_of_its_folder_names_no_file(toy, catalogue_files, name):
    """``dxlib clean`` would write there, and a build would show pages there."""
    rankings = catalogue_files()["indicators/rankings.yaml"]
    toy.write_catalogue("indicators/rankings.yaml", {**rankings, name: rankings["egdi_rank"]})
    (problem,) = list_problems(toy)
    assert problem.startswith(f"'{name}' is no key in indicators/rankings.yaml, line ")


def test_an_indicator_that_stands_in_two_files_is_named(toy, catalogue_files):
    files = catalogue_files()
    services = {**files["indicators/services.yaml"], "egdi_rank": files["indicators/rankings.yaml"]["egdi_rank"]}
    path = toy.write_catalogue("indicators/services.yaml", services)
    assert list_problems(toy) == [
        f"'egdi_rank' is defined twice in indicators/services.yaml, line {find_line(path, 'egdi_rank')}, "
        "character 1, egdi_rank.\n  Fix: keep one entry."
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("UN: {name: [\n", "Not YAML ("),
        ("- UN\n- MIC\n", "No mapping in publishers.yaml, line 1.\n  Fix: begin each entry with"),
        ("UN: \x07\n", "Hidden character U+0007 "),
        ("UN: text\n", "Not a mapping in publishers.yaml, line 1, character 1, UN."),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem_and_no_traceback(toy, text, message):
    toy.write("data/catalogue/publishers.yaml", text)
    assert any(problem.startswith(message) for problem in list_problems(toy))


def test_a_file_in_another_encoding_is_a_problem(toy):
    (toy.project.catalogue / "publishers.yaml").write_bytes("UN: é\n".encode("latin-1"))
    assert any(
        problem.startswith("Not UTF-8 (byte 0xE9) in publishers.yaml, line 1, character 5.")
        for problem in list_problems(toy)
    )


def test_missing_files_are_named(toy):
    (toy.project.catalogue / "topics.yaml").unlink()
    (toy.project.catalogue / "sources.csv").unlink()
    found = list_problems(toy)
    assert found == [
        "Missing file in topics.yaml.\n  Fix: restore it from version control, or write it.",
        "Missing file in sources.csv.\n  Fix: restore it from version control, or write it.",
    ]


def test_every_problem_of_the_register_of_sources_is_named(toy):
    path = toy.write_sources(
        [
            ("un-2024", "UM", "", "", "en", "", "2024-9", READ, "x"),
            ("un-2024", "UN", "", "", "english", "", "2024-02-30", "2026-11-31", ""),
            ("short", "UN", "", "", "en"),
            ("long", "UN", "", "", "en", "", "", READ, "a", "", "b"),
        ]
    )
    found = list_problems(toy)
    starts = [
        "'2024-9' is not a date in sources.csv, line 2, un-2024.PUBLISHED.\n  Fix: write 2025-02-06, 2025-02 or 2025.",
        "Source 'un-2024' is defined twice in sources.csv, line 3, un-2024.\n  Fix: keep one row.",
        "'english' is not a code of a language in two letters in sources.csv, line 3, un-2024.language.",
        "An empty text in sources.csv, line 3, un-2024.terms.",
        "'2024-02-30' is not a date in sources.csv, line 3, un-2024.PUBLISHED.",
        "'2026-11-31' is not a date in sources.csv, line 3, un-2024.READ.\n  Fix: write 2025-02-06.",
        "5 cells where 11 are due in sources.csv, line 4.\n  Fix: quote cells that hold a comma; leave",
        "12 cells where 11 are due in sources.csv, line 5.\n",
        "Unknown publisher 'UM' of source 'un-2024' in sources.csv, PUBLISHER.",
    ]
    assert path.exists()
    missing = [start for start in starts if not any(problem.startswith(start) for problem in found)]
    assert missing == []


def test_a_wrong_header_of_the_register_lists_the_right_one(toy):
    toy.write("data/catalogue/sources.csv", "SOURCE,PUBLISHER\n")
    assert list_problems(toy) == [
        "Wrong header (missing: VIA, TITLE, LANGUAGE, URL, COPIED_FROM, PUBLISHED, READ, TERMS, WITHDRAWN) in "
        "sources.csv, line 1.\n"
        "  Allowed: 'SOURCE', 'PUBLISHER', 'VIA', 'TITLE', 'LANGUAGE', 'URL', 'COPIED_FROM', 'PUBLISHED', "
        "'READ', 'TERMS', 'WITHDRAWN'.\n"
        "  Fix: use these columns in this order."
    ]


def test_a_register_from_before_there_was_a_column_for_copies_is_still_read(toy):
    lines = (
        "SOURCE,PUBLISHER,VIA,TITLE,LANGUAGE,URL,PUBLISHED,READ,TERMS,WITHDRAWN\n"
        f"un-2024,UN,,Survey,en,https://example.org/un,2024-09,{READ},CC BY,\n"
    )
    toy.write("data/catalogue/sources.csv", lines)
    catalogue, problems = inspect_catalogue(toy.project)
    assert problems == []
    source = catalogue.sources["un-2024"]
    assert (source.url, source.copied_from, source.published) == ("https://example.org/un", "", "2024-09")


def write_source(toy, url, copied_from=""):
    toy.write_sources([("un", "UN", "", "", "en", url, "2024", READ, "x")], copies={"un": copied_from})


COPY = "https://github.com/somebody/copies/blob/1b2f/a.csv"


def test_an_address_in_a_repository_of_somebody_else_must_be_declared_as_a_copy(toy, catalogue_files):
    write_source(toy, COPY)
    problem = (
        "'github.com/somebody/copies' on GitHub is not an address of UN in sources.csv, line 2, un.URL.\n"
        "  Fix: move it to COPIED_FROM, and write into URL where the publisher has it, or nothing; if the publisher "
        "itself is there, give its address there as 'url' of UN in data/catalogue/publishers.yaml."
    )
    assert list_problems(toy) == [problem]
    write_source(toy, "", COPY)
    assert list_problems(toy) == []
    assert inspect_catalogue(toy.project)[0].sources["un"].copied_from == COPY
    write_source(toy, COPY)
    change(toy, catalogue_files, "publishers.yaml", lambda content: content["UN"].update(url="https://github.com/un"))
    assert list_problems(toy) == [problem]
    own = "https://somebody.github.io"
    change(toy, catalogue_files, "publishers.yaml", lambda content: content["UN"].update(url=own))
    assert list_problems(toy) == []


def test_the_address_of_a_copy_is_one_of_the_web_and_another_than_the_publishers(toy):
    write_source(toy, "", "a.csv")
    assert list_problems(toy) == [
        "'a.csv' is no address in sources.csv, line 2, un.COPIED_FROM.\n"
        "  Fix: write one address with its protocol and its host, as https://example.org/page."
    ]
    write_source(toy, "https://example.org/a", "https://example.org/a")
    assert list_problems(toy) == [
        "The same address in URL and COPIED_FROM in sources.csv, line 2, un.COPIED_FROM.\n"
        "  Fix: leave the one empty that it is not."
    ]


@pytest.mark.parametrize(
    ("path", "edit", "place"),
    [
        ("areas.yaml", lambda content: content["VNM"].update(exists={"from": "2025-02-31"}), "VNM.exists.from"),
        ("areas.yaml", lambda content: content["VNM"].update(exists={"until": "9999-12-31"}), "VNM.exists.until"),
        ("areas.yaml", lambda content: content["VNM"].update(tile=[10**9, 1]), "VNM.tile.0"),
        ("indicators/rankings.yaml", lambda content: content["egdi_rank"].update(unit_mult=10**9),
         "egdi_rank.unit_mult"),
        ("indicators/services.yaml", lambda content: content["online_share"]["breaks"][0].update(at="soon"),
         "online_share.breaks.0.at"),
        ("indicators/services.yaml", lambda content: content["online_share"]["breaks"][0].update(at=""),
         "online_share.breaks.0.at"),
    ],
)  # fmt: skip
def test_a_day_and_a_number_have_their_bounds(toy, catalogue_files, path, edit, place):
    change(toy, catalogue_files, path, edit)
    assert any(f"{path}, line " in message and f", {place}." in message for message in list_problems(toy))


BAD = (
    "javascript:alert(1)",
    "file:///etc/shadow",
    "//evil.example",
    "https://[",
    "https://",
    "mic.gov.vn",
    "https://a@b.org",
)


@pytest.mark.parametrize("address", BAD)
@pytest.mark.parametrize("column", ["URL", "COPIED_FROM"])
def test_an_address_that_no_link_may_lead_to_is_refused_in_the_register_of_sources(toy, address, column):
    write_source(toy, *((address, "") if column == "URL" else ("", address)))
    (message,) = list_problems(toy)
    shown = address.replace("a@", "")
    assert message.startswith(f"'{shown}' is no address in sources.csv, line 2, un.{column}.")


@pytest.mark.parametrize("address", BAD)
def test_an_address_that_no_link_may_lead_to_is_refused_of_a_publisher(toy, catalogue_files, address):
    change(toy, catalogue_files, "publishers.yaml", lambda content: content["UN"].update(url=address))
    (message,) = [one for one in list_problems(toy) if " in publishers.yaml, line " in one]
    assert message.partition("\n")[0].endswith("UN.url.")


def test_reading_a_broken_catalogue_raises_one_error_with_paths_from_the_root(toy, catalogue_files):
    path = change(toy, catalogue_files, "areas.yaml", lambda content: content["SGP"].pop("kind"))
    (toy.project.catalogue / "topics.yaml").unlink()
    with pytest.raises(SchemaError) as caught:
        read_catalogue(toy.project)
    lines = str(caught.value).splitlines()
    assert lines[0] == "2 problems found:"
    assert (
        f"- Missing key 'kind' in data/catalogue/areas.yaml, line {find_line(path, 'SGP')}, character 1, SGP.kind."
        in lines
    )


def test_a_pattern_that_tells_plurals_apart_tells_all_of_its_language_apart(toy):
    files = make_catalogue_files()
    people, french = files["units.yaml"]["PERSON"], {"one": "{n} personne", "other": "{n} personnes"}
    people["pattern"] = {**people["pattern"], "fr": french}
    toy.write_catalogue("units.yaml", files["units.yaml"])
    (problem,) = list_problems(toy)
    assert problem.startswith("No pattern for the plural many of fr in units.yaml, line ")
    assert problem.endswith("PERSON.pattern.fr.\n  Fix: add it, or leave 'other' alone where all are the same.")


def test_the_library_s_own_units_want_words_in_a_further_language_from_the_folder_of_that_language(toy):
    texts = {language: f"Toy {language}" for language in ("en", "vi", "fr", "et")}
    toy.write("dxlib.yaml", f"title: {texts}\nlanguages: [en, vi, fr, et]\n")
    missing = [problem for problem in list_problems(toy) if "No words for the unit" in problem]
    assert len(missing) == 1
    assert missing[0].startswith(f"No words for the units {', '.join(OWN_UNITS)} in ")
    assert "notebooks/locales/et/language.yaml, units." in missing[0]
    said = {code: {"name": f"{code} eesti", "pattern": {"other": "{n}"}} for code in OWN_UNITS}
    toy.write("notebooks/locales/et/language.yaml", yaml.safe_dump({"units": said}))
    assert not [problem for problem in list_problems(toy) if "No words for the unit" in problem]
    assert inspect_catalogue(toy.project)[0].units["TIMES"].name["et"] == "TIMES eesti"


def test_one_mistake_in_an_entry_is_one_problem_wherever_the_entry_is_named(toy, catalogue_files):
    change(toy, catalogue_files, "publishers.yaml", lambda content: content["UN"]["name"].pop("fr"))
    assert [problem.partition(" in ")[0] for problem in list_problems(toy)] == ["No text"]


@pytest.mark.parametrize("name", ["areas.yaml", "publishers.yaml", "topics.yaml", "units.yaml"])
def test_of_a_file_that_is_no_yaml_nothing_else_follows(toy, name):
    toy.write("dxlib.yaml", f"{PROJECT_FILE}home: VNM\n")
    toy.write(f"data/catalogue/{name}", "a: [\n")
    (problem,) = list_problems(toy)
    assert problem.startswith("Not YAML (")


@pytest.mark.parametrize("text", ["title: [\n", "title: {et: Proov}\nlanguages: et\n"])
def test_no_text_is_asked_for_in_a_language_where_the_languages_cannot_be_read(toy, text):
    toy.write("dxlib.yaml", text)
    (problem,) = list_problems(toy)
    assert "dxlib.yaml" in problem


BROKEN = [
    ("dates: [\n", "Not YAML ("),
    ("datse: {day: long}\n", "Unknown key 'datse' in "),
    ("- a\n", "No mapping in "),
]


@pytest.mark.parametrize(("text", "start"), BROKEN)
@pytest.mark.parametrize("language", ["fr", "et"])
def test_the_file_of_a_language_is_checked_and_its_units_are_not_asked_for_besides(toy, language, text, start):
    toy.write("dxlib.yaml", "title: {en: Toy, vi: Thử, fr: Essai}\nlanguages: [en, vi, fr]\n")
    toy.write(f"notebooks/locales/{language}/language.yaml", text)
    (problem,) = list_problems(toy)
    assert problem.startswith(start)
    assert f"notebooks/locales/{language}/language.yaml, line 1" in problem or start == "Not YAML ("


@pytest.mark.parametrize("key", ["../../x", "/etc/x", "a/b", "a,b", 'a"b', "a b", ".x", "", "x" * 121])
def test_a_key_that_cannot_name_a_file_or_a_cell_is_refused(toy, key):
    toy.write_catalogue("topics.yaml", {**make_catalogue_files()["topics.yaml"], key: {"name": make_words("Topic")}})
    (message,) = [problem for problem in list_problems(toy) if "Unknown" not in problem]
    assert "is no key in topics.yaml, line " in message or "A key of more than 120 characters in topics.yaml" in message


def test_a_source_whose_id_leads_elsewhere_is_refused(toy):
    toy.write_sources([("../un", "UN", "", "", "en", "", "", READ, "x")])
    assert any(problem.startswith("'../un' is no key in sources.csv, line 2, ../un.") for problem in list_problems(toy))


def test_a_key_that_yaml_takes_for_a_number_is_to_be_quoted(toy):
    toy.write("data/catalogue/topics.yaml", "2024:\n  name: {en: a, vi: b, fr: c}\n")
    assert any(
        problem == "The key 2024 is no text in topics.yaml, line 1, character 1, 2024.\n"
        '  Fix: write it between quotation marks, as "2024".'
        for problem in list_problems(toy)
    )
