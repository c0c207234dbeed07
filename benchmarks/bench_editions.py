"""Whole editions: against the ways in which everyone makes such pages, without changes, after one, and as they grow."""

from __future__ import annotations

import csv
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.measuring import Figure
from benchmarks.processes import Cost, run
from benchmarks.rivals.orders import Order
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.ids import ObservationId
from dxlib.evidence.format import EVIDENCE_ELEMENT, list_stated
from dxlib.freshness import drop_note
from dxlib.kernels.recipe import IDLE_VARIABLE
from dxlib.paths import ROOT_VARIABLE, Project

ROOT = Path(__file__).parents[1]
BRIEF = "07-province-profile"
GROUP = "provinces_63"
WORKERS = os.cpu_count() or 1
ROUNDS = 2
EDITION = 2024
LANGUAGE = "vi"
FEW = 10
RIVALS = Path(__file__).parent / "rivals"
INSTALLED = ROOT / ".dxlib" / "rivals"
GROWN_EDITIONS = range(2019, 2025)
GROWN_LANGUAGES = ("vi", "en", "fr")
CHANGED = ("papi_dim5_public_admin_procedures", "VN63-02", "2016")


@dataclass(frozen=True)
class Way:
    """A way to make pages.

    Parameters
    ----------
    name
        What it is.
    module, workers
        The program, and in how many processes it works.
    pages
        How many it makes in one round; enough that its start does not count for much.
    """

    name: str
    module: str
    workers: int
    pages: int


LOOP = Way("(1) papermill and nbconvert on the command line", "loop", 1, 4)
LOOPS = Way(f"(1) in {WORKERS} processes", "loop", WORKERS, 6)
POOL = Way(f"(2) their APIs in a pool of {WORKERS}", "pool", WORKERS, 12)
EMBEDDED = Way(f"(3) ploomber-engine and nbconvert in a pool of {WORKERS}", "embedded", WORKERS, 12)


@dataclass(frozen=True)
class Place:
    """Where pages are made.

    Parameters
    ----------
    project, folder
        A copy of the project, and a folder for what others make.
    env
        The environment of every program.
    areas
        What pages are made for.
    """

    project: Project
    folder: Path
    env: Mapping[str, str]
    areas: tuple[str, ...]

    def dxlib(self, *arguments: str, watch: bool = False) -> Cost:
        """Run our command line."""
        return run([sys.executable, "-m", "dxlib", *arguments], cwd=self.project.root, env=self.env, watch=watch)

    def build(self, *arguments: str, watch: bool = False) -> Cost:
        """Build pages of one brief with a log that programs read."""
        return self.dxlib("build", "--brief", BRIEF, "--jobs", str(WORKERS), "--log", "json", *arguments, watch=watch)

    def forget(self) -> None:
        """Be as if nothing had been built."""
        state = (self.project.notes / "jobs", self.project.pages, self.project.releases)
        for path in (self.project.reports, *state):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def order(self, workers: int, pages: int) -> Order:
        """Give an order to a rival: the first areas of the edition."""
        given = [
            {"area": area, "edition": EDITION, "language": LANGUAGE, "as_of": f"{EDITION}-12-31"}
            for area in self.areas[:pages]
        ]
        return Order(str(self.project.notebooks / f"{BRIEF}.ipynb"), str(self.folder), workers, tuple(given))

    def run_rival(self, way: Way, pages: int) -> Cost:
        """Have a rival make pages."""
        order = self.order(way.workers, pages).write(self.folder / "order.json")
        command = [sys.executable, "-m", f"benchmarks.rivals.{way.module}", str(order)]
        path = os.pathsep.join([str(ROOT), *([str(INSTALLED)] if way is EMBEDDED else [])])
        return run(command, cwd=self.folder, env={**self.env, "PYTHONPATH": path})


@contextmanager
def open_place(editions: Iterable[int] = GROWN_EDITIONS) -> Iterator[Place]:
    """Copy data and notebooks, with bytecode beside them that all programs share; declare one brief for editions."""
    with tempfile.TemporaryDirectory(prefix="dxb-") as folder:
        project = Project(Path(folder) / "project")
        for name in ("data", "notebooks"):
            shutil.copytree(ROOT / name, project.root / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        shutil.copy(ROOT / "dxlib.yaml", project.root)
        (others := Path(folder) / "others").mkdir()
        declared = yaml.safe_load(project.briefs.read_text("utf-8"))
        entry = {"areas": [GROUP], "editions": [*editions], "languages": [*GROWN_LANGUAGES]}
        project.briefs.write_text(yaml.safe_dump({**declared, "briefs": {BRIEF: entry}}), "utf-8")
        env = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            ROOT_VARIABLE: str(project.root), IDLE_VARIABLE: "1", "PYTHONPYCACHEPREFIX": f"{folder}/bytecode",
            "PLOOMBER_STATS_ENABLED": "false",
        }  # fmt: skip
        place = Place(project, others, env, read_catalogue(project).get_group(GROUP))
        place.dxlib("clean")
        yield place


def install_rivals() -> None:
    """Install what only a rival needs, apart, once."""
    if not INSTALLED.exists():
        listed = RIVALS / "requirements.txt"
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"]
        subprocess.run([*command, "--target", INSTALLED, "--requirement", listed], check=True)


def measure() -> Iterator[Figure]:
    """Compare ways to make an edition, then build six, then nothing, then what one figure changes."""
    install_rivals()
    with open_place() as place:
        yield from compare(place)
        yield from grow(place)


def compare(place: Place) -> Iterator[Figure]:
    """Make pages in every way, turn by turn, so that a noisy moment meets all of them."""
    ways = (LOOP, LOOPS, POOL, EMBEDDED)
    for way in ways:
        place.run_rival(way, WORKERS)  # writes bytecode, and finds fonts
    spent: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for way in ways:
            cost = place.run_rival(way, way.pages)
            spent.setdefault(way.module + str(way.workers), []).append(cost.seconds / way.pages)
        place.forget()
        ours = place.build("--edition", str(EDITION))
        pages = len(read_jobs(ours))
        spent.setdefault("ours", []).append(ours.seconds / pages)
        spent.setdefault("ours, cpu", []).append(ours.cpu_s / pages)
        floor, forked = map(float, place.run_rival(Way("floor", "floor", 1, 12), 12).output.split())
        spent.setdefault("floor, cpu", []).append(floor)
        spent.setdefault("forked, cpu", []).append(forked)
    seconds = {name: statistics.median(values) for name, values in spent.items()}
    ours_s = seconds["ours"]
    yield Figure(f"dxlib, {WORKERS} workers, an edition of {pages} pages, start included", ours_s, "s/page")
    yield Figure("dxlib, pages a minute", 60 / ours_s, "pages")
    for way, limit in zip(ways, (10.0, 5.0, 3.0, 1.0), strict=True):
        theirs = seconds[way.module + str(way.workers)]
        yield Figure(way.name, theirs, "s/page")
        yield Figure(f"{way.name} / dxlib", theirs / ours_s, "times", sense=">=", limit=limit)
    yield Figure("(4) the same cells by exec in one warm process", seconds["floor, cpu"], "cpu s/page")
    yield Figure("(4), each page in a fork of that process", seconds["forked, cpu"], "cpu s/page")
    yield Figure("dxlib, all processes", seconds["ours, cpu"], "cpu s/page")
    yield Figure("dxlib / (4)", seconds["ours, cpu"] / seconds["floor, cpu"], "times", limit=1.25)


def grow(place: Place) -> Iterator[Figure]:
    """Build ten pages, then some hundreds of which they are a part, then nothing, then what one figure changes."""
    few = [part for area in place.areas[:FEW] for part in ("--area", area)]
    last = ("--edition", str(GROWN_EDITIONS[-1]), "--language", GROWN_LANGUAGES[-1])
    place.forget()
    small = place.build(*last, *few)
    place.forget()
    all_editions = [part for edition in GROWN_EDITIONS for part in ("--edition", str(edition))]
    large = place.build(*all_editions, watch=True)
    jobs = len(read_jobs(large))
    yield Figure(f"cold, {jobs} pages", large.seconds, "s")
    yield Figure(
        f"a page's cost, {jobs} pages / {FEW} pages", (large.cpu_s / jobs) / (small.cpu_s / FEW), "times", limit=1.1
    )
    shared = read_jobs(small)
    growth = sum(read_jobs(large)[page] for page in shared) / sum(shared.values())
    yield Figure(f"the same {FEW} pages' cost among {jobs} / alone", growth, "times", limit=1.1)
    part = max(1, len(large.memory_mb) // 5)
    early, late = (
        statistics.median(some) for some in (large.memory_mb[part : 2 * part], large.memory_mb[-2 * part : -part])
    )
    yield Figure("memory, last fifth but one / second", late / early, "times", limit=1.1)
    yield Figure("most memory a worker, all processes shared out", max(large.memory_mb) / WORKERS, "MB")
    sizes = sorted(path.stat().st_size / 1000 for path in place.project.reports.glob(f"*/*/{BRIEF}/*.html"))
    yield Figure("a page's size, median", statistics.median(sizes), "kB", limit=200)
    yield Figure("a page's size, largest", sizes[-1], "kB")
    yield from find_nothing(place, all_editions, large)
    yield from change_one(place, all_editions)


def find_nothing(place: Place, selected: list[str], cold: Cost) -> Iterator[Figure]:
    """Build where nothing has changed: as it is, and where nothing says so, so that every job is looked at."""
    settled, looked = [], []
    for _ in range(5):
        settled.append(place.build(*selected).seconds)
        drop_note(place.project.notes, "settled")
        looked.append(place.build(*selected).seconds)
    idle = statistics.median(settled)
    yield Figure(f"nothing changed, {len(read_jobs(cold))} jobs", idle, "s", limit=1)
    yield Figure("nothing changed / cold", idle / cold.seconds * 100, "per cent", limit=0.2)
    yield Figure("nothing changed, every job looked at", statistics.median(looked), "s", limit=1)


def read_jobs(cost: Cost) -> dict[str, float]:
    """Give the seconds that each page took, by its address.

    Raises
    ------
    RuntimeError
        When one was not built.
    """
    events = [json.loads(line) for line in cost.output.splitlines() if line.startswith("{")]
    jobs = [event for event in events if event["event"] == "job"]
    if failed := [event for event in jobs if event["error"]]:
        raise RuntimeError(failed[0]["error"])
    return {event["page"]: event["seconds"] for event in jobs if event["status"] != "skipped"}


def change_one(place: Place, selected: list[str]) -> Iterator[Figure]:
    """Change one figure, clean, build; count the pages that were run and those that show the figure."""
    pages = place.project.reports.glob(f"*/*/{BRIEF}/*.html")
    showing = {str(path.relative_to(place.project.reports)) for path in pages if shows(path, CHANGED)}
    change_ledger(place.project)
    place.dxlib("clean")
    started = time.perf_counter()
    ran = read_jobs(place.build(*selected))
    yield Figure("one figure changed: from clean data to new pages", time.perf_counter() - started, "s")
    yield Figure("pages that show it", len(showing), "pages")
    yield Figure("pages run that do not show it", len(ran.keys() - showing), "pages", limit=0)
    yield Figure("pages not run that show it", len(showing - ran.keys()), "pages", limit=0)


def shows(path: Path, figure: tuple[str, str, str]) -> bool:
    """Say whether a page shows the figure of an indicator, area and period, or anything that was computed from it."""
    return any((one.indicator, one.area, one.period) == figure for one in list_observations(path))


def list_observations(path: Path) -> Iterable[ObservationId]:
    """Give the observations that a page's evidence names."""
    text = path.read_text("utf-8")
    _, _, rest = text.partition(f'id="{EVIDENCE_ELEMENT}">')
    evidence = json.loads(rest.partition("</script>")[0])
    return [one for _, one, _ in list_stated(evidence["stated"], evidence["sources"])]


def change_ledger(project: Project) -> None:
    """Change the last digit of one figure where it was transcribed.

    Raises
    ------
    RuntimeError
        When the figure is not there, or twice.
    """
    path = project.ledgers / "provinces_papi.csv"
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    columns = [head.index(name) for name in ("INDICATOR", "REF_AREA", "TIME_PERIOD")]
    found = [row for row in rows if tuple(row[column] for column in columns) == CHANGED]
    if len(found) != 1:
        raise RuntimeError(f"{len(found)} rows of {path} state {CHANGED}")
    value = head.index("OBS_VALUE")
    found[0][value] = found[0][value][:-1] + ("1" if found[0][value][-1] != "1" else "2")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])
