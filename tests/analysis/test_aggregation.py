"""Areas put together: sums, weighted means, and what is refused."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.analysis import compute_aggregate
from dxlib.audit import formulas
from dxlib.audit.figure import read_figure
from dxlib.audit.formulas import NotComputableError
from dxlib.data.quantities import Formula
from dxlib.data.schema import Aggregation
from dxlib.errors import DataError
from dxlib.evidence.format import make_measure

PAIRS = st.lists(
    st.tuples(st.decimals(0, 100, places=2, allow_nan=False), st.integers(1, 10**7)), min_size=1, max_size=9
)
COUNT = {"indicator": "accounts", "unit": "PERSON", "decimals": 0}


@pytest.fixture(scope="module")
def rates(figure):
    """Makes rates and their weights, one an area."""

    def make(pairs):
        areas = [f"VN63-{number:02}" for number in range(len(pairs))]
        parts = [figure(rate, area=area) for (rate, _), area in zip(pairs, areas, strict=True)]
        return parts, [figure(weight, area=area, **COUNT) for (_, weight), area in zip(pairs, areas, strict=True)]

    return make


def test_counts_are_summed(figure):
    parts = [figure(value, area=area, **COUNT) for value, area in ((3, "VN63-44"), (4, "VN63-45"))]
    total = compute_aggregate(parts, rule=Aggregation.SUM)
    assert (total.value, total.unit, total.formula, total.inputs) == (7, "PERSON", Formula.SUM, tuple(parts))


def test_a_rate_is_weighted_by_what_it_is_a_rate_of(rates):
    parts, weights = rates([(10, 900), (50, 100)])
    mean = compute_aggregate(parts, weights, rule=Aggregation.WEIGHTED_MEAN)
    assert (mean.value, mean.unit, mean.formula) == (14, "PERCENT", Formula.WEIGHTED_MEAN)
    assert mean.inputs == (*parts, *weights)


@given(pairs=PAIRS)
def test_a_weighted_mean_lies_between_the_least_and_the_greatest_rate(rates, pairs):
    parts, weights = rates(pairs)
    value = compute_aggregate(parts, weights, rule=Aggregation.WEIGHTED_MEAN).value
    slack = Decimal("1e-20")
    assert min(rate for rate, _ in pairs) - slack <= value <= max(rate for rate, _ in pairs) + slack


@given(pairs=PAIRS, weight=st.integers(1, 1000))
def test_equal_weights_give_the_plain_mean(rates, pairs, weight):
    parts, weights = rates([(rate, weight) for rate, _ in pairs])
    value = compute_aggregate(parts, weights, rule=Aggregation.WEIGHTED_MEAN).value
    assert abs(value - sum(rate for rate, _ in pairs) / len(pairs)) < Decimal("1e-18")


def get_message(*arguments, rule=Aggregation.WEIGHTED_MEAN):
    with pytest.raises(DataError) as caught:
        compute_aggregate(*arguments, rule=rule)
    return str(caught.value)


def test_ranks_are_never_aggregated(figure):
    parts = [figure(1, area="VNM", indicator="egdi_rank", unit="RANK")]
    assert get_message(parts, rule=Aggregation.NEVER) == (
        "egdi_rank is not aggregated: areas put together have no RANK that follows from theirs.\n"
        "Fix: show the figure of each area, or aggregate the values that the ranks order."
    )


def test_a_rate_without_a_weight_is_refused(rates):
    assert get_message(rates([(10, 1)])[0]) == (
        "online_share is a rate: areas put together need a stated weight.\n"
        "Fix: name the indicator of what it is a rate of, such as the population."
    )


def test_weights_of_other_areas_are_refused(rates):
    parts, weights = rates([(10, 1), (20, 2)])
    assert get_message(parts, weights[::-1]) == (
        "online_share is of VN63-00, VN63-01, its weights of VN63-01, VN63-00.\n"
        "Fix: give one weight for each figure, in the same order."
    )


def test_a_weight_of_nothing_is_refused(rates):
    parts, weights = rates([(10, 0), (20, 2)])
    assert get_message(parts, weights) == (
        "A weight of online_share is not above zero.\nFix: check the figures that weigh."
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"period": "2023"}, "Not aggregated: more than one period (2023, 2024)."),
        ({"indicator": "accounts"}, "Not aggregated: more than one indicator (accounts, online_share)."),
        ({"unit_mult": 3}, "Not aggregated: more than one unit (PERCENT (ten to the 0), PERCENT (ten to the 3))."),
        ({"area": "VN63-44"}, "Not aggregated: VN63-44 counted twice."),
        ({"qualifier": ">"}, "online_share/VN63-45/2024/actual@mic-2024 is only a bound (> 2): "),
    ],
)
def test_figures_that_do_not_belong_together_are_refused(figure, change, message):
    parts = [figure(1, area="VN63-44"), figure(2, **{"area": "VN63-45", **change})]
    assert get_message(parts, rule=Aggregation.SUM).startswith(message)


def test_nothing_is_not_aggregated():
    assert get_message([], rule=Aggregation.SUM) == "Nothing to aggregate.\nFix: give one figure an area."


def read_rows(quantities, make_row):
    """Give the figures that the audit reads off the rows of quantities."""
    cells = [
        make_row(
            INDICATOR=one.observation.indicator,
            REF_AREA=one.observation.area,
            OBS_VALUE=str(one.value),
            UNIT_MEASURE=one.unit,
            UNIT_MULT="0",
            SOURCE=one.observation.source,
        )
        for one in quantities
    ]
    return [read_figure(each, one.decimals) for each, one in zip(cells, quantities, strict=True)]


def measure(quantity):
    """Give what the text of a quantity is made of."""
    return make_measure(quantity.value, quantity.unit, quantity.unit_mult, quantity.decimals, quantity.qualifier)


@given(pairs=PAIRS)
def test_the_audit_computes_the_same_sum_and_weighted_mean_by_its_own_code(rates, row, pairs):
    parts, weights = rates(pairs)
    own_parts, own_weights = read_rows(parts, row), read_rows(weights, row)
    for rule in (Aggregation.SUM, Aggregation.WEIGHTED_MEAN):
        written = compute_aggregate(parts, weights, rule=rule)
        audited = formulas.compute_aggregate(own_parts, own_weights, rule.value)
        assert abs(audited.value - Fraction(written.value)) < Fraction(1, 10**9)
        assert audited.measure == measure(written)
        assert (audited.formula, [one.id for one in audited.inputs]) == (
            written.formula,
            [one.observation.id for one in written.inputs],
        )


def test_the_audit_refuses_weights_of_other_areas(rates, row):
    parts, weights = (read_rows(figures, row) for figures in rates([(10, 1), (20, 2)]))
    with pytest.raises(NotComputableError, match="its weights are not those of its areas"):
        formulas.compute_aggregate(parts, weights[::-1], "weighted_mean")
