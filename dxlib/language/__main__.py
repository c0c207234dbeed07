"""``python -m dxlib.language``: the library's own catalogues brought up to date with its messages."""

import sys

from dxlib.language.extract import update_library

if __name__ == "__main__":
    for code, lacking in update_library().items():
        sys.stdout.write(f"{code}: {lacking} texts want a translation\n")
