"""Some content files -> the problems that a check of the whole archive finds in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from ..archive import Engine
from ..catalogue import Catalogue
from ..checks import Scene, check
from ..judging.hearing import Judgement, judge_all
from ..judging.recall import Memory
from ..media import media
from ..problems import Problem, in_order
from ..progress import Progress
from ..reading import Found
from ..settings import Settings
from ..shelving import Round, shelve
from ..store import Store
from ..text.likeness import candidates
from . import others

# With so many files changed since, a check of the whole archive knows more than what is kept without words.
_MANY = 200


class Ground(Struct, frozen=True):
    """What a check of some files stands on: the archive's folder, its settings, and what lies in it."""

    root: Path
    settings: Settings
    engine: Engine
    found: Found
    now: datetime
    store: Store


def problems_of(paths: frozenset[str], ground: Ground, progress: Progress) -> list[Problem]:
    """Every problem of the files at these paths, in order; of the others only what these need is asked for."""
    judged = judged_beside_others(paths, ground, progress)
    if alike := _perhaps_alike(paths, judged):
        judged = judged_beside_others(paths | alike, ground, progress)
    this = Round(ground.settings, ground.engine, ground.found.beside, frozenset(), judged, ground.now)
    shelved = shelve(this, None)
    checked = check(Scene(shelved.catalogue, ground.settings, shelved.map, shelved.claimed))
    every = (*ground.found.problems, *judged.problems, *checked)
    beside = media(ground.root, _only(paths, shelved.catalogue), ground.settings, shelved.map, ground.store)
    return in_order((*(p for p in every if p.place.path in paths), *beside.problems))


def judged_beside_others(paths: frozenset[str], ground: Ground, progress: Progress) -> Judgement:
    """Everything judged: these files in full, the others without their words as long as what is kept of them holds."""
    memory, before = Memory(), others.opened(ground.store)
    entries = ground.found.entries
    stale = [e for e in entries if e.path not in paths and (e.path not in before or before[e.path].stamp != e.stamp)]
    # An empty memory recalls whole judgements, and keeps them.
    memory.kept = {} if len(stale) > _MANY else {path: found for path, found in before.items() if path not in paths}
    judged = judge_all(ground.root, entries, ground.settings, ground.store, progress, memory)
    others.close(before, memory.kept, memory.judged, ground.store)
    return judged


def _perhaps_alike(paths: frozenset[str], judged: Judgement) -> frozenset[str]:
    """Other articles whose texts may be nearly those of these files: to tell, they are needed word by word."""
    places = [article.place.path for article in judged.articles]
    pairs = candidates([article.body.sketch for article in judged.articles])
    near = {places[at] for pair in pairs for at in pair if paths & {places[each] for each in pair}}
    return frozenset(near) - paths


def _only(paths: frozenset[str], shelved: Catalogue) -> Catalogue:
    """The catalogue with these files alone, for what is asked of each by itself."""
    terms: Mapping[str, tuple[object, ...]] = {
        facet: tuple(t for t in found if t.place.path in paths) for facet, found in shelved.terms.items()
    }
    return replace(
        shelved,
        articles=tuple(a for a in shelved.articles if a.place.path in paths),
        authors=tuple(a for a in shelved.authors if a.place.path in paths),
        terms=terms,
        clips=tuple(c for c in shelved.clips if c.place.path in paths),
    )
