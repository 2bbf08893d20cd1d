"""Previews of small archives in process: real rounds and editions, and an engine whose work is known beforehand."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from article_archive.archive import Archive, Engine
from article_archive.engines.kept import content_of
from article_archive.frames import mark, split
from article_archive.preview.remarks import Remark
from article_archive.preview.rounds import Rounds
from article_archive.preview.session import Session
from article_archive.preview.work import Basis, Work
from article_archive.watching import Watched, sight

from ..archives import ENGINE, NOW, judged_settings, small

PAGE = f"<html><head><title>{mark('title')}</title>{mark('head')}</head><main>{mark('content')}</main></html>"
FRAMES: Any = defaultdict(lambda: split(PAGE))
ABOUT = b"<html><head><title>About</title></head>About the archive.</html>"


def engine(root: Path, **files: Path | bytes) -> Engine:
    """An engine with frames, whose pages are those of tests/archives.py; templates are taken from overrides/."""
    overrides = (root / "overrides",) if (root / "overrides").is_dir() else ()
    return replace(ENGINE, frames=FRAMES, files={"about/index.html": ABOUT, **files}, overrides=overrides)


class Studio:
    """Works at once. It reads mkdocs.yml and overrides/; what is `wrong` is said in the place of its work."""

    def __init__(self, root: Path) -> None:
        self.root, self.wrong = root, ""
        self.files: dict[str, Path | bytes] = {}

    def recall(self, now: datetime) -> Work | None:
        return None if self.wrong else self.made()

    def watched(self) -> Watched:
        return Watched((str(self.root / "mkdocs.yml"),), (str(self.root / "overrides"),))

    def read(self, now: datetime) -> bytes:
        return sight(self.watched()).digest

    def content(self, archive: Archive) -> bytes:
        return content_of(archive, None)

    def work(self) -> Work | Remark:
        return Remark("error", "mkdocs.yml:1:1", self.wrong) if self.wrong else self.made()

    def stop(self) -> None:
        pass

    def made(self) -> Work:
        settings, problems = judged_settings(self.root)
        basis = Basis(self.read(NOW), b"")
        return Work(replace(settings, cards=None), engine(self.root, **self.files), tuple(problems), basis)


class Desk:
    """An archive in a folder, its studio, and the rounds over it."""

    def __init__(self, folder: Path) -> None:
        self.root = small(folder)
        self.studio, self.session = Studio(self.root), Session()
        self.rounds = Rounds(self.root, self.studio, self.session, lambda: NOW)

    def page(self, path: str) -> str:
        """A file of the edition that is seen, as text; "" where it has none."""
        edition = self.session.shown.edition
        file = edition.file(path) if edition else None
        return file.contents.decode() if file and isinstance(file.contents, bytes) else ""

    def remarks(self) -> list[str]:
        return [str(remark) for remark in self.session.shown.told.remarks]
