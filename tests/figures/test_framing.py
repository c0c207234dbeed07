from datetime import date
from decimal import Decimal

from dxlib.figures.framing import COLUMNS, make_table


def make_cells(**given: object) -> dict[str, object]:
    return {**dict.fromkeys(COLUMNS), "INDICATOR": "a", "REF_AREA": "VNM", "TIME_PERIOD": "2024", **given}


def test_a_table_without_rows_has_the_columns_and_types_of_one_with_rows() -> None:
    empty = make_table([])
    full = make_table([make_cells(OBS_VALUE=Decimal("3.41"), DATE=date(2024, 12, 31))])
    assert tuple(empty.columns) == tuple(full.columns) == COLUMNS
    assert empty["OBS_VALUE"].dtype == full["OBS_VALUE"].dtype == "float64"
    assert empty["DATE"].dtype == full["DATE"].dtype


def test_what_is_not_stated_is_no_number() -> None:
    table = make_table([make_cells(OBS_VALUE=None, UPPER_VALUE=Decimal(4))])
    assert table["OBS_VALUE"].isna().all()
    assert table["UPPER_VALUE"].tolist() == [4.0]


def test_a_table_takes_further_columns() -> None:
    assert make_table([{**make_cells(), "IS_OWN": True}], (*COLUMNS, "IS_OWN"))["IS_OWN"].tolist() == [True]
