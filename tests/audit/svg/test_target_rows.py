"""Latest figures on their scales, targets across them, and where each stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dxlib.audit.charts.drawn import DrawnTarget
from dxlib.audit.known import Judgement
from dxlib.audit.svg.target_rows import TARGET, _draw_track, _find_limits
from dxlib.audit.svg.view import ReadScale, View, Word, look_of_text
from dxlib.language import Speaker
from tests.audit.small import NARROW, WIDE, Small, change_text, check, drop_text, make_fig, move_shape, stretch


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("args", [("users",), ("egdi_rank",), ("users", "egdi_rank")])
def test_true_rows_pass(small: Small, args: tuple[str, ...], width: int) -> None:
    assert check(small.draw("bullets", *args, width=width)) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda view: change_text(view, "users label", by=(3, 0)),
            "'users label' stands at",
        ),
        (lambda view: change_text(view, "rank label", by=(0, 3)), "'rank label' stands at"),
        (
            lambda view: change_text(view, "no confirmed figure for the deadline", by=(-3, 0)),
            "'no confirmed figure for the deadline'",
        ),
        (
            lambda view: change_text(view, "66.5%", by=(3, 0)),
            "'66.5%' stands at 419.1, 69, not at",
        ),
        (
            lambda view: change_text(view, "66.5%", by=(0, 3)),
            "'66.5%' stands at 416.1, 72, not at",
        ),
        (lambda view: change_text(view, "193", by=(9, 0)), "'193' stands at"),
        (lambda view: change_text(view, "80%", by=(0, 3)), "'80%' stands at 508.5, 34, not at"),
        (lambda view: change_text(view, "2030", by=(9, 0)), "'2030' stands at"),
        (lambda view: drop_text(view, "95%"), "'60'"),
        (lambda view: change_text(view, "no confirmed figure for the deadline", text="met"), "'met'"),
        (lambda view: move_shape(view, "target 2.6"), "a line or an area (target 2.6 - - ) stands at"),
        (lambda view: move_shape(view, "paper 5.0"), "a line or an area (paper 5.0 - - ) stands at"),
        (lambda view: move_shape(view, "1 8.0"), "a line or an area (1 8.0 - - ) stands at"),
        (lambda view: move_shape(view, "1 12.0"), "a line or an area (1 12.0 - round .) stands at"),
        (lambda view: move_shape(view, "pale", by=(0, 4)), "a line or an area (pale 2.0 - - ) stands at"),
        (stretch, "its height is "),
    ],
)
def test_what_stands_elsewhere_or_is_missing_is_named(
    small: Small, change: Callable[[View], View], message: str
) -> None:
    found = check(change(small.draw("bullets", "users", "egdi_rank")))
    assert any(one.startswith(message) for one in found), found


def move_label(view: View, number: str, deadline: str, by: float) -> View:
    by_at = [at for at, one in enumerate(view.drawing.texts) if one.text == "by"][number == "95%"]
    texts = list(view.drawing.texts)
    for at, one in enumerate(texts):
        if one.text.replace("\u00a0", " ") in (number, deadline) or at == by_at:
            texts[at] = replace(one, x=one.x + by)
    return replace(view, drawing=replace(view.drawing, texts=tuple(texts)))


@pytest.mark.parametrize(
    ("number", "deadline", "by", "messages"),
    [
        ("80%", "2026", -30, ["'80%' does not stand over its mark"]),
        ("80%", "2026", 30, ["'95%' has no room beside the others"]),
        ("95%", "2030", 9, ["'95%' has no room beside the others"]),
    ],
)
def test_a_label_stands_over_its_mark_and_leaves_room_for_the_others(
    small: Small, number: str, deadline: str, by: float, messages: list[str]
) -> None:
    found = check(move_label(small.draw("bullets", "users", "egdi_rank"), number, deadline, by))
    assert found == messages


@pytest.mark.parametrize(
    ("values", "unit", "more", "limits"),
    [
        ((66, 80), "PERCENT", {}, (0, 100)),
        ((66, 130), "PERCENT", {}, (0, 150)),
        ((-5, 80), "PERCENT", {}, (-50, 100)),
        ((3, 7), "INDEX", {}, (0, 8)),
        ((71, 60), "RANK", {"OUT_OF": "193"}, (193, 1)),
        ((71, 60), "RANK", {}, (71, 1)),
        ((1, 1), "RANK", {}, (2, 1)),
    ],
)
def test_a_scale_goes_from_nothing_to_all_or_from_the_last_rank_to_the_first(
    values: tuple[int, int], unit: str, more: dict[str, str], limits: tuple[float, float]
) -> None:
    latest, target = make_fig(values[0], unit=unit, **more), make_fig(values[1], "2030", unit=unit, KIND="target")
    assert _find_limits([DrawnTarget("x", latest, (target,), Judgement("met", target, latest, None))]) == limits


@pytest.mark.parametrize(("qualifier", "tip"), [(">", 7), ("<", -7), ("", None)])
def test_a_bound_has_a_caret_on_its_open_side(small: Small, qualifier: str, tip: float | None) -> None:
    view = small.draw("bullets", "users")
    (one,) = view.drawn.targets
    bound = replace(one, latest=replace(one.latest, qualifier=qualifier))
    view = replace(view)  # of which nothing is read
    scale = ReadScale(0, 100, 2, view.width - 2)
    _draw_track(view, bound, scale, 60)
    carets = [mark for mark in view.marks if mark.look.startswith("1 1.6")]
    place = scale.locate(66.5)
    assert [mark.points[1][0] for mark in carets] == ([] if tip is None else [pytest.approx(place + tip)])


def test_a_bound_at_the_end_of_its_scale_has_its_caret_in_the_bar(small: Small) -> None:
    view = small.draw("bullets", "users")
    (one,) = view.drawn.targets
    bound = replace(one, latest=replace(one.latest, qualifier=">"))
    view = replace(view)  # of which nothing is read
    scale = ReadScale(0, 66.5, 2, view.width - 2)
    _draw_track(view, bound, scale, 60)
    (caret,) = [mark for mark in view.marks if " 1.6" in mark.look]
    assert caret.look.startswith("paper")
    assert [x for x, _ in caret.points] == [scale.end - 7, scale.end - 3, scale.end - 7]


def test_a_deadline_has_the_words_that_its_translation_asks_for(small: Small) -> None:
    view = replace(small.draw("bullets", "users"), speaker=Speaker("vi", {}))
    look = look_of_text("target")
    pieces = {"target": Word("80%", look), "deadline": Word("2025", look)}
    phrase = view.compose(TARGET, pieces, look, {"deadline": "2025"})
    assert [word.text for word, _ in phrase.words] == ["80%", ", thời hạn: năm", "2025"]
