"""Where an engine works for the preview: in a process of its own, since what it keeps to itself bears no threads."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from msgspec import MsgspecError, Struct, msgpack
from msgspec.structs import replace

from ..archive import Archive
from ..pages.drafts import digest
from ..preview.remarks import Remark
from ..preview.work import Basis, Work
from ..store import STORE, Store
from ..watching import Watched, sight
from . import kept
from .kept import Kept

# Before an engine has ever worked, it is not known what it reads: this is what it mostly does.
_FOLDERS = ("docs", "overrides", "hooks")
# How long (seconds) an engine may take to end when it is told to.
_PATIENCE = 3


class Sent(Struct, frozen=True):
    """What the process sends: what the engine made, or why it could not."""

    kept: Kept | None = None
    remark: Remark | None = None


_SENT = msgpack.Decoder(Sent)


class Studio:
    """The engine of one mkdocs.yml; `also` are paths that somebody asks to be followed as well."""

    def __init__(self, config_file: Path, engine: str = "mkdocs", also: Iterable[str] = ()) -> None:
        self._config_file, self._engine, self._also = config_file.resolve(), engine, tuple(also)
        self._known: Kept | None = None
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_over = False

    def recall(self, now: datetime) -> Work | None:
        known = kept.recall(Store(self._config_file.parent / STORE), self._config_file)
        # A build can leave the search out; the preview makes it when it is asked for.
        if known is None or known.has_search != known.settings.search or not known.may_hold(now):
            return None
        self._known = known
        return _work(known)

    def watched(self) -> Watched:
        root = self._config_file.parent
        usual = Watched((str(self._config_file),), tuple(str(root / name) for name in _FOLDERS))
        known = self._known.watched if self._known else usual
        files = (*known.files, *(path for path in self._also if not Path(path).is_dir()))
        return Watched(files, (*known.folders, *(path for path in self._also if Path(path).is_dir())), known.aside)

    def read(self, now: datetime) -> bytes:
        if self._known is None:
            return sight(self.watched()).digest
        is_in_time = self._known.since <= now.timestamp() < self._known.until
        seen = sight(self._known.watched).digest
        return digest(seen, kept.notice_of(self._known.settings, now), is_in_time)

    def content(self, archive: Archive) -> bytes:
        return kept.content_of(archive, self._known.named if self._known else None)

    def work(self) -> Work | Remark:
        sent = self._sent()
        if sent.kept is None:
            return sent.remark or Remark("error", "", "MkDocs ended without a word.")
        self._known = sent.kept
        return _work(sent.kept)

    def stop(self) -> None:
        with self._lock:
            self._is_over = True
            if self._process is None or self._process.poll() is not None:
                return
            self._process.terminate()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _sent(self) -> Sent:
        command = [sys.executable, "-P", "-m", "article_archive.engines.apart", str(self._config_file), self._engine]
        with self._lock:
            if self._is_over:
                return Sent()
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        try:
            return _SENT.decode(self._process.communicate()[0])
        except MsgspecError:
            return Sent()


def _work(known: Kept) -> Work:
    """What the preview shows of it: pictures for other sites are drawn by builds alone."""
    basis = Basis(digest(known.seen, known.notice, True), known.content)
    return Work(replace(known.settings, cards=None), known.engine(), known.problems, basis)
