"""`archive check --fix`, by the real command."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from ..archives import article, small, write
from ..engine.conftest import run, tree

TYPO = "docs/articles/2016/typo.md"
WRONG = """---
# A remark that stays.
title: Voice: a beginning
date: 2026/3/1
author: Writer Three
attributes: [ 'co creatoin',Voice ]   # and this one
---
# One

#### Two
"""
RIGHT = """---
# A remark that stays.
title: "Voice: a beginning"
date: 2026-03-01
author: writer-three
attributes: [ 'co-creation',Voice ]   # and this one
---
## One

### Two
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small archive with an article and its author, who both need a mend."""
    return small(tmp_path, {TYPO: WRONG, "authors/writer-three.md": "---\nname: Writer Three\nRole: Guest: often\n---\n"})


def fix(root: Path, *given: str) -> subprocess.CompletedProcess[str]:
    return run("article_archive.cli", "check", "--fix", *given, at=root)


def test_files_are_mended_shown_and_judged_again(root: Path) -> None:
    done = fix(root, TYPO, "authors/writer-three.md")
    assert (root / TYPO).read_text() == RIGHT
    assert (root / "authors/writer-three.md").read_text() == '---\nname: Writer Three\nrole: "Guest: often"\n---\n'
    assert "-title: Voice: a beginning\n-date: 2026/3/1\n" in done.stdout
    assert '+title: "Voice: a beginning"\n+date: 2026-03-01\n' in done.stdout
    assert done.stdout.startswith("--- a/authors/writer-three.md\n+++ b/authors/writer-three.md\n")
    assert (done.returncode, done.stderr) == (0, "No problems.\n")


def test_the_second_time_nothing_is_changed_or_said(root: Path) -> None:
    fix(root, TYPO, "authors")
    before = tree(root)
    done = fix(root, TYPO, "authors")
    assert (done.returncode, done.stdout) == (0, "")
    assert {path: found for path, found in tree(root).items() if not path.startswith(".cache")} == {
        path: found for path, found in before.items() if not path.startswith(".cache")
    }


def test_without_files_the_whole_archive_is_mended(root: Path) -> None:
    done = fix(root)
    assert (root / TYPO).read_text() == RIGHT
    assert (done.returncode, done.stderr) == (0, "No problems.\n")


def test_other_files_are_not_touched(root: Path) -> None:
    before = tree(root)
    fix(root, TYPO)
    changed = {path for path, found in tree(root).items() if before.get(path) != found and not path.startswith(".cache")}
    assert changed == {TYPO}


def test_what_can_not_be_mended_is_still_said(root: Path) -> None:
    write(root, TYPO, article(date="03/04/2026", summary="Short", kind="Interview"))
    done = fix(root, TYPO)
    assert "+kind: interview" in done.stdout
    assert done.returncode == 1
    assert f"{TYPO}:3:7: `03/04/2026` is no date." in done.stderr


def test_line_ends_are_told_in_a_sentence(root: Path) -> None:
    write(root, TYPO, article().replace("\n", "\r\n"))
    done = fix(root, TYPO)
    assert done.stdout == f"{TYPO}: its lines end in LF now.\n"
    assert (root / TYPO).read_bytes() == article().encode()


def test_a_report_stands_alone_on_standard_output(root: Path) -> None:
    done = fix(root, TYPO, "--format", "json")
    assert [p["code"] for p in json.loads(done.stdout)["problems"]] == ["unknown-author"]
    assert "+date: 2026-03-01" in done.stderr


def test_a_file_behind_a_link_is_not_mended(root: Path, tmp_path: Path) -> None:
    elsewhere = write(tmp_path, "elsewhere.md", WRONG)
    (root / "docs/articles/2016/link.md").symlink_to(elsewhere)
    (root / "docs/articles/linked").symlink_to(tmp_path)
    done = fix(root, "docs/articles")
    assert done.stderr.count("[symbolic-link]") == 2
    assert elsewhere.read_text() == WRONG


@pytest.mark.parametrize("given", [(), ("docs/articles/2016/first-words.md",)])
def test_a_sound_archive_stays_as_it_is(tmp_path: Path, given: tuple[str, ...]) -> None:
    root = small(tmp_path)
    before = tree(root)
    assert fix(root, *given).stdout == ""
    assert {path: found for path, found in tree(root).items() if not path.startswith(".cache")} == before
