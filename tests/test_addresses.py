"""Addresses: http and https with a host; what else there is is refused, and what is secret is not shown."""

import pytest

from dxlib.addresses import hide_secrets, is_fetchable, is_web_address

NO_LINKS = (
    "", "example.org", "//evil.example", "/a", "https:", "https:/", "https://", "https:///a", "https://[", "https://[::1",
    "https://:80/", "https://.", "https://-a.org", "https://a..org", "https://a.org:port/", "https://a.org:99999/",
    "javascript:alert(1)", "JavaScript://a.org/%0aalert(1)", "data:text/html,x", "file:///etc/shadow", "ftp://a.org/",
    "local:///etc/shadow", "vbscript:x", "mailto:a@a.org", "https://me:pw@a.org/", "https://a.org@evil.example/",
    "https://a.org\\@evil.example", "https:\\\\evil.example", " https://a.org", "https://a.org/b c", "https://a.org\n",
    "java\tscript:alert(1)", "https://a.org/\u2028x", "https://a.org/\x00", 'https://a.org/"onclick="', "https://a.org/<b>",
)  # fmt: skip
LINKS = (
    "https://example.org", "http://example.org/a?b=1&c=2#d", "HTTPS://Example.ORG/", "https://a.org:8443/x",
    "https://thống-kê.vn/số", "http://127.0.0.1:1/a.csv", "http://[2001:db8::1]/a", "https://a.org/@me", "https://a.org/?q=a@b",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_LINKS)
def test_a_link_leads_to_a_host_of_the_web_or_nowhere(text):
    assert not is_web_address(text)


@pytest.mark.parametrize("text", LINKS)
def test_addresses_of_the_web_are_links(text):
    assert is_web_address(text)
    assert is_fetchable(text)


@pytest.mark.parametrize(
    "text", ["https://me:pw@example.org/a.csv", "s3://bucket/a.csv", "gs://bucket/a", "az://box/a"]
)
def test_a_file_may_be_fetched_with_a_login_or_from_a_store(text):
    assert is_fetchable(text)
    assert not is_web_address(text)


@pytest.mark.parametrize(
    "text",
    ["file:///etc/shadow", "local:///etc/shadow", "data:text/csv,a", "memory://a/b", "zip://a.csv::https://a.org/a.zip",
     "s3:///a", "ssh://a/b", "smb://a/b", "simplecache::https://a.org/a", "github://a:b@c/d"],
)  # fmt: skip
def test_nothing_is_fetched_from_this_machine_or_by_another_protocol(text):
    assert not is_fetchable(text)


def test_logins_and_keys_are_hidden_wherever_an_address_stands():
    said = "https://me:p%40w@a.org/x?apikey=1&year=2&access_token=3 redirects to http://me@b.org/@c?Signature=4#d"
    assert hide_secrets(said) == (
        "https://a.org/x?apikey=***&year=2&access_token=*** redirects to http://b.org/@c?Signature=***#d"
    )
    assert hide_secrets("https://a.org/@me?key=") == "https://a.org/@me?key="
