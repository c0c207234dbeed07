"""What a reader sees of parts and fragments, for tests that look at markup or at words."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from dxlib.brief.fragments import Fragment
from dxlib.charts.canvas import Canvas
from dxlib.charts.svg import make_svg
from dxlib.data.catalogue import Catalogue
from dxlib.data.project_file import ProjectFile
from dxlib.evidence.parts import Part
from dxlib.evidence.render import write_markup

PLAIN = ProjectFile.model_validate({
    "title": {"en": "Briefs & more", "vi": "Báo cáo", "fr": "Notes"}, "languages": ["en", "vi", "fr"],
    "publisher": {"name": {"en": "An Office", "vi": "Cơ quan", "fr": "Bureau"}},
})  # fmt: skip


ARABIC = Path(__file__).parent / "scaffold/languages"  # with the comma that Arabic has


def make_plain_catalogue(**changes: object) -> Catalogue:
    """Give the catalogue of a project that has a project file alone, and Arabic beside its languages."""
    codes = (*PLAIN.languages, "ar")
    return Catalogue.model_construct(
        project=PLAIN.model_copy(update={"languages": codes, **changes}), units={}, locales=ARABIC
    )


def render(fragment: Fragment) -> str:
    """Give the markup that JupyterLab shows of a fragment."""
    assert fragment.show
    return str(fragment.show(fragment))


def read_text(fragment: Fragment) -> str:
    """Give the words of a fragment, without its markup."""
    return unescape(re.sub(r"<[^>]+>", "", render(fragment)))


def draw_svg(canvas: Canvas, *, name: str = "a", title: Part = "t") -> str:
    """Give the text of a drawing."""
    return str(write_markup(make_svg(canvas, name=name, title=title)))
