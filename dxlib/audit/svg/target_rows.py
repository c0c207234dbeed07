"""Latest figures on their scales, targets across them, and where each stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dxlib.audit.charts.drawn import LOWER_BOUNDS, UPPER_BOUNDS, DrawnTarget
from dxlib.audit.figure import Fig
from dxlib.audit.svg.matching import NEAR, ReadMark, Word, match_shapes, match_texts
from dxlib.audit.svg.parsing import look_of_text
from dxlib.audit.svg.rounding import round_values
from dxlib.audit.svg.text_widths import measure
from dxlib.audit.svg.view import BASELINE, ROW, ReadScale, View, bar, check_at, check_follow, line, sign
from dxlib.evidence.evidence_words import STATUS_WORDS
from dxlib.language import Sentence, sentence

LATEST: Final = sentence("{latest} ({period})")
TARGET: Final = sentence("{target} by {deadline}")
_TRACK: Final = 12.0
_OVER: Final = 5.0
_UNDER: Final = 3.0
_BETWEEN: Final = 18.0
_EDGE: Final = 2.0
_AIR: Final = 10.0
_CARET: Final = 4.0
_WHOLE: Final = 100.0


@dataclass(slots=True)
class _Label:
    """A target's label: its words, how wide it is, and where its mark stands."""

    words: list[Word]
    width: float
    place: float

    @property
    def left(self) -> float:
        return self.words[0].only.x


@dataclass(slots=True)
class _Row:
    """A row: its words and its scale."""

    target: DrawnTarget
    name: Word
    status: Word
    labels: list[list[_Label]]
    latest: list[Word]
    latest_width: float
    scale: ReadScale

    @property
    def words(self) -> Iterator[Word]:
        yield self.name
        yield self.status
        for label in (label for row in self.labels for label in row):
            yield from label.words
        yield from self.latest


def check_bullets(view: View) -> Iterator[str]:
    """See that each indicator stands with its status, its targets and its figure, each where its scale has it."""
    targets = view.drawn.targets
    together = _find_limits(targets) if len({one.latest.unit for one in targets}) == 1 else None
    rows = [_make_row(view, one, together or _find_limits([one])) for one in targets]
    if wrong := list(match_texts([word for row in rows for word in row.words], view.drawing.texts)):
        yield from wrong
        return
    top, marks = 0.0, list[ReadMark]()
    for row in rows:
        yield from _check_row(view, row, top, marks)
        top += ROW * (len(row.name.found) + len(row.labels) + 1) + _TRACK + 2 * _OVER + _UNDER + _BETWEEN
    if abs(view.drawing.height - top + _BETWEEN - 2) > NEAR:
        yield "its height is not that of its rows"
    yield from match_shapes(marks, view.drawing.shapes)


def _find_limits(targets: Sequence[DrawnTarget]) -> tuple[float, float]:
    """Give the values at the left and at the right end."""
    values = [float(figure.scaled) for one in targets for figure in (one.latest, *one.targets)]
    unit = targets[0].latest.unit
    if unit == "RANK":
        totals = [float(total.value) for one in targets if (total := one.latest.total)]
        return max(*values, *totals, 2.0), 1.0
    if unit == "PERCENT" and 0 <= min(values) <= max(values) <= _WHOLE:
        return 0.0, _WHOLE
    ticks = round_values(min(values), max(values), zero=True)
    return ticks[0], ticks[-1]


def _make_row(view: View, target: DrawnTarget, limits: tuple[float, float]) -> _Row:
    scale = ReadScale(*limits, _EDGE, view.width - _EDGE)
    status = view.say(STATUS_WORDS[target.verdict.status])
    latest, width = _show_latest(view, target.latest)
    return _Row(
        target,
        Word(target.name, look_of_text("ink", bold=True), is_name=True),
        Word(status, look_of_text("ink", anchor="end"), "data-verdict", view.name_key(target.verdict.key)),
        _lay_out(view, [_show_target(view, one, scale) for one in target.targets]),
        latest,
        width,
        scale,
    )


def _show_target(view: View, target: Fig, scale: ReadScale) -> _Label:
    plain = look_of_text("target")
    pieces = {"target": view.figure(target, "target"), "deadline": view.period(target.period, plain)}
    words = view.compose(TARGET, pieces, plain)
    return _Label(words, _measure(view, TARGET, pieces, {"target"}), scale.locate(float(target.scaled)))


def _show_latest(view: View, latest: Fig) -> tuple[list[Word], float]:
    plain = look_of_text("1")
    period = view.period(latest.period, plain)
    shown = view.compose(LATEST, {"latest": Word("", plain), "period": period}, plain)
    figure = view.out_of(latest, "1")
    words = [part for word in shown for part in (figure if not word.text else [word])]
    width = _measure(view, LATEST, {"latest": Word("", plain), "period": period}, set())
    if not latest.total:
        return words, width + measure(figure[0].text, bold=True)
    pieces = {"rank": view.figure(latest, "1"), "total": view.figure(latest.total, "1")}
    return words, width + _measure(view, sentence("{rank} of {total}"), pieces, {"rank"})


def _measure(view: View, message: Sentence, pieces: Mapping[str, Word], bold: set[str]) -> float:
    """Give how wide a sentence is, with the spaces between its texts."""
    text = view.say(message)
    for name, word in pieces.items():
        text = text.replace(f"{{{name}}}", "" if name in bold else word.text)
    return measure(text) + sum(measure(pieces[name].text, bold=True) for name in bold)


def _lay_out(view: View, labels: list[_Label]) -> list[list[_Label]]:
    """Put labels into as few rows as have room for them, each row from the left to the right."""
    labels = sorted(labels, key=lambda one: one.place)
    for count in range(1, len(labels) + 1):
        rows = [labels[index::count] for index in range(count)]
        if all(sum(one.width + _AIR for one in row) - _AIR <= view.width for row in rows):
            break
    return rows


def _check_row(view: View, row: _Row, top: float, marks: list[ReadMark]) -> Iterator[str]:
    for at, one in enumerate(row.name.found):
        if abs(one.x) > NEAR or abs(one.y - top - ROW * (at + 1) + BASELINE) > NEAR:
            yield f"'{one.text}' does not stand at the head of its row"
    yield from check_at(row.status, x=view.width, y=top + ROW - BASELINE)
    y = top + ROW * len(row.name.found) + _UNDER
    for labels in row.labels:
        yield from _check_labels(view, labels, y + ROW - BASELINE)
        y += ROW
    foot = y + _OVER + _TRACK
    marks += _list_track(view, row, foot)
    place = row.scale.locate(float(row.target.latest.scaled))
    half = row.latest_width / 2
    left = min(max(place, half), view.width - half) - half
    yield from check_at(row.latest[0], x=left, y=foot + _OVER + ROW - BASELINE)
    yield from check_follow(row.latest)


def _check_labels(view: View, labels: Sequence[_Label], y: float) -> Iterator[str]:
    """See that labels stand over their marks, moved only as far as others need room."""
    end = -_AIR
    labels = sorted(labels, key=lambda one: (one.place, one.left))  # of targets with one value either may come first
    for at, label in enumerate(labels):
        yield from check_follow(label.words)
        yield from check_at(label.words[0], y=y)
        right = label.left + label.width
        if label.left < end + _AIR - NEAR or right > view.width + NEAR:
            yield f"'{label.words[0].only.text}' has no room beside the others"
        wanted = min(max(label.place - label.width / 2, 0), view.width - label.width)
        following = labels[at + 1].left if at + 1 < len(labels) else view.width + _AIR
        is_pushed = label.left - end <= _AIR + NEAR or following - right <= _AIR + NEAR
        if abs(label.left - wanted) > NEAR and not is_pushed:
            yield f"'{label.words[0].only.text}' does not stand over its mark"
        end = right


def _list_track(view: View, row: _Row, foot: float) -> Iterator[ReadMark]:
    latest, top = row.target.latest, foot - _TRACK
    middle, start, end = (top + foot) / 2, _EDGE, view.width - _EDGE
    place = row.scale.locate(float(latest.scaled))
    if latest.unit == "RANK":
        yield line("pale", (start, middle), (end, middle), width=2)
        yield from sign(place, middle, "1", _TRACK / 2, layer=6)
    else:
        yield bar("grid", (start, top, end, foot), 1)
        left, right = sorted((row.scale.locate(0), place))
        yield bar("1", (left, top + 2, max(right, left + 1), foot - 2), 2)
        side = (latest.qualifier in LOWER_BOUNDS) - (latest.qualifier in UPPER_BOUNDS)
        if side:
            near, tip = place + 3 * side, place + (3 + _CARET) * side
            points = ((near, middle - _CARET), (tip, middle), (near, middle + _CARET))
            yield line("1", *points, width=1.6, layer=3)
    for target in row.target.targets:
        x = row.scale.locate(float(target.scaled))
        yield line("paper", (x, foot + _OVER), (x, top - _OVER), width=5, layer=4)
        yield line("target", (x, foot + _OVER), (x, top - _OVER), width=2.6, layer=5)
