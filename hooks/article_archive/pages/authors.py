"""The index of authors, and each author's page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from .. import addresses, offers
from ..catalogue import Articles
from ..model import Article, Author, Clip, Credit, Role
from ..traits import AUTHOR
from . import cards, lists, metadata
from .drafts import card_marks, digest, name_marks, of
from .page import Draft, Page, Site
from .parts import led, parts, players
from .people import face
from .player import row

# What somebody did besides writing, as the heading of a list.
OTHER_ROLES: dict[Role, str] = {
    "interviewee": "Interviewed in",
    "interviewer": "Interviewer in",
    "translator": "Translator of",
    "editor": "Editor of",
}

# Of the terms that somebody writes on, so many are named.
MOST_TERMS = 6
# Names that begin with a figure or a sign.
OTHER_LETTERS = "other"

Data = dict[str, Any]


def pages(site: Site) -> Iterator[Page | Draft]:
    yield index(site)
    for author in site.catalogue.authors:
        yield from _author(author, site)


def index(site: Site) -> Page:
    description = "Everybody who wrote for the archive."
    return Page(
        address=addresses.AUTHORS,
        template="authors",
        section="authors",
        title="Authors",
        description=description,
        head=metadata.of_index("Authors", addresses.AUTHORS, description, len(site.catalogue.authors), site),
        context={"title": "Authors", **people(site)},
    )


def people(site: Site) -> Data:
    """All authors: those who are featured in their order, and everybody by the letter of the surname."""
    by_letter: dict[str, list[Author]] = {}
    for author in site.catalogue.authors:
        by_letter.setdefault(_letter(author), []).append(author)
    return {
        "count": len(site.catalogue.authors),
        "featured": [entry(a, site) for a in featured(site)],
        "letters": [{"letter": letter, "authors": [entry(a, site) for a in found]} for letter, found in by_letter.items()],
    }


def featured(site: Site) -> list[Author]:
    return sorted((a for a in site.catalogue.authors if a.featured), key=lambda a: a.featured)


def entry(author: Author, site: Site) -> Data:
    """An author in a list: face, number of articles written, and the years in which they appeared."""
    articles = site.catalogue.written.get(author.id, ())
    return {"face": face(author, site), "count": len(articles), "years": years(articles)}


def years(articles: Articles) -> str:
    """From the first to the last: 2014 to 2020."""
    found = sorted({a.date.year for a in articles if a.date})
    return "" if not found else str(found[0]) if len(found) == 1 else f"{found[0]} to {found[-1]}"


def _author(author: Author, site: Site) -> Iterator[Draft]:
    """The pages of one author. Counting anew for hundreds of authors what has not changed would take longer than all else."""
    written = site.catalogue.written.get(author.id, ())
    return lists.pages(
        lists.List(
            address=addresses.author(author),
            articles=written,
            of=_made_of(author, site),
            template="author",
            section="authors",
            title=author.name,
            description=("" if author.minor else author.body.opening) or f"Articles by {author.name}.",
            head=lambda page: metadata.of_author(author, page, site),
            players=players(author.body),
            feed=offers.feed_of(addresses.author(author), written),
            context=lambda: _context(author, written, site),
        ),
        site,
    )


def _made_of(author: Author, site: Site) -> bytes:
    """The digest of all that the head and the context read."""
    marks, names = card_marks(site), name_marks(site)
    every = [names[id(a)] for a in site.catalogue.by_author.get(author.id, ())]
    others = [marks[id(a)] for a in _beside_writing(author, site)]
    heard = [(of(clip, site), row(clip, site)) for clip in _heard(author, site)]
    return digest(of(author, site), face(author, site), led(author.body, None, author.place.path, site), every, others, heard)


def _context(author: Author, written: Articles, site: Site) -> Data:
    return {
        "face": face(author, site),
        "role": author.role,
        "also": author.also,
        "links": [{"name": name.capitalize(), "href": href} for name, href in author.links.items()],
        "years": years(written),
        "terms": _terms(author, written, site),
        "browse": addresses.browse(site.settings, {AUTHOR: author.id}),
        "others": [o for role, words in OTHER_ROLES.items() if (o := _in_role(role, words, author, site))],
        "heard": [row(clip, site) for clip in _heard(author, site)],
        "parts": parts(author.body.parts, author.place.path, site),
    }


def _terms(author: Author, written: Articles, site: Site) -> list[Data]:
    """What somebody writes on most: terms with their counts, each a link to these articles in /browse/."""
    counts = Counter((facet, name) for a in written for facet, names in a.terms.items() for name in names)
    # Among equals the one that comes first: the sort keeps the order of the shelves.
    ordered = sorted((key for key in site.catalogue.term if key in counts), key=lambda key: -counts[key])
    return [
        {
            "name": site.catalogue.term[key].name,
            "href": addresses.browse(site.settings, {AUTHOR: author.id, key[0]: key[1]}),
            "count": counts[key],
        }
        for key in ordered[:MOST_TERMS]
    ]


def _roles(credits: tuple[Credit, ...], author: Author) -> set[Role]:
    return {credit.role for credit in credits if credit.author == author.id}


def _in_role(role: Role, words: str, author: Author, site: Site) -> Data | None:
    """What somebody did in one of the other roles; None where there is nothing."""
    found = [cards.card(a, site) for a in _beside_writing(author, site) if role in _roles(a.credits, author)]
    return {"words": words, "cards": found} if found else None


def _beside_writing(author: Author, site: Site) -> list[Article]:
    """Where somebody had another part than writing, in the order of the archive."""
    return site.once("beside writing", _others).get(author.id, [])


def _others(site: Site) -> dict[str, list[Article]]:
    found: dict[str, list[Article]] = {}
    for article in site.catalogue.articles:
        for name in {c.author for c in article.credits if c.role in OTHER_ROLES}:
            found.setdefault(name, []).append(article)
    return found


def _heard(author: Author, site: Site) -> list[Clip]:
    return site.once("heard", _voices).get(author.id, [])


def _voices(site: Site) -> dict[str, list[Clip]]:
    found: dict[str, list[Clip]] = {}
    for clip in site.catalogue.clips:
        for name in {c.author for c in clip.speakers}:
            found.setdefault(name, []).append(clip)
    return found


def _letter(author: Author) -> str:
    first = author.sort[:1].upper()
    return first if first.isalpha() else OTHER_LETTERS
