"""The whole pipeline on one screen: files are read, judged, shelved, checked; pages are laid out, framed, published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TextIO

from msgspec.structs import replace

from . import newsletter, pages, reading, release
from .archive import Archive, Engine
from .checks import Scene, check
from .judging.hearing import judge_all
from .media import media
from .model import Place
from .pages.page import Site
from .problems import Problem, errors, in_order
from .related import Neighbours, nearest
from .rendering import Files
from .search.bundle import Bundle
from .search.pagefind import lacking
from .search.records import records
from .settings import Settings
from .sharing.share_cards import share_cards
from .shelving import Memory, Round, shelve
from .stages import Stages
from .store import SEARCH_STORE, STORE, Store
from .writing import web_editor

__all__ = ["Archive", "Engine", "Memory", "bundle", "files", "gather", "gather_sound", "site_of"]


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
        shelved = shelve(Round(settings, engine, found.beside, aside, judged, now), memory)
        with stages.stage("Pictures and slides"):
            beside = media(root, shelved.catalogue, settings, shelved.map, store)
        cards = share_cards(root, shelved.catalogue, settings)
        # Where a memory carries rounds, a few pages are looked at: the neighbours of those are found when they are asked for.
        near = None if memory else nearest(shelved.catalogue, store)
        checked = check(Scene(shelved.catalogue, settings, shelved.map, shelved.claimed))
        also = (*lacking(settings.language, Place("mkdocs.yml")), *web_editor.problems(root, settings))
        every = in_order((*found.problems, *judged.problems, *beside.problems, *cards.problems, *checked, *also))
    return Archive(root, settings, shelved.catalogue, shelved.map, beside, now, tuple(every), cards, (), judged.marks, near)


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
    """Every file of the site in two batches, for two processes; what stands there as it would be made is only named."""
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
