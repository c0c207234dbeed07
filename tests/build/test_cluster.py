"""A build on a real Dask cluster of processes gives the bytes of a local one, also when a worker is killed."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest

from dxlib.build.cluster import connect
from dxlib.build.listed import list_stale
from dxlib.build.run import Options, Status
from dxlib.data.clean import clean
from dxlib.errors import BuildError, MachineError
from tests.build.conftest import LOOSE_FOR_SINGAPORE, SAY
from tests.building import ROOT
from tests.loaded import PLAIN

distributed = pytest.importorskip("distributed", reason="Dask is not installed")
EDITION = {"editions": [2024]}
QUIET = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="module")
def cluster():
    """A scheduler and two worker processes on loopback, each of one thread; gives the address."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", f"{PLAIN}{os.pathsep}{ROOT}")
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", memory_limit=0
        ) as started:
            yield started.scheduler_address


def kill_one_at_work(scheduler):
    """Kill the process of a worker that is at work, as soon as there is one; what watches over it starts another."""
    with distributed.Client(scheduler, set_as_default=False) as client:
        while not (busy := [worker for worker, keys in client.processing().items() if keys]):
            time.sleep(0.05)
        (pid,) = client.run(os.getpid, workers=busy[:1]).values()
        os.kill(pid, signal.SIGKILL)


def kill_scheduler_at_work(address, pid):
    """Kill a scheduler as soon as one of its workers is at work."""
    with distributed.Client(address, set_as_default=False) as client:
        while not any(client.processing().values()):
            time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)


@QUIET
def test_a_cluster_gives_the_same_bytes_though_one_of_its_workers_is_killed(make_house, cluster):
    local, far = make_house(), make_house()
    local.be_built(**EDITION)
    options = Options(make_executor=connect(cluster))  # a worker that is lost before has no version
    killer = threading.Thread(target=kill_one_at_work, args=(cluster,))
    killer.start()
    summary = far.build(options, **EDITION)
    killer.join()
    assert summary.counts == {Status.BUILT: 4}
    assert far.read_pages() == local.read_pages()


@QUIET
def test_a_cluster_audits_with_the_verdicts_of_a_local_build(make_house, cluster):
    local, far = make_house(), make_house()
    with distributed.Client(cluster, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)  # one that was killed is started again
    cluster_options = Options(make_executor=connect(cluster))
    for house, options in ((local, Options()), (far, cluster_options)):
        house.build(options, **EDITION, languages=["en"])
        house.write_brief(SAY, LOOSE_FOR_SINGAPORE)
        summary = house.build(options, **EDITION, languages=["en"])
        assert summary.counts == {Status.FAILED: 1, Status.BUILT: 1}
        assert len(list_stale(house.project)) == 1
    assert far.read_pages() == local.read_pages()


@pytest.fixture
def scheduler():
    """A scheduler on loopback without any worker; gives its address."""
    with distributed.LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0") as started:
        yield started.scheduler_address


@pytest.fixture
def start_worker(scheduler, tmp_path):
    """Starts workers, each in a folder of its own, that do not see some project; ends them all."""
    started = []

    def start(hidden, library=ROOT, *, is_watched=False):
        folder = tmp_path / f"worker-{len(started)}"
        folder.mkdir()
        own = [] if os.geteuid() == 0 else ["--map-root-user"]
        command = [sys.executable, "-m", "distributed.cli.dask_worker", scheduler, "--nthreads=1", "--no-dashboard"]
        command += [] if is_watched else ["--no-nanny"]  # a process more, which starts a worker again when it is lost
        hide = ["unshare", "--mount", *own, "sh", "-ec", 'mount -t tmpfs none "$0"; exec "$@"', hidden, *command]
        process = subprocess.Popen(
            [*hide, f"--local-directory={folder}"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": f"{PLAIN}{os.pathsep}{library}"},
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        with distributed.Client(scheduler, set_as_default=False) as client:
            client.wait_for_workers(len(started), timeout=60)
        return process

    yield start
    for process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def make_old_library(folder):
    """Give a copy of the library in which one line is another one."""
    shutil.copytree(ROOT / "dxlib", folder / "dxlib", ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "dxlib" / "charts" / "theme.py").open("a") as file:
        file.write("# another version\n")
    return folder


@QUIET
def test_two_workers_that_share_no_folder_give_the_same_bytes_though_one_is_killed(make_house, scheduler, start_worker):
    local, far = make_house(), make_house()
    local.be_built(**EDITION)
    for _ in range(2):
        start_worker(far.project.root, is_watched=True)
    killer = threading.Thread(target=kill_one_at_work, args=(scheduler,))
    killer.start()
    assert far.build(Options(make_executor=connect(scheduler)), **EDITION).counts == {Status.BUILT: 4}
    killer.join()
    assert far.read_pages() == local.read_pages()
    assert far.build(Options(make_executor=connect(scheduler)), **EDITION).counts == {Status.SKIPPED: 4}
    far.write_brief(SAY, LOOSE_FOR_SINGAPORE)
    options = Options(make_executor=connect(scheduler))
    assert far.build(options, **EDITION, languages=["en"]).counts == {Status.FAILED: 1, Status.BUILT: 1}
    assert len(list(far.project.failed.rglob("SGP.html"))) == 1  # what is wrong can be looked at here


@QUIET
def test_a_worker_of_another_version_is_named_at_once_and_one_that_comes_later_gets_no_job(
    make_house, scheduler, start_worker, tmp_path
):
    local, far = make_house(), make_house()
    local.be_built(**EDITION)
    start_worker(far.project.root)
    make_executor = connect(scheduler)
    start_worker(far.project.root, make_old_library(tmp_path / "old"))
    with pytest.raises(BuildError) as caught:
        connect(scheduler)
    what, fix = str(caught.value).splitlines()
    assert re.fullmatch(
        rf"1 of 2 workers at {scheduler} have another version of dxlib, of Python or of a library than this machine: "
        r"tcp://127\.0\.0\.1:\d+\.",
        what,
    )
    assert fix == "Fix: install the same there (pip install -r requirements.txt), or end these workers."
    assert far.build(Options(make_executor=make_executor), **EDITION).counts == {Status.BUILT: 4}
    assert far.read_pages() == local.read_pages()


def test_a_cluster_without_workers_is_named_at_once(scheduler):
    with pytest.raises(BuildError) as caught:
        connect(scheduler)
    assert str(caught.value) == (
        f"The cluster at {scheduler} has no workers.\nFix: start some ('dask worker {scheduler}'), then build."
    )


@QUIET
def test_a_cluster_that_loses_its_workers_is_named_after_some_time(make_house, scheduler, start_worker, monkeypatch):
    monkeypatch.setattr("dxlib.build.cluster._PATIENCE_S", 2.0)
    house = make_house()
    worker = start_worker(house.project.root)
    make_executor = connect(scheduler)
    os.killpg(worker.pid, signal.SIGKILL)
    with pytest.raises(MachineError, match=r"has had no worker for 2 seconds\. Nothing that was finished before"):
        house.build(Options(make_executor=make_executor))


@QUIET
def test_a_scheduler_that_goes_away_in_the_middle_is_named(make_house, tmp_path):
    house, file = make_house(), tmp_path / "scheduler.json"
    env = {**os.environ, "PYTHONPATH": f"{PLAIN}{os.pathsep}{ROOT}"}
    scheduler = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host=127.0.0.1", "--port=0"]
    worker = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        "--nthreads=1",
        "--no-nanny",
        f"--local-directory={tmp_path}",
    ]
    started = [
        subprocess.Popen(
            [*command, "--no-dashboard", f"--scheduler-file={file}"],
            env=env, cwd=tmp_path, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for command in (scheduler, worker)
    ]  # fmt: skip
    try:
        while not file.exists():
            time.sleep(0.05)
        address = json.loads(file.read_text("utf-8"))["address"]
        with distributed.Client(address, set_as_default=False) as client:
            client.wait_for_workers(1, timeout=60)
        make_executor = connect(address)
        killer = threading.Thread(target=kill_scheduler_at_work, args=(address, started[0].pid))
        killer.start()
        with pytest.raises(MachineError) as caught:
            house.build(Options(make_executor=make_executor))
        killer.join()
    finally:
        for process in started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    assert str(caught.value) == (
        f"The scheduler of the cluster at {address} is gone. Nothing that was finished before is lost.\n"
        "Fix: start it and its workers again, or build on this machine (without --cluster); the next build goes on "
        "from there."
    )


def count_running():
    engine = sys.modules.get("dxlib.build.engine")
    return len(engine._running) if engine else 0


@QUIET
def test_ctrl_c_ends_what_runs_on_the_cluster(make_house, scheduler, start_worker):
    house = make_house()
    house.write_brief(SAY, "import time\n\nfor _ in range(600):\n    time.sleep(0.5)")
    clean(house.project)
    start_worker(house.project.root)
    command = [sys.executable, "-m", "dxlib", "build", "--draft", "--edition", "2024", "--cluster", scheduler]
    process = subprocess.Popen(
        ["env", "--default-signal=INT", *command],  # which a shell has its background ignore, and all that it starts
        cwd=house.project.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with distributed.Client(scheduler, set_as_default=False) as client:
        while not any(client.run(count_running).values()):
            time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=90)
        assert process.returncode == 130
        assert "Interrupted. What was finished is kept; the next build goes on from there." in said.splitlines()
        assert "Traceback" not in said
        until = time.monotonic() + 60
        while any(client.run(count_running).values()) and time.monotonic() < until:
            time.sleep(0.2)
        assert not any(client.run(count_running).values())
        assert not any(client.processing().values())


def test_an_address_where_no_scheduler_answers_is_named(monkeypatch):
    monkeypatch.setattr("dxlib.build.cluster._TIMEOUT_S", 1)
    with pytest.raises(BuildError) as caught:
        connect("tcp://127.0.0.1:9")
    assert str(caught.value) == "No Dask scheduler answers at tcp://127.0.0.1:9.\nFix: check address and network."


@pytest.mark.parametrize("address", ["scheduler", "tcp://", "tcp://127.0.0.1", "http://127.0.0.1:8786", "foo://x:1"])
def test_what_is_no_address_of_a_scheduler_is_refused_at_once(address):
    with pytest.raises(BuildError) as caught:
        connect(address)
    said = f"'{address}' is no address of a Dask scheduler.\nFix: write it as tcp://10.0.0.5:8786."
    assert str(caught.value) == said


def find_copies(folder):
    return [path for path in folder.rglob("dxlib-*") if path.is_dir()]


@QUIET
def test_what_was_sent_to_workers_is_gone_when_the_build_is_over(house, scheduler, start_worker, tmp_path):
    start_worker(house.project.root)
    make_executor = connect(scheduler)
    assert house.build(Options(make_executor=make_executor), areas=["VNM"], languages=["en"]).exit_code == 0
    with distributed.Client(scheduler, set_as_default=False) as client:
        assert find_copies(tmp_path) == []
        start_worker(house.project.root)
        assert find_copies(tmp_path) == []
        assert len(client.nthreads()) == 2
