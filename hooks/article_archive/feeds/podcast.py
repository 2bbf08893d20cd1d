"""Clips -> a podcast: RSS 2.0 with the tags of Apple (itunes) and of Podcasting 2.0 (podcast)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from msgspec import Struct

from .. import addresses
from ..catalogue import Catalogue
from ..links import Map, destination
from ..model import Clip, Credit
from ..pages import cards
from ..pages.page import Site
from ..pages.people import face
from ..settings import Settings
from . import rss
from .item import Feed, Item, labels, moment, people, recording
from .markup import allowed, attributes, element, text

_NAMES = {"itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd", "podcast": "https://podcastindex.org/namespace/1.0"}
# The name space of podcasts' identifiers, by the tag `guid` of Podcasting 2.0.
_PODCASTS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


class Speaker(Struct, frozen=True):
    """Who is heard: host or guest (the taxonomy of Podcasting 2.0), page and portrait where there is one."""

    name: str
    role: str
    page: str = ""
    portrait: str = ""


class Episode(Struct, frozen=True):
    """One recording: its item, its transcript's address, and who is heard."""

    item: Item
    transcript: str
    speakers: tuple[Speaker, ...]


def podcast(feed: Feed, episodes: Iterable[Episode], settings: Settings) -> bytes:
    """The podcast; `feed` says what stands above its episodes."""
    items = (line for episode in episodes for line in _episode(episode))
    return rss.document(_NAMES, (*rss.channel(feed), *_show(feed, settings)), items)


def episode(clip: Clip, dates: Mapping[str, datetime], content: str, site: Site) -> Episode:
    """A clip as an episode; `dates` are known for some clips, by their files."""
    found = recording(clip, site)
    published = dates.get(clip.place.path)
    item = Item(
        address=addresses.href(addresses.clip(clip), site.settings),
        title=allowed(clip.title.text),
        summary=allowed(clip.body.opening or f"A recording of {cards.in_words(clip.speakers)}."),
        published=published,
        updated=published,
        creators=people(clip.speakers, site),
        labels=labels(((facet, name) for facet, names in clip.terms.items() for name in names), site),
        enclosures=(found,) if found else (),
        content=content,
    )
    return Episode(item, _transcript(clip, site), tuple(_speaker(credit, site) for credit in clip.speakers))


def first_shown(catalogue: Catalogue, known: Map) -> dict[str, datetime]:
    """When an article first led to a clip, by the clip's file: a clip has no date of its own."""
    clips = {clip.place.path for clip in catalogue.clips}
    return {
        to.path: moment(article.date)
        for article in catalogue.articles  # newest first, so that the oldest one has the last word
        if article.date
        for link in article.body.links
        if (to := destination(link.target, article.place.path, known)).path in clips
    }


def _show(feed: Feed, settings: Settings) -> Iterator[str]:
    asked = settings.feeds.podcast
    plain = feed.address.partition("://")[2].rstrip("/")
    yield f"<podcast:guid>{uuid.uuid5(_PODCASTS, plain)}</podcast:guid>\n"
    yield from element("itunes:author", settings.name)
    yield "<itunes:explicit>false</itunes:explicit>\n"
    if asked.category:
        yield f"<itunes:category{attributes(text=asked.category)}/>\n"
    if asked.cover:
        yield f"<itunes:image{attributes(href=addresses.full(asked.cover, settings))}/>\n"
    if asked.email:
        name = text(settings.name)
        yield f"<itunes:owner><itunes:name>{name}</itunes:name><itunes:email>{text(asked.email)}</itunes:email></itunes:owner>\n"


def _episode(found: Episode) -> Iterator[str]:
    told = found.item
    yield "<item>\n"
    yield from rss.described(told)
    yield from map(rss.enclosure, told.enclosures)
    yield from element("itunes:author", ", ".join(person.name for person in told.creators))
    yield "<itunes:explicit>false</itunes:explicit>\n"
    yield from element("itunes:duration", str(told.enclosures[0].seconds or "") if told.enclosures else "")
    if found.transcript:
        yield f"<podcast:transcript{attributes(url=found.transcript, type='text/vtt')}/>\n"
    for who in found.speakers:
        about = attributes(role=who.role, href=who.page, img=who.portrait)
        yield f"<podcast:person{about}>{text(who.name)}</podcast:person>\n"
    yield "</item>\n"


def _transcript(clip: Clip, site: Site) -> str:
    address = site.media.addresses.get(destination(clip.transcript, clip.place.path, site.map).path)
    return addresses.href(address, site.settings) if address else ""


def _speaker(credit: Credit, site: Site) -> Speaker:
    role = "host" if credit.role == "interviewer" else "guest"
    known = site.catalogue.author.get(credit.author)
    if known is None:
        return Speaker(credit.name, role)
    shown = face(known, site)
    return Speaker(credit.name, role, shown.href, "" if known.minor else shown.portrait)
