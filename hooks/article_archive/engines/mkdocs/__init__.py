"""MkDocs (or ProperDocs) makes the frames; articles stay out of its page list; its files join ours in one release."""

from __future__ import annotations

import logging
from pathlib import Path

import click
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from ...options import Options
from ...problems import Problem
from ...publish import Unwritable, rollback
from ...run import Run
from ...saying import Stopped
from ...settings import Settings
from ...stages import Stages
from ...store import STORE
from . import handing
from .adapter import Adapter, settings_of

__all__ = ["Adapter", "adapter_of", "build_site", "on_config", "roll_back", "serve_site", "written"]


def on_config(config: MkDocsConfig) -> None:
    """The hook's one event: the adapter joins the plugins, unless mkdocs.yml names it there already."""
    adapter_of(config)


def adapter_of(config: MkDocsConfig) -> Adapter:
    """The configuration's adapter, which is added to its plugins where it is missing."""
    found = next((p for p in config.plugins.values() if isinstance(p, Adapter)), None)
    if found is None:
        found = config.plugins["archive"] = Adapter()
    return found


def build_site(config_file: Path, options: Options, run: Run | None = None, stages: Stages | None = None) -> None:
    """`archive build` and `archive check`: raises Stopped where nothing was published, or could be."""
    from mkdocs.commands.build import build

    config = _loaded(config_file, options.strict)
    adapter = adapter_of(config)
    adapter.asked, adapter.run, adapter.stages = options, run, stages
    try:
        build(config)
    except OSError as reason:
        # What the archive itself reads and writes has words of its own: this is MkDocs' work, in a folder of its own.
        place = reason.filename2 or reason.filename or config.site_dir
        raise Stopped(f"MkDocs can't go on: {reason.strerror or reason}: {place}. Nothing was published.") from None


def written(config_file: Path) -> tuple[Settings, list[Problem], bool]:
    """mkdocs.yml's choices, judged, and whether pages have folders for their addresses, where only MkDocs can tell."""
    config = _loaded(config_file, strict=False)
    found = settings_of(config, adapter_of(config).options, config_file.resolve().parent)
    return *found, bool(config.use_directory_urls)


def roll_back(config_file: Path) -> None:
    """`archive rollback`: raises Stopped where the site stays as it is."""
    site = Path(_loaded(config_file, strict=False).site_dir)
    try:
        count = rollback(site, config_file.resolve().parent / STORE)
    except Unwritable as reason:
        raise Stopped(f"The site stays as it is. {reason}") from None
    click.echo(f"The release before, {count:,} files, is published in {site} again.", err=True)


def _loaded(config_file: Path, strict: bool) -> MkDocsConfig:
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    try:
        return load_config(str(config_file), strict=strict or None)
    except ValueError as reason:
        # YAML makes a date of what looks like one, and knows no 30 February.
        raise Stopped(f"{config_file.name} can't be read: {reason}. Nothing was published.") from None


def serve_site(config_file: Path, address: str | None) -> None:
    """`archive serve`: raises Stopped where nothing can be served at the address."""
    handing.serve(config_file, address or handing.ADDRESS)
