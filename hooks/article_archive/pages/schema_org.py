"""What stands on a page -> what machines read of it: linked data in the words of schema.org (JSON-LD 1.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import msgspec
from markupsafe import Markup
from msgspec import Raw

from .. import addresses, dates
from ..catalogue import Articles
from ..citation import is_group
from ..links import destination
from ..media import Shot, media_type
from ..model import WRITERS, Article, Author, Clip, Credit, Date, Term
from .page import Site

Data = dict[str, Any]

# Which property of schema.org says what somebody did; who is interviewed had a part in it, and did not write it.
_ROLES = dict.fromkeys(WRITERS, "author") | {"editor": "editor", "translator": "translator"}
_OTHERWISE = "contributor"


def script(*things: Data) -> Markup:
    """The block of data for a page's head; no word in it can end the element (HTML, "restrictions on script contents")."""
    graph = things[0] if len(things) == 1 else {"@graph": things}
    written = msgspec.json.encode({"@context": "https://schema.org"} | graph).decode().replace("<", "\\u003c")
    return Markup(f'<script type="application/ld+json">{written}</script>')


def article(item: Article, full: str, description: str, shot: Shot | None, site: Site) -> Data:
    """An article at its full address."""
    elsewhere = [found for found in (item.original, *item.also_at) if found]
    return {
        "@type": "Article",
        "url": full,
        "headline": item.title.text,
        **({"description": description} if description else {}),
        **people(item.credits, site),
        **({"datePublished": date(item.date)} if item.date else {}),
        **({"dateModified": date(item.updated)} if item.updated else {}),
        "inLanguage": item.lang or site.settings.language,
        **({"keywords": terms(item.terms, site)} if item.terms else {}),
        **({"image": _image(shot)} if shot else {}),
        **_whole(item, site),
        **_translations(item, site),
        **({"sameAs": elsewhere} if elsewhere else {}),
    }


def date(written: Date) -> str:
    """The date at its precision (ISO 8601). schema.org has no word for "about": such a date is its bare year."""
    return dates.machine(written)


def people(credits: Iterable[Credit], site: Site) -> Data:
    """People by what they did, in the order written and each once."""
    found: dict[str, dict[str, Raw]] = {}
    for credit in credits:
        found.setdefault(_ROLES.get(credit.role, _OTHERWISE), {})[credit.author or credit.name] = _credited(credit, site)
    return {role: list(those.values()) for role, those in found.items()}


def speakers(clip: Clip, site: Site) -> Data:
    return {_OTHERWISE: [_credited(credit, site) for credit in clip.speakers]}


def terms(written: Mapping[str, tuple[str, ...]], site: Site) -> list[Raw]:
    """An article's or a clip's terms, facet by facet."""
    found = (site.catalogue.term[facet, name] for facet, names in written.items() for name in names)
    return [_kept("term", f"{item.facet}/{item.id}", site, partial(term, item, site)) for item in found]


def term(item: Term, site: Site) -> Data:
    return {
        "@type": "DefinedTerm",
        "name": item.name,
        "url": addresses.full(addresses.term(item), site.settings),
        "inDefinedTermSet": site.settings.facets[item.facet].many,
    }


def person(author: Author, site: Site) -> Data:
    """Who an author is, in one line."""
    kind = "Organization" if is_group(author.name, author.sort) else "Person"
    return {"@type": kind, "name": author.name, "url": addresses.full(addresses.author(author), site.settings)}


def profile(author: Author, shot: Shot | None, site: Site) -> Data:
    """An author's page. Of somebody under age machines learn the name alone."""
    who = person(author, site)
    if not author.minor:
        who |= {"alternateName": author.also} if author.also else {}
        who |= {"description": author.role} if author.role else {}
        who |= {"image": _image(shot)} if shot and author.image else {}
        who |= {"sameAs": list(author.links.values())} if author.links else {}
    return {"@type": "ProfilePage", "url": who["url"], "mainEntity": who}


def breadcrumbs(*steps: tuple[str, str], site: Site) -> Data:
    """The way to a page, each step a name and an address; the last step is the page itself."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "name": name, "item": addresses.full(address, site.settings)}
            for at, (name, address) in enumerate(steps, 1)
        ],
    }


def collection(title: str, address: str, description: str, count: int, site: Site, **more: Any) -> Data:
    """A page that lists; `count` is the length of the whole list, of which the page may show a part."""
    return {
        "@type": "CollectionPage",
        "url": addresses.full(address, site.settings),
        "name": title,
        **({"description": description} if description else {}),
        "inLanguage": site.settings.language,
        "isPartOf": _kept("website", "", site, partial(website, site)),
        **more,
        "mainEntity": {"@type": "ItemList", "numberOfItems": count},
    }


def listed(found: Data, articles: Articles, start: int, site: Site) -> Data:
    """A collection with its articles by address, from the position `start` on; what lives elsewhere is not presented as here."""
    items = [
        {"@type": "ListItem", "position": at, "url": addresses.full(addresses.article(a, site.settings.permalink), site.settings)}
        for at, a in enumerate(articles, start)
        if a.kind != "reference"
    ]
    return found | {"mainEntity": found["mainEntity"] | ({"itemListElement": items} if items else {})}


def website(site: Site) -> Data:
    return {
        "@type": "WebSite",
        "name": site.settings.name,
        "url": addresses.full(addresses.HOME, site.settings),
    }


def home(site: Site) -> Data:
    described = {"description": site.settings.description} if site.settings.description else {}
    return website(site) | described | {"inLanguage": site.settings.language}


def clip(item: Clip, description: str, site: Site) -> Data:
    """A recorded voice: its file, and its words."""
    recording, words = (_file(name, item, site) for name in (item.video or item.sound, item.transcript))
    cues = site.media.transcripts.get(destination(item.transcript, item.place.path, site.map).path, ())
    encoding = media_type(recording, is_sound=not item.video)
    return {
        "@type": "VideoObject" if item.video else "AudioObject",
        "url": addresses.full(addresses.clip(item), site.settings),
        "name": item.title.text,
        "description": description,
        **({"contentUrl": recording} if recording else {}),
        **({"encodingFormat": encoding} if encoding else {}),
        "inLanguage": site.settings.language,
        **speakers(item, site),
        **({"keywords": terms(item.terms, site)} if item.terms else {}),
        "transcript": " ".join(cue.words for cue in cues),
        **({"caption": {"@type": "MediaObject", "contentUrl": words, "encodingFormat": "text/vtt"}} if words else {}),
        "isPartOf": _kept("website", "", site, partial(website, site)),
    }


def _file(name: str, item: Clip, site: Site) -> str:
    address = site.media.addresses.get(destination(name, item.place.path, site.map).path) if name else None
    return addresses.full(address, site.settings) if address else ""


def _credited(credit: Credit, site: Site) -> Raw:
    author = site.catalogue.author.get(credit.author)
    if author:
        return _kept("person", author.id, site, partial(person, author, site))
    return _kept("named", credit.name, site, lambda: {"@type": "Person", "name": credit.name})


def _image(shot: Shot) -> Data:
    return {"@type": "ImageObject", "url": shot.address, "width": shot.width, "height": shot.height, "caption": shot.alt}


def _whole(item: Article, site: Site) -> Data:
    """What the article is a part of: the archive, and its series."""
    archive = _kept("website", "", site, partial(website, site))
    if item.series is None:
        return {"isPartOf": archive}
    series = {"@type": "CreativeWorkSeries", "name": site.catalogue.series[item.series.series].name}
    return {"isPartOf": [archive, series], "position": item.series.part}


def _translations(item: Article, site: Site) -> Data:
    """The text that this one translates, or its own translations."""
    group = [a for a in site.catalogue.translations.get(item.place.path, ()) if a.kind != "reference"]
    first = next((a for a in group if not a.translation_of), None)
    if first is None or len(group) < 2:
        return {}
    if first is not item:
        return {"translationOfWork": _translation(first, site)}
    return {"workTranslation": [_translation(a, site) for a in group if a is not item]}


def _translation(item: Article, site: Site) -> Data:
    full = addresses.full(addresses.article(item, site.settings.permalink), site.settings)
    return {"@type": "Article", "url": full, "headline": item.title.text, "inLanguage": item.lang or site.settings.language}


def _kept(kind: str, name: str, site: Site, made: Callable[[], Data]) -> Raw:
    """JSON that stands on many pages, encoded once."""
    key = f"schema.org {kind}", name
    if key not in site.kept:
        site.kept[key] = Raw(msgspec.json.encode(made()))
    found: Raw = site.kept[key]
    return found
