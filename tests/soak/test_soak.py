"""The soak itself: one of each kind in a few rounds, and that it notices when what protects is switched off."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from soak import kills, sabotage
from soak.__main__ import KINDS, main
from soak.alterations import Alterer
from soak.attacks import ATTACKS
from soak.counting import Tally
from soak.kills import Killer
from soak.place import REPOSITORY, Place
from soak.planted import COMMANDS, PLANTED, Planter
from soak.readers import READERS, Fuzzer, Trial, edit
from soak.seen import list_broken

SHORT = ("kills", "attacks", "alterations", "readers")


@pytest.mark.browser
@pytest.mark.parametrize("kind", SHORT)
def test_a_round_of_each_kind_loses_runs_and_leaves_nothing(tmp_path: Path, kind: str) -> None:
    report = tmp_path / "report.json"
    assert main(["--rounds", "1", "--only", kind, "--report", str(report)]) == 0
    written = json.loads(report.read_text("utf-8"))
    assert written["all"]["tried"] == written["all"]["held"] > 0
    assert (written["all"]["lost"], written["all"]["run"], written["all"]["leaked"]) == (0, 0, 0)


def test_kinds_of_rounds_are_all_kinds() -> None:
    assert {*SHORT, "faults", "rows", "atheris"} == set(KINDS)


@pytest.fixture(scope="module")
def planter(tmp_path_factory: pytest.TempPathFactory) -> Planter:
    planter = Planter(Place(tmp_path_factory.mktemp("f") / "a"), Tally(), 1)
    planter.prepare()
    return planter


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_answered_in_words_by_a_command(planter: Planter, fault: str) -> None:
    command = [name for name in COMMANDS if name != "build"][[*PLANTED].index(fault) % (len(COMMANDS) - 1)]
    planter.try_command(fault, command)
    assert planter.tally.counts["every command on", fault].told == []


def test_atheris_follows_a_reader() -> None:
    pytest.importorskip("atheris", reason="atheris is there for Linux on x86-64 only")
    tally = Tally()
    Fuzzer(tally, 1).run_with_atheris(2)
    ((group, _), count) = next(iter(tally.counts.items()))
    assert group == "fuzzed, atheris"
    assert (count.told, count.lost) == ([], 0)
    assert count.tried > 10


# Sabotage ----------------------------------------------------------------------------------------
def test_without_checksums_the_soak_finds_pages_that_were_altered(tmp_path: Path) -> None:
    tally = Tally()
    alterer = Alterer(Place(tmp_path / "a", "checksums"), tally, 1)
    alterer.prepare()
    alterer.run_round()
    assert tally.sum_up("lost") == 1
    assert not tally.is_clean


@pytest.fixture(scope="module")
def swapper(tmp_path_factory: pytest.TempPathFactory) -> Killer:
    killer = Killer(Place(tmp_path_factory.mktemp("s") / "k", "swap"), Tally(), 2)
    killer.prepare()
    return killer


@pytest.mark.parametrize("waits", [False, True], ids=["kills", "waits for what it would kill"])
def test_where_an_edition_is_not_swapped_at_once_the_soak_finds_it(
    swapper: Killer, monkeypatch: pytest.MonkeyPatch, *, waits: bool
) -> None:
    tally = Tally()
    swapper.begin_again(tally, 2)  # the first round of this seed finds pages that are shown
    monkeypatch.setattr(kills, "KINDS", {"what never comes": lambda *_: False} if waits else kills.KINDS)
    swapper.run_round()
    assert tally.sum_up("lost") > 0
    assert any("a reader did not find " in text for count in tally.counts.values() for text in count.told)


@pytest.mark.browser
def test_without_escaping_the_soak_finds_what_runs() -> None:
    program = """
from soak.attacking import Attacker
from soak.counting import Tally
from soak.opened import open_chromium
from soak.sabotage import switch_off_escaping

def attack(opener):
    tally = Tally()
    attacker = Attacker(opener, tally, 1)
    for attack in ("<img src=x onerror=soakRan()>", "<b>1</b>", "{{1337*1337}}"):
        attacker.try_batch("catalogue", [attack])
    print(tally.sum_up("run"), any("ran: called" in text for count in tally.counts.values() for text in count.told))

with open_chromium() as opener:
    attack(opener)
    switch_off_escaping()
    attack(opener)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    on, off = (line.split() for line in done.stdout.splitlines())
    assert on == ["0", "False"]
    assert int(off[0]) >= 2
    assert off[1] == "True"


def test_every_sabotage_can_be_asked_for() -> None:
    assert set(sabotage.SABOTAGES) == {"checksums", "escaping", "swap"}


# What it is made of ------------------------------------------------------------------------------
def test_attacks_are_many_and_of_all_kinds() -> None:
    assert len(set(ATTACKS)) == len(ATTACKS) >= 116
    for sign in ("<script", "javascript:", "\u202e", "{{", "%s", "'", '"', "\x00", "\\", "../"):
        assert any(sign in attack for attack in ATTACKS), sign


@pytest.mark.parametrize("name", READERS)
def test_what_is_fuzzed_can_be_read_before_it_is_altered(tmp_path: Path, name: str) -> None:
    trial = Trial(name, tmp_path)
    trial.path.write_bytes(trial.good)
    trial.reader.read(trial.project, trial.path)
    assert edit(trial.good, [("i", 0.5, b"\0", 3)]) != trial.good


def test_a_release_of_two_builds_a_cut_page_and_a_wrong_checksum_are_found() -> None:
    def make(text: str) -> dict[str, bytes]:
        import hashlib

        page = f"<html>{text}</html>".encode()
        sums = f"{hashlib.sha256(page).hexdigest()}  en/a.html\n".encode()
        return {
            "2024/en/a.html": page,
            "2024/SHA256SUMS": sums,
            "manifest.json": f'{{"pages": [], "of": "{text}"}}'.encode(),
        }

    old, new = make("old"), make("new")
    assert list_broken(old, old, new) == list_broken(new, old, new) == []
    assert list_broken({**new, "manifest.json": old["manifest.json"]}, old, new) == []
    assert "the manifest is new" in list_broken({**old, "manifest.json": new["manifest.json"]}, old, new)[-1]
    cut = {**old, "2024/en/a.html": b"<html>ol"}
    assert list_broken(cut, old, new)[:2] == [
        "2024/en/a.html is not what its checksum says",
        "2024/en/a.html is cut short",
    ]
    gone = {name: text for name, text in old.items() if name != "2024/en/a.html"}
    assert list_broken(gone, old, new)[0] == "2024/en/a.html is missing"
