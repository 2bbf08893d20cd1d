"""A pull request may bring a folder of what is kept: nothing in it is believed that was not made here."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec import Raw, msgpack
from msgspec.structs import replace

from article_archive.judging import recall
from article_archive.judging.judge import Judged
from article_archive.model import Article, Html
from article_archive.store import STORE, Store
from article_archive.text.markdown import made_of

from ..archives import small
from ..engine.conftest import build

SCRIPT = "<script>alert(1)</script>"
PAGE = "site/articles/first-words/index.html"


def forge(root: Path) -> None:
    """Write into what is kept that the first article was judged, and found to hold a script."""
    store = Store(root / STORE)
    for number in range(recall.DRAWERS):
        found = {path: each for path, each in recall.opened(store).items() if recall.drawer(path) == number}
        recall.close(number, [_forged(each) for each in found.values()], store)


def _forged(kept: recall.Kept) -> recall.Kept:
    judged = kept.value()
    if not isinstance(judged.value, Article) or judged.value.slug != "first-words":
        return kept
    packed = msgpack.encode(Judged(replace(judged.value, body=made_of((Html(SCRIPT),))), ()))
    return replace(kept, judged=Raw(packed), mark=recall.digest(packed))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = small(tmp_path)
    assert build(root).returncode == 0
    return root


def test_what_was_forged_with_our_own_key_would_be_believed(archive: Path) -> None:
    forge(archive)
    (archive / "docs/articles/2016/second-words.md").touch()
    assert build(archive, SOURCE_DATE_EPOCH="1700000000").returncode == 0
    assert SCRIPT in (archive / PAGE).read_text(encoding="utf-8")


def test_a_stranger_s_judgement_is_not_believed(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs, ours = tmp_path / "theirs", os.environ["ARCHIVE_KEY_FILE"]
    theirs.write_bytes(os.urandom(64))
    monkeypatch.setenv("ARCHIVE_KEY_FILE", str(theirs))
    assert build(archive, SOURCE_DATE_EPOCH="1600000000").returncode == 0
    forge(archive)
    monkeypatch.setenv("ARCHIVE_KEY_FILE", ours)
    assert build(archive, SOURCE_DATE_EPOCH="1700000000").returncode == 0
    assert SCRIPT not in (archive / PAGE).read_text(encoding="utf-8")


def test_a_right_digest_without_a_key_is_not_believed(tmp_path: Path) -> None:
    store = Store(tmp_path / "archive" / STORE)
    store.keep("a key", b"our own")
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    head = file.read_bytes().partition(b"\n")[0] + b"\n"
    file.write_bytes(head + sha256(b"a key\0forged").digest() + b"forged")
    assert store.find("a key") is None


def test_the_site_does_not_depend_on_the_key(archive: Path, tmp_path: Path) -> None:
    build(archive, SOURCE_DATE_EPOCH="1700000000")
    before = {path.relative_to(archive): path.read_bytes() for path in (archive / "site").rglob("*") if path.is_file()}
    other = tmp_path / "other"
    other.write_bytes(os.urandom(64))
    build(archive, SOURCE_DATE_EPOCH="1700000000", ARCHIVE_KEY_FILE=str(other))
    assert {path.relative_to(archive): path.read_bytes() for path in (archive / "site").rglob("*") if path.is_file()} == before
