from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any

import pytest

from tests.releases import tree

from .driver import release
from .points import KILLS

ROOT = Path(__file__).parent.parent.parent
# A user of one's own in a view of the disks of one's own: there anybody may mount.
PRIVATE = ["unshare", "--user", "--map-root-user", "--mount"]


def is_private() -> bool:
    """Whether this system lets anybody have such a view."""
    return subprocess.run([*PRIVATE, "true"], capture_output=True, check=False).returncode == 0


def command(task: str, folder: Path, *, private: bool = False) -> list[str]:
    return [*(PRIVATE if private and is_private() else []), sys.executable, "-m", "tests.faults.driver", task, os.fspath(folder)]


def rows(task: str, folder: Path, *, private: bool = False) -> list[dict[str, Any]]:
    done = subprocess.run(
        command(task, folder, private=private), cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("task", ["failing", "failing-to-write", "full", "killed", "killed-between-two-steps"])
def test_whatever_happens_the_site_is_the_old_or_the_new_one_and_the_next_build_is_right(tmp_path: Path, task: str) -> None:
    found = rows(task, tmp_path, private=task == "full")
    # Between the two steps of systems that can't exchange folders there is a moment without a site; the next build ends it.
    moment = {"nothing"} if task == "killed-between-two-steps" else set()
    assert {row["stood"] for row in found} == {"old", "new"} | moment
    assert all(row["next"] for row in found)
    assert all(row["stood"] == "new" for row in found if row["code"] == 0)
    assert all(row["stood"] == "old" for row in found if row["code"] in (1, 3))
    assert len(found) > 10


def test_a_mounted_site_is_published_file_by_file_and_that_is_said(tmp_path: Path) -> None:
    first, *found = rows("mounted", tmp_path, private=True)
    assert first["next"]
    assert all(row["next"] for row in found)
    notes = [row["notes"] for row in found if "notes" in row]
    assert [bool(note) for note in notes] == [True, True, False]
    assert "is mounted" in notes[0][0]
    assert len(found) > 10


def test_a_site_that_turns_out_to_be_held_fast_is_published_file_by_file(tmp_path: Path) -> None:
    found = rows("held-fast", tmp_path)
    assert [(row["next"], bool(row["notes"])) for row in found] == [(True, True), (True, True), (True, False)]


def test_on_a_disk_without_hard_links_files_are_copied_and_that_is_said_once(tmp_path: Path) -> None:
    found = rows("linkless", tmp_path)
    assert all(row["next"] for row in found)
    assert [len(row["notes"]) for row in found][:2] == [0, 1]
    assert "hard links" in found[1]["notes"][0]


def begun(folder: Path, **environment: str) -> subprocess.Popen[str]:
    """A build in a process group of its own, which has just begun."""
    build = subprocess.Popen(
        command("slowly", folder),
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert "begun" in line(build.stdout)
    return build


def line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline()


def ended(build: subprocess.Popen[str]) -> int:
    code = build.wait(timeout=60)
    for stream in (build.stdout, build.stderr):
        if stream is not None:
            stream.close()
    return code


def test_kill_at_any_moment_leaves_the_old_site_or_the_new_one(tmp_path: Path) -> None:
    site, moments = tmp_path / "site", random.Random(KILLS)
    site.mkdir()
    started = time.perf_counter()
    for _ in range(2):
        assert ended(begun(tmp_path)) == 0
    length = (time.perf_counter() - started) / 4
    for point in range(KILLS):
        before = tree(site)
        build = begun(tmp_path)
        time.sleep(moments.uniform(0, length))
        if point % 2:
            os.killpg(build.pid, signal.SIGKILL)
        else:
            build.kill()
        ended(build)
        assert tree(site) in (before, release(1) if before == release(0) else release(0)), point
        if point % 10 == 9:
            assert ended(begun(tmp_path)) == 0


def test_a_build_whose_parent_is_killed_ends_and_lets_go(tmp_path: Path) -> None:
    build = begun(tmp_path, PAUSE="100")
    while not (tmp_path / ".site.lock").exists():
        time.sleep(0.01)
    time.sleep(0.3)
    build.kill()
    ended(build)
    # The helper would hold the site for a quarter of an hour.
    assert ended(begun(tmp_path)) == 0


def test_a_second_build_says_who_holds_the_site_and_waits(tmp_path: Path) -> None:
    first = begun(tmp_path, PAUSE="0.1")
    while not (tmp_path / ".site.lock").exists():
        time.sleep(0.01)
    second = begun(tmp_path)
    assert second.stderr is not None
    said = second.stderr.readline()
    assert said.startswith(f"Another build is writing this site now (process {first.pid} since ")
    assert said.endswith("). Waiting for it to end.\n")
    assert ended(first) == ended(second) == 0
    assert tree(tmp_path / "site") in (release(0), release(1))
    assert not (tmp_path / ".site.lock").exists()
