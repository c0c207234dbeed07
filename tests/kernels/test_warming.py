"""What a template may load, and how it notices that code has changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from dxlib.kernels import warming


def test_a_template_loads_with_one_thread_per_library_and_without_a_display() -> None:
    environment = warming.make_environment([("HOME", "/root")])
    assert environment["MPLBACKEND"] == "agg"
    assert {environment[name] for name in environment if name.endswith("_NUM_THREADS")} == {"1"}
    assert "SECRET" not in "".join(environment)
    assert environment["HOME"] == "/root"


@pytest.mark.parametrize("name", ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "NUMEXPR_MAX_THREADS"])
def test_whoever_says_how_many_threads_a_library_uses_says_it_for_all(name: str) -> None:
    environment = warming.make_environment([("HOME", "/root"), (name, "8")])
    assert {key: value for key, value in environment.items() if key.endswith("_THREADS")} == {name: "8"}


AS_A_KERNEL = """
import sys
from dxlib.kernels import warming
with warming.as_in_a_kernel():
    import pandas
    assert hasattr(get_ipython(), "kernel")
    assert type(get_ipython()).__name__ == "ZMQInteractiveShell"
    assert __import__("IPython").get_ipython() is None
print(pandas.get_option("display.max_columns"), "get_ipython" in vars(__builtins__))
"""


def test_pandas_is_loaded_as_in_a_kernel_and_nothing_of_it_stays() -> None:
    done = subprocess.run([sys.executable, "-c", AS_A_KERNEL], capture_output=True, text=True, check=True)
    assert done.stdout == "20 False\n"


def test_threads_are_counted_and_given_a_moment_to_end() -> None:
    before = warming.count_threads()
    lasting = threading.Event()
    thread = threading.Thread(target=lasting.wait)
    thread.start()
    assert warming.count_threads() == before + 1
    lasting.set()
    thread.join()


def test_a_stamp_holds_own_code_and_what_is_installed_and_not_libraries() -> None:
    stamp = warming.take_stamp(born_ns=time.time_ns())
    assert warming.__file__ in stamp
    assert str(Path(warming.__file__).parents[1] / "brief" / "fragment.css") in stamp  # read once, and kept
    assert json.__file__ not in stamp
    assert warming.find_changes(stamp) == []
    stamp[warming.__file__] = (0,)
    assert warming.find_changes(stamp) == [warming.__file__]


def test_a_folder_of_libraries_changes_when_something_is_installed_and_not_by_bytecode(tmp_path: Path) -> None:
    (tmp_path / "one-1.0.dist-info").mkdir()
    stamp = {str(tmp_path): warming.look_at(tmp_path)}
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "one.py").touch()
    assert warming.find_changes(stamp) == []
    (tmp_path / "two-1.0.dist-info").mkdir()
    assert warming.find_changes(stamp) == [str(tmp_path)]


def test_what_changed_since_a_time_counts_but_not_what_claims_to_be_from_the_future(tmp_path: Path) -> None:
    now = time.time_ns()
    for name, when_ns in (("old", now - 10**12), ("new", now), ("future", now + 10**15)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, ns=(when_ns, when_ns))
    stamp = {name: warming.look_at(tmp_path / name)[2:3] for name in ("old", "new", "future")}
    assert [name for name, seen in stamp.items() if warming.is_touched(seen, now - 10**9)] == ["new"]


def test_what_changed_since_the_birth_of_a_process_is_stale_from_the_first_moment_on() -> None:
    stamp = warming.take_stamp(born_ns=0)
    assert stamp[warming.__file__] == ()
    assert warming.__file__ in warming.find_changes(stamp)


def test_the_list_of_files_for_the_debugger_is_that_of_all_modules() -> None:
    stand_in = warming.SystemOfFewModules()
    files = {module.__file__ for module in list(sys.modules.values()) if getattr(module, "__file__", None)}
    assert {module.__file__ for module in stand_in.modules.values()} == files
    assert stand_in.executable == sys.executable
