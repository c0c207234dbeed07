"""The translations of this repository: readable, whole, and kept to the places of their texts."""

import time

import pytest
from babel.messages import Message

from dxlib.build.briefs import list_briefs
from dxlib.errors import ConfigError
from dxlib.language import available
from dxlib.language.available import LOCALES, MESSAGES, SOURCE_LANGUAGE, list_own_languages
from dxlib.language.catalogues import get_forms, inspect_messages, is_finished, read_po_file, read_translations
from dxlib.language.extract import collect_messages, find_own_messages, find_untranslated, find_wrong_slots
from dxlib.language.languages import read_language
from dxlib.paths import Project

HEADER = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "word"
msgstr "{word}"
"""
OTHERS = [language for language in list_own_languages() if language != SOURCE_LANGUAGE]


@pytest.fixture(scope="module")
def template(repository):
    return collect_messages(list_briefs(Project(repository)))


def test_english_needs_no_catalogue():
    assert read_translations("en") == {}


@pytest.mark.parametrize("message", [Message("word"), Message("word", None), Message(("word", "words"), None)])
def test_a_text_that_nobody_translated_yet_has_no_translation(message):
    assert not is_finished(get_forms(message))


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_a_catalogue_with_its_plural_rule(language):
    catalogue = read_po_file(LOCALES / language / MESSAGES, language)
    assert str(catalogue.locale) == language
    assert catalogue.num_plurals == {"fr": 2, "vi": 1}[language]
    assert len(read_translations(language)) > 50


def test_every_language_is_complete(template, repository):
    assert find_untranslated(template, list_own_languages(), repository / "notebooks/locales") == {
        language: [] for language in OTHERS
    }


@pytest.mark.parametrize("language", OTHERS)
def test_the_catalogues_of_the_library_list_what_its_code_says_and_nothing_else(language):
    listed = read_po_file(LOCALES / language / MESSAGES, language)
    assert {message.id for message in listed} == {message.id for message in find_own_messages()}


def test_every_translation_has_exactly_the_places_of_its_text(template, repository):
    assert list(find_wrong_slots(template, OTHERS, repository / "notebooks/locales")) == []


@pytest.mark.parametrize(("language", "published"), [("fr", "publié"), ("vi", "công bố")])
@pytest.mark.parametrize(
    "text", ["no confirmed figure for the deadline", "no figure known", "none known", "{count} due, outcome unknown"]
)
def test_what_is_not_known_here_is_not_said_to_be_unpublished(language, published, text):
    """Beside some of these words stands a published figure that does not decide, or one of provinces alone."""
    found = {
        str(one.id[0] if one.pluralizable else one.id): one.string
        for one in read_po_file(LOCALES / language / MESSAGES, language)
    }
    assert published not in str(found[text])


def test_a_process_that_has_read_a_language_reads_it_as_it_is_now(tmp_path, monkeypatch):
    monkeypatch.setattr(available, "LOCALES", tmp_path)
    path = tmp_path / "fr" / "messages.po"
    path.parent.mkdir(parents=True)
    for word in ("vieux", "neuf"):
        path.write_text(HEADER.format(word=word), "utf-8")
        assert read_translations("fr")["word"].forms == (word,)


PLURAL = 'msgid "{n} place"\nmsgid_plural "{n} places"\nmsgstr[0] "{n} lieu"\nmsgstr[1] "{n} lieux"\n'
RULE = ") in {path}, Plural-Forms.\n  Fix: write 'Plural-Forms: nplurals=2; plural=(n > 1);'."
BAD_RULE = "A rule of plurals that cannot be used ("
NO_CATALOGUE = "Not a catalogue of gettext ("
CORRECT = "\n  Fix: correct the line."
REMOVE = "\n  Fix: delete it: a reader does not see it, and it may turn or hide the text around it."
UNQUOTED = "A text without a quotation mark at each end, or with one inside in {path}, line 7, msgstr.\n"
UNQUOTED += '  Fix: write "text", and \\" for a mark inside of it.'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{word}", "\u202e71", "Hidden character U+202E RIGHT-TO-LEFT OVERRIDE in {path}, line 7, character 9."
         + REMOVE),
        ("(n > 1)", "n", BAD_RULE + "it chooses a form beyond the 2 there are" + RULE),
        ("(n > 1)", "n/0", BAD_RULE + "integer division or modulo by zero" + RULE),
        ("(n > 1)", "__import__('os').abort()", BAD_RULE + "invalid token in plural form: __import__" + RULE),
        ("(n > 1)", "(" * 3000 + "n", BAD_RULE + "plural form expression is too long" + RULE),
        ("nplurals=2", "nplurals=99999999999", "99999999999 forms of plurals in {path}, line 4, Plural-Forms.\n"
         "  Fix: write at most 6."),
        ("utf-8", "utf-7", "The charset 'utf-7' in {path}, line 3.\n  Allowed: 'UTF-8'.\n  Fix: correct it."),
        ("msgid", "<<<<<<< HEAD\nmsgid", NO_CATALOGUE + "Unknown or misformatted keyword) in {path}, line 1."
         + CORRECT),
        ("msgstr[1]", "msgstr[x]", NO_CATALOGUE + "invalid literal for int() with base 10: 'x') in {path}, line 11."
         + CORRECT),
        ('msgstr "{word}"', "", NO_CATALOGUE + "missing msgstr for msgid 'word') in {path}, line 6." + CORRECT),
        ('"{word}"', '"{word}', UNQUOTED),
        ('"{word}"', "{word}", UNQUOTED),
        ('"{word}"', '"the "word" itself"', UNQUOTED),
        ('"{word}"', '"the word\\"', UNQUOTED),
        ('"{word}"', '""\n"the "\n\n# why\n"word', UNQUOTED.replace("line 7", "line 11")),
        ('msgid "{n} place"', 'msgid ""\n"word"\nmsgstr "mot"\n\nmsgid "{n} place"',
         "'word' stands there twice (first in line 6) in {path}, line 8, msgid.\n  Fix: keep one of the two."),
        ('msgid "{n} place"', 'msgid ""\nmsgstr ""\n\nmsgid "{n} place"',
         "The head stands there twice (first in line 1) in {path}, line 8, msgid.\n  Fix: keep one of the two."),
    ],
    ids=["hidden", "beyond", "by zero", "code", "depth", "many forms", "UTF-7", "conflict", "no number",
         "no translation", "open", "bare", "inside", "escaped end", "open below", "twice", "two heads"],
)  # fmt: skip
def test_a_catalogue_of_somebody_else_runs_nothing_and_hangs_nothing_and_is_told_with_its_line(
    tmp_path, old, new, said
):
    path = tmp_path / "fr" / "messages.po"
    path.parent.mkdir()
    path.write_text((HEADER + PLURAL).replace(old, new, 1), "utf-8")
    began = time.monotonic()
    with pytest.raises(ConfigError) as caught:
        read_translations("fr", tmp_path)
    assert time.monotonic() - began < 20  # what would not end takes an hour
    assert str(caught.value) == f"1 problem found:\n- {said.format(path=path)}"
    assert [str(problem) for problem in inspect_messages(path, "fr")] == [said.format(path=path)]


def test_all_lines_of_a_catalogue_that_cannot_be_used_are_told_at_once(tmp_path):
    path = tmp_path / "messages.po"
    path.write_text((HEADER + PLURAL).replace('lieu"', "lieu").replace('{word}"', "{word}"), "utf-8")
    assert [problem.line for problem in inspect_messages(path, "fr")] == [7, 10]


def test_a_catalogue_that_is_no_utf_8_is_a_problem_and_a_missing_one_is_none(tmp_path):
    path = tmp_path / "messages.po"
    assert inspect_messages(path, "fr") == []
    path.write_bytes(HEADER.format(word="été").encode("latin-1"))
    (problem,) = inspect_messages(path, "fr")
    assert (problem.what, problem.line) == ("Not UTF-8 (byte 0xE9)", 7)


def test_one_text_in_two_contexts_and_one_that_is_obsolete_do_not_stand_there_twice(tmp_path):
    path = tmp_path / "messages.po"
    more = 'msgctxt "of a deed"\nmsgid "word"\nmsgstr "parole"\n\n#~ msgid "word"\n#~ msgstr "terme"\n'
    path.write_text(f"{HEADER}\n{more}", "utf-8")
    assert inspect_messages(path, "fr") == []


@pytest.mark.parametrize("blank", [" ", "\u00a0", r"\n", r" \t "])
def test_a_blank_translation_is_none(tmp_path, blank):
    path = tmp_path / "fr" / "messages.po"
    path.parent.mkdir()
    path.write_text((HEADER + PLURAL).replace("{word}", blank).replace("{n} lieux", blank), "utf-8")
    ready = read_translations("fr", tmp_path)
    assert "word" not in ready
    assert "{n} place" not in ready


def test_a_catalogue_that_declares_no_charset_is_read_as_utf_8(tmp_path):
    path = tmp_path / "fr" / "messages.po"
    path.parent.mkdir()
    path.write_text('msgid ""\nmsgstr "Language: fr\\n"\n\nmsgid "word"\nmsgstr "été"\n', "utf-8")
    assert read_translations("fr", tmp_path)["word"].forms == ("été",)


def test_a_name_of_a_file_may_be_isolated_as_gettext_does(tmp_path):
    path = tmp_path / "fr" / "messages.po"
    path.parent.mkdir()
    path.write_text(f"{HEADER}\n#: \u2068a b.ipynb\u2069:1\n{PLURAL}", "utf-8")
    assert read_translations("fr", tmp_path)["{n} place"].choose(2) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dates: {day: \u202elong}", "Hidden character U+202E RIGHT-TO-LEFT OVERRIDE in {path}, line 1, character 14."),
        ("a: &a [*a]", "The alias '*a' stands within itself in {path}, line 1, character 8."),
        ("[" * 100_000, "More than 40 mappings and lists within each other in {path}, line 1, character 41."),
        ("dates: 2025-02-31", "{path} cannot be used."),
    ],
    ids=["hidden", "recursion", "depth", "a day"],
)
def test_departures_of_somebody_else_crash_and_hide_nothing(tmp_path, text, said):
    path = tmp_path / "fr" / "language.yaml"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_language("fr", tmp_path)
    assert said.format(path=path) in str(caught.value)
