"""The whole pipeline on one screen: files are read, judged, shelved, checked; pages are laid out, framed, published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TextIO

from msgspec import Struct
from msgspec.structs import replace

from . import claims, newsletter, reading, release
from .archive import SEARCH_STORE, STORE, Archive, Engine
from .bundle import Bundle
from .catalogue import Catalogue, catalogue, is_published, is_shelved_alike, with_words
from .checks import Scene, check
from .hearing import Judgement, judge_all
from .links import Map
from .media import media
from .model import Place
from .pages.page import Site
from .problems import Problem, errors, in_order
from .recall import Memory as Judged
from .records import records
from .redirects import redirects
from .related import Neighbours, nearest
from .rendering import Files
from .settings import Settings
from .share_cards import share_cards
from .store import Store

Claimed = tuple[tuple[str, Place], ...]

__all__ = ["Archive", "Engine", "Memory", "bundle", "files", "gather", "gather_sound", "site_of"]


class Last(Struct, frozen=True):
    """The round before: what was judged of what, and what became of it."""

    settings: Settings
    engine: Engine
    beside: frozenset[str]
    judged: Judgement
    archive: Archive
    claimed: Claimed


class Memory(Judged):
    """What one process keeps from round to round: judgements, and how they were shelved."""

    last: Last | None = None


def gather(
    root: Path,
    settings: Settings,
    engine: Engine,
    now: datetime,
    aside: frozenset[str] = frozenset(),
    found: reading.Found | None = None,
    memory: Memory | None = None,
) -> Archive:
    """Read and judge all content below `root` but the files `aside`; `found` was seen there, `memory` is of rounds before."""
    found = found or reading.look(root, reading.folders(settings.facets, settings.docs))
    entries = [entry for entry in found.entries if entry.path not in aside]
    store = Store(root / STORE)
    judged = judge_all(root, entries, settings, store, memory)
    again = _shelved_again(memory.last, settings, engine, found, judged, now) if memory and memory.last and not aside else None
    shelved, known, owners = again or _shelved(settings, engine, found, judged, now, aside)
    beside = media(root, shelved, settings, known, store)
    cards = share_cards(root, shelved, settings)
    # Where a memory carries rounds, a few pages are looked at: the neighbours of those are found when they are asked for.
    near = None if memory else nearest(shelved, store)
    checked = check(Scene(shelved, settings, known, owners))
    problems = (*found.problems, *judged.problems, *beside.problems, *cards.problems, *checked)
    archive = Archive(root, settings, shelved, known, beside, now, tuple(in_order(problems)), cards, (), judged.marks, near)
    if memory:
        memory.last = Last(settings, engine, found.beside, judged, archive, owners)
    return archive


def _shelved(
    settings: Settings, engine: Engine, found: reading.Found, judged: Judgement, now: datetime, aside: frozenset[str]
) -> tuple[Catalogue, Map, Claimed]:
    """The catalogue, where links can lead, and who claims which address."""
    shelved = catalogue(judged.articles, judged.authors, judged.terms, judged.series, judged.clips, settings.facets, now)
    known = map_of(shelved, settings, engine, found.beside, (*judged.broken, *aside))
    return shelved, known, tuple(claims.claims(shelved, settings, {**engine.pages, **engine.others}))


def _shelved_again(
    last: Last, settings: Settings, engine: Engine, found: reading.Found, judged: Judgement, now: datetime
) -> tuple[Catalogue, Map, Claimed] | None:
    """The same as in the last round, where nothing but articles' words has changed since: they move nothing."""
    here, there = (
        (s, e.pages, e.others, beside, j.authors, j.terms, j.series, j.clips, j.broken)
        for s, e, beside, j in ((settings, engine, found.beside, judged), (last.settings, last.engine, last.beside, last.judged))
    )
    before = {a.place.path: a for a in last.judged.articles}
    new = {a.place.path: a for a in judged.articles if before.get(a.place.path) is not a}
    is_same_time = last.archive.now <= now and not any(is_published(a, now) for a in last.archive.catalogue.unpublished)
    if here != there or len(before) != len(judged.articles) or not is_same_time:
        return None
    if not all(path in before and is_shelved_alike(before[path], article) for path, article in new.items()):
        return None
    shelved = with_words(last.archive.catalogue, {id(before[path]): article for path, article in new.items()})
    return shelved, last.archive.map, last.claimed


def gather_sound(
    root: Path,
    settings: Settings,
    engine: Engine,
    now: datetime,
    *,
    strict: bool = False,
    found: reading.Found | None = None,
) -> Archive:
    """Like `gather`, but files with errors are set aside and listed, and what depends on them is judged again."""
    aside: frozenset[str] = frozenset()
    left_out: list[Problem] = []
    while True:
        archive = gather(root, settings, engine, now, aside, found)
        stopping = errors(archive.problems, strict=strict)
        fresh = {p.place.path for p in stopping if _can_be_left_out(p.place.path, settings)} - aside
        if not fresh:
            kept = tuple(p for p in archive.problems if p not in stopping or not _can_be_left_out(p.place.path, settings))
            return replace(archive, problems=kept, left_out=tuple(in_order(left_out)))
        left_out += [p for p in stopping if p.place.path in fresh]
        aside |= fresh


def _can_be_left_out(path: str, settings: Settings) -> bool:
    """Whether a path is a content file: a folder, a setting or a page of the editors' can't be set aside."""
    inside = any(path.startswith(f"{folder.path}/") for folder in reading.folders(settings.facets, settings.docs))
    return inside and path.lower().endswith((".md", ".markdown"))


def files(archive: Archive, engine: Engine, standing: Mapping[str, bytes], stream: TextIO | None = None) -> tuple[Files, Files]:
    """Every file of the site in two batches that cost alike; what stands there as it would be made is only named."""
    return release.files(archive, engine, site_of(archive, engine), standing, stream)


def bundle(archive: Archive) -> Bundle | None:
    """The bundle of the search, in the making; None where there is nothing to find. Raises Unsearchable."""
    found = tuple(records(archive.catalogue, archive.settings, archive.media, archive.map))
    return Bundle(found, archive.settings.language, Store(archive.root / SEARCH_STORE)) if found else None


def site_of(archive: Archive, engine: Engine) -> Site:
    """What pages are laid out from."""
    return Site(
        archive.catalogue,
        archive.settings,
        archive.map,
        archive.media,
        archive.now,
        Neighbours(archive.catalogue, archive.nearest),
        newsletter.form(archive.settings.newsletter),
        engine.prose,
        {clip.place.path: clip for clip in archive.catalogue.clips},
        archive.share_cards.addresses(),
        has_search=engine.has_search,
        marks=archive.marks,
    )


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
