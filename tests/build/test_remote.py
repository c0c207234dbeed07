"""What a worker of a cluster gives back: kept where it is what a job gives, and refused where it is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dxlib.build import cluster
from dxlib.build.outcome import Outcome, Status
from dxlib.build.slices import Slice, write_slices
from dxlib.errors import BuildError
from dxlib.export.entry import IndexEntry

WRONG = {
    "another job": {"job": None}, "a number for a page": {"page": 5}, "nothing for slices": {"reads": None},
    "what are no slices": {"reads": "egdi_rank"}, "a text for seconds": {"seconds": "1"},
    "a mapping for an entry": {"entry": {"title": "T"}}, "bytes for a warning": {"warnings": (b"w",)},
    "an entry with a number": {"entry": IndexEntry("a", "2024", "en", "b", title=5)},
    "a list for an error": {"error": ["x"]}, "a text for a status": {"status": "built"},
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_an_answer_that_is_none_is_not_taken(house, wrong):
    job = house.list_jobs()[0]
    entry, reads = IndexEntry("a", "2024", "en", "b", title="T"), write_slices([Slice("a", "VNM", "actual")])
    good = Outcome(job, Status.BUILT, entry=entry, reads=reads)
    assert cluster.keep(cluster.Done("tcp://a", good), job, house.project) == good
    with pytest.raises(BuildError, match=r": what the worker 'tcp://a' gave is no answer \("):
        cluster.keep(cluster.Done("tcp://a", replace(good, **WRONG[wrong])), job, house.project)
    with pytest.raises(BuildError, match=r" gave is no answer \("):
        cluster.keep(cluster.Done("tcp://a", good, {"a": "text"}), job, house.project)


@pytest.mark.parametrize("page", ["../outside", "0" * 64], ids=["path", "another"])
def test_a_worker_that_names_what_it_does_not_give_is_not_believed(house, page):
    (house.project.root / "outside.html").touch()
    (house.project.pages / page[:2]).mkdir(parents=True, exist_ok=True)
    job = house.list_jobs()[0]
    for files in ({}, {page: b"<p>another</p>"}):
        with pytest.raises(BuildError, match=r"the worker tcp://a gave another page than it named\."):
            cluster.keep(cluster.Done("tcp://a", Outcome(job, Status.BUILT, page=page), files), job, house.project)
