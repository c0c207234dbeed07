"""Signatures of lists of checksums, as minisign makes and checks them: they tell who published a release."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from dxlib.errors import BuildError, ConfigError, ExitCode, import_library
from dxlib.intake import read_bytes

SUFFIX: Final = ".minisig"  # of the signature, after the name of what is signed
_MOST_BYTES: Final = 10_000  # of a key, or of a signature: a few lines
_LACKING: Final = "Signatures need py-minisign, which is not installed."
_MAKE_KEYS: Final = "name one that 'minisign -G' made"

Sign = Callable[[str, bytes], bytes]
Verify = Callable[[str, bytes, bytes | None], str]


class SignatureError(BuildError):
    """A release whose signature is missing, damaged, or of somebody else."""

    exit_code = ExitCode.CHECK_FAILED


def open_signer(key: Path, ask_password: Callable[[], str]) -> Sign:
    """Give what signs a content, which is named by its address in the release.

    Parameters
    ----------
    key
        The file of a secret key of minisign.
    ask_password
        Called where the key is encrypted.

    Raises
    ------
    ConfigError
        For a file that is no secret key, and a wrong password.
    MissingDependencyError
        Without py-minisign.
    """
    minisign = import_library("minisign", _LACKING, "sign")
    try:
        secret = minisign.SecretKey.from_bytes(read_bytes(key, _MOST_BYTES))
        if secret.is_encrypted():
            secret.decrypt(ask_password())
    except minisign.Error as error:
        raise ConfigError(
            f"{key} cannot be used to sign: {error}.", fix=f"{_MAKE_KEYS}, and give its password."
        ) from error

    def sign(name: str, content: bytes) -> bytes:
        # minisign signs this comment, too, so that a reader can be told as what the content was signed.
        return bytes(secret.sign(content, trusted_comment=name)) + b"\n"

    return sign


def open_verifier(key: str) -> Verify:
    """Give what says as what a content was signed, or fails; it takes the address, the content and its signature.

    Parameters
    ----------
    key
        The public key of minisign: its file, or its one line that begins with ``RW``.

    Raises
    ------
    ConfigError
        For what is no public key.
    MissingDependencyError
        Without py-minisign.
    """
    minisign = import_library("minisign", _LACKING, "sign")
    try:
        if Path(key).is_file():
            public = minisign.PublicKey.from_bytes(read_bytes(Path(key), _MOST_BYTES))
        else:
            public = minisign.PublicKey.from_base64(key)
    except minisign.Error as error:
        raise ConfigError(
            f"'{key}' is no public key: {error}.", fix=f"{_MAKE_KEYS}: its file, or the line in it."
        ) from error

    def verify(place: str, content: bytes, signature: bytes | None) -> str:
        if signature is None:
            raise SignatureError(
                f"{place}{SUFFIX} is missing: nobody signed this release.",
                fix="do not rely on it; its publisher signs it with 'dxlib publish --sign KEY'.",
            )
        try:
            known = minisign.Signature.from_bytes(signature)
            public.verify(content, known)
        except minisign.Error as error:
            raise SignatureError(
                f"{place}{SUFFIX} is no signature of {place} by this key: {error}.",
                fix="do not rely on the release; ask its publisher for the key, and for the release anew.",
            ) from error
        return str(known.trusted_comment)

    return verify
