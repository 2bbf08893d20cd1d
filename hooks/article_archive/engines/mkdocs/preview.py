"""What the preview makes only when a browser asks for it: the bundle of the search."""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import click

from ... import addresses, build
from ...pagefind import Unsearchable

# WSGI (PEP 3333): an application, and what it is called with.
Start = Callable[[str, list[tuple[str, str]]], Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]


class Preview:
    """The search of the last build; MkDocs has a new adapter for each build, and one server for all."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._archive: build.Archive | None = None
        self._files: Mapping[str, bytes] = {}

    def offer(self, archive: build.Archive) -> None:
        """From now on, this archive is searched."""
        with self._lock:
            self._archive, self._files = archive, {}

    def file(self, path: str) -> bytes | None:
        """A file of the bundle, which is made where it is not yet there; whoever asks meanwhile waits for it."""
        with self._lock:
            if not self._files and self._archive is not None:
                archive, self._archive = self._archive, None
                self._files = _made(archive)
            return self._files.get(path)

    def before(self, application: Application, base: str) -> Application:
        """The application, with the bundle below `base`."""
        folder = base + addresses.SEARCH_BUNDLE.removeprefix("/")

        def answer(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
            path = environ.get("PATH_INFO", "")
            data = self.file(path.removeprefix(folder)) if path.startswith(folder) else None
            if data is None:
                return application(environ, start)
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            start("200 OK", [("Content-Type", kind), ("Content-Length", str(len(data)))])
            return [data]

        return answer


def _made(archive: build.Archive) -> Mapping[str, bytes]:
    try:
        bundle = build.bundle(archive)
        return bundle.files(lambda *_: None) if bundle else {}
    except Unsearchable as reason:
        click.echo(f"The search can't be previewed. {reason}", err=True)
        return {}


PREVIEW = Preview()
