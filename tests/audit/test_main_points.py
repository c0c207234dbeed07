"""The first screen, of the code that writes it and of the audit: both say the same, and it is what the figures say."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence

import pytest

import dxlib as dx
from dxlib.data.catalogue_files import forget_catalogue
from tests.conftest import Toy, make_catalogue_files, make_row
from tests.rendering import render

Rows = Sequence[dict[str, str]]
Share = Callable[..., dict[str, str]]
Say = Callable[..., str]
PEERS = "peers='asean', among='members of ASEAN'"
NEW, NO_NEW = "new since the last edition", "no new figure since the last edition"


@pytest.fixture
def say(toy: Toy, compose: Callable[..., list[str]]) -> Say:
    """Runs a call on rows in a brief of 2025 and in the audit; gives the text that both have."""

    def run(rows: Rows, call: str) -> str:
        (composed,) = compose([*rows], f"brief.{call}")
        brief = dx.open_brief("01-toy", area="VNM", edition=2025, language="en", as_of="2025-12-31",
                              root=toy.project.root)  # fmt: skip
        written = render(eval(compile(ast.parse(f"brief.{call}", mode="eval"), "<cell>", "eval"), {"brief": brief}))
        assert written.replace("\u00a0", " ") == composed
        return re.sub(r" (?=[,.;])", "", " ".join(re.sub(r"<[^>]*>", " ", composed).split()))

    return run


def make_ranks(*ranks: str, **more: str) -> list[dict[str, str]]:
    """Give rows of the rank of 2018, 2020 and so on."""
    return [make_row(TIME_PERIOD=str(2018 + 2 * at), OBS_VALUE=rank, **more) for at, rank in enumerate(ranks)]


@pytest.fixture
def three(toy: Toy) -> None:
    """Lets the group have three members: a place among two says little."""
    areas = make_catalogue_files()["areas.yaml"]
    lao = {**areas["SGP"], "name": dict.fromkeys(("en", "vi", "fr"), "Lao")}
    toy.write_catalogue("areas.yaml", {**areas, "LAO": lao})
    forget_catalogue()


@pytest.mark.parametrize(
    ("before", "moved"),
    [("86", "up 15 places on 2022"), ("70", "down 1 place on 2022"), ("71", "as in 2022")],
)
def test_a_point_says_how_a_figure_moved(say: Say, before: str, moved: str) -> None:
    rows = [make_row(OUT_OF="193"), make_row(TIME_PERIOD="2022", OBS_VALUE=before)]
    said = say(rows, "main_points('egdi_rank')")
    assert said == f"rank name: 71 of 193 ( 2024 ), {moved}. ({NO_NEW})"


def test_a_figure_of_a_part_of_its_time_is_none_before_it(say: Say, share: Share) -> None:
    rows = [share("2024", "45.2"), share("2024-10", "45"), share("2023", "40")]
    assert "45.2% ( 2024 ), up 5.2 percentage points on 2023" in say(rows, "main_points('online_share')")


@pytest.mark.usefixtures("three")
def test_a_share_stands_beside_its_target_and_a_rank_beside_its_peers(say: Say, share: Share) -> None:
    targets = [share("2025", "80", KIND="target"), make_row(TIME_PERIOD="2025", OBS_VALUE="70", KIND="target")]
    others = [make_row(REF_AREA=area, OBS_VALUE=value) for area, value in (("SGP", "3"), ("LAO", "152"))]
    shares = [share("2024", value, REF_AREA=area) for area, value in (("SGP", "90"), ("LAO", "10"))]
    rows = [share("2024", "45.2"), make_row(), *targets, *others, *shares]
    said = say(rows, f"main_points('online_share', 'egdi_rank', {PEERS})")
    target = "target for 2025 : 80%, no confirmed figure for the deadline"
    assert said == (
        f"share name: 45.2% ( 2024 ); {target}. ({NEW}) "
        f"rank name: 71 ( 2024 ); 2nd of 3 members of ASEAN with a figure. ({NO_NEW})"
    )
    (card,) = re.findall("rank name.*", say([*others, make_row()], f"key_figures('egdi_rank', {PEERS})"))
    assert card == "rank name 71 ( 2024 ) 2nd of 3 members of ASEAN with a figure"


@pytest.mark.usefixtures("three")
def test_a_place_is_not_said_among_few_nor_where_the_rank_is_among_just_the_peers(say: Say) -> None:
    own, other, third = make_row(), make_row(REF_AREA="SGP", OBS_VALUE="3"), make_row(REF_AREA="LAO", OBS_VALUE="99")
    few = say([own, other], f"main_points('egdi_rank', {PEERS})")
    among = say([make_row(OBS_VALUE="2", OUT_OF="3"), other, third], f"main_points('egdi_rank', {PEERS})")
    assert "members" not in few + among


@pytest.mark.parametrize(
    ("ranks", "is_best"),
    [(("90", "88", "86", "71"), True), (("90", "70", "86", "71"), False), (("71", "88", "86", "71"), False),
     (("88", "86", "71"), False)],
)  # fmt: skip
def test_what_is_better_than_all_before_is_called_the_best(say: Say, ranks: Sequence[str], is_best: bool) -> None:
    rows = [make_row(TIME_PERIOD=str(2025 - len(ranks) + at), OBS_VALUE=rank) for at, rank in enumerate(ranks)]
    assert ("the best since" in say(rows, "main_points('egdi_rank')")) is is_best


def test_what_only_grows_is_not_called_the_best(say: Say, toy: Toy) -> None:
    units = make_catalogue_files()["units.yaml"]
    toy.write_catalogue("units.yaml", {**units, "PERSON": {**units["PERSON"], "aggregation": "sum"}})
    forget_catalogue()
    counts = [make_row(INDICATOR="accounts", TIME_PERIOD=f"202{at}", OBS_VALUE=str(at + 1), UNIT_MEASURE="PERSON")
              for at in range(5)]  # fmt: skip
    assert "5 ( 2024 ), up 1 on 2023. " in say(counts, "main_points('accounts')")


@pytest.mark.parametrize(
    ("known", "followed"),
    [
        ({"2022": "90", "2023": "88", "2024": "86"}, "same direction as in the last edition"),
        ({"2022": "86", "2023": "88", "2024": "71"}, "direction reversed since the last edition"),
        ({"2022": "88", "2023": "88", "2024": "71"}, "newer figure than in the last edition"),
        ({"2023": "88", "2024": "71"}, "newer figure than in the last edition"),
        ({"2022": "90", "2023": "88"}, NO_NEW),
        ({"2024": "88"}, NEW),
    ],
)
def test_a_point_of_the_edition_before_is_followed_up(say: Say, known: dict[str, str], followed: str) -> None:
    rows = [make_row(TIME_PERIOD=year, OBS_VALUE=rank, SOURCE="mic-2024" if year == "2024" else "mic-2022")
            for year, rank in known.items()]  # fmt: skip
    assert say(rows, "main_points('egdi_rank')").endswith(f"({followed})")


@pytest.mark.parametrize(("again", "followed"), [("88", NO_NEW), ("87", "same direction as in the last edition")])
def test_what_another_source_repeats_is_no_new_figure(say: Say, again: str, followed: str) -> None:
    stated = (("2022", "90", "mic-2022"), ("2023", "88", "mic-2022"), ("2023", again, "mic-2024"))
    rows = [make_row(TIME_PERIOD=year, OBS_VALUE=rank, SOURCE=source) for year, rank, source in stated]
    assert say(rows, "main_points('egdi_rank')").endswith(f"({followed})")


def test_points_are_of_recent_figures_in_the_order_given(say: Say, share: Share) -> None:
    old = make_row(INDICATOR="accounts", TIME_PERIOD="2018", OBS_VALUE="9", UNIT_MEASURE="PERSON")
    said = say([old, make_row(), share("2024", "45.2")], "main_points('accounts', 'online_share', 'egdi_rank')")
    assert [one for one in ("accounts", "share", "rank") if one in said] == ["accounts", "share", "rank"]
    index = make_row(INDICATOR="egdi_value", UNIT_MEASURE="INDEX", OBS_VALUE="0.7")
    four = "main_points('accounts', 'online_share', 'egdi_rank', 'egdi_value', 'egdi_rank')"
    said = say([old, make_row(), share("2024", "45.2"), index], four)
    assert re.findall(r"\w+(?= name)", said) == ["share", "rank", "index"]
    assert say([make_row(REF_AREA="SGP")], "main_points('egdi_rank')") == ""


def test_a_verdict_counts_what_became_of_targets(say: Say, share: Share) -> None:
    rows = [
        share("2024", "45.2"), share("2024", "40", KIND="target"), share("2023", "30", KIND="target"),
        share("2026", "90", KIND="target"), share("", "95", KIND="target"),
        make_row(TIME_PERIOD="2024", OBS_VALUE="70", KIND="target"), make_row(),
        make_row(INDICATOR="accounts", TIME_PERIOD="2024", OBS_VALUE="7", UNIT_MEASURE="PERSON", KIND="target"),
    ]  # fmt: skip
    assert say(rows, "verdict()") == (
        "Targets for Viet Nam, as of 31 December 2025 2 met 1 missed 1 due, outcome unknown "
        "1 not yet due 1 without a deadline"
    )
    assert say(rows, "verdict('egdi_rank')").endswith("31 December 2025 1 missed")
    assert say(rows, "verdict('egdi_value')") == "No target on this subject that was set for Viet Nam is known here."
    assert say([make_row()], "verdict()") == "No target that was set for Viet Nam is known here."
