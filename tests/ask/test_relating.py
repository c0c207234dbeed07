"""Two indicators against each other."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

import dxlib as dx
from dxlib.charts.theme import Width
from dxlib.data.catalogue_files import forget_catalogue
from dxlib.errors import ConfigError
from tests.conftest import Toy, make_catalogue_files, make_row, make_share, make_words

Read = Callable[..., list[dict[str, str]]]
pytestmark = pytest.mark.usefixtures("here")


def test_internet_users_against_gdp_per_head_are_those_of_one_year(clean_rows: Read) -> None:
    found = dx.relation("gdp_per_head_usd", "internet_users_share", areas="countries")
    (year,) = set(found.frame.TIME_PERIOD)
    stated = {row["REF_AREA"]: float(row["OBS_VALUE"])
              for row in clean_rows("gdp_per_head_usd", TIME_PERIOD=year, KIND="actual")}  # fmt: skip
    shares = {row["REF_AREA"]: set() for row in clean_rows("internet_users_share", TIME_PERIOD=year)}  # type: ignore[var-annotated]
    for row in clean_rows("internet_users_share", TIME_PERIOD=year, KIND="actual"):
        shares[row["REF_AREA"]].add(float(row["OBS_VALUE"]))
    assert set(found.frame.REF_AREA) == stated.keys() & shares.keys()
    for row in found.frame.to_dict("records"):
        assert row["X"] == stated[row["REF_AREA"]]
        assert row["Y"] in shares[row["REF_AREA"]]


def test_the_line_is_that_of_least_squares_on_the_scale_that_is_shown() -> None:
    found = dx.relation("gdp_per_head_usd", "internet_users_share", areas="countries")
    slope, intercept = np.polyfit(np.log10(found.frame.X), found.frame.Y, 1)
    assert found.is_log
    assert found.fit is not None
    assert (found.fit.slope, found.fit.intercept) == pytest.approx((slope, intercept))
    plain = dx.relation("egdi_value", "internet_users_share", areas="countries")
    assert not plain.is_log
    assert plain.fit is not None
    assert plain.fit.slope == pytest.approx(np.polyfit(plain.frame.X, plain.frame.Y, 1)[0])


def test_each_area_is_a_dot_where_its_figures_lie_and_home_stands_out() -> None:
    found = dx.relation("gdp_per_head_usd", "internet_users_share", areas="countries", log=True)
    canvas = found.draw(Width.WIDE)
    dots = [one for one in canvas.markers if one.role == "point"]
    xs, ys = [one.x for one in dots], [one.y for one in dots]
    assert len(dots) == len(found.frame)
    logs = [math.log10(one) for one in found.frame.X]
    assert np.corrcoef(xs, logs)[0, 1] == pytest.approx(1, abs=1e-6)
    assert np.corrcoef(ys, found.frame.Y)[0, 1] == pytest.approx(1, abs=1e-6)
    assert len({one.color for one in dots}) == 2
    texts = {text.text for text in canvas.texts}
    assert {"Viet Nam", "100%", "US$10,000"} <= texts
    assert all(0 <= text.x <= canvas.width for text in canvas.texts)


def test_it_shows_itself_with_table_words_sources_and_evidence_in_any_language() -> None:
    shown = dx.relation("gdp_per_head_usd", "internet_users_share", areas="countries", language="vi")._repr_html_()
    for said in ("GDP bình quân đầu người", "Trục ngang có thang logarit", "Ngân hàng Thế giới", 'id="e-'):
        assert said in shown


def test_wrong_input_is_an_error_with_the_periods_that_there_are() -> None:
    with pytest.raises(ConfigError, match="Did you mean 'gdp_per_head_usd'"):
        dx.relation("gdp_per_hed_usd", "internet_users_share")
    with pytest.raises(ConfigError, match="areas have both 'egdi_value' and 'internet_users_share' for 2023") as caught:
        dx.relation("egdi_value", "internet_users_share", period=2023)
    assert "2022" in caught.value.allowed
    with pytest.raises(ConfigError, match="log='x' cannot be used"):
        dx.relation("gdp_per_head_usd", "internet_users_share", log="x")
    with pytest.raises(ConfigError, match="title=2024 is no text"):
        dx.relation("gdp_per_head_usd", "internet_users_share", title=2024)
    with pytest.raises(ConfigError, match="Unknown area 'Mars'"):
        dx.relation("egdi_value", "internet_users_share", areas="Mars")


@pytest.mark.parametrize("areas", [None, ("provinces_34", "provinces_63")])
def test_a_territory_is_one_dot_under_whichever_keys_its_figures_stand(areas: tuple[str, ...] | None) -> None:
    found = dx.relation("dti_provincial", "dti_provincial_rank", areas=areas, period=2022).frame
    assert "VN34-46" in set(found.REF_AREA)
    assert "VN63-46" not in set(found.REF_AREA)
    assert "VN63-48" in set(found.REF_AREA)  # it merged with another, so its figures are of no area of today


def test_the_line_goes_through_the_dots_and_lies_under_them() -> None:
    canvas = dx.relation("egdi_value", "internet_users_share", areas="countries").draw(Width.WIDE)
    dots = [one for one in canvas.markers if one.role == "point"]
    (line,) = (one for one in canvas.strokes if one.role == "line")
    xs = [one.x for one in dots]
    assert (line.points[0][0], line.points[-1][0]) == pytest.approx((min(xs), max(xs)), abs=0.001)
    assert line.layer < min(one.layer for one in dots)


def test_an_axis_of_ranks_has_the_name_alone_and_any_other_its_unit_too() -> None:
    found = dx.relation("egdi_rank", "internet_users_share", areas="countries")
    texts = {text.text for text in found.draw(Width.WIDE).texts}
    assert {"World rank in the E-Government Development Index (EGDI)", "Internet users (per cent)"} <= texts


def test_the_periods_that_can_be_asked_for_instead_are_named_in_their_order(
    ask_toy: Callable[..., Toy], toy: Toy
) -> None:
    files = make_catalogue_files()
    areas = {code: {**files["areas.yaml"]["SGP"], "name": make_words(code)} for code in ("LAO", "THA")}
    toy.write_catalogue("areas.yaml", {**files["areas.yaml"], **areas})
    forget_catalogue()
    # The area that is read first has a figure of the later year alone.
    known = [("LAO", "2023"), *((code, year) for code in ("SGP", "THA", "VNM") for year in ("2020", "2023"))]
    common = {"INDICATOR": "accounts", "UNIT_MEASURE": "PERSON", "SOURCE": "mic-2024"}
    accounts = [make_row(REF_AREA=code, TIME_PERIOD=year, **common) for code, year in known]
    ask_toy([*accounts, *(make_share(year, "40", REF_AREA=code) for code, year in known)])
    with pytest.raises(ConfigError, match="Only 0 areas have both") as caught:
        dx.relation("online_share", "accounts", period=2024)
    assert caught.value.allowed == ("2020", "2023")
