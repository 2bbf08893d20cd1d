"""The words that a file may use: fields, authors, spellings of terms, series."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import tzinfo

from msgspec import Struct

from ..fields import TABLE, Field
from ..model import Author, Series, Shelf, Term
from ..settings import Facet


class Vocabulary(Struct, frozen=True):
    """The words that a file may use: fields of each shelf, authors, spellings of terms, series, names of articles.

    `zone` is the site's time zone. `broken` are the files of such words that have a mistake of their own, by their spelled names.
    """

    fields: Mapping[Shelf, Mapping[str, Field]]
    zone: tzinfo
    authors: Mapping[str, Author] = {}
    spellings: Mapping[str, Mapping[str, Term]] = {}
    series: Mapping[str, Series] = {}
    broken: Mapping[str, str] = {}
    articles: frozenset[str] = frozenset()


def vocabulary(
    facets: Mapping[str, Facet],
    zone: tzinfo,
    authors: Iterable[Author] = (),
    terms: Iterable[Term] = (),
    series: Iterable[Series] = (),
    broken: Iterable[str] = (),
    articles: Iterable[str] = (),
) -> Vocabulary:
    """Gather the words that articles may use."""
    fields = {shelf: {f.name: f for f in table} for shelf, table in tables(facets).items()}
    spellings: dict[str, dict[str, Term]] = {name: {} for name in facets}
    for term in terms:
        for spelling in (*term.also, term.id, term.name):
            spellings[term.facet][spelled(spelling)] = term
    by_name = {spelled(path.rpartition("/")[2].removesuffix(".md")): path for path in broken}
    return Vocabulary(
        fields, zone, {a.id: a for a in authors}, spellings, {s.id: s for s in series}, by_name, frozenset(articles)
    )


def tables(facets: Mapping[str, Facet]) -> Mapping[Shelf, tuple[Field, ...]]:
    """The fields of each shelf in an archive with these facets, which articles and clips name."""
    of_articles = tuple(Field(f.name, "terms", f"{f.many} of the article.", "", f.required) for f in facets.values())
    of_clips = tuple(Field(f.name, "terms", f"{f.many} of the clip.", "") for f in facets.values())
    extra: Mapping[Shelf, tuple[Field, ...]] = {"article": of_articles, "clip": of_clips}
    return {shelf: (*table, *extra.get(shelf, ())) for shelf, table in TABLE.items()}


def spelled(word: str) -> str:
    """A word without case, space and hyphens: how terms are compared."""
    return re.sub(r"[\s_-]+", "", word.casefold())


def nearest(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A suggestion: the known word most like this one."""
    from rapidfuzz import fuzz, process  # takes a while to load, and an archive without mistakes needs no suggestion

    found = process.extractOne(word, list(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=60)
    return f"Did you mean `{found[0]}`?" if found else otherwise
