"""Briefs of the small project, and of this one with its charts."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import dxlib as dx
from dxlib.brief.fragments import Fragment
from dxlib.data.clean import clean
from tests.brief.analysts import EGOV
from tests.brief.pictures import draw_all, open_brief
from tests.conftest import write_toy_project


@pytest.fixture(scope="session")
def open_toy(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dx.Brief]:
    """Opens a brief of the small project on a day when all of its figures are known."""
    toy = write_toy_project(tmp_path_factory.mktemp("briefs"))
    clean(toy.project)

    def open_one(area: str = "VNM", *, language: str = "en", as_of: str = "2026-12-31") -> dx.Brief:
        return dx.open_brief(
            "01-toy", area=area, edition=2026, language=language, as_of=as_of, root=toy.project.root
        )  # fmt: skip

    return open_one


@pytest.fixture(scope="session")
def drawn() -> dict[str, Fragment]:
    """One of each chart of the house."""
    return draw_all("en")


@pytest.fixture(scope="module")
def brief() -> dx.Brief:
    """A brief of a province."""
    return open_brief("VN63-01")


@pytest.fixture(scope="module")
def scores(brief: dx.Brief) -> pd.DataFrame:
    """E-governance in the provinces of a region since the last break."""
    return brief.frame(EGOV, areas="gso_red_river_delta", since="2021")


@pytest.fixture(scope="module")
def countries() -> tuple[dx.Brief, pd.DataFrame]:
    """A brief of the country, and two indices of countries by indicator."""
    brief = open_brief("VNM")
    groups = ("asean", "comparators")
    return brief, brief.frame(["gtmi_value", "egdi_value"], areas=groups, period="2022", columns="indicator")
