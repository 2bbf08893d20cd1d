"""A new archive's first files."""

from __future__ import annotations

from pathlib import Path

import yaml

from ..settings import Facet, is_facet_name, is_root, singular
from ..writing import workbench
from ..writing.schema import Known
from .lists import lists

HOME = """---
title: Home
motto: Words worth keeping
introduction: This archive collects articles by many authors.
---
## New in the archive

<!-- newest 6 -->

## Find something

<!-- search -->

{facets}## Authors

<!-- authors -->

## About this archive

Write here what the archive holds, and for whom. This is docs/index.md; each comment in it stands for a list.

<!-- holdings -->

## Stay in touch

<!-- newsletter -->
"""


class NotStarted(Exception):
    """Nothing was written; the message says why."""


def start(folder: Path, facets: tuple[str, ...], *, url: str = "", name: str = "") -> None:
    """Write mkdocs.yml, a home page and empty folders. Raises NotStarted rather than change a file that is there."""
    facets = tuple(dict.fromkeys(facets))
    if url and not is_root(url):
        raise NotStarted(f"`{url}` is no address of a site; write it like https://example.org/archive/.")
    for facet in facets:
        if not is_facet_name(facet):
            raise NotStarted(
                f"`{facet}` can't be the name of a facet: use small letters and hyphens, and no name that the site needs."
            )
    for taken in ("mkdocs.yml", "docs", "authors"):
        if (folder / taken).exists():
            raise NotStarted(f"{folder / taken} is there already.")
    try:
        for path in ("authors", "docs/articles", *(f"docs/{facet}" for facet in facets)):
            (folder / path).mkdir(parents=True)
        (folder / "mkdocs.yml").write_text(settings(facets, url, name or folder.resolve().name), encoding="utf-8")
        (folder / "docs/index.md").write_text(home(facets), encoding="utf-8")
        workbench.write(folder, Known({facet: Facet(facet, singular(_words(facet)), _words(facet)) for facet in facets}))
        for path, text in {".gitignore": "site/\n.site.*\n.cache/\n", **lists()}.items():
            if not (folder / path).exists():
                (folder / path).parent.mkdir(exist_ok=True)
                (folder / path).write_text(text, encoding="utf-8")
    except OSError as reason:
        raise NotStarted(f"{reason.strerror}: {reason.filename}") from None


def home(facets: tuple[str, ...]) -> str:
    """The text of a new archive's home page: a list for each facet, and for what every archive has."""
    return HOME.format(facets="".join(f"## {_words(facet)}\n\n<!-- {facet} -->\n\n" for facet in facets))


def settings(facets: tuple[str, ...], url: str, name: str) -> str:
    """The text of a new archive's mkdocs.yml."""
    words = [Facet(f, singular(_words(f)), _words(f)) for f in facets]
    written = {
        "site_name": name,
        **({"site_url": url if url.endswith("/") else f"{url}/"} if url else {}),
        "theme": {"name": "material", "font": False},
        "plugins": ["archive"],
        "nav": [
            {"Home": "index.md"},
            {"Articles": "/articles/"},
            *({f.many: f"/{f.name}/"} for f in words),
            {"Authors": "/authors/"},
            {"Years": "/archive/"},
        ],
        "extra": {"archive": {"facets": {f.name: {"one": f.one, "many": f.many} for f in words}}},
    }
    return yaml.safe_dump(written, sort_keys=False, allow_unicode=True)


def _words(facet: str) -> str:
    return facet.replace("-", " ").capitalize()
