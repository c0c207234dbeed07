"""Recipes: equal where forks would be equal, and only there."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from dxlib.kernels.recipe import make_recipe

BASE = {"modules": ["json"], "python": ["python"], "env": {"HOME": "/root"}, "idle_s": 1.0}


@pytest.mark.parametrize(
    "change",
    [
        {"modules": ["json", "csv"]}, {"python": ["python", "-X", "utf8"]}, {"idle_s": 2.0}, {"env": {"HOME": "/x"}},
        {"env": {"HOME": "/root", "PYTHONPATH": "/x"}}, {"env": {"HOME": "/root", "LC_ALL": "C"}},
        {"env": {"HOME": "/root", "TZ": "UTC"}}, {"env": {"HOME": "/root", "MATPLOTLIBRC": "/x"}},
        {"env": {"HOME": "/root", "DXLIB_ROOT": "/x"}}, {"env": {"HOME": "/root", "OPENBLAS_NUM_THREADS": "2"}},
        {"env": {"HOME": "/root", "OMP_NUM_THREADS": "1"}}, {"env": {"HOME": "/root", "XDG_STATE_HOME": "/x"}},
    ],
)  # fmt: skip
def test_what_counts_for_imports_needs_a_template_of_its_own(change: dict[str, object]) -> None:
    assert make_recipe(**{**BASE, **change}).key != make_recipe(**BASE).key


@pytest.mark.parametrize("more", [{"TOKEN": "secret"}, {"PATH": "/x"}, {"MPLBACKEND": "svg"}])
def test_other_variables_neither_count_nor_are_passed_on(more: dict[str, str]) -> None:
    recipe = make_recipe(**{**BASE, "env": {"HOME": "/root", **more}})
    assert recipe.key == make_recipe(**BASE).key
    assert recipe.environment == (("HOME", "/root"),)


@pytest.mark.parametrize(
    "surroundings",
    ["os.nice(1)", "os.sched_setaffinity(0, [sorted(os.sched_getaffinity(0))[0]])", "resource.setrlimit(7, (64, 64))"],
)
def test_what_a_fork_inherits_counts_too(surroundings: str) -> None:
    code = (
        "import os, resource\nfrom dxlib.kernels.recipe import make_recipe\n"
        "look = lambda: make_recipe([], python=['p'], env={}).key\n"
        f"before = look()\n{surroundings}\nprint(before == look())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == ("True\n" if "affinity" in surroundings and os.cpu_count() == 1 else "False\n")


def test_the_time_that_a_template_waits_comes_from_the_environment_if_not_given() -> None:
    assert make_recipe([], python=["p"], env={"DXLIB_KERNELS_IDLE_S": "7.5"}).idle_s == 7.5
    assert make_recipe([], python=["p"], env={}).idle_s == 20.0
