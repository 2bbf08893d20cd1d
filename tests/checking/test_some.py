"""Some files judged as a check of the whole archive judges them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article_archive import reading
from article_archive.checking import others
from article_archive.checking.some import Ground, problems_of
from article_archive.problems import Problem
from article_archive.progress import Progress
from article_archive.store import STORE, Store

from ..archives import ENGINE, NOW, article, gathered, judged_settings, small, write
from ..test_cases import CASES, read


def ground(root: Path) -> Ground:
    decided = judged_settings(root)[0]
    found = reading.look(root, reading.folders(decided.facets, decided.docs))
    return Ground(root, decided, ENGINE, found, NOW, Store(root / STORE))


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
    write(root, "docs/articles/2016/new.md", article("## Sundry\n\nUnmistakable.\n", title="Rare words", summary="Seldom."))
    some(root, "docs/articles/2016/first-words.md")
    kept = others.opened(Store(root / STORE))
    assert len(kept) == len(ground(root).found.entries)
    data = bytes(kept["docs/articles/2016/new.md"].judged)
    assert b"sundry" in data
    assert not [word for word in (b"Unmistakable", b"Rare", b"Seldom", b"Sundry") if word in data]


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


LINES = st.sampled_from(
    (
        "",
        "draft: true",
        "date: 2031",
        "aliases: [/old/]",
        "aliases: [/articles/b/]",
        "translation_of: a",
        "author: nobody",
        "lang: es",
    )
)
TEXTS = st.sampled_from(
    (
        "[a](a.md#one) and [old](/old/)\n",
        "[b](/articles/b/), [years](/archive/2031/), [pair](/attributes/voice/categories/opinions/)\n",
        "# One\n\n[first](../2016/first-words.md)\n",
        "![A desk](../2017/desks/desk.png) [gone](/gone/)\n",
    )
)
SAVED = st.tuples(st.sampled_from(("2016/a.md", "2016/b.md", "2016/c/index.md", "2017/a.md")), LINES, TEXTS)


@settings(max_examples=40)
@given(st.lists(SAVED, min_size=1, max_size=6))
def test_whatever_was_saved_before_a_file_has_its_own_problems(saved: list[tuple[str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = small(Path(folder))
        for name, line, text in saved:
            field, _, value = line.partition(": ")
            write(root, f"docs/articles/{name}", article(text, **({field: value} if field else {})))
            whole = gathered(root).problems
            for path in {f"docs/articles/{each}" for each, _, _ in saved if (root / "docs/articles" / each).exists()}:
                assert some(root, path) == [p for p in whole if p.place.path == path]
