"""One archive in two editions: from one to the other half of its site changes, and some of it comes and goes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from tests.archives import article, small, write

EPOCH = "1700000000"  # seconds since 1970: the moment for which every site here is built
_LONG_AGO = 1_600_000_000
_MANY = 24


def archive(folder: Path, edition: int = 0) -> Path:
    """A small archive in the folder, in this edition."""
    root = small(folder)
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(
        settings.replace("name: material", "name: material\n  custom_dir: overrides"), encoding="utf-8"
    )
    write(root, "overrides/archive/.keep", "")
    for path in (path for path in root.rglob("*") if path.is_file()):
        os.utime(path, (_LONG_AGO, _LONG_AGO))
    return turned_to(root, edition)


def turned_to(root: Path, edition: int) -> Path:
    """The archive, with the files of this edition and none of another's; they look as if saved long ago."""
    files = _files(edition)
    for path in _files(1 - edition).keys() - files.keys():
        (root / path).unlink(missing_ok=True)
    for path, text in files.items():
        if not (root / path).exists() or (root / path).read_text(encoding="utf-8") != text:
            settled(write(root, path, text), edition)
    return root


def settled(file: Path, turn: int = 0) -> Path:
    """The file, as if saved long ago, each turn a little later: one that was changed just now may change again unseen."""
    os.utime(file, (_LONG_AGO + turn, _LONG_AGO + turn))
    return file


def _files(edition: int) -> Mapping[str, str]:
    every = {f"docs/articles/2016/many-{n:02}.md": _article(n, edition * (n % 2)) for n in range(_MANY)}
    own = {f"docs/articles/2017/only-{edition}-{n}.md": _article(n, edition) for n in range(3)}
    author = {"authors/writer-two.md": f"---\nname: Writer {('Two', 'Twenty')[edition]}\n---\nA biography.\n"}
    prose = {"docs/about.md": f"# About\n\nEdition {edition}, with [an article](articles/2016/many-01.md).\n"}
    return {**every, **own, **author, **prose}


def _article(number: int, words: int) -> str:
    body = f"Edition {words} of article {number}, " + "with some words in it. " * 40
    author = ("writer-one", "writer-two")[number % 2]
    return article(f"{body}\n", title=f"Article {number}", date=f"2016-{number % 12 + 1:02}-14", author=author)
