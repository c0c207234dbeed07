"""Copies: a publisher's file that was read in a repository of somebody else, and how such a place is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from dxlib.addresses import WRITE_ADDRESS, hide_secrets, is_web_address

AS_COPIED: Final = "as copied in {place}"  # a message, which the list of sources on a page says
# Where anybody may put the file of another: a service, the hosts of its repositories, and of pages under their owner.
_SERVICES: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "GitHub": (("github.com", "githubusercontent.com"), ("github.io",)),
    "GitLab": (("gitlab.com",), ("gitlab.io",)),
    "Bitbucket": (("bitbucket.org",), ("bitbucket.io",)),
    "Codeberg": (("codeberg.org",), ("codeberg.page",)),
    "SourceForge": (("sourceforge.net",), ("sourceforge.io",)),
    "Gitee": (("gitee.com",), ("gitee.io",)),
    "Hugging Face": (("huggingface.co", "hf.co"), ("hf.space",)),
    "Kaggle": (("kaggle.com",), ()),
}
# What stands before the owner in an address; elsewhere a word like these is an owner: github.com/datasets.
_KINDS: Final[Mapping[str, frozenset[str]]] = {
    "Hugging Face": frozenset(("datasets", "models", "spaces")),
    "Kaggle": frozenset(("datasets", "models", "code")),
    "SourceForge": frozenset(("projects",)),
}


class Repository(NamedTuple):
    """The place of a file on a code host; ``name`` is how a page shows it, ``owner`` empty for the service itself."""

    service: str
    owner: str
    name: str


def find_repository(address: str) -> Repository | None:
    """Give the repository of a code host in which an address lies; none for an address elsewhere.

    Examples
    --------
    >>> find_repository("https://huggingface.co/datasets/Somebody/copies/blob/main/a.csv")
    Repository(service='Hugging Face', owner='somebody', name='huggingface.co/datasets/Somebody/copies')
    >>> find_repository("https://stat.example.org/github.com/a.csv")
    """
    host, path = _split(address)
    for service, (repositories, pages) in _SERVICES.items():
        if _is_within(host, pages):
            # Pages of a code host stand under the name of their owner: owner.github.io.
            return Repository(service, host.split(".", 1)[0], "/".join([host, *path[:1]]))
        if _is_within(host, repositories):
            start = 1 if path[:1] and path[0] in _KINDS.get(service, ()) else 0
            # Code hosts do not tell owners apart by capitals.
            owner = "".join(path[start : start + 1]).lower()
            return Repository(service, owner, "/".join([host, *path[: start + 2]]))
    return None


def find_stranger(address: str, publisher_url: str) -> Repository | None:
    """Give the repository in which an address lies, unless the publisher's own address lies with the same owner.

    Examples
    --------
    >>> find_stranger("https://raw.githubusercontent.com/Office/data/main/a.csv", "https://github.com/office")
    >>> find_stranger("https://github.com/somebody/data/blob/main/a.csv", "https://github.com/office").name
    'github.com/somebody/data'
    """
    there, own = find_repository(address), find_repository(publisher_url)
    is_own = there and own and there.service == own.service and own.owner in ("", there.owner)
    return None if is_own else there


def name_copy(address: str) -> str:
    """Name the place of a copy: the repository on a code host, else the host.

    Examples
    --------
    >>> name_copy("https://github.com/somebody/data/blob/1b2f/a.csv"), name_copy("https://www.example.org/a.csv")
    ('github.com/somebody/data', 'example.org')
    """
    repository = find_repository(address)
    return repository.name if repository else _split(address)[0]


def tell_copy(address: str) -> str:
    """Say in English where a copy was read; empty without one."""
    return AS_COPIED.format(place=name_copy(address)) if address else ""


def find_mistakes(
    addresses: Mapping[str, str], publisher: str, publisher_url: str, is_allowed: Callable[[str], bool] = is_web_address
) -> Iterator[tuple[str, str, str]]:
    """Give what is wrong with the addresses of a source: the name of one, what, and the cure.

    Parameters
    ----------
    addresses
        First where its publisher has it, then where a copy of it was read, by the names that the register has for
        the two; either may be empty.
    publisher, publisher_url
        The publisher's id and its own address.
    is_allowed
        Says which addresses may stand there.
    """
    (own, url), (copy, copied_from) = addresses.items()
    stranger = find_stranger(url, publisher_url)
    if stranger:
        fix = (
            f"move it to {copy}, and write into {own} where the publisher has it, or nothing; if the publisher itself "
            f"is there, give its address there as 'url' of {publisher} in data/catalogue/publishers.yaml."
        )
        yield own, f"'{stranger.name}' on {stranger.service} is not an address of {publisher}", fix
    for column, address in addresses.items():
        if address and not is_allowed(address):
            yield column, f"'{hide_secrets(address)}' is no address", WRITE_ADDRESS
    if copied_from and copied_from == url:
        yield copy, f"The same address in {own} and {copy}", "leave the one empty that it is not."


def _split(address: str) -> tuple[str, list[str]]:
    try:
        parts = urlsplit(address)
    except ValueError:  # "https://[x"
        return "", []
    # "github.com." is the same host, written with the root of the domain names.
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    return host, [part for part in parts.path.split("/") if part]


def _is_within(host: str, domains: tuple[str, ...]) -> bool:
    # With the dot: raw.githubusercontent.com lies within the domain, notgithub.com does not.
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)
