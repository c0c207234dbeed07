"""What workers and notebooks are forked from has loaded what they need, and keeps nothing from a notebook."""

from __future__ import annotations

import json
import subprocess
import sys

from dxlib.build.warm_workers import _NEEDED, _NOT_NEEDED

PROBE = """
import json, sys
import dxlib.build.warm_workers
from dxlib.export import assets
read = assets.render_page_css.cache_info().currsize
print(json.dumps({"loaded": list(sys.modules), "css": read}))
"""


def test_all_that_a_job_needs_is_loaded_and_read_and_what_none_needs_is_not() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert set(_NEEDED) <= set(found["loaded"])
    # Nor do they stand among the modules as what cannot be imported: a notebook may import them.
    assert not {"boto3", "botocore", *_NOT_NEEDED} & set(found["loaded"])
    assert found["css"] == 1


def test_what_was_loaded_before_stays() -> None:
    program = f"import sys\nsys.modules['boto3'] = sys\n{PROBE}\nassert sys.modules['boto3'] is sys"
    subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
