"""What every brief needs, loaded and computed once: what kernels and cells are forked from has imported this module."""

from __future__ import annotations

import importlib
import os
import sys
from contextlib import suppress
from datetime import date
from decimal import Decimal

from dxlib.brief.style import read_fragment_css
from dxlib.charts.theme import measure_text
from dxlib.data.catalogue_files import forget_catalogue, read_catalogue
from dxlib.errors import DxError
from dxlib.language.available import SOURCE_LANGUAGE
from dxlib.language.catalogues import read_translations
from dxlib.language.languages import read_language
from dxlib.language.numbers import format_compact, format_day, format_month, format_number
from dxlib.paths import ROOT_VARIABLE, find_project

# Looked for in the bytes of a file, so that a notebook that cannot be read stops nothing here.
_DRAWS = b"brief.picture("

# Nothing here uses it: it is loaded for the cells of those that are forked from this process.
importlib.import_module("dxlib.brief.opening")


def _is_drawn_with() -> bool:
    """Say whether matplotlib is wanted: in kernels that people work with, and where a brief draws its own picture."""
    if "matplotlib.pyplot" in sys.modules:
        return True
    if not os.environ.get(ROOT_VARIABLE):
        return False
    with suppress(DxError):
        for path in find_project().notebooks.glob("*.ipynb"):
            with suppress(OSError):  # its own jobs tell that it cannot be read
                if _DRAWS in path.read_bytes():
                    return True
    return False


if _is_drawn_with():  # a second and 80 MB, which other projects need not pay
    for module in ("seaborn", "dxlib.charts.backend", "dxlib.charts.matplotlib_theme", "dxlib.charts.seaborn_drawing"):
        importlib.import_module(module)
    importlib.import_module("dxlib.charts.backend.known_font").register_fonts()
read_fragment_css()
languages: tuple[str, ...] = (SOURCE_LANGUAGE,)
own = None
if os.environ.get(ROOT_VARIABLE):
    with suppress(DxError):  # whoever opens a brief is told
        languages, own = read_catalogue(find_project()).project.languages, find_project().locales
        forget_catalogue()  # each process that is forked compares what is remembered with the files
for bold in (False, True):
    # Even an empty text reads the widths of the font's letters, which are kept.
    measure_text("", bold=bold)
for code in languages:
    with suppress(DxError):
        read_translations(code, own)
        language = read_language(code, own)
        # Babel reads CLDR's data of a language when it first writes something of each kind.
        format_number(Decimal("1234.5"), 1, code)
        format_compact(Decimal(1234567), language)
        format_day(date(2024, 12, 31), language)
        format_month(2024, 12, code)
