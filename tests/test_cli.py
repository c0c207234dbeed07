"""The command line, in processes of its own where its exit code or its imports matter."""

import os
import signal
import subprocess
import sys

import pytest

import dxlib
from dxlib.build.briefs import read_declarations
from dxlib.build.building import select_shard
from dxlib.build.lock import hold_lock
from dxlib.build.plan import make_plan
from dxlib.cli import app, main
from dxlib.paths import ROOT_VARIABLE

COMMANDS = (
    "pull", "clean", "check", "plan", "build", "merge", "publish", "audit", "diff", "export", "translate", "lab",
)  # fmt: skip


@pytest.fixture
def run(capsys, monkeypatch):
    """Runs the command line in a folder; gives exit code, what it printed, and its messages."""

    def run_in(folder, *arguments):
        monkeypatch.chdir(folder)
        monkeypatch.delenv(ROOT_VARIABLE, raising=False)
        monkeypatch.setattr(sys, "argv", ["dxlib", *arguments])
        with pytest.raises(SystemExit) as caught:
            main()
        return int(caught.value.code or 0), *capsys.readouterr()

    return run_in


@pytest.fixture(scope="module")
def run_apart(repository):
    """Runs ``python -m dxlib`` in a folder, in a process of its own."""

    def run_in(folder, *arguments):
        environment = {**os.environ, "PYTHONPATH": str(repository), "COLUMNS": "200"}
        environment.pop(ROOT_VARIABLE, None)
        done = subprocess.run(
            [sys.executable, "-m", "dxlib", *arguments],
            cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    return run_in


def test_the_help_names_every_command(run_apart, tmp_path):
    code, out, _ = run_apart(tmp_path, "--help")
    assert code == 0
    assert set(COMMANDS) <= set(app.commands)
    assert [name for name in app.commands if f" {name} " not in out] == []


def test_the_version_is_that_of_the_package(run, tmp_path):
    code, printed, _ = run(tmp_path, "--version")
    assert (code, printed) == (0, f"dxlib, version {dxlib.__version__}\n")


NUMBERS = {
    "--timeout": ("-1", "0", "nan", "inf", "-inf", "1e9", "one", ""),
    "--memory-limit": ("-5", "1e3", "nan", "99999999999", "x"),
    "--jobs": ("-1", "2000", "nan", "1.5"),
    "--edition": ("-1", "0", "9999", "99999999999999999999", "x", "2024.5"),
    "--shard": ("0/2", "3/2", "-1/2", "1/0", "1", "a/b", "1/" + "9" * 5000, "²/³"),
    "--as-of": ("2025-02-31", "9999", "x", "-1"),
}


@pytest.mark.parametrize(("option", "value"), [(option, value) for option in NUMBERS for value in NUMBERS[option]])
def test_a_number_that_means_nothing_is_refused_before_anything_begins(run, toy, option, value):
    code, out, said = run(toy.project.root, "build", f"{option}={value}")
    assert (code, out) == (2, "")
    assert "Traceback" not in said
    assert (f"Error: Invalid value for '{option}': " if option not in ("--shard", "--as-of") else "\nAllowed: ") in said
    assert not (toy.project.notes / "jobs").exists()


def test_what_is_printed_moves_no_terminal(run, toy):
    code, _, said = run(toy.project.root, "build", "--brief", "\x1b[2J\u202e", "--shard", "\x1b[2J")
    assert code
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_the_help_loads_nothing_heavy(repository):
    code = (
        "import sys\n"
        "from dxlib.cli import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'pandas', 'numpy', 'matplotlib', 'papermill', 'nbconvert', 'nbformat', 'babel', 'pydantic', 'dask'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=True)
    assert "Usage" in done.stdout
    assert done.stderr.strip() == "[]"


INTERRUPTING = """
import os, signal, sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
from dxlib.__main__ import main
sys.argv[0] = "dxlib"
main()
"""


@pytest.mark.parametrize("name", ["dxlib.cli", "click", "dxlib.scaffold.new_commands", "dxlib.data.stamp"])
@pytest.mark.parametrize("heard", [signal.SIG_DFL, signal.SIG_IGN], ids=["heard", "ignored"])
def test_ctrl_c_while_something_is_loaded_gives_no_traceback(toy, name, heard):
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTING.replace("sys.argv[1]", repr(name)), "clean"],
        cwd=toy.project.root, env={**os.environ, ROOT_VARIABLE: str(toy.project.root)}, capture_output=True, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, heard), timeout=60, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    # A shell says 130 of a program that this signal ended, too.
    assert done.returncode in ((130, -signal.SIGINT) if heard is signal.SIG_DFL else (0,))


@pytest.mark.parametrize("name", sorted(app.commands))
def test_every_command_and_every_option_that_needs_it_is_explained(name):
    command = app.commands[name]
    assert command.help
    assert command.help.strip().endswith(".")


def test_cleaning_waits_for_a_build_to_end(run, toy):
    with hold_lock(toy.project.build_lock):
        code, out, said = run(toy.project.root, "clean")
    assert (code, out) == (1, "")
    assert said.startswith(f"A build is running: process {os.getpid()} on ")
    assert said.endswith("Fix: wait until it has ended, or end it; then clean again.\n")
    assert not toy.project.clean.exists()


def test_cleaning_says_how_many_indicators_there_are(run, toy):
    code, out, _ = run(toy.project.notebooks, "clean")
    assert (code, out) == (0, "2 indicators in data/clean/\n")


def test_a_broken_project_prints_all_problems_and_exits_with_four(run_apart, toy, row, cell):
    toy.write_ledger([row(REF_AREA="VMN", TIME_PERIOD="end 2023"), row(OBS_VALUE="70")], name="more.csv")
    toy.write_notebook(cell("import os"))
    code, _, messages = run_apart(toy.project.root, "check")
    assert code == 4
    for line in (
        "- Unknown REF_AREA 'VMN' in data/raw/ledgers/more.csv, line 2, REF_AREA. Did you mean 'VNM'?",
        "  Allowed: 'VNM', 'SGP'.",
        "- 'end 2023' is not a time period in data/raw/ledgers/more.csv, line 2, TIME_PERIOD.",
        "- egdi_rank VNM 2024 actual un-2024 stands already in main.csv, line 2 in data/raw/ledgers/more.csv, line 3, "
        "SOURCE.",
        "- 'import os' in line 1 is not in the set-up cell in notebooks/01-toy.ipynb, cell 4.",
    ):
        assert line in messages.splitlines()
    count = sum(line.startswith("- ") and "Warning: " not in line for line in messages.splitlines())
    assert messages.splitlines()[-1] == f"{count} problems."


def test_results_stored_in_a_notebook_are_a_warning_and_no_failure(run, toy, cell, monkeypatch):
    monkeypatch.setattr("dxlib.build.checking.find_untranslated", lambda *_: {})
    toy.write_notebook(cell("x = 1", execution_count=3))
    code, out, messages = run(toy.project.root, "check")
    assert (code, out) == (0, "No problems in ledgers, catalogue, declarations, notebooks and translations.\n")
    assert messages.startswith(
        "- Warning: Stored results in notebooks/01-toy.ipynb, cell 4.\n  Fix: clear all outputs before you commit.\n"
    )
    toy.write_notebook(cell("import os", execution_count=3))
    code, out, messages = run(toy.project.root, "check")
    assert (code, out, messages.splitlines()[-1]) == (4, "", "1 problem.")


def test_a_sound_project_is_said_to_be_sound(run, repository):
    code, out, messages = run(repository, "check")
    assert (code, messages) == (0, "")
    assert out == "No problems in ledgers, catalogue, declarations, notebooks and translations.\n"


def test_the_plan_prints_every_job_with_its_day_and_page(run, toy):
    code, out, _ = run(toy.project.root, "plan", "--language", "en", "--language", "fr")
    assert (code, out.splitlines()) == (
        0,
        [
            "01-toy VNM 2024 en: run (new)  as of 2024-12-31  -> reports/2024/en/01-toy.html",
            "01-toy VNM 2024 fr: run (new)  as of 2024-12-31  -> reports/2024/fr/01-toy.html",
        ],
    )


@pytest.mark.parametrize("command", ["plan", "build"])
def test_an_unknown_language_exits_with_two_and_the_nearest_known(run, toy, command):
    code, out, messages = run(toy.project.root, command, "--language", "vie")
    assert (code, out) == (2, "")
    assert messages == (
        "No language 'vie' is declared. Did you mean 'vi'?\nAllowed: 'vi', 'en', 'fr'.\n"
        "Fix: choose one of these, or declare the language in notebooks/briefs.yaml.\n"
    )


def test_a_selection_without_a_job_builds_nothing_and_exits_with_three(run, toy):
    toy.write_briefs(
        {
            "01-toy": {"areas": ["VNM"], "editions": [2024], "languages": ["en"]},
            "02-old": {"areas": ["VNM"], "editions": [2023], "languages": ["fr"]},
        }
    )
    toy.write_notebook(name="02-old")
    code, _, messages = run(toy.project.root, "build", "--language", "fr")
    assert (code, messages) == (3, "Nothing to build: no declared job fits the selection.\n")


def test_a_shard_into_which_no_job_falls_is_no_failure(run, toy):
    toy.write_briefs({"01-toy": {"areas": ["VNM"], "editions": [2024], "languages": ["en"]}})
    (job,) = make_plan(read_declarations(toy.project, toy.catalogue))
    empty = next(f"{number}/2" for number in (1, 2) if not select_shard([job], f"{number}/2"))
    assert run(toy.project.root, "build", "--shard", empty) == (0, f"No job falls into shard {empty}.\n", "")


def test_outside_a_project_the_message_says_what_to_do(run_apart, tmp_path):
    code, out, messages = run_apart(tmp_path, "check")
    assert (code, out) == (2, "")
    assert messages == (
        f"No dxlib project in {tmp_path} or above it.\n"
        "Fix: change into the project's folder, or set DXLIB_ROOT to it.\n"
    )


def test_the_project_may_be_given(run, toy, tmp_path_factory):
    code, out, _ = run(tmp_path_factory.mktemp("elsewhere"), "clean", "--root", str(toy.project.root))
    assert (code, out) == (0, "2 indicators in data/clean/\n")


def test_what_changed_between_an_edition_and_a_day_is_listed(run, toy):
    run(toy.project.root, "clean")
    code, out, _ = run(toy.project.root, "diff", "2024", "2025-06-30", "--indicator", "online_share")
    assert code == 0
    assert "New figures: 4\n" in out
    assert "  online_share VNM 2025 (target): 80 PERCENT [mic-2024]\n" in out


def test_a_day_that_is_none_is_answered_with_the_editions(run, toy):
    assert run(toy.project.root, "diff", "2024", "2205") == (
        2,
        "",
        "'2205' is neither an edition nor a day.\nAllowed: '2023', '2024', '2024-12-31'.\n"
        "Fix: name a declared edition, or write year, month and day as ISO 8601 does.\n",
    )


def test_data_are_exported_and_the_file_is_named(run, toy, tmp_path_factory):
    run(toy.project.root, "clean")
    output = tmp_path_factory.mktemp("out") / "share.csv"
    code, out, _ = run(
        toy.project.root, "export", "--format", "sdmx-csv", "--indicator", "online_share", "--output", str(output)
    )
    assert (code, out) == (0, f"Wrote {output}\n")
    assert output.read_text("utf-8").startswith("STRUCTURE,STRUCTURE_ID,ACTION,INDICATOR,REF_AREA,")


def test_an_unknown_command_exits_with_two(run, tmp_path):
    assert run(tmp_path, "bulid")[0] == 2


def test_pulling_without_a_feed_says_so(run, toy):
    code, out, said = run(toy.project.root, "pull")
    assert (code, out) == (2, "")
    fix = "declare one there: url, publisher, title, language, terms, layout."
    assert said == f"No feed is declared in data/catalogue/feeds.yaml.\nFix: {fix}\n"


@pytest.mark.parametrize("command", ["plan", "check", "clean", "audit"])
def test_ctrl_c_is_no_failure_of_jobs(run, toy, monkeypatch, command):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("dxlib.cli.find_project", interrupt)
    code, printed, said = run(toy.project.root, command)
    assert (code, printed, said.strip()) == (130, "", "Interrupted.")
