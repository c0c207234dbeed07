"""A small project for all tests: four indicators in three languages, two publishers, five sources, two areas."""

from __future__ import annotations

import csv
import gc
import json
import os
import shutil
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import settings

from dxlib import seals
from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.catalogue_files import forget_catalogue, read_catalogue
from dxlib.data.clean import clean
from dxlib.data.observations import Observation, ObservationStore
from dxlib.data.quantities import Formula, Quantity
from dxlib.paths import Project

settings.register_profile("dxlib", derandomize=True, deadline=None, database=None, max_examples=100)
settings.load_profile("dxlib")


# How much is made before garbage is looked for: modules, tests and what they read of the data stay until the end. By
# default Python looks through all of it again after each few hundred objects.
gc.set_threshold(50_000, 20, 20)


def pytest_collection_finish() -> None:
    """Look through what was loaded for garbage once."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Have the user's key lie where nothing of the user's is, though modules of tests read the catalogue before."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))
    seals._read_key.cache_clear()


@pytest.fixture
def become(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Go on as another user of dxlib, as far as seals are concerned; the same name is the same user."""

    def become(name: str) -> None:
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "homes" / name))
        seals._read_key.cache_clear()

    yield become
    monkeypatch.undo()
    seals._read_key.cache_clear()


@pytest.fixture(autouse=True)
def _figures() -> Iterator[None]:
    """Have no test leave a figure in pyplot, where whatever test comes next would find it."""
    yield
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        left = pyplot.get_fignums()
        pyplot.close("all")
        assert left == []


REPOSITORY = Path(__file__).parents[1]
SOURCE_COLUMNS = (
    "SOURCE", "PUBLISHER", "VIA", "TITLE", "LANGUAGE", "URL", "COPIED_FROM", "PUBLISHED", "READ", "TERMS", "WITHDRAWN",
)  # fmt: skip
SOURCES = (
    ("un-2024", "UN", "", "Survey", "en", "https://example.org/un", "2024-09", "2026-11-22", "CC BY"),
    ("mic-2024", "MIC", "", "Report", "vi", "https://example.org/mic", "2025-01-15", "2026-11-22", "not stated"),
    ("mic-news-2025", "MIC", "Newspaper", "", "fr", "https://example.org/news", "2025", "2026-11-22", "not stated"),
    ("un-undated", "UN", "", "", "en", "", "", "2026-11-22", "not stated"),
    ("mic-2022", "MIC", "", "", "vi", "", "2022-12-31", "2026-11-22", "not stated"),
)
PARAMETERS = """\
area: str = "VNM"  # key of an area
edition: int = 2024  # year of the edition
language: str = "en"  # en, vi or fr
as_of: str = ""  # ISO date"""
SETUP = "import dxlib as dx\n\nbrief = dx.open_brief('01-toy', area=area, edition=edition, language=language)"


def make_words(english: str) -> dict[str, str]:
    """Give a text in the three languages, each in its own words."""
    return {"en": english, "vi": f"{english} (tiếng Việt)", "fr": f"{english} (français)"}


def make_indicator(name: str, unit: str, **more: object) -> dict[str, object]:
    """Give the entry of an indicator."""
    texts = {field: make_words(f"{name} {field}") for field in ("name", "label", "definition")}
    return {
        **texts, "unit": unit, "decimals": 0, "direction": "higher_is_better", "publishers": ["MIC", "UN"], **more,
    }  # fmt: skip


def make_catalogue_files() -> dict[str, dict[str, Any]]:
    """Give the YAML files of the small catalogue, by path below ``data/catalogue``."""
    percent = {"en": {"other": "{n}%"}, "vi": {"other": "{n}%"}, "fr": {"other": "{n} %"}}
    plain = {code: {"other": "{n}"} for code in ("en", "vi", "fr")}
    changed = {"at": "2022-06-24", "why": make_words("Levels three and four became one.")}
    return {
        "indicators/rankings.yaml": {
            "egdi_rank": make_indicator("rank", "RANK", direction="lower_is_better", publishers=["UN", "MIC"]),
            "egdi_value": make_indicator("index", "INDEX", decimals=4, publishers=["UN"]),
        },
        "indicators/services.yaml": {
            "online_share": make_indicator("share", "PERCENT", decimals=1, breaks=[changed]),
            "accounts": make_indicator("accounts", "PERSON", not_to_confuse=["online_share"]),
        },
        "units.yaml": {
            "RANK": {"name": make_words("rank"), "pattern": plain},
            "INDEX": {"name": make_words("index"), "pattern": plain},
            "PERCENT": {"name": make_words("per cent"), "pattern": percent},
            "PERSON": {"name": make_words("people"), "pattern": plain},
        },
        "areas.yaml": {
            "VNM": {"name": make_words("Viet Nam"), "kind": "country", "groups": ["asean"]},
            "SGP": {"name": make_words("Singapore"), "kind": "country", "groups": ["asean"]},
        },
        "topics.yaml": {"rankings": {"name": make_words("Rankings")}, "services": {"name": make_words("Services")}},
        "publishers.yaml": {"UN": {"name": make_words("United Nations")}, "MIC": {"name": make_words("Ministry")}},
    }


def make_row(**cells: str) -> dict[str, str]:
    """Give a row of a ledger: Viet Nam's rank of 2024, but for the cells that are given."""
    usual = {
        "INDICATOR": "egdi_rank", "REF_AREA": "VNM", "TIME_PERIOD": "2024", "OBS_VALUE": "71", "UNIT_MEASURE": "RANK",
        "OBS_STATUS": "A", "KIND": "actual", "SOURCE": "un-2024", "LOCATOR": "p3", "AS_WRITTEN": "71st",
    }  # fmt: skip
    return {**dict.fromkeys(schema.COLUMNS, ""), **usual, **cells}


def make_share(period: str, value: str, source: str = "mic-2024", **cells: str) -> dict[str, str]:
    """Give a row of a ledger that states a share."""
    return make_row(
        INDICATOR="online_share", TIME_PERIOD=period, OBS_VALUE=value, UNIT_MEASURE="PERCENT", SOURCE=source, **cells
    )


def list_rows() -> list[dict[str, str]]:
    """Give the rows of the small ledger; every source states at least one."""
    return [
        make_row(OUT_OF="193"),
        make_row(TIME_PERIOD="2022", OBS_VALUE="86", SOURCE="mic-2022", AS_WRITTEN="thứ 86"),
        make_row(REF_AREA="SGP", OBS_VALUE="3", AS_WRITTEN="3rd"),
        make_share("2024", "45.2", AS_WRITTEN="45,2%"),
        make_share("2024", "45", source="mic-news-2025", QUALIFIER="~", AS_WRITTEN="environ 45 %"),
        make_share("2023", "17.6", AS_WRITTEN="17,6%"),
        make_share("2021", "30", source="mic-2022", AS_WRITTEN="30%"),
        make_share("2025", "80", KIND="target", AS_WRITTEN="80%"),
        make_share("", "90", KIND="target", AS_WRITTEN="90%"),
        make_share("2022", "40", source="un-undated", OBS_STATUS="E", AS_WRITTEN="40%", COMMENT="Estimate."),
    ]


def list_fillers() -> list[dict[str, str]]:
    """Give a row of another indicator and area for each source, since a source must state something."""
    return [
        make_row(INDICATOR="accounts", REF_AREA="SGP", UNIT_MEASURE="PERSON", OBS_VALUE="1", SOURCE=source[0])
        for source in SOURCES
    ]


def dump_yaml(content: object) -> str:
    """Give a text of YAML, by the emitter in C where there is one: thousands of tests write some."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return yaml.dump(content, Dumper=dumper, sort_keys=False, allow_unicode=True)


@dataclass(frozen=True)
class Toy:
    """A small project and the ways to change it."""

    project: Project

    @property
    def parameters(self) -> str:
        """The parameters that its notebooks declare."""
        return PARAMETERS

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue as it was when first read."""
        return read_catalogue(self.project)

    def write(self, path: str, text: str) -> Path:
        """Write a file of the project."""
        target = self.project.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        return target

    def write_catalogue(self, path: str, content: object) -> Path:
        """Write one YAML file of the catalogue."""
        return self.write(f"data/catalogue/{path}", dump_yaml(content))

    def write_sources(self, rows: Iterable[Sequence[str]], copies: Mapping[str, str] | None = None) -> Path:
        """Write the register of sources.

        Parameters
        ----------
        rows
            Without COPIED_FROM; one without the last cell too is of a source not withdrawn.
        copies
            Id of a source to the address of the copy that was read.
        """
        at = SOURCE_COLUMNS.index("COPIED_FROM")
        whole = [[*row, ""] if len(row) == len(SOURCE_COLUMNS) - 2 else row for row in rows]
        whole = [[*row[:at], (copies or {}).get(row[0], ""), *row[at:]] if len(row) > at else row for row in whole]
        return _write_csv(self.project.catalogue / "sources.csv", [SOURCE_COLUMNS, *whole])

    def write_ledger(self, rows: Iterable[dict[str, str]], name: str = "main.csv") -> Path:
        """Write a ledger."""
        cells = [[row[column] for column in schema.COLUMNS] for row in rows]
        return _write_csv(self.project.ledgers / name, [schema.COLUMNS, *cells])

    def write_notebook(self, *body: Any, name: str = "01-toy", head: bool = True) -> Path:
        """Write a notebook: title, parameters, set-up, the cells that are given, and the evidence."""
        first = [
            make_cell("# Where does it stand?", kind="markdown"),
            make_cell(PARAMETERS, tags=["parameters"]),
            make_cell(SETUP.replace("01-toy", name), tags=["setup"]),
        ]
        cells = [*first, *body, make_cell("brief.evidence()")] if head else [*body]
        content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        return self.write(f"notebooks/{name}.ipynb", json.dumps(content))

    def write_briefs(self, briefs: object, editions: object = None) -> Path:
        """Write ``briefs.yaml``."""
        days = {2023: {"as_of": date(2023, 12, 31)}, 2024: {"as_of": date(2024, 12, 31)}}
        content = {"editions": days if editions is None else editions, "briefs": briefs}
        return self.write("notebooks/briefs.yaml", dump_yaml(content))

    def open_store(self, as_of: str = "2030-01-01") -> ObservationStore:
        """Clean the data and open them as of a day."""
        clean(self.project)
        return ObservationStore(self.project, self.catalogue, date.fromisoformat(as_of))


def link_indicators(toy: Toy) -> None:
    """Add what another indicator measures: users, by their accounts; and a register, by the people in it."""
    files = make_catalogue_files()
    services = files["indicators/services.yaml"]
    services["users"] = make_indicator("users", "PERSON", measured_by="accounts")
    services["records"] = make_indicator("records", "COUNT")
    services["register"] = make_indicator("register", "MILESTONE", measured_by="records")
    toy.write_catalogue("indicators/services.yaml", services)
    units = {name: {**files["units.yaml"]["PERSON"], "name": make_words(name)} for name in ("COUNT", "MILESTONE")}
    toy.write_catalogue("units.yaml", {**files["units.yaml"], **units})
    forget_catalogue()


def _write_csv(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return path


def make_cell(source: str, *, kind: str = "code", tags: Sequence[str] = (), **more: object) -> dict[str, object]:
    """Give a cell of a notebook; the id is only there because the format asks for one."""
    identity = f"c{zlib.crc32((kind + source).encode()):x}"
    cell = {"cell_type": kind, "id": identity, "metadata": {"tags": list(tags)} if tags else {}, "source": source}
    return {**cell, **({"execution_count": None, "outputs": []} if kind == "code" else {}), **more}


PROJECT_FILE = """\
title: {en: Toy briefs, vi: Báo cáo thử, fr: Notes d’essai}
languages: [en, vi, fr]
publisher: {id: TOY, name: {en: Toy Office, vi: Cơ quan Thử, fr: Bureau d’essai}}
licence: {name: Free Licence, url: https://example.org/licence}
"""


def write_toy_project(root: Path) -> Toy:
    """Write the whole small project into a folder."""
    toy = Toy(Project(root))
    toy.write("dxlib.yaml", PROJECT_FILE)
    shutil.copytree(
        Path(__file__).parents[1] / "notebooks/locales",
        toy.project.locales,
        ignore=shutil.ignore_patterns("en"),
        dirs_exist_ok=True,
    )
    for path, content in make_catalogue_files().items():
        toy.write_catalogue(path, content)
    toy.write_sources(SOURCES)
    toy.write_ledger(list_rows())
    toy.write_notebook(make_cell("brief.latest('egdi_rank')"))
    toy.write_briefs({"01-toy": {"areas": ["VNM"], "editions": [2023, 2024], "languages": ["vi", "en", "fr"]}})
    return toy


@pytest.fixture
def toy(tmp_path: Path) -> Toy:
    """A small project of its own for one test."""
    return write_toy_project(tmp_path)


@pytest.fixture(scope="session")
def toy_shared(tmp_path_factory: pytest.TempPathFactory) -> Toy:
    """A small project for tests that leave it as it is, or write only ledgers and clean data."""
    return write_toy_project(tmp_path_factory.mktemp("toy"))


@pytest.fixture(scope="session")
def catalogue_files() -> Callable[[], dict[str, dict[str, Any]]]:
    """What the small catalogue holds, to be changed and written again."""
    return make_catalogue_files


@pytest.fixture(scope="session")
def row() -> Callable[..., dict[str, str]]:
    """Makes a row of a ledger."""
    return make_row


@pytest.fixture(scope="session")
def share() -> Callable[..., dict[str, str]]:
    """Makes a row of a ledger that states a share."""
    return make_share


@pytest.fixture(scope="session")
def cell() -> Callable[..., dict[str, object]]:
    """Makes a cell of a notebook."""
    return make_cell


@pytest.fixture(scope="session")
def figure() -> Callable[..., Quantity]:
    """Makes a quantity that was read off an observation."""

    def make(value: str | int, period: str = "2024", **more: Any) -> Quantity:
        given = {
            "indicator": "online_share", "area": "VNM", "unit": "PERCENT", "unit_mult": 0, "kind": "actual",
            "qualifier": "", "source": "mic-2024", "out_of": None, "decimals": 1, **more,
        }  # fmt: skip
        qualifier = schema.Qualifier(given["qualifier"])
        observation = Observation(
            indicator=given["indicator"], area=given["area"], period=period, kind=schema.Kind(given["kind"]),
            value=Decimal(value), unit=given["unit"], unit_mult=given["unit_mult"], status=schema.ObsStatus.NORMAL,
            qualifier=qualifier, upper=None, out_of=given["out_of"], source=given["source"], locator="p1",
            published="2025-01-15", known_since="2025-01-15", as_written=str(value),
        )  # fmt: skip
        return Quantity(
            Decimal(value), given["unit"], given["unit_mult"], given["decimals"], Formula.OBSERVED,
            observation=observation, qualifier=qualifier,
        )  # fmt: skip

    return make


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder of this repository."""
    return REPOSITORY
