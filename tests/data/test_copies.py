"""Copies in repositories of others: what is one, and how its place is named."""

import pytest

from dxlib.data.copies import find_repository, find_stranger, name_copy, tell_copy

COPY = "https://github.com/somebody/Copies/blob/1b2f3736/data/a.csv"


@pytest.mark.parametrize(
    ("address", "service", "owner", "name"),
    [
        (COPY, "GitHub", "somebody", "github.com/somebody/Copies"),
        ("http://www.github.com/Somebody", "GitHub", "somebody", "github.com/Somebody"),
        ("https://raw.githubusercontent.com/somebody/copies/main/a.csv", "GitHub", "somebody",
         "raw.githubusercontent.com/somebody/copies"),
        ("https://gist.github.com/somebody/1b2f", "GitHub", "somebody", "gist.github.com/somebody/1b2f"),
        ("https://somebody.github.io/copies/a.csv", "GitHub", "somebody", "somebody.github.io/copies"),
        ("https://gitlab.com/somebody/copies/-/raw/main/a.csv", "GitLab", "somebody", "gitlab.com/somebody/copies"),
        ("https://bitbucket.org/somebody/copies", "Bitbucket", "somebody", "bitbucket.org/somebody/copies"),
        ("https://huggingface.co/datasets/somebody/copies", "Hugging Face", "somebody",
         "huggingface.co/datasets/somebody/copies"),
        ("https://www.kaggle.com/datasets/somebody/copies", "Kaggle", "somebody",
         "kaggle.com/datasets/somebody/copies"),
        ("https://www.kaggle.com/code/somebody/copies", "Kaggle", "somebody", "kaggle.com/code/somebody/copies"),
        ("https://sourceforge.net/projects/copies/files", "SourceForge", "copies",
         "sourceforge.net/projects/copies/files"),
        ("https://github.com/datasets/gdp/blob/main/a.csv", "GitHub", "datasets", "github.com/datasets/gdp"),
        ("https://gitlab.com/code/copies", "GitLab", "code", "gitlab.com/code/copies"),
    ],
)  # fmt: skip
def test_a_repository_is_told_by_service_and_owner(address, service, owner, name):
    assert find_repository(address) == (service, owner, name)
    assert name_copy(address) == name


@pytest.mark.parametrize(
    "address",
    ["", "https://stat.gov.example/github.com/a.csv", "https://notgithub.com/a/b", "ISBN 978-92", "https://[x"],
)
def test_other_addresses_are_no_repository(address):
    assert find_repository(address) is None
    assert find_stranger(address, "") is None


@pytest.mark.parametrize(
    ("own", "is_strange"),
    [
        ("", True), ("https://stat.gov.example", True), ("https://github.com/another", True),
        ("https://gitlab.com/somebody", True), ("https://github.com/somebody", False),
        ("https://somebody.github.io", False), ("https://github.com/SomeBody/site", False),
        ("https://github.com", False),
    ],
)  # fmt: skip
def test_a_repository_is_a_strangers_unless_the_publisher_itself_is_there(own, is_strange):
    assert (find_stranger(COPY, own) is not None) == is_strange


def test_an_owner_that_is_called_as_a_kind_elsewhere_is_no_owner_of_everything():
    copy = "https://github.com/anybody/copy/blob/main/a.csv"
    assert find_stranger(copy, "https://github.com/datasets").owner == "anybody"
    assert find_stranger("https://github.com/datasets/gdp", "https://github.com/datasets") is None


def test_a_copy_is_told_by_its_repository_or_by_its_host():
    assert tell_copy(COPY) == "as copied in github.com/somebody/Copies"
    assert tell_copy("https://www.example.org/doc/1/a.pdf") == "as copied in example.org"
    assert tell_copy("") == ""
