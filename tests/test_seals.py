"""Seals: what this user noted down is told from what anybody else could write, by a key outside of every project."""

from __future__ import annotations

import stat
import subprocess
import sys

import pytest

from dxlib import seals
from dxlib.seals import find_key, is_key_kept, is_sealed, make_seal


@pytest.fixture(autouse=True)
def _home(become) -> None:
    become("somebody")


def seal_elsewhere() -> str:
    code = "from dxlib.seals import make_seal; print(make_seal('a', b'b'))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_the_next_process_of_the_user_makes_the_same_seal_and_nobody_else_does(become):
    seal = make_seal("a", b"b")
    assert seal_elsewhere() == seal
    assert is_sealed(seal, "a", "b")
    become("another")
    assert not is_sealed(seal, "a", b"b")
    assert make_seal("a", b"b") == seal_elsewhere() != seal
    become("somebody")
    assert is_sealed(seal, "a", b"b")


def test_a_seal_is_of_these_texts_in_this_order():
    seals_ = [make_seal(*parts) for parts in (("a", "b"), ("b", "a"), ("a\0b",), ("ab",), ("a", "b", ""), ())]
    assert len(set(seals_)) == len(seals_)
    assert not is_sealed("", "a", "b")
    assert not is_sealed("\udcff\u00e9", "a", "b")
    assert make_seal("a\udcff") == make_seal(b"a\xff")  # a name of a file need not be UTF-8


def test_only_the_user_can_read_the_key():
    make_seal("a")
    assert stat.S_IMODE(find_key().stat().st_mode) == 0o600
    assert len(find_key().read_bytes()) == 32


@pytest.mark.parametrize("wrong", ["readable", "short", "long"])
def test_a_key_that_others_know_or_that_is_damaged_is_made_anew(become, wrong):
    seal = make_seal("a")
    path = find_key()
    if wrong == "readable":
        path.chmod(0o644)
    else:
        path.write_bytes(path.read_bytes()[:31] if wrong == "short" else path.read_bytes() + b"x")
    become("somebody")
    assert not is_sealed(seal, "a")
    seal = make_seal("a")
    become("somebody")
    assert is_sealed(seal, "a")


@pytest.mark.parametrize("place", ["a file", "a folder in its place"])
def test_where_no_key_can_be_kept_each_process_believes_itself(tmp_path, monkeypatch, place):
    (tmp_path / "file").write_text("", "utf-8")
    (tmp_path / "dxlib" / "key").mkdir(parents=True)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file" if place == "a file" else tmp_path))
    seals._read_key.cache_clear()
    seal = make_seal("a")
    assert is_sealed(seal, "a")
    assert not is_key_kept()
    seals._read_key.cache_clear()
    assert not is_sealed(seal, "a")


def test_a_key_that_is_kept_is_known_to_be():
    assert is_key_kept()
    find_key().unlink()
    assert not is_key_kept()


def test_no_key_lies_in_the_folder_one_works_in(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setenv("HOME", "home")
    assert is_sealed(make_seal("a"), "a")
    assert not is_key_kept()
    assert not list(tmp_path.rglob("*"))


def test_the_key_lies_below_home_where_nothing_else_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    for said in ("", "not/absolute"):
        monkeypatch.setenv("XDG_STATE_HOME", said)
        assert find_key() == tmp_path / ".local" / "state" / "dxlib" / "key"
