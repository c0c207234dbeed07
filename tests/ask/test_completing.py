"""Completion inside the quotes of a call."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

import dxlib as dx
from dxlib.ask.completing import Asked, list_completions, read_asked
from dxlib.ask.desk import open_desk
from tests.conftest import Toy, make_row, make_share


def complete(shell: InteractiveShell, code: str) -> list[str]:
    with provisionalcompleter():
        return [code[: one.start] + one.text for one in shell.Completer.completions(code, len(code))]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('dx.frame("egdi_r', 'dx.frame("egdi_rank'),
        ('dx.frame(["egdi_rank", "gii_', 'dx.frame(["egdi_rank", "gii_rank'),
        ('dx.frame("egdi_rank", areas="as', 'dx.frame("egdi_rank", areas="asean'),
        ('dx.frame("egdi_rank", areas=["VNM", "as', 'dx.frame("egdi_rank", areas=["VNM", "asean'),
        ('dx.latest("egdi_rank", area="VN63-0', 'dx.latest("egdi_rank", area="VN63-01'),
        ('dx.at("egdi_rank", "20', 'dx.at("egdi_rank", "2024'),
        ("dx.frame(\n    'egdi_rank',\n    publisher='MO", "dx.frame(\n    'egdi_rank',\n    publisher='MOH"),
        ('dx.search("x", kind="', 'dx.search("x", kind="group'),
        ('dx.latest("chữ ký', 'dx.latest("digital_signature_adult_share'),
        ('dx.trend("egdi_v', 'dx.trend("egdi_value'),
        ('dx.cite("un-egovkb-202', 'dx.cite("un-egovkb-2024'),
        ('dx.explain("asean_s', 'dx.explain("asean_six'),
        ('dx.target("digital_signature_adult_share", "203', 'dx.target("digital_signature_adult_share", "2030'),
        ('dx.peers("egdi_rank", area="Vietn', 'dx.peers("egdi_rank", area="VNM'),
    ],
)
def test_tab_completes_inside_the_quotes(shell: InteractiveShell, code: str, found: str) -> None:
    assert found in complete(shell, code)


@pytest.mark.usefixtures("here")
def test_other_calls_and_other_quotes_are_completed_as_ever(shell: InteractiveShell) -> None:
    shell.run_cell("def frame(x): pass")
    assert not [one for one in complete(shell, 'frame("egdi_r') if "egdi_rank" in one]
    assert read_asked('x = "egdi_r') is None
    assert read_asked('dx.frame("a")') is None


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ('dx.at("egdi_rank", "20', Asked("dx.at", 1, "", "20", ("egdi_rank",))),
        ("dx.at(period='20", Asked("dx.at", 0, "period", "20", ())),
        ('dx.frame("a", areas = ["VNM", "as', Asked("dx.frame", 1, "areas", "as", ("a", "VNM"))),
        ('dx.frame(("a", "b', Asked("dx.frame", 0, "", "b", ("a",))),
        ('f(1); dx.at(g(x), "', Asked("dx.at", 1, "", "", ())),
        ("print(dx.at('a', '", Asked("dx.at", 1, "", "", ("a",))),
        ("# it isn't\ndx.at(\"e", Asked("dx.at", 0, "", "e", ())),
    ],
)
def test_the_call_the_argument_and_what_stands_in_it_are_read(code: str, asked: Asked) -> None:
    assert read_asked(code) == asked


@pytest.mark.parametrize("code", ["", "dx.at(", 'dx.at("a"', 'x = "a', '["a', 'dx.at("a") + "b', '(("a', ') "a'])
def test_outside_of_a_text_of_a_call_nothing_is_asked(code: str) -> None:
    assert read_asked(code) is None


@pytest.fixture
def complete_toy(ask_toy: Callable[..., Toy]) -> Callable[..., list[str]]:
    """Gives what completes a call in the small project."""
    target = make_share("2030", "80", KIND="target")
    ask_toy([make_row(), make_row(TIME_PERIOD="2022", OBS_VALUE="86"), make_share("2023", "40"), target])

    def run(code: str, *, kind: str = "") -> list[str]:
        asked = read_asked(code)
        assert asked
        found = list_completions(asked, getattr(dx, asked.call.removeprefix("dx.")), open_desk())
        assert not kind or {one for _, one in found} == {kind}
        return [text for text, _ in found]

    return run


@pytest.mark.parametrize(
    ("code", "kind", "found"),
    [
        ('dx.frame("egdi', "indicator", ["egdi_rank"]),
        ('dx.frame("SHARE', "indicator", ["online_share"]),
        ('dx.frame("egdi_rank", areas="', "area", ["VNM", "SGP", "asean", "countries"]),
        ('dx.latest("egdi_rank", area="', "area", ["VNM", "SGP"]),
        ('dx.latest("egdi_rank", area="viet n', "area", ["VNM"]),
        ('dx.at("egdi_rank", "', "period", ["2024", "2022"]),
        ('dx.target("online_share", "', "period", ["2030"]),
        ('dx.at("nothing", "', "", []),
        ('dx.frame("egdi_rank", publisher="', "publisher", ["UN", "MIC"]),
        ('dx.frame("egdi_rank", columns="', "option", ["area", "period", "indicator"]),
        ('dx.frame("egdi_rank", sources="a', "option", ["all", "headline"]),  # what begins so, then what holds it
        ('dx.search("x", kind="ar', "option", ["area"]),
        ('dx.search("x", language="', "option", ["en", "vi", "fr"]),
        ('dx.cite("un', "source", ["un-2024", "un-undated"]),
        ('dx.explain("un-', "id", ["un-2024", "un-undated"]),
        ('dx.explain("asean', "id", ["asean"]),
    ],
)
def test_an_argument_is_completed_with_what_it_takes(
    complete_toy: Callable[..., list[str]], code: str, kind: str, found: list[str]
) -> None:
    assert complete_toy(code, kind=kind) == found
