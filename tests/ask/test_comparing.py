"""Whether two figures may be compared."""

from __future__ import annotations

import pytest

import dxlib as dx
from dxlib.errors import ConfigError, DataError

pytestmark = pytest.mark.usefixtures("here")


def test_25_per_cent_is_not_comparable_with_28_4_since_the_adults_differ() -> None:
    found = dx.compare(dx.latest("digital_signature_adult_share"), dx.at("digital_signature_adult_share", 2024))
    assert not found
    assert found.change is None
    (reason,) = found.reasons
    assert reason.startswith("the meaning of digital_signature_adult_share changed on 2025-01-01: ")
    assert "another number of adults" in reason
    assert str(found).startswith("Not comparable\n  figure: 25% (Viet Nam, 2024;")


def test_what_may_be_compared_gives_the_change_from_the_earlier_to_the_later_in_either_order() -> None:
    earlier, later = dx.at("egdi_rank", 2022, area="VNM"), dx.at("egdi_rank", 2024, area="VNM")
    for found in (dx.compare(earlier, later), dx.compare(later, earlier)):
        assert found
        assert found.change is not None
        assert float(found.change) == -15
        assert "15 places gained" in found._repr_html_()


def test_every_reason_is_given_at_once() -> None:
    found = dx.compare(dx.latest("egdi_value", area="SGP"), dx.at("ecommerce_retail_revenue", 2024, area="VNM"))
    assert [reason.split(" (")[0] for reason in found.reasons] == [
        "their units differ", "their definitions differ", "they speak of two areas",
    ]  # fmt: skip


def test_what_is_no_figure_or_not_known_is_an_error() -> None:
    with pytest.raises(ConfigError, match="25 is no figure"):
        dx.compare(25, 28.4)  # type: ignore[arg-type]
    with pytest.raises(DataError, match="egdi_rank of VNM is not known"):
        dx.compare(dx.at("egdi_rank", 2023, area="VNM"), dx.latest("egdi_rank", area="VNM"))


def test_a_figure_that_is_computed_is_refused() -> None:
    later, earlier = dx.at("egdi_rank", 2024, area="VNM"), dx.at("egdi_rank", 2022, area="VNM")
    with pytest.raises(ConfigError, match="is computed") as refused:
        dx.compare(later - earlier, later)
    assert refused.value.fix == "take both by dx.latest, dx.at or dx.target."
