"""The faults that dxlib was broken by once, each with the tests that show that it holds; a soak runs these tests, too."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from dxlib.kernels.recipe import IDLE_VARIABLE
from soak.counting import Tally
from soak.place import REPOSITORY

GROUP: Final = "test of"
_PATIENCE_S: Final = 60.0


@dataclass(frozen=True)
class Row:
    """A kind of fault.

    Parameters
    ----------
    fault
        What happens.
    outcome
        What dxlib does then.
    tests
        What shows it: files of ``tests/``, each with the names of tests, or with none for all that are in it.
    """

    fault: str
    outcome: str
    tests: tuple[str, ...]


_BUILD, _DATA, _PULL = "tests/build/test_", "tests/data/test_", "tests/data/pull/test_"
_KERNELS = "tests/kernels/test_"
ROWS: Final = (
    Row("a build is killed, with or without its workers", "readers see whole editions; the next build goes on",
        (f"{_BUILD}killed.py::test_killed_builds_leave_nothing_in_the_temporary_folder",
         f"{_BUILD}killed.py::test_builds_that_are_killed_at_random_moments_leave_no_trace",
         f"{_BUILD}showing.py::test_a_build_that_ends_at_any_moment_shows_whole_editions_and_the_next_mends_it")),
    Row("a revision is killed while it is being published", "the next one carries it out, and writes it down once",
        (f"{_BUILD}publish.py::test_a_revision_that_is_killed_at_any_moment_is_carried_out_by_the_next_one_and_written_"
         "down_once",)),
    Row("what pages are made from changes while they are made", "it is named, and they are made again",
        (f"{_BUILD}touched.py",)),
    Row("what workers are forked from is killed, or a worker is lost", "the job runs again; nothing is left behind",
        (f"{_BUILD}killed.py::test_a_build_goes_on_when_what_workers_are_forked_from_is_killed",
         f"{_BUILD}run.py::test_a_job_whose_worker_was_lost_is_done_again_when_all_others_are_done_and_alone",
         "tests/kernels/test_workers.py::test_a_lost_worker_takes_its_own_call_with_it_and_no_other",
         f"{_BUILD}building.py::test_a_job_that_ends_its_worker_every_time_fails_and_stops_no_other")),
    Row("the template of notebooks is killed", "its notebooks run once more",
        ("tests/build/test_killed.py::test_a_build_goes_on_when_what_notebooks_are_forked_from_is_killed",
         f"{_KERNELS}cells.py::test_killing_the_template_ends_its_notebooks_and_the_next_one_runs")),
    Row("Ctrl-C", "what is finished is kept; nothing goes on",
        (f"{_BUILD}building.py::test_an_interrupted_build_keeps_what_is_finished_and_the_next_goes_on",
         f"{_BUILD}killed.py::test_ctrl_c_while_workers_are_being_started_is_answered_in_words",
         "tests/test_cli.py::test_ctrl_c_is_no_failure_of_jobs")),
    Row("`reports/` holds files of the user's", "they stay; where they are in the way, they are named",
        (f"{_BUILD}showing.py::test_a_file_of_a_user_within_an_edition_is_never_removed_with_it",
         f"{_BUILD}showing.py::test_what_a_user_put_in_the_place_of_a_coming_edition_is_in_the_way_and_stays", f"{_BUILD}mending.py::test_a_file_that_somebody_added_to_an_edition_is_named_and_stays_until_it_is_moved_away")),
    Row("a page, a list or a checksum was altered, emptied or deleted", "it is named and made good; it is never published",
        (f"{_BUILD}left.py", f"{_BUILD}verifying.py", f"{_BUILD}mending.py::test_what_was_altered_is_named_and_made_good")),
    Row("a release whose signature is missing, damaged, or of another key", "it is named; what was signed is not replaced without a signature",
        (f"{_BUILD}signing.py",)),
    Row("a manifest names a file elsewhere", "the manifest is refused; nothing outside is touched",
        (f"{_BUILD}listed.py", f"{_BUILD}publish.py::test_a_published_manifest_that_names_a_file_elsewhere_is_refused_and_nothing_is_altered")),
    Row("`.dxlib` comes from somebody else", "nothing in it can run; what cannot be read is made anew",
        ("tests/test_architecture.py::test_nothing_that_is_read_can_run_code", "tests/test_freshness.py")),
    Row("`.dxlib` of somebody else says that a false page was audited", "the page is audited; it is neither merged nor published",
        (f"{_BUILD}strangers.py", "tests/test_seals.py")),
    Row("records of builds are damaged, or of another version", "they are named, and made anew",
        (f"{_BUILD}faults.py::test_records_that_cannot_be_read_are_named_and_made_anew",
         f"{_BUILD}faults.py::test_what_a_job_read_is_never_believed_when_it_is_damaged",
         f"{_BUILD}faults.py::test_a_plan_names_them_too_and_alters_nothing_and_publishing_says_what_to_do",
         f"{_BUILD}faults.py::test_a_page_of_which_nothing_is_known_is_built_again_and_no_other")),
    Row("a disk that is full or may only be read, no shared memory, a long path", "one error with what to do; nothing is lost",
        (f"{_BUILD}faults.py::test_a_full_disk_is_one_error_and_nothing_is_lost",
         f"{_BUILD}faults.py::test_a_project_that_may_only_be_read_is_one_error",
         f"{_BUILD}disks.py::test_a_command_on_a_broken_disk_is_one_error_and_no_file_is_half_written",
         f"{_BUILD}faults.py::test_a_build_needs_no_shared_memory",
         f"{_BUILD}faults.py::test_a_path_that_is_too_long_is_one_error")),
    Row("a path, or a locale, that is no UTF-8", "every command works as elsewhere",
        (f"{_BUILD}faults.py::test_every_command_works_where_text_is_not_utf_8",)),
    Row("a browser that does not start, or ends", "it is named; what was printed before is kept",
        ("tests/export/test_pdf.py::test_a_browser_that_does_not_start_is_named",)),
    Row("any umask", "everybody can read what is shown, nobody what is kept", (f"{_BUILD}rights.py",)),
    Row("a cluster that shares no folder, loses workers, has none, or others", "the same bytes, or an error that names it",
        tuple(f"{_BUILD}{name}" for name in (
            "cluster.py::test_a_cluster_without_workers_is_named_at_once", "cluster.py::test_two_workers_that_share_no_folder_give_the_same_bytes_though_one_is_killed",
            "cluster.py::test_a_worker_of_another_version_is_named_at_once_and_one_that_comes_later_gets_no_job",
            "cluster.py::test_ctrl_c_ends_what_runs_on_the_cluster",
            "cluster.py::test_a_cluster_that_loses_its_workers_is_named_after_some_time",
            "remote.py::test_an_answer_that_is_none_is_not_taken"))),
    Row("markup, scripts and addresses in a stranger's notebook", "no HTML is read; an element that is not ours is refused",
        ("tests/export/test_exporter.py::test_no_html_of_a_notebook_is_read_its_author_is_told_and_the_audit_knows_no_call_that_made_it",
         "tests/export/test_exporter.py::test_a_fragment_that_leads_elsewhere_than_to_the_web_is_refused",
         "tests/export/test_exporter.py::test_a_fragment_with_an_element_or_attribute_that_is_not_ours_is_refused")),
    Row("outputs that a page cannot show", "they are named", ("tests/export/test_exporter.py::test_outputs_that_a_page_cannot_hold_are_named_and_plain_text_is_shown",)),
    Row("`javascript:`, `file:` and other addresses that are no pages", "they are refused where they enter", ("tests/test_addresses.py",)),
    Row("characters that turn, hide or end a text", "they are refused with line and code point", ("tests/test_letters.py", "tests/test_intake.py")),
    Row("a workbook, an archive or a YAML file that has no end", "it is refused within two seconds",
        ("tests/data/ingest/test_workbooks.py", "tests/data/ingest/test_packing.py", f"{_DATA}yaml_files.py")),
    Row("a folder, a pipe, a lost link, a line of 200 MB", "it is refused at once",
        ("tests/test_intake.py::test_what_is_no_file_is_refused_at_once", f"{_DATA}csv_files.py")),
    Row("a cell that prints without end, hangs, takes memory, exits, or leaves a process", "it is ended and named; the others run",
        (f"{_KERNELS}capture.py::test_a_cell_that_shows_too_much_is_ended_and_named",
         f"{_KERNELS}running.py::test_a_late_cell_is_interrupted",
         f"{_KERNELS}memory.py::test_a_cell_that_takes_too_much_memory_fails_and_is_told_the_limit",
         f"{_KERNELS}running.py::test_a_cell_that_ends_its_process_is_named",
         f"{_KERNELS}running.py::test_what_a_notebook_left_running_in_a_session_of_its_own_ends_with_it",
         f"{_BUILD}ordinary.py::test_an_ordinary_kernel_shows_no_more_than_a_warm_one")),
    Row("a notebook that is none", "it is named; it stops its own jobs only", (f"{_BUILD}broken_notebooks.py",)),
    Row("a publisher's server that breaks off, waits, redirects, or sends something else", "a bounded number of tries; nothing is taken for whole",
        (f"{_PULL}fetching.py", f"{_PULL}pulling.py")),
    Row("passwords and canaries", "they appear nowhere",
        (f"{_PULL}fetching.py::test_no_message_holds_what_is_secret_in_the_address", "tests/build/test_secrets.py")),
    Row("another user of the machine", "cannot connect, read, or make us write", ("tests/build/test_neighbours.py",)),
    Row("ordinary slips in every file that people write", "a problem with file and line; no traceback",
        (f"{_DATA}wrong_values.py", "tests/data/ingest/test_ledger.py", "tests/test_slips.py::test_a_slip_is_answered_with_a_message_and_no_traceback",
         "tests/test_slips.py::test_no_command_ends_in_a_traceback_on_any_of_them")),
    Row("a build of many pages", "leaves as many processes, files, sockets and folders as before", ("tests/build/test_leaks.py",)),
)  # fmt: skip


class Rows:
    """Runs the tests of one row after the other.

    Parameters
    ----------
    tally, seed
        What counts, and in which order.
    """

    def __init__(self, tally: Tally, seed: int) -> None:
        self._tally = tally
        self._chance = random.Random(seed)
        self._order = self._list_tests()

    def _list_tests(self) -> Iterator[tuple[Row, str]]:
        """Give the first test of each row, then the second, and so on."""
        while True:
            for number in range(max(len(row.tests) for row in ROWS)):
                for row in self._chance.sample(ROWS, len(ROWS)):
                    yield from ((row, test) for test in row.tests[number : number + 1])

    def run_round(self, most_s: float | None = None) -> None:
        """Run some tests of a row; what is not done after some seconds is ended and does not count."""
        row, test = next(self._order)
        tried, told = run_tests(test, most_s)
        if tried or told:
            self._tally.add(GROUP, row.fault, tried=max(1, tried), told=told)


def run_tests(test: str, most_s: float | None = None) -> tuple[int, list[str]]:
    """Give how many tests ran, and which of them failed or were skipped: what was not tried is not shown."""
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        report = Path(folder) / "report.xml"
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            f"--junitxml={report}",
            f"--basetemp={folder}/t",
            test,
        ]
        given = {name: value for name, value in os.environ.items() if name != IDLE_VARIABLE}  # tests look at templates
        environment = {**given, "PYTHONPATH": os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")])}
        with subprocess.Popen(
            command,
            cwd=REPOSITORY,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                said, _ = process.communicate(timeout=most_s)
            except subprocess.TimeoutExpired:
                _end(process)
                return 0, []
        if not report.is_file():
            return 0, [f"no report: {said[-300:]}"]
        cases = [*ET.parse(report).getroot().iter("testcase")]
    wrong = [case for case in cases if any(child.tag in ("failure", "error", "skipped") for child in case)]
    return len(cases), [f"{case.get('name')}: {_say_why(case)}" for case in wrong] or ([] if cases else ["no tests"])


def _end(process: subprocess.Popen[str]) -> None:
    """End pytest as Ctrl-C does, so that it ends what its tests started."""
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.communicate(timeout=_PATIENCE_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def _say_why(case: ET.Element) -> str:
    return next((f"{child.tag}: {(child.get('message') or '')[:200]}" for child in case), "")
