"""A real archive in a folder of its own, and the real commands run on it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

from ..archives import small
from . import warm

REPOSITORY = Path(__file__).parent.parent.parent

LONGEST = 120  # seconds

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Text = TypeVar("Text", str, bytes)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A copy of tests/sites/small."""
    return small(tmp_path)


def run(module: str, *arguments: str, at: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """What `python -m MODULE` does in a folder; never raises for what it says."""
    settings = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", **environment}
    if warm.is_possible(module, settings):
        return warm.run(module, arguments, at, settings, LONGEST)
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=at, env=settings, capture_output=True, text=True, check=False, timeout=LONGEST)


@contextmanager
def ending(process: subprocess.Popen[Text]) -> Iterator[subprocess.Popen[Text]]:
    """Whatever the test finds, the process has ended after it."""
    with process:
        try:
            yield process
        finally:
            process.kill()


def build_all(root: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`archive build`."""
    return run("article_archive.cli", "build", *options, at=root, **environment)


def build(root: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`archive build` without pictures for other sites to show of a page: drawing them takes a third of its time."""
    return build_all(root, "--no-cards", *options, **environment)


def tree(site: Path) -> dict[str, str]:
    """Every file below a folder with its digest."""
    files = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def write(root: Path, path: str, text: str) -> None:
    """Put a content file into the archive."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def article(title: str, body: str = "Words.", **fields: str) -> str:
    """The text of a sound article by Writer One."""
    given = {"title": title, "date": "2016-09-14", "authors": "[writer-one]", "attributes": "[Voice]", **fields}
    return "\n".join(["---", *(f"{name}: {value}" for name, value in given.items()), "---", body, ""])
