"""Everything judged -> the catalogue, where links can lead, and who claims which address; where only words changed, as it was."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from . import claims
from .archive import Engine
from .catalogue import Catalogue, catalogue, is_published, is_shelved_alike, with_words
from .judging import recall
from .judging.hearing import Judgement
from .links import Map
from .model import Place
from .redirects import redirects
from .settings import Settings


class Shelved(Struct, frozen=True):
    """The catalogue, the map of links, and each address with the file that claims it."""

    catalogue: Catalogue
    map: Map
    claimed: tuple[tuple[str, Place], ...]


class Round(Struct, frozen=True):
    """What is shelved, and for when; `beside` are the files beside the content, `aside` those that were left out."""

    settings: Settings
    engine: Engine
    beside: frozenset[str]
    aside: frozenset[str]
    judged: Judgement
    now: datetime


class Memory(recall.Memory):
    """What one process keeps from round to round: judgements, and how they were shelved."""

    last: tuple[Round, Shelved] | None = None


def shelve(this: Round, memory: Memory | None) -> Shelved:
    """Shelve what was judged, and let the memory know."""
    last = memory.last if memory else None
    found = (_again(*last, this) if last else None) or _anew(this)
    if memory:
        memory.last = this, found
    return found


def _anew(this: Round) -> Shelved:
    judged, settings, engine = this.judged, this.settings, this.engine
    shelves = (judged.articles, judged.authors, judged.terms, judged.series, judged.clips)
    shelved = catalogue(*shelves, settings.facets, this.now)
    known = map_of(shelved, settings, engine, this.beside, (*judged.broken, *this.aside))
    return Shelved(shelved, known, tuple(claims.claims(shelved, settings, {**engine.pages, **engine.others})))


def _again(last: Round, shelved: Shelved, this: Round) -> Shelved | None:
    """The same as in the last round, where nothing but articles' words has changed since: they move nothing."""
    here, there = map(_beside_articles, (this, last))
    before = {a.place.path: a for a in last.judged.articles}
    new = {a.place.path: a for a in this.judged.articles if before.get(a.place.path) is not a}
    is_same_time = last.now <= this.now and not any(is_published(a, this.now) for a in shelved.catalogue.unpublished)
    if here != there or len(before) != len(this.judged.articles) or not is_same_time:
        return None
    if not all(path in before and is_shelved_alike(before[path], article) for path, article in new.items()):
        return None
    words = with_words(shelved.catalogue, {id(before[path]): article for path, article in new.items()})
    return Shelved(words, shelved.map, shelved.claimed)


def _beside_articles(of: Round) -> tuple[object, ...]:
    judged = of.judged
    others = (judged.authors, judged.terms, judged.series, judged.clips, judged.broken)
    return of.settings, of.engine.pages, of.engine.others, of.beside, of.aside, others


def map_of(shelved: Catalogue, settings: Settings, engine: Engine, beside: Iterable[str], broken: Iterable[str]) -> Map:
    """Where links can lead. A file with errors of its own counts as there: it is what will be mended."""
    owned = list(claims.owned(shelved, settings))
    formers = [former for former, _, _ in redirects(shelved, settings.permalink)]
    every = {*engine.pages.values(), *engine.others.values(), *claims.lists(shelved, settings), *formers, *(a for a, _ in owned)}
    return Map(
        pages={**engine.pages, **{place.path: address for address, place in owned}},
        unpublished=frozenset(a.place.path for a in shelved.unpublished),
        broken=frozenset(broken),
        files=frozenset(beside),
        addresses=frozenset(every),
        by_last_step={address.rstrip("/").rpartition("/")[2]: address for address, _ in owned},
    )
