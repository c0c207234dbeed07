"""Target bullets on a page."""

from __future__ import annotations

from dxlib.brief.fragments import Fragment
from tests.brief.pictures import list_texts, read


def test_targets_of_different_units_say_that_each_row_has_its_scale(drawn: dict[str, Fragment]) -> None:
    notes = {
        name: list_texts(read(drawn[name]), ".//p[@class='note']") for name in ("bullets", "bullets of many units")
    }
    assert notes == {"bullets": [], "bullets of many units": ["Each row has a scale of its own."]}


def test_the_status_in_a_picture_is_that_of_the_table(drawn: dict[str, Fragment]) -> None:
    figure = read(drawn["bullets"])
    shown = set(list_texts(figure, "div[@class='wide']//text[@data-verdict]"))
    assert shown
    assert shown <= set(list_texts(figure, ".//table//*[@data-verdict]"))
