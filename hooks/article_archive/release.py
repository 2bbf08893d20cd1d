"""Archive -> every file of its site, each with the digest of what it is made of; what stands there already is not made."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import TextIO

from . import addresses, pages, reading, scripts
from .archive import Archive, Engine
from .crew import Shared
from .data import data
from .feeds.files import files as feeds
from .pages import finding
from .pages.drafts import FileDraft, card_marks, digest, name_marks, of_everything, of_names
from .pages.page import Site
from .redirects import redirect, redirects
from .rendering import Files, Press
from .sharing import card_files
from .sitemap import robots, sitemaps
from .store import STORE, Store
from .writing import web_editor

_SITEMAPS, _POSTINGS = re.compile(r"sitemap(?:-\d+)?\.xml"), re.compile(r"browse/[0-9a-f]{8}\.json")


def files(
    archive: Archive, engine: Engine, site: Site, standing: Mapping[str, bytes], stream: TextIO | None = None
) -> tuple[Files, Files]:
    """Every file of the site in two batches, which share the articles among them as they come to it.

    `standing` are the digests of the files that stand there now. Where drawing takes a while, the stream hears how far it is.
    """
    card_marks(site), name_marks(site)  # once for both processes
    store = Store(archive.root / STORE)
    press = Press(engine.overrides, site, engine.frames, store)
    # A 404.html among the engine's files is a template of the editors' own.
    others = (p for p in pages.of_no_cards(site) if p.address != addresses.NOT_FOUND or "404.html" not in engine.files)
    articles = Shared(archive.catalogue.articles)
    first, second = card_files.card_files(archive.share_cards, archive.settings, store, stream)
    ours = settled(chain(feeds(site, press), [_data(site)]), press.common, standing)
    editor = settled(web_editor.files(archive.root, archive.settings), b"", standing)
    maps = chain(_postings(press, site, standing), _sitemaps(press, site, engine.pages.values(), standing))
    one, other = (press.printed(pages.of_articles(site, articles), standing) for _ in range(2))
    lying = chain(_lying(archive, engine), editor, settled(first, b"", standing), press.printed(others, standing))
    lists = chain(press.printed(pages.of_lists(site), standing), _then(press.keep_cards))
    # The articles come last: whoever has done the rest sooner takes more of them.
    return chain(ours, maps, lying, one), chain(lists, settled(second, b"", standing), other)


def _then(work: Callable[[], None]) -> Files:
    """What is to be done when the files before are made; it gives none."""
    work()
    yield from ()


def settled(drafts: Iterable[FileDraft], common: bytes, standing: Mapping[str, bytes]) -> Files:
    """Each file; one that is made of the same as what stands there is not made again."""
    for draft in drafts:
        made_of = digest(common, draft.of)
        yield draft.path, made_of, None if standing.get(draft.path) == made_of else draft.make()


def _data(site: Site) -> FileDraft:
    return FileDraft(addresses.file_of(addresses.DATA), digest(of_everything(site)), partial(data, site))


def _lying(archive: Archive, engine: Engine) -> Files:
    """What lies ready: the engine's files, media, scripts, redirects. Large files are copied piece by piece."""
    for path, file in engine.files.items():
        of = hashlib.sha256(file).hexdigest() if isinstance(file, bytes) else reading.fingerprint(file.parent, file.name)
        yield path, digest(path, of), file
    for address, lying in archive.media.files.items():
        # The address changes with the bytes.
        path = addresses.file_of(address)
        yield path, digest(path), archive.root / lying if isinstance(lying, str) else lying
    for name in scripts.NAMES:
        yield addresses.file_of(scripts.address(name)), digest(scripts.contents(name)), scripts.contents(name)
    for former, to, _ in redirects(archive.catalogue, archive.settings.permalink):
        contents = redirect(to, archive.settings)
        yield addresses.file_of(former), digest(contents), contents
    if addresses.file_of(addresses.ROBOTS) not in engine.files:
        contents = robots(archive.settings)
        yield addresses.file_of(addresses.ROBOTS), digest(contents), contents


def _sitemaps(press: Press, site: Site, prose: Iterable[str], standing: Mapping[str, bytes]) -> Files:
    addressed = sorted(prose)

    def make() -> Iterator[tuple[str, bytes]]:
        return ((addresses.file_of(at), part) for at, part in sitemaps(site.catalogue, site.settings, addressed))

    return _together(digest(press.common, of_names(site), addressed), _SITEMAPS, make, standing)


def _postings(press: Press, site: Site, standing: Mapping[str, bytes]) -> Files:
    return _together(digest(press.common, of_names(site)), _POSTINGS, lambda: [finding.file(site)], standing)


def _together(
    whole: bytes, named: re.Pattern[str], make: Callable[[], Iterable[tuple[str, bytes]]], standing: Mapping[str, bytes]
) -> Files:
    """Files that are made of the same, `whole`, and whose number or names are known once they are made: all of them, or none."""
    there = [path for path in standing if named.fullmatch(path)]
    if there and all(standing[path] == digest(whole, path, len(there)) for path in there):
        yield from ((path, standing[path], None) for path in there)
        return
    made = [*make()]
    yield from ((path, digest(whole, path, len(made)), file) for path, file in made)
