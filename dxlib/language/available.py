"""Which languages there are: a folder each under ``locales/``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

SOURCE_LANGUAGE: Final = "en"
LOCALES: Final = Path(__file__).parent / "locales"
LANGUAGES: Final = (SOURCE_LANGUAGE, *sorted(path.name for path in LOCALES.iterdir() if path.is_dir()))


def get_po_path(language: str) -> Path:
    """Give the file of a language's translations."""
    return LOCALES / language / "LC_MESSAGES" / "dxlib.po"
