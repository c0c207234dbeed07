"""What kernels are forked from has loaded what a brief needs, and matplotlib where pictures are drawn."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from dxlib.paths import ROOT_VARIABLE
from tests.conftest import Toy, make_cell

DRAWN_WITH = ("seaborn", "matplotlib", "dxlib.charts.backend")
PROBE = f"""
import json, sys
import dxlib.brief.warm
from babel import localedata
loaded = [name for name in ("dxlib.brief.opening", *{DRAWN_WITH}) if name in sys.modules]
print(json.dumps({{"loaded": loaded, "cldr": sorted(localedata._cache)}}))
"""


def load(toy: Toy | None, before: str = "") -> dict[str, list[str]]:
    environment = {name: value for name, value in os.environ.items() if name != ROOT_VARIABLE}
    environment |= {ROOT_VARIABLE: str(toy.project.root)} if toy else {}
    command = [sys.executable, "-c", before + PROBE]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_without_a_project_a_brief_can_be_opened_and_nothing_is_drawn_with_matplotlib() -> None:
    found = load(None)
    assert found["loaded"] == ["dxlib.brief.opening"]
    assert "vi" not in found["cldr"]
    # Whoever works with pyplot in a kernel has the backend, too.
    assert "dxlib.charts.backend" in load(None, "import matplotlib.pyplot\n")["loaded"]


def test_a_project_that_draws_its_own_pictures_has_what_it_draws_with(toy: Toy) -> None:
    assert load(toy)["loaded"] == ["dxlib.brief.opening"]
    toy.write_notebook(make_cell("brief.picture(draw, rows, title='x')"), name="02-drawn")
    found = load(toy)
    assert found["loaded"] == ["dxlib.brief.opening", *DRAWN_WITH]
    assert {"en", "fr", "vi"} <= set(found["cldr"])


@pytest.mark.parametrize("path", ["dxlib.yaml", "notebooks/01-toy.ipynb"])
def test_what_cannot_be_read_stops_nothing(toy: Toy, path: str) -> None:
    toy.write(path, "{")
    assert "dxlib.brief.opening" in load(toy)["loaded"]
