"""Round values for axes and classes."""

from __future__ import annotations

import pytest

from dxlib.audit.svg.rounding import choose_classes, enclose_ranks, round_ranks, round_values


@pytest.mark.parametrize(
    ("low", "high", "zero", "limit", "ticks"),
    [
        (4, 35, True, 5, (0, 10, 20, 30, 40)),
        (0.338, 0.771, False, 5, (0.2, 0.4, 0.6, 0.8)),
        (-12, 30, True, 5, (-20, 0, 20, 40)),
        (20, 94, False, 5, (20, 40, 60, 80, 100)),
        (20, 94, False, 4, (0, 50, 100)),
        (20, 40, False, 5, (20, 25, 30, 35, 40)),
        (50, 50, False, 5, (20, 40, 60, 80)),
        (0, 0, False, 5, (0, 0.25, 0.5, 0.75, 1)),
        (7, 7, True, 5, (0, 2, 4, 6, 8)),
    ],
)
def test_round_values_enclose_two_values_in_few_steps(
    low: float, high: float, limit: int, ticks: tuple[float, ...], *, zero: bool
) -> None:
    assert round_values(low, high, zero=zero, limit=limit) == ticks


@pytest.mark.parametrize(
    ("best", "worst", "ranks"),
    [
        (3, 112, (1, 25, 50, 75, 100)),
        (6, 112, (1, 25, 50, 75, 100)),
        (7, 112, (25, 50, 75, 100)),
        (71, 112, (80, 90, 100, 110)),
        (1, 4, (1, 2, 3, 4)),
        (2, 9, (2, 4, 6, 8)),
        (7, 7, (7,)),
        (12, 48, (20, 30, 40)),
    ],
)
def test_ranks_are_round_and_begin_with_the_first_place_where_it_is_near(
    best: float, worst: float, ranks: tuple[float, ...]
) -> None:
    assert round_ranks(best, worst) == ranks


@pytest.mark.parametrize(
    ("worst", "ranks"), [(1, (1, 2)), (4, (1, 2, 3, 4)), (100, (1, 25, 50, 75, 100)), (103, (1, 25, 50, 75, 100, 125))]
)
def test_ranks_that_enclose_go_from_the_first_place_to_beyond_the_worst(worst: float, ranks: tuple[float, ...]) -> None:
    assert enclose_ranks(worst) == ranks


def test_classes_lie_between_round_bounds_within_the_values() -> None:
    assert choose_classes([17.6, 20, 30, 40, 45.2, 60], is_lower_better=False) == (
        (20, 40, 60),
        ("k1", "k2", "k4", "k5"),
    )
    assert choose_classes([4, 50, 56], is_lower_better=False) == ((20, 40), ("k1", "k3", "k5"))
    assert choose_classes([20, 22, 40], is_lower_better=False) == ((25, 30, 35, 40), ("k1", "k2", "k3", "k4", "k5"))


def test_the_better_a_class_the_stronger_its_colour() -> None:
    (bounds, colors), (same, turned) = (choose_classes([3, 7, 9, 12], is_lower_better=lower) for lower in (False, True))
    assert bounds == same
    assert colors == turned[::-1] != turned


def test_one_value_has_one_class() -> None:
    assert choose_classes([5], is_lower_better=False)[1] == ("k3",)


def test_bounds_do_not_follow_the_few_values_far_from_the_others() -> None:
    values = [*range(1, 40), 1000]
    assert choose_classes(values, is_lower_better=False)[0] == (10, 20, 30, 40)
