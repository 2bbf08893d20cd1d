"""Whole archives of real articles go through the real build."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from ..engine.conftest import run
from ..variations import VARIATIONS, Variation, differing, published
from .conftest import archives


def fields(path: Path) -> dict[str, Any]:
    """The fields of a file, read in another way than the program's."""
    return dict(yaml.safe_load(path.read_text(encoding="utf-8").split("\n---", 1)[0]))


def plain(text: str) -> str:
    """Words without tags, entities, Markdown's signs and the width of spaces."""
    bare = re.sub(r"</?[a-zA-Z][^<>]*>", "", text)
    return re.sub(r"[\s*_`\\]+", "", html.unescape(html.unescape(bare)))


def begun(source: Path, base: Path) -> Path:
    """A new archive with the content of `source`."""
    assert run("article_archive.cli", "init", "new", "--facet", "topics", at=base).returncode == 0
    for folder in ("docs", "authors"):
        shutil.copytree(source / folder, base / "new" / folder, dirs_exist_ok=True)
    return base / "new"


@pytest.mark.parametrize("source", archives(), ids=lambda path: path.name)
def test_every_sound_file_has_its_page_and_the_rest_is_listed(source: Path, tmp_path: Path) -> None:
    archive = begun(source, tmp_path)
    done = run("article_archive.cli", "build", "--leave-out", at=archive)
    assert done.returncode == 0, done.stderr[-2000:]
    listed = re.split(r"\d+ files? (?:is|are) left out:\n", done.stderr)[1:]
    left_out = {line.split(":", 1)[0] for line in "".join(listed).splitlines()[:-1]}
    print(f"\n{source.name}: {len(left_out)} left out; {done.stderr.splitlines()[-1]}")
    print("".join(listed))
    shelves = {"docs/articles": "articles", "authors": "authors", "docs/topics": "topics"}
    for folder, section in shelves.items():
        for path in sorted((archive / folder).rglob("*.md")):
            if path.relative_to(archive).as_posix() in left_out:
                continue
            page = (archive / "site" / section / path.stem / "index.html").read_text(encoding="utf-8")
            [heading] = re.findall(r"<h1>(.*?)</h1>", page, re.DOTALL)
            given = fields(path)
            assert plain(heading) == plain(str(given.get("title") or given.get("name"))), path
    for page_path in (archive / "site").rglob("*.html"):
        assert not re.search("[\ue000-\uf8ff]", page_path.read_text(encoding="utf-8")), page_path


def test_no_byte_differs_on_another_machine(tmp_path: Path) -> None:
    source = next((path for path in archives() if path.name == "digitalgov"), None)
    assert source is not None, "the trial of other machines needs the archive digitalgov"
    archive = begun(source, tmp_path)
    here = published(archive, tmp_path / "here", Variation(), "--leave-out")
    for number, (name, variation) in enumerate(VARIATIONS.items()):
        differs = differing(here, published(archive, tmp_path / str(number), variation, "--leave-out"))
        shutil.rmtree(tmp_path / str(number))
        print(f"{name}: {len(differs)} of {len(here)} paths differ")
        assert differs == []
