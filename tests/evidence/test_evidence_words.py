"""Words for statuses, flags, formulas, rules and weights: one for each code that data and code have."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from dxlib.analysis.targets import TargetStatus
from dxlib.data.quantities import Formula
from dxlib.data.schema import ObsStatus
from dxlib.evidence.evidence_words import (
    FLAG_WORDS,
    FORMULA_WORDS,
    RULE_WORDS,
    STATUS_WORDS,
    WEIGHED_RULE_WORDS,
    WEIGHT_WORDS,
)
from dxlib.figures import rules
from dxlib.figures.findings import Weight
from dxlib.language import Sentence, Speaker
from dxlib.language.available import list_own_languages


def test_every_status_of_a_target_has_a_word() -> None:
    assert set(STATUS_WORDS) == set(TargetStatus)


def test_every_mark_of_a_source_is_a_flag_but_plain_statements_and_what_is_missing() -> None:
    assert set(FLAG_WORDS) == set(ObsStatus) - {ObsStatus.NORMAL, ObsStatus.MISSING}


def test_every_formula_has_words_but_those_that_compute_nothing() -> None:
    of_the_page = {name for name in FORMULA_WORDS if not name.endswith("_then")}
    assert of_the_page == set(Formula) - {Formula.OBSERVED, Formula.OUT_OF}
    assert {name.removesuffix("_then") for name in FORMULA_WORDS} == of_the_page


def test_every_weight_of_a_finding_has_a_word() -> None:
    assert set(WEIGHT_WORDS) == set(Weight)


def test_every_rule_over_figures_has_words() -> None:
    (folder,) = rules.__path__
    files = {path.stem for path in Path(folder).glob("[a-z]*.py")}
    assert set(RULE_WORDS) == files
    assert set(WEIGHED_RULE_WORDS) <= {(rule, weight) for rule in files for weight in Weight}


@pytest.mark.parametrize("language", [language for language in list_own_languages() if language != "en"])
@pytest.mark.parametrize(
    "words", [STATUS_WORDS, FLAG_WORDS, FORMULA_WORDS, RULE_WORDS, WEIGHED_RULE_WORDS, WEIGHT_WORDS]
)
def test_all_words_are_translated(words: Mapping[object, Sentence], language: str) -> None:
    speaker = Speaker(language, {})
    assert all(speaker.translate_sentence(one) for one in words.values())
    assert speaker.untranslated == set()
