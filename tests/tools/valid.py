"""Every page of our site, of the archive of all features, and 200 of each archive below CORPORA go through the validator."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..browser.features import features
from ..engine.conftest import REPOSITORY, build_all, run
from ..trials.conftest import archives
from .node import program, tool

MOST = 200
SHOWN = 20


def main() -> int:
    java = program("java", "install a Java 11 or later, such as Debian's package default-jre-headless.")
    command = [java, "-Xss4m", "-jar", str(tool("vnu-jar/build/dist/vnu.jar")), "--errors-only", "--format", "json"]
    with TemporaryDirectory() as folder:
        found = [say(name, pages, errors(command, pages)) for name, pages in sites(Path(folder))]
    return 1 if any(found) else 0


def sites(folder: Path) -> Iterator[tuple[str, list[Path]]]:
    """The name of each site and its pages."""
    done = run("mkdocs", "build", "--site-dir", str(folder / "ours"), at=REPOSITORY)
    yield "ours", pages(folder / "ours", done)
    root = features(folder)
    yield "features", pages(root / "site", build_all(root))
    for source in archives() if os.environ.get("CORPORA") else ():
        root = moved(source, folder / source.name)
        yield source.name, spread(pages(root / "site", build_all(root, "--leave-out")), MOST)


def moved(source: Path, folder: Path) -> Path:
    """A new archive in `folder` with the content of another."""
    done = run("article_archive.cli", "init", folder.name, "--facet", "topics", at=folder.parent)
    if done.returncode:
        sys.exit(done.stderr)
    for name in ("docs", "authors"):
        shutil.copytree(source / name, folder / name, dirs_exist_ok=True)
    return folder


def pages(site: Path, done: subprocess.CompletedProcess[str]) -> list[Path]:
    if done.returncode:
        sys.exit(done.stderr[-4000:])
    return sorted(site.rglob("*.html"))


def spread(pages: list[Path], most: int) -> list[Path]:
    """At most so many, evenly from the first to the last."""
    step = max(1, len(pages) / most)
    return [pages[int(n * step)] for n in range(min(most, len(pages)))]


def errors(command: list[str], pages: list[Path]) -> list[dict[str, Any]]:
    """What the validator says of these pages."""
    done = subprocess.run([*command, *map(str, pages)], capture_output=True, text=True, check=False)
    return list(json.loads(done.stderr)["messages"])


def say(name: str, pages: list[Path], found: list[dict[str, Any]]) -> int:
    """Print how often each error stands and where the first ones do; their number."""
    print(f"{name}: {len(pages)} pages, {len(found)} errors")
    for message, count in Counter(error["message"] for error in found).most_common():
        print(f"  {count} x {message}")
    for error in found[:SHOWN]:
        print(f"  {error['url'].rpartition('/site/')[2]}:{error.get('lastLine', 0)}: {error['message']}")
        print(f"      {error.get('extract', '')!r}")
    return len(found)


if __name__ == "__main__":
    sys.exit(main())
