"""Files as they are sent: bombs, cut archives and what is no file at all are refused within two seconds."""

import gzip
import os
import time
import zipfile

import pytest

from dxlib.bounds import UNPACKED_BYTES
from dxlib.data.ingest import packing
from dxlib.data.ingest.layouts import find_reader
from dxlib.data.ingest.packing import is_workbook, read_content, read_start
from dxlib.data.ingest.records import read_records, read_text
from dxlib.errors import SchemaError


def refuse(path, read=read_content):
    began = time.monotonic()
    with pytest.raises(SchemaError) as caught:
        read(path)
    assert time.monotonic() - began < 20  # what would not end takes an hour
    return str(caught.value).replace(str(path), "a").partition("\n")[0]


def test_a_bomb_is_given_up_where_it_is_larger_than_any_table(tmp_path, monkeypatch):
    monkeypatch.setattr(packing, "UNPACKED_BYTES", 1_000_000)
    assert UNPACKED_BYTES < 300_000_000
    with gzip.open(tmp_path / "a.gz", "wb") as file:
        file.write(bytes(20_000_000))
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", bytes(20_000_000))
    (tmp_path / "a.csv").write_bytes(bytes(20_000_000))
    for name in ("a.gz", "a.zip", "a.csv"):
        assert refuse(tmp_path / name) == "a holds more than 1,000,000 bytes."
        assert read_start(tmp_path / name, 10) == bytes(10)


def test_a_line_of_200_megabytes_is_refused(tmp_path):
    path = tmp_path / "a.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b"a,b\n" + b"1," * 20_000_000)
    said = refuse(path, lambda path: read_records(path, read_text(path)))
    assert said == "1 problem found:"
    with pytest.raises(SchemaError, match=r"Not CSV \(line 2 has more than 1,000,000 characters\) in .*, line 2\."):
        read_records(path, read_text(path))


def test_what_is_no_file_is_refused(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    for read in (read_content, is_workbook, find_reader):
        assert refuse(tmp_path / "missing", read) == "Missing file in a."
        assert refuse(tmp_path / "folder", read) == "A folder, not a file, in a."
        assert refuse(tmp_path / "link", read) == "A link to 'nowhere', which is not there, in a."
        assert refuse(tmp_path / "pipe", read) == "A pipe, not a file, in a."


@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_an_archive_that_was_changed_anywhere_is_refused_or_read(tmp_path, kind):
    path = tmp_path / f"a.{kind}"
    if kind == "gz":
        path.write_bytes(gzip.compress(b"a,b\n1,2\n" * 20, mtime=0))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.csv", b"a,b\n1,2\n" * 20)
    content = path.read_bytes()
    for at in range(len(content)):
        for changed in (content[:at], content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]):
            path.write_bytes(changed)
            try:
                read_content(path)
            except SchemaError:
                continue


@pytest.mark.parametrize("encoding", ["punycode", "idna", "utf-7", "unicode_escape", "rot13", "zlib", "klingon", "\0"])
def test_a_host_cannot_declare_an_encoding_that_is_slow_or_hides_characters(tmp_path, encoding):
    (tmp_path / "a").write_bytes(b"\xe9a+ICo-" * 1000)
    assert refuse(
        tmp_path / "a", lambda path: read_text(path, encoding)
    ) == f"Unknown encoding '{encoding}' of a.".replace("\0", "\\x00")
