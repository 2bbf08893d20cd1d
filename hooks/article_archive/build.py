"""The whole pipeline on one screen: files are read, judged, shelved, checked; pages are laid out, framed, published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from . import addresses, claims, newsletter, pages, panels, reading, scripts
from .catalogue import Catalogue, catalogue
from .checks import Scene, check
from .data import data
from .feeds import feed
from .judge import judge_all
from .links import Map
from .media import Media, media
from .pages.page import Site
from .pages.redirects import redirect, redirects
from .pages.search import search_list
from .problems import Problem, errors, in_order
from .publish import Files
from .related import Neighbours
from .rendering import Frames, Press
from .settings import Settings
from .sitemap import sitemap
from .store import Store

# What was made once and need not be made again; disposable.
STORE = ".cache/archive"


class Archive(Struct, frozen=True):
    """An archive, read and judged: what may be published, where links lead, every problem, and what was left out."""

    root: Path
    settings: Settings
    catalogue: Catalogue
    map: Map
    media: Media
    now: datetime
    problems: tuple[Problem, ...]
    left_out: tuple[Problem, ...] = ()


class Engine(Struct, frozen=True):
    """What the engine made: its pages' addresses by content file, its frames, its files, and pages that hold lists of ours."""

    pages: Mapping[str, str] = {}
    others: Mapping[str, str] = {}
    frames: Frames = {}
    files: Mapping[str, Path] = {}
    prose: Mapping[str, panels.Prose] = {}
    overrides: tuple[Path, ...] = ()


def gather(root: Path, settings: Settings, engine: Engine, now: datetime, aside: frozenset[str] = frozenset()) -> Archive:
    """Read and judge all content below `root` but the files `aside`; nothing is written."""
    found = reading.look(root, reading.folders(settings.facets, settings.docs))
    entries = [entry for entry in found.entries if entry.path not in aside]
    judged = judge_all(root, entries, settings)
    shelved = catalogue(judged.articles, judged.authors, judged.terms, judged.series, judged.clips, settings.facets, now)
    known = map_of(shelved, settings, engine, found.beside, (*judged.broken, *aside))
    owners = tuple(claims.claims(shelved, settings, {**engine.pages, **engine.others}))
    beside = media(root, shelved, settings, known, Store(root / STORE))
    problems = (*found.problems, *judged.problems, *beside.problems, *check(Scene(shelved, settings, known, owners)))
    return Archive(root, settings, shelved, known, beside, now, tuple(in_order(problems)))


def gather_sound(root: Path, settings: Settings, engine: Engine, now: datetime, *, strict: bool = False) -> Archive:
    """Like `gather`, but files with errors are set aside and listed, and what depends on them is judged again."""
    aside: frozenset[str] = frozenset()
    left_out: list[Problem] = []
    while True:
        archive = gather(root, settings, engine, now, aside)
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


def files(archive: Archive, engine: Engine) -> tuple[Files, Files]:
    """Every file of the site by its path, in two batches that cost alike: articles, and all that lists them."""
    site = site_of(archive, engine)
    press = Press(engine.overrides, site, engine.frames)
    # A 404.html among the engine's files is a template of the editors' own.
    lists = (p for p in pages.of_lists(site) if p.address != addresses.NOT_FOUND or "404.html" not in engine.files)
    articles = archive.catalogue.articles
    middle = pages.middle(site)
    one = chain(press.printed(pages.of_articles(site, articles[:middle])), others(archive, engine, site))
    return one, press.printed(chain(pages.of_articles(site, articles[middle:]), lists))


def site_of(archive: Archive, engine: Engine) -> Site:
    """What pages are laid out from."""
    return Site(
        archive.catalogue,
        archive.settings,
        archive.map,
        archive.media,
        archive.now,
        Neighbours(archive.catalogue),
        newsletter.form(archive.settings.newsletter),
        engine.prose,
        {clip.place.path: clip for clip in archive.catalogue.clips},
    )


def others(archive: Archive, engine: Engine, site: Site) -> Files:
    """What is no page of the archive's own: the engine's files, media, scripts, redirects, feed, lists for machines."""
    yield from engine.files.items()
    for address, found in archive.media.files.items():
        yield addresses.file_of(address), reading.contents(archive.root, found) if isinstance(found, str) else found
    yield from ((addresses.file_of(scripts.address(name)), scripts.contents(name)) for name in scripts.NAMES)
    yield addresses.file_of(addresses.FEED), feed(archive.catalogue, archive.settings)
    yield addresses.file_of(addresses.SEARCH_LIST), search_list(site)
    yield addresses.file_of(addresses.DATA), data(site)
    for former, to, _ in redirects(archive.catalogue, archive.settings.permalink):
        yield addresses.file_of(former), redirect(to, archive.settings)
    yield addresses.file_of(addresses.SITEMAP), sitemap(archive.catalogue, archive.settings, engine.pages.values())


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
