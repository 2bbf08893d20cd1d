"""Shelves by author, term, year and series; the one owner of order, and the one gate to publication."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from itertools import combinations
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from .model import WRITERS, Article, Author, Clip, Place, Series, Term

Articles = tuple[Article, ...]
# A term by its facet and file name, and two of different facets, the facet that mkdocs.yml names first before the other.
TermKey = tuple[str, str]
Pair = tuple[TermKey, TermKey]

# So many articles make a page for a pair of terms.
A_PAIR = 5
Key = TypeVar("Key", bound=Hashable)


class Catalogue(Struct, frozen=True):
    """Everything that may be published, in order. Articles stand newest first, undated ones last.

    `by_author` holds all that somebody had a part in, `written` what they wrote, and both know only authors with a file.
    """

    articles: Articles
    authors: tuple[Author, ...]
    terms: Mapping[str, tuple[Term, ...]]
    by_author: Mapping[str, Articles]
    written: Mapping[str, Articles]
    by_term: Mapping[TermKey, Articles]
    by_pair: Mapping[Pair, Articles]
    by_year: Mapping[int, Articles]
    by_series: Mapping[str, Articles]
    translations: Mapping[str, Articles]
    unpublished: Articles
    author: Mapping[str, Author]
    term: Mapping[TermKey, Term]
    series: Mapping[str, Series]
    clips: tuple[Clip, ...]
    twice: tuple[tuple[str, Place, Place], ...] = ()


def is_published(article: Article, now: datetime) -> bool:
    """Not a draft, and its date has come."""
    return not article.draft and (article.date is None or article.date.at <= now.timestamp())


def catalogue(
    articles: Iterable[Article],
    authors: Iterable[Author],
    terms: Iterable[Term],
    series: Iterable[Series],
    clips: Iterable[Clip],
    facets: Iterable[str],
    now: datetime,
) -> Catalogue:
    """Shelve what is published at `now`; drafts and articles of the future are known by their paths only."""
    series = tuple(series)
    ordered = sorted(articles, key=_newest_first)
    shelved: tuple[list[Article], list[Article]] = ([], [])
    for article in ordered:
        shelved[is_published(article, now)].append(article)
    unpublished, published = map(tuple, shelved)
    authors = tuple(sorted(authors, key=_by_surname))
    by_facet: dict[str, list[Term]] = {facet: [] for facet in facets}
    for term in sorted(terms, key=lambda t: (t.order or 1_000_000, t.name.casefold(), t.id)):
        by_facet[term.facet].append(term)
    return Catalogue(
        articles=published,
        authors=authors,
        terms={facet: tuple(found) for facet, found in by_facet.items()},
        by_author=_shelves(published, lambda a: {c.author: None for c in a.credits if c.author}),
        written=_shelves(published, writers),
        by_term=_shelves(published, _for_the_same_terms(_terms)),
        by_pair=_pairs(published, by_facet),
        by_year=_shelves(published, lambda a: [a.date.year] if a.date else []),
        by_series={name: _in_parts(found) for name, found in _shelves(published, _series_of).items()},
        translations=_translations(tuple(ordered), published),
        unpublished=unpublished,
        author={a.id: a for a in authors},
        term={(t.facet, t.id): t for found in by_facet.values() for t in found},
        series={s.id: s for s in series},
        twice=_twice(series),
        clips=tuple(sorted(clips, key=lambda c: (c.group, c.order or 1_000_000, c.id))),
    )


def is_shelved_alike(one: Article, other: Article) -> bool:
    """Whether two judgements of one file differ in words alone, which put it on no other shelf and in no other place."""
    return replace(one, title=other.title, summary=other.summary, image=other.image, body=other.body) == other


def with_words(before: Catalogue, others: Mapping[int, Article]) -> Catalogue:
    """The catalogue with other articles in the places of those with these `id`s, which are shelved alike."""

    def swapped(articles: Articles) -> Articles:
        return tuple([others.get(id(a), a) for a in articles])

    def all_swapped(shelves: Mapping[Key, Articles]) -> dict[Key, Articles]:
        return {key: swapped(found) for key, found in shelves.items()}

    return replace(
        before,
        articles=swapped(before.articles),
        by_author=all_swapped(before.by_author),
        written=all_swapped(before.written),
        by_term=all_swapped(before.by_term),
        by_pair=all_swapped(before.by_pair),
        by_year=all_swapped(before.by_year),
        by_series=all_swapped(before.by_series),
        translations=all_swapped(before.translations),
        unpublished=swapped(before.unpublished),
    )


def writers(article: Article) -> dict[str, None]:
    """The ids of those who wrote an article and have a file, in order and once."""
    credits = article.credits
    if len(credits) == 1:  # most have one, and this is asked five times of each
        return {credits[0].author: None} if credits[0].author and credits[0].role in WRITERS else {}
    return {c.author: None for c in credits if c.author and c.role in WRITERS}


def _terms(article: Article) -> list[TermKey]:
    return [(facet, name) for facet, names in article.terms.items() for name in names]


def _for_the_same_terms(make: Callable[[Article], list[Key]]) -> Callable[[Article], list[Key]]:
    """The same, once for all articles with the same terms: those are many."""
    made: dict[tuple[object, ...], list[Key]] = {}

    def found(article: Article) -> list[Key]:
        terms = tuple(article.terms.items())
        if terms not in made:
            made[terms] = make(article)
        return made[terms]

    return found


def _pairs(articles: Articles, facets: Iterable[str]) -> dict[Pair, Articles]:
    """Articles by each pair of terms that enough of them share."""
    rank = {facet: number for number, facet in enumerate(facets)}

    def pairs(article: Article) -> list[Pair]:
        ordered = sorted(_terms(article), key=lambda term: rank[term[0]])
        return [(one, other) for one, other in combinations(ordered, 2) if one[0] != other[0]]

    shelves = _shelves(articles, _for_the_same_terms(pairs))
    return {pair: found for pair, found in shelves.items() if len(found) >= A_PAIR}


def _twice(series: Iterable[Series]) -> tuple[tuple[str, Place, Place], ...]:
    """Names that stand twice, each with both places: for series, whose name is all the address that they have."""
    first: dict[str, Place] = {}
    pairs = [(s.id, s.place, first.setdefault(s.id, s.place)) for s in series]
    return tuple(pair for pair in pairs if pair[1] != pair[2])


def _newest_first(article: Article) -> tuple[float, str, str]:
    since = -article.date.at if article.date else float("inf")
    return since, article.slug, article.place.path


def _by_surname(author: Author) -> tuple[str, str]:
    return author.sort.casefold(), author.id


def _series_of(article: Article) -> list[str]:
    return [article.series.series] if article.series else []


def _in_parts(articles: Articles) -> Articles:
    return tuple(sorted(articles, key=lambda a: (a.series.part if a.series else 0, a.slug)))


def _translations(articles: Articles, published: Articles) -> dict[str, Articles]:
    """Articles that are one text in several languages, by each one's file: the first, then the others by language."""
    if not any(a.translation_of for a in articles):
        return {}
    first_of = {a.slug: a.translation_of for a in articles}
    groups = _shelves(published, lambda a: [_first(a.slug, first_of)])
    several = (found for found in groups.values() if len(found) > 1 and any(a.translation_of for a in found))
    ordered = (tuple(sorted(found, key=_first_then_by_language)) for found in several)
    return {article.place.path: group for group in ordered for article in group}


def _first(slug: str, first_of: Mapping[str, str]) -> str:
    """The file name of the text that a translation, or a translation of one, comes from."""
    seen = {slug}
    while (before := first_of.get(slug, "")) and before not in seen:
        seen.add(before)
        slug = before
    return slug


def _first_then_by_language(article: Article) -> tuple[bool, str, str]:
    return bool(article.translation_of), article.lang, article.slug


def _shelves(articles: Articles, keys: Callable[[Article], Iterable[Key]]) -> dict[Key, Articles]:
    shelves: defaultdict[Key, list[Article]] = defaultdict(list)
    for article in articles:
        for key in keys(article):
            shelves[key].append(article)
    return {key: tuple(found) for key, found in shelves.items()}
