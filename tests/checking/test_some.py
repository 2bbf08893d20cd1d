"""Some files judged as a check of the whole archive judges them."""

from __future__ import annotations

from pathlib import Path

import pytest

from article_archive import reading
from article_archive.checking import others
from article_archive.checking.some import Ground, problems_of
from article_archive.problems import Problem
from article_archive.progress import Progress
from article_archive.store import STORE, Store

from ..archives import ENGINE, NOW, article, gathered, judged_settings, small, write
from ..test_cases import CASES, read


def ground(root: Path) -> Ground:
    settings = judged_settings(root)[0]
    found = reading.look(root, reading.folders(settings.facets, settings.docs))
    return Ground(root, settings, ENGINE, found, NOW, Store(root / STORE))


def some(root: Path, *paths: str) -> list[Problem]:
    return problems_of(frozenset(paths), ground(root), Progress("", 0, None))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_file_by_itself_has_the_problems_that_it_has_in_the_whole(path: Path, tmp_path: Path) -> None:
    root = small(tmp_path, read(path).files)
    whole = gathered(root).problems
    for content in [p for p in read(path).files if not p.startswith("docs/index.md") and p.endswith(".md")]:
        expected = [p for p in whole if p.place.path == content]
        for _ in ("others judged in full", "others recalled without their words"):
            found = some(root, content)
            assert [p for p in found if p.place.path == content] == expected
            assert set(found) <= set(whole)


def test_what_changed_in_other_files_since_is_seen(tmp_path: Path) -> None:
    root = small(tmp_path)
    path = "docs/articles/2016/new.md"
    write(root, path, article("[One](first-words.md#here) and [another](later.md).\n"))
    assert [p.code for p in some(root, path)] == ["dead-anchor", "missing-page"]
    write(root, "docs/articles/2016/later.md", article(draft="true"))
    write(root, "docs/articles/2016/first-words.md", article("# Here\n"))
    assert [p.code for p in some(root, path)] == ["unpublished-link"]
    write(root, "docs/articles/2016/later.md", article())
    assert some(root, path) == []
    write(root, "docs/articles/2017/new.md", article())
    assert [p.code for p in some(root, path)] == ["same-address"]


def test_what_is_kept_of_the_others_holds_no_words(tmp_path: Path) -> None:
    root = small(tmp_path)
    write(root, "docs/articles/2016/new.md", article("# A heading\n\nUnmistakable.\n", title="Rare words", summary="Seldom."))
    some(root, "docs/articles/2016/first-words.md")
    kept = others.opened(Store(root / STORE))
    assert len(kept) == len(ground(root).found.entries)
    data = bytes(kept["docs/articles/2016/new.md"].judged)
    assert b"a-heading" in data
    assert not [word for word in (b"Unmistakable", b"Rare", b"Seldom", b"A heading") if word in data]


@pytest.mark.parametrize("damage", [b"", b"nonsense"])
def test_what_is_kept_may_be_damaged_or_gone(damage: bytes, tmp_path: Path) -> None:
    root = small(tmp_path)
    path = "docs/articles/2016/new.md"
    write(root, path, article("[One](first-words.md#nowhere)\n"))
    first = some(root, path)
    for file in (root / STORE).rglob("*"):
        if file.is_file():
            file.write_bytes(damage)
    assert some(root, path) == first
    assert len(first) == 1
