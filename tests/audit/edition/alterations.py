"""Alterations of a release: what somebody could do to its lists and files who wants it to say something else.

Each kind takes the files of a release and a source of chance, and gives the altered files with what a finding must
name: the file, and a word of the place, of what is said or of what must stand there. ``None`` where it draws nothing.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from typing import Any

from dxlib.paths import CHECKSUMS, FEED, MANIFEST
from tests.audit.edition.releases import LANGUAGES, Release, is_page, rehash

Altered = tuple[Release, str, str] | None  # the files; the file that a finding must be of; a word that it must name
Alter = Callable[[Release, random.Random], Altered]
KINDS: dict[str, Alter] = {}
SEEDS = range(40)

_ITEM = re.compile(r'<li><a href="([^"]+)"(?: data-topic="[^"]*")?>[^<]*</a>(?: <small>[^<]*</small>)?')
_ARTICLE = re.compile(r'<article [^>]*><h3><a href="([^"]+)"[^\n]*\n')
_ROW = re.compile(r'<tr><td>\d+<th scope="row"><a href="([^"]+)">[^\n]*\n')
_ENTRY = re.compile(r" <entry.*?</entry>\n", re.DOTALL)


def kind(alter: Alter) -> Alter:
    """Register a kind under the name of its function."""
    KINDS[alter.__name__] = alter
    return alter


def _with(release: Release, name: str, text: str) -> Release:
    return {**release, name: text.encode()}


def _draw_index(release: Release, chance: random.Random) -> tuple[str, str]:
    name = chance.choice(["index.html", *(f"index.{language}.html" for language in LANGUAGES)])
    return name, release[name].decode()


def _list_items(text: str) -> list[re.Match[str]]:
    """Give what stands in the list of an index: areas and briefs, not the languages at its head."""
    return [one for pattern in (_ITEM, _ARTICLE) for one in pattern.finditer(text) if one[1].startswith("20")]


def _put(text: str, match: re.Match[str], new: str, group: int = 0) -> str:
    return text[: match.start(group)] + new + text[match.end(group) :]


def _swap(text: str, one: re.Match[str], other: re.Match[str]) -> str:
    first, last = sorted((one, other), key=lambda match: match.start())
    return text[: first.start()] + last[0] + text[first.end() : last.start()] + first[0] + text[last.end() :]


# Index -----------------------------------------------------------------------------------------


@kind
def index_text(release: Release, chance: random.Random) -> Altered:
    name, text = _draw_index(release, chance)
    start, end = text.index("<main"), text.index("<script>")
    match = chance.choice(list(re.finditer(r">([^<>]*\w[^<>]*)<", text[start:end])))
    words = match[1].split(" ")
    words[chance.randrange(len(words))] = chance.choice(["Laos", "not", "2031", ""])
    new = " ".join(words)
    if new == match[1]:
        return None
    altered = text[: start + match.start(1)] + new + text[start + match.end(1) :]
    return _with(release, name, altered), name, ""


@kind
def index_name_of_a_page(release: Release, chance: random.Random) -> Altered:
    name, text = _draw_index(release, chance)
    match = chance.choice(_list_items(text))
    other = re.sub(r">([^<>]*\w)</a>", r">\1 City</a>", match[0], count=1)
    return _with(release, name, _put(text, match, other)), name, match[1]


@kind
def index_answer(release: Release, chance: random.Random) -> Altered:
    name, text = _draw_index(release, chance)
    match = chance.choice(list(_ARTICLE.finditer(text)))
    at = chance.choice([one.start() for one in re.finditer(r"\d", match[0]) if one.start() > match[0].index("<p>")])
    digit = chance.choice([one for one in "123456789" if one != match[0][at]])
    return _with(release, name, _put(text, match, f"{match[0][:at]}{digit}{match[0][at + 1 :]}")), name, match[1]


@kind
def index_number_of_a_ranking(release: Release, chance: random.Random) -> Altered:
    text = release["index.en.html"].decode()
    match = chance.choice(list(_ROW.finditer(text)))
    cell = chance.choice([r"<td>(\d+)<th", r'#e-\w+">[^<]*?(\d)'])
    number = re.search(cell, match[0])
    assert number
    new = _put(match[0], number, str(int(number[1]) + chance.randint(1, 3)), 1)
    return _with(release, "index.en.html", _put(text, match, new)), "index.en.html", match[1]


@kind
def index_ranks_swapped(release: Release, chance: random.Random) -> Altered:
    text = release["index.en.html"].decode()
    one, other = chance.sample(list(_ROW.finditer(text)), 2)
    return _with(release, "index.en.html", _swap(text, one, other)), "index.en.html", "ranking of 08-country-profile: "


@kind
def index_link_to_another_page(release: Release, chance: random.Random) -> Altered:
    name, text = _draw_index(release, chance)
    match = chance.choice([*_list_items(text), *_ROW.finditer(text)])
    other = chance.choice([address for address in release if is_page(address) and address != match[1]])
    return _with(release, name, _put(text, match, other, 1)), name, match[1]


@kind
def index_link_elsewhere(release: Release, chance: random.Random) -> Altered:
    name, text = _draw_index(release, chance)
    match = chance.choice(list(re.finditer(r'<a[^>]* href="([^"#]+)"', text)))
    return _with(release, name, _put(text, match, f"https://example.org/{match[1]}", 1)), name, match[1]


@kind
def index_note_of_another_figure(release: Release, chance: random.Random) -> Altered:
    text = release["index.en.html"].decode()
    match = chance.choice(list(_ROW.finditer(text)))
    key = re.search(r"#e-(\w+)", match[0])
    assert key
    new = _put(match[0], key, key[1][::-1] + "x", 1)
    return _with(release, "index.en.html", _put(text, match, new)), "index.en.html", match[1]


@kind
def index_order(release: Release, chance: random.Random) -> Altered:
    text = release["index.en.html"].decode()
    one, other = chance.sample([match for match in _list_items(text) if "/08-" in match[1] and "2025" in match[1]], 2)
    return _with(release, "index.en.html", _swap(text, one, other)), "index.en.html", "2025/en/08-country-profile/"


@kind
def index_missing(release: Release, chance: random.Random) -> Altered:
    name, text = _draw_index(release, chance)
    match = chance.choice([*_list_items(text), *_ROW.finditer(text)])
    return _with(release, name, _put(text, match, "")), name, match[1]


@kind
def index_doubled(release: Release, chance: random.Random) -> Altered:
    name, text = _draw_index(release, chance)
    match = chance.choice([*_list_items(text), *_ROW.finditer(text)])
    called = re.search(r">([^<>]+)</a>", match[0])
    assert called
    return _with(release, name, _put(text, match, match[0] * 2)), name, unescape(called[1])[:20]


@kind
def index_of_another_language(release: Release, chance: random.Random) -> Altered:
    one, other = chance.sample(LANGUAGES, 2)
    return {**release, f"index.{one}.html": release[f"index.{other}.html"]}, f"index.{one}.html", ""


@kind
def index_entry_of_another_language(release: Release, chance: random.Random) -> Altered:
    one, other = chance.sample(LANGUAGES, 2)
    name = f"index.{one}.html"
    text, theirs = (release[f"index.{code}.html"].decode() for code in (one, other))
    foreign = {match[1]: match[0] for match in _list_items(theirs)}
    found = [match for match in _list_items(text) if match[1].replace(f"/{one}/", f"/{other}/") in foreign]
    match = chance.choice(found)
    new = foreign[match[1].replace(f"/{one}/", f"/{other}/")]
    return _with(release, name, _put(text, match, new)), name, match[1]


@kind
def index_attribute(release: Release, chance: random.Random) -> Altered:
    name, text = _draw_index(release, chance)
    start, end = text.index("<body"), text.index("<script>")
    match = chance.choice(list(re.finditer(r' [\w-]+="([^"]+)"', text[start:end])))
    altered = text[: start + match.start(1)] + "x" + text[start + match.end(1) :]
    return _with(release, name, altered), name, ""


@kind
def index_addition(release: Release, chance: random.Random) -> Altered:
    name, text = _draw_index(release, chance)
    new = chance.choice([
        "<p>Viet Nam ranks 1.</p>", "<script>1</script>", '<img src="https://example.org/x.png">', "<!-- 71 -->",
    ])  # fmt: skip
    places = [match.end() for match in re.finditer(r"</(?:h1|h2|ul|p|details)>", text)]
    at = chance.choice(places)
    return _with(release, name, text[:at] + new + text[at:]), name, ""


# Feed ------------------------------------------------------------------------------------------


def _alter_entry(release: Release, chance: random.Random, pattern: str, new: Callable[[str], str]) -> Altered:
    """Alter what a pattern finds in an entry of the feed."""
    text = release[FEED].decode()
    match = chance.choice([one for one in _ENTRY.finditer(text) if re.search(pattern, one[0])])
    part = re.search(pattern, match[0])
    assert part
    altered = _put(text, match, _put(match[0], part, new(part[1]), 1))
    return None if altered == text else (_with(release, FEED, altered), FEED, "/")


@kind
def feed_title(release: Release, chance: random.Random) -> Altered:
    return _alter_entry(
        release, chance, r"<title>(.*)</title>", lambda text: text.replace(chance.choice(text.split()), "Laos")
    )


@kind
def feed_summary(release: Release, chance: random.Random) -> Altered:
    def change(text: str) -> str:
        return text.replace(chance.choice(text.split()), chance.choice(["1", "not", ""]), 1)

    return _alter_entry(release, chance, r"<summary>(.*)</summary>", change)


@kind
def feed_date(release: Release, chance: random.Random) -> Altered:
    day = f"20{chance.randint(10, 23)}-0{chance.randint(1, 9)}-11T00:00:00Z"
    return _alter_entry(release, chance, r"<updated>(.*)</updated>", lambda _: day)


@kind
def feed_link(release: Release, chance: random.Random) -> Altered:
    others = [address for address in release if address.endswith(".html")]
    return _alter_entry(
        release, chance, r'href="([^"]*)"', lambda _: chance.choice([*others, "https://example.org/x.html"])
    )


@kind
def feed_language(release: Release, chance: random.Random) -> Altered:
    return _alter_entry(release, chance, r'lang="(\w+)"', lambda _: chance.choice(LANGUAGES))


@kind
def feed_id(release: Release, chance: random.Random) -> Altered:
    return _alter_entry(release, chance, r"<id>(.*)</id>", lambda text: text[::-1])


@kind
def feed_entry_missing(release: Release, chance: random.Random) -> Altered:
    text = release[FEED].decode()
    match = chance.choice(list(_ENTRY.finditer(text)))
    title = re.search(r"<title>(.*)\(", match[0])
    assert title
    return _with(release, FEED, _put(text, match, "")), FEED, title[1][:25]


@kind
def feed_entry_doubled(release: Release, chance: random.Random) -> Altered:
    text = release[FEED].decode()
    match = chance.choice(list(_ENTRY.finditer(text)))
    return _with(release, FEED, _put(text, match, match[0] * 2)), FEED, ""


@kind
def feed_order(release: Release, chance: random.Random) -> Altered:
    text = release[FEED].decode()
    one, other = chance.sample(list(_ENTRY.finditer(text)), 2)
    return _with(release, FEED, _swap(text, one, other)), FEED, "/"


# Manifests -------------------------------------------------------------------------------------


def _draw_manifest(release: Release, chance: random.Random) -> tuple[str, list[dict[str, Any]]]:
    name = chance.choice([one for one in release if one.endswith(MANIFEST)])
    return name, json.loads(release[name])["pages"]


def _write_manifest(pages: list[dict[str, Any]]) -> str:
    return json.dumps({"pages": pages}, ensure_ascii=False, indent=1) + "\n"


@kind
def manifest_digest(release: Release, chance: random.Random) -> Altered:
    name, pages = _draw_manifest(release, chance)
    page = chance.choice(pages)
    page["sha256"] = hashlib.sha256(page["sha256"].encode()).hexdigest()
    return _with(release, name, _write_manifest(pages)), name, page["address"]


@kind
def manifest_digests_swapped(release: Release, chance: random.Random) -> Altered:
    name, pages = _draw_manifest(release, chance)
    one, other = chance.sample(pages, 2)
    one["sha256"], other["sha256"] = other["sha256"], one["sha256"]
    return _with(release, name, _write_manifest(pages)), name, one["address"]


@kind
def manifest_address(release: Release, chance: random.Random) -> Altered:
    name, pages = _draw_manifest(release, chance)
    page = chance.choice(pages)
    before = page["address"]
    page["address"] = chance.choice(
        [before.replace(".html", "-x.html"), f"https://example.org/{before}", f"../{before}"]
    )
    return _with(release, name, _write_manifest(pages)), name, before


@kind
def manifest_field(release: Release, chance: random.Random) -> Altered:
    name, pages = _draw_manifest(release, chance)
    page = chance.choice(pages)
    field = chance.choice(["language", "brief", "area", "as_of", "title"])
    page[field] = chance.choice(["2020-12-31", "LAO", "fr", "", 1])
    return _with(release, name, _write_manifest(pages)), name, page["address"]


@kind
def manifest_entry_missing(release: Release, chance: random.Random) -> Altered:
    name, pages = _draw_manifest(release, chance)
    page = pages.pop(chance.randrange(len(pages)))
    return _with(release, name, _write_manifest(pages)), name, page["address"]


@kind
def manifest_entry_doubled(release: Release, chance: random.Random) -> Altered:
    name, pages = _draw_manifest(release, chance)
    page = chance.choice(pages)
    pages.insert(
        chance.randrange(len(pages)), {**page, "sha256": page["sha256"][::-1]} if chance.random() < 0.5 else page
    )
    return _with(release, name, _write_manifest(pages)), name, page["address"]


@kind
def manifest_order(release: Release, chance: random.Random) -> Altered:
    name, pages = _draw_manifest(release, chance)
    one, other = sorted(chance.sample(range(len(pages)), 2))
    pages[one], pages[other] = pages[other], pages[one]
    return _with(release, name, _write_manifest(pages)), name, pages[one]["address"]


@kind
def manifest_of_another_edition(release: Release, chance: random.Random) -> Altered:
    one, other = chance.sample([name for name in release if name.endswith(MANIFEST)], 2)
    return {**release, one: release[other]}, one, "html"


@kind
def manifest_stale_mark(release: Release, chance: random.Random) -> Altered:
    pages = json.loads(release[MANIFEST])["pages"]
    page = chance.choice(pages)
    page["stale"] = "its job failed"
    return _with(release, MANIFEST, _write_manifest(pages)), page["address"], "its job failed"


@kind
def manifest_layout(release: Release, chance: random.Random) -> Altered:
    name, pages = _draw_manifest(release, chance)
    written = [json.dumps({"pages": pages}, ensure_ascii=False), _write_manifest(pages) + "\n", '{"pages": [']
    return _with(release, name, chance.choice(written)), name, ""


# Checksums -------------------------------------------------------------------------------------


def _draw_sums(release: Release, chance: random.Random) -> tuple[str, list[str], int]:
    name = chance.choice([one for one in release if one.endswith(CHECKSUMS)])
    lines = release[name].decode().splitlines()
    return name, lines, chance.randrange(len(lines))


def _write_lines(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


@kind
def sums_digest(release: Release, chance: random.Random) -> Altered:
    name, lines, at = _draw_sums(release, chance)
    digest, _, address = lines[at].partition("  ")
    lines[at] = f"{digest[:-1]}{'0' if digest[-1] != '0' else '1'}  {address}"
    return _with(release, name, _write_lines(lines)), name, address


@kind
def sums_address(release: Release, chance: random.Random) -> Altered:
    name, lines, at = _draw_sums(release, chance)
    digest, _, address = lines[at].partition("  ")
    lines[at] = f"{digest}  {chance.choice(['x/', '../', '/'])}{address}"
    return _with(release, name, _write_lines(lines)), name, address


@kind
def sums_line_missing(release: Release, chance: random.Random) -> Altered:
    name, lines, at = _draw_sums(release, chance)
    address = lines.pop(at).partition("  ")[2]
    return _with(release, name, _write_lines(lines)), name, address


@kind
def sums_line_doubled(release: Release, chance: random.Random) -> Altered:
    name, lines, at = _draw_sums(release, chance)
    lines.insert(chance.randrange(len(lines)), lines[at])
    return _with(release, name, _write_lines(lines)), name, ""


@kind
def sums_order(release: Release, chance: random.Random) -> Altered:
    name, lines, at = _draw_sums(release, chance)
    line = lines.pop(at)
    lines.insert((at + chance.randrange(1, len(lines))) % (len(lines) + 1), line)
    return _with(release, name, _write_lines(lines)), name, ""


@kind
def sums_of_another_edition(release: Release, chance: random.Random) -> Altered:
    one, other = chance.sample([name for name in release if name.endswith(CHECKSUMS)], 2)
    return {**release, one: release[other]}, one, "html"


# Files -----------------------------------------------------------------------------------------


def _draw_pages(release: Release, chance: random.Random, count: int = 2) -> list[str]:
    return chance.sample(sorted(name for name in release if is_page(name)), count)


def _hide(altered: Release, release: Release, chance: random.Random) -> Release:
    """Give the altered release with digests of the files as they are now, or as it is."""
    return rehash(altered, of=release) if chance.random() < 0.5 else altered


@kind
def files_two_pages_swapped(release: Release, chance: random.Random) -> Altered:
    one, other = _draw_pages(release, chance)
    altered = {**release, one: release[other], other: release[one]}
    return _hide(altered, release, chance), one, "page of"


@kind
def files_a_page_under_the_address_of_another(release: Release, chance: random.Random) -> Altered:
    one, other = _draw_pages(release, chance)
    return _hide({**release, one: release[other]}, release, chance), one, "page of"


@kind
def files_a_page_of_another_language(release: Release, chance: random.Random) -> Altered:
    one, other = chance.sample(LANGUAGES, 2)
    name = chance.choice(["01-national-overview", "08-country-profile/SGP", "08-country-profile/VNM"])
    address, theirs = (f"2025/{language}/{name}.html" for language in (one, other))
    return _hide({**release, address: release[theirs]}, release, chance), address, f"2025 {other}"


@kind
def files_a_page_of_another_edition(release: Release, chance: random.Random) -> Altered:
    one, other = chance.sample(["2024", "2025"], 2)
    name = chance.choice(["en/01-national-overview", "vi/01-national-overview", "en/08-country-profile/SGP"])
    address = f"{one}/{name}.html"
    return _hide({**release, address: release[f"{other}/{name}.html"]}, release, chance), address, f" {other} "


@kind
def files_a_page_removed(release: Release, chance: random.Random) -> Altered:
    (page,) = _draw_pages(release, chance, 1)
    altered = {name: content for name, content in release.items() if name != page}
    return altered, MANIFEST, page


@kind
def files_a_page_added(release: Release, chance: random.Random) -> Altered:
    (page,) = _draw_pages(release, chance, 1)
    address = chance.choice(["2025/en/99-unknown.html", "2025/en/08-country-profile/ABC.html", "2025/xx.html"])
    return {**release, address: release[page]}, address, "no brief"


@kind
def files_a_declared_page_added(release: Release, chance: random.Random) -> Altered:
    (page,) = _draw_pages(release, chance, 1)
    address = chance.choice(["2023/en/01-national-overview.html", "2025/fr/08-country-profile/MYS.html"])
    return {**release, address: release[page]}, address, "page of"


@kind
def files_a_file_added(release: Release, chance: random.Random) -> Altered:
    name = chance.choice(["notes.txt", "2025/extra.json", "index.de.html", "2025/en/data.csv", "2019/manifest.json"])
    return {**release, name: b"{}"}, name, "nothing of the release"


@kind
def files_a_list_removed(release: Release, chance: random.Random) -> Altered:
    gone = chance.choice([name for name in release if not is_page(name)])
    return {name: content for name, content in release.items() if name != gone}, gone, "missing"


@kind
def files_an_empty_or_cut_page(release: Release, chance: random.Random) -> Altered:
    (page,) = _draw_pages(release, chance, 1)
    content = release[page][: chance.choice([0, 100, len(release[page]) // 2])]
    return _hide({**release, page: content}, release, chance), page, "evidence"


# Claims: on one page of several that state the same, with all lists brought into line ------------


def _alter_page(release: Release, chance: random.Random, alter: Callable[[str], str]) -> tuple[Release, str] | None:
    page = chance.choice([name for name in release if is_page(name) and ("/01-" in name or "/SGP" in name)])
    page = page if page.startswith("2025") else f"2025/en/{page.split('/', 2)[2]}"
    text = release[page].decode()
    altered = alter(text)
    return None if altered == text else (rehash(_with(release, page, altered), of=release), page)


def _alter_evidence(
    release: Release, chance: random.Random, pattern: str, new: Callable[[re.Match[str]], str]
) -> Altered:
    """Alter one match of a pattern in the evidence that a page carries for machines."""

    def alter(text: str) -> str:
        at = text.index('id="dxlib-evidence">')
        found = list(re.finditer(pattern, text[at:]))
        if not found:
            return text
        match = chance.choice(found)
        return text[: at + match.start()] + new(match) + text[at + match.end() :]

    found = _alter_page(release, chance, alter)
    return (*found, "") if found else None


@kind
def claims_a_value_in_evidence(release: Release, chance: random.Random) -> Altered:
    return _alter_evidence(release, chance, r"(\w:\d[^ =\"]*=-?)(\d+)", lambda one: f"{one[1]}{int(one[2]) + 1}")


@kind
def claims_a_computed_value(release: Release, chance: random.Random) -> Altered:
    pattern = r'(:\["(?:change|rank_change|growth|ratio|share|distance)","-?)(\d+)'
    return _alter_evidence(release, chance, pattern, lambda one: f"{one[1]}{int(one[2]) + 1}")


@kind
def claims_a_verdict(release: Release, chance: random.Random) -> Altered:
    def other(one: re.Match[str]) -> str:
        return f'["{chance.choice([status for status in ("met", "missed", "behind") if status != one[1]])}","'

    return _alter_evidence(release, chance, r'\["(met|missed|behind|on_track|reached_since|undated)","', other)


@kind
def claims_a_claim_of_another_figure(release: Release, chance: random.Random) -> Altered:
    def alter(text: str) -> str:
        at = text.index('"claims":{') + len('"claims":{')
        listed = list(re.finditer(r'"(\w+)":\[', text[at : text.index("]}", at)]))
        one, other = chance.sample(listed, 2)
        return text[: at + one.start(1)] + other[1] + text[at + one.end(1) :]

    found = _alter_page(release, chance, alter)
    return (*found, "") if found else None


@kind
def claims_a_number_that_is_shown(release: Release, chance: random.Random) -> Altered:
    def alter(text: str) -> str:
        match = chance.choice(list(re.finditer(r'(?:href="#e-|data-q=")(\w+)"[^>]*>[^<]*?(\d)[^<]*<', text)))
        return _put(text, match, chance.choice([one for one in "123456789" if one != match[2]]), 2)

    found = _alter_page(release, chance, alter)
    return (*found, "") if found else None


@kind
def claims_a_hedge(release: Release, chance: random.Random) -> Altered:
    def alter(text: str) -> str:
        match = chance.choice(list(re.finditer(r'href="#e-(\w+)"(?: data-form="\w+")?>(\d[^<]*)<', text)))
        return _put(text, match, f"{chance.choice('>≥<≤≈')} {match[2]}".replace("<", "&lt;").replace(">", "&gt;"), 2)

    found = _alter_page(release, chance, alter)
    return (*found, "") if found else None


@kind
def claims_a_unit(release: Release, chance: random.Random) -> Altered:
    def alter(text: str) -> str:
        match = chance.choice(list(re.finditer(r'href="#e-(\w+)"[^>]*>[\d.,]+([^<\d]*)<', text)))
        return _put(
            text, match, chance.choice([one for one in ("", "%", " USD") if one != match[2].replace("\xa0", " ")]), 2
        )

    found = _alter_page(release, chance, alter)
    return (*found, "") if found else None


@kind
def claims_a_page_of_another_day(release: Release, chance: random.Random) -> Altered:
    day = f"2024-{chance.randint(10, 12)}-30"
    found = _alter_page(release, chance, lambda text: text.replace('"as_of":"2025-12-31"', f'"as_of":"{day}"'))
    return (*found, day) if found else None


def draw_alterations(names: Iterable[str], release: Release) -> Iterator[tuple[str, Release, str, str]]:
    """Give kind, altered files, file and word to be named, for some kinds and every seed."""
    for name in names:
        for seed in SEEDS:
            chance = random.Random(f"{name} {seed}")
            drawn = (KINDS[name](release, chance) for _ in range(50))
            altered = next((one for one in drawn if one is not None and one[0] != release), None)
            assert altered, f"{name} alters nothing"
            yield name, *altered
