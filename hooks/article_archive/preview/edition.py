"""One sound state of the archive -> any file of its site, made when it is asked for and not before."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import ModuleType

from msgspec import Struct

from .. import addresses, build, pages, reading, scripts
from ..archive import Archive, Engine
from ..data import data
from ..feeds.files import files as feeds
from ..model import Article
from ..pages import finding
from ..pages.page import Draft, Page
from ..redirects import redirect, redirects
from ..rendering import Press
from ..sitemap import robots, sitemaps
from ..writing import web_editor
from .search import Search

# The endings of what feed readers and directories ask for.
_FEEDS = (".xml", ".json", ".opml")


class Lying(Struct, frozen=True):
    """A file of the content that is sent as it is: its folder, its path in it, and its size in bytes."""

    folder: Path
    path: str
    size: int


class File(Struct, frozen=True):
    """A file of the site; `is_page`: a page in the site's frame, which a script of the preview's may join."""

    contents: bytes | Lying
    is_page: bool = False


class Edition:
    """The site as it would be published now. Raises BadTemplate where a template of the editors can't be used."""

    def __init__(self, archive: Archive, engine: Engine) -> None:
        self.archive, self.engine = archive, engine
        self.site = build.site_of(archive, engine)
        self.press = Press(engine.overrides, self.site, engine.frames)
        self.search = Search(archive)
        self._made: dict[str, File | None] = {}
        self._shelves: dict[ModuleType, _Shelf] = {}
        # Generators are advanced and texts printed by one visitor at a time.
        self._lock = threading.RLock()

    def file(self, path: str) -> File | None:
        """The file at this path below the site, such as `articles/students-as-partners/index.html`."""
        folder = addresses.SEARCH_BUNDLE.removeprefix("/")
        if path.startswith(folder):  # it takes a while, and no page waits for it
            found = self.search.file(path.removeprefix(folder))
            return None if found is None else File(found)
        if path in self.engine.files:
            lying = self.engine.files[path]
            return File(lying, path.endswith(".html")) if isinstance(lying, bytes) else File(_lying(lying.parent, lying.name))
        with self._lock:
            if path not in self._made:
                self._made[path] = self._make(path)
            return self._made[path]

    def _make(self, path: str) -> File | None:
        page = self._page(path)
        return File(self.press.page(page), is_page=True) if page else self._other(path)

    def _page(self, path: str) -> Page | None:
        if not path.endswith(".html"):
            return None
        address = f"/{path.removesuffix('index.html')}"
        if article := self._articles.get(address):
            return next(iter(pages.of_articles(self.site, (article,)))).lay_out()
        for kind in pages.kinds(address, self.site):
            if kind not in self._shelves:
                self._shelves[kind] = _Shelf(kind.pages(self.site))
            if page := self._shelves[kind].find(address):
                return page.lay_out() if isinstance(page, Draft) else page
        return None

    def _other(self, path: str) -> File | None:
        if path in self._beside:
            lying = self._beside[path]
            return File(_lying(self.archive.root, lying) if isinstance(lying, str) else bytes(lying))
        if path in self._formers:
            return File(redirect(self._formers[path], self.archive.settings))
        if path in self._scripts:
            return File(scripts.contents(self._scripts[path]))
        if path.endswith(_FEEDS) and path in self._feeds:
            return File(self._feeds[path]())
        return File(self._machines[path]()) if path in self._machines else None

    @cached_property
    def _articles(self) -> Mapping[str, Article]:
        permalink = self.archive.settings.permalink
        return {addresses.article(article, permalink): article for article in self.archive.catalogue.articles}

    @cached_property
    def _beside(self) -> Mapping[str, bytes | str]:
        return {addresses.file_of(address): lying for address, lying in self.archive.media.files.items()}

    @cached_property
    def _formers(self) -> Mapping[str, str]:
        found = redirects(self.archive.catalogue, self.archive.settings.permalink)
        return {addresses.file_of(former): to for former, to, _ in found}

    @cached_property
    def _scripts(self) -> Mapping[str, str]:
        return {addresses.file_of(scripts.address(name)): name for name in scripts.NAMES}

    @cached_property
    def _feeds(self) -> Mapping[str, Callable[[], bytes]]:
        return {draft.path: draft.make for draft in feeds(self.site, self.press)}

    @cached_property
    def _machines(self) -> Mapping[str, Callable[[], bytes]]:
        """What programs read: the postings, the whole catalogue, the sitemap, what robots may; and the web editor."""
        settings = self.archive.settings
        postings, found = finding.file(self.site)
        mapped = dict(sitemaps(self.archive.catalogue, settings, sorted(self.engine.pages.values())))
        return {
            postings: lambda: found,
            addresses.file_of(addresses.DATA): lambda: data(self.site),
            addresses.file_of(addresses.ROBOTS): lambda: robots(settings),
            **{addresses.file_of(address): part.__bytes__ for address, part in mapped.items()},
            **{draft.path: draft.make for draft in web_editor.files(self.archive.root, settings)},
        }


def _lying(folder: Path, path: str) -> Lying:
    return Lying(folder, path, reading.size(folder, path))


class _Shelf:
    """The pages of one kind, laid out as far as somebody has asked."""

    def __init__(self, pages: Iterator[Page | Draft]) -> None:
        self._coming, self._known = pages, dict[str, Page | Draft]()

    def find(self, address: str) -> Page | Draft | None:
        if address not in self._known:
            for page in self._coming:
                self._known[page.address] = page
                if page.address == address:
                    break
        return self._known.get(address)
