"""What the README shows runs as it stands there, one piece after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pytest

import dxlib as dx

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture
def elsewhere(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to write in, from which the repository is the project."""
    monkeypatch.setenv("DXLIB_ROOT", str(repository))
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    dx.reset_theme()
    plt.close("all")


def test_every_piece_of_code_in_the_readme_runs(
    repository: Path, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = BLOCK.findall((repository / "README.md").read_text(encoding="utf-8"))
    brief = dx.open_brief("05-international-rankings", area="VNM", edition=2025, language="en")
    names: dict[str, Any] = {"brief": brief}
    for block in blocks:
        exec(block, names)  # our own page
    assert len(blocks) == 4
    assert (elsewhere / "users.pdf").stat().st_size
    assert (elsewhere / "users.csv").read_text(encoding="utf-8").startswith("INDICATOR,REF_AREA,")
    assert "World Bank" in capsys.readouterr().out
