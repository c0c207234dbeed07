"""What runs dxlib on a schedule: each file judged by a tool of its own, and every command one that dxlib has."""

from __future__ import annotations

import ast
import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from croniter import croniter

from dxlib.cli import app
from dxlib.errors import ExitCode
from tests.build.conftest import House
from tests.conftest import make_row

DEPLOY = Path(__file__).parents[1] / "deploy"
BIN = Path(sys.executable).parent
DAG_FILE = DEPLOY / "airflow_dag.py"
STEPS = {
    "dxlib.cron": "pull clean check build audit publish",
    "dxlib.service": "pull clean check build audit publish",
    "publish.yaml": "clean check build clean merge audit publish",
    "airflow_dag.py": "pull clean check build merge audit publish",
}
READ_DAG = """
import runpy, sys
tasks = runpy.run_path(sys.argv[1])
dag = tasks["data"].dag
print(dag.dag_id, *dag.task_ids, len(tasks["build"].expand_input.value["bash_command"]))
print(*sorted(dag.task_dict["build"].upstream_task_ids), *sorted(dag.task_dict["publish"].upstream_task_ids))
"""


def run(*command: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, **more)


def list_shell(name: str) -> list[str]:
    """Give every text of a file that a shell, or systemd, is given."""
    text = (DEPLOY / name).read_text("utf-8")
    if name == "publish.yaml":
        jobs = yaml.safe_load(text)["jobs"].values()
        return [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    if name == "airflow_dag.py":
        return [str(value) for value in read_constants().values() if "dxlib " in str(value)]
    if name == "dxlib.service":
        return re.findall(r"(?m)^ExecStart=(.*)$", text)
    return [read_cron_line()[-1]]


def read_cron_line() -> list[str]:
    """Give the five fields of the line that cron runs, its user and its command."""
    (line,) = re.findall(r"(?m)^\d.*$", (DEPLOY / "dxlib.cron").read_text("utf-8"))
    return str(line).split(maxsplit=6)


def list_calls(name: str) -> Iterator[list[str]]:
    """Give the words of every call of dxlib in a file; what the scheduler fills in is a 1."""
    for shell in list_shell(name):
        filled = re.sub(r"\$\{\{.*?\}\}|\{[A-Za-z]+\}", "1", shell)
        for part in filled.split("&&"):
            words = shlex.split(part)
            if words and Path(words[0]).name == "dxlib":
                yield words[1:]


def read_constants() -> dict[str, Any]:
    """Give the constants of the DAG's file, which cannot be imported without Airflow."""
    assigned = [node for node in ast.parse(DAG_FILE.read_text("utf-8")).body if isinstance(node, ast.Assign)]
    return {ast.unparse(node.targets[0]): ast.literal_eval(node.value) for node in assigned}


@pytest.mark.parametrize("name", STEPS)
def test_every_step_is_a_command_with_options_that_dxlib_has(name: str, tmp_path: Path) -> None:
    calls = list(list_calls(name))
    assert [call[0] for call in calls] == STEPS[name].split()
    for command, *arguments in calls:
        given = [str(tmp_path) if "*" in argument else argument for argument in arguments]
        app.commands[command].make_context(command, given)


def test_cron_runs_once_a_night() -> None:
    *fields, user, command = read_cron_line()
    assert (len(fields), user) == (5, "dxlib")
    assert command.startswith("cd /srv/dxlib && ")
    times = croniter(" ".join(fields), datetime(2025, 1, 1, tzinfo=UTC))
    first, second = times.get_next(datetime), times.get_next(datetime)
    assert (first, second - first) == (datetime(2025, 1, 1, 3, 15, tzinfo=UTC), timedelta(days=1))


def test_cron_mails_nothing_where_all_goes_well_and_else_what_went_wrong(toy: Any, tmp_path: Path) -> None:
    (house := House(toy, [])).prepare()
    earlier = make_row(REF_AREA="SGP", TIME_PERIOD="2022", OBS_VALUE="12", SOURCE="mic-2022", AS_WRITTEN="12th")
    others = [
        make_row(INDICATOR="accounts", UNIT_MEASURE="PERSON", OBS_VALUE="7", AS_WRITTEN="7"),
        make_row(INDICATOR="egdi_value", UNIT_MEASURE="INDEX", OBS_VALUE="0.7709", AS_WRITTEN="0.7709"),
    ]
    toy.write_ledger([earlier, *others], name="earlier.csv")
    places = {"/srv/dxlib": str(toy.project.root), "/srv/www/dxlib": str(tmp_path / "www"), "dxlib pull && ": ""}
    command = read_cron_line()[-1]
    for old, new in places.items():
        assert old in command
        command = command.replace(old, new)
    environment = {**os.environ, "PATH": f"{BIN}:/usr/bin:/bin"}
    done = run("/bin/sh", "-c", command, env=environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "www" / "manifest.json").is_file()
    toy.write_ledger([{**earlier, "OBS_VALUE": "0", "AS_WRITTEN": "0"}, *others], name="earlier.csv")
    done = run("/bin/sh", "-c", command, env=environment)
    assert (done.returncode, done.stdout) == (ExitCode.CHECK_FAILED, "")
    assert "egdi_rank of SGP is 0 RANK in 2022" in done.stderr
    toy.write_ledger([earlier, *others], name="earlier.csv")
    house.write_brief("brief.say('x')")
    done = run("/bin/sh", "-c", command, env=environment)
    assert done.returncode == ExitCode.SOME_FAILED
    assert done.stdout == ""
    assert "the audit found" in done.stderr


def test_systemd_accepts_service_and_timer(tmp_path: Path) -> None:
    units = [tmp_path / name for name in ("dxlib.service", "dxlib.timer")]
    for unit in units:
        text = (DEPLOY / unit.name).read_text("utf-8")
        unit.write_text(text.replace("/srv/dxlib/.venv/bin", str(BIN)), "utf-8")
    if shutil.which("systemd-analyze"):
        done = run("systemd-analyze", "verify", *units)
        assert (done.returncode, done.stderr) == (0, "")
        return
    print("Parsed as INI files only: there is no systemd-analyze on this machine.")  # noqa: T201
    service, timer = (configparser.ConfigParser(strict=False, interpolation=None) for _ in units)
    service.read(units[0])
    timer.read(units[1])
    assert service["Service"]["Type"] == "oneshot"
    assert set(timer["Timer"]) == {"oncalendar", "persistent"}
    assert timer["Install"]["WantedBy"] == "timers.target"


def test_the_workflow_keeps_githubs_schema() -> None:
    done = run(
        sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", DEPLOY / "publish.yaml"
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflow_publishes_after_all_its_shards() -> None:
    jobs = yaml.safe_load((DEPLOY / "publish.yaml").read_text("utf-8"))["jobs"]
    shards = jobs["build"]["strategy"]["matrix"]["shard"]
    assert shards == list(range(1, len(shards) + 1))
    assert jobs["publish"]["needs"] == "build"


def find_airflow() -> Sequence[str]:
    """Give a Python that has Airflow: the one of DXLIB_AIRFLOW, or this one."""
    named = os.environ.get("DXLIB_AIRFLOW", "")
    return [named] if named else [sys.executable] if find_spec("airflow") else []


def test_airflow_reads_the_dag(tmp_path: Path) -> None:
    python = find_airflow()
    if not python:
        print("Compiled only: Airflow, 130 packages, is not installed; DXLIB_AIRFLOW may name a Python that has it.")  # noqa: T201
        assert compile(DAG_FILE.read_text("utf-8"), DAG_FILE.name, "exec")
        assert read_constants()["SHARDS"] > 1
        return
    done = run(*python, "-c", READ_DAG, DAG_FILE, env={**os.environ, "AIRFLOW_HOME": str(tmp_path)})
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-2:] == ["dxlib data build publish 4", "data build"]


def test_the_shards_of_the_dag_build_every_page_once_and_merge(toy: Any) -> None:
    House(toy, []).prepare()
    toy.write_briefs({"01-toy": {"areas": ["asean"], "editions": [2024], "languages": ["vi", "en", "fr"]}})
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}

    def do(command: str) -> str:
        done = run("bash", "-c", command, cwd=toy.project.root, env=environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    do("dxlib clean")
    shards = [read_constants()["BUILD"].format(i=i, n=2) for i in (1, 2)]
    built = [do(shard) for shard in shards]
    assert all(": built in " in text for text in built)
    assert "".join(built).count(": built in ") == 6
    assert ": built in " not in do(shards[0])  # run again it links again, and builds nothing
    assert do("dxlib merge .dxlib/shards/*/.dxlib") == "6 jobs: 6 built.\n"
    pages = sorted(path.name for path in (toy.project.reports / "2024").rglob("*.html"))
    assert pages == ["SGP.html"] * 3 + ["VNM.html"] * 3
