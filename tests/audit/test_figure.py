"""A figure of the audit has the key that the writing side gives it, and knows what it stems from."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dxlib.audit import formulas
from dxlib.audit.figure import Fig, read_figure
from dxlib.data.observations import make_observation
from dxlib.data.quantities import Formula, Quantity, read_out_of, read_quantity
from dxlib.data.schema import CLEAN_COLUMNS
from tests.conftest import make_row


def both(**cells: str) -> tuple[Fig, Quantity]:
    row = {**dict.fromkeys(CLEAN_COLUMNS, ""), **make_row(UNIT_MULT="0", **cells), "KNOWN_SINCE": "2025-01-01"}
    quantity = read_quantity(make_observation([row[name] for name in CLEAN_COLUMNS]), decimals=1)
    assert isinstance(quantity, Quantity)
    return read_figure(row, 1), quantity


def test_writer_and_audit_give_one_key_to_one_figure() -> None:
    (figure, quantity), (before, quantity_before) = both(OUT_OF="193"), both(TIME_PERIOD="2022", OBS_VALUE="86")
    assert figure.key == quantity.key
    total = read_out_of(quantity)
    assert figure.total is not None
    assert isinstance(total, Quantity)
    assert figure.total.key == total.key == f"{quantity.key}0"
    change = formulas.compare("rank_change", figure, before, ())
    assert isinstance(change, Fig)
    computed = Quantity(total.value, "PLACES", 0, 0, Formula.RANK_CHANGE, inputs=(quantity, quantity_before))
    assert change.key == computed.key
    assert change.key != Quantity(total.value, "POINTS", 0, 0, Formula.CHANGE, inputs=computed.inputs).key


def test_a_figure_tells_its_row_its_total_and_its_measure() -> None:
    figure, _ = both(OBS_VALUE="12.5", UNIT_MEASURE="USD", QUALIFIER=">", OBS_STATUS="E")
    assert (figure.indicator, figure.area, figure.period, figure.kind) == ("egdi_rank", "VNM", "2024", "actual")
    assert (figure.source, figure.status, figure.is_bound, figure.total) == ("un-2024", "E", True, None)
    assert str(figure.id) == "egdi_rank/VNM/2024/actual@un-2024"
    assert tuple(figure.measure) == (figure.measure.value, "USD", 0, 1, ">")
    assert figure.claimed("latest()").claim == "latest()"


@pytest.mark.parametrize(("written", "shown"), [("", ">="), ("~", ">="), ("<~", ">="), (">", ">"), (">=", ">=")])
def test_a_range_is_at_least_its_lower_end_unless_it_says_more(written: str, shown: str) -> None:
    figure, quantity = both(OBS_VALUE="57", UPPER_VALUE="60", QUALIFIER=written)
    assert figure.qualifier == quantity.qualifier == shown


def test_quotients_are_written_to_twelve_decimals_and_rows_are_walked() -> None:
    (one, _), (other, _) = both(OBS_VALUE="1"), both(OBS_VALUE="3", TIME_PERIOD="2022")
    ratio = formulas.compute_ratio(one, other)
    assert isinstance(ratio, Fig)
    assert ratio.value == Fraction(1, 3)
    assert str(ratio.measure.value) == "0.333333333333"
    assert [row["TIME_PERIOD"] for row in ratio.walk_rows()] == ["2024", "2022"]
    assert ratio.status == ""
