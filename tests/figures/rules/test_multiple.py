"""Stated multiples against their levels."""


def test_a_multiple_that_two_levels_do_not_give_is_found(state, find):
    rows = [state("times", "2024", "2.5"), state("level", "2024", 45), state("level", "2023", 40)]
    assert [one.message for one in find("multiple", rows, multiple={"times": "level"})] == [
        "times of VNM is stated as 2.5 TIMES in 2024 [mic-2024], but 45 COUNT in 2024 [mic-2024] and 40 COUNT in 2023 "
        "[mic-2024] give 1.0988 to 1.1519"
    ]
    assert find("multiple", [*rows[:2], state("level", "2023", 18)], multiple={"times": "level"}) == ()
