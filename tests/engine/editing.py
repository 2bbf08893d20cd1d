"""An archive that an editor changes, and what a build from nothing would make of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.archives import small, write

from .conftest import build, build_all, run, tree

_LONG_AGO = 1_500_000_000  # seconds since 1970
_KEPT = shutil.ignore_patterns(".cache", "site", ".site.*")
# Python lists what it imports.
_LISTED = {"PYTHONPROFILEIMPORTTIME": "1"}


class Edited:
    """A small archive; files look as if saved long ago, each a little later, since one of just now may change again unseen."""

    def __init__(self, folder: Path, *, cards: bool = False) -> None:
        self.root, self.saved, self.epoch = small(folder), 0, 1_700_000_000
        self._build = build_all if cards else build
        self.change("mkdocs.yml", lambda text: text.replace("name: material", "name: material\n  custom_dir: overrides"))
        self.write("overrides/archive/missing.html", "<h1>Nothing stands here</h1>")
        for path in (path for path in self.root.rglob("*") if path.is_file()):
            self.settle(path)

    def write(self, path: str, contents: str | bytes) -> None:
        self.settle(write(self.root, path, contents))

    def change(self, path: str, change: Callable[[str], str]) -> None:
        before = (self.root / path).read_text(encoding="utf-8")
        assert change(before) != before
        self.write(path, change(before))

    def move(self, path: str, to: str) -> None:
        (self.root / to).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).rename(self.root / to)

    def settle(self, file: Path) -> None:
        self.saved += 1
        os.utime(file, (_LONG_AGO + self.saved, _LONG_AGO + self.saved))

    def build(self, *options: str) -> str:
        """`archive build`, which must end well; what it said."""
        return _said(self._build(self.root, *options, SOURCE_DATE_EPOCH=str(self.epoch)))

    def build_listing(self) -> str:
        """The same; it says the modules that it imports, too."""
        return _said(self._build(self.root, SOURCE_DATE_EPOCH=str(self.epoch), **_LISTED))

    def rollback(self) -> str:
        return _said(run("article_archive.cli", "rollback", at=self.root))

    def site(self) -> dict[str, str]:
        """What is published, by digests."""
        return tree(self.root / "site")

    def clean(self) -> dict[str, str]:
        """What a build from nothing publishes."""
        with tempfile.TemporaryDirectory(dir=self.root.parent) as folder:
            copy = Path(shutil.copytree(self.root, Path(folder) / "archive", ignore=_KEPT))
            _said(self._build(copy, SOURCE_DATE_EPOCH=str(self.epoch)))
            return tree(copy / "site")


def has_mkdocs(said: str) -> bool:
    """Whether a build has imported MkDocs."""
    assert "import time:" in said
    return re.search(r"\| +mkdocs$", said, re.MULTILINE) is not None


def _said(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, re.sub(r"import time:.*\n", "", done.stderr)
    return done.stderr
