"""One build at a time: who comes second is told who holds the lock."""

import json
import os
import re
import socket
from contextlib import ExitStack

import pytest

from dxlib.build.lock import hold_lock, stay_apart
from dxlib.errors import BuildError


@pytest.fixture
def path(tmp_path):
    return tmp_path / ".dxlib" / "build.lock"


def test_a_lock_that_is_held_is_refused_with_who_holds_it_and_since_when(path):
    with hold_lock(path), pytest.raises(BuildError) as caught, hold_lock(path):
        pytest.fail("two held the lock")
    host = re.escape(socket.gethostname())
    assert re.fullmatch(
        rf"Another build is running: process {os.getpid()} on {host} since \d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00\.\n"
        r"Fix: wait until it has ended, or end it; then run the build again\.",
        str(caught.value),
    )


def test_a_lock_is_free_again_whatever_ends_what_held_it(path):
    with hold_lock(path):
        pass
    with pytest.raises(KeyError), hold_lock(path):
        raise KeyError
    with hold_lock(path):
        assert json.loads(path.read_text())["pid"] == os.getpid()


@pytest.mark.parametrize("content", ["", "{}", "[1]", "5", '{"pid": 1}', "\udcff"])
def test_of_a_holder_that_has_not_yet_said_who_it_is_this_is_said(path, content):
    with hold_lock(path):
        for change in (lambda: path.write_bytes(content.encode("utf-8", "surrogateescape")), path.unlink):
            change()
            with pytest.raises(BuildError, match=r"running: a process that has just begun\."), hold_lock(path):
                pass


@pytest.mark.skipif(os.name != "posix", reason="files have no modes there")
def test_only_the_user_may_read_or_hold_the_lock(path):
    with hold_lock(path):
        assert {one.name: one.stat().st_mode & 0o777 for one in path.parent.iterdir()} == {
            "build.lock": 0o600, "build.lock.held": 0o600,
        }  # fmt: skip


def test_what_stays_apart_does_not_begin_while_the_lock_is_held(path):
    with hold_lock(path), pytest.raises(BuildError) as caught, stay_apart(path, what="build", again="publish"):
        pytest.fail("it began")
    assert re.fullmatch(
        rf"A build is running: process {os.getpid()} on .*\nFix: wait until it has ended, or end it; then publish\.",
        str(caught.value),
    )


def test_nothing_is_made_to_find_that_no_lock_is_held(path):
    with stay_apart(path, what="build", again="publish"):
        assert not path.parent.exists()
    path.parent.mkdir()
    with stay_apart(path, what="build", again="publish"):
        assert not list(path.parent.iterdir())


def fail_while_held(path, held):
    """Fail, after a lock was taken that goes with a stack."""
    held.enter_context(hold_lock(path))
    raise FileNotFoundError


def test_what_failed_while_the_lock_was_taken_is_told_of_that(path):
    with (
        ExitStack() as held,
        pytest.raises(BuildError, match=r"^A build is running: "),
        stay_apart(path, what="build", again="publish"),
    ):
        fail_while_held(path, held)


def test_what_failed_while_nobody_held_the_lock_fails_as_it_did_and_the_lock_is_free(path):
    with hold_lock(path):
        pass
    with pytest.raises(FileNotFoundError), stay_apart(path, what="build", again="publish"):
        raise FileNotFoundError
    with hold_lock(path):
        pass
