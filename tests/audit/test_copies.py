"""A page says of a source that only a copy of it was read, and where; one that does not is found out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dxlib.audit.auditing import compose_subject, hold_page
from dxlib.audit.facts import Facts
from dxlib.audit.finding import Finding, Rule
from dxlib.build.plan import Job
from dxlib.build.subjects import make_subject
from dxlib.export.assets import read_assets

OWN = '<a class="url" href="https://publicadministration.un.org/egovkb">publicadministration.un.org</a>'
PLACE = "github.com/MaryliaCruzS/Estadistica1CienciaPolitica"
ADDRESS = f"https://{PLACE}/blob/a1f17e3a3090/EGOV_DATA_2024.csv"
LINK = f'<a class="url" href="{ADDRESS}">{PLACE}</a>'
SAID = {"en": "as copied in ", "vi": "theo bản sao trên ", "fr": "d’après une copie déposée sur "}


@pytest.mark.parametrize("language", SAID)
def test_a_page_names_the_copy_and_the_audit_finds_one_that_leaves_it_out_or_names_another(
    jobs: dict[str, Job], facts: Facts, make: Callable[[str], str], language: str
) -> None:
    address = f"2025/{language}/01-national-overview.html"
    page = make(address)
    composed = compose_subject(make_subject(jobs[address]), facts, read_assets())
    said = f"{OWN} · {SAID[language]}{LINK}"
    assert page.count(said) == 1

    def alter(new: str) -> list[Finding]:
        return hold_page(page.replace(said, new), composed, name=address)

    assert alter(said) == []
    for new in (
        OWN, "", f"{OWN} · {LINK}", f"{SAID[language]}{LINK}",
        said.replace(PLACE, "github.com/somebody/data"), said.replace(f">{PLACE}<", ">github.com/somebody/data<"),
        said.replace(ADDRESS, "https://publicadministration.un.org/a.csv"),
    ):  # fmt: skip
        found = alter(new)
        assert found, new
        assert {one.rule for one in found} <= {Rule.TEXT, Rule.MARKUP}
        assert {one.page for one in found} == {address}
