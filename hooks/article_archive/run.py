"""One run of the program: what was found is said, and the site published, or nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from itertools import chain
from pathlib import Path
from urllib.parse import unquote

import click

from . import addresses, build, reading
from .archive import Archive, Engine
from .checking import repeats
from .options import Options
from .pages.drafts import digest
from .problems import Problem, errors, in_order, tally
from .progress import Progress
from .publish import Releases, Unwritable, addresses_at, opened
from .reading import Found
from .rendering import BadTemplate, Files
from .saying import Stopped, say, say_news, say_published
from .search.bundle import Bundle
from .search.pagefind import Unsearchable
from .settings import Settings
from .stages import Stages
from .store import STORE, Store


class Run:
    """One archive on its way to its site, which nobody else writes meanwhile."""

    def __init__(
        self,
        root: Path,
        site: Path,
        options: Options,
        moment: datetime,
        stages: Stages | None = None,
        found: Found | None = None,
    ) -> None:
        """`found` was seen below `root` just now."""
        self.root, self.site, self.options, self.moment = root, site, options, moment
        self.stages = stages or Stages(sys.stderr)
        self.found = found
        self.problems: tuple[Problem, ...] = ()
        self.said = ""
        # What the last build that published has said, and what of it this one says again.
        self._known: frozenset[bytes] = frozenset()
        self._told: repeats.Telling | None = None
        self._held = ExitStack()
        self._bundle: Bundle | None = None
        self._releases: Releases | None = None
        self._gathered: tuple[Engine, Archive] | None = None

    def claim(self) -> Releases:
        """Hold the site: whoever comes second waits here, since it must read the content as it is then."""
        if self._releases is None:
            with _in_words():
                held = opened(self.site, self.root / STORE, replace_foreign=self.options.delete_foreign)
                self._releases = self._held.enter_context(held)
                if self._releases.has_waited:
                    self.found = None
                self._releases.look_ahead()
        return self._releases

    @property
    def archive(self) -> Archive:
        assert self._gathered is not None
        return self._gathered[1]

    def gather(self, settings: Settings, engine: Engine) -> Archive:
        """Read and judge the content, once for the same pages of the engine; the index of words is begun."""
        if self._gathered is None or self._gathered[0] != engine or self._gathered[1].settings != settings:
            folders = reading.folders(settings.facets, settings.docs)
            if self.found is None or self.found.folders != folders or self._gathered is not None:
                self.found = reading.look(self.root, folders)
            work = build.gather_sound if self.options.leave_out else build.gather
            with _in_words():
                self._gathered = engine, work(self.root, settings, engine, self.moment, found=self.found, stages=self.stages)
            self._begin()
        return self.archive

    def is_gathered(self) -> bool:
        """Whether there is something to go on with, for whoever takes the run over."""
        return self._gathered is not None

    def has_search(self) -> bool:
        return self._bundle is not None

    def report(self, problems: Iterable[Problem], warnings: Callable[[], int] = lambda: 0) -> str:
        """Say every problem, and give back their number in words; raises Stopped where one stands in the way of publishing."""
        self.problems = every = tuple(in_order((*problems, *self.archive.problems)))
        self._say(every)
        said = tally(every)
        if errors(every, strict=self.options.strict):
            raise Stopped(f"{said}. Nothing was published; what was published before stays as it is.")
        if self.options.strict and (count := warnings()):
            raise Stopped(f"MkDocs gave {count} warnings, and --strict was asked for. Nothing was published.")
        if self.archive.left_out and (dying := self._dying()):
            names = "\n  ".join(sorted(dying))
            raise Stopped(f"Leaving these files out would take published addresses away:\n  {names}\nNothing was published.")
        return said

    def _say(self, every: Sequence[Problem]) -> None:
        """Say what is new since the last build that published, and count the rest.

        A check says everything. So does a build that warnings stop (--strict): they are its errors, and whoever asked for it,
        mostly a server with nothing kept, must see each thing that stands in the way.
        """
        messages = addresses.full(addresses.MESSAGES, self.archive.settings)
        if self.options.only_check or (self.options.strict and errors(every, strict=True)):
            say(every, self.options.form, self.root, messages, self.archive.left_out)
            return
        self._known = repeats.known(Store(self.root / STORE))
        self._told = repeats.telling(every, self._known)
        say_news(self._told, messages, self.archive.left_out)

    def publish(self, engine: Engine, said: str) -> None:
        """Let the site be what the archive and the engine make."""
        releases = self.claim()
        standing = releases.standing()
        with _in_words(), self.stages.stage("Printing and writing", build.count(self.archive)) as progress:
            first, second = build.files(self.archive, engine, standing, sys.stderr)
            done = releases.publish(_counted(chain(first, self._search_files()), progress), _counted(second, progress))
        if self._told:
            repeats.remember(self._told.marks, self._known, Store(self.root / STORE))
        say_published(done)
        shelved = self.archive.catalogue
        articles, authors = _many(len(shelved.articles), "article"), _many(len(shelved.authors), "author")
        are = "is" if len(shelved.articles) == 1 else "are"
        self.said = f"{articles} by {authors} {are} published in {self.site} ({said or 'no problems'})."
        click.echo(self.said, err=True)

    def close(self) -> None:
        """Leave nothing of this run behind."""
        self._held.close()
        if self._bundle is not None:
            self._bundle.stop()

    def _begin(self) -> None:
        """Let the bundle of the search be made while the pages are."""
        wanted = self.options.search and self.archive.settings.search and not self.options.only_check
        if wanted and not errors(self.archive.problems, strict=self.options.strict):
            with _in_words():
                self._bundle = build.bundle(self.archive)

    def _search_files(self) -> Files:
        """The bundle's files by their paths in the site, as soon as they are made."""
        if self._bundle is not None:
            with self.stages.stage("Index of words", self._bundle.steps) as progress:
                made = self._bundle.files(progress.reach)
            folder = addresses.SEARCH_BUNDLE.removeprefix("/")
            yield from ((folder + path, digest(made[path]), made[path]) for path in made)

    def _dying(self) -> frozenset[str]:
        """Published addresses that would go with the files that are left out."""
        names = {Path(p.place.path) for p in self.archive.left_out}
        last_steps = {path.parent.name if path.stem == "index" else path.stem for path in names}
        now = {addresses.full(address, self.archive.settings) for address in self.archive.map.addresses}
        gone = addresses_at(self.site) - now
        return frozenset(address for address in gone if unquote(address.rstrip("/").rpartition("/")[2]) in last_steps)


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _counted(files: Files, progress: Progress) -> Files:
    for file in files:
        yield file
        progress.step()


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (Unsearchable, BadTemplate) as reason:
        raise Stopped(f"{reason} Nothing was published.") from None
    except Unwritable as reason:
        raise Stopped(f"The site can't be written. {reason}") from None
    except OSError as reason:
        raise Stopped(f"{reason.filename} can't be read: {reason.strerror}. Nothing was published.") from None
