"""Publishing: pages first, the manifest last, and no published edition altered by accident."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import subprocess
from itertools import count
from pathlib import Path

import pytest

from dxlib.build import publish as publishing
from dxlib.build.lock import hold_lock
from dxlib.build.publish import publish
from dxlib.build.releasable import choose_release
from dxlib.build.verifying import verify_release
from dxlib.errors import BuildError, ConfigError
from tests.building import run_dxlib


@pytest.fixture
def target(tmp_path):
    """An empty folder."""
    return tmp_path / "www"


def read_files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def change_singapore(house):
    ledger = house.project.ledgers / "main.csv"
    ledger.write_text(ledger.read_text("utf-8").replace('"SGP","2024","3"', '"SGP","2024","4"'), "utf-8")
    house.build()


def test_a_release_is_published_whole_and_a_second_time_nothing_is_sent(house, target, monkeypatch):
    house.build()
    assert str(publish(house.project, str(target))) == "8 pages added, 0 revised, 0 removed."
    assert read_files(target) == house.read_pages()
    assert subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=target, check=False).returncode == 0
    sent = []
    write = publishing._Target.write
    monkeypatch.setattr(
        publishing._Target, "write", lambda self, name, content: (sent.append(name), write(self, name, content))
    )
    publish(house.project, str(target))
    lists = {name for name in house.read_pages() if not name.endswith(".html") or name.startswith("index.")}
    assert set(sent) == lists
    assert sent[-1] == "manifest.json"


def test_all_that_the_manifest_names_is_on_the_disk_before_it_is_named(house, target, monkeypatch):
    house.be_built()
    found = []
    monkeypatch.setattr(os, "sync", lambda: found.append(set(read_files(target))))
    publish(house.project, str(target))
    assert found == [read_files(target).keys() - {"manifest.json"}]


def test_a_published_edition_is_not_altered_unless_it_is_asked_for_and_then_what_changed_is_written_down(house, target):
    house.be_built()
    publish(house.project, str(target))
    before = read_files(target)
    change_singapore(house)
    with pytest.raises(BuildError) as caught:
        publish(house.project, str(target))
    assert str(caught.value) == (
        "2 pages of published editions would be altered: 2024/en/01-toy/SGP.html, 2024/vi/01-toy/SGP.html.\n"
        "Fix: publish them with --revise, which writes down what changed."
    )
    assert read_files(target) == before
    assert str(publish(house.project, str(target), revise=True)) == "0 pages added, 2 revised, 0 removed."
    after = read_files(target)
    (revision,) = json.loads(after.pop("revisions.json"))
    assert [change["address"] for change in revision] == ["2024/en/01-toy/SGP.html", "2024/vi/01-toy/SGP.html"]
    assert all(change["before"] != change["after"] for change in revision)
    assert after == house.read_pages()


@pytest.mark.parametrize(
    "damage",
    [
        lambda page: page.write_bytes(page.read_bytes()[:-1] + b"?"),
        lambda page: page.write_bytes(page.read_bytes()[:100]),
        lambda page: page.unlink(),
    ],
    ids=["altered", "cut", "missing"],
)
def test_a_page_that_was_damaged_where_it_was_published_is_restored_by_publishing_again(house, target, damage):
    house.be_built()
    publish(house.project, str(target))
    damage(target / "2024" / "en" / "01-toy" / "SGP.html")
    (target / "index.en.html").unlink()
    assert verify_release(str(target)).problems
    assert str(publish(house.project, str(target))) == "0 pages added, 0 revised, 0 removed, 1 restored."
    assert not verify_release(str(target)).problems
    # What was published is as it was, so nothing was revised.
    assert read_files(target) == house.read_pages()
    assert str(publish(house.project, str(target))) == "0 pages added, 0 revised, 0 removed."


def test_a_new_edition_alters_none_that_was_published(house, target):
    house.be_built(editions=[2023])
    publish(house.project, str(target))
    house.build()
    assert str(publish(house.project, str(target))) == "4 pages added, 0 revised, 0 removed."


def test_the_manifest_comes_last_so_that_it_never_names_what_is_not_there(house, target, monkeypatch):
    house.be_built()
    write = publishing._Target.write

    def fail_at_the_index(self, name, content):
        if name == "index.html":
            raise OSError(28, "No space left on device")
        write(self, name, content)

    monkeypatch.setattr(publishing._Target, "write", fail_at_the_index)
    with pytest.raises(BuildError, match=r"could not be read or written: OSError: .* No space left"):
        publish(house.project, str(target))
    assert not (target / "manifest.json").exists()
    monkeypatch.undo()
    publish(house.project, str(target))
    assert read_files(target) == house.read_pages()


@pytest.mark.parametrize(
    "address", ["../../kept.html", "/{folder}/kept.html", "2024/../../../kept.html", "C:/kept.html"]
)
def test_a_published_manifest_that_names_a_file_elsewhere_is_refused_and_nothing_is_altered(house, target, address):
    house.be_built()
    publish(house.project, str(target))
    mine = target.parent / "kept.html"
    mine.write_text("mine", "utf-8")
    path = target / "manifest.json"
    listed = json.loads(path.read_bytes())
    listed["pages"].append({"address": address.format(folder=target.parent), "sha256": "0" * 64})
    path.write_text(json.dumps(listed), "utf-8")
    before = read_files(target.parent)
    change_singapore(house)
    with pytest.raises(BuildError) as caught:
        publish(house.project, str(target), revise=True)
    what, fix = str(caught.value).splitlines()
    assert what.startswith(f"{path} cannot be believed: '")
    assert what.endswith("kept.html' is no file below its folder.")
    assert fix == (
        "Fix: put the manifest of that release in its place, or publish to another address; nothing was altered there."
    )
    assert {name: before[name] for name in read_files(target.parent) if name in before} == before


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"pages": [{"address": 3}]}'])
def test_a_published_manifest_that_is_damaged_is_refused(house, target, content):
    house.be_built()
    publish(house.project, str(target))
    (target / "manifest.json").write_bytes(content)
    with pytest.raises(BuildError, match=r"manifest\.json cannot be believed: it is no list of pages\.\nFix: put the "):
        publish(house.project, str(target), revise=True)


@pytest.mark.parametrize("content", [b"{", b"{}", b"3"])
def test_a_list_of_revisions_that_is_damaged_is_refused_before_anything_is_altered(house, target, content):
    house.be_built()
    publish(house.project, str(target))
    (target / "revisions.json").write_bytes(content)
    before = read_files(target)
    change_singapore(house)
    with pytest.raises(BuildError) as caught:
        publish(house.project, str(target), revise=True)
    assert str(caught.value) == (
        f"{target}/revisions.json is no list of revisions.\n"
        "Fix: restore it from a copy, or move it away: then the list begins anew; nothing was altered there."
    )
    assert read_files(target) == before


def test_what_a_killed_publication_left_of_a_file_is_removed_by_the_next_one(house, target):
    house.be_built(areas=["VNM"], languages=["en"])
    publish(house.project, str(target))
    page, mine = next(target.glob("2024/en/**/*.html")), target / ".htaccess"
    half = page.with_name(f".{page.name}.4711")
    half.write_bytes(b"<!doctype")
    mine.write_bytes(b"mine")
    assert verify_release(str(target)).problems
    publish(house.project, str(target))
    assert not verify_release(str(target)).problems
    assert read_files(target) == {**house.read_pages(), ".htaccess": b"mine"}


class KilledError(BaseException):
    """What ends a publication as SIGKILL does: nothing of dxlib catches it."""


def publish_until(house, target, last):
    """Publish a revision that is killed at a write, or a removal, of a number; say whether it came to its end."""
    done = count()

    def be_killed(do):
        def run(*given):
            if next(done) == last:
                raise KilledError
            return do(*given)

        return run

    with pytest.MonkeyPatch.context() as patch:
        for name in ("write", "remove"):
            patch.setattr(publishing._Target, name, be_killed(getattr(publishing._Target, name)))
        try:
            publish(house.project, str(target), revise=True)
        except KilledError:
            return False
    return True


def test_a_revision_that_is_killed_at_any_moment_is_carried_out_by_the_next_one_and_written_down_once(house, target):
    house.be_built()
    publish(house.project, str(target))
    # Pages that are revised, an edition that is removed, and one of a page that is removed.
    house.toy.write_briefs({"01-toy": {"areas": ["VNM", "SGP"], "editions": [2024], "languages": ["en"]}})
    ledger = house.project.ledgers / "main.csv"
    ledger.write_text(ledger.read_text("utf-8").replace('"SGP","2024","3"', '"SGP","2024","4"'), "utf-8")
    house.build(editions=[2024])
    whole = target.with_name("whole")
    shutil.copytree(target, whole)
    assert str(publish(house.project, str(whole), revise=True)) == "0 pages added, 2 revised, 6 removed."
    expected = read_files(whole)
    for last in count():
        killed = target.with_name(f"killed-{last}")
        shutil.copytree(target, killed)
        if publish_until(house, killed, last):
            break
        publish(house.project, str(killed), revise=True)
        assert read_files(killed) == expected, last
    assert last > len(house.read_pages())


@pytest.mark.parametrize("name", ["../kept.html", "kept.txt", "/{folder}/kept.html", 3])
def test_what_a_foreign_list_of_revisions_names_is_not_removed(house, target, name):
    house.be_built(areas=["VNM"], languages=["en"])
    publish(house.project, str(target))
    for path in (target.parent / "kept.html", target / "kept.txt", target / "kept.html"):
        path.write_bytes(b"mine")
    name = name.format(folder=target.parent) if isinstance(name, str) else name
    removed = {"address": name, "before": hashlib.sha256(b"mine").hexdigest(), "after": None}
    altered = {"address": "kept.html", "before": "0" * 64, "after": None}
    (target / "revisions.json").write_text(json.dumps([[removed, altered]]), "utf-8")
    before = read_files(target.parent)
    publish(house.project, str(target))
    assert read_files(target.parent) == before


def test_a_second_publication_at_the_same_time_is_refused(house, target):
    house.be_built(areas=["VNM"], languages=["en"])
    with (
        hold_lock(house.project.publish_lock),
        pytest.raises(BuildError, match=r"^Another publication is running: process .*\nFix: .*; then publish again\.$"),
    ):
        publish(house.project, str(target))
    assert not target.exists()


def test_beside_a_running_build_nothing_is_published_and_the_build_is_named(house, target):
    house.be_built(areas=["VNM"], languages=["en"])
    # As in the middle of a build: a page was made again, and is not shown yet.
    house.alter_record("2024/en/01-toy/VNM.html", page="0" * 64)
    with (
        hold_lock(house.project.build_lock),
        pytest.raises(BuildError, match=r"^A build is running: process .*\nFix: wait .*; then publish\.$"),
    ):
        publish(house.project, str(target))
    assert not target.exists()


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"another")])
def test_a_page_that_a_build_replaces_while_it_is_being_published_is_told(house, target, monkeypatch, damage):
    house.be_built(areas=["VNM"], languages=["en"])

    def choose(*given):
        release = choose_release(*given)
        page = house.project.reports / "2024/en/01-toy/VNM.html"
        page.chmod(0o644)
        damage(page)
        return release

    monkeypatch.setattr(publishing, "choose_release", choose)
    with pytest.raises(BuildError) as caught:
        publish(house.project, str(target))
    assert str(caught.value) == (
        "The page 2024/en/01-toy/VNM.html was altered while the release was being published, as by a build.\n"
        "Fix: publish again: the release is then looked at anew."
    )
    assert not (target / "manifest.json").exists()


def test_a_project_that_may_only_be_read_is_published(house, target, monkeypatch):
    house.be_built(areas=["VNM"], languages=["en"])

    def refuse(*_, **__):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(publishing, "hold_lock", refuse)
    assert str(publish(house.project, str(target))) == "2 pages added, 0 revised, 0 removed."


@pytest.mark.parametrize("output", ["", " "])
def test_no_address_is_no_address(house, output, monkeypatch, tmp_path):
    house.be_built(areas=["VNM"], languages=["en"])
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(ConfigError) as caught:
        publish(house.project, output)
    assert str(caught.value) == (
        "There is no address to publish to: it is empty.\n"
        "Fix: give a folder, or s3://bucket/folder; where a variable holds it, see that it is set."
    )
    assert read_files(tmp_path / "here") == {}


@pytest.mark.parametrize("place", ["", "reports", "data", "data/raw", "notebooks/www", ".dxlib"])
def test_the_folders_of_the_project_itself_are_refused(house, place):
    house.be_built(areas=["VNM"], languages=["en"])
    output = str(house.project.root / place)
    with pytest.raises(ConfigError) as caught:
        publish(house.project, output)
    assert str(caught.value) == (f"'{output}' is where the project has its own files.\nFix: publish to another folder.")
    with pytest.raises(ConfigError):
        publish(house.project, f"file://{output}")
    publish(house.project, str(house.project.root / "public"))


def test_the_index_of_something_else_is_not_replaced(house, target):
    house.be_built(areas=["VNM"], languages=["en"])
    target.mkdir()
    (target / "style.css").write_text("mine", "utf-8")
    (target / "index.html").write_text("mine", "utf-8")
    before = read_files(target)
    with pytest.raises(BuildError) as caught:
        publish(house.project, str(target))
    assert str(caught.value) == (
        f"{target}/index.html would be replaced, and is of no release: no manifest.json lies beside it.\n"
        "Fix: publish to another folder, or move that file away, as where a publication was cut off; nothing was "
        "altered there."
    )
    assert read_files(target) == before
    (target / "index.html").unlink()
    publish(house.project, str(target))
    assert read_files(target) == {**house.read_pages(), "style.css": b"mine"}


def test_without_a_build_there_is_nothing_to_publish(house, target):
    with pytest.raises(ConfigError) as caught:
        publish(house.project, str(target))
    assert str(caught.value) == "There is nothing to publish.\nFix: run 'dxlib build' first."


def test_an_address_of_no_known_protocol_is_refused(house):
    house.be_built(areas=["VNM"], languages=["en"])
    with pytest.raises(ConfigError, match="'nowhere://x' is no address: "):
        publish(house.project, "nowhere://x")


@pytest.mark.parametrize("address", ["nowhere://me:secret@x/y", "ftp://me:secret@127.0.0.1:9/y"])
def test_a_password_in_an_address_is_not_repeated(house, address):
    house.be_built(areas=["VNM"], languages=["en"])
    with pytest.raises((BuildError, ConfigError)) as caught:
        publish(house.project, address)
    assert "secret" not in str(caught.value)


# Object stores ---------------------------------------------------------------------------------
BUCKET = "briefs"


@pytest.fixture(scope="module")
def store():
    """A server on loopback that speaks S3, with an empty bucket; gives its address."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(store, monkeypatch):
    """The bucket as fsspec sees it, with the settings that AWS's own tools read."""
    import s3fs

    settings = {"AWS_ENDPOINT_URL": store, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    system = s3fs.S3FileSystem(use_listings_cache=False)
    system.mkdir(BUCKET)
    yield system
    system.rm(BUCKET, recursive=True)
    s3fs.S3FileSystem.clear_instance_cache()


def read_bucket(bucket, folder):
    return {path.removeprefix(f"{folder}/"): bucket.cat_file(path) for path in bucket.find(folder)}


def test_a_release_reaches_a_store_that_speaks_s3_and_a_second_time_only_its_lists_do(house, bucket):
    house.be_built()
    done = run_dxlib(house.project, "publish", "--output", f"s3://{BUCKET}/www")
    assert (done.returncode, done.stdout) == (0, "8 pages added, 0 revised, 0 removed.\n"), done.stderr
    assert read_bucket(bucket, f"{BUCKET}/www") == house.read_pages()
    page = f"{BUCKET}/www/2024/en/01-toy/SGP.html"
    before = bucket.info(page)["LastModified"]
    assert str(publish(house.project, f"s3://{BUCKET}/www")) == "0 pages added, 0 revised, 0 removed."
    assert bucket.info(page)["LastModified"] == before


def test_in_a_store_too_a_page_that_is_gone_or_cut_is_restored(house, bucket):
    house.be_built()
    publish(house.project, f"s3://{BUCKET}/damaged")
    pages = f"{BUCKET}/damaged/2024/en/01-toy"
    bucket.pipe_file(f"{pages}/SGP.html", bucket.cat_file(f"{pages}/SGP.html")[:100])
    bucket.rm_file(f"{pages}/VNM.html")
    done = run_dxlib(house.project, "publish", "--output", f"s3://{BUCKET}/damaged")
    assert done.stdout == "0 pages added, 0 revised, 0 removed, 2 restored.\n", done.stderr
    assert read_bucket(bucket, f"{BUCKET}/damaged") == house.read_pages()


def test_in_a_store_too_an_edition_is_altered_only_on_purpose_and_in_writing(house, bucket):
    address = f"s3://{BUCKET}/revised"
    house.build()
    publish(house.project, address)
    before = read_bucket(bucket, f"{BUCKET}/revised")
    change_singapore(house)
    with pytest.raises(BuildError, match=r"^2 pages of published editions would be altered"):
        publish(house.project, address)
    assert read_bucket(bucket, f"{BUCKET}/revised") == before
    assert str(publish(house.project, address, revise=True)) == "0 pages added, 2 revised, 0 removed."
    after = read_bucket(bucket, f"{BUCKET}/revised")
    assert len(json.loads(after.pop("revisions.json"))) == 1
    assert after == house.read_pages()


@pytest.mark.usefixtures("bucket")
def test_a_store_that_gives_no_access_is_told_and_nothing_is_lost(house):
    house.be_built(areas=["VNM"], languages=["en"])
    done = run_dxlib(house.project, "publish", "--output", "s3://another/www")
    assert done.returncode == BuildError.exit_code
    assert done.stderr == (
        "'s3://another/www' could not be read or written: FileNotFoundError: The specified bucket does not exist.\n"
        "Fix: see that it is there and that you may write to it, then publish again: nothing is sent twice.\n"
    )
