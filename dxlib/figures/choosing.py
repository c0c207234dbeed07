"""What a name in a question means: indicators, areas and groups; what is none is answered with what is near."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dxlib.data.catalogue import Catalogue
from dxlib.errors import ConfigError, did_you_mean
from dxlib.figures.folding import fold

Named = str | Iterable[str] | None


def choose_indicators(given: Named, catalogue: Catalogue, *, with_figures: Iterable[str]) -> tuple[str, ...]:
    """Give the ids of indicators, each once, in the order in which they were named.

    Parameters
    ----------
    given
        An id, several, or none for every indicator that has figures.
    with_figures
        Which those are.

    Raises
    ------
    ConfigError
        For every name that is no indicator's, with the nearest one that is.
    """
    if given is None:
        return tuple(with_figures)
    names = list_names("indicator", given)
    unknown = [name for name in names if name not in catalogue.indicators]
    if unknown:
        by_name = {text: key for key, one in catalogue.indicators.items() for text in one.name.list_texts()}
        what = " ".join(complain_of_name("indicator", name, catalogue.indicators, by_name) for name in unknown)
        raise ConfigError(what, fix="name indicators by their ids; dx.search(...) finds them by any word.")
    return names


def choose_indicator(given: str, catalogue: Catalogue) -> str:
    """Give the id of one indicator.

    Raises
    ------
    ConfigError
        For what is no id, or the id of no indicator, with the nearest one that is.
    """
    if not isinstance(given, str):
        raise ConfigError(f"{given!r} does not name one indicator.", fix="give one id; dx.frame(...) takes several.")
    return choose_indicators(given, catalogue, with_figures=())[0]


def choose_areas(given: Named, catalogue: Catalogue) -> tuple[str, ...]:
    """Give the keys of areas, each once: of a code, a group, or several of both; none for all areas.

    Raises
    ------
    ConfigError
        For every name that is neither an area's nor a group's, with the nearest one that is.
    """
    if given is None:
        return ()
    groups = catalogue.groups
    names = list_names("area", given)
    unknown = [name for name in names if name not in catalogue.areas and name not in groups]
    if unknown:
        raise ConfigError(
            " ".join(_complain_of_area(name, catalogue, groups) for name in unknown),
            fix=f"name areas by their keys or by a group ({', '.join(groups)}); dx.search(...) finds them by any name.",
        )
    return tuple(dict.fromkeys(key for name in names for key in groups.get(name, (name,))))


def choose_area(given: str, indicator: str, catalogue: Catalogue, *, having: Iterable[str], home: str = "") -> str:
    """Give the key of one area; where none is named, that of the project if it has the indicator, or the only one.

    Parameters
    ----------
    given
        Its key, or nothing.
    indicator, having
        An id, and the areas that have figures of it.
    home
        The area that the project file names.

    Raises
    ------
    ConfigError
        For a name that is no area's; for none where several areas have the indicator.
    """
    # An empty list or a number is a mistake, and is refused as one.
    if is_given(given):
        chosen = choose_areas((given,), catalogue)
        if len(chosen) > 1:
            raise ConfigError(f"'{given}' is a group of {len(chosen)} areas.", allowed=chosen, fix="name one of them.")
        return chosen[0]
    known = tuple(having)
    # Of an indicator without figures the home area is taken as well, so that the answer is "not known" and no error.
    if home in known or (home and not known):
        return home
    if len(known) != 1:
        raise ConfigError(
            f"'{indicator}' is known of {len(known)} areas.", allowed=known, fix="name one of them with area=."
        )
    return known[0]


def is_given(option: object) -> bool:
    """Say whether an option was given: neither None nor an empty text."""
    return option is not None and not (isinstance(option, str) and not option)


def choose_one(what: str, given: str, known: Iterable[str]) -> str:
    """Give a word that names one of a few things.

    Raises
    ------
    ConfigError
        For any other word, with the nearest one that is known, and all of them.
    """
    listed = tuple(known)
    if given not in listed:
        raise ConfigError(f"Unknown {what} '{given}'.{did_you_mean(given, listed)}", allowed=listed, fix="name one.")
    return given


def list_names(what: str, given: object) -> tuple[str, ...]:
    """Give names as they were written, each once; an empty list names nothing, and must not stand for everything."""
    names = tuple(given) if isinstance(given, Iterable) and not isinstance(given, (str, bytes)) else (given,)
    # A text is iterable too: "asean" would be read as five letters.
    odd = [repr(one) for one in names if not isinstance(one, str)]
    if odd or not names:
        raise ConfigError(
            f"{', '.join(odd)} cannot name an {what}." if odd else f"The list names no {what}.",
            fix="give a text or several; leave the argument out for all." if not odd else "give a text or several.",
        )
    return tuple(dict.fromkeys(str(one) for one in names))


def _complain_of_area(name: str, catalogue: Catalogue, groups: Iterable[str]) -> str:
    by_name = {text: key for key, area in catalogue.areas.items() for text in area.name.list_texts()}
    # One code may have stood for two areas, before and after the map changed, so none of them is taken silently.
    same_code = [key for key in catalogue.areas if "-" in key and key.rpartition("-")[2] == name.rpartition("-")[2]]
    if same_code and name not in by_name:
        meant = " or ".join(f"'{key}'" for key in same_code)
        return f"Unknown area '{name}'. Did you mean {meant}?"
    return complain_of_name("area", name, (*catalogue.areas, *groups), by_name)


def complain_of_name(what: str, name: str, known: Iterable[str], by_name: Mapping[str, str]) -> str:
    """Say that a name is unknown, with the key that bears it as a name, or the nearest key."""
    meant = {fold(text): key for text, key in by_name.items()}.get(fold(name))  # of two, the one of today stands last
    hint = f" Did you mean '{meant}'?" if meant else did_you_mean(name, known)
    return f"Unknown {what} '{name}'.{hint}"
