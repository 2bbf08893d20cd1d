"""The preview as a whole: a server, a watcher and rounds, from the first page to the last."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import click
from msgspec.structs import replace

from ..watching import Watched
from .rounds import Rounds
from .server import Server, place
from .session import Session
from .watcher import Watcher
from .work import Studio


def serve(root: Path, studio: Studio, address: str, moment: Callable[[], datetime], *, opening: bool = False) -> None:
    """Serve the archive below `root` at an address such as 127.0.0.1:8000 until it is interrupted, opened in a browser if asked.

    Raises Stopped where nothing can be served there.
    """
    session = Session()
    rounds = Rounds(root, studio, session, moment)
    watcher = Watcher(rounds.stir)
    with ExitStack() as ending:
        server = Server(*place(address), session)
        ending.callback(server.end)
        ending.callback(watcher.stop)
        ending.callback(studio.stop)
        # The first round may divide its work between two processes, as long as there are no threads.
        rounds.begin()
        # Ten thousand articles stay for good: nobody need look through them for what can be freed, nor at the end.
        gc.collect()
        gc.freeze()
        atexit.register(gc.freeze)
        server.begin()
        home = server.address + rounds.base
        click.echo(f"The preview is served at {home} (end it with Ctrl-C).", err=True)
        if opening:
            click.launch(home)
        rounds.run(lambda: watcher.follow(_with(root, studio.watched())))


def _with(root: Path, watched: Watched) -> Watched:
    """What the engine reads, and the content, which the engine does not."""
    return replace(watched, folders=(*watched.folders, str(root / "authors")))
