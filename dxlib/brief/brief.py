"""What a notebook calls: open a brief, take figures, say sentences, show charts and tables."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dxlib.brief import notes, quality, revisions, tables
from dxlib.brief.days import parse_as_of
from dxlib.brief.fragments import HTML, Fragment, is_bare
from dxlib.brief.points import Peers, Points, make_verdict
from dxlib.brief.previews import show_opening
from dxlib.brief.systems import Systems
from dxlib.data.quantities import Quantity
from dxlib.errors import DataError
from dxlib.evidence.format import Evidence
from dxlib.evidence.parts import NOTHING
from dxlib.figures.known_findings import list_findings
from dxlib.figures.outcomes import TargetOutcome, sort_targets
from dxlib.figures.shelf import Figure, Shelf


class Brief(Systems):
    """One brief for one area, edition and language, as of a day.

    Made by :func:`dxlib.open_brief`. Its methods give figures (quantities, or what is missing) and
    fragments (what the page shows).
    """

    def _repr_mimebundle_(self, **_options: object) -> Mapping[str, Any]:
        """Show in JupyterLab what was opened, with the style of all that follows; on a page, nothing."""
        opening = Fragment("opening", NOTHING, Evidence(page=self.page))._repr_mimebundle_()
        return opening if is_bare() else {**opening, HTML: show_opening(self.page, self.name(self.area))}

    # Blocks ------------------------------------------------------------------------------------

    def verdict(self, *indicators: str) -> Fragment:
        """Show how many targets of the area were met, missed and so on; of some indicators, or of all."""
        writer = self._writer.fork()
        return self._keep("verdict", make_verdict(self._shelf, writer, self, indicators), writer)

    def main_points(self, *indicators: str, peers: str = "", among: str = "") -> Fragment:
        """Say in a sentence each the latest figures of the first six of some indicators, how they moved, beside what.

        Parameters
        ----------
        *indicators
            Of which there may be a point, the most important first; those with a recent figure come before others.
        peers
            A group of the catalogue that figures are set beside.
        among
            What its members are called: "members of ASEAN".
        """
        writer = self._writer.fork()
        said = Points(self._shelf, writer, self, Peers(peers, among)).make(self._recall(""), indicators)
        return self._keep("points" if said else "empty", said, writer)

    def key_figures(self, *indicators: str, peers: str = "", among: str = "") -> Fragment:
        """Show the latest figures of some indicators with change, n of N, and what each stands beside.

        That is the target that counts; where there is none, as :meth:`main_points` says it.
        """
        writer = self._writer.fork()
        compare = Points(self._shelf, writer, self, Peers(peers, among)).compare
        cards = tables.make_key_figures(self._shelf, writer, self.area, indicators, compare)
        return self._keep("key-figures", cards, writer)

    def targets(self, *indicators: str) -> Fragment:
        """Show the targets of some indicators: value, deadline, latest figure, distance, status; of none, nothing."""
        writer = self._writer.fork()
        if not any(self._shelf.list_targets(name, self.area) for name in indicators):
            return self._keep("empty", NOTHING, writer)
        return self._keep("table", tables.make_targets(self._shelf, writer, self.area, indicators), writer)

    def target_board(self, outcome: str) -> Fragment:
        """Show all targets of the area that fared in one way; see :class:`dxlib.figures.outcomes.TargetOutcome`."""
        writer = self._writer.fork()
        pairs = sort_targets(self._shelf, self.area)[TargetOutcome(outcome)]
        table = tables.make_target_table(self._shelf, writer, pairs) if pairs else NOTHING
        return self._keep("table" if pairs else "empty", table, writer)

    def coverage(self) -> Fragment:
        """Show how much is known of each system: figures, indicators, sources, and of which time."""
        writer = self._writer.fork()
        return self._keep("table", quality.make_coverage(self._shelf, writer), writer)

    def findings(self) -> Fragment:
        """Show what the check of the data finds in the figures known on the brief's day."""
        writer = self._writer.fork()
        found = list_findings(self._shelf)
        table = quality.make_findings(self._shelf, writer, found) if found else NOTHING
        return self._keep("table" if found else "empty", table, writer)

    def count_findings(self, *weights: str) -> Figure:
        """Give how many findings have certain weights; see :class:`dxlib.figures.findings.Weight`."""
        found = [one for one in list_findings(self._shelf) if one.weight in weights or not weights]
        return self.count(quality.read_subjects(self._shelf, found))

    def changes_since(self, *indicators: str, day: str = "") -> Fragment:
        """Show what changed in some indicators since an earlier day: by default the last of the edition before.

        Where nothing was known on the earlier day, nothing is shown.
        """
        writer = self._writer.fork()
        then = self._recall(day)
        if not any(isinstance(then.find_latest(name, self.area), Quantity) for name in indicators):
            return self._keep("empty", NOTHING, writer)
        return self._keep("table", revisions.make_changes(then, self._shelf, writer, self.area, indicators), writer)

    def _recall(self, day: str) -> Shelf:
        """Give what was known on an earlier day; on none given, on the last of the edition before."""
        return self._shelf.recall(parse_as_of(day, int(self.page.edition) - 1))

    def disagreements(self, *indicators: str) -> Fragment:
        """Show where sources state different figures for the same thing; of no indicators, nothing."""
        writer = self._writer.fork()
        if not indicators:
            return self._keep("empty", NOTHING, writer)
        return self._keep("table", tables.make_disagreements(self._shelf, writer, self.area, indicators), writer)

    def definitions(self, *indicators: str) -> Fragment:
        """Say what indicators measure, and what changed in them; of none, nothing."""
        writer = self._writer.fork()
        if not indicators:
            return self._keep("empty", NOTHING, writer)
        return self._keep("table", tables.make_definitions(self._shelf, writer, indicators), writer)

    def evidence(self) -> Fragment:
        """List every source with the figures it states, and how the others were computed; a brief's last cell."""
        writer = self._writer.fork()
        shown = self._writer.collector.quantities()
        sets = self._writer.collector.sets()
        content = notes.make_evidence(shown, self._shelf, writer, home=self.area, sets=sets)
        fragment = self._keep("notes", content, writer)
        return replace(fragment, reads=tuple(self._shelf.store.reads))

    # Checks ------------------------------------------------------------------------------------

    def check(self, claim: str, figure: Figure, *, low: float = -math.inf, high: float = math.inf) -> None:
        """Assert that a figure that prose relies on lies where the prose says; unknown figures pass.

        Raises
        ------
        DataError
            With the claim, the figure and the bounds.
        """
        if isinstance(figure, Quantity) and not low <= figure.value <= high:
            raise DataError(
                f"The claim '{claim}' does not hold: {figure.first_observation.id} gives {figure.value}, "
                f"which is not between {low} and {high}.",
                fix="rewrite the sentence that relies on it, or correct the figure in its ledger.",
            )
