"""The whole pipeline on one screen: files are read, judged, shelved, checked; pages are laid out, framed, published."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TextIO

from msgspec import Struct
from msgspec.structs import replace

from . import addresses, claims, newsletter, pages, panels, reading, scripts
from .bundle import Bundle
from .catalogue import Catalogue, catalogue
from .checks import Scene, check
from .data import data
from .feeds.files import files as feeds
from .judge import judge_all
from .links import Map
from .media import Media, media
from .pages import finding
from .pages.page import Site
from .problems import Problem, errors, in_order
from .progress import Progress
from .records import records
from .redirects import redirect, redirects
from .related import Neighbours
from .rendering import Frames, Press
from .settings import Settings
from .share_cards import ShareCard, ShareCards, share_cards
from .sitemap import robots, sitemaps
from .store import Store

# What was made once and need not be made again; disposable.
STORE = ".cache/archive"
SEARCH_STORE = ".cache/search"


# Paths below the site, each with its contents or a file to copy.
Files = Iterable[tuple[str, bytes | Path]]


class Archive(Struct, frozen=True):
    """An archive, read and judged: what may be published, where links lead, every problem, and what was left out."""

    root: Path
    settings: Settings
    catalogue: Catalogue
    map: Map
    media: Media
    now: datetime
    problems: tuple[Problem, ...]
    share_cards: ShareCards = ShareCards()
    left_out: tuple[Problem, ...] = ()


class Engine(Struct, frozen=True):
    """What the engine made: its pages' addresses by content file, its frames, its files, and pages that hold lists of ours."""

    pages: Mapping[str, str] = {}
    others: Mapping[str, str] = {}
    frames: Frames = {}
    files: Mapping[str, Path] = {}
    prose: Mapping[str, panels.Prose] = {}
    overrides: tuple[Path, ...] = ()
    has_search: bool = True


def gather(root: Path, settings: Settings, engine: Engine, now: datetime, aside: frozenset[str] = frozenset()) -> Archive:
    """Read and judge all content below `root` but the files `aside`; nothing is written."""
    found = reading.look(root, reading.folders(settings.facets, settings.docs))
    entries = [entry for entry in found.entries if entry.path not in aside]
    judged = judge_all(root, entries, settings)
    shelved = catalogue(judged.articles, judged.authors, judged.terms, judged.series, judged.clips, settings.facets, now)
    known = map_of(shelved, settings, engine, found.beside, (*judged.broken, *aside))
    owners = tuple(claims.claims(shelved, settings, {**engine.pages, **engine.others}))
    beside = media(root, shelved, settings, known, Store(root / STORE))
    cards = share_cards(root, shelved, settings)
    checked = check(Scene(shelved, settings, known, owners))
    problems = (*found.problems, *judged.problems, *beside.problems, *cards.problems, *checked)
    return Archive(root, settings, shelved, known, beside, now, tuple(in_order(problems)), cards)


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


def files(archive: Archive, engine: Engine, stream: TextIO | None = None) -> tuple[Files, Files]:
    """Every file of the site by its path, in two batches that cost alike: articles, and all that lists them.

    Where drawing takes a while, how far it is is said on the stream.
    """
    site = site_of(archive, engine)
    press = Press(engine.overrides, site, engine.frames)
    # A 404.html among the engine's files is a template of the editors' own.
    lists = (p for p in pages.of_lists(site) if p.address != addresses.NOT_FOUND or "404.html" not in engine.files)
    articles = archive.catalogue.articles
    middle = pages.middle(site)
    first, second = pictures(archive, stream)
    one = chain(press.printed(pages.of_articles(site, articles[:middle])), others(archive, engine, site, press), first)
    other = press.printed(chain(pages.of_articles(site, articles[middle:]), lists))
    return one, chain(other, [finding.file(site)], second)


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
        Neighbours(archive.catalogue),
        newsletter.form(archive.settings.newsletter),
        engine.prose,
        {clip.place.path: clip for clip in archive.catalogue.clips},
        archive.share_cards.addresses(),
        has_search=engine.has_search,
    )


def others(archive: Archive, engine: Engine, site: Site, press: Press) -> Files:
    """What is no page of the archive's own: the engine's files, media, scripts, redirects, feeds, lists for machines."""
    yield from engine.files.items()
    for address, found in archive.media.files.items():
        yield addresses.file_of(address), reading.contents(archive.root, found) if isinstance(found, str) else found
    yield from ((addresses.file_of(scripts.address(name)), scripts.contents(name)) for name in scripts.NAMES)
    yield from feeds(site, press)
    yield addresses.file_of(addresses.DATA), data(site)
    for former, to, _ in redirects(archive.catalogue, archive.settings.permalink):
        yield addresses.file_of(former), redirect(to, archive.settings)
    for address, part in sitemaps(archive.catalogue, archive.settings, engine.pages.values()):
        yield addresses.file_of(address), part
    if addresses.file_of(addresses.ROBOTS) not in engine.files:
        yield addresses.file_of(addresses.ROBOTS), robots(archive.settings)


def pictures(archive: Archive, stream: TextIO | None) -> tuple[Files, Files]:
    """The pictures that other sites show, in two halves; each is drawn once in its life."""
    cards, store = archive.share_cards, Store(archive.root / STORE)
    every = sorted({at: cards.cards[page] for page, at in cards.addresses().items()}.items())
    progress = Progress("Pictures for other sites", len(every), stream)

    def drawn(half: int) -> Files:
        for at, card in every[half::2]:
            yield addresses.file_of(at), store.kept(cards.key(card), partial(_draw, card, archive, progress))
            progress.step(half)

    return drawn(0), drawn(1)


def _draw(card: ShareCard, archive: Archive, progress: Progress) -> bytes:
    from .drawing import drawn  # Pillow takes a while to load, and most builds draw nothing

    progress.begin()
    try:
        return drawn(card, archive.share_cards.typefaces)
    except OSError as reason:  # what FreeType says of broken letters
        font = archive.settings.cards.font if archive.settings.cards else ""
        raise OSError(errno.EINVAL, "This font is broken", font) from reason


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
