"""The data that a page offers for download are made, by its script, of what the page carries: alterations are found.

A chart's CSV is put together in the browser of its table, of the evidence, of its title, lines and notes, and of the
citation; its SVG of the drawing and of the same lines. None of them can say something else unless one of these does.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest

from dxlib.audit.auditing import compose_subject, hold_page
from dxlib.audit.compose import Composed
from dxlib.audit.facts import Facts
from dxlib.build.plan import Job
from dxlib.build.subjects import make_subject
from dxlib.export.assets import read_assets

ADDRESSES = (
    "2025/vi/01-national-overview.html", "2025/en/02-online-public-services.html",
    "2025/fr/08-country-profile/SGP.html",
)  # fmt: skip
SEEDS = range(40)
_EVIDENCE = r'id="dxlib-evidence">.*?</script>'
_TWIN = r'<table class="twin.*?</table>'
_CHART = r'<figure class="chart.*?</figure>'
# What of a page each part of a download is read from, and what of that is altered: the first group.
PARTS = {
    "values in evidence": (_EVIDENCE, r"\w:\d{4}[^ =\"]*=-?(\d+)"),
    "periods in evidence": (_EVIDENCE, r"\w:(\d{4})"),
    "areas in evidence": (_EVIDENCE, r"[\" ]([A-Z]{2}[A-Z0-9]\b[-\d]*) \w+:"),
    "units in evidence": (_EVIDENCE, r'"([A-Z]{4,})":"'),
    "sources in evidence": (_EVIDENCE, r'"\w+":"([a-z]+-[\w-]+)"'),
    "computed values": (_EVIDENCE, r':\["[a-z_]+","(-?[\d.]+)"'),
    "figures of tables": (_TWIN, r'<a href="#e-\w+"[^>]*>([^<]+)<'),
    "what figures of tables lead to": (_TWIN, r'<a href="#e-(\w+)"'),
    "heads of tables": (_TWIN, r'<th scope="col">([^<]*\w[^<]*)<'),
    "flags of tables": (_TWIN, r'data-flag="(\w+)"'),
    "titles and lines of charts": (_CHART, r'<(?:h3|p class="(?:subtitle|source-line|note)")[^>]*>([^<]*\w[^<]*)<'),
    "citation": (r'<p class="citation">.*?</p>', r">([^<]*\w[^<]*)<"),
    "terms": (r'<section class="cite".*?</section>', r"<p>([^<]*\w[^<]*)<"),
    "script": (r"<script>\(\(\) => \{.*?</script>|<script>\(\(\)=>\{.*?</script>", r"(\w{4,})"),
    "buttons": (r'<template id="tools">.*?</template>', r'data-do="(\w+)"'),
}  # fmt: skip


@pytest.fixture(scope="module")
def pages(make: Callable[[str], str]) -> dict[str, str]:
    """Three real pages with charts."""
    return {address: make(address) for address in ADDRESSES}


@pytest.fixture(scope="module")
def composed(jobs: dict[str, Job], facts: Facts) -> dict[str, Composed]:
    """What each of them must be."""
    return {address: compose_subject(make_subject(jobs[address]), facts, read_assets()) for address in ADDRESSES}


def list_places(page: str, part: str) -> list[tuple[int, int]]:
    """Give where on a page something stands of which a download is made."""
    around, what = PARTS[part]
    return [
        (outer.start() + inner.start(1), outer.start() + inner.end(1))
        for outer in re.finditer(around, page, re.DOTALL)
        for inner in re.finditer(what, outer[0])
    ]


@pytest.mark.parametrize("part", PARTS)
def test_whatever_a_download_is_made_of_is_held_against_the_data(
    part: str, pages: dict[str, str], composed: dict[str, Composed]
) -> None:
    places = [(address, place) for address, page in pages.items() for place in list_places(page, part)]
    assert places
    missed = []
    for seed in SEEDS:
        chance = random.Random(f"{part} {seed}")
        address, (start, end) = chance.choice(places)
        page = pages[address]
        new = chance.choice([page[start:end][::-1], f"{page[start:end]}1", "", "qq7"])
        new = new if new != page[start:end] else "qq8"
        if not hold_page(f"{page[:start]}{new}{page[end:]}", composed[address], name=address):
            missed.append((seed, address, page[start:end], new))
    assert missed == []
