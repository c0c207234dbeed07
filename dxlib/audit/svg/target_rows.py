"""Latest figures on their scales, targets across them, and where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dxlib.audit.charts.drawn import LOWER_BOUNDS, UPPER_BOUNDS, DrawnTarget
from dxlib.audit.figure import Fig
from dxlib.audit.svg.matching import NEAR
from dxlib.audit.svg.parsing import ReadText, look_of_text
from dxlib.audit.svg.rounding import round_values
from dxlib.audit.svg.view import BASELINE, ROW, Phrase, ReadScale, View, Word
from dxlib.evidence.evidence_words import STATUS_WORDS
from dxlib.language import sentence

LATEST: Final = sentence("{latest} ({period})")
TARGET: Final = sentence("{target} by {deadline}")
# Distances in CSS pixels, as dxlib/charts/bullets.py lays rows of targets out.
_TRACK: Final = 12.0
_OVER: Final = 5.0
_UNDER: Final = 3.0
_BETWEEN: Final = 18.0
_EDGE: Final = 2.0
_AIR: Final = 10.0
_CARET: Final = 4.0
_WHOLE: Final = 100.0
_Label = tuple[float, Phrase]  # where a target stands on its scale, and what is written over it


def check_bullets(view: View) -> None:
    """See that each indicator stands with its status, its targets and its figure, each where its scale has it."""
    targets, top = view.drawn.targets, 0.0
    together = _find_limits(targets) if len({one.latest.unit for one in targets}) == 1 else None
    for one in targets:
        scale = ReadScale(*(together or _find_limits([one])), _EDGE, view.width - _EDGE)
        top = _check_row(view, one, scale, top) + _BETWEEN
    view.see_height(top - _BETWEEN + 2)


def _find_limits(targets: Sequence[DrawnTarget]) -> tuple[float, float]:
    """Give the values at the left and at the right end."""
    values = [float(figure.scaled) for one in targets for figure in (one.latest, *one.targets)]
    unit = targets[0].latest.unit
    if unit == "RANK":
        totals = [float(total.value) for one in targets if (total := one.latest.total)]
        # From the last place to the first, so that further right is better.
        return max(*values, *totals, 2.0), 1.0
    # A share is drawn on its whole.
    if unit == "PERCENT" and 0 <= min(values) <= max(values) <= _WHOLE:
        return 0.0, _WHOLE
    ticks = round_values(min(values), max(values), zero=True)
    return ticks[0], ticks[-1]


def _check_row(view: View, target: DrawnTarget, scale: ReadScale, top: float) -> float:
    """Check a row that begins at a height; give where it ends."""
    y = top + ROW - BASELINE
    name = view.take_name(Word(target.name, look_of_text("ink", bold=True)), 0, y)
    status, key = view.say(STATUS_WORDS[target.verdict.status]), view.name_key(target.verdict.key)
    view.take(Word(status, look_of_text("ink", anchor="end"), "data-verdict", key), view.width, y)
    y += ROW * len(name) + _UNDER
    for labels in _lay_out(view, target, scale):
        _check_labels(view, labels, y)
        y += ROW
    foot = y + BASELINE - ROW + _OVER + _TRACK
    _draw_track(view, target, scale, foot)
    latest, plain = target.latest, look_of_text("1")
    pieces = {"latest": view.out_of(latest, "1"), "period": view.period(latest.period, plain)}
    words = view.compose(LATEST, pieces, plain, {"period": latest.period})
    half = words.width / 2
    left = min(max(scale.locate(float(latest.scaled)), half), view.width - half) - half
    view.take_phrase(words, left, foot + _OVER + ROW - BASELINE)
    return foot + _OVER + ROW


def _lay_out(view: View, target: DrawnTarget, scale: ReadScale) -> list[list[_Label]]:
    """Put labels into as few rows as have room for them, each row from the left to the right."""
    labels = sorted(((scale.locate(float(one.scaled)), _show(view, one)) for one in target.targets), key=_find_place)
    for count in range(1, len(labels) + 1):
        # In turns: neighbours, which would touch, come to stand in different rows.
        rows = [labels[index::count] for index in range(count)]
        if all(sum(words.width + _AIR for _, words in row) - _AIR <= view.width for row in rows):
            break
    return rows


def _find_place(label: _Label) -> float:
    return label[0]


def _show(view: View, target: Fig) -> Phrase:
    plain = look_of_text("target")
    pieces = {"target": view.figure(target, "target"), "deadline": view.period(target.period, plain)}
    return view.compose(TARGET, pieces, plain, {"deadline": target.period})


def _check_labels(view: View, labels: Sequence[_Label], y: float) -> None:
    """See that labels stand over their marks, moved only as far as others need room."""
    found: list[tuple[float, float, float, ReadText]] = []
    for place, words in labels:
        first = view.take_phrase(words, y=y)[0]
        left = first.x - words.words[0][1]
        found.append((place, left, left + words.width, first))
    found.sort(key=lambda one: one[:2])  # of targets with one value either may come first
    ends = [-_AIR, *(right for _, _, right, _ in found)]
    starts = [*(left for _, left, _, _ in found[1:]), view.width + _AIR]
    for (place, left, right, first), end, following in zip(found, ends, starts, strict=False):
        if left < end + _AIR - NEAR or right > view.width + NEAR:
            view.wrong.append(f"'{first.text}' has no room beside the others")
        wanted = min(max(place - (right - left) / 2, 0), view.width - (right - left))
        is_pushed = left - end <= _AIR + NEAR or following - right <= _AIR + NEAR
        if abs(left - wanted) > NEAR and not is_pushed:
            view.wrong.append(f"'{first.text}' does not stand over its mark")


def _draw_track(view: View, target: DrawnTarget, scale: ReadScale, foot: float) -> None:
    latest, top, marks = target.latest, foot - _TRACK, view.marks
    middle, start, end = (top + foot) / 2, _EDGE, view.width - _EDGE
    place = scale.locate(float(latest.scaled))
    if latest.unit == "RANK":
        marks.line("pale", (start, middle), (end, middle), width=2)
        marks.dot(place, middle, "1", _TRACK / 2, layer=6)
    else:
        marks.bar("grid", (start, top, end, foot), 1)
        left, right = sorted((scale.locate(0), place))
        marks.bar("1", (left, top + 2, max(right, left + 1), foot - 2), 2)
        side = (latest.qualifier in LOWER_BOUNDS) - (latest.qualifier in UPPER_BOUNDS)
        if side:
            near, tip, color = place + 3 * side, place + (3 + _CARET) * side, "1"
            # Where the scale ends, the sign has no room beyond the bar and stands in it.
            if not 0 <= tip <= view.width:
                near, tip, color = place - (3 + _CARET) * side, place - 3 * side, "paper"
            marks.line(color, (near, middle - _CARET), (tip, middle), (near, middle + _CARET), width=1.6, layer=3)
    for one in target.targets:
        x = scale.locate(float(one.scaled))
        # A broader line in the colour of the page under it sets the target off from the bar.
        marks.line("paper", (x, foot + _OVER), (x, top - _OVER), width=5, layer=4)
        marks.line("target", (x, foot + _OVER), (x, top - _OVER), width=2.6, layer=5)
