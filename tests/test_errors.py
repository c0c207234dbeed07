"""The exception tree and the shape of every message."""

import pickle
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib import errors
from dxlib.errors import (
    ConfigError,
    DxError,
    ExitCode,
    MissingDependencyError,
    Problem,
    did_you_mean,
    format_options,
    import_library,
    raise_problems,
)
from dxlib.letters import show_hidden

KINDS = sorted(
    (kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, DxError)),
    key=lambda kind: kind.__name__,
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=12)


def test_the_tree_holds_the_classes_of_the_style_guide():
    assert [kind.__name__ for kind in KINDS] == [
        "BuildError", "ConfigError", "DataError", "DxError", "MachineError", "MissingDependencyError", "NotebookError",
        "SchemaError", "SourceError",
    ]  # fmt: skip
    assert issubclass(errors.SchemaError, errors.DataError)
    assert issubclass(errors.SourceError, errors.DataError)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_survives_pickling(kind):
    error = kind("No such thing.", allowed=["a", "b"], fix="choose one.")
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert (str(copy), copy.allowed, copy.args) == (str(error), ("a", "b"), error.args)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.ConfigError, ExitCode.BAD_INPUT),
        (errors.SchemaError, ExitCode.BAD_INPUT),
        (errors.SourceError, ExitCode.BAD_INPUT),
        (errors.NotebookError, ExitCode.SOME_FAILED),
        (errors.BuildError, ExitCode.SOME_FAILED),
        (errors.MissingDependencyError, ExitCode.MISSING_DEPENDENCY),
    ],
)
def test_every_error_has_its_exit_code(kind, code):
    assert kind("x").exit_code is code


def test_a_message_says_what_is_wrong_what_is_allowed_and_how_to_fix_it():
    error = ConfigError("Unknown language 'vl'. Did you mean 'vi'?", allowed=["en", "vi"], fix="use one of them.")
    assert str(error) == "Unknown language 'vl'. Did you mean 'vi'?\nAllowed: 'en', 'vi'.\nFix: use one of them."


def test_a_message_without_options_and_fix_is_one_line():
    assert str(DxError("Nothing to do.")) == "Nothing to do."


def test_a_problem_names_its_place_before_it_guesses():
    problem = Problem(
        Path("data/raw/ledgers/seeds.csv"), 4, "UNIT_MEASURE", "Unknown unit 'PRCNT'", ("INDEX", "PERCENT"),
        "correct it.", did_you_mean("PRCNT", ["INDEX", "PERCENT"]),
    )  # fmt: skip
    assert str(problem) == (
        "Unknown unit 'PRCNT' in data/raw/ledgers/seeds.csv, line 4, UNIT_MEASURE. Did you mean 'PERCENT'?\n"
        "  Allowed: 'INDEX', 'PERCENT'.\n"
        "  Fix: correct it."
    )


def test_a_problem_of_a_whole_file_names_no_line():
    assert str(Problem(Path("areas.yaml"), 0, "", "Missing file")) == "Missing file in areas.yaml."


def test_a_problem_names_the_character_where_it_is_known():
    problem = Problem(Path("areas.yaml"), 3, "VNM.kind", "Unknown kind", character=7)
    assert str(problem) == "Unknown kind in areas.yaml, line 3, character 7, VNM.kind."


def test_all_problems_stand_in_one_error():
    problems = [Problem(Path("a.csv"), 2, "X", "First"), Problem(Path("b.csv"), 3, "Y", "Second")]
    with pytest.raises(ConfigError) as caught:
        raise_problems(problems, kind=ConfigError)
    assert str(caught.value) == "2 problems found:\n- First in a.csv, line 2, X.\n- Second in b.csv, line 3, Y."


def test_one_problem_is_counted_in_the_singular():
    with pytest.raises(errors.SchemaError) as caught:
        raise_problems([Problem(Path("a.csv"), 2, "X", "First")])
    assert str(caught.value) == "1 problem found:\n- First in a.csv, line 2, X."


def test_no_problems_raise_nothing():
    assert raise_problems([]) is None


@given(st.lists(WORDS, min_size=1, max_size=20))
def test_every_option_is_listed_in_the_order_given(options):
    assert format_options(options) == ", ".join("'" + option + "'" for option in options)
    assert all(show_hidden(f"'{option}'") in str(DxError("x", allowed=options)) for option in options)


def test_what_somebody_else_wrote_moves_no_terminal_and_turns_no_message():
    error = DxError("503 \x1b[2J\r\u202eysuB", allowed=["\x07"], fix="wait.")
    assert str(error) == "503 \\x1b[2J\\r\\u202eysuB\nAllowed: '\\x07'.\nFix: wait."
    assert str(Problem(Path("a.csv"), 2, "X\u202e", "\x1bY")) == "\\x1bY in a.csv, line 2, X\\u202e."


def test_of_very_many_options_the_first_twenty_are_listed_and_the_rest_counted():
    listing = format_options(f"VN63-{code:02}" for code in range(1, 64))
    assert listing.endswith("'VN63-19', 'VN63-20' and 43 others")


@pytest.mark.parametrize(
    ("given_name", "hint"),
    [
        ("egdi_rnak", " Did you mean 'egdi_rank'?"),
        ("EGDI_RANK", " Did you mean 'egdi_rank'?"),
        ("vnm", " Did you mean 'VNM'?"),
        ("something else", ""),
        ("", ""),
    ],
)
def test_a_near_miss_gets_the_nearest_name_and_nothing_else_does(given_name, hint):
    assert did_you_mean(given_name, ["VNM", "egdi_rank", "egdi_value"]) == hint


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_a_known_name_in_other_letters_is_always_recognised(names):
    assert did_you_mean(names[0].swapcase(), names).startswith(" Did you mean '") or (
        names[0].swapcase().casefold() != names[0].casefold()
    )


def test_every_exit_code_is_documented(repository):
    rows = [line.split("|") for line in (repository / "deploy" / "README.md").read_text("utf-8").splitlines()]
    told = {int(row[1]) for row in rows if len(row) > 1 and row[1].strip().isdecimal()}
    assert told == {*ExitCode, 130, 143}  # Ctrl-C and SIGTERM, as shells say them


@pytest.mark.parametrize(
    "make", [lambda what: DxError(what, fix="do."), lambda what: Problem(Path("a.csv"), 1, "B", what)]
)
def test_a_long_value_is_told_by_its_beginning(make):
    told = str(make(f"'{'9' * 100_000}' is no number"))
    assert f"'{'9' * 500}...' (100,000 characters) is no number" in told
    assert len(told) < 700
    told = str(make(f"{'[' * 100_000} is no list\nbut this is a line"))
    assert "[... (100,0" in told
    assert "\nbut this is a line" in told
    assert len(told) < 4_200
    assert "'" + "x" * 500 + "'" in str(make("'" + "x" * 500 + "' may be told whole"))


def test_a_library_that_is_not_installed_is_named_with_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gptables", None)
    with pytest.raises(MissingDependencyError) as caught:
        import_library("gptables", "gptables is not installed.", "export")
    assert str(caught.value) == "gptables is not installed.\nFix: pip install 'dxlib[export]'."
    assert caught.value.exit_code == ExitCode.MISSING_DEPENDENCY
