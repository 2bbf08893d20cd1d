"""Files that are pages, too: what is let through by its first bytes runs in no browser, even where no server says its type."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product

from playwright.sync_api import Browser, Error

from article_archive.signatures import JUDGED, agrees

from ..test_signatures import SOUND, TAGS
from .visits import RAN

PAGE = f"<html><script>console.error({RAN!r})</script>".encode()
# What may stand before a page, or within the mark of a file that is none.
BEFORE = (b"", b"\n", b"\xef\xbb\xbf", b"-->")


def mixtures() -> dict[str, bytes]:
    """Pages with the marks of every kind, before, in and after them, by addresses with every ending."""
    marks = {head[:40] for heads in SOUND.values() for head in heads}
    made = [*(mark + before + PAGE for mark, before in product(marks, BEFORE))]
    made += [before + PAGE + mark for mark, before in product(marks, BEFORE)]
    made += [tag.encode() + mark[len(tag) :] + b">" + PAGE for mark, tag in product(marks, TAGS)]
    made += [mark[: len(mark) // 2] + PAGE + mark[len(mark) // 2 :] for mark in marks]
    every = enumerate(sorted(set(made)))
    return {f"/{n}.{ending}": data for (n, data), ending in product(every, sorted(JUDGED))}


@contextmanager
def untyped(files: Mapping[str, bytes]) -> Iterator[str]:
    """A server that says no file's type, and lets browsers guess."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = files.get(self.path, b"")
            self.send_response(200 if data else 404)
            self.send_header("Content-Length", str(len(data)))
            with suppress(ConnectionError):  # what is no page is left alone
                self.end_headers()
                self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def ran(browser: Browser, files: Mapping[str, bytes]) -> set[str]:
    """The files that ran as a page when they were opened."""
    heard: set[str] = set()
    context = browser.new_context(accept_downloads=False)
    page = context.new_page()
    page.on("console", lambda said: heard.add(page.url.partition("//")[2]) if RAN in said.text else None)
    with untyped(files) as address:
        for path in files:
            # Whatever is no page is downloaded.
            with suppress(Error):
                page.goto(address + path, wait_until="load", timeout=5_000)
    context.close()
    return {f"/{path.partition('/')[2]}" for path in heard}


def test_what_goes_by_a_sound_name_never_runs(browser: Browser) -> None:
    every = mixtures()
    sound = {path: data for path, data in every.items() if agrees(path.rpartition(".")[2], data)}
    # A browser guesses by the bytes alone, so each is opened once.
    once = {data: path for path, data in sound.items()}
    assert len(once) > 100
    assert ran(browser, {path: data for data, path in once.items()}) == set()


def test_pages_run_where_no_server_says_their_type(browser: Browser) -> None:
    pages = {"/1.pdf": PAGE, "/2.opus": b"\n<!--ftypisom-->" + PAGE, "/3.txt": PAGE + b"%PDF-1.7"}
    assert ran(browser, pages) == set(pages)
    assert not [path for path, data in pages.items() if agrees(path.rpartition(".")[2], data)]
