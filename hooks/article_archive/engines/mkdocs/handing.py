"""`mkdocs serve` and `archive serve` are one: the engine's own server gives way to the preview at its first event."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import click
from mkdocs.config.defaults import MkDocsConfig

from ...options import moment
from ...saying import Stopped
from ..ending import end_when_told

ADDRESS = "127.0.0.1:8000"


def is_serving() -> bool:
    """Whether `mkdocs serve` runs. A hook hears of the start before it has anything to keep that in."""
    context = click.get_current_context(silent=True)
    return context is not None and context.info_name == "serve"


def hand_over(config: MkDocsConfig) -> NoReturn:
    """Serve the preview in the engine's place, to the end: it would build the whole site first, and again at each change.

    What the engine has begun it clears away when it hears of the end.
    """
    end_when_told()
    context = click.get_current_context(silent=True)
    asked: dict[str, Any] = dict(context.params) if context else {}
    address = f"{config.dev_addr.host}:{config.dev_addr.port}"
    try:
        serve(
            Path(config.config_file_path),
            address,
            type(config).__module__.partition(".")[0],
            config.watch,
            bool(asked.get("open_in_browser")),
        )
    except Stopped as reason:
        reason.show()
        sys.exit(1)
    sys.exit(0)


def serve(
    config_file: Path,
    address: str,
    engine: str = "mkdocs",
    also: Iterable[str] = (),
    opening: bool = False,
) -> None:
    """Serve the preview until it is interrupted. Raises Stopped where nothing can be served at the address."""
    # Builds need none of this.
    from ...preview.serving import serve as serve_preview
    from ..studio import Studio

    try:
        serve_preview(config_file.resolve().parent, Studio(config_file, engine, also), address, moment, opening=opening)
    except KeyboardInterrupt:
        click.echo("", err=True)
