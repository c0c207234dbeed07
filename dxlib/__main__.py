"""``python -m dxlib``."""

from dxlib.cli import main

if __name__ == "__main__":
    main()
