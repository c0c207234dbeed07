"""The ten questions of the start notebook: at most two statements of 88 columns, answered as csv alone would."""

from __future__ import annotations

import ast
import csv
import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import dxlib as dx
from dxlib.paths import START_HERE

pytestmark = pytest.mark.usefixtures("here")
Rows = list[dict[str, str]]
Read = Callable[..., Rows]
COUNT = 10


def read_cells(repository: Path) -> list[str]:
    """Give the code of the start notebook's questions, in their order."""
    cells = json.loads((repository / "notebooks" / START_HERE).read_text("utf-8"))["cells"]
    found = []
    for heading, code in pairwise(cells):
        if heading["cell_type"] == "markdown" and re.match(r"## \d+\. ", "".join(heading["source"])):
            found.append("".join(code["source"]))
    return found


def run(code: str) -> Any:
    """Run a cell; give its last value, the others among ``display``'s."""
    shown: list[Any] = []
    *body, last = ast.parse(code).body
    names: dict[str, Any] = {"dx": dx, "display": shown.append}
    exec(compile(ast.Module(body, []), "cell", "exec"), names)
    assert isinstance(last, ast.Expr)
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
    return [*shown, value] if shown else value


@pytest.fixture
def answers(repository: Path) -> list[Any]:
    """The answers to the ten questions."""
    return [run(code) for code in read_cells(repository)]


def read_all(repository: Path, **cells: str) -> Iterator[dict[str, str]]:
    for path in sorted((repository / "data/clean").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from (row for row in csv.DictReader(file) if all(row[name] == text for name, text in cells.items()))


def test_each_question_takes_at_most_two_statements_of_88_columns_and_public_names(repository: Path) -> None:
    codes = read_cells(repository)
    assert len(codes) == COUNT
    for code in codes:
        joined = re.sub(r"\(\s+", "(", re.sub(r",?\s+\)", ")", code))
        statements = [ast.get_source_segment(code, node) or "" for node in ast.parse(code).body]
        assert len(statements) <= 2, code
        assert all(len(line) <= 88 for line in code.splitlines()), joined
        used = re.findall(r"\bdx\.(\w+)", code)
        assert set(used) <= set(dx.__all__)


def test_ranks_of_the_asean_six_since_2010(answers: list[Any], clean_rows: Read) -> None:
    six = {"IDN", "MYS", "PHL", "SGP", "THA", "VNM"}
    stated = {
        (row["TIME_PERIOD"], row["REF_AREA"]): float(row["OBS_VALUE"])
        for row in clean_rows("egdi_rank", KIND="actual")
        if row["SOURCE"].startswith("un-egovkb") and row["TIME_PERIOD"] >= "2010" and row["REF_AREA"] in six
    }
    found = {(period, area): value for period, row in answers[0].iterrows() for area, value in row.items()}
    assert found == stated


def test_provinces_that_fell_most(answers: list[Any], clean_rows: Read) -> None:
    rows = clean_rows("papi_dim8_e_governance", KIND="actual")
    values = {(row["REF_AREA"], row["TIME_PERIOD"]): float(row["OBS_VALUE"]) for row in rows
              if row["SOURCE"] in ("papi-2020", "papi-2024")}  # fmt: skip
    moved = sorted((values[area, "2024"] - value, area) for (area, period), value in values.items()
                   if period == "2020" and (area, "2024") in values)  # fmt: skip
    assert list(answers[1].REF_AREA) == [area for _, area in moved[:5]]
    assert list(answers[1].CHANGE) == pytest.approx([value for value, _ in moved[:5]])


def test_growth_of_retail_e_commerce_and_what_is_refused(answers: list[Any], clean_rows: Read) -> None:
    rows = clean_rows("ecommerce_retail_revenue", KIND="actual")
    levels = {(row["TIME_PERIOD"], row["SOURCE"]): row for row in rows}
    for row in answers[2].query("HOW == 'computed'").to_dict("records"):
        ends = [levels[row[f"{end}_PERIOD"], row[f"{end}_SOURCE"]] for end in ("FROM", "TO")]
        unfit = [end for end in ends if end["OBS_STATUS"] == "F" or end["QUALIFIER"] in ("<", ">", "<=", ">=")]
        assert row["REFUSED"] is bool(unfit)
        if not unfit:
            earlier, later = (float(end["OBS_VALUE"]) for end in ends)
            assert row["GROWTH"] == pytest.approx((later / earlier - 1) * 100)
        else:
            assert row["REASON"]
    stated = clean_rows("ecommerce_retail_growth", KIND="actual")
    told = answers[2].query("HOW == 'stated'")
    assert set(told.GROWTH) <= {float(row["OBS_VALUE"]) for row in stated}
    assert set(told.TO_SOURCE) <= {row["SOURCE"] for row in stated}


def test_25_is_not_comparable_with_28_4(answers: list[Any]) -> None:
    assert not answers[3]
    assert "number of adults" in " ".join(answers[3].reasons)


def test_internet_users_against_gdp_per_head(answers: list[Any], clean_rows: Read) -> None:
    frame = answers[4].frame
    (year,) = set(frame.TIME_PERIOD)
    incomes = {row["REF_AREA"]: float(row["OBS_VALUE"]) for row in clean_rows("gdp_per_head_usd", TIME_PERIOD=year)}
    assert {row["REF_AREA"]: row["X"] for row in frame.to_dict("records")}.items() <= incomes.items()
    assert len(frame) >= 10
    assert "<svg" in answers[4]._repr_html_()


def test_what_the_ministry_of_health_has_stated_since_july_2025(answers: list[Any], repository: Path) -> None:
    with (repository / "data/catalogue/sources.csv").open(encoding="utf-8", newline="") as file:
        of_ministry = {row["SOURCE"] for row in csv.DictReader(file) if row["PUBLISHER"] == "MOH"}
    expected = {
        (row["INDICATOR"], row["REF_AREA"], row["TIME_PERIOD"], row["SOURCE"])
        for row in read_all(repository, KIND="actual")
        if row["SOURCE"] in of_ministry and row["KNOWN_SINCE"] >= "2025-07-01"  # of "2025" the end counts
    }
    found = set(answers[5][["INDICATOR", "REF_AREA", "TIME_PERIOD", "SOURCE"]].itertuples(index=False, name=None))
    assert found == expected != set()


def test_what_is_contested(answers: list[Any], clean_rows: Read) -> None:
    for row in answers[6].to_dict("records"):
        cells = {name: row[name] for name in ("REF_AREA", "TIME_PERIOD", "KIND")}
        values = {one["SOURCE"]: float(one["OBS_VALUE"]) for one in clean_rows(row["INDICATOR"], **cells)}
        assert values[row["HEADLINE_SOURCE"]] == row["HEADLINE"]
        assert values[row["RIVAL_SOURCE"]] == row["RIVAL"] != row["HEADLINE"]


def test_what_became_of_the_targets_of_2025(answers: list[Any], repository: Path) -> None:
    stated = {
        (row["INDICATOR"], row["TIME_PERIOD"])
        for row in read_all(repository, KIND="target", REF_AREA="VNM")
        if row["TIME_PERIOD"].startswith("2025") and row["OBS_STATUS"] not in ("E", "F", "U")
    }
    table = dx.targets(2025)
    assert stated <= set(zip(table.INDICATOR, table.DEADLINE, strict=True))
    assert list(answers[7].OUTCOME) == list(table.OUTCOME)
    met = {(row["INDICATOR"], row["DEADLINE"]) for row in table.to_dict("records") if row["OUTCOME"] == "met"}
    assert ("national_data_centre_in_service", "2025") in met


def test_the_latest_ranks_of_the_itu_and_how_old_each_is(answers: list[Any], clean_rows: Read) -> None:
    for figure in answers[8]:
        rows = clean_rows(figure.first_observation.indicator, KIND="actual", REF_AREA="VNM")
        last = max(row["TIME_PERIOD"] for row in rows if row["OBS_STATUS"] in ("A", "B", "P"))
        assert figure.period == last
        assert float(figure) in {float(row["OBS_VALUE"]) for row in rows if row["TIME_PERIOD"] == last}


def test_my_province_against_the_others(answers: list[Any], clean_rows: Read) -> None:
    rows = clean_rows("papi_dim8_e_governance", KIND="actual", TIME_PERIOD="2024", SOURCE="papi-2024")
    values = sorted((float(row["OBS_VALUE"]) for row in rows if row["OBS_VALUE"]), reverse=True)
    assert list(answers[9].OBS_VALUE) == values[:10]


def test_the_guide_has_the_same_code_counts_its_lines_and_its_plain_answers_run(repository: Path) -> None:
    import pandas as pd
    import seaborn as sns
    from matplotlib import pyplot as plt

    guide = (repository / "docs/ten-questions.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)\n```", guide, re.DOTALL)
    assert blocks[::2] == read_cells(repository)
    counted = [[int(cell) for cell in re.findall(r"\| (\d+) (?=\|)", line)[-2:]]
               for line in guide.splitlines() if re.match(r"\| \d+ \| ", line)]  # fmt: skip
    lines = [len([line for line in block.splitlines() if line.strip()]) for block in blocks]
    assert counted == [list(pair) for pair in zip(lines[::2], lines[1::2], strict=True)]
    for block in blocks[1::2]:
        exec(compile(block, "guide", "exec"), {"pd": pd, "sns": sns, "Path": Path})
    plt.close("all")
