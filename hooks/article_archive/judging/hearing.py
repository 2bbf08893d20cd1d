"""Content files -> everything judged; what was judged before is recalled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ..crew import MANY, both, guarded, in_halves
from ..frontmatter import parse
from ..model import Article, Author, Clip, Place, Series, Term
from ..problems import TROUBLES, Problem
from ..progress import Progress
from ..reading import Entry, each, held, source
from ..settings import Settings
from ..store import Store
from . import recall
from .judge import Judged, judge
from .recall import Kept, Memory, Words, words_of
from .vocabulary import Vocabulary, vocabulary

# Bytes: no text shorter than this takes more than a moment, whatever stands in it.
LARGE = 32 * 1024


class Judgement(Struct, frozen=True):
    """Everything that was judged, shelf by shelf; `broken` are the paths of files with errors.

    `marks` are digests of what was judged, by path: the same mark, the same value.
    """

    articles: tuple[Article, ...]
    authors: tuple[Author, ...]
    terms: tuple[Term, ...]
    series: tuple[Series, ...]
    clips: tuple[Clip, ...]
    broken: tuple[str, ...]
    problems: tuple[Problem, ...]
    marks: Mapping[str, bytes]


def judge_all(
    root: Path, entries: Sequence[Entry], settings: Settings, store: Store, progress: Progress, memory: Memory | None = None
) -> Judgement:
    """Judge every file: authors, terms and series first, since articles and clips name them.

    What the memory holds is recalled from it, and what is judged now is kept in it: on the disk only in its first round.
    """
    hearing = _Hearing(root, store, progress, memory or Memory())
    naming = [e for e in entries if e.shelf not in ("article", "clip")]
    rest = [e for e in entries if e.shelf in ("article", "clip")]
    names = _shelved(hearing.judged(naming, vocabulary(settings.facets, settings.zone)))
    slugs = (e.name for e in rest if e.shelf == "article")
    words = vocabulary(settings.facets, settings.zone, names[Author], names[Term], names[Series], names[str], slugs)
    others = _shelved(hearing.judged(rest, words))
    hearing.close()
    shelves: dict[str, Any] = {name: tuple(chain(names[kind], others[kind])) for name, kind in _SHELVES.items()}
    return Judgement(**shelves, marks={path: found.mark for path, found in hearing.kept.items()})


_SHELVES = {
    "articles": Article,
    "authors": Author,
    "terms": Term,
    "series": Series,
    "clips": Clip,
    "broken": str,
    "problems": Problem,
}
# A file's path, and what became of it.
Heard = tuple[str, Judged]


def _shelved(heard: Iterable[Heard]) -> dict[type, list[Any]]:
    """Values by their type, paths of broken files as `str`, and problems."""
    shelves: dict[type, list[Any]] = {kind: [] for kind in _SHELVES.values()}
    for path, judged in heard:
        shelves[Problem] += judged.problems
        shelves[str if judged.value is None else type(judged.value)].append(judged.value or path)
    return shelves


class _Hearing:
    """One run over all files: `before` is what was kept, `kept` what is to be kept now."""

    def __init__(self, root: Path, store: Store, progress: Progress, memory: Memory) -> None:
        self.root, self.store, self.progress, self.memory = root, store, progress, memory
        self.before = memory.kept or recall.opened(store)
        self.kept: dict[str, Kept] = {}
        self.values: dict[str, Judged] = {}

    def judged(self, entries: Sequence[Entry], vocabulary: Vocabulary) -> list[Heard]:
        """What became of each file, recalled or judged now."""
        words = words_of(vocabulary)
        heard: dict[str, Judged] = {}
        others: list[Entry] = []
        for entry in entries:
            found = self.before.get(entry.path)
            judged = self.recalled(entry, found, words) if found else None
            if judged is None:
                others.append(entry)
            else:
                heard[entry.path] = judged
        heard.update(self.afresh(others, words))
        self.values |= heard
        # In the order of the files, whatever was recalled: of two words that are alike, the first is suggested.
        return [(entry.path, heard[entry.path]) for entry in entries]

    def recalled(self, entry: Entry, found: Kept, words: Words) -> Judged | None:
        """What became of the file before, where that still holds."""
        if not (found.settled and found.stamp == entry.stamp):
            data = held(self.root, entry)
            if isinstance(data, Problem) or recall.digest(data) != found.digest:
                return None
            found = recall.restamped(found, entry)
        judged = self.memory.judged.get(entry.path) or found.value()
        if not recall.holds(found, judged, words):
            return None
        self.kept[entry.path] = found
        self.progress.step()
        return judged

    def afresh(self, entries: Sequence[Entry], words: Words) -> list[Heard]:
        """Judge these files; many of them in two halves."""

        def judged(some: Sequence[Entry]) -> list[Fresh]:
            found = []
            for entry, data in each(self.root, some):
                found.append(_fresh(entry, data, words))
                self.progress.step()
            return found

        small = [entry for entry in entries if entry.stamp[0] <= LARGE]
        large = [entry for entry in entries if entry.stamp[0] > LARGE]
        found = in_halves(small, judged, list[Fresh]) + [self.guarded(entry, words) for entry in large]
        self.kept |= {each.kept.path: each.kept for each in found if each.kept}
        known: Known = {}
        return [(entry.path, _shared(each.judged(), known)) for entry, each in zip((*small, *large), found, strict=True)]

    def guarded(self, entry: Entry, words: Words) -> Fresh:
        """Judge a file that may take long or much room, and say so if it takes too much."""
        found = guarded(lambda: _fresh(entry, held(self.root, entry), words), Fresh)
        self.progress.step()
        return Fresh(problem=TROUBLES[found].at(Place(entry.path))) if isinstance(found, str) else found

    def close(self) -> None:
        """Keep what became of every file; drawers in which nothing has changed stay as they are."""
        is_first = not self.memory.kept
        self.memory.kept, self.memory.judged = self.kept, self.values
        if is_first:
            self.store_drawers()

    def store_drawers(self) -> None:
        before, now = recall.by_drawer(self.before), recall.by_drawer(self.kept)
        changed = [number for number in now if now[number] != before[number]]

        def keep(numbers: Sequence[int]) -> int:
            for number in numbers:
                recall.close(number, now[number].values(), self.store)
            return len(numbers)

        if len(self.kept) < MANY or len(changed) < recall.DRAWERS:
            keep(changed)
        else:
            both(lambda: keep(changed[::2]), lambda: keep(changed[1::2]), int)


class Fresh(Struct, frozen=True, array_like=True):
    """What became of a file just now: a judgement to keep, or the reason why it can't be read."""

    kept: Kept | None = None
    problem: Problem | None = None

    def judged(self) -> Judged:
        return self.kept.value() if self.kept else Judged(None, (self.problem,) if self.problem else ())


# Credits and terms that an article before had, too.
Known = dict[Any, Any]


def _shared(judged: Judged, known: Known) -> Judged:
    """The judgement with the people and terms of another article where they are the same: one copy of them is enough."""
    value = judged.value
    if not isinstance(value, Article):
        return judged
    credits = known.setdefault(value.credits, value.credits)
    terms = known.setdefault(tuple(value.terms.items()), value.terms)
    return replace(judged, value=replace(value, credits=credits, terms=terms))


def _fresh(entry: Entry, data: bytes | Problem, words: Words) -> Fresh:
    """Take apart and judge one file."""
    if isinstance(data, Problem):
        return Fresh(problem=data)
    found = source(entry, data)
    parsed = found if isinstance(found, Problem) else parse(found)
    judged = Judged(None, (parsed,)) if isinstance(parsed, Problem) else judge(parsed, words.vocabulary)
    return Fresh(recall.kept(entry, data, judged, words))
