"""What nothing needs is not there: each name, and each parameter, is used by the library itself or by its users.

Uses are looked for by name in code outside the tests: the library, the benchmarks, the soak, notebooks, code in the
documentation, templates and scripts of pages, and entry points. What only tests use counts as unused.
"""

from __future__ import annotations

import ast
import importlib
import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import dxlib
from dxlib.audit.charts.composing import CHARTS, PICTURE
from dxlib.audit.contradictions import RULES
from dxlib.data.ingest.layouts import list_layouts

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "dxlib"
# What Python and other libraries call by name, where no class of theirs says so.
CALLED = {
    "_render_traceback_": "IPython shows an error by it",
    "_repr_svg_": "Jupyter shows a result by it",
    "_esm": "anywidget's script",
    "_css": "anywidget's style",
    "_fields_": "ctypes' fields of a structure",
    "model_config": "pydantic's settings of a model",
    "manager_class": "matplotlib's, on the canvas of a backend",
    "FigureCanvas": "matplotlib's, in the module of a backend",
    "stdin": "ipykernel's, on the stream that stands for it",
    "setup": "Dask's, on a plugin of workers",
    "teardown": "Dask's, on a plugin of workers",
    "WEIGHTED_MEAN": "a value in units.yaml, told from the sum only",
    "execute_managed_notebook": "papermill's, on an engine",
}
_DECIDE = "dxlib.build.decide"
FOUND_BY_NAME = {f"{verb}_{kind}" for kind in (*CHARTS, PICTURE) for verb in ("make", "check")} | {
    rule.__name__ for rule in RULES
}
DECORATED = {"command", "default", "field_validator", "model_validator", "overload"}  # by what registers them
GIVEN_BY_USERS = ("dxlib/ask/", "dxlib/brief/")  # documented parameters of what notebooks call
CALLED_BY_OTHERS = ("dxlib/charts/backend/", "dxlib/kernels/", "dxlib/build/engine.py", "dxlib/build/ordinary.py")


def read_tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def read_texts() -> Iterator[str]:
    """Give what users write: cells of notebooks, and code of the documentation."""
    for path in ROOT.glob("notebooks/*.ipynb"):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        yield from ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    for path in (*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"):
        for block, inline in re.findall(r"```python\n(.*?)```|`([^`\n]+)`", path.read_text("utf-8"), re.DOTALL):
            yield block or inline


def read_using() -> list[ast.Module]:
    """Give all code that may use the library."""
    folders = ("dxlib", "benchmarks", "soak", "deploy")
    trees = [read_tree(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    for text in read_texts():
        try:
            trees.append(ast.parse(text))
        except SyntaxError:
            continue
    return trees


def list_named(trees: Iterable[ast.Module]) -> Iterator[str]:
    """Give each name that code reads."""
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                yield node.id if isinstance(node, ast.Name) else node.attr


def list_words() -> Iterator[str]:
    """Give the words of templates and scripts, what ``import dxlib`` offers, and the names of entry points."""
    for path in PACKAGE.rglob("*"):
        if path.suffix in (".j2", ".js"):
            yield from re.findall(r"\w+", path.read_text("utf-8"))
    yield from dir(dxlib)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for group in (project["scripts"], *project["entry-points"].values()):
        yield from (place.rpartition(":")[2] for place in group.values())


def list_defined(tree: ast.Module) -> Iterator[tuple[str, ast.stmt, ast.ClassDef | None]]:
    """Give each function, class, method, constant and field of a module, and the class that it is in."""
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for owner in (None, *classes):
        for node in (owner or tree).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield node.name, node, owner
            elif isinstance(node, ast.Assign):
                yield from ((target.id, node, owner) for target in node.targets if isinstance(target, ast.Name))
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                yield node.target.id, node, owner


def is_registered(node: ast.stmt) -> bool:
    """Say whether a decorator makes something known to a library."""
    calls = [one.func if isinstance(one, ast.Call) else one for one in getattr(node, "decorator_list", ())]
    return any(ast.unparse(one).rpartition(".")[2] in DECORATED for one in calls)


def is_inherited(module: str, owner: ast.ClassDef | None, name: str) -> bool:
    """Say whether a class of another library, or of Python, has a name too: then that one uses it."""
    cls = getattr(importlib.import_module(module), owner.name, None) if owner else None
    return any(hasattr(base, name) for base in getattr(cls, "__mro__", ()) if not base.__module__.startswith("dxlib"))


def is_looked_up(module: str, name: str) -> bool:
    """Say whether a function is found by its name; or a name is the cause of a change."""
    is_of_audit = module.startswith("dxlib.audit.") and name in FOUND_BY_NAME
    return is_of_audit or name == f"read_{module.rpartition('.')[2]}" or (module, name.isupper()) == (_DECIDE, True)


def find_unused(module: str, tree: ast.Module, used: set[str]) -> list[str]:
    return [
        f"{module}: {name}"
        for name, node, owner in list_defined(tree)
        if name not in used
        and name not in CALLED
        and not re.fullmatch(r"__\w+__", name)
        and not is_registered(node)
        and not is_looked_up(module, name)
        and not is_inherited(module, owner, name)
    ]


def name_module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_module(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@pytest.fixture(scope="module")
def using() -> list[ast.Module]:
    return read_using()


def test_every_name_is_used_outside_the_tests(using: list[ast.Module]) -> None:
    used = {*list_named(using), *list_words()}
    assert [one for name, path in MODULES.items() for one in find_unused(name, read_tree(path), used)] == []


def test_every_exception_is_needed(using: list[ast.Module]) -> None:
    used = set(list_named(using))
    defined = {name for path in MODULES.values() for name, _, _ in list_defined(read_tree(path))}
    assert {name for name in CALLED if name not in defined or name in used} == set()


# Parameters ----------------------------------------------------------------------------------------------------------


def collect_calls(trees: Iterable[ast.Module]) -> tuple[dict[str, list[ast.Call]], set[str]]:
    """Give calls by the name of what is called, and the names of what is handed on without a call."""
    calls, handed = defaultdict(list), set()
    for tree in trees:
        called = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                calls[ast.unparse(node.func).rpartition(".")[2]].append(node)
                called.add(id(node.func))
        named = (one for one in ast.walk(tree) if isinstance(one, ast.Name | ast.Attribute))
        free = (one for one in named if isinstance(one.ctx, ast.Load) and id(one) not in called)
        handed |= {one.id if isinstance(one, ast.Name) else one.attr for one in free}
    return calls, handed


def list_optional(node: ast.FunctionDef, *, is_bound: bool) -> Iterator[tuple[int, str]]:
    """Give place and name of each parameter that has a default; a place that no call has for one by name only."""
    places = [*node.args.posonlyargs, *node.args.args][is_bound:]
    first = len(places) - len(node.args.defaults)
    yield from ((at, one.arg) for at, one in enumerate(places) if at >= first)
    pairs = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
    yield from ((len(places) + 99, one.arg) for one, default in pairs if default)


def is_given(calls: Iterable[ast.Call], at: int, name: str) -> bool:
    return any(
        len(call.args) > at
        or any(isinstance(one, ast.Starred) for one in call.args)
        or any(word.arg in (None, name) for word in call.keywords)
        for call in calls
    )


def find_never_given(
    module: str, tree: ast.Module, calls: dict[str, list[ast.Call]], handed: set[str]
) -> Iterator[str]:  # fmt: skip
    for name, node, owner in list_defined(tree):
        if isinstance(node, ast.FunctionDef) and name not in handed and not is_registered(node):
            if name.startswith("__") and name != "__init__":
                continue
            made = [*calls["__init__"], *calls[owner.name]] if owner and name == "__init__" else calls[name]
            is_static = any(ast.unparse(one) == "staticmethod" for one in node.decorator_list)
            if is_looked_up(module, name) or (owner and owner.name in handed and name == "__init__"):
                continue
            optional = list_optional(node, is_bound=bool(owner) and not is_static)
            yield from (f"{module}: {name}({word})" for at, word in optional if not is_given(made, at, word))


def test_every_parameter_is_given_by_some_call(using: list[ast.Module]) -> None:
    calls, handed = collect_calls(using)
    own = {
        name: path for name, path in MODULES.items()
        if not path.relative_to(ROOT).as_posix().startswith((*GIVEN_BY_USERS, *CALLED_BY_OTHERS))
    }  # fmt: skip
    found = [one for name, path in own.items() for one in find_never_given(name, read_tree(path), calls, handed)]
    assert found == []


def test_every_layout_is_that_of_a_feed_or_of_a_documented_task() -> None:
    feeds = (ROOT / "data" / "catalogue" / "feeds.yaml").read_text("utf-8")
    documented = (ROOT / "docs" / "mappings.md").read_text("utf-8")
    layouts = list_layouts()
    assert [one for one in layouts if f"layout: {one}\n" not in feeds and f"| `{one}` |" not in documented] == []


# The checks themselves -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("def f(): pass", ["dxlib.paths: f"]),
        ("class A:\n    def g(self): pass\n\n    @overload\n    def h(self): pass",
         ["dxlib.paths: A", "dxlib.paths: g"]),
        ("X = 1\nY: int = 2\n\n\ndef __f__(): pass", ["dxlib.paths: X", "dxlib.paths: Y"]),
        ("def used(): pass", []),
    ],
)  # fmt: skip
def test_a_name_that_nothing_uses_would_be_found(code: str, found: list[str]) -> None:
    assert find_unused("dxlib.paths", ast.parse(code), {"used"}) == found


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("f()", ["f(b)", "f(c)"]), ("f(1, 2)", ["f(c)"]), ("x.f(c=1)", ["f(b)"]), ("f(**x)", []),
        ("f(*x)", []), ("map(f, x)", []),
    ],
)  # fmt: skip
def test_a_parameter_that_no_call_gives_would_be_found(call: str, found: list[str]) -> None:
    calls, handed = collect_calls([ast.parse(call)])
    code = ast.parse("def f(a, b=1, *, c=2): pass")
    assert [one.removeprefix("m: ") for one in find_never_given("m", code, calls, handed)] == found
