"""A process that is told to end does, wherever it is, and clears up."""

from __future__ import annotations

import subprocess
import sys

import pytest

BEGUN = """
import os, signal, sys, time
from article_archive.engines.ending import end_when_told

def told():
    os.kill(os.getpid(), signal.SIGTERM)

class Freed:
    def __del__(self):
        told()

class Failing:
    def __del__(self):
        raise ValueError("of its own")

end_when_told()
try:
    {done}
    time.sleep(30)
finally:
    print("cleared away")
"""


def ended(done: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BEGUN.format(done=done)], capture_output=True, text=True, check=False, timeout=20
    )


@pytest.mark.parametrize("done", ["told()", "Freed()", "Freed(), Freed()"], ids=["anywhere", "amid freeing", "twice"])
def test_who_is_told_to_end_clears_away_and_says_nothing(done: str) -> None:
    process = ended(done)
    assert (process.returncode, process.stdout, process.stderr) == (143, "cleared away\n", "")


def test_any_other_mistake_that_python_drops_is_still_said() -> None:
    process = ended("Failing(); told()")
    assert (process.returncode, process.stdout) == (143, "cleared away\n")
    assert "of its own" in process.stderr
