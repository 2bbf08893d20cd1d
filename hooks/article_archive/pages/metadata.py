"""Page -> what other sites and reference managers read in its head: Open Graph, Highwire, Dublin Core, linked data."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Any

from markupsafe import Markup

from .. import addresses, dates
from ..catalogue import writers
from ..citation import Name, People, Source, turned
from ..links import destination
from ..media import Shot, Shown
from ..model import Article, Author, Clip, Date, Image, Term
from ..settings import Facet
from . import schema_org
from .lists import Listed
from .page import Site
from .schema_org import Data

# What Open Graph asks of a picture that is drawn for a page, in pixels.
CARD_WIDTH, CARD_HEIGHT = 1200, 630
# Highwire's tags alone would make of an article, for Zotero, one of a learned journal.
_KIND = '<meta name="z:itemType" content="magazineArticle">'
_DUBLIN_CORE = '<link rel="schema.DC" href="http://purl.org/dc/elements/1.1/">'


def of_article(item: Article, of: Source, address: str, description: str, site: Site) -> Markup:
    """All that machines read of an article; nothing of a card that points elsewhere, which is not ours to present."""
    if item.kind == "reference":
        return Markup()
    shot = picture(address, of.title, site) or _own_picture(item.image, item.place.path, site)
    canonical = item.original if item.canonical else of.address
    way = schema_org.breadcrumbs(("Articles", addresses.ARTICLES), (of.title, address), site=site)
    linked = schema_org.script(schema_org.article(item, of.address, description, shot, site), way)
    graph = _open_graph("article", of.title, canonical, description, shot, of.lang, site)
    return Markup(f"{graph}{_article_graph(item, site)}{_subjects(_terms(item, site))}{_cited(of)}{linked}")


def of_author(author: Author, page: Listed, site: Site) -> Markup:
    """The author on the first page, on the further ones a list."""
    if page.number > 1:
        return of_list(page, site)
    address = page.address
    shot = None if author.minor else _portrait(author, site)
    way = schema_org.breadcrumbs(("Authors", addresses.AUTHORS), (author.name, address), site=site)
    profile = schema_org.profile(author, shot, site)
    return _of(author.name, address, page.description, site, profile, way, kind="profile", shot=shot)


def of_term(term: Term, facet: Facet, page: Listed, site: Site) -> Markup:
    way = ((facet.many, addresses.facet(facet.name)), (term.name, addresses.term(term)))
    return of_list(page, site, *way, about=schema_org.term(term, site))


def of_year(year: int, page: Listed, site: Site) -> Markup:
    return of_list(page, site, ("Years", addresses.YEARS), (str(year), addresses.year(year)), temporalCoverage=f"{year:04d}")


def of_list(page: Listed, site: Site, *way: tuple[str, str], **more: Any) -> Markup:
    """One page of a list, by the way that leads there; `more` is said of the collection."""
    whole = schema_org.collection(page.title, page.address, page.description, page.count, site, **more)
    found = schema_org.listed(whole, page.articles, page.start, site)
    return _of(
        page.title, page.address, page.description, site, found, *([schema_org.breadcrumbs(*way, site=site)] if way else [])
    )


def of_index(title: str, address: str, description: str, count: int, site: Site) -> Markup:
    """A list of anything but articles, `count` long."""
    return _of(title, address, description, site, schema_org.collection(title, address, description, count, site))


def of_clip(item: Clip, description: str, site: Site) -> Markup:
    """A recorded voice, with the file itself for sites that play it."""
    address, voice = addresses.clip(item), schema_org.clip(item, description, site)
    way = schema_org.breadcrumbs(("Recorded voices", addresses.CLIPS), (item.title.text, address), site=site)
    file = voice.get("contentUrl", "")
    player = _property("og:video" if item.video else "og:audio", file) if file else ""
    return _of(item.title.text, address, description, site, voice, way) + Markup(player)


def of_page(title: str, address: str, description: str, site: Site, *things: Data) -> Markup:
    """What machines read of any other page; `things` are its linked data."""
    return _of(title, address, description, site, *things)


def _of(
    title: str, address: str, about: str, site: Site, *things: Data, kind: str = "website", shot: Shot | None = None
) -> Markup:
    full, shot = addresses.full(address, site.settings), picture(address, title, site) or shot
    described = about or site.settings.description
    tags = _open_graph(kind, title or site.settings.name, full, described, shot, site.settings.language, site)
    return Markup(f"{tags}{schema_org.script(*things) if things else ''}")


# ---- Pictures ----


def picture(address: str, title: str, site: Site) -> Shot | None:
    """The picture that was drawn for a page, for other sites to show."""
    card = site.share_cards.get(address)
    return Shot(addresses.full(card, site.settings), CARD_WIDTH, CARD_HEIGHT, title) if card else None


def _own_picture(image: Image | None, path: str, site: Site) -> Shot | None:
    found = site.media.pictures.get(destination(image.src, path, site.map).path) if image else None
    return _shot(found, image.alt, site) if image and found else None


def _portrait(author: Author, site: Site) -> Shot | None:
    image = author.image
    found = site.media.portraits.get(destination(image.src, author.place.path, site.map).path) if image else None
    return _shot(found, (image and image.alt) or author.name, site) if found else None


def _shot(found: Shown, alt: str, site: Site) -> Shot:
    return Shot(addresses.full(found.address, site.settings), found.width, found.height, alt)


# ---- The Open Graph protocol (ogp.me) ----


def _open_graph(kind: str, title: str, full: str, about: str, shot: Shot | None, lang: str, site: Site) -> str:
    described = _property("og:description", about) if about else ""
    card = "summary_large_image" if shot and shot.width > shot.height else "summary"
    return (
        f'<meta property="og:type" content="{kind}"><meta property="og:title" content="{escape(title)}">'
        f'<meta property="og:url" content="{escape(full)}">{described}{_place(site.settings.name, lang)}'
        f'{_image(shot) if shot else ""}<meta name="twitter:card" content="{card}">'
    )


def _image(shot: Shot) -> str:
    size = f'<meta property="og:image:width" content="{shot.width}"><meta property="og:image:height" content="{shot.height}">'
    described = _property("og:image:alt", shot.alt) if shot.alt else ""
    return _property("og:image", shot.address) + size + described


def _article_graph(item: Article, site: Site) -> str:
    """What Open Graph has for articles; its times are full dates, so what is known less well is left out."""
    moments = (("published", item.date), ("modified", item.updated))
    times = [_property(f"article:{what}_time", dates.machine(at)) for what, at in moments if at and _is_a_day(at)]
    return "".join((*times, *(_author_tag(name, site) for name in writers(item))))


def _author_tag(name: str, site: Site) -> str:
    key = "article:author", name
    if key not in site.kept:
        site.kept[key] = _property(key[0], addresses.full(addresses.author(site.catalogue.author[name]), site.settings))
    return str(site.kept[key])


@cache
def locale(lang: str) -> str:
    """A language with the country where most speak it, as Open Graph writes it: en -> en_US (Unicode CLDR)."""
    from babel.core import get_global  # most archives have one language

    parts = lang.split("-")
    if len(parts) > 1 and len(parts[-1]) == 2:
        return f"{parts[0].lower()}_{parts[-1].upper()}"
    likely = get_global("likely_subtags").get(parts[0].lower(), "").split("_")
    return f"{parts[0].lower()}_{likely[-1]}" if len(likely) > 1 else parts[0].lower()


def _is_a_day(date: Date) -> bool:
    return date.precision in ("day", "minute") and not date.about


# ---- Highwire Press, as Google Scholar and Zotero's "Embedded Metadata" read it, and Dublin Core (DCMI's DC-HTML) ----


def _cited(of: Source) -> str:
    title, address = escape(of.title), escape(of.address)
    return (
        f'{_KIND}<meta name="citation_title" content="{title}">{_people(of.people)}{_dates(of.date) if of.date else ""}'
        f'<meta name="citation_public_url" content="{address}">{_DUBLIN_CORE}<meta name="DC.title" content="{title}">'
        f'<meta name="DC.identifier" content="{address}">{_published(of.site, of.lang)}'
    )


def _dates(date: Date) -> str:
    """Highwire's readers know no "about", so such a date is its bare year; in Dublin Core a tilde says it (EDTF, level 1)."""
    written = dates.machine(date)
    highwire = f'<meta name="citation_publication_date" content="{written[:10].replace("-", "/")}">'
    return f'{highwire}<meta name="DC.date" content="{written}{"~" * date.about}">'


def _highwire_name(of: Name) -> str:
    """Zotero takes the last word for the family name, unless there is a comma; between pairs of words that is an "and"."""
    is_turned = " " in of.family and " " not in of.given and not of.suffix
    return turned(of) if is_turned else of.full


# ---- What many articles share: made once ----


def _people(of: People) -> str:
    """The people of a source, in the tags of both."""
    # Where nobody wrote, readers would take one who helped for the author.
    helpers = (*of.editors, *of.translators) if of.authors else ()
    editors = [_name("citation_editor", _highwire_name(n)) for n in of.editors]
    return "".join((*map(_author_tags, of.authors), *editors, *(_name("DC.contributor", turned(n)) for n in helpers)))


@cache
def _author_tags(of: Name) -> str:
    return _name("citation_author", _highwire_name(of)) + _name("DC.creator", turned(of))


@cache
def _subjects(names: tuple[str, ...]) -> str:
    """An article's terms, in the tags of all three; the first one is its section."""
    tags = (
        *(_property("article:section", name) for name in names[:1]),
        *(_property("article:tag", name) for name in names),
        *(_name("DC.subject", name) for name in names),
        _name("citation_keywords", "; ".join(names)) if names else "",
    )
    return "".join(tags)


@cache
def _place(site: str, lang: str) -> str:
    return _property("og:site_name", site) + _property("og:locale", locale(lang))


@cache
def _published(site: str, lang: str) -> str:
    return _name("DC.publisher", site) + _name("DC.language", lang) + _name("citation_language", lang)


def _terms(item: Article, site: Site) -> tuple[str, ...]:
    return tuple(site.catalogue.term[facet, name].name for facet, names in item.terms.items() for name in names)


def _name(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{escape(content)}">'


def _property(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{escape(content)}">'
