"""Limits to the memory of a process."""

from __future__ import annotations

import pytest

from tests.kernels.running_cells import run


@pytest.mark.parametrize(
    "greedy",
    ["import numpy\nx = numpy.ones(200_000_000)", "x = []\nwhile True:\n    x.append('a' * 100 + str(len(x)))"],
    ids=["at once", "little by little"],
)
def test_a_cell_that_takes_too_much_memory_fails_and_is_told_the_limit(greedy: str) -> None:
    execution = run(greedy, modules=("numpy",), memory_limit_mb=200, timeout_s=60)
    assert execution.failure is not None
    assert execution.failure.ename in ("MemoryError", "_ArrayMemoryError")
    said = execution.notebook.cells[0].outputs[-1]
    assert (said.name, said.text) == (
        "stderr", "The memory limit of 200 MB was reached; memory_limit_mb or DXLIB_KERNEL_MEMORY_MB sets it.\n",
    )  # fmt: skip


def test_memory_below_the_limit_can_be_taken() -> None:
    assert run("import numpy\nnumpy.ones(10_000_000).sum()", modules=("numpy",), memory_limit_mb=200).failure is None
