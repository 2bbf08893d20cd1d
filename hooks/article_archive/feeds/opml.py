"""All feeds of the site -> one list for a feed reader (OPML 2.0)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from .markup import HEAD, attributes, text


class Outline(Struct, frozen=True):
    """A feed in the list: what it is called, its address, and the page that it follows."""

    name: str
    feed: str
    page: str


class Group(Struct, frozen=True):
    """Feeds under one heading; without a name they stand at the top."""

    name: str
    outlines: tuple[Outline, ...]


def opml(title: str, groups: Iterable[Group]) -> bytes:
    """The list; a heading without feeds is left out."""
    body = (line for group in groups if group.outlines for line in _group(group))
    head = f'{HEAD}<opml version="2.0">\n<head><title>{text(title)}</title></head>\n<body>\n'
    return "".join((head, *body, "</body>\n</opml>\n")).encode()


def _group(group: Group) -> Iterator[str]:
    if group.name:
        yield f"<outline{attributes(text=group.name)}>\n"
    yield from map(_outline, group.outlines)
    if group.name:
        yield "</outline>\n"


def _outline(found: Outline) -> str:
    about = attributes(type="rss", text=found.name, title=found.name, xmlUrl=found.feed, htmlUrl=found.page)
    return f"<outline{about}/>\n"
