"""The preview: real processes on this machine's own address, ended by their ids."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

import pytest

from ..archives import site
from .conftest import article, ending, write

PATIENCE = 30
COMMANDS = ("article_archive.cli", "mkdocs", "properdocs")
HERE = "docs/articles/2016/here.md"

every_command = pytest.mark.parametrize("module", COMMANDS)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(module: str, root: Path, port: int, said: IO[str] | int, **environment: str) -> subprocess.Popen[str]:
    """A preview of the archive, which says what it has to say to `said`."""
    option = "--address" if module == "article_archive.cli" else "--dev-addr"
    command = [sys.executable, "-m", module, "serve", option, f"127.0.0.1:{port}"]
    settings = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", **environment}
    return subprocess.Popen(command, cwd=root, env=settings, stdout=subprocess.DEVNULL, stderr=said, text=True)


@contextmanager
def served(module: str, root: Path) -> Iterator[str]:
    """The address of a running preview of the archive."""
    port = free_port()
    with (root.parent / "said.txt").open("w") as said, ending(started(module, root, port, said)) as server:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            for _ in range(2):  # a shell that ends a group of processes says it twice
                server.terminate()
                time.sleep(0.1)
            server.wait(PATIENCE)


def asked(address: str) -> tuple[int, str]:
    """The status and text at the address; 0 where nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as reason:
        return reason.code, reason.read().decode()
    except (urllib.error.URLError, ConnectionError):
        return 0, ""


def until(address: str, is_it: Callable[[int, str], bool]) -> str:
    """The text at the address, once status and text are what they should be."""
    found = (0, "")
    for _ in range(PATIENCE * 10):
        found = asked(address)
        if is_it(*found):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"{address} never was what it should be: {found[0]} {found[1][:500]}")


def eventually(address: str, words: str) -> str:
    """The page at the address, once it holds the words."""
    return until(address, lambda status, text: status == 200 and words in text)


def told(address: str, words: str) -> str:
    """What a page that is open is told next, once that holds the words."""
    with urllib.request.urlopen(f"{address}/-preview/events?page=/", timeout=PATIENCE) as events:
        until = time.monotonic() + PATIENCE  # a sign of life comes now and then
        while time.monotonic() < until:
            line = str(events.readline().decode())
            if line.startswith("data:") and words in line:
                return line
    raise AssertionError(f"nothing was told of {words!r}")


def gone(address: str) -> None:
    until(address, lambda status, _: status == 404)


@every_command
def test_a_preview_shows_articles_and_follows_what_is_saved(archive: Path, module: str) -> None:
    write(archive, HERE, article("Here", "Words at first."))
    with served(module, archive) as address:
        eventually(f"{address}/articles/here/", "Words at first.")
        write(archive, HERE, article("Here", "Words at last."))
        eventually(f"{address}/articles/here/", "Words at last.")
        write(archive, "authors/writer-one.md", "---\nname: Writer Number One\n---\n")
        eventually(f"{address}/articles/here/", "Writer Number One")
        (archive / HERE).rename(archive / "docs/articles/2016/there.md")
        eventually(f"{address}/articles/there/", "Words at last.")
        gone(f"{address}/articles/here/")
        (archive / "docs/articles/2016/there.md").unlink()
        gone(f"{address}/articles/there/")
    assert not (archive / "site").exists()


def test_new_folders_authors_and_terms_are_followed(archive: Path) -> None:
    with served("article_archive.cli", archive) as address:
        eventually(f"{address}/articles/first-words/", "</html>")
        write(archive, "authors/writer-three.md", "---\nname: Writer Three\n---\n")
        write(archive, "docs/attributes/choice.md", "---\nname: Choice\n---\n")
        write(archive, "docs/articles/1999/deep/new.md", article("New", authors="[writer-three]", attributes="[Choice]"))
        eventually(f"{address}/articles/new/", "Writer Three")
        eventually(f"{address}/attributes/choice/", "New")
        write(archive, "docs/articles/1999/deep/new.md", article("New", "In a new folder.", authors="[writer-three]"))
        eventually(f"{address}/articles/new/", "In a new folder.")


@every_command
def test_a_mistake_leaves_the_last_good_page_until_it_is_mended(archive: Path, module: str) -> None:
    write(archive, HERE, article("Here", "Words at first."))
    with served(module, archive) as address:
        eventually(f"{address}/articles/here/", "Words at first.")
        write(archive, HERE, article("Here", "Words at last.", colour="red"))
        assert f"{HERE}:6:1" in told(address, "unknown-field")
        assert "Words at first." in asked(f"{address}/articles/here/")[1]
        write(archive, HERE, article("Here", "Words at last."))
        eventually(f"{address}/articles/here/", "Words at last.")


@every_command
def test_a_preview_that_begins_with_a_mistake_says_so_and_waits(archive: Path, module: str) -> None:
    write(archive, HERE, article("Here", colour="red"))
    with served(module, archive) as address:
        until(f"{address}/", lambda status, text: status == 503 and f"{HERE}:6:1" in text)
        write(archive, HERE, article("Here", "Words at last."))
        eventually(f"{address}/articles/here/", "Words at last.")


def test_the_engines_own_pages_and_settings_are_followed_and_their_mistakes_shown(archive: Path) -> None:
    settings = (archive / "mkdocs.yml").read_text()
    with served("article_archive.cli", archive) as address:
        eventually(f"{address}/about/", "</html>")
        write(archive, "docs/about.md", "# About\n\nOther words of the editors.\n")
        eventually(f"{address}/about/", "Other words of the editors.")
        write(archive, "docs/news.md", "# News\n\nA new page.\n")
        eventually(f"{address}/news/", "A new page.")
        write(archive, "mkdocs.yml", settings.replace("A small archive", "A renamed archive"))
        eventually(f"{address}/articles/first-words/", "A renamed archive")
        write(archive, "mkdocs.yml", settings + "\nextra: [")
        told(address, "mkdocs.yml:")
        write(archive, "mkdocs.yml", settings.replace("  archive:\n", "  archive:\n    colour: red\n", 1))
        told(address, "unknown-setting")
        assert "A renamed archive" in asked(f"{address}/articles/first-words/")[1]
        write(archive, "mkdocs.yml", settings)
        eventually(f"{address}/articles/first-words/", "A small archive")


def test_templates_of_the_editors_are_followed_and_their_mistakes_shown(archive: Path) -> None:
    settings = (archive / "mkdocs.yml").read_text()
    write(archive, "mkdocs.yml", settings.replace("  name: material\n", "  name: material\n  custom_dir: overrides\n"))
    write(archive, "overrides/archive/article.html", "A template of the editors.")
    with served("article_archive.cli", archive) as address:
        eventually(f"{address}/articles/first-words/", "A template of the editors.")
        write(archive, "overrides/archive/article.html", "Another template.")
        eventually(f"{address}/articles/first-words/", "Another template.")
        write(archive, "overrides/main.html", '{% extends "base.html" %}\n{% block content %}\n')
        told(address, "overrides/main.html:")
        (archive / "overrides/main.html").unlink()
        told(address, '"is_last_good":false')


def test_a_preview_draws_no_pictures_for_other_sites(archive: Path) -> None:
    picture = site(archive).share_cards["/authors/writer-one/"]
    with served("article_archive.cli", archive) as address:
        eventually(f"{address}/authors/writer-one/", "Writer One")
        assert asked(f"{address}{picture}")[0] == 404


def test_a_visit_may_ask_for_one_thing_after_the_other_and_strangers_for_none(archive: Path) -> None:
    with served("article_archive.cli", archive) as address:
        eventually(f"{address}/", "</html>")
        with closing(http.client.HTTPConnection(address.removeprefix("http://"), timeout=PATIENCE)) as visit:
            for path, status in (("/about/", 200), ("/about", 302), ("/no", 404), ("/feed.xml", 200)):
                for method in ("GET", "HEAD"):
                    visit.request(method, path)
                    answer = visit.getresponse()
                    assert (answer.status, answer.version, answer.will_close) == (status, 11, False)
                    assert method == "GET" or answer.read() == b""
                    answer.read()
            for path in ("/", "/-preview/events?page=/"):
                visit.request("GET", path, headers={"Host": "example.org"})
                answer = visit.getresponse()
                assert answer.status == 403
                answer.read()


@every_command
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_a_preview_ends_at_once_and_leaves_nothing(archive: Path, tmp_path: Path, module: str, by: signal.Signals) -> None:
    (tmp_path / "temporary").mkdir()
    port = free_port()
    server = started(module, archive, port, subprocess.PIPE, TMPDIR=str(tmp_path / "temporary"))
    listening = f"http://127.0.0.1:{port}/-preview/events?page=/"
    with ending(server), urllib.request.urlopen(opened(listening), timeout=PATIENCE):
        write(archive, "docs/news.md", "# News\n")  # the engine works, and a page listens
        time.sleep(0.3)
        server.send_signal(by)
        said = server.communicate(timeout=PATIENCE)[1]
    assert "Traceback" not in said
    assert f"http://127.0.0.1:{port}/" in said
    assert list((tmp_path / "temporary").iterdir()) == []
    assert subprocess.run(["pgrep", "-f", f"apart {archive}"], check=False).returncode == 1


def opened(address: str) -> str:
    """The address, once somebody answers there."""
    for _ in range(PATIENCE * 10):
        if asked(address.partition("/-preview")[0] + "/")[0]:
            return address
        time.sleep(0.1)
    raise AssertionError(f"{address} never answered")


@every_command
def test_a_port_in_use_is_said_in_words(archive: Path, module: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = int(other.getsockname()[1])
        with ending(started(module, archive, port, subprocess.PIPE)) as server:
            said = server.communicate(timeout=PATIENCE)[1]
    assert server.returncode == 1
    assert f"Another program is served at 127.0.0.1:{port} already." in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "address", ["0.0.0.0:8000", "192.0.2.1:8000", "8000", "127.0.0.1:no", "127.0.0.1:99999", "example.org:80"]
)
def test_an_address_that_others_reach_is_refused(archive: Path, address: str) -> None:
    command = [sys.executable, "-m", "article_archive.cli", "serve", "--address", address]
    done = subprocess.run(command, cwd=archive, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "127.0.0.1:" in done.stderr or "65535" in done.stderr
