"""What the browser tests share: one Chromium, our own site and the archive of all features, served as a good server does."""

from __future__ import annotations

import gzip
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from msgspec import Struct
from playwright.sync_api import Browser, BrowserContext, Page

from ..engine.conftest import build_all
from ..once import made_once
from .features import features
from .pages import Kind

# A page hears of a new width with the next frame.
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
TEXT = (".html", ".css", ".js", ".json", ".svg", ".xml", ".vtt", ".txt")
LEVEL = 6


class Served(Struct, frozen=True):
    """A built site: its folder, and its address without a slash at the end."""

    folder: Path
    address: str


class Sites(Struct, frozen=True):
    """Our own site, and the archive of all features."""

    ours: Served
    features: Served

    def address(self, kind: Kind) -> str:
        """Where the page of this kind is served."""
        return self.host(kind) + kind.path

    def host(self, kind: Kind) -> str:
        return self.ours.address if kind.of == "ours" else self.features.address


class Server(SimpleHTTPRequestHandler):
    """A file server that prints nothing, packs texts (RFC 9110, 8.4) and gives parts of files, as players ask (14)."""

    def do_GET(self) -> None:
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        path = self._file()
        if asked and path.is_file():
            self._part(path, int(asked[1]), asked[2])
        elif path.suffix in TEXT and path.is_file() and "gzip" in self.headers.get("Accept-Encoding", ""):
            self._send(200, path, gzip.compress(path.read_bytes(), LEVEL, mtime=0), ("Content-Encoding", "gzip"))
        else:
            with suppress(ConnectionError):  # a page that leads on leaves its files behind
                super().do_GET()

    def _file(self) -> Path:
        path = Path(self.translate_path(self.path))
        return path / "index.html" if self.path.partition("?")[0].endswith("/") else path

    def _part(self, path: Path, start: int, until: str) -> None:
        whole = path.read_bytes()
        end = int(until or len(whole) - 1)
        self._send(206, path, whole[start : end + 1], ("Content-Range", f"bytes {start}-{end}/{len(whole)}"))

    def _send(self, status: int, path: Path, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", self.guess_type(str(path))), ("Content-Length", str(len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        with suppress(ConnectionError):  # players leave when they have heard enough
            self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Accept-Ranges", "bytes")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(folder: Path, kind: type[Server] = Server) -> Iterator[Served]:
    """The site in `folder`, on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(kind, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Served(folder, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    server.server_close()


def soon(page: Page, script: str, arg: object = None) -> None:
    """Wait until the script gives something true.

    Playwright's own `wait_for_function` asks again by `eval`, which our policy forbids a page: it holds at once or never.
    """
    for _ in range(100):
        if page.evaluate(script, arg):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {script}")


@pytest.fixture(scope="module")
def sites(our_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """Both sites, built once; their servers end with the module, since beside other threads nothing is forked."""
    folder = made_once(tmp_path_factory, "features", _build_features)
    with serving(our_site) as ours, serving(folder / "features" / "site") as all_features:
        yield Sites(ours, all_features)


def _build_features(folder: Path) -> None:
    done = build_all(features(folder))
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def visit(browser: Browser) -> Iterator[BrowserContext]:
    """A visit that the tests of a module share, on a screen of 1280 pixels: one for each would cost more than the tests."""
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    yield made
    made.close()


@pytest.fixture
def page(visit: BrowserContext) -> Iterator[Page]:
    """A page for a test that leaves nothing behind, neither colours that were chosen nor routes for other pages."""
    made = visit.new_page()
    yield made
    made.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visit of its own, to which every file is new."""
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    yield made
    made.close()
