"""What the processes of a build need, loaded once: workers and notebooks are forked from one that imported this."""

from __future__ import annotations

import importlib
import sys
from typing import Final

# What others load wherever it is installed, and no worker needs: jsonschema checks a format with the first that no
# notebook has, papermill reads notebooks from S3 with the second. Together they take more than two seconds.
_NOT_NEEDED: Final = ("rfc3987_syntax", "boto3")
# The first sees whether pictures are drawn with matplotlib, before anything else might have loaded it.
_NEEDED: Final = (
    "dxlib.brief.warm", "papermill", "dxlib.audit.auditing", "dxlib.build.drafts", "dxlib.build.engine",
    "dxlib.build.work", "dxlib.export.exporter", "dxlib.export.index", "dxlib.language.extract",
)  # fmt: skip

absent = [name for name in _NOT_NEEDED if name not in sys.modules]
for name in absent:
    # With None in the place of a module, importing it is an ImportError at once.
    sys.modules[name] = None  # type: ignore[assignment]
for name in _NEEDED:
    importlib.import_module(name)
for name in absent:
    del sys.modules[name]  # a notebook may want it

from dxlib.export import assets  # noqa: E402  (after what loads less)

assets.render_page_css()
