from __future__ import annotations

import os
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from article_archive import seal
from article_archive.seal import LENGTH, NAMED


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user who has kept nothing yet, on a system of the XDG kind."""
    monkeypatch.delenv(NAMED)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    seal._key.cache_clear()
    return tmp_path / "home" / "article-archive" / "key"


def another_process() -> None:
    seal._key.cache_clear()


def test_the_first_use_makes_a_key_that_nobody_else_may_read(home: Path, tmp_path: Path) -> None:
    first = seal.key(tmp_path / "archive")
    assert len(first) == LENGTH
    assert home.stat().st_mode & 0o077 == 0
    another_process()
    assert seal.key(tmp_path / "archive") == first == seal.key(tmp_path / "another")
    assert [path.name for path in home.parent.iterdir()] == ["key"]


def test_a_key_inside_the_archive_is_not_believed(home: Path, tmp_path: Path) -> None:
    believed = seal.key(tmp_path / "archive")
    another_process()
    assert seal.key(tmp_path) != believed
    another_process()
    assert seal.key(home.parent.parent) != believed


def test_a_key_that_came_with_a_checkout_is_replaced(home: Path, tmp_path: Path) -> None:
    home.parent.mkdir(parents=True)
    home.write_bytes(b"known to all the world, and long enough")
    home.chmod(0o644)
    first = seal.key(tmp_path / "archive")
    another_process()
    assert seal.key(tmp_path / "archive") == first
    assert home.stat().st_mode & 0o077 == 0
    assert b"known" not in home.read_bytes()


@pytest.mark.parametrize("what", ["a link into the archive", "a folder", "too short"])
def test_what_is_no_key_is_not_believed(home: Path, tmp_path: Path, what: str) -> None:
    home.parent.mkdir(parents=True)
    known = tmp_path / "archive" / "known"
    known.parent.mkdir()
    known.write_bytes(b"x" * 40)
    known.chmod(0o600)
    if what == "a link into the archive":
        home.symlink_to(known)
    elif what == "a folder":
        home.mkdir()
    else:
        home.write_bytes(b"short")
        home.chmod(0o600)
    assert seal.key(tmp_path / "archive") != sha256(b"x" * 40).digest()
    assert known.read_bytes() == b"x" * 40


def test_without_a_home_the_key_lasts_for_the_run(home: Path, tmp_path: Path) -> None:
    home.parent.parent.write_text("a file where the folder should be")
    first = seal.key(tmp_path / "archive")
    assert seal.key(tmp_path / "archive") == first
    another_process()
    assert seal.key(tmp_path / "archive") != first


def test_a_named_file_is_the_key_and_is_never_written(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = tmp_path / "secret"
    monkeypatch.setenv(NAMED, str(named))
    seal.key(tmp_path / "archive")
    assert not named.exists()
    named.write_bytes(os.urandom(LENGTH))
    another_process()
    first = seal.key(tmp_path / "archive")
    another_process()
    assert seal.key(tmp_path / "archive") == first
    assert not home.exists()


def test_a_seal_changes_with_the_key_and_the_words() -> None:
    assert len({seal.seal(b"a", b"x"), seal.seal(b"b", b"x"), seal.seal(b"a", b"y")}) == 3
    assert seal.seal(b"a", b"x", b"y") == seal.seal(b"a", b"xy")
