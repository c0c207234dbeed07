"""Alterations of finished pages: what somebody who wants a page to say something else could do to it.

Each kind takes a page and a source of chance, and gives the altered page. All of them together draw from every block,
every attribute and every script of a page; what draws nothing new from a page gives none. Shapes of drawings (outlines
and places of paths) are not among them: only their texts and marks.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Alter = Callable[[str, random.Random], str]
KINDS: dict[str, Alter] = {}
SEEDS = range(42)  # of each kind, spread over all pages

_TEXT = re.compile(r">([^<>]*\w[^<>]*)<")
_LINK = re.compile(r'<a href="#e-(\w+)"[^>]*>([^<]*)</a>')
_ATTRIBUTE = re.compile(r' ([\w-]+)="([^"]*)"')
_BLOCK = re.compile(r"<(p|tr|dd|dt|li|caption|h2|h3|td|summary|q|cite|small)\b[^>]*>")
_WHOLE = re.compile(r"<(?:p|dl|figure|table|section|details|summary|h2|h3|q)\b[^>]*>")
_NEGATIONS = {"en": "not", "vi": "không", "fr": "ne pas"}
_NUMBER_WORDS = {"en": "two thirds of", "vi": "hai phần ba", "fr": "deux tiers de"}
_LOOKALIKES = {"a": "а", "e": "е", "o": "о", "c": "с", "p": "р"}


def kind(alter: Alter) -> Alter:
    """Register a kind under the name of its function."""
    KINDS[alter.__name__] = alter
    return alter


@dataclass(frozen=True, slots=True)
class Body:
    """The part of a page between its head and its scripts, and what stands around it."""

    before: str
    text: str
    after: str

    @classmethod
    def of(cls, page: str) -> Body:
        start, end = page.index("<body>"), page.index('<script type="application/ld+json">')
        return cls(page[:start], page[start:end], page[end:])

    def put(self, match: re.Match[str], new: str, group: int = 0) -> str:
        """Give the page with something else in place of a match."""
        text = self.text[: match.start(group)] + new + self.text[match.end(group) :]
        return self.before + text + self.after

    def draw(self, pattern: re.Pattern[str] | str, chance: random.Random) -> re.Match[str] | None:
        """Draw one match."""
        found = list(re.finditer(pattern, self.text))
        return chance.choice(found) if found else None


def _without_drawings(page: str) -> Body:
    """Give the body with the drawings of charts blanked out, so that only what is not drawn is drawn from."""
    body = Body.of(page)
    blank = re.sub(r"<svg.*?</svg>", lambda match: " " * len(match[0]), body.text, flags=re.DOTALL)
    return Body(body.before, blank, body.after)


def _put(page: str, match: re.Match[str] | None, new: str, group: int = 0) -> str:
    """Give a page with something else in place of a match in its blanked body."""
    if match is None:
        return page
    at = page.index("<body>")
    return page[: at + match.start(group)] + new + page[at + match.end(group) :]


def _find_language(page: str) -> str:
    return page[page.index('lang="') + 6 :][:2]


# Texts -----------------------------------------------------------------------------------------


@kind
def a_digit(page: str, chance: random.Random) -> str:
    match = _without_drawings(page).draw(r">[^<>]*?(\d)[^<>]*<", chance)
    return _put(page, match, chance.choice([d for d in "123456789" if match and d != match[1]]), 1)


@kind
def a_word_for_another(page: str, chance: random.Random) -> str:
    body = _without_drawings(page)
    one, other = body.draw(_TEXT, chance), body.draw(_TEXT, chance)
    assert one
    assert other
    words = one[1].split()
    index = chance.randrange(len(words))
    words[index] = chance.choice(other[1].split())
    return _put(page, one, " ".join(words), 1)


@kind
def a_word_dropped(page: str, chance: random.Random) -> str:
    match = _without_drawings(page).draw(_TEXT, chance)
    assert match
    words = match[1].split(" ")
    del words[chance.randrange(len(words))]
    return _put(page, match, " ".join(words), 1)


@kind
def a_negation(page: str, chance: random.Random) -> str:
    match = _without_drawings(page).draw(r">([^<>]{15,})<", chance)
    return _put(page, match, f"{_NEGATIONS[_find_language(page)]} {match[1] if match else ''}", 1)


@kind
def a_number_in_words(page: str, chance: random.Random) -> str:
    match = _without_drawings(page).draw(_LINK, chance)
    return _put(page, match, f"{_NUMBER_WORDS[_find_language(page)]} {match[0] if match else ''}")


@kind
def two_texts_swapped(page: str, chance: random.Random) -> str:
    body = _without_drawings(page)
    found = list(_TEXT.finditer(body.text))
    one, other = sorted(chance.sample(found, 2), key=lambda match: match.start())
    at = page.index("<body>")
    start, end = at + one.start(1), at + other.end(1)
    between = page[at + one.end(1) : at + other.start(1)]
    return page[:start] + other[1] + between + one[1] + page[end:]


@kind
def two_figures_swapped(page: str, chance: random.Random) -> str:
    found = list(_LINK.finditer(_without_drawings(page).text))
    one, other = sorted(chance.sample(found, 2), key=lambda match: match.start())
    at = page.index("<body>")
    between = page[at + one.end() : at + other.start()]
    return page[: at + one.start()] + other[0] + between + one[0] + page[at + other.end() :]


@kind
def a_letter_that_looks_alike(page: str, chance: random.Random) -> str:
    match = _without_drawings(page).draw(r">[^<>]*?([aeocp])[^<>]*<", chance)
    return _put(page, match, _LOOKALIKES[match[1]] if match else "", 1)


@kind
def a_sign_that_turns_the_text(page: str, chance: random.Random) -> str:
    match = _without_drawings(page).draw(_TEXT, chance)
    return _put(page, match, "\u202e" + (match[1] if match else ""), 1)


@kind
def a_hedge(page: str, chance: random.Random) -> str:
    pattern = r"(&gt; |≈ |≤ |≥ |&lt; |[Mm]ore than |[Aa]bout |hơn |khoảng |[Pp]lus de |[Ee]nviron )"
    match = _without_drawings(page).draw(pattern, chance)
    return _put(page, match, chance.choice(["", "at least ", "&lt; "]))


@kind
def a_unit(page: str, chance: random.Random) -> str:
    match = _without_drawings(page).draw(
        r"(percentage points?|điểm phần trăm|points?|%|places|bậc|million|triệu)", chance
    )
    return _put(page, match, chance.choice(["%", "places", "billion", "điểm", "people"]))


@kind
def a_name(page: str, chance: random.Random) -> str:
    match = _without_drawings(page).draw(r"<(?:dt|caption|th[^>]*)>([^<]+)<", chance)
    others = re.findall(r"<(?:dt|caption|th[^>]*)>([^<]+)<", page)
    return _put(page, match, chance.choice(others), 1)


@kind
def a_publisher(page: str, chance: random.Random) -> str:
    match = _without_drawings(page).draw(r'href="#s-\w+">([^<]+)<', chance)
    return _put(page, match, chance.choice(re.findall(r'href="#s-\w+">([^<]+)<', page)), 1)


@kind
def a_quotation(page: str, chance: random.Random) -> str:
    match = _without_drawings(page).draw(r"<(?:q|small|cite)[^>]*>([^<]+)<", chance)
    return _put(page, match, (match[1] if match else "") + chance.choice([" only", "0", " ("]), 1)


# Marks, attributes, elements -------------------------------------------------------------------


@kind
def where_a_figure_leads(page: str, chance: random.Random) -> str:
    match = _without_drawings(page).draw(_LINK, chance)
    return _put(page, match, chance.choice(re.findall(r'href="#e-(\w+)"', page)), 1)


@kind
def a_value_of_an_attribute(page: str, chance: random.Random) -> str:
    match = _without_drawings(page).draw(r' [\w-]+="([^"]+)"', chance)
    assert match
    at = chance.randrange(len(match[1]))
    new = chance.choice([letter for letter in "abcxyz019" if letter != match[1][at]])
    return _put(page, match, match[1][:at] + new + match[1][at + 1 :], 1)


@kind
def an_attribute_dropped(page: str, chance: random.Random) -> str:
    return _put(page, _without_drawings(page).draw(_ATTRIBUTE, chance), "")


@kind
def an_attribute_added(page: str, chance: random.Random) -> str:
    match = _without_drawings(page).draw(r"<(?:p|td|th|a|span|li|section|div|dd)\b", chance)
    added = chance.choice([" hidden", ' style="display:none"', ' aria-hidden="true"', ' dir="rtl"', ' class="narrow"',
                           ' title="99%"', ' aria-label="99%"'])  # fmt: skip
    return _put(page, match, (match[0] if match else "") + added)


@kind
def struck_or_hidden(page: str, chance: random.Random) -> str:
    match = _without_drawings(page).draw(_LINK, chance)
    tag = chance.choice(["s", "del", "template", "details"])
    return _put(page, match, f"<{tag}>{match[0] if match else ''}</{tag}>")


@kind
def an_imitated_mark(page: str, chance: random.Random) -> str:
    match = _without_drawings(page).draw(r"</p>", chance)
    key = chance.choice(re.findall(r'href="#e-(\w+)"', page))
    added = chance.choice([f' <a href="#e-{key}">99%</a>', ' <time datetime="2031">2031</time>',
                           f' <span class="status met" data-verdict="{key}">met</span>'])  # fmt: skip
    return _put(page, match, f"{added}</p>")


def _find_element(text: str, start: int) -> int:
    """Give the end of the element that begins at a place, where it has an end tag of its own."""
    tag = re.match(r"<(\w+)", text[start:])
    assert tag
    depth = 0
    for match in re.finditer(rf"<(/?){tag[1]}\b[^>]*>", text[start:]):
        depth += -1 if match[1] else 1
        if depth == 0:
            return start + match.end()
    return start


def _draw_element(page: str, chance: random.Random) -> tuple[int, int]:
    body = _without_drawings(page)
    start = chance.choice([match.start() for match in _WHOLE.finditer(body.text)])
    at = page.index("<body>")
    return at + start, at + _find_element(body.text, start)


@kind
def a_block_dropped(page: str, chance: random.Random) -> str:
    start, end = _draw_element(page, chance)
    return page[:start] + page[end:]


@kind
def a_block_twice(page: str, chance: random.Random) -> str:
    start, end = _draw_element(page, chance)
    return page[:end] + page[start:end] + page[end:]


@kind
def a_row_dropped(page: str, chance: random.Random) -> str:
    match = _without_drawings(page).draw(r"<tr\b(?:(?!<tr\b|</table>).)*", chance)
    return _put(page, match, "")


@kind
def two_rows_swapped(page: str, chance: random.Random) -> str:
    rows = list(re.finditer(r"<tr\b(?:(?!<tr\b|</table>|</t(?:head|body)>).)*", _without_drawings(page).text))
    one, other = sorted(chance.sample(rows, 2), key=lambda match: match.start())
    at = page.index("<body>")
    between = page[at + one.end() : at + other.start()]
    return page[: at + one.start()] + other[0] + between + one[0] + page[at + other.end() :]


@kind
def a_note_dropped(page: str, chance: random.Random) -> str:
    return _put(page, _without_drawings(page).draw(r'<li id="e-\w+">(?:(?!<li|</ul>).)*', chance), "")


# What is not in the body -----------------------------------------------------------------------


@kind
def the_head(page: str, chance: random.Random) -> str:
    end = page.index("<style>")
    found = list(re.finditer(r"<title>([^<]+)|content=\"([^\"]+)\"|lang=\"([^\"]+)\"|href=\"([^\"]+)\"", page[:end]))
    match = chance.choice(found)
    group = next(index for index in range(1, 5) if match[index])
    at = chance.randrange(match.start(group), match.end(group))
    return page[:at] + chance.choice("xyz7") + page[at + 1 :]


@kind
def what_style_says(page: str, chance: random.Random) -> str:
    added = chance.choice(['.card dt::after{content:" (99%)"}', "p.gap{display:none}", ".narrow{display:block}"])
    at = chance.choice([match.end() for match in re.finditer("<style>", page)])
    return page[:at] + added + page[at:]


@kind
def what_margins_say(page: str, chance: random.Random) -> str:
    match = chance.choice(list(re.finditer(r'content:"[^"]*?(\w)[^"]*"', page)))
    return page[: match.start(1)] + chance.choice("XYZ3") + page[match.end(1) :]


@kind
def what_machines_are_told(page: str, chance: random.Random) -> str:
    start = page.index('<script type="application/ld+json">') + 40
    at = chance.randrange(start, page.index("</script>", start))
    return page[:at] + chance.choice([letter for letter in "abc019" if letter != page[at]]) + page[at + 1 :]


@kind
def the_evidence(page: str, chance: random.Random) -> str:
    start = page.index('id="dxlib-evidence">') + 20
    at = chance.randrange(start, page.index("</script>", start))
    return page[:at] + chance.choice([letter for letter in "abc019" if letter != page[at]]) + page[at + 1 :]


@kind
def a_claim(page: str, chance: random.Random) -> str:
    pairs = [
        ("latest(", "first("),
        ("before(", "first("),
        ("place(", "count("),
        ("asean", "comparators"),
        ("VNM", "SGP"),
    ]
    start = page.index('"claims":')
    old, new = chance.choice([pair for pair in pairs if pair[0] in page[start:]] or [("claims", "claim")])
    found = [match.start() for match in re.finditer(re.escape(old), page[start:])]
    at = start + chance.choice(found)
    return page[:at] + new + page[at + len(old) :]


@kind
def the_script(page: str, chance: random.Random) -> str:
    start = page.rindex("<script>")
    at = chance.randrange(start + 8, page.rindex("</script>"))
    return page[:at] + chance.choice([letter for letter in "qxz" if letter != page[at]]) + page[at + 1 :]


@kind
def what_scripts_show(page: str, chance: random.Random) -> str:
    start = page.index('<template id="tools">')
    match = chance.choice(list(re.finditer(r">([^<>]*\w[^<>]*)<", page[start : page.index("<script", start)])))
    return page[: start + match.start(1)] + "Press here" + page[start + match.end(1) :]


# Several things at once ------------------------------------------------------------------------


@kind
def a_figure_with_its_evidence(page: str, chance: random.Random) -> str:
    """Change a value in the evidence, in its note, and in every text that shows it."""
    match = chance.choice(list(re.finditer(r"(\w+):[\d/SQ-]+!?=(\d+(?:\.\d+)?)(?=[ \"])", page)))
    key, value = match[1], match[2]
    new = value[:-1] + str((int(value[-1]) + 3) % 10)
    page = page[: match.start(2)] + new + page[match.end(2) :]
    return re.sub(rf'(href="#e-{key}"[^>]*>[^<]*?){re.escape(value)}', rf"\g<1>{new}", page)


@kind
def a_period_with_its_mark(page: str, chance: random.Random) -> str:
    years = re.findall(r'<time datetime="(20\d\d)">', _without_drawings(page).text)
    year = chance.choice(years)
    new = str(int(year) - 1)
    match = chance.choice(list(re.finditer(rf'<time datetime="{year}">{year}</time>', page)))
    return page[: match.start()] + match[0].replace(year, new) + page[match.end() :]


@kind
def a_verdict_with_class_and_evidence(page: str, chance: random.Random) -> str:
    found = list(re.finditer(r'<span class="status ([\w-]+)" data-verdict="(\w+)">([^<]*)<', page))
    if not found:
        return page
    one, other = chance.choice(found), chance.choice(found)
    page = page.replace(one[0], f'<span class="status {other[1]}" data-verdict="{one[2]}">{other[3]}<')
    status = one[1].replace("-", "_"), other[1].replace("-", "_")
    return page.replace(f'"{one[2]}":["{status[0]}"', f'"{one[2]}":["{status[1]}"')


@kind
def a_direction_with_arrow_and_mark(page: str, chance: random.Random) -> str:
    pairs = [
        ("▲", "▼"),
        ("rise", "fall"),
        ("up ", "down "),
        ("tăng", "giảm"),
        ("en hausse", "en baisse"),
        ("better", "worse"),
    ]
    found = list(re.finditer(r"<(?:span|p)[^>]*data-direction.*?</(?:span><dd|p)", page, re.DOTALL))
    if not found:
        return page
    match = chance.choice(found)
    text = match[0]
    for old, new in pairs:
        text = text.replace(old, "\x01").replace(new, old).replace("\x01", new)
    return page[: match.start()] + text + page[match.end() :]


@kind
def a_figure_for_another_of_the_page(page: str, chance: random.Random) -> str:
    """Put the whole of another figure, link and text, where one stands: both are true, but not there."""
    found = list(_LINK.finditer(_without_drawings(page).text))
    one = chance.choice(found)
    other = chance.choice([match for match in found if match[2] != one[2]])
    return _put(page, one, other[0])


@kind
def a_name_everywhere(page: str, chance: random.Random) -> str:
    names = list(dict.fromkeys(re.findall(r"<dt>([^<]+)<", page)))
    if len(names) < 2:
        names = list(dict.fromkeys(re.findall(r'<th scope="row"[^>]*>([^<]+)<', page)))
    one, other = chance.sample(names, 2)
    return page.replace(one, "\x01").replace(other, one).replace("\x01", other)


@kind
def a_source_with_its_evidence(page: str, chance: random.Random) -> str:
    found = re.findall(r'"(\w{3,8})":"([\w@.-]+)"', page[page.index('"sources":{') : page.index('"stated":')])
    (one, first), (other, second) = chance.sample(found, 2)
    page = page.replace(f'"{one}":"{first}"', f'"{one}":"{second}"').replace(
        f'"{other}":"{second}"', f'"{other}":"{first}"', 1
    )
    return page.replace(f'id="s-{one}"', f'id="s-{other}"', 1)


@kind
def a_sentence_with_its_figures(page: str, chance: random.Random) -> str:
    """Put a sentence of the page, with all its figures, in place of another one."""
    found = list(re.finditer(r'<p(?: class="finding")?(?: data-[^>]*)?>(?:(?!</p>).)*#e-(?:(?!</p>).)*</p>', page))
    if len(found) < 2:
        return page
    one, other = chance.sample(found, 2)
    return page[: one.start()] + other[0] + page[one.end() :]


# Texts of drawings -----------------------------------------------------------------------------


def _list_labels(page: str) -> list[re.Match[str]]:
    return list(re.finditer(r"<text([^>]*)>([^<]*)</text>", page))


@kind
def a_label_of_a_drawing(page: str, chance: random.Random) -> str:
    found = [match for match in _list_labels(page) if re.search(r"\w", match[2])]
    if not found:
        return page
    match = chance.choice(found)
    return page[: match.start(2)] + chance.choice(["99%", "target", "2031", match[2] + "0"]) + page[match.end(2) :]


@kind
def two_labels_of_a_drawing(page: str, chance: random.Random) -> str:
    drawings = list(re.finditer(r"<svg aria-d.*?</svg>", page, re.DOTALL))
    if not drawings:
        return page
    drawing = chance.choice(drawings)
    found = [match for match in _list_labels(drawing[0]) if re.search(r"\w", match[2])]
    one, other = sorted(chance.sample(found, 2), key=lambda match: match.start())
    text = drawing[0]
    text = text[: one.start(2)] + other[2] + text[one.end(2) : other.start(2)] + one[2] + text[other.end(2) :]
    return page[: drawing.start()] + text + page[drawing.end() :]


@kind
def a_mark_of_a_drawing(page: str, chance: random.Random) -> str:
    found = list(re.finditer(r'data-(q|period|tick)="([^"]+)"[^>]*>[^<]*</text>', page))
    if not found:
        return page
    match = chance.choice(found)
    others = [one[2] for one in found if one[1] == match[1] and one[2] != match[2]] or ["x"]
    return page[: match.start(2)] + chance.choice(others) + page[match.end(2) :]


@kind
def a_label_dropped_or_hidden(page: str, chance: random.Random) -> str:
    found = _list_labels(page)
    if not found:
        return page
    match = chance.choice(found)
    new = chance.choice(
        ["", match[0].replace("<text", '<text opacity="0"', 1), match[0].replace("<text", '<text display="none"', 1)]
    )
    return page[: match.start()] + new + page[match.end() :]


def draw_alterations(pages: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Give kind, address and altered page, for every kind and seed; what leaves a page as it is is drawn again."""
    addresses = sorted(pages)
    for name, alter in KINDS.items():
        for seed in SEEDS:
            chance = random.Random(f"{name} {seed}")
            for _ in range(50):
                address = chance.choice(addresses)
                try:
                    altered = alter(pages[address], chance)
                except (ValueError, IndexError):  # a page with too little to draw from
                    continue
                if altered != pages[address]:
                    yield name, address, altered
                    break
            else:
                raise AssertionError(f"{name} alters no page")
