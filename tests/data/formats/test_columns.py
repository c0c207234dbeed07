"""Every column and every code has its words."""

from dxlib.data import schema
from dxlib.data.formats.columns import COLUMNS, KINDS, QUALIFIERS, STATUSES
from dxlib.language import Speaker


def test_every_clean_column_is_described_in_the_order_of_the_files():
    assert tuple(COLUMNS) == schema.CLEAN_COLUMNS


def test_every_code_has_words():
    assert set(STATUSES) == set(schema.ObsStatus)
    assert set(KINDS) == set(schema.Kind)
    assert set(QUALIFIERS) == set(schema.Qualifier) - {schema.Qualifier.EXACT}


def test_no_two_columns_and_no_two_codes_share_a_name():
    for words in (
        [column.title for column in COLUMNS.values()],
        STATUSES.values(),
        KINDS.values(),
        QUALIFIERS.values(),
    ):
        for language in ("en", "vi", "fr"):
            translate = Speaker(language, {}).translate
            names = [translate(each) for each in words]
            assert len(names) == len(set(names))
