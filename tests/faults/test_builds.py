"""Whole builds that are killed, that fail, and that meet each other: the site is the old or the new one, never half of each."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.conftest import build, tree

from .editions import EPOCH, archive, turned_to
from .points import KILLS
from .test_publishing import PRIVATE, ROOT, is_private

COMMAND = [sys.executable, "-m", "article_archive.cli", "build"]
Site = dict[str, str]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Site]:
    """Both editions, as builds from nothing make them."""
    one, other = (built(archive(tmp_path_factory.mktemp("clean"), edition)) for edition in (0, 1))
    changed = [path for path in one.keys() & other.keys() if one[path] != other[path]]
    assert len(changed) > len(one) / 3
    assert one.keys() - other.keys()
    assert other.keys() - one.keys()
    return one, other


def built(root: Path) -> Site:
    """What a build that ends well publishes."""
    done = build(root, SOURCE_DATE_EPOCH=EPOCH)
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
