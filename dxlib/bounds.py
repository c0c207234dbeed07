"""How much may come in: the bounds on size, each with its reason; what a call may take in time stands where it is made.

What lies beyond a bound is refused with a message that names it. The bounds are far above what anybody was seen to
write or to publish, and low enough that a file which means harm costs two seconds and some hundred megabytes at most.
"""

from __future__ import annotations

import os
from typing import Final

# Files that people write
WRITTEN_BYTES: Final = 8_000_000  # of a YAML file or a notebook: 50,000 areas with their names in three languages
YAML_DEPTH: Final = 40  # mappings and lists within each other; a catalogue needs seven, and each level costs recursion
PYTHON_DEPTH: Final = 100  # expressions within each other in a cell: whoever walks through them recurses
YAML_NODES: Final = 300_000  # keys and values after aliases are put in, a second of reading; 1 kB can mean billions
KEY_CHARS: Final = 120  # of a key of the catalogue, which becomes the name of a file: disks take 255 bytes
MOST_PLURALS: Final = 6  # forms of a noun that a catalogue of gettext tells apart: Arabic has all six of CLDR
TABLE_BYTES: Final = 100_000_000  # of a ledger or a register: 300,000 rows
CELL_CHARS: Final = 131_072  # of a cell, and a line, of a CSV that people write; a spreadsheet keeps 32,767 in a cell
MOST_PROBLEMS: Final = 1_000  # of a table, after which reading on tells nothing new and takes hours
MOST_TOLD: Final = 20  # problems of one kind that are told of one file: more of them hide the others

# Files that dxlib writes for itself, and somebody else may have put in their place
NOTE_BYTES: Final = 500_000_000  # of a file in .dxlib: what 12,000 pages say of themselves takes some tens of millions

# Files that others publish
UNPACKED_BYTES: Final = 250_000_000  # of what is unpacked: all World Development Indicators as one CSV are 220 MB
WORKBOOK_BYTES: Final = 100_000_000  # of the parts of a workbook, unpacked: openpyxl takes ten times that in memory
LINE_CHARS: Final = 1_000_000  # of a line of a CSV: a table of 16,384 columns has 300,000; a longer one is no table
SHEET_CELLS: Final = 1_000_000  # from A1 to the last filled cell: 63 provinces by 12 months by 1,300 measures
MERGED_CELLS: Final = 200_000  # in all merged cells and linked ranges of a sheet: openpyxl makes an object of each

# What figures, days and maps may be
NUMBER_DIGITS: Final = 18  # of a figure before its point: with six decimals it is computed with exactly, in 28 digits
NUMBER_CHARS: Final = 60  # of a number: a source prints 15 digits; 1e999999999 written out fills the memory
LARGEST: Final = 10**18  # by which a unit may be multiplied, or what a sign may stand for
LEAST_POWER: Final = -12  # of ten, in which figures of an indicator are counted
LARGEST_POWER: Final = 18
MOST_TILES: Final = 24  # rows or columns of a map of tiles: larger ones have nothing to read on a phone
FIRST_YEAR: Final = 1500  # before it no office counted
LAST_YEAR: Final = 2200  # targets reach to 2100; 9999 is a sign for "open", and no date can follow it

# What notebooks may show and write, and what is published
SHOWN_BYTES: Final = 32 << 20  # of all outputs of a notebook: the largest page of statistics has a fiftieth of it
PRINTED_BYTES: Final = 512 << 20  # of one file that cells write: what programs print is kept until it is read
STREAM_CHARS: Final = 1 << 20  # that are kept back until another stream is written to
PAGE_CHARS: Final = 4_000_000  # of a page, ten times the largest of statistics: a phone can still open it
RELEASE_FILES: Final = 200_000  # that a manifest or a list of checksums names: 12,000 pages in 16 editions
RELEASE_BYTES: Final = 50_000_000  # of one of these files

# What messages repeat
VALUE_CHARS: Final = 500  # of a value that somebody wrote, between quotation marks
TOLD_CHARS: Final = 4_000  # of a line of a message

# What a command may be asked for
LONGEST_S: Final = 86_400.0  # seconds that a cell may take: a night's build is over in a day
MOST_WORKERS: Final = 1_024  # jobs at once: each is a process
MOST_MB: Final = 1_000_000  # memory that a notebook may take


def count_cores() -> int:
    """Give how many processors this process may use: so many jobs run at once unless a command says otherwise."""
    # A container or taskset may allow fewer cores than the machine has; macOS and Windows have no such list.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
