"""Finding every text that readers see, and what translations lack."""

import json
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog

from dxlib.language import available
from dxlib.language.catalogues import read_translations
from dxlib.language.extract import (
    collect_messages,
    extract_notebook,
    find_untranslated,
    find_wrong_slots,
    list_texts,
    split_blocks,
    update_translations,
)

LANGUAGES = ("en", "fr")
HEADER = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
"""


@pytest.fixture
def extract(cell):
    """Gives what is found in the cells of a notebook."""

    def find(*cells):
        file = BytesIO(json.dumps({"cells": [cell(source, **more) for source, more in cells]}).encode())
        return [(number, message) for number, _, message, _ in extract_notebook(file, (), (), {})]

    return find


@pytest.fixture
def own(tmp_path):
    """The folder of a project's languages."""
    return tmp_path / "own"


@pytest.fixture
def write_translations(tmp_path, monkeypatch):
    """Puts small French translations in the place of all real ones."""
    monkeypatch.setattr(available, "LOCALES", tmp_path / "library")

    def write(body):
        path = tmp_path / "own" / "fr" / "messages.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEADER + body, "utf-8")
        return path

    return write


def test_the_labels_of_added_parameters_are_texts_and_other_comments_are_not(extract):
    declared = 'area: str = "VNM"  # key of an area\nsystem: str = "vneid"  # System: a key'
    assert extract((declared, {"tags": ["parameters"]})) == [(1, "System")]


def make_template(*messages):
    template = Catalog()
    for message in messages:
        template.add(message, locations=[("notebooks/01.ipynb", 3)])
    return template


def test_the_blocks_of_markdown_are_found_headings_without_their_marks(extract):
    text = "# The question?\nIn one\nsentence.\n\nA second paragraph.\n\n## A finding ##\n- one\n- two"
    assert extract((text, {"kind": "markdown"})) == [
        (1, "The question?"), (1, "In one\nsentence."), (1, "A second paragraph."), (1, "A finding"),
        (1, "- one\n- two"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('brief.say("{n} of dossiers are online.", n=n)', ["{n} of dossiers are online."]),
        ('brief.trend("egdi_rank", title="Up to {rank} now")', ["Up to {rank} now"]),
        ('brief.answer_change(x, rise="It rose.", fall="It fell.")', ["It rose.", "It fell."]),
        ('brief.latest("egdi_rank")', []),
        ('text = "not in a call"', []),
        ('brief.check("ministries are ahead", x, low=2)', []),
        ('brief.say("Inner " "and outer", x=brief.say("Within it"))', ["Inner and outer", "Within it"]),
    ],
)
def test_the_strings_with_a_blank_that_calls_are_given_are_found(extract, source, found):
    assert [message for _, message in extract((source, {}))] == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('brief.main_points("gdp", peers="counties", among="counties")', ["counties"]),
        ('brief.trend("gdp", title="Growth", areas="nordic")', ["Growth"]),
        ('brief.say_change(x, rise="Up.", fall="Down.", same="Steady.")', ["Up.", "Down.", "Steady."]),
        ('brief.headline("", otherwise="Unknown.")', ["Unknown."]),
        ('ax.legend(title="TIME_PERIOD")', []),
    ],
)
def test_a_single_word_is_found_where_a_call_of_the_brief_wants_a_text(extract, source, found):
    assert [message for _, message in extract((source, {}))] == found


def test_a_sentence_with_its_plural_is_one_message(extract):
    source = 'brief.say_count("{n} target is met.", plural="{n} targets are met.", count=n)'
    assert extract((source, {})) == [(1, ("{n} target is met.", "{n} targets are met."))]


def test_the_parameters_are_not_looked_at(extract):
    source = 'area: str = str("two words")'
    assert extract((source, {"tags": ["parameters"]})) == []
    assert extract((source, {"tags": ["hide-input"]})) == [(1, "two words")]


def test_messages_carry_the_number_of_their_cell(extract):
    assert extract(("# One", {"kind": "markdown"}), ("x = 1", {}), ('say("cell three")', {})) == [
        (1, "One"), (3, "cell three"),
    ]  # fmt: skip


def test_a_cell_that_is_not_python_is_left_to_the_check_of_its_form(extract):
    assert extract(("%pip install this and that", {})) == []


def test_blocks_are_split_at_blank_lines_and_headings():
    assert split_blocks("One\n# Two\nThree\n \nFour") == ["One", "# Two", "Three", "Four"]


def test_notebooks_modules_and_templates_are_collected_with_their_places(toy, cell):
    path = toy.write_notebook(cell('brief.say("A text of the toy notebook")'))
    template = collect_messages([path])
    assert template["A text of the toy notebook"].locations == [("notebooks/01-toy.ipynb", 4)]
    assert "dxlib/language/speaker.py" in dict(template["about {figure}"].locations)
    assert any(place.endswith(".j2") for message in template for place, _ in message.locations)


def test_texts_without_a_finished_translation_are_listed_with_their_place(write_translations, own):
    write_translations(
        'msgid "ready"\nmsgstr "prêt"\n\nmsgid "empty"\nmsgstr ""\n\n#, fuzzy\nmsgid "doubtful"\nmsgstr "douteux"\n\n'
        'msgid "one"\nmsgid_plural "many"\nmsgstr[0] "un"\nmsgstr[1] ""\n'
    )
    template = make_template("ready", "empty", "doubtful", ("one", "many"), "absent")
    assert find_untranslated(template, LANGUAGES, own) == {
        "fr": [(text, "notebooks/01.ipynb:3") for text in ("empty", "doubtful", "one", "absent")]
    }


def test_a_text_that_is_counted_since_it_was_translated_lacks_its_further_forms(write_translations, own):
    path = write_translations('msgid "{n} met"\nmsgstr "Atteints : {n}"\n')
    template = make_template(("{n} met", "{n} met"))
    assert find_untranslated(template, LANGUAGES, own) == {"fr": [("{n} met", "notebooks/01.ipynb:3")]}
    assert update_translations(template, LANGUAGES, own) == {"fr": 1}
    entry = 'msgid "{n} met"\nmsgid_plural "{n} met"\nmsgstr[0] "Atteints : {n}"\nmsgstr[1] ""\n'
    assert entry in path.read_text("utf-8")
    assert "fuzzy" not in path.read_text("utf-8")


def test_in_a_language_with_one_form_a_text_that_is_counted_keeps_its_translation(own):
    path = own / "vi" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid "{n} met"\nmsgstr "{n} đạt"\n', "utf-8")
    template = make_template(("{n} met", "{n} met"))
    assert find_untranslated(template, ["vi"], own) == {"vi": []}
    assert update_translations(template, ["vi"], own) == {"vi": 0}
    assert read_translations("vi", own)["{n} met"].forms == ("{n} đạt",)


def test_the_texts_that_the_library_counts_have_a_plural():
    template = collect_messages(())
    counted = {message.id[0] for message in template if message.id and message.pluralizable}
    assert {"{count} figures", "{count} sources", "{count} met", "{names} and {count} more"} <= counted


def test_a_language_without_a_catalogue_lacks_everything(write_translations, own):
    write_translations("").unlink()
    assert find_untranslated(make_template("a", "b"), LANGUAGES, own)["fr"] == [
        ("a", "notebooks/01.ipynb:3"), ("b", "notebooks/01.ipynb:3"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "translation", "wrong"),
    [
        ("Up {n:size} to {rank}", "De {n:size} à {rank}", False),
        ("Up {n:size} to {rank}", "À {rank}, de {n:size}", False),
        ("{n} and {n}", "{n}", False),
        ("Up {n:size} to {rank}", "De {n} à {rank}", True),
        ("Up {n}", "De {m}", True),
        ("Up {n}", "De", True),
        ("Up", "De {n}", True),
    ],
)
def test_a_translation_with_other_places_than_its_text_is_found(write_translations, text, translation, wrong, own):
    write_translations(f'msgid "{text}"\nmsgstr "{translation}"\n')
    assert list(find_wrong_slots(make_template(text), LANGUAGES, own)) == ([("fr", text, translation)] if wrong else [])


def test_each_plural_form_may_have_the_places_of_either_text(write_translations, own):
    write_translations('msgid "one area"\nmsgid_plural "{n} areas"\nmsgstr[0] "un pays"\nmsgstr[1] "{m} pays"\n')
    assert list(find_wrong_slots(make_template(("one area", "{n} areas")), LANGUAGES, own)) == [
        ("fr", "one area", "{m} pays")
    ]


def test_updating_adds_new_texts_and_keeps_translations_also_of_texts_that_are_gone(write_translations, own):
    path = write_translations('msgid "kept"\nmsgstr "gardé"\n\nmsgid "gone"\nmsgstr "parti"\n')
    assert update_translations(make_template("kept", "new"), LANGUAGES, own) == {"fr": 1}
    text = path.read_text("utf-8")
    assert 'msgid "kept"\nmsgstr "gardé"' in text
    assert 'msgid "new"\nmsgstr ""' in text
    assert '#~ msgid "gone"\n#~ msgstr "parti"' in text
    update_translations(make_template("gone"), LANGUAGES, own)
    assert '\nmsgid "gone"\nmsgstr "parti"' in path.read_text("utf-8")


def test_updating_twice_changes_nothing(write_translations, own):
    path = write_translations('msgid "kept"\nmsgstr "gardé"\n')
    update_translations(make_template("kept", "new", ("one", "many")), LANGUAGES, own)
    once = path.read_bytes()
    update_translations(make_template("new", ("one", "many"), "kept"), LANGUAGES, own)
    assert path.read_bytes() == once


def test_updating_counts_a_blank_translation_as_lacking(write_translations, own):
    write_translations('msgid "kept"\nmsgstr " "\n')
    assert update_translations(make_template("kept"), LANGUAGES, own) == {"fr": 1}


def test_updating_writes_a_catalogue_for_a_language_that_has_none(write_translations, own):
    path = write_translations("")
    path.unlink()
    assert update_translations(make_template("new"), LANGUAGES, own) == {"fr": 1}
    assert 'msgid "new"' in path.read_text("utf-8")
    assert "fuzzy" not in path.read_text("utf-8")


def test_the_sentences_of_a_list_are_found(extract):
    source = "brief.picture(draw, data=rows, title='A title', words=['One sentence.', 'Another sentence.', 'id'])"
    assert [message for _, message in extract((source, {}))] == ["A title", "One sentence.", "Another sentence."]


def test_a_text_that_the_library_translates_is_left_to_it_unless_the_project_has_words_of_its_own(own):
    template = collect_messages(())
    assert update_translations(template, ["en", "fr", "et"], own) == {"fr": 0, "et": len(list_texts(template))}
    assert "about {figure}" not in (own / "fr" / "messages.po").read_text("utf-8")
    assert "about {figure}" in (own / "et" / "messages.po").read_text("utf-8")
    path = own / "fr" / "messages.po"
    path.write_text(path.read_text("utf-8") + '\nmsgid "about {figure}"\nmsgstr "autour de {figure}"\n', "utf-8")
    update_translations(template, ["fr"], own)
    assert read_translations("fr", own)["about {figure}"].forms == ("autour de {figure}",)
    assert read_translations("fr")["about {figure}"].forms == ("environ {figure}",)


def test_updating_a_project_writes_nothing_into_the_library(own):
    before = {path: path.read_bytes() for path in available.LOCALES.rglob("*") if path.is_file()}
    update_translations(make_template("new"), ["fr", "vi", "et"], own)
    assert {path: path.read_bytes() for path in available.LOCALES.rglob("*") if path.is_file()} == before
    assert sorted(path.name for path in own.iterdir()) == ["et", "fr", "vi"]
