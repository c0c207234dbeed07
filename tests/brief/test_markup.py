"""Figures, periods and sentences as parts of a page: what a place of a sentence may name, and what lacks then."""

from __future__ import annotations

from decimal import Decimal

import pytest

import dxlib as dx
from dxlib.brief.markup import Period, PublisherLink, Writer, find_direction, find_missing
from dxlib.data.quantities import Missing, Quantity
from dxlib.errors import ConfigError
from dxlib.language import Sentence, sentence
from tests.brief.pictures import open_brief
from tests.rendering import read_text


@pytest.fixture
def writer(brief: dx.Brief) -> Writer:
    return brief._writer.fork()


@pytest.fixture(scope="module")
def rank() -> Quantity:
    found = open_brief("VNM").latest("egdi_rank")
    assert isinstance(found, Quantity)
    return found


NONE = Missing("egdi_rank", "VNM", "nothing known by then")


def test_a_figure_offers_its_period_its_total_and_its_publisher(
    brief: dx.Brief, writer: Writer, rank: Quantity
) -> None:
    part = writer.fill(sentence("{own} of {own_of} in {own_when}, by {own_by}", own=rank))
    said = " ".join(read_text(brief._keep("text", part, writer)).split())
    assert said.startswith(f"71 of 193 in {rank.period}, by United Nations")
    assert rank in writer.collector.quantities()


@pytest.mark.parametrize("value", [9, 93.1, True, Decimal("2.5")])
def test_a_number_that_is_typed_in_fills_no_place(writer: Writer, value: object) -> None:
    with pytest.raises(ConfigError) as refused:
        writer.fill(sentence("It is {n}.", n=value))
    assert str(refused.value) == (
        f"The value {value} of '{{n}}' is a plain number, not a figure.\n"
        "Fix: give what brief.latest(...), brief.at(...) or a computation of the brief gives."
    )


def test_a_place_that_nothing_fills_is_refused_with_those_that_are(writer: Writer, rank: Quantity) -> None:
    with pytest.raises(ConfigError, match=r"Nothing fills '\{onw\}'.*Did you mean 'own'") as refused:
        writer.fill(sentence("{onw}", own=rank))
    assert refused.value.allowed == ("own",)


def test_a_fork_has_no_evidence_yet(writer: Writer, rank: Quantity) -> None:
    writer.figure(rank)
    assert writer.collector.quantities()
    assert writer.fork().collector.quantities() == ()


@pytest.mark.parametrize(
    ("text", "values", "missing"),
    [
        ("{own} is known", {"own": NONE}, 1),
        ("{own_when} is named", {"own": NONE}, 1),
        ("{own} and {own_when} are one figure", {"own": NONE}, 2),
        ("nothing is named", {"own": NONE}, 0),
    ],
)
def test_what_a_sentence_names_must_be_known(text: str, values: dict[str, object], missing: int) -> None:
    assert find_missing(sentence(text, **values)) == [NONE] * missing


def test_a_total_that_nobody_states_counts_as_not_known_where_it_is_named(rank: Quantity) -> None:
    score = open_brief("VNM").latest("egdi_value")
    assert [one.indicator for one in find_missing(sentence("{own} of {own_of}", own=score))] == ["egdi_value"]
    assert find_missing(sentence("{own} of {own_of}", own=rank)) == []


def test_a_headline_may_have_no_doubtful_figure(rank: Quantity) -> None:
    said: Sentence = sentence("{own}", own=rank)
    (missing,) = find_missing(said, is_doubtful=lambda figure: figure is rank)
    assert (missing.indicator, missing.reason) == ("egdi_rank", "nobody confirms it, so it is no headline")


def test_the_sentence_of_a_change_is_that_of_its_direction() -> None:
    brief = open_brief("VNM")
    later, earlier = (brief.at("egdi_value", period) for period in (2024, 2022))
    assert [find_direction(brief.change(*two)) for two in ((later, earlier), (later, later))] == ["rise", "same"]
    texts = ["{change} up", "{change} down", "{change} level"]
    said = [
        brief.mention_change(brief.change(*two), rise=texts[0], fall=texts[1], same=texts[2])
        for two in ((later, earlier), (later, later))
    ]
    assert [read_text(one).split()[-1] for one in said] == ["up", "level"]


def test_a_period_a_publisher_and_a_sentence_may_fill_a_place(brief: dx.Brief, writer: Writer, rank: Quantity) -> None:
    source = rank.first_observation.source
    values = {
        "when": Period("2024-06"),
        "who": PublisherLink(source),
        "more": sentence("known since {own_when}", own=rank),
    }
    part = writer.fill(sentence("{when}: {who}; {more}.", **values))
    said = " ".join(read_text(brief._keep("text", part, writer)).split())
    assert said == f"June 2024: {writer.name_publisher(source)}; known since {rank.period}."
