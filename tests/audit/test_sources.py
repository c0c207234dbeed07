"""Notes composed again: under each source what it states, at the end what was computed."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.conftest import make_row

Compose = Callable[..., list[str]]
Share = Callable[..., dict[str, str]]


def strip(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", markup).split())


def test_every_figure_has_its_note_and_rivals_have_one_too(compose: Compose, share: Share) -> None:
    rows = [share("2024", "45.2"), share("2024", "52", "mic-2022"), share("2023", "17.6")]
    cells = (
        "x = brief.latest('online_share')\nbrief.say('{x}, {c:size}', x=x, c=brief.change(x, brief.before(x)))",
        "brief.evidence()",
    )
    _, notes = compose(rows, *cells)
    said = strip(notes)
    assert said.count("Ministry") == 3  # two sources, and the rival is named
    assert "share label: 52% , 2024" in said
    assert "Ministry states 52%" in said
    assert said.endswith(
        "Computed from these figures · one figure 27.6 percentage points share label, 2024 : change: 45.2% minus 17.6%"
    )
    assert len(re.findall(r'<li id="e-', notes)) == 4


def test_a_figure_of_another_area_names_it(compose: Compose) -> None:
    rows = [make_row(), make_row(REF_AREA="SGP", OBS_VALUE="3")]
    _, notes = compose(rows, "brief.say('{x}', x=brief.latest('egdi_rank', area='SGP'))", "brief.evidence()")
    assert "rank label: Singapore, 3 , 2024" in strip(notes)


def test_a_long_list_of_inputs_stands_only_once(compose: Compose, share: Share) -> None:
    rows = [share(str(year), str(year - 2000)) for year in range(2010, 2021)]
    many = ", ".join(f"brief.at('online_share', '{year}')" for year in range(2010, 2021))
    cells = (f"brief.say('{{a}} {{b}}', a=brief.count([{many}]), b=brief.count([{many}][0:]))", "brief.evidence()")
    _, notes = compose(rows, cells[0].replace("[0:]", ""), cells[1])
    assert strip(notes).count("count of") == 1
