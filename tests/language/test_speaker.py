"""What one language says: sentences, figures with unit and hedge, periods."""

from decimal import Decimal
from pathlib import Path

import pytest

from dxlib.data.schema import Qualifier
from dxlib.errors import ConfigError
from dxlib.language import Form, Sentence, Speaker, available, counted
from dxlib.language import speaker as speaker_module
from dxlib.language.available import list_own_languages
from dxlib.language.catalogues import read_translations
from dxlib.language.numbers import PERIOD_FORMS

PATTERNS = {
    "POINTS": {"one": "{n} point", "other": "{n} points"},
    "PERCENT": {"other": "{n}%"},
    "RANK": {"other": "{n}"},
    "USD": {"other": "{n} US dollars"},
}
TRANSLATED = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: %s\\n"

msgid "about {figure}"
msgstr "environ {figure}"

msgid "first quarter of {year}"
msgstr "premier trimestre {year}"

msgid "{first} to {last}"
msgstr "de {first} à {last}"

msgid "{n} area"
msgid_plural "{n} areas"
%s

#, fuzzy
msgid "at least {figure}"
msgstr "à peu près {figure}"

msgid "at most {figure}"
msgstr ""
"""
FRENCH = TRANSLATED % ("nplurals=2; plural=(n > 1);", 'msgstr[0] "{n} pays"\nmsgstr[1] "{n} des pays"')
VIETNAMESE = TRANSLATED % ("nplurals=1; plural=0;", 'msgstr[0] "{n} khu vực"')


@pytest.fixture
def locales(tmp_path, monkeypatch):
    """Small translations of our own, so that no word of the real ones decides a test."""
    monkeypatch.setattr(available, "LOCALES", tmp_path)
    for code, text in (("fr", FRENCH), ("vi", VIETNAMESE)):
        path = tmp_path / code / "messages.po"
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    (tmp_path / "vi" / "language.yaml").write_text("dates: {day: \"d MMMM 'năm' y\"}", "utf-8")
    return tmp_path


def speak(language):
    return Speaker(language, PATTERNS)


def test_a_language_that_cldr_does_not_know_is_refused():
    with pytest.raises(ConfigError) as caught:
        speak("xx")
    assert str(caught.value) == ("Unknown language 'xx'.\nFix: write a code of BCP 47, as 'pt-BR'.")


def test_english_is_its_own_translation_and_lacks_nothing():
    english = speak("en")
    assert english.translate("Anything at all") == "Anything at all"
    assert english.untranslated == set()


@pytest.mark.usefixtures("locales")
def test_a_translation_is_used_where_it_is_ready():
    french = speak("fr")
    assert french.translate("about {figure}") == "environ {figure}"
    assert french.untranslated == set()


@pytest.mark.usefixtures("locales")
@pytest.mark.parametrize("text", ["at least {figure}", "at most {figure}", "not there at all"])
def test_a_text_that_is_doubtful_empty_or_missing_stays_english_and_is_noted_down(text):
    french = speak("fr")
    assert french.translate(text) == text
    assert french.untranslated == {text}


@pytest.mark.usefixtures("locales")
@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ["{n} areas", "{n} area", "{n} areas", "{n} areas"]),
        ("fr", ["{n} pays", "{n} pays", "{n} des pays", "{n} des pays"]),
        ("vi", ["{n} khu vực"] * 4),
    ],
)
def test_the_plural_follows_the_rule_of_the_language(language, texts):
    ours = speak(language)
    shown = [ours.translate_sentence(Sentence("{n} area", plural="{n} areas", count=count)) for count in (0, 1, 2, 21)]
    assert shown == texts


@pytest.mark.usefixtures("locales")
def test_a_plural_without_translation_is_english_and_is_noted_down():
    french = speak("fr")
    message = Sentence("{n} target", plural="{n} targets", count=2)
    assert french.translate_sentence(message) == "{n} targets"
    assert french.untranslated == {"{n} target"}


def test_a_translation_from_before_its_text_was_counted_lacks_what_the_language_tells_apart(tmp_path):
    own = tmp_path / "lt"
    own.mkdir()
    (own / "messages.po").write_text('msgid "{count} met"\nmsgstr "{count} pasiektas"\n', "utf-8")
    speaker = Speaker("lt", {}, tmp_path)
    said = [speaker.translate_sentence(counted("{count} met", count)) for count in (1, 2)]
    assert (said, speaker.untranslated) == (["{count} pasiektas", "{count} met"], {"{count} met"})


@pytest.mark.parametrize("language", [code for code in list_own_languages() if code != "en"])
def test_the_real_plural_rules_give_a_form_for_every_count(language):
    rule = next(iter(read_translations(language).values())).choose
    expected = {"fr": [0, 0, 1, 1], "vi": [0, 0, 0, 0]}[language]
    assert [rule(count) for count in (0, 1, 2, 100)] == expected


def test_a_figure_stands_with_its_unit(figure):
    assert speak("en").format_bare(figure("82.4")) == "82.4%"
    assert speak("vi").format_bare(figure("82.4")) == "82,4%"


def test_a_large_figure_has_a_word_for_its_scale(figure):
    assert speak("en").format_bare(figure(25, unit="USD", unit_mult=9)) == "25\N{NO-BREAK SPACE}billion US dollars"


def test_a_figure_of_an_unknown_unit_is_only_its_number(figure):
    assert speak("en").format_bare(figure("3.5", unit="FURLONG")) == "3.5"


@pytest.mark.parametrize(
    ("value", "text"),
    [("1", "1 point"), ("1.0", "1 point"), ("1.00", "1 point"), ("1.04", "1.0 points"), ("0.996", "1.00 points"),
     ("2", "2 points"), ("-1", "-1 point"), ("0", "0 points"), ("100", "100 points")],
)  # fmt: skip
def test_the_unit_agrees_with_the_number_as_it_is_shown(figure, value, text):
    assert speak("en").format_bare(figure(value, unit="POINTS")) == text


def test_the_form_reaches_the_number(figure):
    assert speak("en").format_bare(figure("-2.5", unit="POINTS"), form=Form.SIZE) == "2.5 points"
    assert speak("en").format_quantity(figure("2.5", unit="POINTS"), form=Form.SIGNED) == "+2.5 points"


@pytest.mark.parametrize(
    ("qualifier", "symbol", "words"),
    [
        ("", "18%", "18%"), (">", "> 18%", "more than 18%"), (">=", "≥ 18%", "at least 18%"),
        ("<", "< 18%", "less than 18%"), ("<=", "≤ 18%", "at most 18%"), ("~", "≈ 18%", "about 18%"),
        ("<~", "nearly 18%", "nearly 18%"),
    ],
)  # fmt: skip
def test_every_hedge_has_a_symbol_and_words(figure, qualifier, symbol, words):
    english = speak("en")
    assert english.format_quantity(figure(18, qualifier=qualifier)) == symbol
    assert english.format_quantity(figure(18, qualifier=qualifier), words=True) == words


def test_a_symbol_is_mirrored_where_the_language_is_written_to_the_left(figure):
    # U+200F is what the direction of a label is taken from that has no letter: else its sign stands to the left.
    arabic = Speaker("ar", {"PERCENT": {"other": "{n}%"}})
    assert arabic.format_quantity(figure(18, qualifier=">=")) == "\u200f≥ 18%"
    assert arabic.format_quantity(figure(18)) == "18%"


def test_every_qualifier_of_the_schema_has_its_hedge():
    hedges = speaker_module._HEDGES
    assert {*Qualifier} == {*hedges}
    assert [qualifier for qualifier, (symbol, _) in hedges.items() if not symbol] == [Qualifier.NEARLY]


def test_a_rank_that_is_at_most_a_number_is_among_the_first(figure):
    rank = figure(10, unit="RANK", qualifier="<=")
    assert speak("en").format_quantity(rank, words=True) == "among the first 10"


@pytest.mark.usefixtures("locales")
def test_a_hedge_is_translated(figure):
    assert speak("fr").format_quantity(figure("82.4", qualifier="~"), words=True) == "environ 82,4%"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(0.5, "PERCENT", "0.5%"), (0.1 + 0.2, "PERCENT", "0.3%"), (1e6, "USD", "1\N{NO-BREAK SPACE}million US dollars"),
     (20.0, "PERCENT", "20%"), (0.0, "PERCENT", "0%"), (-5.0, "PERCENT", "-5%")],
)  # fmt: skip
def test_a_tick_is_written_as_short_as_it_can_be(value, unit, text):
    assert speak("en").format_tick(value, unit, 0) == text


@pytest.mark.parametrize(
    ("period", "english"),
    [
        ("2024", "2024"),
        ("2024-10", "October 2024"),
        ("2025-02-06", "6 February 2025"),
        ("2024-S1", "first half of 2024"),
        ("2024-S2", "second half of 2024"),
        ("2022-Q1", "first quarter of 2022"),
        ("2022-Q4", "fourth quarter of 2022"),
        ("2022/2024", "2022 to 2024"),
        ("2025-02/2025-09", "February 2025 to September 2025"),
        ("2025-01/2025-09", "first nine months of 2025"),
        ("2024-01/2025-09", "January 2024 to September 2025"),
        ("2025-01/2025-06", "January 2025 to June 2025"),
    ],
)
def test_a_period_is_written_in_words(period, english):
    assert speak("en").format_period(period) == english


@pytest.mark.usefixtures("locales")
def test_a_period_is_written_in_the_words_of_the_language():
    assert speak("fr").format_period("2022-Q1") == "premier trimestre 2022"
    assert speak("fr").format_period("2025-02/2025-09") == "de février 2025 à septembre 2025"
    assert speak("vi").format_period("2025-02-06") == "6 tháng 2 năm 2025"


@pytest.mark.parametrize(
    ("language", "period", "texts"),
    [
        ("fr", "2025", ("en 2025", "à 2025", "de 2025", "2025")),
        ("fr", "2025-04", ("en avril 2025", "à avril 2025", "d’avril 2025", "avril 2025")),
        ("fr", "2025-12-31", ("au 31 décembre 2025", "au 31 décembre 2025", "du 31 décembre 2025",
                              "le 31 décembre 2025")),
        ("vi", "2025", ("năm 2025", "2025", "2025", "2025")),
        ("vi", "2025-12-31", ("ngày 31/12/2025", "31/12/2025", "31/12/2025", "31/12/2025")),
        ("en", "2024-S1", ("in the first half of 2024", "to the first half of 2024", "from the first half of 2024",
                           "the first half of 2024")),
        ("en", "2025-05-01", ("on 1 May 2025", "to 1 May 2025", "from 1 May 2025", "1 May 2025")),
        ("en", "2025-01/2025-09", ("in the first nine months of 2025", "to the first nine months of 2025",
                                   "from the first nine months of 2025", "the first nine months of 2025")),
    ],
)  # fmt: skip
def test_a_period_has_the_words_of_running_text(language, period, texts):
    ours = speak(language)
    written = [ours.frame_period(period, form).replace("{period}", ours.format_period(period)) for form in PERIOD_FORMS]
    assert tuple(written) == texts


@pytest.mark.parametrize(
    ("language", "texts"),
    [("en", ("1st", "2nd", "3rd", "11th")), ("fr", ("1er", "2e", "3e", "11e")), ("vi", ("1", "2", "3", "11"))],
)
def test_a_rank_is_an_ordinal_where_the_language_has_them(language, texts, figure):
    ranks = [figure(Decimal(rank), unit="RANK") for rank in (1, 2, 3, 11)]
    assert tuple(speak(language).format_bare(rank, form=Form.ORDINAL) for rank in ranks) == texts


def test_a_hedged_rank_and_a_share_are_no_ordinals(figure):
    hedged = figure(Decimal(10), unit="RANK", qualifier="<=")
    assert speak("en").format_quantity(hedged, form=Form.ORDINAL, words=True) == "among the first 10"
    assert speak("en").format_quantity(figure(Decimal(45)), form=Form.ORDINAL) == "45%"


@pytest.mark.parametrize("language", list_own_languages())
def test_the_real_translations_have_every_hedge_and_period(language, figure):
    ours = speak(language)
    for qualifier in Qualifier:
        ours.format_quantity(figure(Decimal(18), qualifier=qualifier), words=True)
        ours.format_quantity(figure(Decimal(18), unit="RANK", qualifier=qualifier), words=True)
    for part in ("S1", "S2", "Q1", "Q2", "Q3", "Q4"):
        ours.format_period(f"2024-{part}")
    for month in ("02", "03", "04", "05", "07", "08", "09", "10", "11"):
        ours.format_period(f"2024-01/2024-{month}")
    ours.format_period("2022/2024")
    assert ours.untranslated == set()


@pytest.mark.parametrize(("language", "said"), [("en", "a, b"), ("vi", "a, b"), ("fr", "a, b"), ("ar", "a، b")])
def test_texts_are_listed_with_the_comma_of_the_language(language, said):
    speaker = Speaker(language, {}, Path(__file__).parents[1] / "scaffold/languages")
    assert speaker.list_texts(["a", "b"]) == said
    assert speaker.list_texts(["a"]) == "a"
