"""Values that jump beyond what their series ever did."""

from dxlib.figures.findings import Weight


def test_a_step_beyond_all_steps_before_is_suspicious(state, find):
    rows = [state("level", str(2015 + year), value) for year, value in enumerate((100, 110, 115, 125, 130, 200))]
    (finding,) = find("jumps", rows)
    assert (finding.weight, finding.subject.period, finding.off) == (Weight.SUSPICION, "2020", 60)
    assert find("jumps", rows[:-2] + rows[-1:]) == ()  # of three steps before, none says what is usual
    assert find("jumps", rows, breaks=["2020-06-30"]) == ()
    assert find("jumps", [*rows[:-1], state("level", "2020", 155)]) == ()  # under a quarter of the value


def test_what_spreads_by_a_share_of_itself_does_not_jump(state, find):
    values = (0.1, 0.4, 0.5, 0.55, 0.6, 2.2)
    rows = [state("share", str(2015 + year), value) for year, value in enumerate(values)]
    assert find("jumps", rows) == ()
    assert len(find("jumps", [*rows[:-1], state("share", "2020", 2.5)])) == 1


def test_where_sources_disagree_the_value_nearest_to_the_year_before_stands(state, find):
    rows = [state("level", str(2015 + year), value) for year, value in enumerate((100, 110, 115, 125, 130, 200))]
    assert find("jumps", [*rows, state("level", "2020", 140, source="un-2024")]) == ()


def test_a_step_of_ranks_counts_from_ten_places_on(state, find):
    ranks = [state("rank", str(2015 + year), value) for year, value in enumerate((50, 51, 50, 51, 50))]
    assert find("jumps", [*ranks, state("rank", "2020", 60)]) == ()
    assert len(find("jumps", [*ranks, state("rank", "2020", 61)])) == 1


def test_a_step_over_years_without_a_figure_counts_by_the_year_and_parts_of_a_year_do_not_count(state, find):
    rows = [state("level", str(2015 + year), value) for year, value in enumerate((100, 110, 115, 125, 130))]
    assert len(find("jumps", [*rows, state("level", "2021", 230)])) == 1
    assert find("jumps", [*rows, state("level", "2022", 190)]) == ()
    assert find("jumps", [*rows, state("level", "2020-Q1", 900)]) == ()


def test_a_jump_that_the_series_has_seen_before_is_none(state, find):
    rows = [state("level", str(2015 + year), value) for year, value in enumerate((100, 110, 115, 125, 130, 200))]
    assert [one.subject.period for one in find("jumps", [*rows, state("level", "2021", 290)])] == ["2020"]


def test_a_fall_to_nothing_is_a_jump(state, find):
    rows = [state("level", str(2015 + year), value) for year, value in enumerate((100, 110, 115, 125, 130, 0))]
    assert [one.subject.period for one in find("jumps", rows)] == ["2020"]
