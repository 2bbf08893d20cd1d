"""Time from saving an article to the reloaded page's first paint, by the browser's clock: `python -m tests.bench.serve`.

`archive serve` runs over an archive of chance words, and Chromium looks at an article in its middle.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from ..browser.chromium import HELP, QUIET, find
from . import archive_of

# The most seconds that are meant, at 10,000 articles.
BAR = 1.0
PATIENCE = 300
# An editor pauses before saving again; so do we (seconds).
PAUSE = 3.0
# When the reloaded page was first painted, in seconds since 1970.
PAINTED = """words => {
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  return paint && document.body.textContent.includes(words) ? (performance.timeOrigin + paint.startTime) / 1000 : 0;
}"""


def main() -> None:
    """Print the seconds of each save, and their median."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("-n", "--articles", type=int, default=10_000)
    options.add_argument("-r", "--runs", type=int, default=5)
    given = options.parse_args()
    path = find()
    if path is None:
        sys.exit(HELP)
    base = Path(tempfile.mkdtemp(prefix="bench-serve-"))
    try:
        seconds = measured(archive_in(base, given.articles), given.runs, str(path))
    finally:
        shutil.rmtree(base, ignore_errors=True)
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
    print(f"{date.today()}, {given.articles:,} articles, {machine}")
    said = ", ".join(f"{each:.2f}" for each in seconds)
    bar = f", at most {BAR:.1f} s are meant" if given.articles == 10_000 else ""
    print(f"saved file to reloaded page in serve: {statistics.median(seconds):.2f} s, the median of {said}{bar}")


def archive_in(base: Path, articles: int) -> Path:
    """A new archive of so many articles."""
    archive = base / "archive"
    start = ["init", str(archive), "--facet", "attributes", "--facet", "categories", "--url", "https://example.org/"]
    command = [sys.executable, "-m", "article_archive.cli"]
    subprocess.run([*command, *start], check=True, stdout=subprocess.DEVNULL)
    archive_of.main(articles, archive)
    return archive


def measured(archive: Path, runs: int, chromium: str) -> list[float]:
    """The seconds from each save to the paint that shows it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    server = subprocess.Popen([sys.executable, "-m", "article_archive.cli", "serve", "--address", address], cwd=archive)
    try:
        article = sorted((archive / "docs/articles").rglob("*.md"))[len(list((archive / "docs/articles").rglob("*.md"))) // 2]
        wait(f"http://{address}/articles/{article.stem}/")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
            # Whoever waits for what a page shows asks it by eval, which our policy forbids.
            page = browser.new_page(bypass_csp=True)
            page.goto(f"http://{address}/articles/{article.stem}/")
            found = [saved(article, page, f"Saved number {turn}.") for turn in range(runs)]
            browser.close()
        return found
    finally:
        server.terminate()
        server.wait(PATIENCE)


def saved(article: Path, page: Page, words: str) -> float:
    """Seconds from saving these words to the paint of the page that shows them."""
    time.sleep(PAUSE)
    text = article.read_text(encoding="utf-8")
    at = time.time()
    article.write_text(f"{text}\n{words}\n", encoding="utf-8")
    found = page.wait_for_function(PAINTED, arg=words, timeout=PATIENCE * 1000)
    return float(found.json_value()) - at


def wait(address: str) -> None:
    """Until the first page is served."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=PATIENCE).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    sys.exit(f"{address} was never served")


if __name__ == "__main__":
    main()
