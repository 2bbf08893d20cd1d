"""The editors' pages that hold lists of the archive's; the home page is one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from .. import addresses
from ..fields import TABLE
from ..model import Article
from ..panels import Panel, Prose, pieces
from . import authors, cards, field_list, metadata, player, schema_org, signing, terms
from .page import Page, Site
from .parts import picture

# What an archive shows whose editors have not written docs/index.md yet.
BARE = Prose("docs/index.md", "<!-- newest 10 -->\n<!-- authors -->\n<!-- search -->\n<!-- newsletter -->\n", {})
# The editors' own heading stands above the sign-up.
NO_HEADING = 0
# More names than these are a page of their own.
MOST_NAMES = 60

Data = dict[str, Any]


def pages(site: Site) -> Iterator[Page]:
    yield _home(site.prose.get(addresses.HOME, BARE), site)
    for address, prose in site.prose.items():
        if address != addresses.HOME:
            yield _page(address, prose, site)


def holdings(site: Site) -> list[Data]:
    """What the archive holds, counted: a name, a number and the list that shows it."""
    catalogue = site.catalogue
    facets = [(f.many, addresses.facet(f.name), len(catalogue.terms[f.name])) for f in site.settings.facets.values()]
    clips = [("Recorded voices", addresses.CLIPS, len(catalogue.clips))] if catalogue.clips else []
    counts = [
        ("Articles", addresses.ARTICLES, len(catalogue.articles)),
        ("Authors", addresses.AUTHORS, len(catalogue.authors)),
        *facets,
        *clips,
        ("Years", addresses.YEARS, len(catalogue.by_year)),
    ]
    return [{"name": name, "href": addresses.href(at, site.settings), "count": count} for name, at, count in counts]


def _home(prose: Prose, site: Site) -> Page:
    fields, settings = prose.fields, site.settings
    lead = next((a for a in site.catalogue.articles if a.kind != "reference"), None)
    return Page(
        address=addresses.HOME,
        template="home",
        section="home",
        title="",
        description=fields.get("description", ""),
        scripts=_scripts(prose, site),
        head=metadata.of_page("", addresses.HOME, fields.get("description", ""), site, schema_org.home(site)),
        context={
            "title": settings.name,
            "motto": fields.get("motto", ""),
            "introduction": fields.get("introduction", ""),
            "lead": _lead(lead, site) if lead else None,
            "pieces": _pieces(prose, site, lead),
        },
    )


def _lead(article: Article, site: Site) -> Data:
    """The one article that is set large."""
    return {"card": cards.card(article, site), "image": picture(article.image, article.place.path, site)}


def _page(address: str, prose: Prose, site: Site) -> Page:
    title, description = prose.fields.get("title", ""), prose.fields.get("description", "")
    return Page(
        address=address,
        template="prose",
        section=address,
        title=title,
        description=description,
        scripts=_scripts(prose, site),
        head=metadata.of_page(title, address, description, site),
        context={
            "title": title,
            "has_title": "<h1" in prose.html,
            "pieces": _pieces(prose, site, None),
        },
    )


def _scripts(prose: Prose, site: Site) -> tuple[str, ...]:
    asked = {piece.name for piece in pieces(prose.html, site.settings) if isinstance(piece, Panel)}
    return ("components",) if "clips" in asked else ()


def _pieces(prose: Prose, site: Site, lead: Article | None) -> list[Data]:
    """The page's words and lists in their order; each list has a `kind`, words are of the kind html."""
    shown: list[Data]
    found = pieces(prose.html, site.settings)
    shown = [_panel(p, site, lead) if isinstance(p, Panel) else {"kind": "html", "html": Markup(p)} for p in found]
    clips = iter(player.told_apart([clip for piece in shown for clip in piece.get("clips", ())]))
    return [_with(piece, "clips", clips) if "clips" in piece else piece for piece in shown]


def _with(piece: Data, name: str, found: Iterator[Data]) -> Data:
    """The piece with the next of what was found in the place of what it had."""
    return piece | {name: [next(found) for _ in piece[name]]}


def _panel(panel: Panel, site: Site, lead: Article | None) -> Data:
    data = _KINDS[panel.name](panel, site, lead) if panel.name in _KINDS else _facet(panel, site)
    return {"kind": panel.name, **data}


def _newest(panel: Panel, site: Site, lead: Article | None) -> Data:
    count = int(panel.argument) if panel.argument.isdecimal() else 0
    # The article that is set large above is not said twice.
    newest = [a for a in site.catalogue.articles[: count + 1] if a is not lead][:count]
    return {"cards": [cards.card(a, site) for a in newest], "href": addresses.href(addresses.ARTICLES, site.settings)}


def _authors(panel: Panel, site: Site, lead: Article | None) -> Data:
    first = authors.featured(site)
    others = [a for a in site.catalogue.authors if not a.featured]
    return {
        "featured": [authors.entry(a, site) for a in first],
        "others": [authors.entry(a, site) for a in others[:MOST_NAMES]],
        "more": max(0, len(others) - MOST_NAMES),
        "href": addresses.href(addresses.AUTHORS, site.settings),
    }


def _facet(panel: Panel, site: Site) -> Data:
    return {
        "kind": "terms",
        "facet_name": panel.name,
        "terms": terms.rows(panel.name, site),
        "href": addresses.href(addresses.facet(panel.name), site.settings),
    }


_KINDS: Mapping[str, Any] = {
    "newest": _newest,
    "authors": _authors,
    "search": lambda panel, site, lead: {"href": addresses.href(addresses.SEARCH, site.settings)},
    "newsletter": lambda panel, site, lead: {"newsletter": signing.sign_up(site, NO_HEADING)},
    "holdings": lambda panel, site, lead: {"holdings": holdings(site)},
    "feeds": lambda panel, site, lead: {"feeds": signing.every_feed(site)},
    "fields": lambda panel, site, lead: {"fields": field_list.rows(panel.argument, site) if panel.argument in TABLE else []},
    "clips": lambda panel, site, lead: {"clips": player.group(panel.argument, site), "group": panel.argument},
}
