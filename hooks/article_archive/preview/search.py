"""The bundle of the search, made when a browser first asks for it."""

from __future__ import annotations

import threading
from collections.abc import Mapping

import click

from .. import build
from ..archive import Archive
from ..search.bundle import Bundle
from ..search.pagefind import Unsearchable


class Search:
    """The search through one archive; whoever asks while its bundle is made waits for it."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._lock = threading.Lock()
        self._bundle: Bundle | None = None
        self._files: Mapping[str, bytes] | None = None
        self._is_over = False

    def file(self, path: str) -> bytes | None:
        """A file of the bundle by its path in it."""
        with self._lock:
            if self._files is None:
                self._files = self._made()
            return self._files.get(path)

    def stop(self) -> None:
        """Leave nothing running: another edition is searched now, or none."""
        self._is_over = True
        if self._bundle is not None:
            self._bundle.stop()

    def _made(self) -> Mapping[str, bytes]:
        try:
            self._bundle = build.bundle(self._archive)
            return self._bundle.files(lambda *_: None) if self._bundle else {}
        except Unsearchable as reason:
            if not self._is_over:
                click.echo(f"The search can't be previewed. {reason}", err=True)
            return {}
