"""``dxlib`` and ``python -m dxlib``: hardly anything is loaded before Ctrl-C ends the program without a traceback."""

import signal
import sys


def main() -> None:
    """Load the command line and run it."""
    # It may be ignored instead, as in the background, and stays so.
    is_usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_usual:  # while libraries are loaded, nothing is begun that must be ended in order
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from dxlib.cli import main as run  # noqa: PLC0415

    if is_usual:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
