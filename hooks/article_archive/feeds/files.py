"""Site -> every feed, by its file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from msgspec.structs import replace

from .. import addresses, offers
from ..catalogue import Articles
from ..model import Article, Clip
from ..pages.cards import direction
from ..pages.drafts import FileDraft, card_marks, digest
from ..pages.page import Site
from ..pages.parts import parts, picture
from ..rendering import Press
from . import rss
from .atom import Chain, atom
from .item import Feed, Item, item, whole
from .json_feed import json_feed
from .opml import Group, Outline, opml
from .podcast import episode, first_shown, podcast


def files(site: Site, press: Press) -> Iterator[FileDraft]:
    """Every feed of the site, and the list of them."""
    for address, made_of, make in _Desk(site, press).drafts():
        path = addresses.file_of(address)
        yield FileDraft(path, digest(path, made_of), make)


# A feed's address, what it is made of, and how.
Told = tuple[str, bytes, Callable[[], bytes]]


class _Desk:
    """Prints one feed after the other. An item that stands in many feeds is printed once."""

    def __init__(self, site: Site, press: Press) -> None:
        self.marks, self.site, self.press = card_marks(site), whole(site), press
        self.short: dict[str, str] = {}
        self.long: dict[str, Item] = {}

    def drafts(self) -> Iterator[Told]:
        articles = offers.announced(self.site.catalogue.articles)
        newest = articles[: offers.NEWEST]
        yield (
            addresses.FEED,
            self.of(newest),
            lambda: rss.rss(self.told(addresses.FEED, newest), map(rss.item, self.items(newest))),
        )
        yield addresses.JSON_FEED, self.of(newest), lambda: json_feed(self.told(addresses.JSON_FEED, newest))
        yield from self.atoms(articles, newest)
        yield from self.of_authors()
        yield from self.of_terms()
        yield from map(_made, self.podcast())
        yield _made((addresses.OPML, opml(self.site.settings.name, self.groups())))

    def atoms(self, articles: Articles, newest: Articles) -> Iterator[Told]:
        """The Atom feed and, where the editors want them, its archived pages; then no article stands in two documents."""
        is_archived = self.site.settings.feeds.archived
        pages = offers.archived(articles) if is_archived else ()
        rest = articles[len(newest) : len(articles) - offers.A_PAGE * len(pages)] if is_archived else ()
        current, chain = (*newest, *rest), Chain(self.page(len(pages)))
        yield addresses.ATOM, digest(self.of(current), chain), lambda: atom(self.told(addresses.ATOM, current), chain)
        for number, found in enumerate(pages, 1):
            yield self.archived(number, found)

    def archived(self, number: int, found: Articles) -> Told:
        address, chain = addresses.atom_page(number), Chain(self.page(number - 1), self.full(addresses.ATOM))
        return address, digest(self.of(found), chain), lambda: atom(self.told(address, found), chain)

    def of(self, articles: Articles) -> bytes:
        """The digest of what stands in a feed of these."""
        return digest([self.marks[id(article)] for article in articles])

    def told(self, address: str, articles: Articles) -> Feed:
        """A feed of the whole site, each text whole."""
        return self.feed(address, self.items(articles))

    def items(self, articles: Articles) -> tuple[Item, ...]:
        return tuple(map(self.complete, articles))

    def page(self, number: int) -> str:
        return self.full(addresses.atom_page(number)) if number else ""

    def of_authors(self) -> Iterator[Told]:
        for author, articles in offers.of_authors(self.site.catalogue):
            yield self.of_one(addresses.author(author), author.name, f"Articles by {author.name}", articles)

    def of_terms(self) -> Iterator[Told]:
        for term, articles in offers.of_terms(self.site.catalogue):
            about = term.summary.text if term.summary else f"Articles on {term.name}"
            yield self.of_one(addresses.term(term), term.name, about, articles)

    def of_one(self, page: str, name: str, about: str, articles: Articles) -> Told:
        """The feed of an author or a term."""
        address = addresses.feed_of(page)
        return address, digest(self.of(articles), name, about), partial(self.made_of_one, address, page, name, about, articles)

    def made_of_one(self, address: str, page: str, name: str, about: str, articles: Articles) -> bytes:
        told = Feed(
            address=self.full(address),
            home=self.full(page),
            title=f"{name} - {self.site.settings.name}",
            description=about,
            language=self.site.settings.language,
            items=tuple(item(article, self.site) for article in articles),
        )
        return rss.rss(told, map(self.brief, told.items))

    def brief(self, told: Item) -> str:
        if told.address not in self.short:
            self.short[told.address] = rss.item(told)
        return self.short[told.address]

    def complete(self, article: Article) -> Item:
        """The item with its whole text."""
        if article.place.path not in self.long:
            self.long[article.place.path] = self.completed(article)
        return self.long[article.place.path]

    def completed(self, article: Article) -> Item:
        image = picture(article.image, article.place.path, self.site)
        shown = parts(article.body.parts, article.place.path, self.site)
        lang = article.lang
        content = self.press.text("feed_content", image=image, parts=shown, lang=lang, dir=direction(lang))
        return replace(item(article, self.site), content=content)

    def podcast(self) -> Iterator[tuple[str, bytes]]:
        if clips := offers.episodes(self.site.catalogue):
            dates = first_shown(self.site.catalogue, self.site.map)
            made = (episode(clip, dates, self.words(clip), self.site) for clip in clips)
            found = [e for e in made if e.item.enclosures]
            told = self.feed(addresses.PODCAST, tuple(e.item for e in found))
            name = f"{self.site.settings.name}: recorded voices"
            about = f"Recorded voices from {self.site.settings.name}, each with its transcript."
            told = replace(told, home=self.full(addresses.CLIPS), title=name, description=about)
            yield addresses.PODCAST, podcast(told, found, self.site.settings)

    def words(self, clip: Clip) -> str:
        shown = parts(clip.body.parts, clip.place.path, self.site)
        return self.press.text("feed_content", image=None, parts=shown, lang="", dir="") if shown else ""

    def feed(self, address: str, items: Iterable[Item]) -> Feed:
        """A feed of the whole site."""
        settings = self.site.settings
        return Feed(
            address=self.full(address),
            home=self.full(addresses.HOME),
            title=settings.name,
            description=settings.description or settings.name,
            language=settings.language,
            items=tuple(items),
        )

    def groups(self) -> Iterator[Group]:
        catalogue, settings = self.site.catalogue, self.site.settings
        yield Group("", tuple(self.of_site()))
        authors = [(addresses.author(author), author.name) for author, _ in offers.of_authors(catalogue)]
        yield Group("Authors", tuple(self.outline(page, name) for page, name in authors))
        by_facet: dict[str, list[Outline]] = {name: [] for name in settings.facets}
        for term, _ in offers.of_terms(catalogue):
            by_facet[term.facet].append(self.outline(addresses.term(term), term.name))
        yield from (Group(settings.facets[name].many, tuple(found)) for name, found in by_facet.items())

    def of_site(self) -> Iterator[Outline]:
        # One feed of all articles is enough: who takes the list over would otherwise get each article three times.
        name = self.site.settings.name
        yield Outline(name, self.full(addresses.FEED), self.full(addresses.HOME))
        if offers.episodes(self.site.catalogue):
            yield Outline(f"{name}: recorded voices", self.full(addresses.PODCAST), self.full(addresses.CLIPS))

    def outline(self, page: str, name: str) -> Outline:
        return Outline(name, self.full(addresses.feed_of(page)), self.full(page))

    def full(self, address: str) -> str:
        return addresses.full(address, self.site.settings)


def _made(file: tuple[str, bytes]) -> Told:
    """A small feed, which is printed in any case."""
    address, data = file
    return address, digest(data), lambda: data
