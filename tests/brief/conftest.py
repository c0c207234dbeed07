"""Briefs of the small project."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import dxlib as dx
from dxlib.data.clean import clean
from tests.conftest import write_toy_project


@pytest.fixture(scope="session")
def open_toy(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dx.Brief]:
    """Opens a brief of the small project on a day when all of its figures are known."""
    toy = write_toy_project(tmp_path_factory.mktemp("briefs"))
    clean(toy.project)

    def open_brief(area: str = "VNM", *, language: str = "en", as_of: str = "2026-12-31") -> dx.Brief:
        return dx.open_brief(
            "01-toy", area=area, edition=2026, language=language, as_of=as_of, root=toy.project.root
        )  # fmt: skip

    return open_brief
