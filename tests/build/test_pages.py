"""Putting a page in its place as a whole."""

from dxlib.build.run import write_page


def test_a_new_page_is_written_with_its_folders(tmp_path):
    path = tmp_path / "2025" / "vi" / "01-overview.html"
    assert write_page(path, "Việt Nam\n") is True
    assert path.read_bytes() == "Việt Nam\n".encode()


def test_the_same_text_leaves_the_file_as_it_was(tmp_path):
    path = tmp_path / "page.html"
    write_page(path, "text")
    before = path.stat()
    assert write_page(path, "text") is False
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_another_text_replaces_the_file_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "page.html"
    write_page(path, "text")
    assert write_page(path, "another text") is True
    assert path.read_text("utf-8") == "another text"
    assert list(tmp_path.iterdir()) == [path]


def test_a_page_that_someone_has_open_stays_whole(tmp_path):
    path = tmp_path / "page.html"
    write_page(path, "old " * 1000)
    with path.open(encoding="utf-8") as file:
        assert write_page(path, "new") is True
        assert file.read() == "old " * 1000
