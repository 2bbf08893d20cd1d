"""What a reader downloads up to the first result of a search, by Chromium's count: `make downloads CORPORA=DIR`.

10,000 articles are dealt from the paragraphs and titles of the archives in DIR, so that words are as frequent as in real texts.
"""

from __future__ import annotations

import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Request, sync_playwright

from ..browser.chromium import HELP, QUIET, find
from ..browser.conftest import serving
from ..trials.conftest import archives

ARTICLES = 10_000
QUERIES = (
    "social media",
    "data visualization",
    "user experience",
    "federal agencies",
    "mobile government",
    "plain language",
    "content strategy",
    "open data",
)
_PLAIN_TITLE = re.compile(r"^title: ([\w ,.?-]+)$", re.MULTILINE)
_NOT_PLAIN = re.compile(r"[<{]|!\[|\]\(\.{0,2}/")
BINARIES = Path(sys.executable).parent
FIRST = "The first result is there."
WORKER = 12_000  # bytes, compressed


def main() -> None:
    """Print a row for each query: KiB up to the first result."""
    base = Path(tempfile.mkdtemp(prefix="downloads-"))
    try:
        archive = dealt(base)
        subprocess.run(
            [BINARIES / "archive", "build", "--no-cards", "--leave-out"], cwd=archive, check=True, stderr=subprocess.DEVNULL
        )
        path = find()
        if path is None:
            sys.exit(HELP)
        with serving(archive / "site") as served, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=path, args=QUIET)
            sizes = {words: downloaded(chromium, f"{served.address}/search/?q={quote(words)}") for words in QUERIES}
            chromium.close()
    finally:
        shutil.rmtree(base, ignore_errors=True)
    for words, size in sizes.items():
        print(f"{words:20} {size / 1000:6.0f} KB")
    print(f"{'median':20} {statistics.median(sizes.values()) / 1000:6.0f} KB")


def downloaded(browser: Browser, address: str) -> int:
    """Bytes as they went over the wire, headers included, of all that had come when the first result stood there."""
    page = browser.new_context().new_page()
    received: list[Request] = []
    before: list[Request] = []
    page.on("requestfinished", lambda request: received.append(request))
    page.on("console", lambda message: before.extend(received) if message.text == FIRST and not before else None)
    page.add_init_script(
        f"new MutationObserver((_, look) => document.querySelector('.a-hit') && (console.log('{FIRST}'), look.disconnect()))"
        ".observe(document, {subtree: true, childList: true})"
    )
    with page.expect_console_message(lambda message: message.text == FIRST, timeout=60_000):
        page.goto(address, wait_until="commit")
    sizes = [request.sizes() for request in before]
    page.context.close()
    # Chromium does not count what a worker is made of.
    worker = sum(WORKER for request in before if "pagefind-worker" in request.url)
    return worker + sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)


def dealt(base: Path) -> Path:
    """An archive of articles whose paragraphs, titles, authors and topics are dealt anew."""
    chance = random.Random(1)
    source = max(archives(), key=lambda found: len(list((found / "docs" / "articles").rglob("*.md"))))
    archive = base / "archive"
    start = ["init", str(archive), "--facet", "topics", "--url", "https://example.org/"]
    subprocess.run([BINARIES / "archive", *start], check=True, stdout=subprocess.DEVNULL)
    for folder in ("authors", "docs/topics"):
        shutil.copytree(source / folder, archive / folder, dirs_exist_ok=True)
    authors = sorted(path.stem for path in (archive / "authors").glob("*.md"))
    topics = sorted(path.stem for path in (archive / "docs" / "topics").glob("*.md"))
    texts = [path.read_text(encoding="utf-8") for path in sorted((source / "docs" / "articles").rglob("*.md"))]
    titles = [found[1] for text in texts if (found := _PLAIN_TITLE.search(text))]
    bodies = [list(_paragraphs(text)) for text in texts]
    paragraphs = [words for body in bodies for words in body]
    for number in range(ARTICLES):
        day = date(2008, 1, 1) + timedelta(days=number // 2)
        body = "\n\n".join(chance.choices(paragraphs, k=max(3, len(chance.choice(bodies)))))
        people, about = chance.sample(authors, chance.choice((1, 1, 2))), chance.sample(topics, chance.choice((1, 2, 3)))
        fields = (
            f"title: {chance.choice(titles)} {number}\ndate: {day}\nauthors: [{', '.join(people)}]\ntopics: [{', '.join(about)}]"
        )
        path = archive / "docs" / "articles" / str(day.year) / f"a{number:05}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{fields}\n---\n{body}\n", encoding="utf-8")
    return archive


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs that stand for themselves: no pictures, tags or links within the archive."""
    body = text.split("\n---", 1)[-1].strip("-\n")
    return (words for words in re.split(r"\n{2,}", body) if words.strip() and not _NOT_PLAIN.search(words))


if __name__ == "__main__":
    main()
