"""What every worker needs, loaded once: workers are forked from a process that has imported this module."""

from __future__ import annotations

import importlib
import sys

# jsonschema loads it where it is there, to check a format that no notebook has, and that takes two seconds.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

for name in ("papermill", "dxlib.build.engine", "dxlib.build.work", "dxlib.export.exporter", "dxlib.export.index"):
    importlib.import_module(name)

from dxlib.export import assets  # noqa: E402  (after what loads less)

assets.render_page_css()  # reduces the font to the letters of pages, which takes half a second
