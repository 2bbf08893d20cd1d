"""Article -> the articles that a reader of it may want next, and why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from msgspec import MsgspecError, Struct, msgpack

from .catalogue import Articles, Catalogue
from .crew import in_halves
from .model import Article
from .program import edition
from .store import Store

MOST = 4
# On each shelf, so many neighbours on both sides are looked at: they are near in time, and the cost stays linear.
REACH = 2
# Between two articles of which one has no date.
FAR = 2**62

# What two articles can share: a term's facet and file name, an author's id, or a series' name.
Key = tuple[str, str]
AUTHOR, SERIES = "by author", "in series"


class Related(Struct, frozen=True):
    """An article that is near another, and all that they share."""

    article: Article
    shared: tuple[Key, ...]


# For each article, by its number in the catalogue, the numbers of those near it.
Nearest = Sequence[Sequence[int]]


class Neighbours:
    """The articles near each article of a catalogue; `nearest` is what was found out about the same catalogue before."""

    def __init__(self, catalogue: Catalogue, nearest: Nearest | None = None) -> None:
        self._articles, self._nearest = catalogue.articles, nearest
        self._numbers = {id(a): n for n, a in enumerate(catalogue.articles)}
        self._keys: dict[int, tuple[Key, ...]] = {}
        self._search = _Search(catalogue, self._numbers, [*map(_keys, catalogue.articles)]) if nearest is None else None

    def of(self, article: Article) -> tuple[Related, ...]:
        """At most MOST: those that share most, then the nearest in time; other people before the same ones again."""
        here = self._numbers[id(article)]
        return tuple([Related(self._articles[n], self._shared(here, n)) for n in self._found(here)])

    def near(self, article: Article) -> list[Article]:
        """The same articles, without what they share."""
        return [self._articles[n] for n in self._found(self._numbers[id(article)])]

    def _found(self, here: int) -> Sequence[int]:
        return self._search.nearest(here) if self._search else (self._nearest or ())[here]

    def _shared(self, here: int, other: int) -> tuple[Key, ...]:
        theirs = self._keys_of(other)
        return tuple([key for key in self._keys_of(here) if key in theirs])

    def _keys_of(self, number: int) -> tuple[Key, ...]:
        # Of ten thousand articles, a build after a change lays out a few.
        if number not in self._keys:
            self._keys[number] = _keys(self._articles[number])
        return self._keys[number]


def nearest(catalogue: Catalogue, store: Store) -> Nearest:
    """Those near each article, kept as long as nothing changes by which they are chosen."""
    articles = catalogue.articles
    numbers = {id(a): n for n, a in enumerate(articles)}
    groups = [[numbers[id(a)] for a in group] for group in catalogue.translations.values()]
    by = [_chosen_by(a) for a in articles]
    chosen_by = hashlib.sha256(edition() + msgpack.encode((by, groups))).digest()
    if (known := _kept(store)) and known.chosen_by == chosen_by:
        return known.nearest
    search = _Search(catalogue, numbers, [*map(_keys, articles)])

    def found(some: Sequence[int]) -> list[list[int]]:
        return [search.nearest(n) for n in some]

    made = _Kept(chosen_by, in_halves(range(len(articles)), found, list[list[int]]))
    store.keep(_NAME, msgpack.encode(made))
    return made.nearest


class _Kept(Struct, frozen=True, array_like=True):
    chosen_by: bytes
    nearest: list[list[int]]


_NAME = "neighbours 2"


def _kept(store: Store) -> _Kept | None:
    data = store.find(_NAME)
    try:
        return None if data is None else msgpack.decode(data, type=_Kept)
    except MsgspecError:
        return None


class _Search:
    """Looks for neighbours. Articles are known by their numbers here: a list of them is read fast."""

    def __init__(self, catalogue: Catalogue, numbers: Mapping[int, int], ordered: Sequence[tuple[Key, ...]]) -> None:
        self._numbers = numbers
        self._keys = [frozenset(keys) for keys in ordered]
        self._people = [_people(a) for a in catalogue.articles]
        self._moments = [a.date.at if a.date else None for a in catalogue.articles]
        self._paths = [a.place.path for a in catalogue.articles]
        shelves: Mapping[Key, Articles] = {
            **catalogue.by_term,
            **{(AUTHOR, name): found for name, found in catalogue.by_author.items()},
            **{(SERIES, name): found for name, found in catalogue.by_series.items()},
        }
        self._shelves = {key: self._numbered(found) for key, found in shelves.items()}
        self._places = {key: {n: place for place, n in enumerate(numbers)} for key, numbers in self._shelves.items()}
        texts = [self._numbered(group) for group in catalogue.translations.values()]
        self._texts = {n: group for group in texts for n in group}

    def nearest(self, here: int) -> list[int]:
        same = self._texts.get(here, (here,))
        near = self._near(here, REACH - 1 + len(same)).difference(same)
        return self._varied([n for *_, n in sorted(self._distances(here, near))])[:MOST]

    def _numbered(self, articles: Articles) -> tuple[int, ...]:
        return tuple([self._numbers[id(a)] for a in articles])

    def _near(self, here: int, reach: int) -> set[int]:
        """The neighbours on every shelf."""
        near: set[int] = set()
        for key in self._keys[here]:
            place = self._places[key][here]
            near.update(self._shelves[key][max(0, place - reach) : place + 1 + reach])
        return near

    def _distances(self, here: int, others: Iterable[int]) -> list[tuple[int, int, str, int]]:
        """How far each one is, and its number: less is nearer."""
        ours, moment = self._keys[here], self._moments[here]
        shared, moments, paths = self._keys, self._moments, self._paths
        # In one go, without a call for each pair: ten thousand articles have 160,000 of them.
        return [
            (
                -len(ours & shared[n]),
                abs(moment - at) if moment is not None and (at := moments[n]) is not None else FAR,
                paths[n],
                n,
            )
            for n in others
        ]

    def _varied(self, nearest: list[int]) -> list[int]:
        """The first by each group of people, then the others, both in their order; no more than are needed."""
        people: set[tuple[str, ...]] = set()
        firsts: list[int] = []
        others: list[int] = []
        for n in nearest:
            names = self._people[n]
            (others if names in people else firsts).append(n)
            people.add(names)
            if len(firsts) == MOST:
                break
        return firsts + others


def _chosen_by(article: Article) -> tuple[object, ...]:
    """All of an article by which its neighbours are chosen; somebody without a file is no author whom two articles can share."""
    people = [credit.author or (credit.name,) for credit in article.credits]
    series = article.series and article.series.series
    return article.place.path, article.date and article.date.at, article.terms, people, series


def _people(article: Article) -> tuple[str, ...]:
    # By their ids where they have some: one who is called something else is the same.
    return tuple([credit.author or credit.name for credit in article.credits])


def _keys(article: Article) -> tuple[Key, ...]:
    terms = [(facet, name) for facet, names in article.terms.items() for name in names]
    people = [(AUTHOR, credit.author) for credit in article.credits if credit.author]
    series = [(SERIES, article.series.series)] if article.series else []
    return (*terms, *people, *series)
