"""Words, numbers and dates of a language, by CLDR and gettext; names load when first used, for Babel loads slowly."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dxlib.language.available import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from dxlib.language.numbers import Form
    from dxlib.language.sentences import Sentence, counted, sentence
    from dxlib.language.speaker import Speaker

__all__ = ["SOURCE_LANGUAGE", "Form", "Sentence", "Speaker", "counted", "sentence"]

_HOMES = {
    "Form": "numbers", "Sentence": "sentences", "Speaker": "speaker", "counted": "sentences", "sentence": "sentences",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        msg = f"module 'dxlib.language' has no attribute '{name}'"
        raise AttributeError(msg)
    return getattr(import_module(f"dxlib.language.{_HOMES[name]}"), name)
