"""A parameter that a brief adds, as lists of pages keep it: apart from what says it, for that loads Babel."""

from __future__ import annotations

from dataclasses import dataclass

from dxlib.data.keys import Value


@dataclass(frozen=True, slots=True)
class Own:
    """A parameter of a page that its brief adds, in the language of the page.

    Parameters
    ----------
    name
        As the notebook declares it.
    label
        What readers are told that it is.
    value
        Its value.
    text
        The value for readers: the name of a key of the catalogue, else the value itself.
    shown
        The value where nothing beside it says what it is.
    """

    name: str
    label: str
    value: Value
    text: str
    shown: str
