"""Article -> item: what every format says of it, laid out once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace

from .. import addresses
from ..links import destination
from ..media import Shot, media_type
from ..model import WRITERS, Article, Clip, Credit, Date, Image, Mention
from ..pages.page import Site
from .markup import allowed

_FIRST, _LAST = (int(d.replace(tzinfo=UTC).timestamp()) for d in (datetime.min, datetime.max.replace(microsecond=0)))


class Person(Struct, frozen=True):
    """A name, and the address of its page where it has one."""

    name: str
    address: str = ""


class Label(Struct, frozen=True):
    """A term: its name, its id, and the address of its facet."""

    name: str
    term: str
    facet: str


class Enclosure(Struct, frozen=True):
    """A recording: its size in bytes, its length in whole seconds or 0 where that is not known."""

    address: str
    type: str
    size: int
    title: str
    seconds: int = 0


class Item(Struct, frozen=True, kw_only=True):
    """One entry of a feed; every address is whole, `content` is safe HTML or "" where only the summary is told."""

    address: str
    title: str
    summary: str
    published: datetime | None
    updated: datetime | None
    creators: tuple[Person, ...]
    contributors: tuple[Person, ...] = ()
    labels: tuple[Label, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    shot: Shot | None = None
    lang: str = ""
    content: str = ""


class Feed(Struct, frozen=True, kw_only=True):
    """A feed: its own address, the page that it follows, and what stands in it, newest first."""

    address: str
    home: str
    title: str
    description: str
    language: str
    items: tuple[Item, ...]

    @property
    def updated(self) -> datetime | None:
        """When one of the items last changed; None where there is no item."""
        return max((item.updated for item in self.items if item.updated), default=None)


def whole(site: Site) -> Site:
    """The site as seen from elsewhere: every link has scheme and host."""
    return replace(site, settings=replace(site.settings, is_whole=True), kept={})


def item(article: Article, site: Site) -> Item:
    """What a feed says of an article without its text; made once, since it stands in many feeds."""
    key = "item", article.place.path
    if key not in site.kept:
        site.kept[key] = _item(article, site)
    found: Item = site.kept[key]
    return found


def moment(day: Date) -> datetime:
    """A date's first moment, in UTC."""
    return datetime.fromtimestamp(min(max(day.at, _FIRST), _LAST), UTC)


def labels(terms: Iterable[tuple[str, str]], site: Site) -> tuple[Label, ...]:
    """Terms, each named by its facet and its id."""
    return tuple(_label(facet, name, site) for facet, name in terms)


def people(credits: Iterable[Credit], site: Site) -> tuple[Person, ...]:
    """People in the order written, once each."""
    found = dict.fromkeys(_person(credit, site) for credit in credits)
    return tuple(person for person in found if person.name)


def recording(clip: Clip, site: Site) -> Enclosure | None:
    """A clip's sound, or else its film; its length is that of its transcript."""
    path = destination(clip.sound or clip.video, clip.place.path, site.map).path
    cues = site.media.transcripts.get(destination(clip.transcript, clip.place.path, site.map).path, ())
    seconds = round(max((cue.end for cue in cues), default=0))
    return _enclosure(path, media_type(path, is_sound=bool(clip.sound)), clip.title.text, seconds, site)


def _item(article: Article, site: Site) -> Item:
    published = moment(article.date) if article.date else None
    changed = [at for at in (published, moment(article.updated) if article.updated else None) if at]
    writers = [c for c in article.credits if c.role in WRITERS] or list(article.credits)
    creators = people(writers, site)
    return Item(
        address=addresses.href(addresses.article(article, site.settings.permalink), site.settings),
        title=allowed(article.title.text),
        summary=allowed(article.summary.text if article.summary else article.body.opening),
        published=published,
        updated=max(changed, default=None),
        creators=creators,
        contributors=tuple(p for p in people(article.credits, site) if p not in creators),
        labels=labels(((facet, name) for facet, names in article.terms.items() for name in names), site),
        enclosures=tuple({found.address: found for found in _recordings(article, site)}.values()),
        shot=_shot(article.image, article.place.path, site),
        lang=article.lang,
    )


def _person(credit: Credit, site: Site) -> Person:
    key = f"person {credit.author}", credit.name
    if key not in site.kept:
        known = site.catalogue.author.get(credit.author)
        at = addresses.href(addresses.author(known), site.settings) if known else ""
        site.kept[key] = Person(allowed(credit.name), at)
    found: Person = site.kept[key]
    return found


def _label(facet: str, name: str, site: Site) -> Label:
    key = f"label {facet}", name
    if key not in site.kept:
        at = addresses.href(addresses.facet(facet), site.settings)
        site.kept[key] = Label(allowed(site.catalogue.term[facet, name].name), name, at)
    found: Label = site.kept[key]
    return found


def _recordings(article: Article, site: Site) -> Iterator[Enclosure]:
    """What there is to hear in an article: clips and files of sound that it shows."""
    for part in article.body.parts:
        if isinstance(part, Mention) and (found := _mentioned(part, article.place.path, site)):
            yield found


def _mentioned(part: Mention, path: str, site: Site) -> Enclosure | None:
    to = destination(part.target, path, site.map)
    if to.leads == "page" and to.path in site.clips:
        return recording(site.clips[to.path], site)
    return _enclosure(to.path, media_type(to.path), part.title, 0, site) if to.leads == "file" else None


def _enclosure(path: str, kind: str, title: str, seconds: int, site: Site) -> Enclosure | None:
    address = site.media.addresses.get(path)
    if not kind or address is None:
        return None
    return Enclosure(addresses.href(address, site.settings), kind, site.media.sizes[path], allowed(title), seconds)


def _shot(image: Image | None, path: str, site: Site) -> Shot | None:
    if image is None:
        return None
    found = site.media.pictures.get(destination(image.src, path, site.map).path)
    return Shot(addresses.href(found.address, site.settings), found.width, found.height, allowed(image.alt)) if found else None
