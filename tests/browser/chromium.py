"""Find a Chromium for the browser tests, or get one: `make browser`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# Without its windows the same browser takes two thirds of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium-headless-shell", "chromium")
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update"),
    # Pictures far below are left for later at the same distance as in a browser with windows.
    "--blink-settings=lazyLoadingImageMarginPxUnknown=1250",
]
HELP = "The browser tests need Chromium and found none: `make browser` gets it, or set CHROMIUM to its path."


def find() -> str | None:
    """The path of a Chromium: what CHROMIUM says, the system's, or Playwright's own."""
    if named := os.environ.get("CHROMIUM"):
        return named
    system = next((found for name in NAMES if (found := shutil.which(name))), None)
    return system or _playwrights()


def install() -> int:
    """Install the system's package where there is apt and the right to use it, and Playwright's build elsewhere."""
    may_apt = shutil.which("apt-get") is not None and hasattr(os, "geteuid") and os.geteuid() == 0
    if may_apt:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        # Not every release of a distribution has the first.
        tried = (subprocess.run(["apt-get", "install", "-y", "-qq", name], check=False).returncode for name in PACKAGES)
        return 0 if any(code == 0 for code in tried) else 1
    return subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    if "--install" in sys.argv:
        sys.exit(install())
    if find() is None:
        sys.exit(HELP)
