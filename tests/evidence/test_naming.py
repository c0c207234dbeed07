"""Short names: unambiguous on a page, lasting beyond it, and nothing renamed that is no name."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dxlib.data.ids import make_key
from dxlib.evidence.format import (
    Evidence,
    FigureRecord,
    Measure,
    Page,
    VerdictRecord,
    write_evidence,
)
from dxlib.evidence.naming import name_all, rename_evidence, shorten
from tests.page_evidence import read_evidence

RANK, BEFORE, TARGET, COUNT = "aaaabbbb", "aaaacccc", "dddddddd", "eeeeeeee"
MOVE, MET = "gggggggg", "hhhhhhhh"
EVIDENCE = Evidence(
    page=Page(brief="01-toy", area="VNM", edition="2024", language="en", as_of="2024-12-31"),
    measures={
        RANK: Measure(Decimal(71), "RANK"),
        f"{RANK}0": Measure(Decimal(193), "COUNT"),
        BEFORE: Measure(Decimal(86), "RANK"),
        TARGET: Measure(Decimal(90), "PERCENT"),
        COUNT: Measure(Decimal(25), "PERCENT", 9),
        MOVE: Measure(Decimal(15), "PLACES"),
    },
    stated={
        RANK: "egdi_rank/VNM/2024/actual@un-2024",
        BEFORE: "egdi_rank/VNM/2022/actual@mic-2022",
        TARGET: "online_share/VNM//target@mic-2024",
        COUNT: "online_share/VNM/2024-01/2024-11/actual@feed@2025-01-02",
    },
    computed={MOVE: FigureRecord(formula="rank_change", inputs=(RANK, BEFORE), options=(("direction", "lower"),))},
    verdicts={MET: VerdictRecord(status="met", target=TARGET, latest=COUNT)},
    earlier={BEFORE: "2023-12-31"},
    claims={RANK: ('latest("egdi_rank", "VNM")',)},
    given=("holds(1)",),
)
UNITS = {"egdi_rank": "RANK", "online_share": "PERCENT"}


@given(st.sets(st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=8, max_size=8), min_size=1, max_size=300))
def test_short_names_are_beginnings_and_no_two_are_alike(keys: set[str]) -> None:
    names = shorten(keys)
    assert names.keys() == keys
    assert len(set(names.values())) == len(keys)
    assert all(key.startswith(name) and len(name) >= 3 for key, name in names.items())


def test_a_name_does_not_depend_on_far_away_keys() -> None:
    assert shorten(["aaaabbbb", "zzzzzzzz"])["aaaabbbb"] == shorten(["aaaabbbb", "qqqqqqqq", "rrrrrrrr"])["aaaabbbb"]


def test_a_page_without_figures_has_no_names() -> None:
    assert shorten([]) == {}
    assert name_all(Evidence()) == ({}, {})


def test_every_figure_conclusion_and_source_has_a_name() -> None:
    names = name_all(EVIDENCE)
    assert names.figures == {
        RANK: "aaaab", f"{RANK}0": "aaaab0", BEFORE: "aaaac", TARGET: "ddd", COUNT: "eee", MOVE: "ggg", MET: "hhh",
    }  # fmt: skip
    assert names.sources.keys() == {"un-2024", "mic-2022", "mic-2024", "feed@2025-01-02"}
    assert all(make_key(source).startswith(name) for source, name in names.sources.items())


def test_evidence_under_the_names_of_the_page_says_the_same() -> None:
    renamed = rename_evidence(EVIDENCE, name_all(EVIDENCE).figures)
    assert renamed.measures == {
        "aaaab": EVIDENCE.measures[RANK], "aaaab0": EVIDENCE.measures[f"{RANK}0"], "aaaac": EVIDENCE.measures[BEFORE],
        "ddd": EVIDENCE.measures[TARGET], "eee": EVIDENCE.measures[COUNT], "ggg": EVIDENCE.measures[MOVE],
    }  # fmt: skip
    assert list(renamed.stated.values()) == list(EVIDENCE.stated.values())
    move = FigureRecord(formula="rank_change", inputs=("aaaab", "aaaac"), options=(("direction", "lower"),))
    assert renamed.computed == {"ggg": move}
    assert renamed.verdicts == {"hhh": VerdictRecord(status="met", target="ddd", latest="eee")}
    assert (renamed.earlier, renamed.totals) == ({"aaaac": "2023-12-31"}, ("aaaab",))
    assert renamed.claims == {"aaaab": ('latest("egdi_rank", "VNM")',)}
    assert (renamed.page, renamed.given) == (EVIDENCE.page, EVIDENCE.given)


def test_the_first_figure_of_a_verdict_is_renamed_where_there_is_one() -> None:
    verdict = VerdictRecord(status="on_track", target=TARGET, latest=COUNT, first=RANK)
    evidence = EVIDENCE.model_copy(update={"verdicts": {MET: verdict}})
    (renamed,) = rename_evidence(evidence, name_all(evidence).figures).verdicts.values()
    assert renamed.first == "aaaab"


def test_what_is_written_is_read_back_under_the_names_of_the_page() -> None:
    names = name_all(EVIDENCE)
    renamed = rename_evidence(EVIDENCE, names.figures)
    text = write_evidence(renamed, names.sources, UNITS)
    read = read_evidence(text)
    assert {key: str(one) for key, one in read.stated.items()} == renamed.stated
    assert read.values == {"aaaab": "71", "aaaac": "86", "ddd": "90", "eee": "25e9"}
    assert (read.computed, read.verdicts, read.claims) == (renamed.computed, renamed.verdicts, renamed.claims)
    assert '"units":{"PERCENT":"online_share","RANK":"egdi_rank"}' in text
    assert '"totals":"aaaab"' in text
