"""What every worker needs, loaded once: workers are forked from a process that has imported this module."""

from __future__ import annotations

import gc
import importlib
import sys
from types import TracebackType
from typing import Final

# What others load wherever it is installed, and no worker needs: jsonschema checks a format with the first that no
# notebook has, papermill reads notebooks from S3 with the second. Together they take more than two seconds.
_NOT_NEEDED: Final = ("rfc3987_syntax", "boto3")
_NEEDED: Final = (
    "papermill", "dxlib.audit.auditing", "dxlib.build.drafts", "dxlib.build.engine", "dxlib.build.work",
    "dxlib.export.exporter", "dxlib.export.index", "dxlib.language.extract",
)  # fmt: skip


def _pass_over_a_lost_parent(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print nothing when the build that wanted a worker ended before it began, and its pipes and locks are gone."""
    if not issubclass(kind, OSError | EOFError):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _pass_over_a_lost_parent
for name in _NOT_NEEDED:
    # With None in the place of a module, importing it is an ImportError at once.
    sys.modules.setdefault(name, None)  # type: ignore[arg-type]
for name in _NEEDED:
    importlib.import_module(name)

from dxlib.export import assets  # noqa: E402  (after what loads less)

assets.render_page_css()
gc.collect()
gc.freeze()  # what is loaded stays shared with every worker that is forked from this process
