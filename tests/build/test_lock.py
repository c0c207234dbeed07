"""One build at a time: who comes second is told who holds the lock."""

import json
import os
import re
import socket

import pytest

from dxlib.build.lock import hold_lock
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
