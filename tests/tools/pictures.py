"""The pictures of docs/contribute, taken anew from the program itself: `make pictures`.

Each is a page, or a part of one, as Chromium shows it; the drawing of a file is a page of this module's own.
"""

from __future__ import annotations

import io
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from ..archives import article, small, write
from ..browser.chromium import find
from ..engine.test_serving import eventually, served

FOLDER = Path(__file__).parent.parent.parent / "docs" / "contribute"
HEAVIEST = 60_000
LESSON = "docs/articles/2016/rain.md"
WORDS = """Twelve learners, one gutter and a question that changed three times.

## What we tried

Each group filled a stretch of the gutter with sand, clay or moss.
"""
DRAWN = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 24px; width: 752px; background: #fff; color: #1c1c1c; font: 17px/1.55 ui-monospace, monospace; }
main { display: grid; grid-template-columns: 1fr 250px; gap: 0 22px; align-items: center; }
pre { margin: 0; padding: 12px 16px; border: 1.5px solid #767676; font: inherit; white-space: pre-wrap; }
.fields { border-bottom: 0; background: #eef3fb; border-radius: 8px 8px 0 0 } .text { border-radius: 0 0 8px 8px }
p { margin: 0; padding-left: 16px; border-left: 3px solid #20558a; font: 16px/1.45 "Source Serif 4", Georgia, serif }
h1 { grid-column: 1; margin: 0 0 8px; font: inherit; color: #444 } h1 + i { display: block }
</style><main>
<h1>docs/articles/2026/the-rain-gutter-experiment.md</h1><p>The file&rsquo;s name becomes the address.</p>
<pre class="fields">---
title: The rain gutter experiment
date: 2026-11-20
author: writer-one
attributes: [Self-Discovery]
---</pre><p>The fields: a name, a colon, a space and a value, between two lines of three hyphens.</p>
<pre class="text">Twelve learners, one gutter and a
question that changed three times.

## What we tried

Each group filled a stretch of it.</pre><p>The text. <code>##</code> begins a heading, an empty line a new paragraph.</p>
</main>"""

PICTURED = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 24px; width: 752px; background: #fff; color: #1c1c1c; font: 17px/1.55 ui-monospace, monospace; }
pre { margin: 0 0 18px; padding: 12px 16px; border: 1.5px solid #767676; border-radius: 8px; font: inherit }
pre { white-space: pre-wrap }
p { margin: 0 0 8px; font: 16px/1.45 "Source Serif 4", Georgia, serif } b { font-weight: 400; padding: 2px }
.description { background: #e4effa } .file { background: #f3ecd8 } .caption { background: #e5f1df }
img { display: block; border: 1.5px solid #767676; border-radius: 8px; padding: 16px; background: #fdfcf8 }
</style><p>What you write: <b class="description">a description for those who can&rsquo;t see it</b>,
<b class="file">the file&rsquo;s name</b>, <b class="caption">a caption for everybody</b>.</p>
<pre>![<b class="description">A gutter with three stretches: sand, clay and moss.</b>](<b class="file">gutter.png</b>
"<b class="caption">Sand, clay and moss, after one minute.</b>")</pre>
<p>What readers see:</p><img alt="" src="data:image/png;base64,SHOWN">"""


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        _keep("a-file", _of_the_drawing(browser))
        with tempfile.TemporaryDirectory() as folder, _preview(Path(folder), browser) as (root, page, address):
            _keep("a-picture", _of_the_line(browser, _of_the_picture(root, page, address)))
            _keep("a-message", _of_the_message(page, address))
            _keep("a-mistake", _of_the_mistake(root, page, address))
        browser.close()


def _of_the_drawing(browser: Browser) -> bytes:
    page = browser.new_page(viewport={"width": 800, "height": 400})
    page.set_content(DRAWN)
    return page.screenshot(full_page=True)


def _of_the_line(browser: Browser, shown: bytes) -> bytes:
    page = browser.new_page(viewport={"width": 800, "height": 400})
    page.set_content(PICTURED.replace("SHOWN", b64encode(shown).decode()))
    return page.screenshot(full_page=True)


@contextmanager
def _preview(folder: Path, browser: Browser) -> Iterator[tuple[Path, Page, str]]:
    """A small archive, its preview in a window, and the preview's address."""
    root = small(folder)
    write(root, LESSON, article(WORDS, title="The rain gutter experiment"))
    page = browser.new_page(viewport={"width": 800, "height": 560}, device_scale_factor=1, color_scheme="light")
    with served("article_archive.cli", root) as address:
        eventually(f"{address}/articles/rain/", "changed three times")
        yield root, page, address


def _of_the_picture(root: Path, page: Page, address: str) -> bytes:
    drawn = Image.new("RGB", (900, 260), "#dfe9f5")
    for n, colour in enumerate(("#d8c08a", "#a9744f", "#6f8f5f")):
        drawn.paste(colour, (60 + 270 * n, 70, 300 + 270 * n, 190))
    kept = io.BytesIO()
    drawn.save(kept, "PNG")
    write(root, "docs/articles/2016/gutter.png", kept.getvalue())
    line = '![A gutter with three stretches: sand, clay and moss.](gutter.png "Sand, clay and moss, after one minute.")'
    write(root, LESSON, article(f"{WORDS}\n{line}\n", title="The rain gutter experiment"))
    eventually(f"{address}/articles/rain/", "after one minute")
    page.goto(f"{address}/articles/rain/")
    page.wait_for_load_state("networkidle")
    return page.locator("figure").first.screenshot()


def _of_the_message(page: Page, address: str) -> bytes:
    page.set_viewport_size({"width": 800, "height": 800})
    page.goto(f"{address}/messages/unknown-author/")
    return page.screenshot(clip={"x": 90, "y": 90, "width": 620, "height": 700})


def _of_the_mistake(root: Path, page: Page, address: str) -> bytes:
    page.set_viewport_size({"width": 800, "height": 560})
    page.goto(f"{address}/articles/rain/")
    write(root, LESSON, article(WORDS, title="The rain gutter experiment", author="writer-on"))
    page.get_by_role("alertdialog").wait_for()
    page.mouse.move(0, 0)
    return page.screenshot()


def _keep(name: str, shot: bytes) -> None:
    """Keep a picture in few colours: these are pages, not photographs."""
    picture = Image.open(io.BytesIO(shot)).convert("RGB").quantize(64)
    picture.save(FOLDER / f"{name}.png", optimize=True)
    size = (FOLDER / f"{name}.png").stat().st_size
    print(f"{name}.png: {picture.width} by {picture.height}, {size:,} bytes")
    if size > HEAVIEST:
        raise SystemExit(f"{name}.png is heavier than {HEAVIEST:,} bytes.")


if __name__ == "__main__":
    main()
