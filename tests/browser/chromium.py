"""The browser of the tests: Chromium of the system, installed by `make test` where there is none.

Playwright's own download is not asked for: it needs an address that not everybody reaches.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = ("apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium")
MISSING = (
    "The browser tests need Chromium, and none is installed. On Debian or Ubuntu: "
    "apt-get update && apt-get install chromium. Elsewhere: any Chromium or Chrome on PATH will do."
)


def find() -> str | None:
    """Where Chromium is; None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    """Install it with the system's own packages, where that can be done without asking anybody."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "--quiet"], check=True, env=quiet)  # noqa: S607 - the system's own
        subprocess.run(INSTALL, check=True, env=quiet)  # noqa: S603 - the constant above


if __name__ == "__main__":
    if find() is None:
        install()
    if find() is None:
        sys.exit(MISSING)
