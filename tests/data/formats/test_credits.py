"""How sources and units are named in exports."""

import pytest

from dxlib.data.formats.credits import name_source, name_unit


def test_a_source_is_named_by_publisher_outlet_title_and_date(store):
    named = [name_source(source, store.catalogue) for source in store.catalogue.sources.values()]
    assert named == [
        "United Nations, Survey, 2024-09", "Ministry, Report, 2025-01-15", "Ministry, via Newspaper, 2025",
        "United Nations", "Ministry, 2022-12-31",
    ]  # fmt: skip


@pytest.mark.parametrize(("power", "said"), [(0, "people"), (9, "billion people"), (2, "10^2 people")])
def test_a_unit_says_its_power_of_ten(store, power, said):
    indicator = store.catalogue.indicators["accounts"].model_copy(update={"unit_mult": power})
    assert name_unit(indicator, store.catalogue) == said


def test_a_source_that_was_read_in_a_copy_says_in_which_repository(copied):
    named = name_source(copied.catalogue.sources["un-2024"], copied.catalogue)
    assert named == "United Nations, Survey, 2024-09; as copied in github.com/somebody/copies"
