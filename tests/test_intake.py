"""Files taken in: whole and within bounds, or refused with what they are; nothing hangs."""

import os
import pickle
import socket
import time
from pathlib import Path

import pytest

from dxlib.build.left import read_left
from dxlib.data.stamp import is_up_to_date, list_changed
from dxlib.errors import SchemaError
from dxlib.freshness import find_note
from dxlib.intake import inspect_text, open_file, read_bytes
from dxlib.paths import Project


def say(path, **bounds):
    text, problems = inspect_text(path, **bounds)
    assert text == "" or problems
    return [str(problem) for problem in problems]


def test_a_text_is_given_with_nothing_to_say(tmp_path):
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbfH\xc3\xa0 N\xe1\xbb\x99i\r\n")
    assert inspect_text(tmp_path / "a") == ("Hà Nội\r\n", [])


def test_what_is_no_file_is_refused_at_once(tmp_path):
    paths = [tmp_path / name for name in ("missing", "folder", "pipe", "link", "loop", "socket")]
    missing, folder, pipe, link, loop, bound = paths
    folder.mkdir()
    os.mkfifo(pipe)
    link.symlink_to("nowhere")
    loop.symlink_to("loop")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(bound))
    began = time.monotonic()
    restore = "\n  Fix: restore it from version control, or write it."
    assert say(missing) == [f"Missing file in {missing}.{restore}"]
    assert say(folder) == [f"A folder, not a file, in {folder}.\n  Fix: move it away."]
    assert say(pipe) == [f"A pipe, not a file, in {pipe}.\n  Fix: move it away."]
    assert say(link) == [f"A link to 'nowhere', which is not there, in {link}.{restore}"]
    assert say(loop)[0].startswith(f"Not to be read (Too many levels of symbolic links) in {loop}.")
    assert say(bound)[0].startswith(f"Not to be read (No such device or address) in {bound}.")
    assert time.monotonic() - began < 20  # what would not end takes an hour


def test_a_device_is_refused():
    assert say(Path("/dev/zero")) == ["A device, not a file, in /dev/zero.\n  Fix: move it away."]


def test_a_file_beyond_its_bound_is_not_read(tmp_path):
    path = tmp_path / "a"
    with path.open("wb") as file:
        file.truncate(10**12)  # it takes no place on the disk
    assert say(path, most=10**6) == [f"More than 1,000,000 bytes in {path}.\n  Fix: split it, or look what wrote it."]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a\nb\xe0c\n", "Not UTF-8 (byte 0xE0) in {path}, line 2, character 2."),
        ("a\nHà\n".encode("utf-16"), "UTF-16, not UTF-8, in {path}."),
        (b"PK\x03\x04" + b"\0" * 9, "A spreadsheet or an archive, not text, in {path}."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "A spreadsheet or an archive, not text, in {path}."),
        ("a\n".encode("utf-16-be"), "Hidden character U+0000 (a control character) in {path}, line 1, character 1."),
        (
            "a: 1\nb: \u202e71\n".encode(),
            "Hidden character U+202E RIGHT-TO-LEFT OVERRIDE in {path}, line 2, character 4.",
        ),
    ],
    ids=["a stray byte", "UTF-16", "Excel", "old Excel", "NUL", "a turned number"],
)
def test_text_that_is_not_what_it_seems_is_named_with_its_place(tmp_path, content, said):
    path = tmp_path / "a"
    path.write_bytes(content)
    assert say(path)[0].partition("\n")[0] == said.format(path=path)


def test_a_text_that_was_saved_after_it_was_read_in_another_encoding_is_refused_with_its_place(tmp_path):
    text = 'INDICATOR,AS_WRITTEN\nonline_share,"Tỷ lệ hồ sơ trực tuyến 45%"\n'
    (tmp_path / "a.csv").write_text(text.encode().decode("cp1252"), encoding="utf-8")
    (problem,) = inspect_text(tmp_path / "a.csv")[1]
    assert str(problem).replace(f"{tmp_path}/", "") == (
        "Text read in a wrong encoding and saved: 'á»‡' for 'ệ' in a.csv, line 2, character 21.\n"
        "  Fix: restore it from version control, and open it as UTF-8 before you save it."
    )
    (tmp_path / "a.csv").write_text(text + "brand,CAFÉ®\n", encoding="utf-8")
    assert inspect_text(tmp_path / "a.csv")[1] == []


def test_of_many_hidden_characters_the_first_twenty_are_told(tmp_path):
    (tmp_path / "a").write_text("\u202e" * 1000, "utf-8")
    assert len(say(tmp_path / "a")) == 20


def test_the_error_is_of_three_parts_and_can_be_sent_to_another_process(tmp_path):
    with pytest.raises(SchemaError) as caught:
        read_bytes(tmp_path / "a", 1)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value) == (
        f"Missing file in {tmp_path / 'a'}.\nFix: restore it from version control, or write it."
    )  # fmt: skip


def test_what_is_refused_is_closed(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero")):
        with pytest.raises(SchemaError):
            open_file(path)
        assert len(list(Path("/proc/self/fd").iterdir())) == before, path


def test_a_note_that_is_no_file_is_never_waited_for(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.notes.mkdir(parents=True)
    for name in ("left", "clean", "told"):
        os.mkfifo(project.notes / f"{name}.note")
    assert read_left(project) is None
    assert not is_up_to_date(project)
    assert list_changed(project) == []
    assert find_note(project.notes, "told") is None
