"""``dxlib`` and ``python -m dxlib``: hardly anything is loaded before Ctrl-C ends the program without a traceback."""

import signal
import sys


def main() -> None:
    """Load the command line and run it."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # it may be ignored, as in the background
        # While libraries are loaded, nothing is begun that must be ended in order.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        from dxlib.cli import main as run  # noqa: PLC0415

        signal.signal(signal.SIGINT, signal.default_int_handler)
    else:
        from dxlib.cli import main as run  # noqa: PLC0415
    try:
        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
