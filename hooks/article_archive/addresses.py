"""Where each thing stands on the site: permalinks, list pages, redirects."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from urllib.parse import quote, urlencode

from .model import Article, Author, Clip, Term
from .settings import Settings

# An address starts at the archive's root, such as /articles/students-as-partners/, whatever path the site is served under.
HOME = "/"
ARTICLES = "/articles/"
AUTHORS = "/authors/"
YEARS = "/archive/"
CLIPS = "/clips/"
SEARCH = "/search/"
BROWSE = "/browse/"
SEARCH_BUNDLE = "/pagefind/"
MESSAGES = "/messages/"
EDITOR = "/admin/"
FEED = "/feed.xml"
ATOM = "/atom.xml"
JSON_FEED = "/feed.json"
PODCAST = "/podcast.xml"
OPML = "/feeds.opml"
DATA = "/archive.json"
NOT_FOUND = "/404.html"
SITEMAP = "/sitemap.xml"
ROBOTS = "/robots.txt"
# What one file of it may hold (sitemaps.org).
MOST_IN_SITEMAP = 50_000


def article(item: Article, permalink: str) -> str:
    """The article's address; an undated one stands where others have their year."""
    if "{year}" not in permalink and "{month}" not in permalink:
        return permalink.replace("{slug}", item.slug)
    year, month = (f"{item.date.year:04d}", f"{item.date.month:02d}") if item.date else ("undated", "00")
    return permalink.format(slug=item.slug, year=year, month=month)


def author(item: Author) -> str:
    return f"{AUTHORS}{item.id}/"


def facet(name: str) -> str:
    return f"/{name}/"


def term(item: Term) -> str:
    return f"/{item.facet}/{item.id}/"


def clip(item: Clip) -> str:
    return f"{CLIPS}{item.id}/"


def message(code: str) -> str:
    """Where a code is explained: permanent, since somebody has it in an e-mail."""
    return f"{MESSAGES}{code}/"


def year(number: int) -> str:
    return f"{YEARS}{number:04d}/"


def pair(first: Term, second: Term) -> str:
    """The page of two terms of different facets; the one whose facet comes first leads, so that a pair has one address."""
    return f"{term(first)}{second.facet}/{second.id}/"


def atom_page(number: int) -> str:
    """Archived page `number` of the Atom feed; the oldest is the first."""
    return f"{YEARS}atom-{number}.xml"


def feed_of(address: str) -> str:
    """The feed of an author's or a term's page."""
    return f"{address}feed.xml"


def sitemap_part(number: int) -> str:
    """Part `number`, from 1, of a sitemap too long for one file."""
    return f"/sitemap-{number}.xml"


def page_of(address: str, number: int) -> str:
    """Page `number`, from 1, of the list at this address."""
    return address if number == 1 else f"{address}page/{number}/"


def file_of(address: str) -> str:
    """The file of the site that answers at this address."""
    path = address.removeprefix("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def href(address: str, settings: Settings) -> str:
    """The address as a link on a page: below the site's base path, percent-encoded (RFC 3986)."""
    return settings.base + _quoted(address)


def browse(settings: Settings, chosen: Mapping[str, str]) -> str:
    """The link to /browse/ where these values are chosen, by their traits: {"attributes": "voice"}."""
    return f"{href(BROWSE, settings)}?{urlencode(chosen)}"


def full(address: str, settings: Settings) -> str:
    """The address with scheme and host."""
    return settings.address.rstrip("/") + "/" + _quoted(address)


@cache
def _quoted(address: str) -> str:
    path = address.removeprefix("/")
    return path if _PLAIN.fullmatch(path) else quote(path, safe="/~!$&'()*+,;=:@")


# Nearly every address: nothing in it has to be encoded.
_PLAIN = re.compile(r"[a-zA-Z0-9/._-]*")


def folded(address: str) -> str:
    """The address as a disk that ignores case and normal forms sees it."""
    return address.lower() if address.isascii() else unicodedata.normalize("NFC", address).casefold()
