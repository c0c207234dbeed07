"""What workers are forked from has loaded what they need, and nothing that only others need."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from dxlib.build.warm_workers import _NEEDED, _NOT_NEEDED

PROBE = """
import gc, json, sys
import dxlib.build.warm_workers
loaded = [name for name, module in sys.modules.items() if module is not None]
from dxlib.export import assets
read = assets.render_page_css.cache_info().currsize
print(json.dumps({"loaded": loaded, "frozen": gc.get_freeze_count(), "others": len(gc.get_objects()), "css": read}))
"""


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


def test_all_that_a_job_needs_is_loaded_read_and_shared() -> None:
    done = run(PROBE)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert set(_NEEDED) <= set(found["loaded"])
    assert not {"boto3", "botocore", "rfc3987_syntax", *_NOT_NEEDED} & set(found["loaded"])
    assert found["css"] == 1
    assert found["frozen"] > found["others"]


@pytest.mark.parametrize("error", ["EOFError()", "ConnectionRefusedError()"])
def test_a_worker_whose_build_is_gone_ends_without_a_word(error: str) -> None:
    done = run(f"import dxlib.build.warm_workers\nraise {error}")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


def test_any_other_error_is_printed() -> None:
    done = run("import dxlib.build.warm_workers\nraise ValueError('of another kind')")
    assert done.returncode == 1
    assert "ValueError: of another kind" in done.stderr
