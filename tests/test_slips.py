"""Ordinary slips in every file that people write: a message with what, where and what to do, never a traceback."""

import csv
import io
import json
import os
import sys
import time

import pytest
import yaml

from dxlib.cli import main
from dxlib.data.catalogue_files import forget_catalogue
from dxlib.errors import ExitCode
from dxlib.paths import ROOT_VARIABLE
from tests.conftest import write_toy_project

RELATIONS = "rank: {egdi_rank: egdi_value}\ncumulative: [accounts]\n"
FEEDS = """\
users:
  publisher: UN
  title: Internet users
  language: en
  terms: CC BY 4.0
  url: https://example.org/a.csv
  layout: spreadsheet
  indicators: {internet_users: online_share}
  mapping: users.yaml
"""
MAPPING = """\
header: [1]
decimal: "."
area: {column: geo}
period: {column: time}
values:
- column: internet_users
"""
PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Where does it stand?"
msgstr "Où en est-on ?"
"""
OTHERS = {
    "data/catalogue/relations.yaml": RELATIONS,
    "data/catalogue/feeds.yaml": FEEDS,
    "data/catalogue/spellings.yaml": "areas: {VNM: [Vietnam]}\n",
    "data/catalogue/names.yaml": "names: [Level 4]\nnumber_words: {}\n",
    "data/catalogue/systems.yaml": "",
    "data/catalogue/accepted.csv": "RULE,INDICATOR,REF_AREA,TIME_PERIOD,MOST,WHO,SINCE,WHY\n",
    "data/catalogue/scopes.csv": "SOURCE,INDICATOR,PERIODS,TARGETS,OUT_OF,AREAS\n",
    "data/raw/left_out.csv": "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,SOURCE,LOCATOR,AS_WRITTEN,REASON\n",
    "users.yaml": MAPPING,
    "notebooks/locales/fr/messages.po": PO,
    "notebooks/locales/fr/language.yaml": "dates: {day: long}\n",
}
YAML = (
    "dxlib.yaml", "notebooks/briefs.yaml", "users.yaml", "notebooks/locales/fr/language.yaml",
    *(f"data/catalogue/{name}.yaml" for name in (
        "areas", "topics", "publishers", "units", "systems", "relations", "feeds", "spellings", "names",
        "indicators/rankings", "indicators/services",
    )),
)  # fmt: skip
CSVS = (
    "data/catalogue/sources.csv", "data/catalogue/accepted.csv", "data/catalogue/scopes.csv", "data/raw/left_out.csv",
    "data/raw/ledgers/main.csv",
)  # fmt: skip
PO_FILE, NOTEBOOK = "notebooks/locales/fr/messages.po", "notebooks/01-toy.ipynb"
CONFLICT = "<<<<<<< HEAD\n{}=======\n{}>>>>>>> theirs\n"


def alter(change):
    """Make a slip out of one of the content as YAML says it."""

    def slip(text):
        content = yaml.safe_load(text) or {}
        changed = change(content)
        return yaml.safe_dump(content if changed is None else changed, sort_keys=False, allow_unicode=True).encode()

    return slip


def first(content):
    return next(iter(content), "x")


def swap(content, value):
    content[first(content)] = value


def deepen(content, value):
    """Put a value in place of the first value within the first value that has any."""
    for one in content.values():
        if isinstance(one, dict) and one:
            one[first(one)] = value
            return


OF_ANY = {
    "nothing": lambda _: b"",
    "UTF-16": lambda text: text.encode("utf-16"),
    "a stray byte": lambda text: text.encode() + b"# \xe9\n",
    "NUL": lambda text: text.encode() + b"# \0\n",
    "a turned text": lambda text: text.encode() + "# \u202e71\n".encode(),
    "an open quotation mark": lambda text: b'"' + text.encode(),
    "a conflict": lambda text: CONFLICT.format(text, text).encode(),
    "half": lambda text: text.encode()[: len(text.encode()) // 2],
    "a folder": None,
    "a link to nowhere": None,
    "a pipe": None,
}
OF_YAML = {
    "no mapping": lambda _: b"- a\n- b\n",
    "a text": lambda _: b"text\n",
    "a tab": lambda text: text.encode() + b"x:\n\ty: 1\n",
    "twice": lambda text: (text + text).encode(),
    "a further key": lambda text: text.encode() + b"\nextra: {a: 1}\n",
    "a day that is none": lambda text: text.encode() + b"\nextra: 2025-02-31\n",
    "a key that is a number": lambda text: text.encode() + b"\n2024: {a: 1}\n",
    "a key that is a list": lambda text: text.encode() + b"\n? [a, b]\n: 1\n",
    "a key that is a day": lambda text: text.encode() + b"\n2024-01-01: {a: 1}\n",
    "a key that is nothing": lambda text: text.encode() + b"\n~: {a: 1}\n",
    "a key that is no": lambda text: text.encode() + b"\nno: {a: 1}\n",
    "a merge key": lambda text: text.encode() + b"\n<<: {a: 1}\n",
    "a tag": lambda text: text.encode() + b"\nextra: !!python/name:os.system x\n",
    "aliases of aliases": lambda text: text.encode() + b"\n" + b"".join(
        b"x%d: &x%d [%s]\n" % (at, at, b"*x%d, " % (at - 1) * 9 if at else b"1") for at in range(12)
    ),
    "depth": lambda text: text.encode() + b"\nextra: " + b"[" * 5000 + b"]" * 5000 + b"\n",
    **{
        f"{name} for an entry": alter(lambda content, value=value: swap(content, value))
        for name, value in (
            ("a number", 1), ("a list", [1, "a", None]), ("nothing", None), ("a truth value", True), ("a text", "x"),
            ("a mapping", {"a": {"b": [1]}}), ("nan", float("nan")), ("a huge number", 10**400),
        )
    },
    **{
        f"{name} for a value": alter(lambda content, value=value: deepen(content, value))
        for name, value in (
            ("a number", 1), ("a list", [1, "a", None]), ("nothing", None), ("a truth value", False), ("a text", "x"),
            ("a mapping", {"a": {"b": [1]}}), ("nan", float("nan")), ("a huge number", 10**400),
            ("a long text", "x" * 10**4),
        )
    },
}  # fmt: skip


def edit_cell(value, at=0, line=1):
    """Put a value into a cell of a CSV."""

    def slip(text):
        rows = list(csv.reader(io.StringIO(text)))
        if len(rows) <= line:
            rows.append([""] * len(rows[0] if rows else [""]))
        rows[line][at] = value
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        return out.getvalue().encode()

    return slip


OF_CSV = {
    "a further cell": lambda text: text.encode() + b"a,b\n",
    "an empty line": lambda text: text.encode() + b"\n",
    "an open quotation mark at the end": lambda text: text.encode() + b'"a,b\n',
    "an open quotation mark in the header": lambda text: text.replace(",", ',"', 1).encode(),
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "a column twice": lambda text: text.replace("\n", ",SOURCE\n", 1).encode(),
    "a line of a megabyte": lambda text: text.encode() + b"x" * 10**6 + b"\n",
    **{
        f"{name} in cell {at}": edit_cell(value, at)
        for at in range(6)
        for name, value in (
            ("nothing", ""), ("digits", "9" * 400), ("a path", "../../x"), ("a break", "a\nb"), ("a quote", '"'),
            ("9999", "9999"), ("an address", "https://["),
        )
    },
}  # fmt: skip
OF_PO = {
    "no rule": lambda text: text.replace("(n > 1)", "n/0").encode(),
    "forms": lambda text: text.replace("nplurals=2", "nplurals=999999999999").encode(),
    "a keyword": lambda text: text.replace("msgstr", "msgstring").encode(),
    "another charset": lambda text: text.replace("utf-8", "utf-7").encode(),
}


def edit_notebook(change):
    def slip(text):
        content = json.loads(text)
        changed = change(content)
        return json.dumps(content if changed is None else changed).encode()

    return slip


def set_source(content, at, source):
    content["cells"][at]["source"] = source


OF_NOTEBOOK = {
    "format 3": edit_notebook(lambda _: {"worksheets": [{"cells": []}], "nbformat": 3, "metadata": {}}),
    "a list": edit_notebook(lambda _: []),
    "a number": edit_notebook(lambda _: 7),
    "no cells": edit_notebook(lambda content: content.pop("cells")),
    "cells that are none": edit_notebook(lambda content: content.update(cells=[1, None, "x", {}])),
    "cells that are a mapping": edit_notebook(lambda content: content.update(cells={"a": 1})),
    "a source that is a number": edit_notebook(lambda content: set_source(content, 1, 7)),
    "a source that is nothing": edit_notebook(lambda content: set_source(content, 1, None)),
    "metadata that are a list": edit_notebook(lambda content: content["cells"][1].update(metadata=[])),
    "tags that are a number": edit_notebook(lambda content: content["cells"][1].update(metadata={"tags": 1})),
    "depth": lambda _: b"[" * 100_000,
    "digits": lambda _: b'{"cells": [], "nbformat": ' + b"9" * 5000 + b"}",
    **{
        name: edit_notebook(lambda content, source=source: set_source(content, 1, source))
        for name, source in (
            ("a parameter that is no Python", "area: str = "),
            ("a parameter without a value", "area: str"),
            ("a parameter that is a call", "area: str = open('x')"),
            ("a parameter of another type", "area: str = 7\nedition: int = 'x'"),
            ("a parameter that turns", 'area: str = "\u202eVNM"  # key'),
            ("a parameter with an escape", 'area: str = "\\u202eVNM"  # key'),
            ("a meaning that turns", 'area: str = "VNM"  # \u202ekey'),
            ("a parameter that is NUL", "area: str = '\0'"),
            ("deep parameters", "area: str = " + "(" * 5000 + "1" + ")" * 5000),
            ("a long sum", "area: int = " + "+".join(["1"] * 50_000)),
            ("digits as a parameter", "edition: int = " + "9" * 5000),
            ("no parameters", ""),
        )
    },
    "code that is NUL": edit_notebook(lambda content: set_source(content, 2, "x = '\0'")),
    "code that is deep": edit_notebook(lambda content: set_source(content, 2, "x = " + "(" * 5000 + ")" * 5000)),
    "text that turns": edit_notebook(lambda content: set_source(content, 0, "# Where \u202edoes it stand?")),
}  # fmt: skip
ALL_SLIPS = [
    *((path, kind) for path in (*YAML, *CSVS, PO_FILE, NOTEBOOK) for kind in OF_ANY),
    *((path, kind) for path in YAML for kind in OF_YAML),
    *((path, kind) for path in CSVS for kind in OF_CSV),
    *((PO_FILE, kind) for kind in OF_PO),
    *((NOTEBOOK, kind) for kind in OF_NOTEBOOK),
]


def choose_slips():
    """Give each kind once, each time in the next of the files that it is for; all of them where a soak asks for it."""
    if os.environ.get("DXLIB_SOAK"):
        return ALL_SLIPS
    by_kind = {}
    for path, kind in ALL_SLIPS:
        by_kind.setdefault((kind, path.rpartition(".")[2] if kind not in OF_ANY else ""), []).append((path, kind))
    return [group[number % len(group)] for number, group in enumerate(by_kind.values())]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Give a project that has every file which people write, and no problem in them that stops a check."""
    toy = write_toy_project(tmp_path_factory.mktemp("whole"))
    toy.write_notebook()
    toy.write_briefs({"01-toy": {"area": ["VNM"], "edition": [2024], "language": ["en"]}})
    for path, text in OTHERS.items():
        toy.write(path, text)
    return toy.project


@pytest.fixture
def run(whole, capsys, monkeypatch):
    """Runs a command in the project with one file altered, and sets the file right again."""
    monkeypatch.setenv(ROOT_VARIABLE, str(whole.root))

    def run_with(path, kind, make, *command):
        target = whole.root / path
        good = target.read_bytes()
        replace_file(target, kind, make, good.decode())
        forget_catalogue()
        monkeypatch.setattr(sys, "argv", ["dxlib", *command])
        try:
            with pytest.raises(SystemExit) as caught:
                main()
        finally:
            remove(target)
            target.write_bytes(good)
        return int(caught.value.code or 0), *capsys.readouterr()

    return run_with


def replace_file(path, kind, make, good):
    remove(path)
    if kind == "a folder":
        path.mkdir()
    elif kind == "a link to nowhere":
        path.symlink_to("nowhere")
    elif kind == "a pipe":
        os.mkfifo(path)
    else:
        path.write_bytes(make(good))


def remove(path):
    if path.is_dir() and not path.is_symlink():
        path.rmdir()
    else:
        path.unlink()


def make_slip(path, kind):
    tables = [OF_ANY, {}]
    tables[1] = OF_YAML if path in YAML else OF_CSV if path in CSVS else OF_PO if path == PO_FILE else OF_NOTEBOOK
    return {**tables[0], **tables[1]}[kind]


def find_words_of_machines(text):
    """Give what only those understand who know the code."""
    return [
        word for word in ("Traceback", "Error:", "pydantic", "0x7f", "NoneType", "<class", "object at") if word in text
    ]


@pytest.mark.parametrize(("path", "kind"), choose_slips())
def test_a_slip_is_answered_with_a_message_and_no_traceback(run, path, kind):
    began = time.monotonic()
    code, out, said = run(path, kind, make_slip(path, kind), "check")
    assert code in (0, ExitCode.BAD_INPUT, ExitCode.CHECK_FAILED)
    assert (out.startswith("No problems") and not code) or "Fix: " in said
    assert find_words_of_machines(said) == []
    assert len(said) < 50_000
    assert time.monotonic() - began < 20  # what would not end takes an hour; a check of this project half a second


COMMANDS = {
    "clean": ("clean",), "plan": ("plan",), "audit": ("audit",), "diff": ("diff", "2023", "2024"),
    "export": ("export", "--format", "csv", "--output", "/dev/null"), "pull": ("pull", "nothing"),
    "translate": ("translate",),
}  # fmt: skip
FILES = (*YAML, *CSVS, PO_FILE)


@pytest.mark.parametrize(
    ("path", "kind", "command"),
    [
        (FILES[(7 * number + 3 * at) % len(FILES)], kind, command)
        for at, command in enumerate(COMMANDS)
        for number, kind in enumerate(OF_ANY)
    ]
    + [(path, kind, "plan") for path in ("data/catalogue/names.yaml", "dxlib.yaml") for kind in ("a pipe", "UTF-16")]
    + [("data/catalogue/indicators/rankings.yaml", "nothing", "audit")],
)
def test_no_command_ends_in_a_traceback_on_any_of_them(run, path, kind, command):
    code, _, said = run(path, kind, make_slip(path, kind), *COMMANDS[command])
    assert not code or "Fix: " in said
    assert find_words_of_machines(said) == []


def test_the_project_without_a_slip_has_only_what_lacks_a_translation(run):
    code, _, said = run("users.yaml", "none", str.encode, "check")
    assert [line for line in said.splitlines() if line.startswith("- ") and "Warning: " not in line] == [
        "- No translation of 'Where does it stand?' in notebooks/locales/vi/messages.po, msgid of "
        "notebooks/01-toy.ipynb:1."
    ]
    assert code == ExitCode.CHECK_FAILED


def test_every_slip_is_among_those_of_the_soak():
    assert set(choose_slips()) <= set(ALL_SLIPS)
    assert {kind for _, kind in choose_slips()} == {kind for _, kind in ALL_SLIPS}
    assert len(ALL_SLIPS) > 900
