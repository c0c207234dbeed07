"""Parts of a brief among the outputs of a notebook."""

import pytest

from dxlib.brief.fragments import read_fragment
from dxlib.errors import NotebookError


@pytest.mark.parametrize("content", ["x", 5, [1], {"kind": "a"}, {"kind": "a", "evidence": {}, "reads": 5}], ids=repr)
def test_a_stored_output_that_is_no_fragment_is_one_error(content):
    with pytest.raises(NotebookError, match=r"^A stored output says that it is part of a brief, and is none \("):
        read_fragment(content)
