"""What may be published: no page that is stale, no gap in silence, and lists that name what is there."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from dxlib.build.publish import publish
from dxlib.build.releasable import choose_release
from dxlib.data.clean import clean
from dxlib.errors import BuildError, ConfigError, DataError
from dxlib.freshness import drop_note
from tests.audit.edition.releases import falsify
from tests.build.conftest import FAIL_FOR_SINGAPORE, FAILED_CHECK, LOOSE, SAY, SAY_ALSO
from tests.building import run_dxlib

STALE = "2024/en/01-toy/SGP.html"


@pytest.fixture
def target(tmp_path):
    """An empty folder."""
    return tmp_path / "www"


@pytest.fixture
def stale(house):
    """A small project in which one page is stale."""
    house.be_built()
    house.write_brief(SAY, FAIL_FOR_SINGAPORE)
    house.build(areas=["SGP"], languages=["en"], editions=[2024])
    house.write_brief(SAY)
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


def test_pages_of_an_older_edition_are_mended_by_a_build_of_all_editions(house, target):
    house.be_built()
    house.write_brief(SAY, FAIL_FOR_SINGAPORE)
    house.build(areas=["SGP"], languages=["en"], editions=[2023])
    house.write_brief(SAY)
    with pytest.raises(BuildError) as caught:
        publish(house.project, str(target))
    older = STALE.replace("2024", "2023")
    assert caught.value.fix == (
        f"mend them and run 'dxlib build --edition all', or publish without them: --without {older}."
    )
    assert run_dxlib(house.project, "build", "--edition", "all").returncode == 0
    assert str(publish(house.project, str(target))) == "8 pages added, 0 revised, 0 removed."


def test_a_job_that_failed_without_a_page_is_refused_too(house, target):
    house.write_brief(SAY, FAIL_FOR_SINGAPORE)
    house.build(languages=["en"])
    house.build(languages=["vi"], areas=["VNM"])
    with pytest.raises(BuildError) as caught:
        publish(house.project, str(target))
    lines = str(caught.value).splitlines()
    assert lines[0] == "2 jobs keep the release from being published:"
    assert lines[1].startswith("- 2023/en/01-toy/SGP.html: no page: 01-toy SGP 2023 en: cell 5 failed with ")
    assert lines[3].endswith("--without 2023/en/01-toy/SGP.html --without 2024/en/01-toy/SGP.html.")
    assert str(publish(house.project, str(target), without=["2023/en/01-toy/SGP.html", STALE])) == (
        "4 pages added, 0 revised, 0 removed."
    )
    assert read_files(target) == house.read_pages()


def test_a_finding_of_the_audit_is_no_less_a_hindrance_than_a_cell_that_fails(house, target):
    house.be_built()
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
    house.be_built()
    publish(house.project, str(target))
    house.write_brief(SAY, FAIL_FOR_SINGAPORE)
    house.build(areas=["SGP"], languages=["en"], editions=[2024])
    house.write_brief(SAY)
    with pytest.raises(BuildError) as caught:
        publish(house.project, str(target), without=[STALE])
    assert str(caught.value) == (
        f"1 page of published editions would be altered: {STALE}.\n"
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
    house.be_built()
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
    house.be_built(areas=["SGP"], languages=["en"], editions=[2024])
    with pytest.raises(ConfigError) as caught:
        choose_release(house.project, [STALE])
    assert str(caught.value) == ("Without these jobs there is nothing to publish.\nFix: leave fewer of them out.")


def test_a_job_that_nobody_knows_cannot_be_left_out(stale):
    with pytest.raises(ConfigError) as caught:
        choose_release(stale.project, ["2024/en/01-toy/SPG.html"])
    assert str(caught.value) == (
        f"No job '2024/en/01-toy/SPG.html' to publish without. Did you mean '{STALE}'?\n"
        "Fix: name it by the address of its page below reports/, as 2025/en/07-x/AREA.html."
    )


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"dxlib-0" + path.read_bytes()[7:])])
def test_pages_of_whose_audit_nothing_is_known_are_refused(house, damage):
    house.be_built()
    for path in (house.project.notes / "jobs").rglob("*.note"):
        damage(path)
    with pytest.raises(BuildError) as caught:
        choose_release(house.project)
    lines = str(caught.value).splitlines()
    assert lines[:2] == [
        "8 jobs keep the release from being published:",
        "- 2023/en/01-toy/SGP.html: nothing is known of its audit",
    ]
    assert lines[-1].endswith("/SGP.html and so on.")


def test_pages_that_were_built_since_the_release_are_not_listed_with_what_was_known_before(house):
    house.be_built()
    house.write_brief(SAY, "x = 1\nbrief.say('The target is a fee of {fee}.', fee=brief.latest('online_share'))")
    for shard in ("1/2", "2/2"):
        house.build(shard=shard)
    with pytest.raises(BuildError, match=r"^\d pages built again since the release: "):
        choose_release(house.project, [STALE])


def alter(house, address, old, new):
    """Alter a file of a release in its place, as somebody would who can write there."""
    path = house.project.reports / address
    path.chmod(0o644)
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), "utf-8")


def alter_page(house):
    alter(house, STALE, "ranks", "outranks")


def falsify_page(house):
    content = (house.project.reports / STALE).read_bytes()
    falsify(house.project.reports, STALE, content.replace(b">3rd</a>", b">2nd</a>"))


def empty_page(house):
    (house.project.reports / STALE).chmod(0o644)
    (house.project.reports / STALE).write_bytes(b"")


def alter_index(house):
    alter(house, "index.en.html", ">Singapore</a>", ">Viet Nam</a>")


def alter_manifest(house):
    alter(house, "manifest.json", '"pages"', '"sides"')


def add_file(house):
    (house.project.reports / "2024" / "notes.txt").write_text("Draft.", "utf-8")


NOT_AUDITED = f"- reports/{STALE} is not the page that was built and audited"


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (alter_page, NOT_AUDITED),
        (falsify_page, NOT_AUDITED),
        (empty_page, NOT_AUDITED),
        (alter_index, "- reports/index.en.html is not the file that was built"),
        (alter_manifest, "- reports/manifest.json is not the file that was built"),
    ],
)
def test_a_release_that_was_altered_is_refused_with_the_true_reason_and_a_cure_that_works(house, target, damage, said):
    house.be_built()
    damage(house)
    with pytest.raises(BuildError) as caught:
        publish(house.project, str(target))
    first, *found, fix = str(caught.value).splitlines()
    assert first == "What is in reports/ is not as it was left:"
    assert said in found
    assert fix == "Fix: run 'dxlib build', which puts it back or builds it again, and publish then."
    assert not target.exists()
    assert run_dxlib(house.project, "build", "--area", "VNM").returncode == 0
    assert str(publish(house.project, str(target))) == "8 pages added, 0 revised, 0 removed."


def test_a_file_within_an_edition_is_refused_until_it_is_moved_away_and_beside_it_does_no_harm(house, target):
    house.be_built()
    add_file(house)
    with pytest.raises(BuildError) as caught:
        publish(house.project, str(target))
    assert str(caught.value).splitlines() == [
        "What is in reports/ is not as it was left:",
        "- reports/2024/notes.txt is no file of the release",
        "Fix: move away what is no file of the release, run 'dxlib build', which puts it back or builds it again, and "
        "publish then.",
    ]
    (house.project.reports / "2024" / "notes.txt").rename(house.project.reports / "notes.txt")
    assert str(publish(house.project, str(target))) == "8 pages added, 0 revised, 0 removed."
    assert not (target / "notes.txt").exists()


def test_a_release_of_which_nothing_is_known_is_refused(house, target):
    house.be_built()
    drop_note(house.project.notes, "left")
    with pytest.raises(BuildError, match=r"^It is not known how reports/ was left.\nFix: run 'dxlib build'.$"):
        publish(house.project, str(target))


def test_where_no_key_can_be_kept_nothing_is_published_and_what_lacks_is_said(house, target, become, monkeypatch):
    house.be_built(areas=["VNM"], languages=["en"])
    become("nobody")
    (target.parent / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(target.parent / "file"))
    with pytest.raises(BuildError) as caught:
        publish(house.project, str(target))
    assert str(caught.value) == (
        "It is not known how reports/ was left: no key of this user can be kept, by which notes of a build are "
        "believed.\n"
        "Fix: set XDG_STATE_HOME to a folder that this user may write to, for build and publication, and run 'dxlib "
        "build'."
    )


# What has changed since it was built ---------------------------------------------------------------
def change_ledger(house):
    ledger = house.project.ledgers / "main.csv"
    ledger.write_text(ledger.read_text("utf-8").replace('"SGP","2024","3"', '"SGP","2024","4"'), "utf-8")


def change_ledger_and_clean(house):
    change_ledger(house)
    clean(house.project)


def alter_clean(house):
    path = house.project.clean / "egdi_rank.csv"
    path.write_text(path.read_text("utf-8").replace(",SGP,2024,3,", ",SGP,2024,4,"), "utf-8")


def rename_indicator(house):
    path = house.project.catalogue / "indicators" / "rankings.yaml"
    text = path.read_text("utf-8")
    assert "en: rank name\n" in text
    path.write_text(text.replace("en: rank name\n", "en: another name\n"), "utf-8")
    assert run_dxlib(house.project, "clean").returncode == 0


def change_notebook(house):
    house.write_brief(SAY, SAY_ALSO)


@pytest.mark.parametrize(
    ("change", "said", "build"),
    [
        (change_ledger_and_clean, "observations changed: egdi_rank/SGP/2024/actual@un-2024 (changed)", "dxlib build"),
        (rename_indicator, "observations changed", "dxlib build --edition all"),
        (change_notebook, "notebook changed", "dxlib build --edition all"),
    ],
)
def test_pages_that_a_build_would_make_again_are_refused(house, target, change, said, build):
    house.be_built()
    change(house)
    done = run_dxlib(house.project, "publish", "--output", str(target))
    assert done.returncode == BuildError.exit_code
    assert f"- {STALE}: a build would run it again: {said}" in done.stderr
    assert f"\nFix: mend them and run '{build}', or publish without them: --without " in done.stderr
    assert not target.exists()


def test_a_page_that_a_build_would_make_again_can_be_left_out(house, target):
    house.be_built()
    change_ledger_and_clean(house)
    both = [STALE, STALE.replace("/en/", "/vi/")]
    with pytest.raises(BuildError, match=r"^1 job keeps the release"):
        publish(house.project, str(target), without=both[:1])
    assert str(publish(house.project, str(target), without=both)) == "6 pages added, 0 revised, 0 removed."


@pytest.mark.parametrize(
    ("change", "what"),
    [(change_ledger, "was made before data/raw changed"), (alter_clean, "is not what data/raw gives")],
)
def test_clean_data_that_are_not_what_raw_data_give_are_refused(house, target, change, what):
    house.be_built()
    change(house)
    with pytest.raises(DataError) as caught:
        publish(house.project, str(target))
    first, *faults, fix = str(caught.value).splitlines()
    assert first == f"data/clean {what}:"
    assert any(fault.startswith("- data/clean/egdi_rank.csv, line ") for fault in faults)
    assert fix == "Fix: run 'dxlib clean'."
    assert not target.exists()


def test_a_page_that_is_declared_no_more_is_refused(house, target):
    house.be_built()
    house.toy.write_briefs({"01-toy": {"areas": ["VNM", "SGP"], "editions": [2023, 2024], "languages": ["en"]}})
    with pytest.raises(BuildError, match=r"(?m)^- 2024/vi/01-toy/SGP.html: notebooks/briefs.yaml declares it no more$"):
        publish(house.project, str(target))


def test_a_page_of_another_day_than_its_edition_is_not_one_that_changed(house, target):
    house.build(areas=["VNM"], languages=["en"], editions=[2024], as_of="2024-06-30")
    assert str(publish(house.project, str(target))) == "1 page added, 0 revised, 0 removed."


def test_a_release_with_pages_of_two_days_is_shown_and_not_published(house, target):
    house.be_built()
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
