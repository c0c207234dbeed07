"""What a notebook calls: open a brief, take figures, say sentences, show charts and tables."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from dxlib import analysis
from dxlib.brief import notes, quality, revisions, tables
from dxlib.brief.days import parse_as_of
from dxlib.brief.fragments import HTML, Fragment, is_bare
from dxlib.brief.markup import Writer
from dxlib.brief.points import Points, make_verdict
from dxlib.brief.previews import show_opening
from dxlib.brief.systems import Systems
from dxlib.data.quantities import Quantity
from dxlib.errors import ConfigError, DataError
from dxlib.evidence.format import Evidence
from dxlib.evidence.parts import NOTHING, Part
from dxlib.figures.choosing import choose_one
from dxlib.figures.findings import Weight
from dxlib.figures.known_findings import list_findings
from dxlib.figures.outcomes import TargetOutcome, sort_targets
from dxlib.figures.shelf import Figure, Shelf


class Brief(Systems):
    """One brief for one area, edition and language, as of a day.

    Made by :func:`dxlib.open_brief`. Its methods give figures (quantities, or what is missing) and
    fragments (what the page shows; ``print`` shows a fragment's words).

    Examples
    --------
    The examples of the methods go on from here.

    >>> import dxlib as dx
    >>> brief = dx.open_brief("05-international-rankings", area="VNM", edition=2025, language="en")
    """

    def _repr_mimebundle_(self, **_options: object) -> Mapping[str, Any]:
        """Show in JupyterLab what was opened, with the style of all that follows; on a page, nothing."""
        opening = Fragment("opening", NOTHING, Evidence(page=self.page))._repr_mimebundle_()
        return opening if is_bare() else {**opening, HTML: show_opening(self.page, self.name(self.area))}

    # Blocks ------------------------------------------------------------------------------------

    def verdict(self, *indicators: str) -> Fragment:
        """Show how many targets of the area were met, missed and so on; of some indicators, or of all.

        Parameters
        ----------
        *indicators
            Ids; all that have targets when none is named.

        Returns
        -------
        Fragment
            A line of counts.

        Raises
        ------
        DataError
            For an indicator that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> brief.verdict().kind
        'verdict'
        """
        for name in indicators:
            # Called for its error: an id that does not exist would count no target, without a word.
            self._shelf.get_indicator(name)
        return self._write("verdict", lambda writer: make_verdict(writer, self, indicators))

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

        Returns
        -------
        Fragment
            A list of sentences; nothing where no figure is known.

        Raises
        ------
        DataError
            For an indicator or a group that the catalogue lacks.

        Examples
        --------
        >>> points = brief.main_points("egdi_rank", peers="asean", among="members of ASEAN")
        >>> "71 of 193 (2024), up 15 places on 2022; 5th of 11 members of ASEAN" in str(points)
        True
        """

        def make(writer: Writer) -> Part:
            return Points(writer, self, peers, among).make(self._recall(""), indicators)

        return self._write("points", make)

    def key_figures(self, *indicators: str, peers: str = "", among: str = "") -> Fragment:
        """Show the latest figures of some indicators with change, n of N, and what each stands beside.

        That is the target that counts; where there is none, as :meth:`main_points` says it.

        Parameters
        ----------
        *indicators
            Ids in the catalogue, as ``egdi_rank``.
        peers
            A group of the catalogue that figures are set beside.
        among
            What its members are called: "members of ASEAN".

        Returns
        -------
        Fragment
            A card an indicator.

        Raises
        ------
        DataError
            For an indicator or a group that the catalogue lacks.

        Examples
        --------
        >>> "71 of 193" in str(brief.key_figures("egdi_rank", peers="asean", among="members of ASEAN"))
        True
        """
        writer = self._writer.fork()
        if peers:
            # Called for its error: a group that does not exist would only leave words away.
            self.areas(peers)
        cards = tables.make_key_figures(writer, indicators, Points(writer, self, peers, among).compare)
        return self._keep("key-figures", cards, writer)

    def targets(self, *indicators: str) -> Fragment:
        """Show the targets of some indicators: value, deadline, latest figure, distance, status; of none, nothing.

        Parameters
        ----------
        *indicators
            Ids in the catalogue, as ``egdi_rank``.

        Returns
        -------
        Fragment
            A table, or nothing.

        Raises
        ------
        DataError
            For an indicator that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> brief.targets("egdi_rank").kind
        'table'
        """
        return self._write("table", lambda writer: tables.make_targets(writer, indicators))

    def target_board(self, outcome: str) -> Fragment:
        """Show all targets of the area that fared in one way; see :class:`dxlib.figures.outcomes.TargetOutcome`.

        Parameters
        ----------
        outcome
            ``met``, ``missed``, ``unknown``, ``ahead`` or ``undated``.

        Returns
        -------
        Fragment
            A table, or nothing.

        Raises
        ------
        ConfigError
            For an outcome that does not exist.

        Examples
        --------
        >>> brief.target_board("missed").kind
        'table'
        """
        pairs = sort_targets(self._shelf, self.area)[TargetOutcome(choose_one("outcome", outcome, list(TargetOutcome)))]
        return self._write("table", lambda writer: tables.make_target_table(writer, pairs))

    def coverage(self) -> Fragment:
        """Show how much is known of each system: figures, indicators, sources, and of which time.

        Returns
        -------
        Fragment
            A table with a row a system.

        Examples
        --------
        >>> brief.coverage().kind
        'table'
        """
        return self._write("table", quality.make_coverage)

    def findings(self) -> Fragment:
        """Show what the check of the data finds in the figures known on the brief's day.

        Returns
        -------
        Fragment
            A table, or nothing where nothing is found.

        Examples
        --------
        >>> brief.findings().kind
        'table'
        """
        found = list_findings(self._shelf)
        return self._write("table", lambda writer: quality.make_findings(writer, found), when=found)

    def count_findings(self, *weights: str) -> Figure:
        """Give how many findings have certain weights; see :class:`dxlib.figures.findings.Weight`.

        Parameters
        ----------
        *weights
            ``contradiction``, ``suspicion`` or ``explanation``; all when empty.

        Returns
        -------
        Quantity or Missing
            A number; missing where there is none.

        Raises
        ------
        ConfigError
            For a weight that does not exist.

        Examples
        --------
        >>> brief.count_findings("contradiction") <= brief.count_findings()
        True
        """
        chosen = [choose_one("weight", one, list(Weight)) for one in weights]
        found = [one for one in list_findings(self._shelf) if one.weight in chosen or not weights]
        return self.count(quality.read_subjects(self._shelf, found))

    def changes_since(self, *indicators: str, day: str = "") -> Fragment:
        """Show what changed in some indicators since an earlier day: by default the last of the edition before.

        Where nothing was known on the earlier day, or the edition before ended after the brief's own day, nothing is
        shown.

        Parameters
        ----------
        *indicators
            Ids in the catalogue, as ``egdi_rank``.
        day
            An ISO date, not after the brief's own.

        Returns
        -------
        Fragment
            A table, or nothing.

        Raises
        ------
        ConfigError
            For a text that is no day, and for a day after the brief's own.
        DataError
            For an indicator that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> "up 15 places" in str(brief.changes_since("egdi_rank", day="2024-01-01"))
        True
        """
        then = self._recall(day)
        # Where the edition before ended after the brief's own day there is no earlier day to compare with.
        is_ahead = not day and parse_as_of("", int(self.page.edition) - 1) > self._shelf.as_of
        latest = (then.find_latest(name, self.area) for name in indicators)
        is_known = not is_ahead and any(isinstance(one, Quantity) for one in latest)
        make = partial(revisions.make_changes, then, indicators=indicators)
        return self._write("table", make, when=is_known)

    def _recall(self, day: str) -> Shelf:
        """Give what was known on an earlier day; on none given, on the last of the edition before."""
        asked, own = parse_as_of(day, int(self.page.edition) - 1), self._shelf.as_of
        if day and asked > own:
            raise ConfigError(
                f"brief.changes_since: day='{day}' lies after the brief's own day.",
                allowed=[own.isoformat()],
                fix="name this day or an earlier one.",
            )
        # A later day knows figures that the page must not.
        return self._shelf.recall(min(asked, own))

    def disagreements(self, *indicators: str) -> Fragment:
        """Show where sources state different figures for the same thing; of no indicators, nothing.

        Parameters
        ----------
        *indicators
            Ids in the catalogue, as ``egdi_rank``.

        Returns
        -------
        Fragment
            A table, or nothing.

        Raises
        ------
        DataError
            For an indicator that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> print(brief.disagreements("digital_signature_adult_share"))
        No two sources disagree on these figures.
        """
        return self._write("table", lambda writer: tables.make_disagreements(writer, indicators), when=indicators)

    def definitions(self, *indicators: str) -> Fragment:
        """Say what indicators measure, and what changed in them; of none, nothing.

        Parameters
        ----------
        *indicators
            Ids in the catalogue, as ``egdi_rank``.

        Returns
        -------
        Fragment
            A list, or nothing.

        Raises
        ------
        DataError
            For an indicator that the catalogue lacks, with the nearest one that is.

        Examples
        --------
        >>> str(brief.definitions("egdi_rank")).startswith("World rank in the E-Government Development Index")
        True
        """
        return self._write("table", lambda writer: tables.make_definitions(writer, indicators), when=indicators)

    def evidence(self) -> Fragment:
        """List every source with the figures it states, and how the others were computed; a brief's last cell.

        Returns
        -------
        Fragment
            The notes that figures lead to.

        Examples
        --------
        >>> brief.evidence().kind
        'notes'
        """
        writer = self._writer.fork()
        shown = self._writer.collector
        content = notes.make_evidence(shown.quantities(), writer, sets=shown.sets())
        # The last cell is the first that knows all that the brief has read.
        fragment = self._keep("notes", content, writer)
        return replace(fragment, reads=tuple(self._shelf.store.reads))

    # Checks ------------------------------------------------------------------------------------

    def check(self, claim: str, figure: Figure, *, low: float = -math.inf, high: float = math.inf) -> None:
        """Assert that a figure that prose relies on lies where the prose says; unknown figures pass.

        Parameters
        ----------
        claim
            What the prose says, for the message.
        figure
            A figure, from :meth:`latest`, :meth:`at` or another call of the brief.
        low
            The lowest value that it may have, in the figure's unit; included.
        high
            The highest.

        Raises
        ------
        DataError
            With the claim, the figure and the bounds.

        Examples
        --------
        >>> brief.check("among the first hundred", brief.latest("egdi_rank"), high=100)
        """
        # A figure that is not known passes, since its sentence is not said
        # either, and editions of early years must build. A bound that leaves it open proves nothing.
        if isinstance(figure, Quantity) and not analysis.lies_between(figure, low, high):
            raise DataError(
                f"The claim '{claim}' does not hold: {figure.first_observation.id} gives "
                f"{figure.qualifier}{figure.value}, which is not between {low} and {high}.",
                fix="rewrite the sentence that relies on it, or correct the figure in its ledger.",
            )
