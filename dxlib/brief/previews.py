"""What JupyterLab shows of what a brief gives; a notebook that was run for a build gets it when it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from dxlib.brief.fragments import HTML, MIME_TYPE, Fragment, read_fragment, wrap
from dxlib.brief.style import render_notebook_css
from dxlib.data.catalogue import Catalogue
from dxlib.data.keys import format_value
from dxlib.evidence.format import Page
from dxlib.evidence.render import Renderer, make_speaker

if TYPE_CHECKING:
    from nbformat import NotebookNode


def show_opening(page: Page, area: str) -> str:
    """Give what was opened, with the style of all that follows.

    Parameters
    ----------
    page
        What the page is.
    area
        The name of its area.
    """
    style = Markup(render_notebook_css())  # noqa: S704  (our own files)
    own = [format_value(value) for value in page.parameters.values()]
    # Isolated: digits behind a name in Arabic would run to the left with it.
    name = Markup("<bdi>{}</bdi>").format(area)
    said = Markup(" · ").join([page.brief, name, *own, page.edition, page.as_of])
    return str(Markup("<style>{}</style><p>{}</p>").format(style, said))


def add_previews(notebook: NotebookNode, catalogue: Catalogue) -> None:
    """Add to each output of a brief in an executed notebook what JupyterLab shows of it."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    for data in (output.data for output in outputs if MIME_TYPE in output.get("data", {})):
        fragment = read_fragment(data[MIME_TYPE])
        if fragment.evidence.page is not None:
            # An output that JupyterLab made itself is kept as it is.
            data.setdefault(HTML, _show(fragment, fragment.evidence.page, catalogue))


def _show(fragment: Fragment, page: Page, catalogue: Catalogue) -> str:
    if fragment.kind == "opening":
        return show_opening(page, catalogue.areas[page.area].name[page.language])
    speaker = make_speaker(page.language, catalogue)
    return wrap(Renderer(speaker, fragment.evidence.measures).render(fragment.content), page.language)
