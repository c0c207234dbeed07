"""The nbconvert exporter ``dxlib_brief``: an executed notebook becomes a policy brief in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Template
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode
from traitlets import Dict, List, Unicode, default
from traitlets.config import Application, Config

from dxlib.brief.fragments import MIME_TYPE
from dxlib.data.catalogue_files import read_catalogue
from dxlib.errors import DxError
from dxlib.evidence.identity import Identity, find_corrected
from dxlib.evidence.page import render_contents, render_foot, render_head
from dxlib.evidence.render import make_speaker
from dxlib.export.assets import read_assets
from dxlib.export.entry import make_entry
from dxlib.export.executed import PLAIN, read_page
from dxlib.notebook_files import read_cells
from dxlib.paths import find_project

TEMPLATES = Path(__file__).parent / "templates"
_COMPILED: dict[tuple[str, ...], Template] = {}


class BriefExporter(TemplateExporter):
    """Export a brief's executed notebook as one self-contained, accessible HTML file without code."""

    export_from_notebook = "Policy brief (dxlib)"
    output_mimetype = "text/html"

    # These four are what only the build knows: nbconvert hands an exporter a notebook, and nothing of its job.
    root = Unicode("", help="The dxlib project; by default the one that the working directory lies in.").tag(
        config=True
    )

    opened = List(
        Unicode(), help="The parameters of which the brief has several values: the page's address names them."
    ).tag(config=True)

    labels = Dict(help="What readers are told that each parameter which the brief adds is, in English.").tag(
        config=True
    )

    languages = List(Unicode(), help="The languages that the brief is built in; by default all of the project.").tag(
        config=True
    )

    # Each of nbconvert's own would validate the whole notebook again, and what they remove the reading leaves out.
    default_preprocessors: List[Any] = List([]).tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "brief"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(TEMPLATES)]

    @property
    def default_config(self) -> Config:
        """What is shown of a notebook: fragments first, no code, no prompts."""
        # No other type: nothing gets onto a page but what the parts of a fragment can say.
        priority = [MIME_TYPE, PLAIN]
        own = Config(
            {
                "NbConvertBase": {"display_data_priority": priority},
                "TemplateExporter": {
                    "exclude_input": True,
                    "exclude_input_prompt": True,
                    "exclude_output_prompt": True,
                },
            }
        )
        own.merge(super().default_config)
        return own

    def from_file(  # type: ignore[override]
        self, file_stream: Any, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """Give the page of a file; ``jupyter nbconvert`` says what is wrong with it in words, and ends."""
        try:
            if (path := Path(str(getattr(file_stream, "name", "")))).is_file():
                read_cells(path)  # which says what is wrong with a file that is no notebook
            return super().from_file(file_stream, resources, **kwargs)
        except DxError as error:
            app: Any = Application.instance() if Application.initialized() else None
            if type(app).__name__ == "NbConvertApp":  # which takes long to load
                app.log.critical(str(error))
                app.exit(error.exit_code)
            raise

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """Give the page of an executed notebook.

        Its resources hold as ``entry`` what the index says of it, as ``unshown`` what of the notebook is not on it.

        Raises
        ------
        NotebookError
            For a notebook that was not executed, failed, or opens no brief.
        """
        project = find_project(Path(self.root) if self.root else None)
        catalogue = read_catalogue(project)
        page = read_page(nb, lambda language: make_speaker(language, catalogue), opened=len(self.opened))
        identity = Identity(
            page.title, page.answer, page.evidence, page.speaker, catalogue,
            tuple(self.languages) or catalogue.project.languages, find_corrected(page.evidence, catalogue),
            tuple(self.opened), dict(self.labels),
        )  # fmt: skip
        brief = {
            "head": render_head(identity, read_assets()),
            "contents": page.contents,
            "navigation": render_contents(page.contents, page.speaker),
            "foot": render_foot(identity, read_assets(), page.renderer.names),
        }
        # TemplateExporter deep-copies its resources for each page (see _Whole).
        given = {**(resources or {}), "brief": _Whole(brief)}
        output, resources = super().from_notebook_node(page.notebook, given, **kwargs)
        for line in page.unshown:
            self.log.warning(line)
        return output, {**resources, "entry": make_entry(identity, page), "unshown": page.unshown}

    def _preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Give the notebook as it is when there is no preprocessor: nbconvert would copy and validate it twice more."""
        return super()._preprocess(nb, resources) if self._preprocessors else (nb, resources)

    def _load_template(self) -> Template:
        """Give the page's template, compiled once in a process for each place where it is looked for."""
        place = (str(self.template_file), *self.template_paths)
        if place not in _COMPILED:
            _COMPILED[place] = super()._load_template()
        return _COMPILED[place]


class _Whole(dict[str, Any]):
    """What the template reads: nbconvert copies its resources in depth, and with these a whole catalogue."""

    def __deepcopy__(self, _memo: object) -> _Whole:
        return self
