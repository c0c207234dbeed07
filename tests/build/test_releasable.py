"""What may be published: no page that is stale, no gap in silence, and lists that name what is there."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess

import pytest

from dxlib.build.publish import publish
from dxlib.build.releasable import choose_release
from dxlib.errors import BuildError, ConfigError
from tests.build.conftest import FAIL_FOR_SINGAPORE, FAILED_CHECK, LOOSE, SAY
from tests.building import run_dxlib

STALE = "2024/en/01-toy/SGP.html"


@pytest.fixture
def target(tmp_path):
    """An empty folder."""
    return tmp_path / "www"


@pytest.fixture
def stale(house):
    """A small project in which one page is stale."""
    house.build()
    house.write_brief(SAY, FAIL_FOR_SINGAPORE)
    house.build(areas=["SGP"], languages=["en"], editions=[2024])
    return house


def read_files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def check_sums(folder):
    return subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder, check=False).returncode == 0


def test_a_release_with_a_stale_page_is_refused_and_the_cure_is_said(stale, target):
    with pytest.raises(BuildError) as caught:
        publish(stale.project, str(target))
    assert str(caught.value) == (
        "1 job keeps the release from being published:\n"
        f"- {STALE}: stale: 01-toy SGP 2024 en: {FAILED_CHECK}\n"
        f"Fix: mend them and run 'dxlib build', or publish without them: --without {STALE}."
    )
    assert not target.exists()


def test_a_job_that_failed_without_a_page_is_refused_too(house, target):
    house.build(languages=["vi"])
    house.write_brief(SAY, FAIL_FOR_SINGAPORE)
    house.build(languages=["en"])
    with pytest.raises(BuildError) as caught:
        publish(house.project, str(target))
    lines = str(caught.value).splitlines()
    assert lines[0] == "2 jobs keep the release from being published:"
    assert lines[1].startswith("- 2023/en/01-toy/SGP.html: no page: 01-toy SGP 2023 en: cell 5 failed with ")
    assert lines[3].endswith("--without 2023/en/01-toy/SGP.html --without 2024/en/01-toy/SGP.html.")
    assert str(publish(house.project, str(target), without=["2023/en/01-toy/SGP.html", STALE])) == (
        "6 pages added, 0 revised, 0 removed."
    )
    assert read_files(target) == house.read_pages()


def test_a_finding_of_the_audit_is_no_less_a_hindrance_than_a_cell_that_fails(house, target):
    house.build()
    house.write_brief(SAY, LOOSE)
    house.build(areas=["SGP"], languages=["en"], editions=[2024])
    with pytest.raises(BuildError, match=rf"- {STALE}: stale: 01-toy SGP 2024 en: the audit found 1 thing wrong"):
        publish(house.project, str(target))


def test_what_is_published_without_a_page_lists_the_others_and_no_more(stale, target):
    assert str(publish(stale.project, str(target), without=[STALE])) == "7 pages added, 0 revised, 0 removed."
    files = read_files(target)
    assert STALE not in files
    assert check_sums(target)
    assert check_sums(target / "2024")
    assert not [name for name in files if STALE.encode() in files[name] and not name.endswith("VNM.html")
                and "/vi/" not in name]  # fmt: skip
    manifest = json.loads(files["manifest.json"])["pages"]
    assert {page["address"] for page in manifest} == {name for name in files if name.count("/") > 1}
    assert not [page for page in manifest if "stale" in page]
    own = json.loads(files["2024/manifest.json"])["pages"]
    assert [page["address"] for page in own] == ["en/01-toy/VNM.html", "vi/01-toy/SGP.html", "vi/01-toy/VNM.html"]
    assert set(files) == set(stale.read_pages()) - {STALE}


def test_leaving_out_a_page_that_was_published_alters_its_edition(house, target):
    house.build()
    publish(house.project, str(target))
    house.write_brief(SAY, FAIL_FOR_SINGAPORE)
    house.build(areas=["SGP"], languages=["en"], editions=[2024])
    with pytest.raises(BuildError) as caught:
        publish(house.project, str(target), without=[STALE])
    assert str(caught.value) == (
        f"1 pages of published editions would be altered: {STALE}.\n"
        "Fix: publish them with --revise, which writes down what changed."
    )
    assert (target / STALE).exists()
    assert str(publish(house.project, str(target), without=[STALE], revise=True)) == (
        "0 pages added, 0 revised, 1 removed."
    )
    assert not (target / STALE).exists()
    assert check_sums(target)
    (revision,) = json.loads((target / "revisions.json").read_bytes())
    assert [(change["address"], change["after"]) for change in revision] == [(STALE, None)]


def test_of_an_edition_and_a_language_without_a_page_no_list_stays(house, target):
    house.build()
    publish(house.project, str(target))
    every = {name for name in house.read_pages() if name.count("/") > 1}
    kept = {name for name in every if name.startswith("2024/en/")}
    publish(house.project, str(target), without=sorted(every - kept), revise=True)
    assert {name for name in read_files(target) if name not in kept} == {
        "manifest.json", "SHA256SUMS", "index.html", "index.en.html", "feed.xml", "revisions.json",
        "2024/manifest.json", "2024/SHA256SUMS",
    }  # fmt: skip
    assert check_sums(target)


def test_without_every_page_nothing_is_left_to_publish(house):
    house.build(areas=["SGP"], languages=["en"], editions=[2024])
    with pytest.raises(ConfigError) as caught:
        choose_release(house.project, [STALE])
    assert str(caught.value) == ("Without these jobs there is nothing to publish.\nFix: leave fewer of them out.")


def test_a_job_that_nobody_knows_cannot_be_left_out(stale):
    with pytest.raises(ConfigError) as caught:
        choose_release(stale.project, ["2024/en/01-toy/SPG.html"])
    assert str(caught.value) == (
        f"No job '2024/en/01-toy/SPG.html' to publish without. Did you mean '{STALE}'?\n"
        "Fix: name it by the address of its page below reports/, as 2025/en/07-x/VN63-44.html."
    )


@pytest.mark.parametrize("damage", ["DELETE FROM jobs", "PRAGMA user_version = 2"])
def test_pages_of_whose_audit_nothing_is_known_are_refused(house, damage):
    house.build()
    with sqlite3.connect(house.project.build_state) as database:
        database.execute(damage)
    with pytest.raises(BuildError) as caught:
        choose_release(house.project)
    lines = str(caught.value).splitlines()
    assert lines[:2] == [
        "8 jobs keep the release from being published:",
        "- 2023/en/01-toy/SGP.html: nothing is known of its audit",
    ]
    assert lines[-1].endswith("/SGP.html and so on.")


def test_pages_that_were_built_since_the_release_are_not_listed_with_what_was_known_before(house):
    house.build()
    house.write_brief(SAY, "x = 1\nbrief.say('The aim is a fee of {fee}.', fee=brief.latest('online_share'))")
    for shard in ("1/2", "2/2"):
        house.build(shard=shard)
    with pytest.raises(BuildError, match=r"^\d pages were built again since they were released: "):
        choose_release(house.project, [STALE])


def alter(house, address, old, new):
    """Alter a file of a release in its place, as somebody would who can write there."""
    path = house.project.reports / address
    path.chmod(0o644)
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), "utf-8")


def test_a_page_that_was_altered_after_its_audit_is_not_sent(house, target):
    house.build()
    digest = hashlib.sha256((house.project.reports / STALE).read_bytes()).hexdigest()
    alter(house, STALE, "ranks", "outranks")
    with pytest.raises(BuildError) as caught:
        publish(house.project, str(target))
    first, *found, fix = str(caught.value).splitlines()
    assert first == "The audit found 4 things wrong with the release."
    assert fix == "Fix: remove reports/ and .dxlib/, and run 'dxlib build' for all pages of an edition."
    assert [one.partition(": ")[0] for one in found] == [
        "- 2024/SHA256SUMS", "- 2024/manifest.json", "- SHA256SUMS", "- manifest.json",
    ]  # fmt: skip
    assert all(f"/01-toy/SGP.html: '{digest}'; the pages give '" in one for one in found if "SHA256SUMS" in one)
    assert not target.exists()


@pytest.mark.parametrize(
    ("address", "old", "new", "said"),
    [
        ("index.en.html", ">Singapore</a>", ">Viet Nam</a>", f"{STALE}: 'Viet Nam'; the pages give 'Singapore'"),
        ("feed.xml", "Singapore, Viet Nam", "Viet Nam", "2024/01-toy/en: 'Viet Nam'; the pages give 'Singapore, Viet"),
        ("2024/manifest.json", '"area": "SGP"', '"area": "VNM"', "en/01-toy/SGP.html: '{"),
    ],
)
def test_a_release_whose_lists_say_something_else_than_its_pages_is_refused(house, target, address, old, new, said):
    house.build()
    alter(house, address, old, new)
    with pytest.raises(BuildError) as caught:
        publish(house.project, str(target))
    assert f"- {address}: list does not agree: {said}" in str(caught.value)
    assert not target.exists()


def test_a_file_that_nothing_asks_for_is_not_published(house, target):
    house.build()
    (house.project.reports / "2024" / "notes.txt").write_text("Draft.", "utf-8")
    with pytest.raises(BuildError) as caught:
        publish(house.project, str(target))
    assert "- 2024/notes.txt: files do not agree: file: 'nothing of the release asks for it'" in str(caught.value)


def test_a_manifest_that_cannot_be_read_is_refused(house, target):
    house.build()
    alter(house, "manifest.json", '"pages"', '"sides"')
    with pytest.raises(BuildError, match=r"^reports/manifest.json cannot be read: 'pages'\.\nFix: remove reports/"):
        publish(house.project, str(target))


def test_a_page_whose_job_failed_is_refused_though_the_manifest_does_not_say_so(stale, target):
    manifest = stale.project.manifest
    pages = json.loads(manifest.read_bytes())["pages"]
    for page in pages:
        page.pop("stale", None)
    manifest.write_text(f"{json.dumps({'pages': pages}, ensure_ascii=False, indent=1)}\n", "utf-8")
    with pytest.raises(BuildError, match=rf"- {STALE}: stale: 01-toy SGP 2024 en: cell 5 failed"):
        publish(stale.project, str(target))


def test_a_release_with_pages_of_two_days_is_shown_and_not_published(house, target):
    house.build()
    house.build(areas=["SGP"], languages=["en"], editions=[2024], as_of="2024-10-01")
    with pytest.raises(BuildError) as caught:
        publish(house.project, str(target))
    said = "one edition, two days: page: '2024-10-01'; the edition has '2024-12-31'"
    assert str(caught.value).splitlines()[1] == f"- {STALE}: {said}"


def test_the_command_line_publishes_without_a_job(stale, target):
    done = run_dxlib(stale.project, "publish", "--output", str(target))
    assert (done.returncode, done.stdout) == (BuildError.exit_code, "")
    assert f"--without {STALE}." in done.stderr
    done = run_dxlib(stale.project, "publish", "--output", str(target), "--without", STALE)
    assert (done.returncode, done.stdout) == (0, "7 pages added, 0 revised, 0 removed.\n"), done.stderr
