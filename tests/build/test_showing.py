"""What ``reports/`` shows: whole editions, with links and without, and never anything that a user put there changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

import pytest

from dxlib.build.left import is_as_left
from dxlib.build.outcome import Status
from dxlib.errors import BuildError
from dxlib.freshness import drop_note
from dxlib.paths import Project
from tests.build.conftest import EDITIONS, House
from tests.building import ROOT, read_tree, run_dxlib
from tests.conftest import Toy

PAGE = "2024/en/01-toy/SGP.html"
# Runs the command line, and ends its process without any clean-up at the n-th change of what is shown or noted down.
ENDING = """
import os, sys
from dxlib.cli import main

root, at, has_links = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "True"
watched = (os.path.join(root, "reports"), os.path.join(root, ".dxlib", "notes", "left.note"))
changes = {"os.rename", "os.symlink", "os.remove", "os.mkdir", "shutil.rmtree"}
seen = 0

def end(event, arguments):
    global seen
    if event in changes and any(str(one).startswith(watched) for one in arguments):
        seen += 1
        if seen == at:
            os._exit(9)

def refuse(*_, **__):
    raise OSError(1314, "A required privilege is not held by the client")

if not has_links:
    os.symlink = os.link = refuse
sys.addaudithook(end)
sys.argv = ["dxlib", *sys.argv[4:]]
main()
"""


def end_build(loaded, project, at, *, has_links):
    """Build, and end the process at one of its changes; say whether it was ended."""
    arguments = [str(project.root), str(at), str(has_links), "build", *EDITIONS]
    done = loaded.run(project, *arguments, code=ENDING)
    assert done.returncode in (0, 9), done.stderr
    return done.returncode == 9


@pytest.fixture
def built(original, take_place):
    """A copy of it, with two files of a user."""
    subprocess.run(["cp", "-a", original.root, place := take_place()], check=True)
    house = House(Toy(Project(place)), [])
    (house.project.reports / "README.md").write_text("Mine.", "utf-8")
    (house.project.reports / "notes").mkdir()
    (house.project.reports / "notes" / "x.html").write_text("Mine.", "utf-8")
    return house


def remove_all(house):
    """Remove all that was shown, and the note of it."""
    for name in ("2023", "2024"):
        (house.project.reports / name).unlink()
    for path in house.project.reports.iterdir():
        if path.is_file() and path.name != "README.md":
            path.unlink()
    drop_note(house.project.notes, "left")


def change_one_and_drop_another(house):
    """Have an edition written anew, and another shown no more."""
    (house.project.reports / PAGE).unlink()
    house.toy.write_briefs({"01-toy": {"areas": ["VNM", "SGP"], "editions": [2024], "languages": ["en", "vi"]}})


def replace_links_by_folders(house):
    """Be as a build left it where there are no links; a page is missing."""
    for name in ("2023", "2024"):
        content = read_tree(house.project.reports / name)
        (house.project.reports / name).unlink()
        for address, page in content.items():
            path = house.project.reports / name / address
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(page)
    (house.project.reports / PAGE).unlink()


def list_editions(tree):
    return {name.partition("/")[0] for name in tree if name.startswith("20")}


@pytest.mark.parametrize("change", [remove_all, change_one_and_drop_another, replace_links_by_folders])
@pytest.mark.parametrize("has_links", [True, False])
def test_a_build_that_ends_at_any_moment_shows_whole_editions_and_the_next_mends_it(
    built, loaded, tmp_path, change, has_links
):
    before = read_tree(built.project.reports)
    change(built)
    begun = read_tree(built.project.reports)
    expected, ended = {}, 0
    for at in range(1, 100):
        root = tmp_path / "one" / "project"
        shutil.rmtree(root.parent, ignore_errors=True)
        root.parent.mkdir()
        subprocess.run(["cp", "-a", built.project.root, root], check=True)
        project = Project(root)
        if not end_build(loaded, project, at, has_links=has_links):
            break
        ended += 1
        shown = read_tree(project.reports)
        for edition in list_editions(shown):
            own = {name: page for name, page in shown.items() if name.startswith(f"{edition}/")}
            wholes = [{k: v for k, v in one.items() if k.startswith(f"{edition}/")} for one in (before, begun)]
            assert own in wholes, (at, edition)
        assert {"README.md", "notes/x.html"} <= shown.keys()
        assert change is not remove_all or "manifest.json" not in shown or shown == before, at
        again = run_dxlib(project, "build", *EDITIONS)
        assert again.returncode == 0, (at, again.stderr)
        expected = expected or read_tree(project.reports)
        assert read_tree(project.reports) == expected, at
        assert list_editions(expected) == ({"2024"} if change is change_one_and_drop_another else {"2023", "2024"})
        assert not [path.name for path in project.reports.iterdir() if path.name.startswith(".")]
        assert is_as_left(project)
    assert ended > 8
    assert {name: page for name, page in expected.items() if name.startswith("2024/")} == {
        name: page for name, page in before.items() if name.startswith("2024/")
    }


def test_an_edition_is_a_relative_link_into_the_store_and_the_folder_can_be_moved(built, tmp_path):
    assert (built.project.reports / "2024").readlink().parts[:3] == ("..", ".dxlib", "releases")
    pages = built.read_pages()
    built.project.root.rename(tmp_path / "elsewhere")
    assert read_tree(tmp_path / "elsewhere" / "reports") == pages


def test_an_edition_that_does_not_change_is_not_touched(built):
    kept = (built.project.reports / "2023").readlink()
    changed = (built.project.reports / "2024").readlink()
    (built.project.reports / PAGE).unlink()
    built.build()
    assert (built.project.reports / "2023").readlink() == kept
    assert (built.project.reports / "2024").readlink() != changed
    assert len(list(built.project.releases.iterdir())) == 2


@pytest.mark.parametrize("content", ["folder", "file", "link", "lost link"])
def test_what_a_user_put_in_the_place_of_a_coming_edition_is_in_the_way_and_stays(make_house, tmp_path, content):
    house = make_house()
    house.be_built(editions=[2023])
    before = house.read_pages()
    place = house.project.reports / "2024"
    if content == "folder":
        place.mkdir()
        (place / "plan.txt").write_text("Mine.", "utf-8")
    elif content == "file":
        place.write_text("Mine.", "utf-8")
    else:
        place.symlink_to(tmp_path if content == "link" else tmp_path / "nowhere")
    with pytest.raises(BuildError) as caught:
        house.build()
    assert str(caught.value).splitlines() == [
        "Files of yours are in the way of the release:",
        "- reports/2024 is there already, and no build made it",
        "Fix: move them away, to another folder or another name in reports/, and run 'dxlib build' again.",
    ]
    assert {name: page for name, page in house.read_pages().items() if not name.startswith("2024")} == before
    place.rename(house.project.reports / "mine")
    assert house.build().counts == {Status.SKIPPED: 8}
    assert (house.project.reports / PAGE).is_file()
    assert os.path.lexists(house.project.reports / "mine")


@pytest.mark.parametrize("is_noted", [True, False])
def test_a_file_of_a_user_within_an_edition_is_never_removed_with_it(built, is_noted):
    notes = built.project.reports / "2024" / "en" / "notes.txt"
    notes.write_text("Mine.", "utf-8")
    (built.project.reports / "2024" / ".DS_Store").write_text("x", "utf-8")
    (built.project.reports / PAGE).unlink()
    if not is_noted:
        drop_note(built.project.notes, "left")
    with pytest.raises(BuildError, match=r"\n- reports/2024/en/notes.txt is no file of the release\nFix: move them"):
        built.build()
    assert notes.read_text("utf-8") == "Mine."
    notes.rename(built.project.reports / "notes.txt")
    built.build()
    assert (built.project.reports / PAGE).is_file()
    assert (built.project.reports / "notes.txt").read_text("utf-8") == "Mine."


def test_an_edition_that_is_declared_no_more_goes_but_for_what_a_user_put_there(built):
    notes = built.project.reports / "2023" / "notes.txt"
    notes.write_text("Mine.", "utf-8")
    change_one_and_drop_another(built)
    with pytest.raises(BuildError, match=r"reports/2023/notes.txt is no file of the release"):
        built.build(editions=[2024])
    assert notes.is_file()
    notes.unlink()
    built.build(editions=[2024])
    assert not os.path.lexists(built.project.reports / "2023")


def test_a_copy_of_an_edition_that_a_user_made_stays(built):
    shutil.copytree(built.project.reports / "2024", built.project.reports / "mine")
    (built.project.reports / "linked").symlink_to((built.project.reports / "2024").readlink())
    before = read_tree(built.project.reports / "mine")
    (built.project.reports / PAGE).unlink()
    built.build()
    assert read_tree(built.project.reports / "mine") == before
    assert (built.project.reports / "linked" / "manifest.json").is_file()


def test_reports_without_what_dxlib_remembers_is_written_again_and_what_is_not_listed_stays(built):
    before = built.read_pages()
    shutil.rmtree(built.project.state)
    built.build()
    assert built.read_pages() == before


def test_whatever_stands_in_the_place_of_a_list_without_a_note_is_the_users(make_house):
    house = make_house()
    house.project.reports.mkdir()
    (house.project.reports / "index.html").write_text("Mine.", "utf-8")
    (house.project.reports / "SHA256SUMS").write_text("00  index.html\n", "utf-8")
    with pytest.raises(BuildError, match=r"- reports/SHA256SUMS is there already, and no build made it\n- reports/ind"):
        house.build()
    assert (house.project.reports / "index.html").read_text("utf-8") == "Mine."


def make_as_earlier(project):
    """Let ``reports`` be a link to a folder with all files, as earlier versions left it."""
    shutil.copytree(project.reports, project.releases / "0123456789abcdef")
    shutil.rmtree(project.reports)
    project.reports.symlink_to(".dxlib/releases/0123456789abcdef")


@pytest.mark.parametrize("is_noted", [True, False])
def test_the_link_of_an_earlier_version_becomes_a_folder(make_house, is_noted):
    house = make_house()
    house.be_built()
    before = house.read_pages()
    make_as_earlier(house.project)
    if not is_noted:
        drop_note(house.project.notes, "left")
    house.said.clear()
    assert house.build().counts == {Status.SKIPPED: 8}
    assert house.project.reports.is_dir()
    assert not house.project.reports.is_symlink()
    assert house.read_pages() == before
    assert not [text for text in house.said if text.startswith("Warning")]
    assert "0123456789abcdef" not in {path.name for path in house.project.releases.iterdir()}


def test_a_file_of_a_user_behind_the_link_of_an_earlier_version_is_in_the_way(make_house):
    house = make_house()
    house.be_built()
    make_as_earlier(house.project)
    (house.project.reports / "notes.txt").write_text("Mine.", "utf-8")
    with pytest.raises(BuildError, match=r"reports/notes.txt is no file of the release"):
        house.build()
    assert (house.project.reports / "notes.txt").read_text("utf-8") == "Mine."


def test_the_audit_reads_the_release_and_nothing_beside_it(built):
    done = run_dxlib(built.project, "audit", "reports")
    assert done.returncode == 0, done.stdout + done.stderr
    (built.project.reports / "2024" / "en" / "more.html").write_text("x", "utf-8")
    done = run_dxlib(built.project, "audit", "reports")
    assert "reports/2024/en/more.html" in done.stdout + done.stderr
    assert done.returncode != 0


def test_reports_is_a_folder_in_a_clone_and_git_keeps_its_readme_alone(tmp_path):
    git = ("git", "-c", "user.name=x", "-c", "user.email=x@x")
    shutil.copy(ROOT / ".gitignore", tmp_path)
    shutil.copytree(ROOT / "reports", tmp_path / "reports", symlinks=True, dirs_exist_ok=True)
    (tmp_path / "reports" / "index.html").write_text("x", "utf-8")
    subprocess.run([*git, "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run([*git, "add", "-A"], cwd=tmp_path, check=True)
    listed = subprocess.run([*git, "ls-files"], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert listed.splitlines() == [".gitignore", "reports/README.md"]
    assert json.dumps("manifest.json")[1:-1] in (ROOT / "reports" / "README.md").read_text("utf-8")
