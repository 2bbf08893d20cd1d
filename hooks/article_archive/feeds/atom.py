"""Feed -> Atom (RFC 4287), and its archived pages (RFC 5005, section 4)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from .item import Feed, Item, Person
from .markup import HEAD, attributes, element, rfc_3339, text

_NAMES = 'xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0"'
# Atom wants a moment even where nothing has happened yet.
_NEVER = "1970-01-01T00:00:00Z"


class Chain(Struct, frozen=True):
    """Where a document stands in a feed of several: the archived page before it, and for a page itself, the newest document."""

    before: str = ""
    current: str = ""


def atom(feed: Feed, chain: Chain = Chain()) -> bytes:  # noqa: B008 - it is frozen
    """The feed, or one archived page of it."""
    entries = (line for told in feed.items for line in _entry(told))
    return "".join((HEAD, f"<feed {_NAMES}{_lang(feed.language)}>\n", *_head(feed, chain), *entries, "</feed>\n")).encode()


def _head(feed: Feed, chain: Chain) -> Iterator[str]:
    yield f"<title>{text(feed.title)}</title>\n"
    yield from element("subtitle", feed.description)
    # All documents are one feed: they have one id.
    yield f"<id>{text(chain.current or feed.address)}</id>\n"
    yield f"<updated>{rfc_3339(feed.updated) if feed.updated else _NEVER}</updated>\n"
    yield f"<author><name>{text(feed.title)}</name><uri>{text(feed.home)}</uri></author>\n"
    yield _link("alternate", feed.home, "text/html")
    yield _link("self", feed.address, "application/atom+xml")
    if chain.current:
        yield f"<fh:archive/>\n{_link('current', chain.current, 'application/atom+xml')}"
    if chain.before:
        yield _link("prev-archive", chain.before, "application/atom+xml")


def _entry(told: Item) -> Iterator[str]:
    yield f"<entry{_lang(told.lang)}>\n<title>{text(told.title)}</title>\n<id>{text(told.address)}</id>\n"
    yield _link("alternate", told.address, "text/html")
    yield from element("published", rfc_3339(told.published) if told.published else "")
    yield f"<updated>{rfc_3339(told.updated) if told.updated else _NEVER}</updated>\n"
    yield from (_person("author", person) for person in told.creators)
    yield from (_person("contributor", person) for person in told.contributors)
    yield from (f"<category{attributes(term=x.term, scheme=x.facet, label=x.name)}/>\n" for x in told.labels)
    for found in told.enclosures:
        about = attributes(href=found.address, type=found.type, length=found.size, title=found.title)
        yield f'<link rel="enclosure"{about}/>\n'
    yield from element("summary", told.summary)
    if told.content:
        yield f'<content type="html">{text(told.content)}</content>\n'
    yield "</entry>\n"


def _person(element_: str, person: Person) -> str:
    uri = f"<uri>{text(person.address)}</uri>" if person.address else ""
    return f"<{element_}><name>{text(person.name)}</name>{uri}</{element_}>\n"


def _link(rel: str, href: str, kind: str) -> str:
    return f"<link{attributes(rel=rel, type=kind, href=href)}/>\n"


def _lang(language: str) -> str:
    return f' xml:lang="{text(language)}"' if language else ""
