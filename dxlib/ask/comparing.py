"""Whether two figures may be compared, and why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dxlib.analysis.comparability import find_nesting, list_obstacles
from dxlib.ask.figure_cards import judge_shown, state
from dxlib.ask.texts import Answer, ToldLine
from dxlib.data.quantities import Missing, Quantity
from dxlib.data.schema import BOUNDS, last_day_of
from dxlib.errors import ConfigError, DataError
from dxlib.evidence.render import make_speaker
from dxlib.figures.shelf import Shelf
from dxlib.language import SOURCE_LANGUAGE


@dataclass(frozen=True, slots=True, repr=False)
class Comparability(Answer):
    """Whether two figures may be compared; true or false by itself, and an answer that a notebook shows.

    Parameters
    ----------
    reasons
        Every obstacle, in words; empty where the two may be compared.
    change
        The later less the earlier, where they may.
    """

    reasons: tuple[str, ...] = ()
    change: Quantity | None = None

    def __bool__(self) -> bool:
        return not self.reasons


def compare(a: Quantity | Missing, b: Quantity | Missing) -> Comparability:
    """Say whether two figures may be compared, with every reason against it.

    Parameters
    ----------
    a, b
        Figures of :func:`dxlib.latest`, :func:`dxlib.at` or :func:`dxlib.target`, in any order.

    Returns
    -------
    Comparability
        True or false; with ``reasons`` and, where they may be compared, the ``change`` from the earlier to the later.

    Raises
    ------
    ConfigError
        For what is no figure, and for one that is computed.
    DataError
        For a figure that is not known, with the reason.

    Examples
    --------
    >>> import dxlib as dx
    >>> bool(compare(dx.at("egdi_rank", 2022, area="VNM"), dx.at("egdi_rank", 2024, area="VNM")))
    True
    """
    # A target may have no period; its empty text then comes before every day.
    earlier, later = sorted(map(_read, (a, b)), key=lambda one: last_day_of(one.period))
    origin = later.find_origin()
    if not isinstance(origin, Shelf):
        raise ConfigError(f"{later!r} was computed by hand.", fix="take both by dx.latest, dx.at or dx.target.")
    reasons = tuple(_list_reasons(later, earlier, origin))
    change = None if reasons else _subtract(later, earlier)
    lines = _list_lines(later, earlier, origin, reasons, change)
    head = "Not comparable" if reasons else "Comparable"
    return Comparability(head, "", tuple(lines), reasons=reasons, change=change)


def _read(given: object) -> Quantity:
    if isinstance(given, Missing):
        raise given.refuse()
    if not isinstance(given, Quantity):
        raise ConfigError(f"{given!r} is no figure.", fix="take both by dx.latest, dx.at or dx.target.")
    # The obstacles are read off the first observation, and a difference of two would pass for a figure of its source.
    if given.observation is None:
        raise ConfigError(f"{given!r} is computed.", fix="take both by dx.latest, dx.at or dx.target.")
    return given


def _list_reasons(later: Quantity, earlier: Quantity, shelf: Shelf) -> Iterator[str]:
    own = later.first_observation
    entry = shelf.get_indicator(own.indicator)
    why = {one.at: one.why.main for one in entry.breaks}
    for reason in list_obstacles(later, earlier, shelf.list_breaks_between(later, earlier)):
        # The reason of a break ends with its day, under which the catalogue has the words why; that of a forecast ends
        # with a day as well, on which something else may have changed.
        day = reason.rpartition(" changed on ")[2]
        yield f"{reason}: {why[day]}" if day in why else reason
    if nesting := find_nesting(later, earlier):
        yield nesting
    for figure in (later, earlier):
        if figure.qualifier in BOUNDS:
            yield f"{figure.first_observation.id} is only a bound ({figure.qualifier} {figure.value})"
    if own.indicator in shelf.get_indicator(earlier.first_observation.indicator).not_to_confuse:
        yield f"the catalogue warns not to take {own.indicator} for {earlier.first_observation.indicator}"


def _subtract(later: Quantity, earlier: Quantity) -> Quantity | None:
    try:
        found = later - earlier
    except DataError:  # two sources of one period, say, of which there is no change
        return None
    return found if isinstance(found, Quantity) else None


def _list_lines(
    later: Quantity, earlier: Quantity, shelf: Shelf, reasons: tuple[str, ...], change: Quantity | None
) -> Iterator[ToldLine]:
    speaker = make_speaker(SOURCE_LANGUAGE, shelf.catalogue)
    yield from (ToldLine("figure", state(one, shelf.catalogue, speaker)) for one in (earlier, later))
    yield from (ToldLine("why", reason) for reason in reasons)
    if change is not None:
        yield ToldLine("change", f"{speaker.format_quantity(change)}, {judge_shown(change, shelf)}")
    yield ToldLine("as of", shelf.as_of.isoformat())
