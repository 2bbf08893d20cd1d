"""Whole builds that are killed, that fail, and that meet each other: the site is the old or the new one, never half of each."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pagefind_bin import get_executable

from article_archive.engines.mkdocs.adapter import Adapter
from article_archive.publish import opened
from article_archive.store import STORE
from tests.archives import write
from tests.engine.conftest import build_all, tree

from .editions import EPOCH, archive, settled, turned_to
from .points import KILLS
from .test_publishing import PRIVATE, ROOT, is_private

COMMAND = [sys.executable, "-m", "article_archive.cli", "build"]
Site = dict[str, str]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Site]:
    """Both editions, as builds from nothing make them."""
    one, other = (built(archive(tmp_path_factory.mktemp("clean"), edition)) for edition in (0, 1))
    changed = [path for path in one.keys() & other.keys() if one[path] != other[path]]
    # The explanations of messages are the same in every edition.
    assert len(changed) > len([path for path in one if not path.startswith("messages/")]) / 3
    assert one.keys() - other.keys()
    assert other.keys() - one.keys()
    return one, other


def built(root: Path) -> Site:
    """What a build that ends well publishes."""
    done = build_all(root, SOURCE_DATE_EPOCH=EPOCH)
    assert done.returncode == 0, done.stderr
    return tree(root / "site")


def begun(root: Path, *options: str, **environment: str) -> subprocess.Popen[str]:
    """A build in a process group of its own, which has just begun."""
    temporary = root.parent / "temporary"
    temporary.mkdir(exist_ok=True)
    asked = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "TMPDIR": str(temporary), **environment}
    command = [*COMMAND, *options]
    return subprocess.Popen(
        command, cwd=root, env=asked, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit code of a process, and what it said."""
    said = process.communicate(timeout=120)[1]
    return process.returncode, said


def length(root: Path, editions: Iterator[int]) -> float:
    """The seconds that a build takes by which half the site changes, from its start to its end."""
    turned_to(root, next(editions))
    started = time.perf_counter()
    code, said = ended(begun(root))
    assert code == 0, said
    return time.perf_counter() - started


def in_turn() -> Iterator[int]:
    """The other edition, and again the other."""
    while True:
        yield from (1, 0)


@pytest.mark.parametrize("whole_group", [True, False], ids=["the whole process group", "the parent alone"])
def test_a_killed_build_leaves_the_old_site_or_the_new_one_and_the_next_is_right(
    tmp_path: Path, clean: tuple[Site, Site], whole_group: bool
) -> None:
    root, editions, seen = archive(tmp_path), in_turn(), set()
    built(root)
    long, points = max(length(root, editions), length(root, editions)), max(2, KILLS // 2)
    for point in range(points):
        edition = next(editions)
        process = begun(turned_to(root, edition))
        # One kill comes as soon as the site has changed places; the others are spread over a build and a little more.
        wait_for(root, process, None if point == points - 1 else 1.2 * long * point / points)
        kill(process, whole_group=whole_group)
        stood = tree(root / "site")
        assert stood in clean, point
        seen.add(stood == clean[edition])
        assert built(root) == clean[edition], point
        assert {path.name for path in root.iterdir() if path.name.startswith(".site")} <= {".site.before"}
    assert seen == {True, False}


def wait_for(root: Path, process: subprocess.Popen[str], seconds: float | None) -> None:
    """Wait for a moment of the build: so many seconds after its start, or when another tree stands in the site's place."""
    started, stood = time.perf_counter(), (root / "site").stat().st_ino
    while process.poll() is None:
        if (time.perf_counter() - started >= seconds) if seconds is not None else ((root / "site").stat().st_ino != stood):
            return
        time.sleep(0.001)


def kill(process: subprocess.Popen[str], *, whole_group: bool) -> None:
    if process.poll() is None:
        if whole_group:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    ended(process)


@pytest.mark.parametrize("task", ["failing", "full"])
def test_whatever_fails_to_be_written_the_site_is_whole_the_reason_is_said_and_the_next_build_is_right(
    tmp_path: Path, task: str
) -> None:
    (tmp_path / "disk").mkdir()
    before = PRIVATE if task == "full" and is_private() else []
    command = [*before, sys.executable, "-m", "tests.faults.building", task, str(tmp_path / "disk")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=3_000)
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row for row in found if row["code"] not in (0, 1) or "Traceback" in row["said"]] == []
    assert [row for row in found if row["stood"] != ("old" if row["code"] else "new") or not row["next"]] == []
    assert [
        row for row in found if row["code"] and "was published" not in row["said"] and "can't be written" not in row["said"]
    ] == []
    assert {row["stood"] for row in found} == {"old", "new"}


# Root may do everything: its rights to read and to write whatever it likes are dropped (capabilities(7)).
_PR_CAPBSET_DROP, _READS_AND_WRITES_ALL, _READS_ALL = 24, 1, 2


def as_anybody(root: Path) -> subprocess.CompletedProcess[str]:
    """`archive build` by a user who owns the archive, and has no special rights."""

    def drop() -> None:
        for right in (_READS_AND_WRITES_ALL, _READS_ALL):
            if ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, right, 0, 0, 0):
                raise PermissionError("root's rights can't be dropped")

    first = drop if os.geteuid() == 0 else None
    asked = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
    return subprocess.run(
        COMMAND, cwd=root, env=asked, capture_output=True, text=True, check=False, timeout=120, preexec_fn=first
    )


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Site]:
    """An archive with its site, half of which is to change by the next build."""
    root = archive(tmp_path_factory.mktemp("published"))
    settled(write(root, "docs/guides/one.md", "# A guide\n"))
    settled(write(root, "overrides/archive/missing.html", "<h1>Nothing here</h1>"))
    site = built(root)
    return turned_to(root, 1), site


@pytest.fixture
def shut() -> Iterator[Callable[[Path, int], None]]:
    """What takes rights away from a file or a folder; in the end they are given back."""
    changed: list[Path] = []

    def take(path: Path, mode: int) -> None:
        changed.append(path)
        path.chmod(mode)

    yield take
    for path in changed:
        path.chmod(0o700)


@pytest.mark.parametrize(
    ("path", "mode", "said"),
    [
        ("docs", 0o000, "The folder {root}/docs can't be read: Permission denied."),
        ("docs/articles", 0o000, "docs/articles:1:1: This folder can't be read: Permission denied. [unreadable-file]"),
        ("docs/articles/2016", 0o300, "docs/articles/2016:1:1: This folder can't be read: Permission denied. [unreadable-file]"),
        (
            "docs/articles/2016/many-01.md",
            0o000,
            "docs/articles/2016/many-01.md:1:1: This file can't be read: Permission denied.",
        ),
        (
            "docs/articles/2017/desks/desk.png",
            0o000,
            "{root}/docs/articles/2017/desks/desk.png can't be read: Permission denied.",
        ),
        ("docs/guides", 0o300, "The folder {root}/docs/guides can't be read: Permission denied."),
        ("docs/guides/one.md", 0o000, "docs/guides/one.md:1:1: This file can't be read: Permission denied. [unreadable-file]"),
        ("authors", 0o000, "authors:1:1: This folder can't be read: Permission denied. [unreadable-file]"),
        ("authors/writer-two.md", 0o000, "authors/writer-two.md:1:1: This file can't be read: Permission denied."),
        ("overrides", 0o000, "The folder {root}/overrides can't be read: Permission denied."),
        ("overrides/archive", 0o300, "The folder {root}/overrides/archive can't be read: Permission denied."),
        ("overrides/archive/missing.html", 0o000, "{root}/overrides/archive/missing.html"),
        (".", 0o500, "The site can't be written. Permission denied: {root}/.site."),
    ],
)
def test_what_may_not_be_read_or_written_is_named_and_the_site_stays(
    published: tuple[Path, Site], shut: Callable[[Path, int], None], path: str, mode: int, said: str
) -> None:
    root, before = published
    shut(root / path, mode)
    done = as_anybody(root)
    (root / path).chmod(0o700)
    assert done.returncode == 1
    assert said.format(root=root) in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(root / "site") == before


@pytest.mark.parametrize(("path", "mode"), [(".cache", 0o000), (".cache/archive", 0o500)])
def test_without_rights_to_what_is_kept_a_build_is_right_all_the_same(
    tmp_path: Path, clean: tuple[Site, Site], shut: Callable[[Path, int], None], path: str, mode: int
) -> None:
    root = archive(tmp_path)
    built(root)
    shut(root / path, mode)
    for edition in (1, 0):
        done = as_anybody(turned_to(root, edition))
        assert done.returncode == 0, done.stderr
        assert tree(root / "site") == clean[edition]
    (root / path).chmod(0o700)
    assert built(turned_to(root, 1)) == clean[1]


MISTAKES = {
    "a broken field": ("docs/articles/2016/many-02.md", "date: 2016", "date: soon"),
    "a broken template": ("overrides/archive/missing.html", "<h1>", "{% if %}"),
    "settings that are no YAML": ("mkdocs.yml", "site_name: A", "site_name: [A"),
    "a setting of the wrong kind": ("mkdocs.yml", "required: true", "required: perhaps"),
    "a missing theme": ("mkdocs.yml", "name: material", "name: immaterial"),
    "another theme": ("mkdocs.yml", "name: material\n  custom_dir: overrides\n  font: false", "name: readthedocs"),
    "a missing plugin": ("mkdocs.yml", "- archive\n", "- archive\n- no-such-plugin\n"),
    "a picture that is none": ("docs/articles/2017/desks/desk.png", "", "no picture"),
}


@pytest.mark.parametrize("mistake", [*MISTAKES, "a broken search"])
def test_a_build_that_fails_leaves_the_site_byte_for_byte_and_ends_without_a_traceback(
    published: tuple[Path, Site], mistake: str
) -> None:
    root, before = published
    path, old, new = MISTAKES.get(mistake, ("mkdocs.yml", "", ""))
    data = (root / path).read_bytes()
    assert old.encode() in data
    write(root, path, data.replace(old.encode(), new.encode()) if old else new or data)
    done = build_all(root, SOURCE_DATE_EPOCH=EPOCH, **({} if mistake in MISTAKES else {"PAGEFIND_BINARY_PATH": "/bin/false"}))
    settled(write(root, path, data))
    assert done.returncode == 1, done.stderr
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert tree(root / "site") == before
    assert not [path.name for path in root.glob(".site.*") if path.name != ".site.before"]


def waited_for(root: Path, process: subprocess.Popen[str]) -> None:
    """Wait until a build holds its site."""
    while not (root / ".site.lock").exists():
        assert process.poll() is None
        time.sleep(0.01)


def slow_pagefind(folder: Path) -> str:
    """A program that waits a while, and is Pagefind then."""
    file = write(folder, "slow/pagefind", f'#!/bin/sh\nsleep 3\nexec "{get_executable()}" "$@"\n')
    file.chmod(0o755)
    return str(file)


def test_of_two_builds_at_once_the_second_waits_says_who_holds_the_site_and_both_end_well(
    tmp_path: Path, clean: tuple[Site, Site]
) -> None:
    root = archive(tmp_path)
    built(root)
    first = begun(turned_to(root, 1), PAGEFIND_BINARY_PATH=slow_pagefind(tmp_path))
    waited_for(root, first)
    second = begun(root)
    code, said = ended(second)
    assert code == 0, said
    assert said.startswith(f"Another build is writing this site now (process {first.pid} since ")
    assert ended(first)[0] == 0
    assert tree(root / "site") == clean[1]
    assert not (root / ".site.lock").exists()


def test_a_build_that_waited_publishes_the_content_as_it_is_then(tmp_path: Path, clean: tuple[Site, Site]) -> None:
    root = archive(tmp_path)
    built(root)
    (root / "docs/articles/2016/first-words.md").touch()
    with opened(root / "site", root / STORE):
        waiting = begun(root)
        assert waiting.stderr is not None
        assert waiting.stderr.readline().startswith("Another build is writing this site now")
        turned_to(root, 1)
    assert ended(waiting)[0] == 0
    assert tree(root / "site") == clean[1]


def test_what_a_dead_process_held_is_taken_over_without_a_word(tmp_path: Path, clean: tuple[Site, Site]) -> None:
    root = archive(tmp_path)
    dead = begun(root)
    waited_for(root, dead)
    kill(dead, whole_group=True)
    assert (root / ".site.lock").exists()
    done = build_all(root, SOURCE_DATE_EPOCH=EPOCH)
    assert done.returncode == 0, done.stderr
    assert "Another build" not in done.stderr
    assert tree(root / "site") == clean[0]
    assert not (root / ".site.lock").exists()


def test_two_builds_of_one_archive_into_two_sites_at_once_both_end_well(tmp_path: Path, clean: tuple[Site, Site]) -> None:
    root = archive(tmp_path)
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    settled(write(root, "other.yml", f"{settings}site_dir: other\n"))
    for edition in (0, 1, 0):
        turned_to(root, edition)
        both = begun(root), begun(root, "-f", "other.yml")
        assert [(code, said) for code, said in map(ended, both) if code] == []
        assert tree(root / "site") == tree(root / "other") == clean[edition]


def test_a_build_that_fails_before_it_has_begun_clears_away_nothing_and_keeps_its_own_reason() -> None:
    Adapter().on_build_error(OSError(errno.EIO, "no room for the engine's own work"))
