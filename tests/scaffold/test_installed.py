"""Another office's project, with the library as others install it: further languages, and nothing written into it."""

import hashlib
import os
import shutil
import site
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import write_po

from dxlib.build.briefs import list_briefs
from dxlib.language.catalogues import read_po_file
from dxlib.language.extract import collect_messages
from dxlib.paths import Project
from tests.building import ROOT

LANGUAGES = Path(__file__).with_name("languages")
ADDED = ("et", "ar", "lt")


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """An environment that holds the wheel; the packages of the tests' own are found from there."""
    folder = tmp_path_factory.mktemp("installed") / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = folder / "lib" / version / "site-packages"
    command = ["install", "--quiet", "--no-deps", "--no-index", wheel]
    subprocess.run([sys.executable, "-m", "pip", "--python", folder / "bin/python", *command], check=True)
    (packages / "others.pth").write_text(f"{site.getsitepackages()[0]}\n", "utf-8")
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o555 if path.is_dir() or os.access(path, os.X_OK) else 0o444)
    yield folder
    for path in (folder, *folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)


@pytest.fixture(scope="module")
def run(installed):
    """Runs a command of the environment in a folder; its output, once it has succeeded."""
    environment = {name: text for name, text in os.environ.items() if not name.startswith(("DXLIB_", "PYTHON"))}
    environment |= {"PATH": f"{installed / 'bin'}:{environment['PATH']}", "PYTHONDONTWRITEBYTECODE": "1"}
    environment["JUPYTER_PATH"] = str(
        Path(sys.prefix, "share", "jupyter")
    )  # templates of nbconvert, which is not copied

    def call(folder, *arguments):
        done = subprocess.run(
            [installed / "bin" / arguments[0], *arguments[1:]], cwd=folder, env=environment, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return call


def hash_tree(folder):
    """Give the hash of each file of a folder, byte code apart."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def translate_texts(given, words):
    """Give a content of YAML in which each text in English has its words in the further languages."""
    if isinstance(given, dict) and isinstance(given.get("en"), str):
        return {**{code: words[given["en"]][code] for code in ADDED}, **given}
    if isinstance(given, dict):
        return {key: translate_texts(value, words) for key, value in given.items()}
    return given


def make_plurilingual(project):
    """Write the words of the catalogue in three more languages, and have the project speak them."""
    words = yaml.safe_load((LANGUAGES / "words.yaml").read_text("utf-8"))
    for path in (project.file, *project.catalogue.rglob("*.yaml")):
        content = translate_texts(yaml.safe_load(path.read_text("utf-8")), words)
        if path == project.file:
            content |= {
                "languages": ["et", "en", "ar", "lt"], "contact": "ask@example.org", "releases": {2025: "2027-03"},
                "address": "https://example.org/briefs/",
            }  # fmt: skip
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    text = project.briefs.read_text("utf-8").replace("languages: [en]", "languages: [et, en, ar, lt]")
    project.briefs.write_text(text, "utf-8")
    for code in ADDED:
        shutil.copytree(LANGUAGES / code, project.locales / code)
        fill_missing(project, code)


def fill_missing(project, code):
    """Say in English what the library has learned to say since the fixtures were translated."""
    path = project.locales / code / "messages.po"
    catalogue = read_po_file(path, code)
    catalogue.update(collect_messages(list_briefs(project)), no_fuzzy_matching=True)
    for message in catalogue:
        forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        if message.id and not all(forms):
            message.string = (message.id[-1],) * catalogue.num_plurals if message.pluralizable else message.id
    with path.open("wb") as file:
        write_po(file, catalogue)


@pytest.fixture(scope="module")
def project(installed, run, tmp_path_factory):
    """A project in four languages, begun, checked, cleaned and built by the environment's own command."""
    root = tmp_path_factory.mktemp("office") / "project"
    found = run(root.parent, "python", "-c", "import dxlib; print(dxlib.__file__)").strip()
    assert Path(found).is_relative_to(installed)
    run(root.parent, "dxlib", "init", "project")
    made = Project(root.resolve())
    make_plurilingual(made)
    assert run(root, "dxlib", "check").startswith("No problems")
    run(root, "dxlib", "clean")
    assert "4 jobs: 4 built." in run(root, "dxlib", "build")
    return made


def read_page(project, language):
    return (project.reports / "2024" / language / "01-first-brief.html").read_text("utf-8")


def test_a_project_in_four_languages_is_built_and_audited_and_nothing_is_written_into_the_library(
    project, installed, run, tmp_path
):
    before = hash_tree(installed)
    assert run(project.root, "dxlib", "audit").count(", 0 findings") == 4
    run(project.root, "dxlib", "translate")
    first = hash_tree(project.root)
    run(tmp_path, "dxlib", "init", "second")
    run(tmp_path / "second", "dxlib", "new", "language", "fr")
    run(tmp_path / "second", "dxlib", "translate")
    run(tmp_path / "second", "dxlib", "clean")
    run(tmp_path / "second", "dxlib", "build")
    assert hash_tree(project.root) == first
    assert hash_tree(installed) == before


def test_each_page_is_in_its_language_and_runs_its_way(project):
    for language, direction in (("et", "ltr"), ("en", "ltr"), ("ar", "rtl"), ("lt", "ltr")):
        page = read_page(project, language)
        assert f'<html lang="{language}" dir="{direction}">' in page
        assert "ask@example.org" in page
        assert f'<link rel="canonical" href="https://example.org/briefs/2024/{language}/01-first-brief.html">' in page
    assert "Suomi" not in read_page(project, "et")
    assert "Soome" in read_page(project, "et")
    assert "unicode-range:" in read_page(project, "lt")
    assert "unicode-range:" not in read_page(project, "ar")
    assert (project.reports / "index.html").read_bytes() == (project.reports / "index.et.html").read_bytes()


def test_plural_forms_of_a_language_with_few_and_many_are_told_apart(project):
    units = yaml.safe_load((project.locales / "lt" / "language.yaml").read_text("utf-8"))["units"]
    few, many = (units["PLACES"]["pattern"][form].partition("{n}")[2] for form in ("few", "other"))
    assert few != many
    page = read_page(project, "lt").replace("\u00a0", " ")
    assert f"7{few}".replace("\u00a0", " ") in page


def test_the_exports_carry_the_project_s_languages(project, run):
    run(project.root, "dxlib", "export", "--format", "dcat", "--output", str(project.root / "dcat.json"))
    text = (project.root / "dcat.json").read_text("utf-8")
    assert '"@language": "et"' in text
    assert '"@language": "vi"' not in text
    package = (project.clean / "datapackage.json").read_text("utf-8")
    assert "NAME_ET" in package
    assert "NAME_VI" not in package
    assert str(ROOT) not in package
