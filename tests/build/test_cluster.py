"""A build on a real Dask cluster of processes gives the bytes of a local one, also when a worker is killed."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from dxlib.build.building import Options
from dxlib.build.cluster import connect
from dxlib.build.run import Status
from dxlib.build.stale import list_stale
from dxlib.errors import BuildError
from tests.build.conftest import LOOSE_FOR_SINGAPORE, SAY

distributed = pytest.importorskip("distributed", reason="Dask is not installed")


@pytest.fixture
def cluster():
    """A scheduler and three worker processes on loopback, each of one thread."""
    with distributed.LocalCluster(
        n_workers=3, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, memory_limit=0
    ) as started:
        yield started


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_cluster_gives_the_same_bytes_though_one_of_its_workers_is_killed(make_house, cluster):
    local, remote = make_house(), make_house()
    local.build()
    pids = [worker.pid for worker in cluster.workers.values()]
    killer = threading.Thread(target=lambda: (time.sleep(3), os.kill(pids[0], signal.SIGKILL)))
    killer.start()
    summary = remote.build(Options(make_executor=connect(cluster.scheduler_address)))
    killer.join()
    assert summary.counts == {Status.BUILT: 8}
    assert remote.read_pages() == local.read_pages()


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_cluster_audits_with_the_verdicts_of_a_local_build(make_house, cluster):
    local, remote = make_house(), make_house()
    cluster_options = Options(make_executor=connect(cluster.scheduler_address))
    for house, options in ((local, Options()), (remote, cluster_options)):
        house.build(options)
        house.write_brief(SAY, LOOSE_FOR_SINGAPORE)
        summary = house.build(options, languages=["en"])
        assert summary.counts == {Status.FAILED: 2, Status.BUILT: 2}
        assert len(list_stale(house.project)) == 2
    assert remote.read_pages() == local.read_pages()


def test_an_address_where_no_scheduler_answers_is_named():
    with pytest.raises(BuildError) as caught:
        connect("tcp://127.0.0.1:9")
    assert str(caught.value) == "No Dask scheduler answers at tcp://127.0.0.1:9.\nFix: check address and network."
