"""Bounds on what comes in: each holds what it must let pass, and none contradicts another."""

import re
from datetime import date
from decimal import Decimal

from dxlib import bounds

NUMBERS = {name: value for name, value in vars(bounds).items() if name.isupper() and name != "TYPE_CHECKING"}


def test_every_bound_is_used_by_the_library(repository):
    users = (path for path in (repository / "dxlib").rglob("*.py") if path.stem != "bounds")
    words = {word for path in users for word in re.findall(r"[A-Z_]{5,}", path.read_text("utf-8"))}
    assert [name for name in NUMBERS if name not in words] == []


def test_what_a_spreadsheet_can_hold_is_within_the_bounds():
    columns = 16_384
    assert columns * 18 < bounds.LINE_CHARS  # 300,000 characters in a line of that many columns
    assert columns <= bounds.SHEET_CELLS
    assert bounds.SHEET_CELLS >= 63 * 12 * 1_300
    assert 32_767 < bounds.CELL_CHARS < bounds.TABLE_BYTES
    assert bounds.MERGED_CELLS < bounds.SHEET_CELLS


def test_the_largest_number_and_the_smallest_can_be_written_in_the_characters_of_a_number():
    largest, least = Decimal(bounds.LARGEST), Decimal(1).scaleb(bounds.LEAST_POWER)
    assert Decimal(10).scaleb(bounds.LARGEST_POWER - 1) == largest
    assert len(f"{largest:f}") + len(f"{least:f}") < bounds.NUMBER_CHARS


def test_every_year_that_may_be_counted_is_one_of_the_calendar():
    assert date(bounds.FIRST_YEAR, 1, 1) < date(2024, 1, 1) < date(bounds.LAST_YEAR, 12, 31)
    assert bounds.LAST_YEAR >= 2100  # targets reach to it


def test_a_key_names_a_file_with_room_for_its_ending():
    assert 255 - len(".json") >= bounds.KEY_CHARS


def test_a_value_that_a_message_repeats_fits_into_its_line():
    assert bounds.VALUE_CHARS < bounds.TOLD_CHARS
    assert bounds.MOST_TOLD < bounds.MOST_PROBLEMS


def test_a_page_is_part_of_a_release_and_what_is_shown_part_of_what_is_written():
    assert bounds.PAGE_CHARS < bounds.SHOWN_BYTES < bounds.PRINTED_BYTES
    assert bounds.STREAM_CHARS < bounds.SHOWN_BYTES


def test_as_many_jobs_run_at_once_as_there_are_cores_that_the_process_may_use(monkeypatch):
    monkeypatch.setattr(bounds.os, "cpu_count", lambda: 64)
    monkeypatch.setattr(bounds.os, "sched_getaffinity", lambda _: {0, 5}, raising=False)
    assert bounds.count_cores() == 2  # of a container that may use two of 64
    monkeypatch.delattr(bounds.os, "sched_getaffinity")
    assert bounds.count_cores() == 64
    monkeypatch.setattr(bounds.os, "cpu_count", lambda: None)
    assert bounds.count_cores() == 1
