"""MkDocs (or ProperDocs) makes the frames; articles stay out of its page list; its files join ours in one release."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import get_files

from ...problems import Problem
from .adapter import Adapter
from .saying import Stopped, say_problems

__all__ = ["Adapter", "Stopped", "adapter_of", "build_site", "check_site", "on_config", "say_problems", "serve_site"]


def on_config(config: MkDocsConfig) -> None:
    """The hook's one event: the adapter joins the plugins, unless mkdocs.yml names it there already."""
    adapter_of(config)


def adapter_of(config: MkDocsConfig) -> Adapter:
    """The configuration's adapter, which is added to its plugins where it is missing."""
    found = next((p for p in config.plugins.values() if isinstance(p, Adapter)), None)
    if found is None:
        found = config.plugins["archive"] = Adapter()
    return found


def build_site(config_file: Path, *, strict: bool = False, leave_out: bool = False) -> None:
    """`archive build`: raises Stopped where nothing was published."""
    from mkdocs.commands.build import build as run

    config = load_config(str(config_file), strict=strict or None)
    adapter_of(config).leave_out = leave_out
    run(config)


def check_site(config_file: Path) -> tuple[Problem, ...]:
    """`archive check`: every problem of the archive; nothing is rendered and nothing written."""
    config = load_config(str(config_file))
    adapter = adapter_of(config)
    adapter.on_config(config)
    adapter.gather(get_files(config))
    adapter.clean_up()
    return (*adapter.problems, *adapter.archive.problems)


def serve_site(config_file: Path, address: str | None) -> None:
    """`archive serve`: MkDocs' own preview server, on this machine only."""
    from mkdocs.commands.serve import serve

    options: dict[str, Any] = {"dev_addr": address} if address else {}
    serve(str(config_file), **options)
