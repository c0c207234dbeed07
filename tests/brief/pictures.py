"""One of each chart with real figures, as a notebook calls it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import html

import dxlib as dx
from dxlib.brief.fragments import Fragment
from tests.building import ROOT
from tests.rendering import render

_EGDI: Final = '"egdi_value", "egdi_osi", "egdi_tii", "egdi_hci"'
_PAPI: Final = '"papi_dim5_public_admin_procedures", "papi_dim6_public_service_delivery", "papi_dim8_e_governance"'
# The titles are texts that have their translations. Kind, title and indicators name a chart: no two are alike in all.
OF_THE_COUNTRY: Final[Mapping[str, str]] = {
    "trend": 'brief.trend("ecommerce_retail_revenue", title="Indicator")',
    "ranking": 'brief.ranking("egdi_rank", areas=brief.areas("asean_six"), title="Indicator")',
    "rank_table": 'brief.rank_table("egdi_value", group="asean", areas=["KOR"], title="Indicator")',
    "rank_table of ranks": 'brief.rank_table("egdi_rank", group="asean", title="Indicator")',
    "bullets": 'brief.bullets("digital_signature_adult_share", "fibre_household_share", title="Indicator")',
    "bullets of many units": 'brief.bullets("egdi_rank", "ecommerce_retail_revenue", title="Indicator")',
    "tiles": 'brief.tiles("population_of_new_unit", group="provinces_34", title="Indicator")',
    "parts": f'brief.parts({_EGDI}, title="Indicator")',
    "parts of areas": f'brief.parts({_EGDI}, areas=brief.areas("asean"), title="Area")',
    "dots": 'brief.dots("egdi_osi", group="asean", title="Indicator")',
}
OF_A_PROVINCE: Final[Mapping[str, str]] = {
    "rank_table of many": 'brief.rank_table("papi_total", group="provinces_63", title="Indicator")',
    "rank_table of many ranks": 'brief.rank_table("dti_provincial_rank", group="provinces_63", title="Indicator")',
    "tiles of the old map": 'brief.tiles("papi_dim8_e_governance", group="provinces_63", title="Indicator")',
    "parts of a sum": f'brief.parts("papi_total", {_PAPI}, areas=["VN63-25"], title="Indicator")',
    "dots with rivals": 'brief.dots("papi_total", group="gso_red_river_delta", title="Indicator")',
}


def open_brief(area: str, *, language: str = "en", edition: int = 2025) -> dx.Brief:
    """Open a brief on the project's own data."""
    return dx.open_brief("01-national-overview", area=area, edition=edition, language=language, root=ROOT)


def draw(brief: dx.Brief, call: str) -> Fragment:
    """Give what a cell gives."""
    fragment = eval(call, {"brief": brief})
    assert isinstance(fragment, Fragment)
    return fragment


def draw_all(language: str) -> dict[str, Fragment]:
    """Give one of each chart."""
    country, province = open_brief("VNM", language=language), open_brief("VN63-01", language=language)
    drawn = {name: draw(country, call) for name, call in OF_THE_COUNTRY.items()}
    return drawn | {name: draw(province, call) for name, call in OF_A_PROVINCE.items()}


def read(fragment: Fragment) -> html.HtmlElement:
    """Give the markup of a fragment."""
    return html.fragment_fromstring(render(fragment))


def list_texts(node: html.HtmlElement, path: str) -> list[str]:
    """Give the texts of what a path finds, with single blanks."""
    return [" ".join(found.text_content().split()) for found in node.xpath(path)]
