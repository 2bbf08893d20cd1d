"""The whole pipeline on one screen: files are read, judged, shelved, checked; pages are laid out, framed, published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TextIO

from msgspec.structs import replace

from . import claims, newsletter, pages, reading, release
from .archive import SEARCH_STORE, STORE, Archive, Engine
from .catalogue import Catalogue, catalogue
from .checks import Scene, check
from .judging.hearing import Judgement, judge_all
from .judging.recall import Memory
from .links import Map
from .media import media
from .pages.page import Site
from .problems import Problem, errors, in_order
from .redirects import redirects
from .related import Neighbours, nearest
from .rendering import Files
from .search.bundle import Bundle
from .search.records import records
from .settings import Settings
from .sharing.share_cards import share_cards
from .stages import Stages
from .store import Store

__all__ = ["Archive", "Engine", "bundle", "files", "gather", "gather_sound", "site_of"]


def gather(
    root: Path,
    settings: Settings,
    engine: Engine,
    now: datetime,
    aside: frozenset[str] = frozenset(),
    found: reading.Found | None = None,
    memory: Memory | None = None,
    stages: Stages | None = None,
) -> Archive:
    """Read and judge all content below `root` but the files `aside`; `found` was seen there, `memory` is of rounds before."""
    stages = stages or Stages()
    found = found or reading.look(root, reading.folders(settings.facets, settings.docs))
    entries = [entry for entry in found.entries if entry.path not in aside]
    store = Store(root / STORE)
    with stages.stage("Judging", len(entries)) as progress:
        judged = judge_all(root, entries, settings, store, progress, memory)
    with stages.stage("Shelving and checking"):
        return _shelved(root, settings, engine, now, found, judged, aside, stages, is_round=memory is not None)


def _shelved(
    root: Path,
    settings: Settings,
    engine: Engine,
    now: datetime,
    found: reading.Found,
    judged: Judgement,
    aside: frozenset[str],
    stages: Stages,
    *,
    is_round: bool,
) -> Archive:
    """The archive of what was judged, and the questions asked of all of it."""
    store = Store(root / STORE)
    shelved = catalogue(judged.articles, judged.authors, judged.terms, judged.series, judged.clips, settings.facets, now)
    known = map_of(shelved, settings, engine, found.beside, (*judged.broken, *aside))
    owners = tuple(claims.claims(shelved, settings, {**engine.pages, **engine.others}))
    with stages.stage("Pictures and slides"):
        beside = media(root, shelved, settings, known, store)
    cards = share_cards(root, shelved, settings)
    # Where a memory carries rounds, a few pages are looked at: the neighbours of those are found when they are asked for.
    near = None if is_round else nearest(shelved, store)
    checked = check(Scene(shelved, settings, known, owners))
    problems = (*found.problems, *judged.problems, *beside.problems, *cards.problems, *checked)
    return Archive(root, settings, shelved, known, beside, now, tuple(in_order(problems)), cards, (), judged.marks, near)


def gather_sound(
    root: Path,
    settings: Settings,
    engine: Engine,
    now: datetime,
    *,
    strict: bool = False,
    found: reading.Found | None = None,
    stages: Stages | None = None,
) -> Archive:
    """Like `gather`, but files with errors are set aside and listed, and what depends on them is judged again."""
    aside: frozenset[str] = frozenset()
    left_out: list[Problem] = []
    while True:
        archive = gather(root, settings, engine, now, aside, found, stages=stages)
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


def count(archive: Archive) -> int:
    """About how many files the site has: pages, and a feed for each author."""
    shelved = archive.catalogue
    return len(shelved.articles) + pages.of_lists_count(shelved) + len(shelved.written)


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
