"""A command in a fork says and does what the same one does that begins anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from . import warm
from .conftest import article, run, tree, write

ANEW = {"PYTHONNODEBUGRANGES": "1"}  # read as Python starts, and of no consequence here


@pytest.mark.parametrize(
    ("module", "arguments", "code"),
    [
        ("article_archive.cli", ("build", "--no-cards"), 0),
        ("mkdocs", ("build", "--quiet"), 0),
        ("article_archive.cli", ("check", "--format", "json"), 0),
        ("article_archive.cli", ("explain", "no-such-code"), 2),
        ("article_archive.cli", ("--help",), 0),
    ],
)
def test_both_say_and_leave_the_same(archive: Path, module: str, arguments: tuple[str, ...], code: int) -> None:
    seen = []
    for environment in ({}, ANEW):
        assert warm.is_possible(module, {**os.environ, **environment}) is (environment != ANEW)
        done = run(module, *arguments, at=archive, SOURCE_DATE_EPOCH="1700000000", **environment)
        seen.append((done.returncode, done.stdout, done.stderr, tree(archive / "site")))
        for made in ("site", ".cache"):
            if (archive / made).exists():
                (archive / made).rename(archive.parent / f"{made}-{len(seen)}")
    assert seen[0] == seen[1]
    assert seen[0][0] == code


def test_both_stop_at_a_mistake(archive: Path) -> None:
    write(archive, "docs/articles/2016/broken.md", article("Broken", date="yesterday"))
    warmed, anew = (run("article_archive.cli", "build", at=archive, **environment) for environment in ({}, ANEW))
    assert (warmed.returncode, warmed.stdout, warmed.stderr) == (anew.returncode, anew.stdout, anew.stderr)
    assert warmed.returncode == 1
