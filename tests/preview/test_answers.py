"""What the preview's server answers: as a good host of files does, and to this machine alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive.preview.answers import Answer, Asked, answer, is_here, kind, path_of
from article_archive.preview.session import Session

from ..archives import article, write
from .studios import Desk

HERE = "127.0.0.1:8000"
SOUND = bytes(range(256)) * 10


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    desk = Desk(tmp_path_factory.mktemp("desk"))
    write(desk.root, "docs/sound.mp3", SOUND)
    write(desk.root, "docs/articles/2016/moved.md", article(aliases="[/old/place/]"))
    desk.studio.files = {"sound.mp3": desk.root / "docs/sound.mp3", "short.txt": b"0123456789"}
    desk.rounds.begin()
    return desk.session


def ask(session: Session, target: str, host: str = HERE, part: str = "", known: str = "") -> Answer:
    return answer(Asked(target, host, part, known), session.shown)


def header(found: Answer, name: str) -> str:
    return dict(found.headers).get(name, "")


def body(found: Answer) -> bytes:
    assert isinstance(found.contents, bytes)
    return found.contents[found.start : found.start + found.length]


def test_a_page_is_answered_with_the_script_that_follows_it(session: Session) -> None:
    found = ask(session, "/articles/first-words/")
    assert found.status == 200
    assert header(found, "Content-Type") == "text/html; charset=utf-8"
    script = f'<script src="/-preview/preview.js" data-edition="{session.shown.told.edition}"'
    assert body(found).count(script.encode()) == 1
    assert body(found).index(script.encode()) < body(found).index(b"</head>")


def test_a_page_of_the_engine_follows_too(session: Session) -> None:
    assert b"/-preview/preview.js" in body(ask(session, "/about/"))


def test_a_redirect_holds_no_script_since_its_policy_allows_none(session: Session) -> None:
    found = ask(session, "/old/place/")
    assert found.status == 200
    assert b"/articles/moved/" in body(found)
    assert b"<script" not in body(found)


@pytest.mark.parametrize(
    ("target", "to"),
    [
        ("/articles/first-words", "/articles/first-words/"),
        ("/articles", "/articles/"),
        ("/articles?sort=old&x=%2F", "/articles/?sort=old&x=%2F"),
        ("/old/place", "/old/place/"),
    ],
)
def test_an_address_without_its_slash_leads_to_the_one_with_it(session: Session, target: str, to: str) -> None:
    found = ask(session, target)
    assert (found.status, header(found, "Location")) == (302, to)


@pytest.mark.parametrize(
    "target",
    [
        "/none/",
        "/articles/first-words/none",
        "/../mkdocs.yml",
        "/articles/../../mkdocs.yml",
        "/%2e%2e/mkdocs.yml",
        "/articles%2ffirst-words/",
        "/articles%2Ffirst-words/",
        "/..%5cmkdocs.yml",
        "/..\\mkdocs.yml",
        "/articles/first-words/%00",
        "/%00",
        "/%ff/",
        "/%0d%0aSet-Cookie:x",
        "//articles/first-words/",
        "//example.org",
        "//example.org/%2f..",
        "/./about/",
        "/etc/passwd",
        "//etc/passwd",
        "/docs/index.md",
        "/.cache/",
        "http://example.org/about/",
        "about/",
        "*",
        "/-preview/../about/",
        "/-preview/server.py",
        "/-preview/",
    ],
)
def test_what_leads_nowhere_is_not_found(session: Session, target: str) -> None:
    found = ask(session, target)
    assert found.status == 404
    assert header(found, "Location") == ""


def test_a_page_that_is_not_there_is_the_sites_own_and_follows(session: Session) -> None:
    assert b"Page not found" in body(ask(session, "/none/"))
    assert b"/-preview/preview.js" in body(ask(session, "/none/"))


@given(st.text(max_size=60))
def test_no_target_is_answered_with_more_than_the_site(target: str) -> None:
    path = path_of(f"/{target}", "/")
    assert path is None or not {"..", "."} & set(path.split("/"))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.0.0.1:8000", "127.1.2.3:1", "localhost", "LocalHost:8000", "localhost.:80", "[::1]", "[::1]:8000"],
)
def test_this_machine_has_many_names(host: str) -> None:
    assert is_here(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "example.org",
        "localhost.example.org",
        "127.0.0.1.example.org",
        "0.0.0.0",
        "192.168.1.2:8000",
        "[::2]",
        "::1",
        "[::1",
        "a:b:c",
    ],
)
def test_another_name_for_this_machine_is_a_strangers_page(session: Session, host: str) -> None:
    assert not is_here(host)
    for target in ("/", "/articles/first-words/", "/-preview/preview.js", "/none"):
        assert ask(session, target, host).status == 403


@pytest.mark.parametrize(
    ("part", "start", "end"),
    [
        ("bytes=0-", 0, 2559),
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=2550-9999", 2550, 2559),
        ("bytes=-10", 2550, 2559),
        ("bytes=-9999", 0, 2559),
    ],
)
def test_a_player_gets_the_part_that_it_asks_for(session: Session, part: str, start: int, end: int) -> None:
    found = ask(session, "/sound.mp3", part=part)
    assert found.status == 206
    assert header(found, "Content-Type") == "audio/mpeg"
    assert header(found, "Content-Range") == f"bytes {start}-{end}/2560"
    assert (found.start, found.length) == (start, end - start + 1)


def test_a_part_of_what_lies_in_memory_is_cut_from_it(session: Session) -> None:
    assert body(ask(session, "/short.txt", part="bytes=2-4")) == b"234"


@pytest.mark.parametrize("part", ["bytes=2560-", "bytes=9999-", "bytes=5-4", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(session: Session, part: str) -> None:
    found = ask(session, "/sound.mp3", part=part)
    assert (found.status, header(found, "Content-Range")) == (416, "bytes */2560")


@pytest.mark.parametrize("part", ["", "bytes=-", "bytes=0-1,3-4", "lines=1-2", "bytes=x-", f"bytes={'9' * 40}-"])
def test_what_is_no_part_asks_for_the_whole(session: Session, part: str) -> None:
    found = ask(session, "/sound.mp3", part=part)
    assert (found.status, found.length) == (200, 2560)


def test_what_a_browser_has_already_is_not_sent_again(session: Session) -> None:
    tag = header(ask(session, "/short.txt"), "ETag")
    assert ask(session, "/short.txt", known=tag).status == 304
    assert ask(session, "/short.txt", known='"other"').status == 200


def test_before_the_first_edition_a_page_says_what_is_wrong_and_follows(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    found = answer(Asked("/articles/", HERE), desk.session.shown)
    assert found.status == 503
    assert b"The first pages are being made." in body(found)
    write(desk.root, "docs/articles/2016/here.md", article(colour="<b>red"))
    desk.rounds.begin()
    found = answer(Asked("/articles/", HERE), desk.session.shown)
    assert found.status == 503
    assert b"docs/articles/2016/here.md:6:1" in body(found)
    assert b"/-preview/preview.js" in body(found)
    assert answer(Asked("/-preview/preview.js", HERE), desk.session.shown).status == 200


def test_a_page_whose_template_cannot_be_used_says_so(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    write(desk.root, "overrides/archive/article.html", "{% if %}")
    desk.rounds.begin()
    found = answer(Asked("/articles/first-words/", HERE), desk.session.shown)
    assert found.status == 503
    assert b"article.html, line 1" in body(found)
    assert answer(Asked("/authors/", HERE), desk.session.shown).status == 200


def test_a_site_below_a_path_is_served_there(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    settings = (desk.root / "mkdocs.yml").read_text()
    write(desk.root, "mkdocs.yml", settings.replace("archive.example.org/", "archive.example.org/of/articles/"))
    desk.rounds.begin()
    assert header(answer(Asked("/", HERE), desk.session.shown), "Location") == "/of/articles/"
    assert header(answer(Asked("/of/articles", HERE), desk.session.shown), "Location") == "/of/articles/"
    assert answer(Asked("/of/articles/authors/", HERE), desk.session.shown).status == 200
    assert answer(Asked("/authors/", HERE), desk.session.shown).status == 404
    found = answer(Asked("/of/articles/authors", HERE), desk.session.shown)
    assert header(found, "Location") == "/of/articles/authors/"


def test_types_are_said_by_name() -> None:
    assert kind("a/b.JS") == "text/javascript; charset=utf-8"
    assert kind("a.vtt") == "text/vtt; charset=utf-8"
    assert kind("a.m4a") in ("audio/mp4", "audio/mp4a-latm", "audio/x-m4a")
    assert kind("a") == "application/octet-stream"
