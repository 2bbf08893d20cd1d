"""The preview server: real processes on this machine's own address, ended by their ids."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ..archives import site
from .conftest import article, write

PATIENCE = 60


@contextmanager
def served(module: str, root: Path) -> Iterator[str]:
    """The address of a running preview of the archive."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    option = "--address" if module == "article_archive.cli" else "--dev-addr"
    command = [sys.executable, "-m", module, "serve", option, f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        for _ in range(2):  # a shell that ends a group of processes says it twice
            server.terminate()
            time.sleep(0.1)
        server.wait(PATIENCE)


def eventually(address: str, words: str) -> str:
    """The page at the address, once it holds the words."""
    text = ""
    for _ in range(PATIENCE * 4):
        try:
            text = urllib.request.urlopen(address, timeout=PATIENCE).read().decode()
        except (urllib.error.URLError, ConnectionError):
            text = ""
        if words in text:
            return text
        time.sleep(0.25)
    raise AssertionError(f"{address} never showed {words!r}: {text[:500]}")


@pytest.mark.parametrize("module", ["article_archive.cli", "mkdocs"])
def test_a_preview_shows_articles_and_follows_what_is_saved(archive: Path, module: str) -> None:
    write(archive, "docs/articles/2016/here.md", article("Here", "Words at first."))
    with served(module, archive) as address:
        eventually(f"{address}/articles/here/", "Words at first.")
        write(archive, "docs/articles/2016/here.md", article("Here", "Words at last."))
        eventually(f"{address}/articles/here/", "Words at last.")
        write(archive, "authors/writer-one.md", "---\nname: Writer Number One\n---\n")
        eventually(f"{address}/articles/here/", "Writer Number One")
    assert not (archive / "site").exists()


def test_a_preview_draws_no_pictures_for_other_sites(archive: Path) -> None:
    picture = site(archive).share_cards["/authors/writer-one/"]
    with served("article_archive.cli", archive) as address:
        eventually(f"{address}/authors/writer-one/", "Writer One")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{address}{picture}", timeout=PATIENCE)
