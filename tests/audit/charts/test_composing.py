"""The audit composes each chart of a page again, and comes to what the writing side made."""

from __future__ import annotations

import json
from typing import Any

import pytest

import dxlib as dx
from dxlib.audit.charts.composing import CHARTS, KINDS, compose_chart
from dxlib.audit.facts import Facts
from dxlib.audit.figure import Gap
from dxlib.audit.gathering import Collector
from dxlib.evidence import blocks, folds
from dxlib.evidence.format import Evidence
from dxlib.paths import find_project
from tests.audit.charts.notebooks import Call, Recording, find_drawings, know, run, say_title
from tests.audit.small import Small

PAGES = [
    ("01-national-overview", "VNM", 2022, "vi"),
    ("01-national-overview", "VNM", 2025, "en"),
    ("02-online-public-services", "VNM", 2024, "fr"),
    ("03-digital-identity", "VNM", 2025, "vi"),
    ("04-digital-economy", "VNM", 2025, "en"),
    ("05-international-rankings", "VNM", 2018, "vi"),
    ("05-international-rankings", "VNM", 2025, "fr"),
    ("07-province-profile", "VN63-01", 2016, "vi"),
    ("07-province-profile", "VN34-44", 2025, "fr"),
    ("08-country-profile", "SGP", 2025, "en"),
    ("08-country-profile", "BRN", 2013, "fr"),
]
# Calls that no notebook makes.
OTHERS: list[tuple[str, tuple[str, ...], dict[str, Any]]] = [
    ("parts", ("egdi_value", "egdi_osi", "egdi_tii", "egdi_hci"), {"areas": ("SGP", "THA")}),
    ("dots", ("egdi_rank",), {"group": "asean", "period": "2020"}),
    ("trend", ("internet_users_share",), {"areas": ("SGP", "THA"), "targets": False}),
    ("bullets", ("egdi_rank", "digital_signature_adult_share", "npsp_services_offered"), {}),
    ("tiles", ("papi_total",), {"group": "provinces_63"}),
]


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(find_project())


def compose(facts: Facts, recording: Recording, call: Call) -> tuple[Any, Evidence]:
    page = recording.brief.page
    collector, figures = Collector(facts.catalogue, page.language), know(facts, recording)
    title = say_title(call, figures, collector, int(page.edition))
    found = compose_chart(call.kind, figures, collector, title, call.title, call.args, call.options)
    if isinstance(found, Gap):
        return found, collector.make_evidence(page)
    is_folded = call.content[2][0] == "details"
    shown = folds.fold_chart(found[0]) if is_folded else found[0]
    content = json.loads(json.dumps(shown))
    return content, collector.make_evidence(page)


def assert_equal(facts: Facts, recording: Recording) -> None:
    for call in recording.calls:
        if call.fragment.kind != "chart":
            continue
        content, evidence = compose(facts, recording, call)
        assert content == call.content
        for name in ("measures", "stated", "computed", "verdicts", "earlier", "claims", "given"):
            assert getattr(evidence, name) == getattr(call.fragment.evidence, name)


@pytest.mark.parametrize(("brief", "area", "edition", "language"), PAGES)
def test_each_chart_of_a_notebook_is_composed_with_the_same_parts_and_evidence(
    facts: Facts, brief: str, area: str, edition: int, language: str
) -> None:
    recording = run(brief, area, edition, language)
    assert any(call.fragment.kind == "chart" for call in recording.calls)
    assert_equal(facts, recording)


@pytest.mark.parametrize(("kind", "args", "options"), OTHERS)
def test_charts_that_no_notebook_calls_are_composed_too(
    facts: Facts, kind: str, args: tuple[str, ...], options: dict[str, Any]
) -> None:
    recording = Recording(dx.open_brief("01-national-overview", area="VNM", edition=2025, language="fr"))
    getattr(recording, kind)(*args, title="Any", **options)
    assert_equal(facts, recording)
    assert recording.calls[0].fragment.kind == "chart"


def test_where_nothing_is_known_the_chart_is_a_gap(facts: Facts) -> None:
    recording = Recording(dx.open_brief("08-country-profile", area="BRN", edition=2012, language="en"))
    recording.rank_table("dti_provincial_rank", title="Any")
    assert compose(facts, recording, recording.calls[0])[0] == Gap("dti_provincial_rank", "BRN")


# Of the small project --------------------------------------------------------------------------
def compose_small(small: Small, kind: str, *args: str, **options: Any) -> Any:
    return compose_chart(kind, small.figures(), small.collector(), "A title", "Any", args, options)


def test_a_chart_has_its_title_its_name_and_an_open_drawing_for_each_width(small: Small) -> None:
    part, drawn = compose_small(small, "trend", "users", targets=False)
    assert drawn.stem == blocks.name_chart("trend", "Any", ["users"])
    assert [one[1] for one in find_drawings(part)] == ["", ""]
    assert "A title" in str(part)
    assert (drawn.kind, drawn.marked) == ("trend", ())


def test_each_publisher_is_named_once_in_the_order_of_sources(small: Small) -> None:
    both = str(compose_small(small, "trend", "users")[0])
    assert both.count("'United Nations'") == both.count("'Ministry'") == 1
    assert both.index("'Ministry'") < both.index("'United Nations'")
    assert "'Ministry'" not in str(compose_small(small, "trend", "waste")[0])


def test_every_chart_has_its_options_and_a_gap_stays_one(small: Small) -> None:
    assert KINDS["trend"] == ("areas", "targets", "zero")
    assert list(KINDS) == list(CHARTS)
    assert compose_small(small, "bullets", "waste") == Gap("waste", "VNM")
