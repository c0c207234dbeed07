"""What somebody altered in a release, or in the store behind it, is named and made good by the next build."""

from __future__ import annotations

import json
import subprocess

import pytest

from dxlib.build.briefs import read_declarations
from dxlib.build.left import describe_file, read_left
from dxlib.build.listed import list_stale
from dxlib.build.merging import merge
from dxlib.build.outcome import Status
from dxlib.build.run import Options
from dxlib.data.catalogue_files import read_catalogue
from dxlib.freshness import keep_note
from dxlib.paths import Project
from tests.audit.edition.releases import falsify
from tests.build.conftest import EDITIONS, House
from tests.building import run_dxlib
from tests.conftest import Toy

PAGE = "2024/en/01-toy/SGP.html"
OTHER = "2024/vi/01-toy/VNM.html"
LISTS = ("2024/SHA256SUMS", "2024/manifest.json", "SHA256SUMS", "manifest.json")


def change(content):
    """Give a page with another figure."""
    assert b">3rd</a>" in content
    return content.replace(b">3rd</a>", b">2nd</a>")


def replace_it(house):
    """Put another page in its place, and bring every list into line."""
    falsify(house.project.reports, PAGE, change((house.project.reports / PAGE).read_bytes()))


def write_into_it(house):
    """Alter it where it lies, and with it the page of the store."""
    path = house.project.reports / PAGE
    path.chmod(0o644)
    path.write_bytes(change(path.read_bytes()))


def empty_it(house):
    path = house.project.reports / PAGE
    path.chmod(0o644)
    path.write_bytes(b"")


def link_it(house):
    path = house.project.reports / PAGE
    path.rename(house.project.root / "aside.html")
    path.symlink_to(house.project.root / "aside.html")


def delete_it(house):
    (house.project.reports / PAGE).unlink()


def alter_the_index(house):
    path = house.project.reports / "index.en.html"
    path.write_text(path.read_text("utf-8").replace("Singapore", "Malaysia"), "utf-8")


NOT_BUILT = f"- reports/{PAGE} is not the page that was built and audited: "
OF_LISTS = [f"- reports/{name} is not the file that was built: it is put back" for name in LISTS]
# How it is altered, what is said, and what becomes of the jobs of a build of another page.
ALTERATIONS = {
    "replaced": (replace_it, [OF_LISTS[0], f"{NOT_BUILT}it is put back"], "1 skipped"),
    "written into": (write_into_it, [f"{NOT_BUILT}it is built again"], "1 unchanged, 1 skipped"),
    "emptied": (empty_it, [f"{NOT_BUILT}it is built again"], "1 unchanged, 1 skipped"),
    "linked": (link_it, [f"{NOT_BUILT}it is put back"], "1 skipped"),
    "deleted": (delete_it, [f"- reports/{PAGE} is missing: it is put back"], "1 skipped"),
    "index": (alter_the_index, ["- reports/index.en.html is not the file that was built: it is put back"], "1 skipped"),
}


@pytest.fixture
def built(original, take_place):
    """A copy of it, in which pages are links into the store as well."""
    subprocess.run(["cp", "-a", original.root, place := take_place()], check=True)
    return House(Toy(Project(place)), [])


@pytest.mark.parametrize(
    ("alteration", "option"), [*((name, None) for name in ALTERATIONS), ("replaced", "--force"), ("emptied", "--force")]
)
def test_what_was_altered_is_named_and_made_good(built, alteration, option):
    alter, said, counts = ALTERATIONS[alteration]
    before = built.read_pages()
    alter(built)
    options = [option] if option else []
    done = run_dxlib(built.project, "build", "--area", "VNM", "--language", "vi", "--edition", "2024", *options)
    assert done.returncode == 0, done.stderr
    first, *lines = done.stderr.splitlines()
    assert first == "Warning: What was built is not as it was left:"
    assert set(said) <= set(lines)
    jobs = len(counts.split(", "))
    count = "1 job:" if jobs == 1 else f"{jobs} jobs:"
    forced = counts.replace("1 unchanged, ", "").replace("1 skipped", f"{jobs} unchanged")
    assert done.stdout.splitlines()[-2] == f"{count} {forced if option else counts}."
    assert built.read_pages() == before
    links = [path for name in ("2023", "2024") for path in (built.project.reports / name).rglob("*")]
    assert not [path for path in links if path.is_symlink()]
    again = run_dxlib(built.project, "build", *EDITIONS)
    assert (again.stdout.splitlines()[0], again.stderr) == ("8 jobs: 8 skipped.", "")


def test_whoever_verifies_believes_no_note_of_times(built):
    """A note of times can be written by whoever has the key; what the content of a page must be stands elsewhere."""
    before = built.read_pages()
    write_into_it(built)
    left = read_left(built.project)
    seen = {**left.seen, PAGE: describe_file((built.project.reports / PAGE).lstat())}
    keep_note(built.project.notes, "left", {"release": left.release}, {"files": left.files, "seen": seen})
    assert run_dxlib(built.project, "build", *EDITIONS).stdout.splitlines()[0] == "8 jobs: 8 skipped."
    assert built.read_pages() != before
    done = run_dxlib(built.project, "build", *EDITIONS, "--verify")
    assert done.stderr.splitlines() == [
        "Warning: What was built is not as it was left:", f"{NOT_BUILT}it is built again",
    ]  # fmt: skip
    assert done.stdout.splitlines()[-2] == "8 jobs: 1 unchanged, 7 skipped."
    assert built.read_pages() == before


def test_a_file_that_somebody_added_to_an_edition_is_named_and_stays_until_it_is_moved_away(built):
    notes = built.project.reports / "2024" / "notes.html"
    notes.write_text("Draft.", "utf-8")
    for _ in range(2):
        done = run_dxlib(built.project, "build", *EDITIONS)
        assert (done.returncode, done.stdout.splitlines()[0]) == (0, "8 jobs: 8 skipped.")
        assert done.stderr.splitlines() == [
            "Warning: What was built is not as it was left:",
            "- reports/2024/notes.html is no file of the release: move it away",
        ]
        assert notes.read_text("utf-8") == "Draft."
    notes.rename(built.project.reports / "notes.html")
    assert run_dxlib(built.project, "build", *EDITIONS).stderr == ""


def test_programs_are_told_in_a_line(built):
    replace_it(built)
    done = run_dxlib(built.project, "build", *EDITIONS, "--log", "json")
    warning = json.loads(done.stdout.splitlines()[0])
    assert warning["event"] == "warning"
    assert f"{NOT_BUILT}it is put back" in warning["text"]


def test_a_page_of_the_store_that_no_release_shows_yet_is_built_again_too(house):
    house.build(shard="1/1", areas=["SGP"], languages=["en"], editions=[2024])
    (page,) = house.project.pages.rglob("*.html")
    content = page.read_bytes()
    page.chmod(0o644)
    page.write_bytes(change(content))
    assert house.build(areas=["VNM"], languages=["vi"], editions=[2024]).counts == {
        Status.BUILT: 1, Status.UNCHANGED: 1,
    }  # fmt: skip
    told = f"Warning: What was built is not as it was left:\n- {PAGE} in .dxlib/pages/ was altered: it is built again"
    assert told in house.said
    assert house.read_pages()[PAGE] == content


def test_a_lost_page_is_built_again_as_of_the_day_that_it_was_built_for(house):
    house.build(areas=["SGP"], languages=["en"], editions=[2024], as_of="2024-06-30")
    before = house.read_pages()[PAGE]
    empty_it(house)
    house.build(areas=["SGP"], languages=["en"], editions=[2023])
    assert house.read_pages()[PAGE] == before


def test_a_shard_leaves_the_release_to_others_and_merging_shows_no_altered_page(make_house):
    house, other = make_house(), make_house()
    house.build()
    empty_it(house)
    house.said.clear()
    house.build(shard="1/1", areas=["VNM"])
    assert "left" not in house.said[0]
    other.build(shard="1/1", areas=["VNM"])
    merge(house.project, read_declarations(house.project, read_catalogue(house.project)), [other.project.state])
    assert PAGE not in house.read_pages()
    assert house.build().counts == {Status.SKIPPED: 7, Status.UNCHANGED: 1}
    assert house.read_pages()[PAGE]
    assert list_stale(house.project) == {}


def test_nothing_is_said_of_a_release_that_is_as_it_was_left_or_of_which_nothing_is_known(house):
    house.be_built()
    house.said.clear()
    assert house.build(Options(workers=2, force=True)).counts == {Status.UNCHANGED: 8}
    left = read_left(house.project)
    (house.project.notes / "left.note").write_text("{", "utf-8")
    house.build()
    assert not [text for text in house.said if text.startswith("Warning")]
    assert read_left(house.project).files == left.files
