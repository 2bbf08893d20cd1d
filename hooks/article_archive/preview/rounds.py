"""Files change -> the next edition, or what keeps it from being seen: round after round."""

from __future__ import annotations

import gc
import os
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue

import click
from msgspec import Struct

from .. import build, reading
from ..archive import Archive
from ..checking import repeats
from ..problems import Problem, errors, in_order, tally
from ..rendering import BadTemplate
from ..saying import say_news
from ..store import STORE, Store
from .edition import Edition
from .remarks import Remark, remarks
from .session import Session
from .work import Basis, Studio, Work


class Made(Struct, frozen=True):
    """What an engine made, or why it could not; `is_steady`: nothing that it reads was changed meanwhile."""

    made: Work | Remark
    is_steady: bool = True


# What the engine made, the full paths of files that were changed, or that something was.
News = Made | frozenset[str] | None
# After so many seconds without news, everything is looked at, not only what was named.
_CALM = 0.5

Seen = tuple[object, ...]


class Rounds:
    """Judges what was saved, and asks the engine where that concerns it. All but its working is done in one thread."""

    def __init__(self, root: Path, studio: Studio, session: Session, moment: Callable[[], datetime]) -> None:
        self.root, self.studio, self.session, self.moment = root, studio, session, moment
        self._memory = build.Memory()
        self._news: SimpleQueue[News] = SimpleQueue()
        # The engine's last work, the last one without errors, and why there is no newer one.
        self._latest: Work | None = None
        self._sound: Work | None = None
        self._failure: Remark | None = None
        self._asked: Basis | None = None
        self._is_asking = False
        self._archive: Archive | None = None
        # What was seen last, where, and whether that was all.
        self._found: reading.Found | None = None
        self._folders: tuple[reading.Folder, ...] = ()
        self._is_sure = True
        # By what the last look, and the edition that is shown, can be told from the next.
        self._seen: Seen = ()
        self._shown: Seen = ()
        self._said: Seen = ()
        self._known = repeats.known(Store(root / STORE))

    def begin(self) -> None:
        """The first round, with what the engine made before where that holds."""
        if work := self.studio.recall(self.moment()):
            self._take(work)
        self.round()

    def stir(self, paths: frozenset[str] | None) -> None:
        """Say, from any thread, that something was changed: these files, or nobody knows what."""
        self._news.put(paths)

    @property
    def base(self) -> str:
        """The path that the site is served under."""
        work = self._sound or self._latest
        return work.settings.base if work else "/"

    def run(self, follow: Callable[[], None]) -> None:
        """Round after round, until it is interrupted; before each, the watches follow what the engine reads now."""
        while True:
            if self._is_sure:  # until then, pages that are asked for go first
                follow()
                self.ask()
            self.round(self._named())

    def _named(self) -> frozenset[str] | None:
        """Wait for news, and give back the files that were changed; None where everything must be looked at."""
        try:
            heard = [self.hear(self._news.get(timeout=None if self._is_sure else _CALM))]
        except Empty:
            return None
        while not self._news.empty():
            heard.append(self.hear(self._news.get()))
        named = [paths for paths in heard if paths is not None]
        return frozenset().union(*named) if len(named) == len(heard) else None

    def ask(self) -> None:
        """Let the engine work in a thread of its own, where something has changed that concerns it."""
        basis = self._basis()
        work = self._latest
        if not self._is_asking and basis != self._asked and not (work and work.basis == basis and not self._failure):
            self._asked, self._is_asking = basis, True
            threading.Thread(target=self._work, daemon=True).start()

    def round(self, paths: frozenset[str] | None = None) -> None:
        """Look at these files, or at all that lies on the disk now, and let it be seen, or say why not."""
        with _undisturbed():
            try:
                self._round(paths)
            except (BadTemplate, OSError) as reason:
                self._warn([Remark("error", "", _in_words(reason))])
            except Exception:
                # Ours to mend, and no reason to leave the person who writes without a preview.
                traceback.print_exc()
                self._warn([Remark("error", "", "The preview has met a mistake of its own, which the terminal shows.")])

    def _round(self, paths: frozenset[str] | None) -> None:
        work = self._sound or self._latest
        if work is None:
            if self._failure:
                self._say((), [self._failure])
            return
        self._found = found = self._look(paths, reading.folders(work.settings.facets, work.settings.docs))
        made = self._latest and (self._latest.settings, self._latest.engine, self._latest.problems)
        engine = (self.studio.read(self.moment()), made, self._failure)
        seen = (found.stamps, found.problems, engine)
        if seen == self._seen and _is_settled(found):
            return
        self._seen = ()
        archive = build.gather(self.root, work.settings, work.engine, self.moment(), found=found, memory=self._memory)
        own = self._latest.problems if self._latest and not self._failure else ()
        self._settle(archive, in_order((*own, *archive.problems)), (engine, *_told_apart(archive)), work)
        self._seen = seen

    def _look(self, paths: frozenset[str] | None, folders: tuple[reading.Folder, ...]) -> reading.Found:
        """What lies on the disk; a look at the named files alone is followed by another at everything."""
        again = None
        if paths is not None and self._found and folders == self._folders:
            again = reading.look_again(self.root, self._found, [os.path.relpath(path, self.root) for path in paths])
        self._is_sure, self._folders = again is None, folders
        return again or reading.look(self.root, folders)

    def _settle(self, archive: Archive, problems: list[Problem], made_of: Seen, work: Work) -> None:
        failures = [self._failure] if self._failure else []
        stopping = bool(failures or errors(problems))
        self._archive = None if errors(archive.problems) else archive
        if not stopping and (made_of != self._shown or self.session.shown.told.is_last_good):
            edition = Edition(archive, work.engine)
            for path in self.session.in_view():  # a template that can't be used is met here, and the pages are ready
                edition.file(path)
            self.session.show(edition, remarks(problems))
            self._shown = made_of
        self._say(problems, failures, stopping=stopping)

    def _say(self, problems: list[Problem] | tuple[()], failures: list[Remark], *, stopping: bool = True) -> None:
        if stopping:
            self.session.warn([*failures, *remarks(problems)])
        if (problems, failures) != self._said:
            self._tell(problems, is_whole=not stopping)
            for failure in failures:
                click.echo(str(failure), err=True)
            if stopping:
                click.echo(f"{tally(problems) or 'An error'}. The last good pages stay until this is mended.", err=True)
            elif self._said:
                click.echo(f"Shown as it is now ({tally(problems) or 'no problems'}).", err=True)
        self._said = (problems, failures)

    def _tell(self, problems: list[Problem] | tuple[()], *, is_whole: bool) -> None:
        """Say what is new since the round before, or since the last build; while something is amiss, nothing is forgotten."""
        told = repeats.telling(problems, self._known)
        say_news(told)
        self._known = told.marks if is_whole else self._known | told.marks

    def _warn(self, found: list[Remark]) -> None:
        self._say((), found)

    def hear(self, news: News) -> frozenset[str] | None:
        """Take what the engine made; give back which files were changed, None where nobody knows."""
        if not isinstance(news, Made):
            return news
        self._is_asking = False
        if isinstance(news.made, Work):
            self._take(news.made)
        else:
            self._failure = news.made
            self._asked = self._asked if news.is_steady else None
        return None

    def _work(self) -> None:
        """In a thread of its own: what is changed amid a work may be what it failed by, and gone when it is heard of."""
        before = self.studio.read(self.moment())
        made = self.studio.work()
        self._news.put(Made(made, isinstance(made, Work) or self.studio.read(self.moment()) == before))

    def _take(self, work: Work) -> None:
        self._latest, self._failure = work, None
        if not errors(work.problems):
            self._sound = work

    def _basis(self) -> Basis:
        # While the content has errors, what links could lead to is asked of what was right before.
        content = self.studio.content(self._archive) if self._archive else self._asked.content if self._asked else b""
        if not self._archive and self._latest:
            content = self._latest.basis.content
        return Basis(self.studio.read(self.moment()), content)


def _told_apart(archive: Archive) -> Seen:
    """What tells two archives from each other, whatever the stamps of their files say."""
    known = archive.map
    return archive.marks, frozenset(archive.media.files), known.files, known.unpublished, archive.problems


def _is_settled(found: reading.Found) -> bool:
    return reading.is_settled(max((stamp[1] for stamp in found.stamps.values()), default=0))


def _in_words(reason: BadTemplate | OSError) -> str:
    return f"{reason.filename} can't be read: {reason.strerror}." if isinstance(reason, OSError) else str(reason)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without the garbage collector, which would look through every article."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
