"""The article's own page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, partial
from html import escape
from itertools import groupby
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from msgspec import Struct

from .. import addresses, bibliography, citation, dates
from ..citation import Cited, Source
from ..model import Article
from ..related import AUTHOR, SERIES, Key
from . import cards, metadata, people
from .drafts import card_marks, digest, name_marks, of
from .page import Draft, Page, Site, Translation
from .parts import parts, picture, players

# A contents list helps from here on.
LONG_WORDS, LONG_HEADINGS = 700, 3
# So many years later, much may have changed.
OLD = 5

Data = dict[str, Any]


class Citations(Struct, frozen=True):
    """The article as lists of sources name it: in three styles, and as files called `name` that lie in the links themselves."""

    name: str
    apa: Markup
    mla: Markup
    chicago: Markup
    bibtex: Markup
    ris: Markup
    csl: Markup


class Labels(Struct, frozen=True):
    """An article's terms of one facet, under its name."""

    name: str
    chips: tuple[cards.Chip, ...]


def drafts(site: Site, articles: Iterable[Article]) -> Iterator[Draft]:
    """One draft for each of these articles."""
    marks, names = card_marks(site), name_marks(site)
    for item in articles:
        address = addresses.article(item, site.settings.permalink)
        around = [names[id(other)] for other in _around(item, site)]
        made_of = digest(marks[id(item)], age(item, site), site.share_cards.get(address), _series(item, site), around)
        yield Draft(address, "articles", made_of, partial(page, item, site))


def _around(item: Article, site: Site) -> Iterator[Article]:
    """The articles that the page names."""
    yield from people.others(item, site)
    yield from site.neighbours.near(item)
    yield from site.catalogue.by_series.get(item.series.series, ()) if item.series else ()
    yield from site.catalogue.translations.get(item.place.path, ())


def _series(item: Article, site: Site) -> bytes:
    return of(site.catalogue.series[item.series.series], site) if item.series else b""


def page(item: Article, site: Site) -> Page:
    """The page; of other files it shows what `_around` knows, and what the article's own digest does."""
    address, card = addresses.article(item, site.settings.permalink), cards.card(item, site)
    description = item.summary.text if item.summary else item.body.opening
    source = citation.source(item, site.catalogue, site.settings)
    return Page(
        address=address,
        template="article",
        section="articles",
        title=item.title.text,
        description=description,
        canonical=item.original if item.canonical else "",
        players=players(item.body),
        scripts=("components",),  # for its own two buttons, too: copy the link, print
        translations=translations(item, site),
        head=metadata.of_article(item, source, address, description, site),
        context={
            "card": card,
            "has_summary": item.summary is not None,
            "updated": dates.in_words(item.updated) if item.updated else "",
            "updated_datetime": dates.machine(item.updated) if item.updated else "",
            "age": age(item, site),
            "original": item.original,
            "is_reference": item.kind == "reference",
            "also_at": item.also_at,
            **_text(item, site),
            "cite": None if item.kind == "reference" else cite(source, site),
            **_foot(item, card, address, site),
        },
    )


def age(item: Article, site: Site) -> int:
    """How many years old the text is, where that is worth saying; else 0."""
    last = item.updated or item.date
    years = site.once("year", _year) - last.year if last else 0
    return years if years >= OLD and item.kind != "reference" else 0


def _year(site: Site) -> int:
    """The one that it is where the editors are."""
    return site.now.astimezone(site.settings.zone).year


def contents(item: Article) -> list[Data]:
    """The contents list of a long article: its headings of the first two levels."""
    headings = [h for h in item.body.headings if h.level <= 3 and h.text] if item.body.words >= LONG_WORDS else []
    if len(headings) < LONG_HEADINGS:
        return []
    return [{"level": h.level, "anchor": h.anchor, "text": h.text} for h in headings]


def translations(item: Article, site: Site) -> tuple[Translation, ...]:
    """The article in all its languages, its own among them; nothing where it has but one."""
    group = site.catalogue.translations.get(item.place.path, ())
    return tuple(_translation(a, site) for a in group)


def series(item: Article, site: Site) -> Data | None:
    """The series that the article belongs to: all of its parts, and those before and after."""
    if item.series is None:
        return None
    members = site.catalogue.by_series.get(item.series.series, ())
    here = members.index(item)
    return {
        "name": site.catalogue.series[item.series.series].name,
        "parts": [{"link": cards.link(a, site), "is_here": a is item} for a in members],
        "previous": cards.link(members[here - 1], site) if here else None,
        "following": cards.link(members[here + 1], site) if here + 1 < len(members) else None,
    }


def related(item: Article, site: Site) -> list[Data]:
    """What to read next, and why."""
    return [{"link": cards.link(r.article, site), "why": why(r.shared, site)} for r in site.neighbours.of(item)]


def _text(item: Article, site: Site) -> Data:
    shown = parts(item.body.parts, item.place.path, site)
    image = picture(item.image, item.place.path, site)
    if image is None and shown and shown[0]["kind"] == "picture":
        shown[0]["is_first"] = True  # it is on the screen at once: loading it late would only make it late
    return {"parts": shown, "contents": contents(item), "image": image}


def _foot(item: Article, card: cards.Card, address: str, site: Site) -> Data:
    full = addresses.full(address, site.settings)
    return {
        "facets": facets(card.chips, site),
        "share": share(item, full),
        "full": full,
        "series": series(item, site),
        "boxes": people.boxes(item, site),
        "related": related(item, site),
        "translations": [
            {"lang": t.lang, "name": t.name, "href": addresses.href(t.address, site.settings)}
            for t in translations(item, site)
            if t.address != address
        ],
        "site_language": site.settings.language,
        "site_dir": cards.direction(site.settings.language),
        "edit": site.settings.edit + item.place.path if site.settings.edit else "",
    }


def facets(chips: tuple[cards.Chip, ...], site: Site) -> list[Labels]:
    """The article's terms, each facet under its name."""
    shelves = [(site.settings.facets[name], tuple(found)) for name, found in groupby(chips, key=lambda chip: chip.facet)]
    return [Labels(facet.one if len(found) == 1 else facet.many, found) for facet, found in shelves]


def cite(of: Source, site: Site) -> Citations:
    lang = "" if of.lang == site.settings.language else of.lang
    apa, mla, chicago = _cited((citation.apa(of), citation.mla(of), citation.chicago(of)), lang)
    return Citations(of.key, apa, mla, chicago, *bibliography.links(of))


# Stand in no text: titles and names are judged free of them.
_TITLE, _TITLE_ENDS, _SITE, _SITE_ENDS, _NEXT = "\x01\x02\x03\x04\x05"


def _cited(found: Iterable[Cited], lang: str) -> list[Markup]:
    """Citations as HTML: the title apart, since it may run the other way, the site in italics; escaped all at once."""
    words = (f"{c.before}{_TITLE}{c.title}{_TITLE_ENDS}{c.middle}{_SITE}{c.site}{_SITE_ENDS}{c.after}" for c in found)
    whole = escape(_NEXT.join(words), quote=False)
    whole = whole.replace(_TITLE, f'<bdi lang="{escape(lang)}">' if lang else "<bdi>").replace(_TITLE_ENDS, "</bdi>")
    return [Markup(one) for one in whole.replace(_SITE, "<i>").replace(_SITE_ENDS, "</i>").split(_NEXT)]


def share(item: Article, full: str) -> Data:
    """What plain links hand on, as a part of their addresses; nothing is asked of other hosts before the click."""
    # urllib takes a text of safe signs whole and any other letter by letter: what most of these hold is left to `replace`.
    title, address = quote(item.title.text, safe=" "), quote(full, safe="/:")
    return {
        "title": Markup(title.replace(" ", "%20")),
        "address": Markup(address.replace("/", "%2F").replace(":", "%3A")),
    }


def why(shared: tuple[Key, ...], site: Site) -> str:
    """What two articles share, as a reader would say it: Also on Voice and Goals; also by Writer One."""
    said: str | None = site.kept.get(("why", shared))
    if said is None:
        said = site.kept["why", shared] = _why(shared, site)
    return said


def _why(shared: tuple[Key, ...], site: Site) -> str:
    terms = [site.catalogue.term[key].name for key in shared if key[0] not in (AUTHOR, SERIES)]
    words = [_named(key, site) for key in shared if key[0] in (AUTHOR, SERIES)]
    return "; ".join(filter(None, (f"Also on {_listed(terms)}" if terms else "", *words)))


def _named(key: Key, site: Site) -> str:
    if key[0] == SERIES:
        return f"also in {site.catalogue.series[key[1]].name}"
    return f"also by {site.catalogue.author[key[1]].name}"


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _translation(item: Article, site: Site) -> Translation:
    lang = item.lang or site.settings.language
    return Translation(lang, _language(lang), addresses.article(item, site.settings.permalink))


@cache
def _language(code: str) -> str:
    """A language's own name for itself (Unicode CLDR); its code where CLDR has none."""
    from babel import Locale, UnknownLocaleError  # most archives have one language

    try:
        name = Locale.parse(code, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        return code
    return name[:1].upper() + name[1:] if name else code
