"""Rooms and floors, sizes, names and docstrings: the style guide's rules on code."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tokenize
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "dxlib"
FILES = sorted(PACKAGE.rglob("*.py"))
NAMES = [path.relative_to(PACKAGE.parent).as_posix() for path in FILES]
HOMES = {
    "papermill": ("dxlib/build/",),
    "nbconvert": ("dxlib/export/",),
    "dask": ("dxlib/build/cluster.py",),
    "distributed": ("dxlib/build/cluster.py",),
}
RUN_CODE = {"pickle", "_pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}  # when they read a file
RUN_CODE_CALLS = {"read_pickle", "load_module", "unsafe_load", "full_load", "UnsafeLoader", "FullLoader"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "util", "helper", "misc"}
MOST_LINES, MOST_STATEMENTS = 500, 40


@cache
def read_tree(path):
    return ast.parse(path.read_text("utf-8"))


def list_offenders(rule):
    """Give the modules in which a rule finds something, with what it finds."""
    return {name: found for name in NAMES if (found := list(rule(name, read_tree(PACKAGE.parent / name))))}


def list_imports(tree):
    """Give the names of all imported modules, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "use absolute imports"
            yield node.module


def find_homeless(name, tree):
    """Give the libraries that a module imports outside their only home."""
    for module in list_imports(tree):
        library = module.partition(".")[0]
        if not name.startswith(HOMES.get(library, ("",))):
            yield library


def find_unsafe(tree):
    """Give what a module reads files with that runs what is written there."""
    yield from (name for name in list_imports(tree) if name.partition(".")[0] in RUN_CODE)
    for node in ast.walk(tree):
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
        if name in RUN_CODE_CALLS or (isinstance(node, ast.keyword) and node.arg == "allow_pickle"):
            yield name or "allow_pickle"


def list_functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def count_statements(function):
    return sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 1


@pytest.fixture
def lint(repository, tmp_path):
    """Runs import-linter on a copy of the package, after something was planted in it."""

    def run(planted=None):
        shutil.copytree(PACKAGE, tmp_path / "dxlib", ignore=shutil.ignore_patterns("__pycache__", "locales"))
        shutil.copy(repository / "pyproject.toml", tmp_path)
        for name, line in (planted or {}).items():
            path = tmp_path / "dxlib" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text((path.read_text("utf-8") if path.exists() else '"""Planted."""\n') + line, "utf-8")
        command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
        environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    return run


def test_imports_point_downwards(lint):
    code, out = lint()
    assert code == 0, out
    assert " 0 broken" in out


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        ({"data/schema.py": "import dxlib.cli\n"}, "dxlib.data is not allowed to import dxlib.cli"),
        (
            {"analysis/changes.py": "def _f():\n    from dxlib.charts import theme\n"},
            "dxlib.analysis is not allowed to import dxlib.charts",
        ),
        ({"language/numbers.py": "import dxlib.data\n"}, "dxlib.language is not allowed to import dxlib.data"),
        ({"utils/__init__.py": "", "utils/a.py": ""}, "utils"),
    ],
    ids=["upwards", "upwards in a function", "sideways", "a room without a floor"],
)
def test_an_import_that_does_not_point_downwards_is_found(lint, planted, said):
    code, out = lint(planted)
    assert code == 1
    assert said in out


def test_heavy_libraries_are_imported_only_at_home():
    assert list_offenders(find_homeless) == {}


@pytest.mark.parametrize(
    ("name", "line", "found"),
    [
        ("dxlib/brief/brief.py", "def f():\n    import papermill.execute", ["papermill"]),
        ("dxlib/build/run.py", "from nbconvert import HTMLExporter", ["nbconvert"]),
        ("dxlib/build/run.py", "import dask.distributed", ["dask"]),
        ("dxlib/build/cluster.py", "def f():\n    from distributed import Client", []),
        ("dxlib/build/run.py", "import papermill", []),
    ],
)
def test_a_library_that_left_its_home_would_be_found(name, line, found):
    assert list(find_homeless(name, ast.parse(line))) == found


def test_nothing_that_is_read_can_run_code():
    """A project's folder, with ``.dxlib`` in it, may come from anybody: an archive, a cache of CI, a shared disk."""
    assert list_offenders(lambda _, tree: find_unsafe(tree)) == {}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("def f():\n    import pickle", ["pickle"]),
        ("from cloudpickle import loads", ["cloudpickle"]),
        ("pd.read_pickle(path)", ["read_pickle"]),
        ("np.load(path, allow_pickle=True)", ["allow_pickle"]),
        ("yaml.load(text, Loader=yaml.UnsafeLoader)", ["UnsafeLoader"]),
        ("yaml.load(text, Loader=yaml.SafeLoader)", []),
    ],
)
def test_what_runs_code_when_it_is_read_would_be_found(line, found):
    assert list(find_unsafe(ast.parse(line))) == found


def test_papermill_and_dask_are_not_imported_when_their_home_is():
    """Both engines extend classes of papermill: they are imported late themselves, by whoever runs a notebook."""
    late = ("dxlib/build/engine.py", "dxlib/build/ordinary.py")
    for name in NAMES:
        for node in read_tree(PACKAGE.parent / name).body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                modules = set(list_imports(ast.Module([node], [])))
                assert modules.isdisjoint({"dxlib.build.engine", "dxlib.build.ordinary"}), name
                top = {module.partition(".")[0] for module in modules}
                assert top.isdisjoint({"dask", "distributed", *(() if str(name) in late else ("papermill",))}), name


def find_undescribed(_, tree):
    """Give the first line of a module's docstring where it is no sentence, and the public names without a docstring."""
    first = (ast.get_docstring(tree) or "").partition("\n")[0]
    if not first.endswith((".", ":")):
        yield f"its docstring begins with '{first}'"
    named = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    yield from (node.name for node in named if not node.name.startswith("_") and not ast.get_docstring(node))


def test_every_module_and_every_public_name_says_what_it_is_for():
    assert list_offenders(find_undescribed) == {}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('"""What it is for."""\ndef _f(): pass\ndef g():\n    """Give."""', []),
        ("", ["its docstring begins with ''"]),
        ('"""No sentence"""\nclass A: pass\ndef f(): pass', ["its docstring begins with 'No sentence'", "A", "f"]),
    ],
)
def test_what_has_no_docstring_would_be_found(code, found):
    assert list(find_undescribed("", ast.parse(code))) == found


def find_too_long(name, tree):
    """Give how many lines a module has, and how many statements its functions, where they are too many."""
    lines = len((PACKAGE.parent / name).read_text("utf-8").splitlines())
    yield from [f"{lines} lines"] if lines > MOST_LINES else []
    sizes = ((function.name, count_statements(function)) for function in list_functions(tree))
    yield from (f"{function}: {size} statements" for function, size in sizes if size > MOST_STATEMENTS)


def test_no_module_and_no_function_is_too_long():
    assert list_offenders(find_too_long) == {}


def test_what_is_too_long_would_be_found(monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "MOST_LINES", 10)
    code = "def f():\n" + MOST_STATEMENTS * "    a = 1\n"
    name = "dxlib/cli.py"
    lines = (PACKAGE.parent / name).read_text("utf-8").count("\n")
    assert list(find_too_long(name, ast.parse(code))) == [f"{lines} lines"]
    assert list(find_too_long(name, ast.parse(code + "    a = 2"))) == [f"{lines} lines", "f: 41 statements"]


def list_comments(path):
    """Give the comments of a file that are no orders to a tool."""
    with path.open("rb") as file:
        comments = [token.string for token in tokenize.tokenize(file.readline) if token.type == tokenize.COMMENT]
    return [one for one in comments if not re.match(r"# *(noqa|type:|fmt:|pragma)", one)]


@pytest.mark.parametrize("room", sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()))
def test_comments_say_why_in_three_to_ten_of_a_hundred_lines(room):
    files = sorted((PACKAGE / room).rglob("*.py"))
    lines = sum(path.read_text("utf-8").count("\n") for path in files)
    assert 0.03 <= sum(len(list_comments(path)) for path in files) / lines <= 0.1


def test_no_module_has_a_name_that_says_nothing(repository):
    tests = repository / "tests"
    paths = [*FILES, *tests.rglob("*.py"), *(repository / "benchmarks").rglob("*.py")]
    named = [path for path in paths if {part.removeprefix("test_") for part in path.with_suffix("").parts[-2:]}
             & FORBIDDEN_NAMES]  # fmt: skip
    assert named == []


def list_types(tree):
    """Give the public classes of a module, and the names that it gives to types."""
    yield from (node.name for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_"))
    targets = (node.targets[0] for node in tree.body if isinstance(node, ast.Assign))
    names = (target.id for target in targets if isinstance(target, ast.Name))
    yield from (name for name in names if re.fullmatch("([A-Z][a-z]+)+", name))


def list_classes(trees):
    """Give each public class with the modules in which its name stands for a class or another type."""
    classes = {node.name for tree in trees.values() for node in tree.body if isinstance(node, ast.ClassDef)}
    found = defaultdict(list)
    for name, tree in trees.items():
        for one in list_types(tree):
            if one in classes:
                found[one].append(name)
    return found


def test_each_class_has_a_name_of_its_own():
    found = list_classes({name: read_tree(PACKAGE.parent / name) for name in NAMES})
    assert {name: modules for name, modules in found.items() if len(modules) > 1} == {}


def test_a_class_with_the_name_of_another_one_would_be_found():
    codes = {"a.py": "class One: pass\nclass _B: pass", "b.py": "One = tuple[str]\nclass _B: pass"}
    trees = {name: ast.parse(code) for name, code in codes.items()}
    assert list_classes(trees) == {"One": ["a.py", "b.py"]}


def list_modules(paths):
    """Give each name of a module with where it stands; the name of a rule over figures is its id."""
    found = defaultdict(list)
    for path in paths:
        if path.stem not in ("__init__", "__main__") and path.parent.name != "rules":
            found[path.stem].append(path)
    return found


def test_each_module_has_a_name_of_its_own():
    assert {name: paths for name, paths in list_modules(FILES).items() if len(paths) > 1} == {}


def test_a_module_with_the_name_of_another_one_would_be_found():
    paths = [Path("dxlib/a/one.py"), Path("dxlib/b/one.py"), Path("dxlib/a/__init__.py"), Path("dxlib/b/__init__.py")]
    assert list_modules(paths) == {"one": paths[:2]}


def list_untested(modules, tests):
    """Give the names of modules that have no file of tests of their own name, wherever it stands, sorted."""
    names = {path.stem for path in modules} - {"__init__", "__main__"}
    return sorted(names - {path.stem.removeprefix("test_") for path in tests})


def test_each_module_has_a_file_of_tests_of_its_own_name(repository):
    assert list_untested(FILES, (repository / "tests").rglob("test_*.py")) == []


def test_a_module_without_a_file_of_tests_would_be_found():
    modules = [Path("dxlib/a/one.py"), Path("dxlib/a/two.py"), Path("dxlib/a/__init__.py"), Path("dxlib/__main__.py")]
    assert list_untested(modules, [Path("tests/a/test_one.py")]) == ["two"]


def test_only_the_command_line_prints():
    for path in FILES:
        calls = [node for node in ast.walk(read_tree(path)) if isinstance(node, ast.Call)]
        printing = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]
        assert printing == [], path.name


def test_no_file_of_the_package_or_of_the_tests_is_hidden_from_version_control(repository):
    if not (repository / ".git").exists():
        pytest.skip("not a checkout")
    names = [path.relative_to(repository).as_posix() for path in (*FILES, *(repository / "tests").rglob("*.py"))]
    command = ["git", "check-ignore", "--no-index", "--stdin"]
    listing = subprocess.run(
        command, cwd=repository, input="\n".join(names), capture_output=True, text=True, check=False
    )
    assert listing.stdout.split() == []
