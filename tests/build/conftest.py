"""A small project whose pages can be built: two areas, two editions, two languages."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from dxlib.build.briefs import read_declarations
from dxlib.build.building import build_jobs, select_shard
from dxlib.build.decide import Decision, decide_jobs
from dxlib.build.plan import Job, make_plan
from dxlib.build.report import LineReporter, Summary
from dxlib.build.run import Options
from dxlib.build.state import Record, State
from dxlib.data.catalogue_files import forget_catalogue, read_catalogue
from dxlib.data.clean import clean
from dxlib.data.stamp import hash_files, list_files
from dxlib.paths import Project
from tests.building import Places, read_tree, run_dxlib
from tests.conftest import Toy, make_catalogue_files, make_cell, make_row, make_words, write_toy_project

SETUP = (
    "import dxlib as dx\n\nbrief = dx.open_brief('01-toy', area=area, edition=edition, language=language, as_of=as_of)"
)
# Texts of the library and of its briefs: a page of a release has a translation of each.
TITLE = "# Are public services online, and do people use them?"
SAY = "brief.answer('Among the members of ASEAN, {area} ranks {place:ordinal}.', place=brief.latest('egdi_rank'))"
SAY_ALSO = "brief.say('The target is a fee of {fee}.', fee=brief.latest('online_share'))"
LOOSE = 'brief.say("About 38 ministries took part.")'
# The audit knows calls of a brief only: what differs between pages hangs on the rank, 3 or 12 for Singapore.
LOOSE_FOR_SINGAPORE = LOOSE[:-1] + ", given=brief.holds(brief.latest('egdi_rank'), high=20))"
FAIL_FOR_SINGAPORE = "brief.check('it is far behind', brief.latest('egdi_rank'), low=20)"
FAILED_CHECK = (
    "cell 5 failed with DataError: The claim 'it is far behind' does not hold: "
    "egdi_rank/SGP/2024/actual@un-2024 gives 3, which is not between 20 and inf."
)

EDITIONS = ("--edition", "2023", "--edition", "2024")  # all that its briefs are declared for
_BUILT: dict[str, Path] = {}  # small projects that were built, by the hash of what they were built from


@dataclass
class House:
    """A small project, and how it is built."""

    toy: Toy
    said: list[str]

    @property
    def project(self) -> Project:
        """Its folders."""
        return self.toy.project

    def prepare(self) -> None:
        """Write its notebook and its declarations, and what its pages need to pass the audit: a figure on each."""
        catalogue = make_catalogue_files()
        plain = {code: {"other": "{n}"} for code in ("en", "vi", "fr")}
        units = {**catalogue["units.yaml"], "COUNT": {"name": make_words("number"), "pattern": plain}}
        self.toy.write_catalogue("units.yaml", units)
        self.toy.write_catalogue("names.yaml", {"names": ["Apache License 2.0"]})
        earlier = make_row(REF_AREA="SGP", TIME_PERIOD="2022", OBS_VALUE="12", SOURCE="mic-2022")
        self.toy.write_ledger([earlier], name="earlier.csv")
        self.write_brief(SAY)
        self.toy.write_briefs(
            {"01-toy": {"areas": ["VNM", "SGP"], "editions": [2023, 2024], "languages": ["en", "vi"]}}
        )

    def list_jobs(self, shard: str = "", **selection: list[object]) -> list[Job]:
        """Give its declared jobs."""
        declarations = read_declarations(self.project, read_catalogue(self.project))
        jobs = make_plan(declarations, **{"editions": [2023, 2024], **selection})
        return select_shard(jobs, shard) if shard else jobs

    def build(self, options: Options | None = None, *, shard: str = "", **selection: list[object]) -> Summary:
        """Clean and build."""
        clean(self.project)
        forget_catalogue()
        catalogue = read_catalogue(self.project)
        given = options or Options(workers=2, is_shard=bool(shard))
        report = LineReporter(self.said.append, self.said.append)
        declarations = read_declarations(self.project, catalogue)
        return build_jobs(self.project, catalogue, self.list_jobs(shard, **selection), declarations, given, report)

    def be_built(self, **selection: list[object]) -> None:
        """Be as a first build leaves it; where the same was built before, by another test, that is copied."""
        key = hash_files(list_files(self.project.root), self.project.root) + str(selection)
        if key in _BUILT:
            shutil.rmtree(self.project.root)
            subprocess.run(["cp", "-a", _BUILT[key], self.project.root], check=True)
            return
        self.build(**selection)
        _BUILT[key] = Path(tempfile.mkdtemp(dir=self.project.root.parents[1])) / "built"
        subprocess.run(["cp", "-a", self.project.root, _BUILT[key]], check=True)

    def decide(self, *, force: bool = False, **selection: list[object]) -> list[Decision]:
        """Clean, and say what a build would do."""
        clean(self.project)
        forget_catalogue()
        return decide_jobs(self.project, read_catalogue(self.project), self.list_jobs(**selection), force=force)

    @property
    def records(self) -> dict[str, Record]:
        """What its builds left, by job."""
        return State(self.project.notes).records

    def alter_record(self, job: str, **changed: object) -> None:
        """Write a record anew, as this user's dxlib would; of ``audit`` the code that its page was audited by."""
        state = State(self.project.notes)
        record = state.records[job]
        if "audit" in changed:
            changed["inputs"] = {**record.inputs, "audit": changed.pop("audit")}
        state.write(job, replace(record, **changed))

    def read_pages(self) -> dict[str, bytes]:
        """Give every file of the release by its address."""
        return read_tree(self.project.reports)

    def write_brief(self, *body: str) -> None:
        """Write its notebook: what is said, then the evidence."""
        head = [
            make_cell(TITLE, kind="markdown"),
            make_cell(self.toy.parameters, tags=["parameters"]),
            make_cell(SETUP, tags=["setup"]),
        ]
        self.toy.write_notebook(*head, *map(make_cell, body), make_cell("brief.evidence()"), head=False)


@pytest.fixture(scope="session")
def original(places: Places) -> Project:
    """A small project that the command line built, for tests to copy it."""
    return Project(places.make(_build_by_command))


def _build_by_command(folder: Path) -> None:
    house = House(write_toy_project(folder), [])
    house.prepare()
    for arguments in (("clean",), ("build", *EDITIONS)):
        done = run_dxlib(house.project, *arguments)
        assert done.returncode == 0, done.stderr


@pytest.fixture
def make_house(take_place: Callable[[], Path]) -> Callable[[], House]:
    """Makes small projects that can be built."""

    def make() -> House:
        house = House(write_toy_project(take_place()), [])
        house.prepare()
        return house

    return make


@pytest.fixture
def house(make_house: Callable[[], House]) -> House:
    """A small project that can be built."""
    return make_house()
