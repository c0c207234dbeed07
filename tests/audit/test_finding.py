"""A finding says which rule is broken, where, what stands there and what must."""

from __future__ import annotations

import pytest

from dxlib.audit.finding import Finding, Rule


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        (
            Finding("p.html", Rule.TEXT, "cell c03", "77", "71"),
            "p.html: text does not agree: cell c03: '77'; notebook and data give '71'",
        ),
        (
            Finding("feed.xml", Rule.LIST, "2025/x/en", "", "Where?"),
            "feed.xml: list does not agree: 2025/x/en: ''; the pages give 'Where?'",
        ),
        (
            Finding("en/x.html", Rule.CLAIM, "#e-abc: latest()", "71", "72 (fr/x.html#e-abc)"),
            "en/x.html: one claim, two values: #e-abc: latest(): '71'; another page gives '72 (fr/x.html#e-abc)'",
        ),
        (Finding("a.txt", Rule.FILE, "file", "it is missing"), "a.txt: files do not agree: file: 'it is missing'"),
    ],
)
def test_a_finding_names_file_rule_place_and_both_sides(finding: Finding, said: str) -> None:
    assert str(finding) == said
