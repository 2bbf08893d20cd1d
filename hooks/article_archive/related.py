"""Article -> the articles that a reader of it may want next, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from .catalogue import Articles, Catalogue
from .model import Article

MOST = 4
# On each shelf, so many neighbours on both sides are looked at: they are near in time, and the cost stays linear.
REACH = 2

# What two articles can share: a term's facet and file name, an author's id, or a series' name.
Key = tuple[str, str]
AUTHOR, SERIES = "by author", "in series"


class Related(Struct, frozen=True):
    """An article that is near another, and all that they share."""

    article: Article
    shared: tuple[Key, ...]


class Neighbours:
    """The articles near each article of a catalogue; places on shelves are looked up once for all."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._shelves: Mapping[Key, Articles] = {
            **catalogue.by_term,
            **{(AUTHOR, name): found for name, found in catalogue.by_author.items()},
            **{(SERIES, name): found for name, found in catalogue.by_series.items()},
        }
        self._places = {key: {id(a): n for n, a in enumerate(found)} for key, found in self._shelves.items()}
        self._people = {id(a): tuple(credit.name for credit in a.credits) for a in catalogue.articles}
        self._texts = {id(a): group for group in catalogue.translations.values() for a in group}
        self._ordered = {id(a): tuple(_keys(a)) for a in catalogue.articles}
        self._keys = {name: frozenset(keys) for name, keys in self._ordered.items()}

    def of(self, article: Article) -> tuple[Related, ...]:
        """At most MOST: those that share most, then the nearest in time; other people before the same ones again."""
        mine, same = self._keys[id(article)], self._texts.get(id(article), (article,))
        near = {id(a): a for key in mine for a in self._near(article, key, REACH - 1 + len(same))}
        for text in same:
            near.pop(id(text), None)
        nearest = self._varied(sorted(near.values(), key=lambda a: self._distance(article, mine, a)))
        return tuple([Related(a, self._shared(article, a)) for a in nearest[:MOST]])

    def _shared(self, article: Article, other: Article) -> tuple[Key, ...]:
        theirs = self._keys[id(other)]
        return tuple([key for key in self._ordered[id(article)] if key in theirs])

    def _near(self, article: Article, key: Key, reach: int) -> Articles:
        shelf, place = self._shelves[key], self._places[key][id(article)]
        return shelf[max(0, place - reach) : place] + shelf[place + 1 : place + 1 + reach]

    def _distance(self, article: Article, mine: frozenset[Key], other: Article) -> tuple[int, int, str]:
        ours, theirs = article.date, other.date
        apart = abs(ours.at - theirs.at) if ours and theirs else 2**62
        return -len(mine & self._keys[id(other)]), apart, other.place.path

    def _varied(self, nearest: list[Article]) -> list[Article]:
        """The first by each group of people, then the others, both in their order; no more than are needed."""
        people: set[tuple[str, ...]] = set()
        firsts: list[Article] = []
        others: list[Article] = []
        for article in nearest:
            names = self._people[id(article)]
            (others if names in people else firsts).append(article)
            people.add(names)
            if len(firsts) == MOST:
                break
        return firsts + others


def _keys(article: Article) -> Iterator[Key]:
    for facet, names in article.terms.items():
        yield from ((facet, name) for name in names)
    yield from ((AUTHOR, credit.author) for credit in article.credits if credit.author)
    if article.series:
        yield SERIES, article.series.series
