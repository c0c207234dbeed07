"""A release is signed when it is published, and a signature that is missing, damaged or of somebody else is named."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import minisign
import pytest

from dxlib.build.publish import publish
from dxlib.build.signing import SignatureError, open_signer
from dxlib.build.verifying import verify_release
from dxlib.errors import BuildError, ConfigError, ExitCode, MissingDependencyError
from tests.build.conftest import House
from tests.building import run_dxlib

SIGNATURES = ("2023/SHA256SUMS.minisig", "2024/SHA256SUMS.minisig", "SHA256SUMS.minisig")
PUBLISHER = minisign.KeyPair.generate()
PUBLIC = PUBLISHER.public_key.to_base64().decode()
OTHER = minisign.KeyPair.generate().public_key.to_base64().decode()


def write_key(folder: Path, content: bytes) -> Path:
    path = folder / "key"
    path.write_bytes(content + b"\n")
    return path


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """The file of a secret key."""
    return write_key(tmp_path, bytes(PUBLISHER.secret_key))


@pytest.fixture
def signed(house: House, tmp_path: Path, key: Path) -> Path:
    """A release that was signed when it was published to a folder."""
    house.be_built()
    publish(house.project, str(tmp_path / "www"), sign=open_signer(key, str))
    return tmp_path / "www"


def test_the_checksums_of_a_release_and_of_each_edition_are_signed(signed: Path, house: House, tmp_path: Path) -> None:
    assert sorted(path.relative_to(signed).as_posix() for path in signed.rglob("*.minisig")) == sorted(SIGNATURES)
    (tmp_path / "key.pub").write_bytes(bytes(PUBLISHER.public_key))
    assert verify_release(str(signed)).problems == {}
    assert str(verify_release(str(signed), PUBLIC)).endswith(" manifest.json say. Signed as SHA256SUMS.")
    done = run_dxlib(house.project, "verify-release", str(signed / "2024"), "--key", str(tmp_path / "key.pub"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("manifest.json say. Signed as 2024/SHA256SUMS.\n")


def alter(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))


BREAKS: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "missing": (lambda www: (www / SIGNATURES[2]).unlink(), PUBLIC, "is missing: nobody signed this release."),
    "of another key": (lambda _: None, OTHER, "by this key: incompatible key identifiers."),
    "of altered checksums": (
        lambda www: alter(www / "SHA256SUMS", b"  index.html", b"  other.html"), PUBLIC, "verification failed."
    ),
    "of an edition": (
        lambda www: (www / SIGNATURES[2]).write_bytes((www / SIGNATURES[1]).read_bytes()),
        PUBLIC,
        "verification failed.",
    ),
    "said to be of something else": (
        lambda www: alter(www / SIGNATURES[2], b"comment: SHA256SUMS", b"comment: SHA256SUMZ"), PUBLIC, "tion failed."
    ),
    "cut": (lambda www: (www / SIGNATURES[2]).write_bytes(b"untrusted"), PUBLIC, "invalid number of lines."),
    "no text": (lambda www: (www / SIGNATURES[2]).write_bytes(b"\xff\n" * 4), PUBLIC, "invalid base64 encoding."),
}  # fmt: skip


@pytest.mark.parametrize("broken", BREAKS)
def test_a_signature_that_does_not_fit_is_named_with_what_to_do(signed: Path, house: House, broken: str) -> None:
    break_it, key, said = BREAKS[broken]
    break_it(signed)
    done = run_dxlib(house.project, "verify-release", str(signed), "--key", key)
    assert done.returncode == ExitCode.CHECK_FAILED
    what, fix = done.stderr.splitlines()
    assert what.startswith(f"{signed}/SHA256SUMS.minisig is ")
    assert what.endswith(said)
    assert fix.startswith("Fix: do not rely on ")


def test_pages_are_held_against_checksums_that_are_signed(signed: Path) -> None:
    (signed / "2024/en/01-toy/SGP.html").write_bytes(b"")
    assert [*verify_release(str(signed), PUBLIC).problems] == ["2024/en/01-toy/SGP.html"]


def test_what_was_signed_is_not_replaced_without_a_signature(signed: Path, house: House, key: Path) -> None:
    publish(house.project, str(signed))  # the same once more
    house.build(editions=[2023])
    before = (signed / "manifest.json").read_bytes()
    ledger = house.project.ledgers / "main.csv"
    ledger.write_text(ledger.read_text("utf-8").replace('"SGP","2024","3"', '"SGP","2024","4"'), "utf-8")
    house.build()
    with pytest.raises(BuildError) as caught:
        publish(house.project, str(signed), revise=True)
    assert str(caught.value) == (
        f"{signed}/2024/SHA256SUMS was signed, and its signature would fit no more.\n"
        f"Fix: publish with --sign, or remove {signed}/2024/SHA256SUMS.minisig first; nothing was altered there."
    )
    assert (signed / "manifest.json").read_bytes() == before
    publish(house.project, str(signed), revise=True, sign=open_signer(key, str))
    assert verify_release(str(signed), PUBLIC).problems == {}
    assert verify_release(str(signed / "2024"), PUBLIC).problems == {}


def test_the_signature_of_an_edition_goes_with_it(signed: Path, house: House, key: Path) -> None:
    without = [job.id for job in house.list_jobs(editions=[2023])]
    publish(house.project, str(signed), revise=True, without=without, sign=open_signer(key, str))
    assert sorted(path.name for path in (signed / "2023").rglob("*") if path.is_file()) == []


@pytest.mark.parametrize(("password", "said"), [("right", ""), ("wrong", "wrong password for that key")])
def test_an_encrypted_key_asks_for_its_password(tmp_path: Path, password: str, said: str) -> None:
    pair = minisign.KeyPair.generate()
    pair.secret_key.encrypt("right", opslimit=32768, memlimit=1 << 24)
    path = write_key(tmp_path, bytes(pair.secret_key))
    if said:
        with pytest.raises(ConfigError, match=f"^{path} cannot be used to sign: {said}\\.\nFix: name one that "):
            open_signer(path, lambda: password)
    else:
        signature = minisign.Signature.from_bytes(open_signer(path, lambda: password)("a", b"content"))
        pair.public_key.verify(b"content", signature)


@pytest.mark.parametrize("content", [b"", b"a\nb", b"\xff" * 99, bytes(PUBLISHER.public_key)])
def test_what_is_no_key_is_refused_before_anything_is_published(house: House, tmp_path: Path, content: bytes) -> None:
    house.be_built(areas=["VNM"], languages=["en"])
    done = run_dxlib(house.project, "publish", "--output", "www", "--sign", str(write_key(tmp_path, content)))
    assert done.returncode == ExitCode.BAD_INPUT
    assert " cannot be used to sign: " in done.stderr.splitlines()[-2]
    assert not (house.project.root / "www").exists()
    with pytest.raises(ConfigError, match=r"is no public key: .*\nFix: name one that 'minisign -G' made"):
        verify_release(str(tmp_path), "RWabc")


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, key: Path) -> None:
    monkeypatch.setitem(sys.modules, "minisign", None)
    for start in (lambda: open_signer(key, str), lambda: verify_release(str(tmp_path), PUBLIC)):
        with pytest.raises(MissingDependencyError) as caught:
            start()
        assert str(caught.value) == (
            "Signatures need py-minisign, which is not installed.\nFix: pip install 'dxlib[sign]'."
        )


def test_a_signature_error_is_of_the_kind_that_a_check_fails_with() -> None:
    assert SignatureError("a").exit_code == ExitCode.CHECK_FAILED
