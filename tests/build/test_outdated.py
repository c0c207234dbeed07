"""Pages of which the data have changed since are marked: beside newer ones they would contradict them."""

from __future__ import annotations

import pytest

from dxlib.build.briefs import read_declarations
from dxlib.build.decide import list_outdated
from dxlib.build.listed import list_stale
from dxlib.build.merging import merge
from dxlib.build.outcome import Status
from dxlib.build.publish import publish
from dxlib.build.slices import SliceReader
from dxlib.build.state import State
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.clean import clean
from dxlib.errors import BuildError

# The rank of Viet Nam stands on the pages of both areas.
SAY_VIET_NAM = (
    "brief.answer('Among the members of ASEAN, {area} ranks {place:ordinal}.', "
    "place=brief.latest('egdi_rank', area='VNM'))"
)
CHANGED = "figures have changed since it was built: egdi_rank of VNM"


def change_rank(house):
    ledger = house.project.ledgers / "main.csv"
    ledger.write_text(ledger.read_text("utf-8").replace('"VNM","2024","71"', '"VNM","2024","72"'), "utf-8")


def list_now(house):
    return list_outdated(State(house.project.notes), SliceReader(house.project, read_catalogue(house.project)))


@pytest.fixture
def of_both(house):
    house.write_brief(SAY_VIET_NAM)
    return house


def test_after_a_build_of_some_pages_the_others_that_show_what_changed_are_stale(of_both, tmp_path):
    assert of_both.build().counts == {Status.BUILT: 8}
    assert list_now(of_both) == {}
    change_rank(of_both)
    summary = of_both.build(areas=["SGP"], languages=["en"], editions=[2024])
    assert (summary.errors, summary.counts) == ([], {Status.BUILT: 1})
    others = [f"2024/{page}" for page in ("en/01-toy/VNM.html", "vi/01-toy/SGP.html", "vi/01-toy/VNM.html")]
    assert list_stale(of_both.project) == dict.fromkeys(others, CHANGED)  # nothing of it was known in 2023
    with pytest.raises(BuildError, match=rf"(?m)^- {others[0]}: stale: {CHANGED}$"):
        publish(of_both.project, str(tmp_path / "www"))
    assert of_both.build().counts == {Status.SKIPPED: 5, Status.BUILT: 3}
    assert list_stale(of_both.project) == {}


def test_pages_of_a_shard_that_was_built_from_other_data_are_stale(make_house):
    target, one, other = (make_house() for _ in range(3))
    for house in (target, one, other):
        house.write_brief(SAY_VIET_NAM)
    change_rank(other)
    one.build(shard="1/1", areas=["VNM"])
    other.build(shard="1/1", areas=["SGP"])
    clean(target.project)
    declarations = read_declarations(target.project, read_catalogue(target.project))
    merge(target.project, declarations, [one.project.state, other.project.state])
    wrong = [f"2024/{language}/01-toy/SGP.html" for language in ("en", "vi")]
    assert list_stale(target.project) == dict.fromkeys(wrong, CHANGED)


def test_without_clean_data_nothing_is_said_of_pages(of_both):
    of_both.build()
    change_rank(of_both)
    clean(of_both.project)
    assert set(list_now(of_both)) == {page for page in of_both.read_pages() if page.count("/") == 3 and "2024" in page}
    for path in of_both.project.clean.glob("*.csv"):
        path.unlink()
    assert list_now(of_both) == {}
