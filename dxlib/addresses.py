"""Addresses of the web: what may be a link, and how an address is shown where others read it."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

WRITE_ADDRESS: Final = "write one address with its protocol and its host, as https://example.org/page."
_WEB: Final = ("http", "https")
_STORES: Final = ("s3", "gs", "gcs", "abfs", "abfss", "az")  # object stores, whose buckets are hosts
# A browser takes a backslash for a slash, and drops tabs and ends of lines: what it opens is not what is read.
_NEVER: Final = re.compile(r"[\s\\<>\"'`{}|^\x00-\x20\x7f-\x9f]")
_HOST: Final = re.compile(r"(?!-)[\w-]{1,63}(\.(?!-)[\w-]{1,63})*\.?|\[[0-9a-fA-F:.]+\]")
_LOGIN: Final = re.compile(r"(?<=://)[^/?#\s]*@")
_SECRET: Final = re.compile(
    r"([?&;][^=&;#\s]*(?:key|token|secret|password|passwd|signature)[^=&;#\s]*=)[^&;#\s]+", re.I
)


def is_web_address(text: str) -> bool:
    """Say whether a text is an address that a link may lead to: http or https, a host, nobody's name or password.

    Examples
    --------
    >>> good = ("https://example.org/a?b=1", "http://thống-kê.vn", "http://[::1]:80/")
    >>> bad = ("javascript:alert(1)", "file:///etc", "//evil.org", "https://[", "https://a@evil.org", "a.org")
    >>> [is_web_address(text) for text in good], any(is_web_address(text) for text in bad)
    ([True, True, True], False)
    """
    return _has_host(text, _WEB) and _LOGIN.search(text) is None


def is_fetchable(text: str) -> bool:
    """Say whether a text is an address that a file may be fetched from: of the web, also with a login, or of a store.

    Examples
    --------
    >>> [is_fetchable(text) for text in ("https://me:pw@example.org/a.csv", "s3://bucket/a.csv", "file:///etc/shadow")]
    [True, True, False]
    """
    return _has_host(text, (*_WEB, *_STORES))


def hide_secrets(text: str) -> str:
    """Give a text without names, passwords and keys that addresses in it hold.

    Examples
    --------
    >>> hide_secrets("https://me:pw@example.org/a?api_key=123&year=2024 answers 503")
    'https://example.org/a?api_key=***&year=2024 answers 503'
    """
    return _SECRET.sub(r"\1***", _LOGIN.sub("", text))


def _has_host(text: str, protocols: tuple[str, ...]) -> bool:
    if _NEVER.search(text):
        return False
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:  # "https://[", a port that is no number
        return False
    given = f"[{host}]" if ":" in host else host
    return parts.scheme in protocols and "://" in text and _HOST.fullmatch(given) is not None
