"""What every brief needs, loaded and computed once: what kernels and cells are forked from has imported this module."""

from __future__ import annotations

import importlib
from datetime import date
from decimal import Decimal

from dxlib.brief.style import read_fragment_css
from dxlib.charts.theme import measure_text
from dxlib.language import LANGUAGES
from dxlib.language.catalogues import read_translations
from dxlib.language.numbers import format_compact, format_day, format_month, format_number

importlib.import_module("dxlib.brief.opening")
read_fragment_css()  # reduces the font to the letters of pages, which takes half a second
for bold in (False, True):
    measure_text("", bold=bold)
for language in LANGUAGES:
    read_translations(language)
    format_number(Decimal("1234.5"), 1, language)
    format_compact(Decimal(1234567), language)
    format_day(date(2024, 12, 31), language)
    format_month(2024, 12, language)
