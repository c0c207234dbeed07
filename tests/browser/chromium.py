"""Finding a Chromium for the tests, or installing one, or saying exactly what to do; prints its path.

``make test`` runs this file once. Order: ``$DXLIB_CHROMIUM``, a browser on the path, Debian's package
(where we may install it), Playwright's own download.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "DXLIB_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
# For each window Chromium would load two lists of suggestions for addresses, which takes longer than to load a page. Of
# lists of features that are switched off the last one counts, so Playwright's own stands here too.
_OFF = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
    "AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter",
    "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch", "TcpPortRandomizationWin",
    "ThirdPartyStoragePartitioning", "msEdgeUpdateLaunchServicesPreferredVersion", "msForceBrowserSignIn",
)  # fmt: skip
ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    f"--disable-features={','.join(_OFF)}",
)  # fmt: skip
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def find_chromium() -> str:
    """Give the path of a Chromium that is there, or an empty string."""
    given = os.environ.get(VARIABLE, "")
    if given:
        return given
    found = next(filter(None, map(shutil.which, NAMES)), "")
    return found or (str(MAC) if MAC.exists() else "")


def list_ways_to_install() -> Iterator[list[list[str]]]:
    """Give the commands of each way to install a Chromium here, the likeliest first."""
    apt = shutil.which("apt-get")
    if apt:
        admin = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
        install = ["env", "DEBIAN_FRONTEND=noninteractive", apt, "install", "-y", "-qq", "chromium"]
        yield [[*admin, apt, "update", "-qq"], [*admin, *install]]
    yield [[sys.executable, "-m", "playwright", "install", "chromium"]]


def find_download() -> str:
    """Give the path of the browser that Playwright downloaded, or an empty string."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else ""


def main() -> int:
    """Print the path of a Chromium, installing one if there is none."""
    for commands in (None, *list_ways_to_install()):
        for command in commands or ():
            print("No Chromium yet:", " ".join(command), file=sys.stderr)
            done = subprocess.run(command, stdout=sys.stderr, check=False)
            if done.returncode:
                break
        path = find_chromium() or find_download()
        if path:
            print(path)
            return 0
    print(
        "The tests need a Chromium and could not install one.\n"
        "Fix: install the package 'chromium' (Debian, Ubuntu: apt-get install chromium) or Google Chrome,\n"
        f"     or set {VARIABLE} to the path of a Chromium, then run 'make test' again.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
