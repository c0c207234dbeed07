"""Finished pages, kept by the hash of their content."""

import hashlib
import stat

import pytest

from dxlib.build.pages import PageStore, drop_altered
from dxlib.paths import Project


@pytest.fixture
def store(tmp_path):
    return PageStore(tmp_path / "pages")


def test_a_page_is_named_by_its_content_and_the_same_page_twice_is_one_file(store):
    digest = store.keep(b"<html>")
    assert digest == hashlib.sha256(b"<html>").hexdigest()
    assert store.get_path(digest).read_bytes() == b"<html>"
    before = store.get_path(digest).stat().st_ino
    assert store.keep(b"<html>") == digest
    assert store.get_path(digest).stat().st_ino == before
    assert store.list_digests() == {digest}


def test_a_page_can_be_read_by_everybody_and_altered_by_nobody(store):
    assert stat.S_IMODE(store.get_path(store.keep(b"x")).stat().st_mode) == 0o444


def test_what_nobody_wants_and_what_was_half_written_is_removed(store):
    wanted, other = store.keep(b"wanted"), store.keep(b"other")
    half = store.get_path(wanted).with_suffix(".tmp")
    half.write_bytes(b"hal")
    store.drop_all_but({wanted})
    assert store.list_digests() == {wanted}
    assert not half.exists()
    assert not store.get_path(other).exists()


def test_pages_that_were_altered_are_removed_and_named(tmp_path):
    project = Project(tmp_path)
    store = PageStore(project.pages)
    sound, altered = store.keep(b"sound"), store.keep(b"altered")
    store.get_path(altered).chmod(0o644)
    store.get_path(altered).write_bytes(b"another")
    assert drop_altered(project) == {altered}
    assert store.list_digests() == {sound}
    assert drop_altered(project) == set()


def test_a_store_that_was_never_used_holds_nothing(store):
    assert store.list_digests() == set()
    store.drop_all_but(set())
