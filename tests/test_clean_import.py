"""Importing dxlib changes nothing: warm kernels are forked after it."""

import json
import subprocess
import sys

import pytest

# Everything that is looked at is loaded before the first look, so that only what dxlib does can differ.
SCRIPT = """
import gc, json, locale, logging, os, random, signal, sys, threading, warnings
import numpy, matplotlib

def look():
    gc.collect()
    return {
        "threads": [thread.name for thread in threading.enumerate()],
        "files": sorted(os.readlink(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd")
                        if os.path.exists(f"/proc/self/fd/{name}")) if os.path.isdir("/proc/self/fd") else [],
        "style": repr(sorted(dict.items(matplotlib.rcParams), key=str)),
        "showwarning": repr(warnings.showwarning),
        "filters": repr(warnings.filters),
        "handlers": repr(logging.getLogger().handlers) + str(logging.getLogger().level),
        "random": repr(random.getstate()),
        "numpy": repr(numpy.random.get_state()),
        "folder": os.getcwd(),
        "environment": dict(os.environ),
        "locale": locale.setlocale(locale.LC_ALL),
        "signals": repr([signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)]),
        "hooks": repr((sys.excepthook, sys.displayhook)),
        "path": list(sys.path),
    }

changed = []
for line in json.loads(sys.argv[1]):
    before = look()
    exec(line)
    after = look()
    changed.append(sorted(name for name in before if before[name] != after[name]))
print(json.dumps({
    "changed": changed,
    "loaded": sorted({name for name in ("papermill", "nbconvert", "dask", "pandas", "matplotlib.pyplot", "IPython")
                      if name in sys.modules}),
}))
"""


PLANTS = {
    "threads": "threading.Thread(target=threading.Event().wait, daemon=True).start()",
    "files": "kept = open('pyproject.toml')",
    "style": "matplotlib.rcParams['font.size'] = 99",
    "showwarning": "warnings.showwarning = print",
    "filters": "warnings.simplefilter('ignore')",
    "handlers": "logging.getLogger().addHandler(logging.NullHandler())",
    "random": "random.seed(1)",
    "numpy": "numpy.random.seed(1)",
    "folder": "os.chdir('/')",
    "environment": "os.environ['DXLIB'] = '1'",
}


def run_lines(folder, *lines):
    """Run lines in a fresh process; give what each changed, and which heavy modules were loaded."""
    command = [sys.executable, "-c", SCRIPT, json.dumps(lines)]
    return json.loads(subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout)


def test_importing_dxlib_changes_nothing_and_loads_nothing_heavy(repository):
    assert run_lines(repository, "import dxlib") == {"changed": [[]], "loaded": []}


def test_the_names_of_a_notebook_change_nothing_and_load_neither_papermill_nor_nbconvert_nor_pyplot(repository):
    found = run_lines(repository, "import dxlib; dxlib.open_brief, dxlib.Brief, dxlib.Quantity, dxlib.Missing")
    assert found["changed"] in ([[]], [["filters"]])  # libraries below may add filters of their own
    assert {"papermill", "nbconvert", "dask", "matplotlib.pyplot"}.isdisjoint(found["loaded"])


def test_each_change_would_be_seen(repository):
    assert run_lines(repository, *PLANTS.values())["changed"] == [[name] for name in PLANTS]


def test_only_the_names_of_a_notebook_are_offered():
    import dxlib

    assert dir(dxlib) == [
        "Brief", "Missing", "Quantity", "__version__", "at", "bullets", "changes", "cite", "compare",
        "coverage", "disagreements", "dots", "emphasize", "explain", "explore", "findings", "fit", "frame",
        "growth", "label", "latest", "median", "open_brief", "parts", "peers",
        "rank_table", "ranking", "relation", "reset_theme", "revisions", "search", "set_theme",
        "target", "targets", "tiles", "traceback", "trend",
    ]  # fmt: skip
    assert all(hasattr(dxlib, name) for name in dir(dxlib))
    with pytest.raises(AttributeError, match=r"^module 'dxlib' has no attribute 'nothing'$"):
        _ = dxlib.nothing


def test_a_wrong_name_is_answered_with_the_near_one_in_a_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    import dxlib

    monkeypatch.setitem(sys.modules, "IPython", sys)
    with pytest.raises(AttributeError, match=r"^module 'dxlib' has no attribute 'trends'\. Did you mean 'trend'\?$"):
        _ = dxlib.trends
    monkeypatch.delitem(sys.modules, "IPython")
    with pytest.raises(AttributeError, match=r"^module 'dxlib' has no attribute 'trends'$"):
        _ = dxlib.trends
