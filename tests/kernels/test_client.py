"""Templates are found or started: shared, started once, replaced when code changes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import textwrap
from pathlib import Path

import pytest

from dxlib.kernels import client, places
from tests.kernels.conftest import get_parent, is_running, list_templates, wait_until
from tests.kernels.forking import Ask, fork


def test_processes_of_one_recipe_are_forked_from_one_template_and_of_another_from_another(ask: Ask) -> None:
    with fork(ask()) as one, fork(ask()) as same, fork(ask(["json"])) as other:
        assert get_parent(one.pid) == get_parent(same.pid) != get_parent(other.pid)


STARTER = """
import os, sys
from dxlib.kernels import client
from tests.kernels.forking import fork
from dxlib.kernels.recipe import make_recipe
with fork(make_recipe(["json"], python=[sys.executable], env=os.environ, idle_s=3)) as one:
    print(open(f"/proc/{one.pid}/stat").read().rpartition(")")[2].split()[1])
"""


def test_clients_that_start_at_once_start_one_template(ask: Ask, repository: Path) -> None:
    ask()
    starters = [
        subprocess.Popen([sys.executable, "-c", STARTER], cwd=repository, stdout=subprocess.PIPE, text=True)
        for _ in range(5)
    ]
    assert len({starter.communicate()[0] for starter in starters}) == 1


def test_a_template_of_old_code_is_replaced_and_its_processes_go_on(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "changing.py").write_text("value = 1\n")
    with fork(ask(["changing"])) as old:
        (tmp_path / "changing.py").write_text("value = 2\n")
        with fork(ask(["changing"])) as new, fork(ask(["changing"])) as newest:
            assert get_parent(new.pid) == get_parent(newest.pid) != get_parent(old.pid)
            assert old.poll() is None
            retired = get_parent(old.pid)
        old.close()
        wait_until(lambda: not is_running(retired))


@pytest.mark.parametrize("change", ["touch", "remove"])
def test_any_change_to_a_file_of_the_code_counts(ask: Ask, tmp_path: Path, change: str) -> None:
    package = tmp_path / "package"
    package.mkdir()
    for name in ("__init__", "part"):
        (package / f"{name}.py").write_text("")
    recipe = ask(["package", "package.part"])
    with fork(recipe) as old:
        if change == "touch":
            os.utime(package / "part.py", (1, 1))
            with fork(recipe) as new:
                assert get_parent(new.pid) != get_parent(old.pid)
        else:
            (package / "part.py").unlink()
            with pytest.raises(client.TemplateError) as caught:
                fork(recipe)
            assert str(caught.value) == (
                "The module 'package.part' of warm kernels cannot be imported: No module named 'package.part'.\n"
                "Fix: take 'package.part' out of the modules that warm kernels load; notebooks can still import it."
            )


def test_code_that_changes_while_it_is_read_is_read_again(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "busy.py").write_text(
        "import pathlib\ncount = pathlib.Path(__file__).with_name('count')\ncount.write_text(count.read_text() + 'x')\n"
        "if len(count.read_text()) < 3: pathlib.Path(__file__).touch()\n"
    )
    (tmp_path / "count").write_text("")
    with fork(ask(["busy"])):
        assert (tmp_path / "count").read_text() == "xxx"


def test_code_that_changes_all_the_time_is_an_error(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "restless.py").write_text("import pathlib\npathlib.Path(__file__).touch()\n")
    with pytest.raises(client.TemplateError) as caught:
        fork(ask(["restless"]))
    assert str(caught.value) == (
        "The code that warm kernels load changed while it was read.\nFix: try again once it has been saved."
    )


INSTALLING = """
import pathlib, sysconfig
find, place = sysconfig.get_path, pathlib.Path(__file__).parent / "packages"
sysconfig.get_path = lambda name: str(place) if name == "purelib" else find(name)
with open(__file__ + ".count", "a") as count: count.write("x")
(place / "installed_by_a_test-1.0.dist-info").mkdir(exist_ok=True)
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the module `installing` installs whenever it is imported, where no other test has its libraries."""
    find, place = sysconfig.get_path, tmp_path / "packages"
    place.mkdir()
    monkeypatch.setattr(sysconfig, "get_path", lambda name: str(place) if name == "purelib" else find(name))
    return place / "installed_by_a_test-1.0.dist-info"


def test_nobody_waits_for_an_installer_that_makes_templates_out_of_date_again_and_again(
    ask: Ask, tmp_path: Path, installed: Path
) -> None:
    (tmp_path / "installing.py").write_text(INSTALLING)
    for _ in range(2):  # the first finds it out by starting a template, the second before
        with pytest.raises(client.TemplateError) as caught:
            fork(ask(["installing"]))
        assert str(caught.value) == (
            f"Something is being installed in '{installed.parent}', or was a few seconds ago.\n"
            "Fix: nothing to do; the next start after that is fast again."
        )
        assert (tmp_path / "installing.py.count").read_text() == "x"
    os.utime(installed, (1, 1))
    with fork(ask(["installing"])):
        assert (tmp_path / "installing.py.count").read_text() == "xx"


def test_a_template_that_an_installer_makes_out_of_date_is_not_waited_for(
    ask: Ask, tmp_path: Path, installed: Path
) -> None:
    started = tmp_path / "started"
    more = f"import os, time\nopen({str(started)!r}, 'w').write(str(os.getpid()))\ntime.sleep(99)\n"
    (tmp_path / "slow.py").write_text(INSTALLING + more)
    with pytest.raises(client.InstallingError):
        fork(ask(["slow"]))
    assert installed.exists()
    wait_until(lambda: not started.exists() or not is_running(int(started.read_text())))


@pytest.mark.parametrize(
    ("code", "what", "fix"),
    [
        (
            "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()",
            "Importing 'bad' starts threads (2 now); a process with threads cannot be forked safely.",
            "take 'bad' out of the modules that warm kernels load; notebooks can still import it.",
        ),
        (
            "kept = open(__file__)",
            "The modules of warm kernels keep files open: {file}.",
            "take the module out of the modules that warm kernels load; notebooks can still import it.",
        ),
        (
            "raise ImportError('no luck')",
            "The module 'bad' of warm kernels cannot be imported: no luck.",
            "take 'bad' out of the modules that warm kernels load; notebooks can still import it.",
        ),
        (
            "1 / 0",
            "The template of warm kernels ended before it was ready: ZeroDivisionError: division by zero",
            "see whether its modules can be imported in a new interpreter.",
        ),
        (
            "get_ipython().events.register('pre_run_cell', print)",
            "The template of warm kernels ended before it was ready: AttributeError: 'ZMQInteractiveShell' object has "
            "no attribute 'events'",
            "see whether its modules can be imported in a new interpreter.",
        ),
        (
            "import os; os._exit(0)",
            "The template of warm kernels ended before it was ready.",
            "see whether its modules can be imported in a new interpreter.",
        ),
    ],
    ids=["threads", "open file", "import error", "another error", "wants the shell", "exit"],
)
def test_a_module_that_makes_a_template_impossible_is_named(
    ask: Ask, tmp_path: Path, code: str, what: str, fix: str
) -> None:
    (tmp_path / "bad.py").write_text(textwrap.dedent(code))
    with pytest.raises(client.TemplateError) as caught:
        fork(ask(["bad"]))
    said, _, advice = str(caught.value).partition("\nFix: ")
    assert re.sub(r": \d+ -> ", ": ", said) == what.format(file=tmp_path / "bad.py")
    assert advice == fix


def test_a_template_that_takes_too_long_is_given_up(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow.py").write_text(
        "import os, time, pathlib\npathlib.Path(__file__).with_name('pid').write_text(str(os.getpid()))\ntime.sleep(60)"
    )
    monkeypatch.setattr(client, "START_TIMEOUT_S", 6)
    with pytest.raises(client.TemplateError) as caught:
        fork(ask(["slow"]))
    assert str(caught.value) == (
        "The template of warm kernels was not ready after 6 seconds.\n"
        "Fix: see whether its modules can be imported in a new interpreter."
    )
    begun = tmp_path / "pid"  # on a busy machine the time is over before it is there
    wait_until(lambda: not begun.exists() or not is_running(int(begun.read_text())))


def test_what_could_not_be_done_is_not_tried_again_at_once(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "failing.py").write_text("open(__file__ + '.count', 'a').write('x')\nraise ImportError('no')\n")
    counted = tmp_path / "failing.py.count"
    said = set()
    for times, wait in (("x", 30), ("x", 30), ("xx", 0)):
        monkeypatch.setattr(client, "_RETRY_AFTER_S", wait)
        with pytest.raises(client.TemplateError) as caught:
            fork(ask(["failing"]))
        said.add(str(caught.value))
        assert counted.read_text() == times
    assert len(said) == 1


def test_client_and_template_meet_wherever_temporary_files_lie(
    ask: Ask, run_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(places.RUN_VARIABLE)
    monkeypatch.setattr("tempfile.tempdir", str(run_folder))
    with fork(ask(["json"], 0.9)) as one:
        base = run_folder / f"dxlib-{os.geteuid()}"
        assert get_parent(one.pid) in list_templates(base)
    client.release()
    wait_until(lambda: not list(base.iterdir()))
    base.rmdir()
