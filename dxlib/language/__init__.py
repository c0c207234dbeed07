"""Words, numbers and dates of a language, by CLDR and gettext."""

from dxlib.language.catalogues import LANGUAGES, SOURCE_LANGUAGE
from dxlib.language.numbers import Form
from dxlib.language.sentences import Sentence, sentence
from dxlib.language.speaker import Speaker

__all__ = ["LANGUAGES", "SOURCE_LANGUAGE", "Form", "Sentence", "Speaker", "sentence"]
