"""Briefs of this project, opened on a day: the overview of the country, and the profile of an area."""

from __future__ import annotations

import dxlib as dx
from tests.building import ROOT


def open_overview(*, language: str = "en", as_of: str = "2025-12-31") -> dx.Brief:
    return dx.open_brief("01-national-overview", area="VNM", edition=2025, language=language, as_of=as_of, root=ROOT)


def open_profile(area: str, *, language: str = "en", edition: int = 2025) -> dx.Brief:
    return dx.open_brief("07-province-profile", area=area, edition=edition, language=language, root=ROOT)
