"""What the calls of a notebook give, worked out by the audit: figures, sets of figures and of areas."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from dxlib.audit import formulas
from dxlib.audit.contradictions import find_contradictions
from dxlib.audit.figure import Fig, Found, Gap
from dxlib.audit.known import ACTUAL, TARGET, Known
from dxlib.audit.periods import find_end
from dxlib.data import schema
from dxlib.evidence.claims import write_claim

_COUNTED: Final = {"figures": schema.UNIQUE, "indicators": (schema.INDICATOR,), "areas": (schema.REF_AREA,),
                   "sources": (schema.SOURCE,)}  # fmt: skip
# No pace is needed to what is met, and none helps what is over or has no date.
_UNASSESSED: Final = {"met", "reached_since", "missed", "no_figure_yet", "undated"}


class NotEvaluatedError(ValueError):
    """A call of a notebook that the audit has no rule for."""


@dataclass(frozen=True, slots=True)
class Held:
    """Whether something that words rest on is true; none where it is not known."""

    claim: str
    state: bool | None
    figures: tuple[Fig, ...] = ()


class FigureCalls:
    """The figures that a brief for one area knows on a day.

    Parameters
    ----------
    known
        What was known on the day.
    area
        The brief's own.
    """

    def __init__(self, known: Known, area: str) -> None:
        self.known = known
        self.area = area
        self.catalogue = known.catalogue

    def latest(self, indicator: str, *, area: str = "") -> Found:
        return self.known.find_latest(indicator, area or self.area)

    def at(self, indicator: str, period: str | int, *, area: str = "") -> Found:
        return self.known.find_at(indicator, str(period), area or self.area)

    def before(self, figure: Found) -> Found:
        return self.known.find_earlier(figure, "before")

    def first(self, figure: Found) -> Found:
        return self.known.find_earlier(figure, "first")

    def target(self, indicator: str, deadline: str | int) -> Found:
        return self.known.find_target(indicator, str(deadline), self.area)

    def rival(self, figure: Found) -> Found:
        if isinstance(figure, Gap):
            return figure
        rivals = self.known.list_rivals(figure)
        if not rivals:
            return Gap(figure.indicator, figure.area)
        # By the source where two lie equally far, so that writer and audit name the same one.
        furthest = max(rivals, key=lambda one: (abs(one.value - figure.value), one.source))
        return furthest.claimed(write_claim("rival", figure.claim)) if figure.claim else furthest

    def change(self, later: Found, earlier: Found) -> Found:
        return self._compare("change", later, earlier)

    def difference(self, one: Found, other: Found) -> Found:
        return formulas.compute_difference(one, other)

    def rank_change(self, later: Found, earlier: Found) -> Found:
        return self._compare("rank_change", later, earlier)

    def growth(self, later: Found, earlier: Found) -> Found:
        return self._compare("growth", later, earlier)

    def compound_growth(self, later: Found, earlier: Found) -> Found:
        return self._compare("compound_growth", later, earlier)

    def _compare(self, name: str, later: Found, earlier: Found) -> Found:
        if isinstance(later, Gap) or isinstance(earlier, Gap):
            return later if isinstance(later, Gap) else earlier
        found = formulas.compare(name, later, earlier, self.known.list_breaks_between(later, earlier))
        if isinstance(found, Fig):
            formulas.refuse_nesting(later, earlier)
        return found

    def ratio(self, later: Found, earlier: Found) -> Found:
        if isinstance(later, Gap) or isinstance(earlier, Gap):
            return later if isinstance(later, Gap) else earlier
        return formulas.compute_ratio(later, earlier, self.known.list_breaks_between(later, earlier))

    def distance(self, target: Found, latest: Found) -> Found:
        lower = isinstance(target, Fig) and self.known.is_lower_better(target.indicator)
        return formulas.compute_distance(target, latest, lower=lower, measure=self._get_measure(target))

    def _get_measure(self, target: Found) -> str:
        return self.known.get_measure(target.indicator) if isinstance(target, Fig) else ""

    def pace(self, latest: Found, first: Found) -> Found:
        return self._compare("pace", latest, first)

    def needed_pace(self, target: Found, latest: Found) -> Found:
        if isinstance(target, Gap) or isinstance(latest, Gap):
            return target if isinstance(target, Gap) else latest
        # A gap, and no error: the sentence is then said without the pace, or not at all.
        if self.known.judge(target, latest).status in _UNASSESSED:
            return Gap(latest.indicator, latest.area)
        return formulas.compute_needed_pace(target, latest, measure=self._get_measure(target))

    def place(self, figure: Found, group: str) -> Found:
        if isinstance(figure, Gap):
            return figure
        others = self._list_others(figure, group)
        if not others:
            return Gap(figure.indicator, figure.area)
        place = formulas.compute_place(figure, others, lower=self.known.is_lower_better(figure.indicator))
        return place.claimed(write_claim("place", figure.claim, group)) if figure.claim and group else place

    def _list_others(self, figure: Fig, group: str) -> list[Fig]:
        # Of the figure's own period only: a place among figures of several years would compare nothing.
        members = (area for area in self.catalogue.get_group(group) if area != figure.area)
        found = (self.known.find_at(figure.indicator, figure.period, area) for area in members)
        return [one for one in found if isinstance(one, Fig)]

    def standing(self, figure: Found, group: str) -> Found:
        # A place among areas to which the brief's own does not belong says nothing of it.
        if not group or figure.area not in self.catalogue.get_group(group):
            return Gap(figure.indicator, figure.area)
        return self.place(figure, group)

    def count(self, figures: Found | Iterable[Found]) -> Found:
        if isinstance(figures, Gap):
            return figures
        among = figures.inputs if isinstance(figures, Fig) else figures
        known = [one for one in among if isinstance(one, Fig)]
        if not known:
            return Gap("", self.area)
        counted = formulas.compute_count(known)
        of = figures.claim if isinstance(figures, Fig) else ""
        return counted.claimed(write_claim("count", write_claim("inputs", of))) if of else counted

    def share(self, part: Found, whole: Found | None = None) -> Found:
        return formulas.compute_share(part, self.out_of(part) if whole is None else whole)

    def out_of(self, figure: Found) -> Found:
        if isinstance(figure, Gap):
            return figure
        return figure.total or Gap(figure.indicator, figure.area)

    def shared(self, indicator: str, group: str) -> Found:
        own = {one.period: one for one in self.known.read_line(indicator, self.area).sure}
        # One more for the brief's own area, which has a figure of each of these periods.
        counts = {period: 1 + len(self._list_others(one, group)) for period, one in own.items()}
        shared = self.known.list_shared(counts)
        if not shared:
            return Gap(indicator, self.area)
        return own[shared[-1]].claimed(write_claim("shared", indicator, group, self.area))

    def tally(self, what: str, *, status: str = "", system: str = "", before: bool = False) -> Found:
        # "A year before" ends with a calendar year, as editions do.
        day = f"{int(self.known.day[:4]) - 1}-12-31" if before else ""
        key = (what, status, system, day)
        # Kept with the day: all pages of it, in all languages, ask for the same counts.
        if key not in self.known.tallies:
            there = FigureCalls(self.known.facts.known_on(day), self.area) if day else self
            self.known.tallies[key] = there._tally(*key)
        return self.known.tallies[key]

    def _tally(self, what: str, status: str, system: str, as_of: str) -> Found:
        among = self.known.by_system.get(system, ()) if system else self.known.actual
        rows = [row for row in among if not status or row[schema.OBS_STATUS] == status]
        if not rows:
            return Gap("", "")
        number = len({tuple(row[column] for column in _COUNTED[what]) for row in rows})
        # Evidence of a count names one figure: the latest, and of several the last by its id, as the writer chooses.
        example = max(rows, key=lambda row: (find_end(row[schema.TIME_PERIOD]), *(row[one] for one in schema.UNIQUE)))
        given = (("what", what), ("system", system), ("status", status), ("as_of", as_of))
        options = tuple((name, text) for name, text in given if text)
        found = formulas.make("tally", Fraction(number), (self.known.read(example),), options)
        return found.claimed(write_claim("tally", what, status=status, system=system, as_of=as_of))

    def indicators(self, *, system: str = "", without: str = "") -> tuple[str, ...]:
        systems = self.known.facts.systems
        names = (name for name in systems if not without or systems[name] != without)
        return tuple(name for name in names if not system or systems[name] == system)

    def contested(self, *indicators: str) -> list[Found]:
        lines = (self.known.read_line(name, self.area, kind) for name in indicators for kind in (ACTUAL, TARGET))
        return [one for line in lines for one in line.figures if one.period in line.rivals]

    def count_targets(self, *outcomes: str, due: bool = False, system: str = "") -> Found:
        every = self.known.list_outcomes(self.area)
        found = [one for one in every if not system or self.known.get_entry(one[0].indicator).system == system]
        names = outcomes or ("met", "missed", "unknown", "ahead", "undated")
        by_key = {one.key: outcome for one, _, outcome in found}
        counted = [one for one, _, outcome in found if outcome in names and (not due or self.known.is_due(one))]
        # The order of outcomes is the order of inputs, from which the key of the count is made.
        return self.count([one for name in names for one in counted if by_key[one.key] == name])

    def count_findings(self, *weights: str) -> Found:
        found = [one for one in self.findings_of_day() if one.weight in weights or not weights]
        return self.count([self.known.read(one.figures[0]) for one in found])

    def findings_of_day(self) -> tuple[Any, ...]:
        if self.known.contradictions is None:
            facts = self.known.facts
            self.known.contradictions = find_contradictions(self.known.actual, facts.catalogue, facts.relations)
        return self.known.contradictions

    def read_areas(self, named: str | Iterable[str]) -> tuple[str, ...]:
        """Give the keys that codes and groups stand for, each once; ``countries`` are all countries."""
        names = [named] if isinstance(named, str) else list(named)
        # A code and its group may both be named; each area is asked for once.
        return tuple(dict.fromkeys(key for name in names for key in self.catalogue.groups.get(name, (name,))))

    def areas(self, group: str) -> tuple[str, ...]:
        return self.catalogue.get_group(group)

    def others(self, group: str) -> tuple[str, ...]:
        # An area is no neighbour of what it was called before.
        own = {self.area, *self.known.facts.list_former(self.area)}
        return tuple(area for area in self.areas(group) if area not in own)

    def own_group(self, prefix: str) -> str:
        return next((one for one in self._list_own_groups() if one.startswith(prefix)), "")

    def own_region(self) -> str:
        groups = self._list_own_groups()
        regions = [key for key, area in self.catalogue.areas.items() if area.members in groups]
        return regions[0] if regions else ""

    def _list_own_groups(self) -> list[str]:
        keys = (self.area, *self.known.facts.list_former(self.area))
        return [group for key in keys for group in self.catalogue.areas[key].groups]

    def neighbours(self, prefix: str) -> tuple[str, ...]:
        group = self.own_group(prefix)
        return self.others(group) if group else ()

    def predecessors(self) -> tuple[str, ...]:
        merged = tuple(key for key, area in self.catalogue.areas.items() if area.successor == self.area)
        # A single predecessor whose borders were kept is the same area, and was not merged into it.
        return merged if self.known.facts.homes.get(merged[0] if merged else "") != self.area else ()

    def holds(self, figure: Found, *, low: float = -math.inf, high: float = math.inf) -> Held:
        bounds = {name: value for name, value in (("low", low), ("high", high)) if not math.isinf(value)}
        if isinstance(figure, Gap):
            # No figure, and no claim of one: the condition is neither true nor false.
            return Held(write_claim("holds", "unknown", **bounds), None)
        return Held(write_claim("holds", figure.claim, **bounds), formulas.lies_between(figure, low, high), (figure,))

    def check(self, _claim: str, figure: Found, *, low: float = -math.inf, high: float = math.inf) -> None:
        # A check of a figure that is not known passes: editions go back to years without it.
        if isinstance(figure, Fig) and formulas.lies_between(figure, low, high) is not True:
            raise NotEvaluatedError("what the notebook checks does not hold")
