"""Rights of files: what is shown can be read by everybody, what dxlib keeps is its own, whatever the umask."""

from __future__ import annotations

from pathlib import Path

import pytest

from dxlib.data.stamp import list_files
from dxlib.paths import make_folder
from tests.build.conftest import House
from tests.loaded import Loaded


def list_rights(folder: Path) -> dict[str, set[int]]:
    """Give the rights of the files and of the folders at or below a folder, also where a link leads to one."""
    files = [Path(path) for path in list_files(folder)]
    folders = {folder, *(above for path in files for above in path.parents if above.is_relative_to(folder))}
    return {
        "files": {path.stat().st_mode & 0o777 for path in files},
        "folders": {path.stat().st_mode & 0o777 for path in folders},
    }


@pytest.mark.parametrize("umask", [0o077, 0o022, 0o000], ids=oct)
def test_everybody_can_read_what_is_shown_and_nobody_what_is_kept(
    house: House, loaded: Loaded, tmp_path: Path, umask: int
) -> None:
    project = house.project
    one_page = ("--edition", "2024", "--area", "VNM", "--language", "en")
    for arguments in (("clean",), ("build", *one_page), ("publish", "--output", str(tmp_path / "a" / "www"))):
        done = loaded.run(project, *arguments, umask=umask)
        assert done.returncode == 0, done.stderr
    assert list_rights(project.reports) == {"files": {0o644, 0o444}, "folders": {0o755}}  # pages are not written again
    assert list_rights(tmp_path / "a" / "www") == {"files": {0o644}, "folders": {0o755}}
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o755
    assert {path.name: path.stat().st_mode & 0o777 for path in project.state.iterdir() if path.is_dir()} == {
        "notes": 0o700, "pages": 0o700, "releases": 0o755,
    }  # fmt: skip
    assert project.state.stat().st_mode & 0o777 == 0o711


def test_a_folder_that_is_there_keeps_its_rights(tmp_path: Path) -> None:
    shared = tmp_path / ".dxlib"
    shared.mkdir()
    shared.chmod(0o775)
    make_folder(shared / "pages" / "ab")
    assert [oct(path.stat().st_mode)[-3:] for path in (shared, shared / "pages", shared / "pages" / "ab")] == [
        "775", "700", "700",
    ]  # fmt: skip
