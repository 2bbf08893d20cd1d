"""Whole small archives for the tests: a copy of sites/small, changed file by file, and what is said about it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import yaml

from article_archive import build, panels, settings
from article_archive.pages import of_articles, of_lists, of_no_cards
from article_archive.pages.page import Page, Site
from article_archive.problems import Problem, as_text, in_order
from article_archive.rendering import Press
from article_archive.settings import Settings

SMALL = Path(__file__).parent / "sites" / "small"
# Enough of a recording and of a film to be known as such.
MP3, MP4 = "ID3: a sound", "\0\0\0\x18ftypmp42 and a film."
NOW = datetime(2020, 1, 1, tzinfo=UTC)
# What the engine says of its own pages; its frames and files are not needed to judge.
ENGINE = build.Engine(pages={"docs/index.md": "/", "docs/about.md": "/about/"})


def small(folder: Path, files: Mapping[str, str] | None = None) -> Path:
    """A copy of sites/small in `folder`, with these files written into it."""
    root = folder / "archive"
    # Tests that read sites/small where it lies leave their judgements there.
    shutil.copytree(SMALL, root, ignore=shutil.ignore_patterns(".cache"))
    for path, text in (files or {}).items():
        write(root, path, text)
    return root


def write(root: Path, path: str, contents: str | bytes) -> Path:
    """Write one file below `root`, byte for byte."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(contents.encode() if isinstance(contents, str) else contents)
    return file


def judged_settings(root: Path) -> tuple[Settings, list[Problem]]:
    """mkdocs.yml's choices, as the engine's adapter asks for them."""
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    written = yaml.safe_load(text)
    return settings.judge(
        (written.get("extra") or {}).get("archive") or {},
        text,
        name=written["site_name"],
        address=written.get("site_url") or "",
        language=str((written.get("theme") or {}).get("language") or "en"),
    )


def gathered(root: Path, engine: build.Engine = ENGINE) -> build.Archive:
    """The archive below `root`, read and judged."""
    return build.gather(root, judged_settings(root)[0], engine, NOW)


def site(root: Path, engine: build.Engine = ENGINE) -> Site:
    """What the pages of the archive below `root` are laid out from."""
    return build.site_of(gathered(root, engine), engine)


def pages(of: Site) -> dict[str, Page]:
    """Every page of the archive's own, by its address."""
    drafts = (*of_articles(of, of.catalogue.articles), *of_lists(of), *of_no_cards(of))
    return {draft.address: draft.lay_out() for draft in drafts}


def printed(of: Site) -> dict[str, str]:
    """The HTML of every page of the archive's own by its address, without the engine's frame."""
    press = Press((), of, {})
    return {address: press.fragment(page) for address, page in pages(of).items()}


def said(root: Path) -> list[str]:
    """Every problem of the archive below `root` and of the lists in the editors' pages, as it is printed."""
    archive = gathered(root)
    found = in_order((*archive.problems, *_of_panels(root, archive)))
    return [as_text(problem) for problem in (*judged_settings(root)[1], *found)]


def _of_panels(root: Path, archive: build.Archive) -> Iterator[Problem]:
    # The engine's adapter asks the same of each page that it prints.
    for path, address in ENGINE.pages.items():
        text = (root / path).read_text(encoding="utf-8")
        if address == "/" or panels.asks_for_panels(text):
            yield from panels.problems(text, path, archive.settings, archive.catalogue.clips, is_home=address == "/")


def article(body: str = "Some words.\n", **fields: str) -> str:
    """The text of a sound article; `fields` come on top, or take the place of its own. An empty one is left out."""
    written = {"title": "A title", "date": "2016-09-14", "author": "writer-one", "attributes": "[Voice]"} | fields
    lines = "".join(f"{name}: {value}\n" for name, value in written.items() if value)
    return f"---\n{lines}---\n{body}"
