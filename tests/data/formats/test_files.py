"""Files are written whole or not at all."""

import pytest

from dxlib.data.formats.files import write_file
from dxlib.errors import ConfigError


def test_a_file_holds_what_was_written_and_nothing_is_left_beside_it(tmp_path):
    assert write_file(tmp_path / "a.csv", b"1") == tmp_path / "a.csv"
    write_file(tmp_path / "a.csv", b"2")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.csv": b"2"}


def test_equal_bytes_leave_the_file_untouched(tmp_path):
    path = write_file(tmp_path / "a.csv", b"1")
    before = path.stat()
    write_file(path, b"1")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError) as caught:
        write_file(tmp_path / "none" / "a.csv", b"")
    assert str(caught.value) == f"No folder '{tmp_path}/none' to write 'a.csv' to.\nFix: make the folder first."


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(ConfigError) as caught:
        write_file(tmp_path, b"")
    assert str(caught.value) == f"'{tmp_path}' is a folder.\nFix: name the file to write."
