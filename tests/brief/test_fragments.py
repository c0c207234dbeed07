"""Parts of a brief among the outputs of a notebook."""

import pytest
from markupsafe import Markup

from dxlib.brief.fragments import MIME_TYPE, Fragment, read_fragment
from dxlib.errors import NotebookError
from dxlib.evidence.format import Evidence, Page
from dxlib.evidence.parts import NOTHING


@pytest.mark.parametrize("content", ["x", 5, [1], {"kind": "a"}, {"kind": "a", "evidence": {}, "reads": 5}], ids=repr)
def test_a_stored_output_that_is_no_fragment_is_one_error(content):
    with pytest.raises(NotebookError, match=r"^A stored output says that it is part of a brief, and is none \("):
        read_fragment(content)


@pytest.mark.parametrize("reads", [(), (("egdi_rank", "VNM", "actual"), ("egdi_rank", "", "target"))])
def test_a_fragment_is_read_back_with_what_the_brief_asked_the_store_for(reads):
    fragment = Fragment("text", "71", Evidence(), reads)
    content = fragment._repr_mimebundle_()[MIME_TYPE]
    assert ("reads" in content) is bool(reads)
    assert read_fragment(content) == fragment


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl")])
def test_what_jupyterlab_shows_is_written_the_way_of_its_language(language: str, direction: str) -> None:
    page = Page(brief="01-toy", area="VNM", edition="2024", language=language, as_of="2024-12-31")
    fragment = Fragment("text", NOTHING, Evidence(page=page), show=lambda _: Markup("a"))
    assert (
        fragment._repr_mimebundle_()["text/html"] == f'<div class="dxlib" lang="{language}" dir="{direction}">a</div>'
    )
