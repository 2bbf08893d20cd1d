"""MkDocs (or ProperDocs) makes the frames; articles stay out of its page list; its files join ours in one release."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from ...archive import STORE
from ...publish import Unwritable, rollback
from .adapter import Adapter
from .saying import Stopped, say_problems

__all__ = ["Adapter", "Stopped", "adapter_of", "build_site", "check_site", "on_config", "roll_back", "say_problems", "serve_site"]


def on_config(config: MkDocsConfig) -> None:
    """The hook's one event: the adapter joins the plugins, unless mkdocs.yml names it there already."""
    adapter_of(config)


def adapter_of(config: MkDocsConfig) -> Adapter:
    """The configuration's adapter, which is added to its plugins where it is missing."""
    found = next((p for p in config.plugins.values() if isinstance(p, Adapter)), None)
    if found is None:
        found = config.plugins["archive"] = Adapter()
    return found


def build_site(
    config_file: Path,
    *,
    strict: bool = False,
    leave_out: bool = False,
    delete_foreign: bool = False,
    search: bool = True,
    cards: bool = True,
) -> None:
    """`archive build`: raises Stopped where nothing was published."""
    from mkdocs.commands.build import build as run

    config = _loaded(config_file, strict)
    adapter = adapter_of(config)
    adapter.leave_out, adapter.no_search, adapter.cards = leave_out, not search, cards
    adapter.delete_foreign = delete_foreign
    run(config)


def roll_back(config_file: Path) -> None:
    """`archive rollback`: raises Stopped where the site stays as it is."""
    site = Path(_loaded(config_file, strict=False).site_dir)
    try:
        count = rollback(site, config_file.resolve().parent / STORE)
    except Unwritable as reason:
        raise Stopped(f"The site stays as it is. {reason}") from None
    click.echo(f"The release before, {count:,} files, is published in {site} again.", err=True)


def check_site(config_file: Path, *, strict: bool = False) -> None:
    """`archive check`: like a build up to its last step; raises Stopped where nothing could be published."""
    from mkdocs.commands.build import build as run

    config = _loaded(config_file, strict)
    adapter_of(config).only_check = True
    run(config)


def _loaded(config_file: Path, strict: bool) -> MkDocsConfig:
    try:
        return load_config(str(config_file), strict=strict or None)
    except ValueError as reason:
        # YAML makes a date of what looks like one, and knows no 30 February.
        raise Stopped(f"{config_file.name} can't be read: {reason}. Nothing was published.") from None


def serve_site(config_file: Path, address: str | None) -> None:
    """`archive serve`: MkDocs' own preview server, on this machine only."""
    from mkdocs.commands.serve import serve

    options: dict[str, Any] = {"dev_addr": address} if address else {}
    serve(str(config_file), **options)
