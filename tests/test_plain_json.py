"""JSON that comes from outside: it is read, or it is a ValueError."""

from decimal import Decimal

import pytest

from dxlib.plain_json import parse_json


def test_what_the_text_says_is_given_and_numbers_are_read_as_the_caller_wants_them():
    assert parse_json(b'{"a": [1, null]}') == {"a": [1, None]}
    assert parse_json("0.10", parse_float=Decimal) == Decimal("0.10")


@pytest.mark.parametrize("text", ["", "{", "{'a': 1}", b"\xff", "[" * 100_000, '{"a":' * 100_000 + "1" + "}" * 100_000])
def test_whatever_is_no_json_is_one_kind_of_error(text):
    with pytest.raises(ValueError):  # noqa: PT011  (json's own messages change with Python)
        parse_json(text)
