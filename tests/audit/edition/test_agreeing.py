"""One claim has one value in all pages of an edition as of one day; what two pages say is named with both places."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from dxlib.audit.edition.agreeing import Agreement, PageFigure, list_figures
from dxlib.audit.edition.told import Told, UnreadablePageError
from tests.conftest import Toy

EVIDENCE: dict[str, Any] = {
    "page": {"language": "en"},
    "units": {"RANK": "egdi_rank", "PERCENT": "online_share"},
    "sources": {"un": "un-2024", "mic": "mic-2024"},
    "stated": {
        "un": {"egdi_rank": "VNM abc:2024=71 abd:2022=86"}, "mic": {"online_share": "VNM xyz:2025!=80 xya:2024=45e1"},
    },
    "totals": "abc",
    "computed": {
        "chg": ["rank_change", "15", "RANK", 0, 0, "abc abd", {}],
        "shr": ["share", "37", "PERCENT", 0, 0, "abc abc0", {"of": "all"}],
    },
    "verdicts": {"vvv": ["behind", "xyz", "xya", ""]},
    "earlier": {},
    "claims": {"abc": ['latest("egdi_rank", "VNM")'], "abc0": ['out_of(latest("egdi_rank", "VNM"))']},
    "given": [],
}  # fmt: skip
TEXT = '<a href="#e-abc">71</a> of <a href="#e-abc" data-q="abc0">193</a> <span data-q="chg">15</span>'
STATED = "egdi_rank/VNM/2024/actual@un-2024"


def tell(page: str = "en/1.html", *, language: str = "en", edition: str = "2024", day: str = "2024-12-31") -> Told:
    return Told(page, edition, language, "x", "VNM", day, "T", "", "Viet Nam", (), None)


def hear(toy: Toy, *said: tuple[Told, str, dict[str, Any]]) -> list[tuple[str, str, str, str]]:
    """Give page, place, what is said and what another page says, of all contradictions."""
    agreement = Agreement(toy.catalogue, {})
    for told, text, evidence in said:
        agreement.hear(told, text, evidence)
    return [(one.page, one.place, one.said, one.wanted) for one in agreement.findings]


def alter(*path: object, to: object) -> dict[str, Any]:
    """Give the evidence with something else at a place."""
    altered = copy.deepcopy(EVIDENCE)
    inner: Any = altered
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = to
    return altered


def test_figures_have_the_names_that_all_pages_give_them() -> None:
    assert list_figures(EVIDENCE) == {
        "abc": PageFigure(STATED, "71", "RANK"),
        "abd": PageFigure("egdi_rank/VNM/2022/actual@un-2024", "86", "RANK"),
        "xyz": PageFigure("online_share/VNM/2025/target@mic-2024", "80", "PERCENT"),
        "xya": PageFigure("online_share/VNM/2024/actual@mic-2024", "45e1", "PERCENT"),
        "chg": PageFigure(f"rank_change({STATED}, egdi_rank/VNM/2022/actual@un-2024)", "15", "RANK"),
        "shr": PageFigure(f"share({STATED}, out_of({STATED}), of=all)", "37", "PERCENT"),
    }


def test_pages_that_say_the_same_in_other_languages_and_by_other_keys_agree(toy_shared: Toy) -> None:
    vietnamese = TEXT.replace(" of ", " trên ")
    renamed = {**EVIDENCE, "claims": {}, "verdicts": {}, "computed": {}}
    renamed["stated"] = {"un": {"egdi_rank": "VNM zzz:2024=71"}}
    said = [
        (tell(), TEXT, EVIDENCE),
        (tell("vi/1.html", language="vi"), vietnamese, {**EVIDENCE, "page": {"language": "vi"}}),
        (tell("en/2.html"), '<a href="#e-zzz">71</a>', renamed),
    ]
    assert hear(toy_shared, *said) == []


@pytest.mark.parametrize(
    ("altered", "text", "place", "said", "wanted"),
    [
        (alter("stated", "un", "egdi_rank", to="VNM abc:2024=72 abd:2022=86"), TEXT.replace("71", "72"),
         f"#e-abc: {STATED}", "72 RANK", "71 RANK (en/1.html#e-abc)"),
        (alter("units", to={"INDEX": "egdi_rank", "PERCENT": "online_share"}), TEXT,
         f"#e-abc: {STATED}", "71 INDEX", "71 RANK (en/1.html#e-abc)"),
        (alter("computed", "chg", 1, to="16"), TEXT.replace("15", "16"),
         f"#e-chg: rank_change({STATED}, egdi_rank/VNM/2022/actual@un-2024)", "16 RANK", "15 RANK (en/1.html#e-chg)"),
        (alter("claims", to={"abd": ['latest("egdi_rank", "VNM")']}), TEXT,
         '#e-abd: latest("egdi_rank", "VNM")', "egdi_rank/VNM/2022/actual@un-2024 86 RANK",
         f"{STATED} 71 RANK (en/1.html#e-abc)"),
        (alter("verdicts", "vvv", 0, to="met"), TEXT,
         "#e-vvv: verdict(online_share/VNM/2025/target@mic-2024, online_share/VNM/2024/actual@mic-2024)", "met",
         "behind (en/1.html#e-vvv)"),
        (EVIDENCE, TEXT.replace(">71<", ">≈ 71<"), f"#e-abc: as shown: {STATED}", "~", " (en/1.html#e-abc)"),
        (EVIDENCE, TEXT.replace(">71<", ">17<"), f"#e-abc: as shown: {STATED}", "17", " (en/1.html#e-abc)"),
        (EVIDENCE, TEXT.replace("193", "194"), f"#e-abc: as shown: out_of({STATED})", "194", "193 (en/1.html#e-abc)"),
        (EVIDENCE, TEXT.replace("193", "193%"), f"#e-abc: as shown: out_of({STATED})", "193%", "193 (en/1.html#e-abc)"),
    ],
)  # fmt: skip
def test_what_two_pages_say_differently_is_found_with_both_places(
    toy_shared: Toy, altered: dict[str, Any], text: str, place: str, said: str, wanted: str
) -> None:
    found = hear(toy_shared, (tell(), TEXT, EVIDENCE), (tell("fr/1.html", language="fr"), text, altered))
    assert ("fr/1.html", place, said, wanted) in found


def test_a_page_that_contradicts_itself_is_found(toy_shared: Toy) -> None:
    ((page, place, said, wanted),) = hear(toy_shared, (tell(), f'{TEXT}<span data-q="abc">77</span>', EVIDENCE))
    assert (page, place, said, wanted) == ("en/1.html", f"#e-abc: as shown: {STATED}", "77", " (en/1.html#e-abc)")


@pytest.mark.parametrize("other", [{"edition": "2025"}, {"day": "2024-10-01"}])
def test_other_editions_and_other_days_may_say_something_else(toy_shared: Toy, other: dict[str, str]) -> None:
    altered = alter("stated", "un", "egdi_rank", to="VNM abc:2024=72 abd:2022=86")
    later = (tell("en/2.html", **other), TEXT.replace("71", "72"), altered)  # type: ignore[arg-type]
    assert hear(toy_shared, (tell(), TEXT, EVIDENCE), later) == []


def test_the_same_page_of_another_day_is_heard_again(toy_shared: Toy) -> None:
    later, altered = "2024-12-30", alter("claims", to={"abd": ['latest("egdi_rank", "VNM")']})
    said = [(tell(), EVIDENCE), (tell("en/2.html", day=later), EVIDENCE), (tell("en/3.html", day=later), altered)]
    ((page, place, *_, wanted),) = hear(toy_shared, *((told, TEXT, evidence) for told, evidence in said))
    assert (page, place) == ("en/3.html", '#e-abd: latest("egdi_rank", "VNM")')
    assert wanted.endswith("(en/2.html#e-abc)")


def test_what_was_forgotten_contradicts_nothing(toy_shared: Toy) -> None:
    agreement = Agreement(toy_shared.catalogue, {})
    agreement.hear(tell(), TEXT, EVIDENCE)
    agreement.forget()
    altered = alter("stated", "un", "egdi_rank", to="VNM abc:2024=72 abd:2022=86")
    agreement.hear(tell("en/2.html"), TEXT.replace("71", "72"), altered)
    assert agreement.findings == []


@pytest.mark.parametrize(
    "altered",
    [
        alter("stated", to=[]), alter("computed", "chg", to=["rank_change"]), alter("claims", to=1),
        alter("computed", "chg", 5, to="chg abd"), alter("stated", "un", to={"unknown": "VNM abc:2024=71"}),
        alter("sources", to={}), alter("verdicts", "vvv", to=["met", "nobody", "xya", ""]),
    ],
)  # fmt: skip
def test_evidence_of_another_form_cannot_be_read(toy_shared: Toy, altered: dict[str, Any]) -> None:
    with pytest.raises(UnreadablePageError, match="its evidence cannot be read"):
        hear(toy_shared, (tell(), TEXT, altered))
