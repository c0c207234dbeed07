"""Answers in words: a heading and lines, legible in any notebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from dxlib.addresses import is_web_address

# Lab's own properties, with what other notebooks take instead; one grey edge that is seen on light and on dark.
_BOX: Final = Markup(
    '<div style="font-family:var(--jp-content-font-family,sans-serif);font-size:var(--jp-content-font-size1,14px);'
    'line-height:1.45;border-left:3px solid #88939c;padding:.1em 0 .1em .8em;max-width:46em">{}</div>'
)  # fmt: skip
_HEAD: Final = Markup('<div><span style="font-size:{}em;font-weight:600">{}</span> {}</div>')
# Opacity and no colour of its own: the label stays legible on whatever ground the notebook has.
_LINE: Final = Markup('<div><span style="opacity:.72">{}:</span> {}</div>')
_LINK: Final = Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>')
_LARGE, _PLAIN = 1.6, 1.1


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One thing that is said; ``address`` leads to its source."""

    label: str
    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of a thing.

    Parameters
    ----------
    head
        The thing itself: a value with its unit, or a name.
    of
        What it is of.
    lines
        Everything else.
    is_value
        Whether the head is a number, which is written large.
    """

    head: str
    of: str
    lines: tuple[ToldLine, ...]
    is_value: bool = False

    def _repr_html_(self) -> str:
        """Give it as HTML that takes the colours of what surrounds it, so that it is legible in light and in dark."""
        head = _HEAD.format(_LARGE if self.is_value else _PLAIN, self.head, self.of)
        return str(_BOX.format(Markup().join([head, *(_LINE.format(one.label, _link(one)) for one in self.lines)])))

    def __str__(self) -> str:
        head = f"{self.head}  {self.of}" if self.of else self.head
        return "\n".join([head, *(f"  {one.label}: {one.text}" for one in self.lines)])

    __repr__ = __str__


def _link(line: ToldLine) -> Markup | str:
    # A catalogue of somebody else may hold "javascript:..." as an address.
    return _LINK.format(line.address, line.text) if is_web_address(line.address) else line.text
