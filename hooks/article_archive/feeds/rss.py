"""Feed -> RSS 2.0, with Dublin Core for the people and Media RSS for the pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from ..media import Shot
from .item import Enclosure, Feed, Item, Label, Person
from .markup import HEAD, attributes, element, rfc_822, text

_NAMES = {"dc": "http://purl.org/dc/elements/1.1/", "media": "http://search.yahoo.com/mrss/"}
# What every RSS of ours may hold.
_ALWAYS = {"atom": "http://www.w3.org/2005/Atom", "content": "http://purl.org/rss/1.0/modules/content/"}


def rss(feed: Feed, items: Iterable[str]) -> bytes:
    """The feed; `items` are its items as `item` prints them."""
    return document(_NAMES, channel(feed), items)


def document(names: Mapping[str, str], head: Iterable[str], items: Iterable[str]) -> bytes:
    """A whole document; `names` are its name spaces beside those that every RSS has."""
    spaces = "".join(f' xmlns:{name}="{at}"' for name, at in (_ALWAYS | {**names}).items())
    return "".join((HEAD, f'<rss version="2.0"{spaces}>\n<channel>\n', *head, *items, "</channel>\n</rss>\n")).encode()


def channel(feed: Feed) -> Iterator[str]:
    """What stands above the items."""
    yield f"<title>{text(feed.title)}</title>\n<link>{text(feed.home)}</link>\n"
    yield f"<description>{text(feed.description)}</description>\n<language>{text(feed.language)}</language>\n"
    if feed.updated:
        yield f"<lastBuildDate>{rfc_822(feed.updated)}</lastBuildDate>\n"
    yield f'<atom:link href="{text(feed.address)}" rel="self" type="application/rss+xml"/>\n'


def item(told: Item) -> str:
    """One item. Its description is HTML, as readers take it for that whatever it is."""
    return "".join(("<item>\n", *described(told), *_credited(told), *map(enclosure, told.enclosures), *_shown(told), "</item>\n"))


def described(told: Item) -> Iterator[str]:
    """What an item is, where it stands, what it says, when it came, on what it is."""
    at = text(told.address)
    yield f'<title>{text(told.title)}</title>\n<link>{at}</link>\n<guid isPermaLink="true">{at}</guid>\n'
    if told.published:
        yield f"<pubDate>{rfc_822(told.published)}</pubDate>\n"
    words = text(told.summary)
    yield from element("description", words if told.content or not told.shot else f"{_img(told.shot)}<p>{words}</p>")
    yield from element("content:encoded", told.content)
    yield from map(_category, told.labels)


def enclosure(found: Enclosure) -> str:
    """A recording."""
    return f"<enclosure{attributes(url=found.address, length=found.size, type=found.type)}/>\n"


def _credited(told: Item) -> Iterator[str]:
    yield from (_person("dc:creator", person) for person in told.creators)
    yield from (_person("dc:contributor", person) for person in told.contributors)
    yield from element("dc:language", told.lang)


@cache
def _person(role: str, person: Person) -> str:
    return f"<{role}>{text(person.name)}</{role}>\n"


def _shown(told: Item) -> Iterator[str]:
    if told.shot:
        sides = attributes(url=told.shot.address, width=told.shot.width, height=told.shot.height)
        yield f"<media:thumbnail{sides}/>\n"


@cache
def _category(label: Label) -> str:
    return f'<category domain="{text(label.facet)}">{text(label.name)}</category>\n'


def _img(shot: Shot) -> str:
    return f"<p><img{attributes(src=shot.address, alt=shot.alt, width=shot.width, height=shot.height)}></p>"
