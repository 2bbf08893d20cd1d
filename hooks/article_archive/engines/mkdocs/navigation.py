"""mkdocs.yml's `nav`, as far as the archive has a part in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from ... import addresses
from ...model import Place
from ...problems import Problem
from ...settings import Settings


def ways(settings: Settings) -> list[tuple[str, str]]:
    facets = [(facet.many, addresses.facet(name)) for name, facet in settings.facets.items()]
    ours = [("Articles", addresses.ARTICLES), ("Browse", addresses.BROWSE)]
    return [*ours, *facets, ("Authors", addresses.AUTHORS), ("Years", addresses.YEARS)]


def unfolded(item: Any, docs: Path) -> Any:
    """A navigation entry such as `News: news/` stands for the pages in that folder."""
    if isinstance(item, dict):
        return {title: unfolded(value, docs) for title, value in item.items()}
    if isinstance(item, str) and item.endswith("/") and not item.startswith("/") and (docs / item).is_dir():
        return [path.relative_to(docs).as_posix() for path in sorted((docs / item).rglob("*.md"))]
    return item


def each_item(items: Any) -> Iterator[Any]:
    for item in items:
        yield item
        yield from each_item(getattr(item, "children", None) or ())


def dead_tab(url: str, config: MkDocsConfig) -> Problem:
    return Problem(
        "dead-link",
        Place(Path(config.config_file_path or "mkdocs.yml").name),
        f"The navigation leads to {url}, where nothing stands.",
    )
