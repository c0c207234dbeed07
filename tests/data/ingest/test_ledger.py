"""Every rule of a ledger by the full text of its message; nothing is dropped."""

import time

import pytest

from dxlib.data import schema
from dxlib.data.catalogue_files import inspect_catalogue
from dxlib.data.ingest.ledger import find_duplicates, read_ledger

PERIODS = "'2024', '2024-S1', '2022-Q1', '2025-06', '2025-02-06', '2025-01/2025-09'"
SOURCES = "'un-2024', 'mic-2024', 'mic-news-2025', 'un-undated', 'mic-2022'"

RULES = {
    "indicator": (
        {"INDICATOR": "egdi_rnak"},
        "Unknown INDICATOR 'egdi_rnak' in main.csv, line 2, INDICATOR. Did you mean 'egdi_rank'?\n"
        "  Allowed: 'egdi_rank', 'egdi_value', 'online_share', 'accounts'.\n"
        "  Fix: correct INDICATOR there, or add it to data/catalogue/indicators/.",
    ),
    "area": (
        {"REF_AREA": "VMN"},
        "Unknown REF_AREA 'VMN' in main.csv, line 2, REF_AREA. Did you mean 'VNM'?\n"
        "  Allowed: 'VNM', 'SGP'.\n"
        "  Fix: correct REF_AREA there, or add it to data/catalogue/areas.yaml.",
    ),
    "unit": (
        {"UNIT_MEASURE": "PRCNT"},
        "Unknown UNIT_MEASURE 'PRCNT' in main.csv, line 2, UNIT_MEASURE. Did you mean 'PERCENT'?\n"
        "  Allowed: 'PERCENT', 'PERCENT_CHANGE', 'POINTS', 'RANK', 'PLACES', 'COUNT', 'TIMES', "
        "'MILESTONE', 'INDEX', 'PERSON'.\n"
        "  Fix: correct UNIT_MEASURE there, or add it to data/catalogue/units.yaml.",
    ),
    "source": (
        {"SOURCE": "un2024"},
        "Unknown SOURCE 'un2024' in main.csv, line 2, SOURCE. Did you mean 'un-2024'?\n"
        f"  Allowed: {SOURCES}.\n"
        "  Fix: correct SOURCE there, or add it to data/catalogue/sources.csv.",
    ),
    "other unit": (
        {"UNIT_MEASURE": "PERCENT"},
        "Unit 'PERCENT' is not the indicator's in main.csv, line 2, UNIT_MEASURE.\n"
        "  Allowed: 'RANK'.\n"
        "  Fix: convert the value, or make it another indicator.",
    ),
    "other power of ten": (
        {"UNIT_MULT": "6"},
        "Power of ten '6' is not the indicator's in main.csv, line 2, UNIT_MULT.\n"
        "  Allowed: '0'.\n"
        "  Fix: convert the value to the indicator's.",
    ),
    "total of a share": (
        {"INDICATOR": "online_share", "UNIT_MEASURE": "PERCENT", "OUT_OF": "63"},
        "A figure in PERCENT out of '63' in main.csv, line 2, OUT_OF.\n"
        "  Fix: leave it empty; how many of how many there are is a row of an indicator that counts them.",
    ),
    "status": (
        {"OBS_STATUS": "X"},
        "Unknown OBS_STATUS 'X' in main.csv, line 2, OBS_STATUS.\n"
        "  Allowed: 'A', 'B', 'E', 'F', 'M', 'P', 'U'.\n"
        "  Fix: write one of these codes in OBS_STATUS.",
    ),
    "kind": (
        {"KIND": "actuel"},
        "Unknown KIND 'actuel' in main.csv, line 2, KIND. Did you mean 'actual'?\n"
        "  Allowed: 'actual', 'target'.\n"
        "  Fix: write one of these codes in KIND.",
    ),
    "qualifier": (
        {"QUALIFIER": "ca."},
        "Unknown QUALIFIER 'ca.' in main.csv, line 2, QUALIFIER.\n"
        "  Allowed: '', '>', '>=', '<', '<=', '~', '<~'.\n"
        "  Fix: write one of these codes in QUALIFIER.",
    ),
    "period": (
        {"TIME_PERIOD": "end 2024"},
        "'end 2024' is not a time period in main.csv, line 2, TIME_PERIOD.\n"
        f"  Allowed: {PERIODS}.\n"
        "  Fix: write it as SDMX does.",
    ),
    "a day that does not exist": (
        {"TIME_PERIOD": "2025-02-30"},
        "'2025-02-30' is not a time period in main.csv, line 2, TIME_PERIOD.\n"
        f"  Allowed: {PERIODS}.\n"
        "  Fix: write it as SDMX does.",
    ),
    "no period": (
        {"TIME_PERIOD": ""},
        "'' is not a time period in main.csv, line 2, TIME_PERIOD.\n"
        f"  Allowed: {PERIODS}.\n"
        "  Fix: write it as SDMX does.",
    ),
    "publication date": (
        {"PUBLISHED": "May 2025"},
        "'May 2025' is not a publication date in main.csv, line 2, PUBLISHED.\n"
        "  Allowed: '2025-02-06', '2025-02', '2025'.\n"
        "  Fix: write as much of the date as is known, or leave it empty.",
    ),
    "value": (
        {"OBS_VALUE": "82,4"},
        "'82,4' is not a number in main.csv, line 2, OBS_VALUE.\n"
        "  Allowed: '82.4', '55250000'.\n"
        "  Fix: write digits with a point as decimal mark and nothing else.",
    ),
    "a point between thousands of a count": (
        {"OBS_VALUE": "57.000"},
        "'57.000' is no whole number in main.csv, line 2, OBS_VALUE.\n"
        "  Allowed: '57000', '57'.\n"
        "  Fix: write digits only, with nothing between thousands.",
    ),
    "upper value": (
        {"UPPER_VALUE": "ten"},
        "'ten' is not a number in main.csv, line 2, UPPER_VALUE.\n"
        "  Allowed: '82.4', '55250000'.\n"
        "  Fix: write digits with a point as decimal mark and nothing else.",
    ),
    "total": (
        {"OUT_OF": "1e3"},
        "'1e3' is not a number in main.csv, line 2, OUT_OF.\n"
        "  Allowed: '82.4', '55250000'.\n"
        "  Fix: write digits with a point as decimal mark and nothing else.",
    ),
    "a value that is missing": (
        {"OBS_STATUS": "M"},
        "A value with status M in main.csv, line 2, OBS_VALUE.\n"
        "  Fix: an empty value has status M (missing); a value has another status.",
    ),
    "a missing value that is not said to be": (
        {"OBS_VALUE": ""},
        "No value, but no status M in main.csv, line 2, OBS_VALUE.\n"
        "  Fix: an empty value has status M (missing); a value has another status.",
    ),
}


def read(toy, path):
    ledger = read_ledger(path, toy.catalogue)
    return ledger, [str(problem).replace(f"{path.parent}/", "") for problem in ledger.problems]


def test_a_sound_ledger_gives_its_rows_and_their_lines(toy):
    ledger, messages = read(toy, toy.project.ledgers / "main.csv")
    assert messages == []
    assert [line for line, _ in ledger.lines] == list(range(2, 12))
    assert ledger.rows[0]["OUT_OF"] == "193"
    assert tuple(ledger.rows[0]) == schema.COLUMNS


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_has_its_message(toy, row, rule):
    cells, message = RULES[rule]
    assert read(toy, toy.write_ledger([row(**cells)]))[1] == [message]


@pytest.mark.parametrize(
    "text", ["1,000", "1 000", "1_000", " 71", "+71", "71%", "NaN", "inf", "1e5", "７１", "--71", ".", "-"]
)
def test_what_is_not_digits_with_a_point_is_no_number(toy, row, text):
    assert read(toy, toy.write_ledger([row(OBS_VALUE=text)]))[1][0].startswith(f"'{text}' is not a number")


@pytest.mark.parametrize(
    "cells",
    [
        {"OBS_VALUE": "-0.5"},
        {"OBS_VALUE": "", "OBS_STATUS": "M"},
        {"TIME_PERIOD": "", "KIND": "target"},
        {"UNIT_MULT": "0"},
        {"PUBLISHED": "2024"},
    ],
)
def test_what_is_allowed_is_no_problem(toy, row, cells):
    assert read(toy, toy.write_ledger([row(**cells)]))[1] == []


def test_all_problems_of_a_file_are_reported_at_once_and_no_row_is_dropped(toy, row):
    broken = [cells for cells, _ in RULES.values()]
    path = toy.write_ledger([row(**cells) for cells in broken])
    ledger, messages = read(toy, path)
    expected = [message.replace("line 2", f"line {line}") for line, (_, message) in enumerate(RULES.values(), start=2)]
    assert messages == expected
    assert len(ledger.rows) == len(broken)


def test_all_problems_of_one_row_are_reported(toy, row):
    everything = {"INDICATOR": "x", "REF_AREA": "x", "UNIT_MEASURE": "x", "SOURCE": "x", "OBS_STATUS": "x",
                  "KIND": "x", "QUALIFIER": "x", "TIME_PERIOD": "x", "PUBLISHED": "x", "OBS_VALUE": "x",
                  "UPPER_VALUE": "x", "OUT_OF": "x"}  # fmt: skip
    ledger, _ = read(toy, toy.write_ledger([row(**everything)]))
    assert sorted(problem.column for problem in ledger.problems) == sorted(everything)
    assert ledger.rows == [row(**everything)]


def test_a_row_with_too_few_cells_is_named_and_the_others_are_read(toy, row):
    path = toy.write_ledger([row()])
    with path.open("a", encoding="utf-8") as file:
        file.write("egdi_rank,VNM\n")
    ledger, messages = read(toy, path)
    assert messages == [
        "2 cells where 16 are due in main.csv, line 3.\n"
        "  Fix: quote cells that hold a comma; leave unknown cells empty."
    ]
    assert len(ledger.rows) == 1


def test_a_cell_over_two_lines_is_refused_and_the_rows_after_it_are_read(toy, row):
    ledger, messages = read(toy, toy.write_ledger([row(COMMENT="one\ntwo"), row(REF_AREA="XXX")]))
    assert len(ledger.rows) == 2
    assert messages[0] == (
        "Line break or tab in 'one\\ntwo' in main.csv, line 3, COMMENT.\n"
        "  Fix: write the cell in one line; a clean CSV has one line a row."
    )
    assert messages[1].startswith("Unknown REF_AREA 'XXX' in main.csv, line 4, REF_AREA.")


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_rows(toy, row):
    path = toy.write_ledger([row()])
    header, line = path.read_text("utf-8").replace('"', "").splitlines()
    path.write_text(f'{header}\n{line}\n{line}"open\n{line.replace("VNM", "SGP")}\n', "utf-8")
    ledger, messages = read(toy, path)
    assert messages == [
        "Not CSV (unexpected end of data), rows from here on are not read, in main.csv, line 4.\n"
        '  Fix: close the quotation mark; write one inside a quoted cell as "".'
    ]
    assert ledger.rows == [row()]


def test_a_quotation_mark_inside_a_quoted_cell_is_doubled_or_a_problem(toy, row):
    assert read(toy, toy.write_ledger([row(COMMENT='said "so", twice')]))[1] == []
    path = toy.write_ledger([row(COMMENT="said so")])
    path.write_text(path.read_text("utf-8").replace("said so", 'said "so", twice'), "utf-8")
    assert read(toy, path)[1][0].startswith("Not CSV (")


def test_a_wrong_header_lists_the_columns_that_are_missing_in_their_order(toy):
    path = toy.write("data/raw/ledgers/main.csv", "INDICATOR,VALUE\negdi_rank,71\n")
    header = ", ".join(f"'{column}'" for column in schema.COLUMNS)
    assert read(toy, path)[1] == [
        f"Wrong header (missing: {', '.join(schema.COLUMNS[1:])}) in main.csv, line 1.\n"
        f"  Allowed: {header}.\n  Fix: use exactly these columns in this order."
    ]


def test_columns_in_another_order_are_a_wrong_header(toy):
    path = toy.write("data/raw/ledgers/main.csv", ",".join(reversed(schema.COLUMNS)) + "\n")
    assert read(toy, path)[1][0].startswith("Wrong header (missing: none) in main.csv, line 1.")


def test_an_empty_file_is_a_wrong_header(toy):
    assert len(read(toy, toy.write("data/raw/ledgers/main.csv", ""))[1]) == 1


def test_a_ledger_in_another_encoding_is_a_problem(toy, row):
    path = toy.write_ledger([row(AS_WRITTEN="71e en réalité")])
    path.write_bytes(path.read_text("utf-8").encode("latin-1"))
    (message,) = read(toy, path)[1]
    assert message == "Not UTF-8 (byte 0xE9) in main.csv, line 2, character 90.\n  Fix: save it as UTF-8."


@pytest.mark.parametrize("column", schema.COLUMNS)
@pytest.mark.parametrize("character", ["\0", "\x1b", "\u202e", "\u200b", "\u2066"])
def test_a_character_that_nobody_sees_is_named_with_its_place(toy, row, column, character):
    cells = row()
    path = toy.write_ledger([row(**{column: f"{cells[column][:1]}{character}{cells[column][1:]}"})])
    message = read(toy, path)[1][0]
    assert message.startswith(f"Hidden character U+{ord(character):04X} ")
    assert " in main.csv, line 2, character " in message


@pytest.mark.parametrize("column", schema.NUMBERS)
def test_a_number_of_hundreds_of_digits_is_none(toy, row, column):
    (message,) = read(toy, toy.write_ledger([row(**{column: "9" * 61})]))[1]
    assert message.startswith(f"'{'9' * 61}' is not a number in main.csv, line 2, {column}.")


@pytest.mark.parametrize(
    ("value", "is_refused"), [("-" + "9" * 18 + ".5", False), ("0" * 9 + "9" * 18, False), ("1" * 19, True)]
)
def test_a_figure_has_no_more_digits_than_can_be_computed_with(toy, row, value, is_refused):
    messages = read(toy, toy.write_ledger([row(OBS_VALUE=value)]))[1]
    assert (
        messages
        == [
            f"'{value}' has more than 18 digits before its point in main.csv, line 2, OBS_VALUE.\n"
            "  Fix: correct it, or count the indicator in a larger power of ten (unit_mult)."
        ]
        * is_refused
    )


@pytest.mark.parametrize("column", ["TIME_PERIOD", "PUBLISHED"])
def test_a_sign_for_no_end_is_no_day(toy, row, column):
    (message,) = read(toy, toy.write_ledger([row(**{column: "9999"})]))[1]
    assert message.startswith("'9999' is not a ")


def test_a_ledger_full_of_slips_is_not_looked_at_to_its_end(toy, row):
    began = time.monotonic()
    messages = read(toy, toy.write_ledger([row(KIND="?", OBS_VALUE="x")] * 20_000))[1]
    assert time.monotonic() - began < 60  # each of them would take a minute and more
    assert 1000 < len(messages) < 1010
    assert messages[-1] == (
        "More than 1,000 problems, rows from here on are not looked at, in main.csv, line 502.\n"
        "  Fix: correct those above first."
    )


def test_the_same_figure_of_the_same_source_twice_is_named_also_across_ledgers(toy, row):
    first = toy.write_ledger([row(), row(REF_AREA="SGP")], name="a.csv")
    second = toy.write_ledger([row(OBS_VALUE="72"), row(SOURCE="mic-2024")], name="b.csv")
    ledgers = [read_ledger(path, toy.catalogue) for path in (first, second)]
    assert [str(problem) for problem in find_duplicates(ledgers)] == [
        f"egdi_rank VNM 2024 actual un-2024 stands already in a.csv, line 2 in {second}, line 2, SOURCE.\n"
        "  Fix: delete one row, or give the other its own period or source."
    ]


def test_a_figure_that_stands_three_times_is_named_twice(toy, row):
    ledger = read_ledger(toy.write_ledger([row(), row(), row()]), toy.catalogue)
    assert [problem.line for problem in find_duplicates([ledger])] == [3, 4]


@pytest.mark.parametrize("column", schema.UNIQUE)
def test_rows_that_differ_in_one_unique_column_are_two_figures(toy, row, column):
    other = {
        "INDICATOR": "accounts", "REF_AREA": "SGP", "TIME_PERIOD": "2023", "KIND": "target", "SOURCE": "mic-2024",
    }[column]  # fmt: skip
    assert find_duplicates([read_ledger(toy.write_ledger([row(), row(**{column: other})]), toy.catalogue)]) == []


def test_a_byte_order_mark_as_excel_writes_it_is_read_in_ledgers_and_in_the_register_of_sources(toy, row):
    for path in (toy.write_ledger([row()]), toy.project.catalogue / "sources.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert inspect_catalogue(toy.project)[1] == []
    ledger = read_ledger(toy.project.ledgers / "main.csv", toy.catalogue)
    assert (len(ledger.rows), ledger.problems) == (1, [])
