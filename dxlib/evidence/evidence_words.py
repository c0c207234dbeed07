"""What statuses, flags and formulas are called on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dxlib.language import Sentence, counted, sentence

STATUS_WORDS: Final[Mapping[str, Sentence]] = {
    "met": sentence("met"),
    "reached_since": sentence("reached since"),
    "missed": sentence("missed"),
    "no_figure_yet": sentence("no confirmed figure for the deadline"),
    "on_track": sentence("on track"),
    "behind": sentence("behind"),
    "undated": sentence("no deadline"),
    "not_assessable": sentence("not clear from the figures"),
}
# By the codes of OBS_STATUS; a plain statement of fact has no flag.
FLAG_WORDS: Final[Mapping[str, Sentence]] = {
    "E": sentence("estimate"),
    "F": sentence("forecast"),
    "P": sentence("provisional"),
    "U": sentence("doubtful"),
    "B": sentence("break in the series"),
}
# How each formula reads; {a} and {b} are the first two inputs, {all} lists every input.
FORMULA_WORDS: Final[Mapping[str, Sentence]] = {
    "change": sentence("change: {a} minus {b}"),
    "difference": sentence("difference: {a} minus {b}"),
    "growth": sentence("growth: {a} divided by {b}, less one, in per cent"),
    "compound_growth": sentence("compound annual growth from {b} to {a}"),
    "rank_change": sentence("places gained: rank {b} before, rank {a} now"),
    "share": sentence("share: {a} out of {b}"),
    "ratio": sentence("multiple: {a} divided by {b}"),
    "median": sentence("median of {all}"),
    "place": sentence("place of {a} among {all}"),
    "count": sentence("count of {all}"),
    "tally": sentence("counted over the whole data; one of what was counted is {a}"),
    "tally_then": sentence("counted over the data as it was known on {day}; one of what was counted is {a}"),
    "distance": sentence("distance from {b} to the target, {a}"),
    "pace": sentence("average change a year from {b} to {a}"),
    "needed_pace": sentence("change a year needed from {b} to reach {a}"),
}
# What a rule over figures finds, and what such a finding means.
RULE_WORDS: Final[Mapping[str, Sentence]] = {
    "bases": sentence("two sources disagree on a level, and their growth rates agree on the year before"),
    "change": sentence("a stated change does not follow from its two levels"),
    "cumulative": sentence("a count that can only grow gets smaller"),
    "growth": sentence("a stated growth rate does not follow from its two levels"),
    "jumps": sentence("a change several times as large as any before"),
    "multiple": sentence("a stated multiple does not follow from its two levels"),
    "parts": sentence("an index is not the mean or sum of its parts"),
    "ranks": sentence("a rank does not fit the order of the scores, or its total"),
    "shares": sentence("a share or a part does not fit its whole"),
}
# What a rule finds under a weight for which the words above would say another thing.
WEIGHED_RULE_WORDS: Final[Mapping[tuple[str, str], Sentence]] = {
    ("bases", "contradiction"): sentence(
        "two sources disagree on a level, and their growth rates disagree on the year before, too"
    ),
    ("ranks", "suspicion"): sentence("two areas share a rank, and no scores show whether it is a tie"),
}
WEIGHT_WORDS: Final[Mapping[str, Sentence]] = {
    "contradiction": sentence("contradiction"),
    "suspicion": sentence("oddity to check"),
    "explanation": sentence("explanation"),
}


def name_targets(*, is_any: bool, is_all: bool) -> Sentence:
    """Give the sentence that says whose targets are counted, or that there are none."""
    if is_all:
        if is_any:
            return sentence("Targets for {area}, as of {as_of}")
        return sentence("No target that was set for {area} is known here.")
    if is_any:
        return sentence("Targets on this subject for {area}, as of {as_of}")
    return sentence("No target on this subject that was set for {area} is known here.")


def tell_outcome(outcome: str, number: int) -> Sentence:
    """Say how many targets had an outcome."""
    words = {
        "met": counted("{count} met", number),
        "missed": counted("{count} missed", number),
        "unknown": counted("{count} due, outcome unknown", number),
        "ahead": counted("{count} not yet due", number),
        "undated": counted("{count} without a deadline", number),
    }
    return words[outcome]
