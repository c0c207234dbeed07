"""Slips planted in copies of the repository's ledgers, by seed, and how many of them the checks find."""

from __future__ import annotations

import csv
import random
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dxlib.build.checking import judge_figures
from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.clean import inspect_raw
from dxlib.data.slips.in_ledgers import list_slips
from dxlib.errors import Problem
from dxlib.paths import Project

Row = dict[str, str]
Place = tuple[str, int]  # name of a ledger, line
Draw = Callable[[random.Random, Row, Catalogue], Row | None]


@dataclass(slots=True)
class Ledgers:
    """The ledgers of a copy of a project, and what may be done to them."""

    project: Project
    rows: dict[Place, Row] = field(default_factory=dict)
    written: dict[str, list[Row]] = field(default_factory=dict)  # by name, as they are on the disk

    def read(self) -> None:
        """Read all rows, by the line in which each ends."""
        for path in sorted(self.project.ledgers.glob("*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                for row in reader:
                    self.rows[path.name, reader.line_num] = row

    def write(self, changes: Mapping[Place, Row]) -> None:
        """Have all ledgers be as they were, but for some rows."""
        by_name: dict[str, list[Row]] = {}
        for place, row in self.rows.items():
            by_name.setdefault(place[0], []).append(changes.get(place, row))
        for name, rows in by_name.items():
            if self.written.get(name) == rows:
                continue
            self.written[name] = rows
            with (self.project.ledgers / name).open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, schema.COLUMNS, lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)


def copy_ledgers(root: Path, folder: Path) -> Ledgers:
    """Copy what ``dxlib check`` reads of the data of a project."""
    for part in ("data/raw", "data/catalogue"):
        shutil.copytree(root / part, folder / part)
    shutil.copy(root / "dxlib.yaml", folder)
    ledgers = Ledgers(Project(folder))
    ledgers.read()
    return ledgers


def find(ledgers: Ledgers, planted: Mapping[Place, Row]) -> dict[Place, str]:
    """Plant slips all at once, and give what the checks say of each that they find.

    What the ledgers' reader finds is corrected before the other checks look, as somebody who keeps ledgers does.
    """
    ledgers.write(planted)
    found: dict[Place, str] = {}
    read, catalogue, problems = inspect_raw(ledgers.project)
    if problems:
        _note(problems, planted, found, ledgers)
        ledgers.write({place: row for place, row in planted.items() if place not in found})
        read, catalogue, problems = inspect_raw(ledgers.project)
    if problems:
        raise AssertionError(problems[:3])
    _note(list_slips(ledgers.project, read, catalogue), planted, found, ledgers)
    _note(judge_figures(ledgers.project, read, catalogue)[1], planted, found, ledgers)
    return found


def _note(problems: Iterable[Problem], planted: Mapping[Place, Row], found: dict[Place, str], ledgers: Ledgers) -> None:
    for problem in problems:
        place = (Path(problem.file).name, problem.line)
        if place in planted:
            found.setdefault(place, str(problem))
            continue
        for slip, row in planted.items():  # of a pair, a source or a series: the message names what is in the row
            if problem.what.endswith(f"stands already in {slip[0]}, line {slip[1]}"):
                found.setdefault(slip, str(problem))
            old = ledgers.rows[slip]
            names = {old[schema.SOURCE], row[schema.SOURCE]}
            indicators = {old[schema.INDICATOR], row[schema.INDICATOR]}
            if any(f"'{name}'" in problem.what or f"[{name}]" in problem.what for name in names) and (
                problem.file.name == "sources.csv" or indicators & set(re.findall(r"\w+", problem.what))
            ):
                found.setdefault(slip, str(problem))


def draw_slips(ledgers: Ledgers, catalogue: Catalogue, kind: str, *, count: int, seed: int) -> dict[Place, Row]:
    """Draw rows by seed, and give each with one slip of a kind; no two of one series, or one source and indicator."""
    rng = random.Random(f"{kind} {seed}")
    places = sorted(ledgers.rows)
    rng.shuffle(places)
    planted: dict[Place, Row] = {}
    taken: set[tuple[str, str]] = set()
    for place in places:
        row = ledgers.rows[place]
        slip = None if list_keys(row) & taken else KINDS[kind](rng, row, catalogue)
        if slip and not (keys := list_keys(row) | list_keys(row | slip)) & taken:
            planted[place] = row | slip
            taken |= keys
        if len(planted) == count:
            break
    return planted


def list_keys(row: Row) -> set[tuple[str, str]]:
    """Give what no two slips share: a series, or the figures of one indicator of one source."""
    return {(row[schema.INDICATOR], row[name]) for name in (schema.SOURCE, schema.REF_AREA)}


def change_value(rng: random.Random, row: Row, _: Catalogue) -> Row | None:
    """Change one digit."""
    value = row[schema.OBS_VALUE]
    places = [place for place, sign in enumerate(value) if sign.isdigit()]
    if not places:
        return None
    place = rng.choice(places)
    other = rng.choice([digit for digit in "0123456789" if digit != value[place]])
    changed = value[:place] + other + value[place + 1 :]
    return {schema.OBS_VALUE: changed} if float(changed) != float(value) else None


def change_unit(rng: random.Random, row: Row, catalogue: Catalogue) -> Row | None:
    """Write another unit."""
    return {schema.UNIT_MEASURE: rng.choice([unit for unit in catalogue.units if unit != row[schema.UNIT_MEASURE]])}


def change_scale(rng: random.Random, row: Row, _: Catalogue) -> Row | None:
    """Write another power of ten, or a thousand times the value, or a thousandth of it."""
    power, value = row[schema.UNIT_MULT] or "0", row[schema.OBS_VALUE]
    if not value or not float(value):
        return None
    if rng.random() < 0.5:
        return {schema.UNIT_MULT: rng.choice([other for other in ("0", "3", "6", "9") if other != power])}
    return {schema.OBS_VALUE: f"{float(value) * rng.choice((1000, 0.001)):.10g}"}


def change_decimal_mark(_: random.Random, row: Row, __: Catalogue) -> Row | None:
    """Lose the point, or write one between thousands."""
    value = row[schema.OBS_VALUE]
    if "." in value:
        return {schema.OBS_VALUE: value.replace(".", "").lstrip("0") or "0"} if float(value) else None
    return {schema.OBS_VALUE: f"{value[:-3]}.{value[-3:]}"} if len(value) > 3 and value.isdigit() else None


def change_year(rng: random.Random, row: Row, _: Catalogue) -> Row | None:
    """Write one of the three years before or after."""
    period = row[schema.TIME_PERIOD]
    return {schema.TIME_PERIOD: schema.shift_years(period, rng.choice((-3, -2, -1, 1, 2, 3)))} if period else None


def change_area(rng: random.Random, row: Row, catalogue: Catalogue) -> Row | None:
    """Write another area of the same kind, of the same map."""
    area = row[schema.REF_AREA]
    kind, named = catalogue.areas[area].kind, area.partition("-")[0] if "-" in area else ""
    others = [key for key, one in catalogue.areas.items() if one.kind == kind and key != area and key.startswith(named)]
    return {schema.REF_AREA: rng.choice(others)} if others else None


def change_source(rng: random.Random, row: Row, catalogue: Catalogue) -> Row | None:
    """Write another source: of the same publisher where there is one, in half of the cases."""
    own = row[schema.SOURCE]
    others = [name for name in catalogue.sources if name != own]
    publisher = catalogue.sources[own].publisher
    alike = [name for name in others if catalogue.sources[name].publisher == publisher]
    return {schema.SOURCE: rng.choice(alike if alike and rng.random() < 0.5 else others)}


def change_status(rng: random.Random, row: Row, _: Catalogue) -> Row | None:
    """Write another status."""
    return {schema.OBS_STATUS: rng.choice([code for code in "AEPFUB" if code != row[schema.OBS_STATUS]])}


def change_kind(_: random.Random, row: Row, __: Catalogue) -> Row | None:
    """Take a target for what was, or the other way round."""
    if not row[schema.TIME_PERIOD]:
        return None
    return {schema.KIND: "target" if row[schema.KIND] == "actual" else "actual"}


def change_bound(rng: random.Random, row: Row, _: Catalogue) -> Row | None:
    """Write another bound, or one where there is none."""
    return {schema.QUALIFIER: rng.choice([code for code in schema.Qualifier if code != row[schema.QUALIFIER]])}


def change_indicator(rng: random.Random, row: Row, catalogue: Catalogue) -> Row | None:
    """Write another indicator of the same unit and power of ten: one that its publisher states, where there is one."""
    own = catalogue.indicators[row[schema.INDICATOR]]
    alike = [
        name for name, one in catalogue.indicators.items()
        if name != row[schema.INDICATOR] and (one.unit, one.unit_mult) == (own.unit, own.unit_mult)
    ]  # fmt: skip
    publisher = catalogue.sources[row[schema.SOURCE]].publisher
    near = [name for name in alike if publisher in catalogue.indicators[name].publishers]
    return {schema.INDICATOR: rng.choice(near or alike)} if alike else None


def change_total(rng: random.Random, row: Row, _: Catalogue) -> Row | None:
    """Write another total, or lose it."""
    total = row[schema.OUT_OF]
    if not total:
        return None
    changed = rng.choice(["", str(int(total) + rng.choice((-2, -1, 1, 2))), total[::-1], f"{total}0"])
    return {schema.OUT_OF: changed} if changed != total else None


def change_publication(rng: random.Random, row: Row, catalogue: Catalogue) -> Row | None:
    """Write a day, month or year of publication: what the register says, or another."""
    registered, year = catalogue.sources[row[schema.SOURCE]].published, row[schema.TIME_PERIOD][:4]
    if not (day := registered or year):
        return None
    others = [f"{day[:4]}-{rng.randint(1, 12):02}-15", schema.shift_years(day, rng.choice((-2, -1, 1, 2)))]
    return {schema.PUBLISHED: rng.choice([*others, registered] if registered else others)}


def change_form_of_period(rng: random.Random, row: Row, _: Catalogue) -> Row | None:
    """Write a month or a quarter for a year, or a year for a part of it."""
    period = row[schema.TIME_PERIOD]
    if not period:
        return None
    parts = [f"{period}-12", f"{period}-Q{rng.randint(1, 4)}", f"{period}-S1", f"{period}-{rng.randint(1, 12):02}"]
    return {schema.TIME_PERIOD: rng.choice(parts) if len(period) == 4 else period[:4]}


KINDS: dict[str, Draw] = {
    "value": change_value, "unit": change_unit, "scale": change_scale, "decimal mark": change_decimal_mark,
    "year": change_year, "area": change_area, "source": change_source, "status": change_status, "kind": change_kind,
    "bound": change_bound, "indicator": change_indicator, "total": change_total, "publication": change_publication,
    "form of period": change_form_of_period,
}  # fmt: skip
