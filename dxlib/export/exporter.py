"""The nbconvert exporter ``dxlib-brief``: an executed notebook becomes a policy brief in one file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from markupsafe import Markup
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode
from traitlets import Bool, Unicode, default
from traitlets.config import Config

from dxlib.brief.fragments import MIME_TYPE
from dxlib.brief.opening import make_speaker
from dxlib.data.catalogue_files import read_catalogue
from dxlib.export import assets
from dxlib.export.reading import read_page
from dxlib.language import LANGUAGES
from dxlib.paths import find_project

TEMPLATES = Path(__file__).parent / "templates"


class BriefExporter(TemplateExporter):
    """Export a brief's executed notebook as one self-contained, accessible HTML file without code."""

    export_from_notebook = "Policy brief (dxlib)"
    output_mimetype = "text/html"

    root = Unicode("", help="The dxlib project; by default the one that the working directory lies in.").tag(
        config=True
    )

    stands_alone = Bool(
        default_value=True,
        help="Whether the brief is built for one area, so that the page's address does not name it.",
    ).tag(config=True)

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
        priority = [MIME_TYPE, "text/html", "text/markdown", "text/plain"]
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

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """Give the page of an executed notebook.

        Raises
        ------
        NotebookError
            For a notebook that was not executed, failed, or opens no brief.
        """
        project = find_project(Path(self.root) if self.root else None)
        catalogue = read_catalogue(project)
        page = read_page(nb, lambda language: make_speaker(language, catalogue))
        identity = page.evidence.page
        assert identity is not None
        style, script = assets.render_page_css(), assets.read_script()
        brief = {
            "page": identity,
            "title": page.title,
            "contents": page.contents,
            "area": catalogue.areas[identity.area].name[identity.language],
            "languages": [
                {
                    "code": code,
                    "name": assets.LANGUAGE_NAMES[code],
                    "current": code == identity.language,
                    "address": f"../{code}/{identity.brief}.html"
                    if self.stands_alone
                    else f"../../{code}/{identity.brief}/{identity.area}.html",
                }
                for code in LANGUAGES
            ],
            "translate": page.speaker.translate,
            "period": page.speaker.format_period,
            "evidence": _embed_json(page.evidence.model_dump(mode="json", exclude_defaults=True)),
            "style": Markup(style),  # noqa: S704  (our own files)
            "script": Markup(script),  # noqa: S704
            "policy": assets.make_policy(style=style, script=script),
        }
        output, resources = super().from_notebook_node(page.notebook, {**(resources or {}), "brief": brief}, **kwargs)
        return output, resources


def _embed_json(data: Any) -> Markup:
    """Write JSON so that no text in it can end the script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704
