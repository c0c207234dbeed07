"""Standard output and error: a reader that closes its end stops no command, any other failure is told once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FULL = Path("/dev/full")
PRINTING = """
import sys
from dxlib.streams import open_streams
open_streams()
for number in range(3):
    print(number, "x" * 100_000)
    print("said", number, file=sys.stderr)
sys.exit(7)
"""


def run_printing(**given):
    # Without PYTHONUNBUFFERED, as on the machine of a user.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.Popen([sys.executable, "-c", PRINTING], env=environment, text=True, **given)


def test_whoever_has_read_enough_stops_no_command_and_changes_no_exit_code():
    with run_printing(stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.read(3) == "0 x"
        process.stdout.close()
        assert process.stderr.read() == "said 0\nsaid 1\nsaid 2\n"
    assert process.returncode == 7


def test_errors_that_nobody_reads_stop_nothing_either():
    with run_printing(stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stderr.close()
        assert [line[:3] for line in process.stdout] == ["0 x", "1 x", "2 x"]
    assert process.returncode == 7


@pytest.mark.skipif(not FULL.exists(), reason="a device of Linux")
def test_a_disk_without_room_is_no_reader_that_has_gone():
    with FULL.open("w") as full, run_printing(stdout=full, stderr=subprocess.PIPE) as process:
        errors = process.stderr.read()
    assert errors.endswith("OSError: [Errno 28] No space left on device\n")
    assert errors.count("OSError") == 1
    assert process.returncode == 1


@pytest.mark.parametrize(("coding", "shown"), [("ascii", "Vi\u1ec7t"), ("utf-16", "Vi\u1ec7t")])
def test_what_is_printed_is_utf_8_where_the_terminal_says_it_is_not(coding, shown):
    code = "from dxlib.streams import open_streams; open_streams(); print('Vi\\u1ec7t')"
    environment = {**os.environ, "PYTHONIOENCODING": coding}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert done.stdout.decode("utf-8" if coding == "ascii" else coding) == f"{shown}\n"
