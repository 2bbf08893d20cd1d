from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive.catalogue import Catalogue, catalogue, is_published
from article_archive.dates import date
from article_archive.model import Article, Author, Body, Clip, Credit, InSeries, Line, Place, Series, Term

NOW = datetime(2020, 1, 1, tzinfo=UTC)
FACETS = ("attributes", "categories")
AUTHORS = tuple(Author(id=name, place=Place(f"authors/{name}.md"), name=name, sort=name) for name in ("one", "two", "three"))
TERMS = tuple(
    Term(facet=facet, id=name, place=Place(f"docs/{facet}/{name}.md"), name=name)
    for facet in FACETS
    for name in ("voice", "choice")
)
SERIES = tuple(Series(id=name, place=Place(f"docs/series/{name}.md"), name=name) for name in ("steps", "letters"))

CREDITS = st.lists(
    st.builds(
        lambda author, role: Credit(author or "A visitor", role, author),
        st.sampled_from(("one", "two", "three", "")),
        st.sampled_from(("author", "with", "editor")),
    ),
    max_size=4,
).map(tuple)
NAMES = st.lists(st.sampled_from(("voice", "choice")), unique=True).map(tuple)
DATES = st.one_of(
    st.none(),
    st.sampled_from(("2014", "2016-09", "2016-09-14", "~2016", "2019-12-31", "2020-01-01", "2020-01-01 00:01", "2031")).map(
        lambda w: date(w, UTC)
    ),
)


def article(slug: str, day: str = "2016-09-14", *, draft: bool = False, part: int = 0) -> Article:
    return Article(
        slug=slug,
        place=Place(f"docs/articles/{slug}.md"),
        title=Line(slug, slug),
        credits=(),
        body=Body(),
        date=date(day, UTC) if day else None,
        terms={},
        draft=draft,
        series=InSeries("steps", part) if part else None,
    )


@st.composite
def articles(draw: st.DrawFn) -> tuple[Article, ...]:
    slugs = draw(st.lists(st.sampled_from("abcdefgh"), unique=True))
    return tuple(
        Article(
            slug=slug,
            place=Place(f"docs/articles/{slug}.md"),
            title=Line(slug, slug),
            credits=draw(CREDITS),
            body=Body(),
            date=draw(DATES),
            terms={facet: draw(NAMES) for facet in FACETS},
            draft=draw(st.booleans()),
            series=draw(st.none() | st.builds(InSeries, st.sampled_from(("steps", "letters")), st.integers(1, 3))),
        )
        for slug in slugs
    )


def shelved(found: Sequence[Article], authors: Sequence[Author] = AUTHORS, terms: Sequence[Term] = TERMS) -> Catalogue:
    return catalogue(found, authors, terms, SERIES, (), FACETS, NOW)


def test_articles_stand_newest_first_and_undated_ones_last() -> None:
    found = [article("b"), article("undated", ""), article("new", "2018"), article("old", "2009"), article("a")]
    assert [a.slug for a in shelved(found).articles] == ["new", "a", "b", "old", "undated"]


@pytest.mark.parametrize(
    ("day", "draft", "is_out"),
    [
        ("2019-12-31", False, True),
        ("2020-01-01", False, True),
        ("2020-01-01 00:00", False, True),
        ("2020-01-01 00:01", False, False),
        ("2020-01-02", False, False),
        ("2020", False, True),
        ("2031", False, False),
        ("", False, True),
        ("2016", True, False),
        ("", True, False),
    ],
)
def test_a_draft_and_an_article_of_the_future_are_not_out(day: str, draft: bool, is_out: bool) -> None:
    assert is_published(article("a", day, draft=draft), NOW) is is_out


def test_an_article_comes_out_when_its_moment_comes_in_its_own_zone() -> None:
    early = article("a", "2020-01-01 00:30+01:00")
    assert is_published(early, NOW)


def test_terms_stand_in_their_order_and_then_by_name() -> None:
    terms = [
        Term(facet="attributes", id=name, place=Place(f"docs/attributes/{name}.md"), name=name.title(), order=order)
        for name, order in (("d", 0), ("b", 2), ("c", 0), ("a", 10))
    ]
    assert [t.id for t in shelved([], terms=terms).terms["attributes"]] == ["b", "a", "c", "d"]


def test_every_facet_has_a_shelf_even_an_empty_one() -> None:
    assert shelved([], terms=()).terms == {"attributes": (), "categories": ()}


def test_authors_stand_by_their_surnames_without_case() -> None:
    authors = [
        Author(id=name, place=Place(name), name=name, sort=sort)
        for name, sort in (("x", "two, B"), ("y", "One, A"), ("z", "three, C"))
    ]
    assert [a.id for a in shelved([], authors=authors).authors] == ["y", "z", "x"]


def test_the_parts_of_a_series_stand_in_order() -> None:
    found = [article("late", "2018", part=1), article("early", "2009", part=3), article("middle", "2012", part=2)]
    assert [a.slug for a in shelved(found).by_series["steps"]] == ["late", "middle", "early"]


def test_clips_stand_by_group_and_order() -> None:
    clips = [
        Clip(id=name, place=Place(name), title=Line(name, name), speakers=(), group=group, order=order, terms={})
        for name, group, order in (("d", "b", 1), ("c", "a", 0), ("b", "a", 2), ("a", "a", 1))
    ]
    assert [c.id for c in catalogue((), (), (), (), clips, (), NOW).clips] == ["a", "b", "c", "d"]


@given(articles(), st.integers())
def test_the_order_does_not_depend_on_the_order_of_the_files(found: tuple[Article, ...], seed: int) -> None:
    mixed, people, words = [*found], [*AUTHORS], [*TERMS]
    for pile in (mixed, people, words):
        Random(seed).shuffle(pile)
    made, again = shelved(found), shelved(mixed, people, words)
    assert made == again
    assert list(made.by_year) == list(again.by_year)


@given(articles())
def test_the_order_is_total(found: tuple[Article, ...]) -> None:
    ordered = shelved(found).articles
    for one, other in pairwise(ordered):
        assert one.date is not None or other.date is None
        if one.date is not None and other.date is not None:
            assert (-one.date.at, one.slug) < (-other.date.at, other.slug)


@given(articles())
def test_every_article_is_either_out_or_not(found: tuple[Article, ...]) -> None:
    made = shelved(found)
    assert {a.slug for a in made.articles} | {a.slug for a in made.unpublished} == {a.slug for a in found}
    assert len(made.articles) + len(made.unpublished) == len(found)
    assert not any(a.draft or (a.date is not None and a.date.at > NOW.timestamp()) for a in made.articles)


@given(articles())
def test_every_article_is_on_exactly_the_shelves_that_its_fields_name(found: tuple[Article, ...]) -> None:
    made = shelved(found)
    out = [a for a in found if is_published(a, NOW)]
    for author in AUTHORS:
        named = {a.slug for a in out if author.id in {c.author for c in a.credits}}
        assert sorted(a.slug for a in made.by_author.get(author.id, ())) == sorted(named)
    for term in TERMS:
        named = {a.slug for a in out if term.id in a.terms[term.facet]}
        assert sorted(a.slug for a in made.by_term.get((term.facet, term.id), ())) == sorted(named)
    for year in range(2000, 2040):
        named = {a.slug for a in out if a.date is not None and a.date.year == year}
        assert sorted(a.slug for a in made.by_year.get(year, ())) == sorted(named)
    for series in SERIES:
        named = {a.slug for a in out if a.series is not None and a.series.series == series.id}
        assert sorted(a.slug for a in made.by_series.get(series.id, ())) == sorted(named)
    assert "" not in made.by_author


@given(articles())
def test_every_shelf_keeps_the_one_order(found: tuple[Article, ...]) -> None:
    made = shelved(found)
    rank = {a.slug: n for n, a in enumerate(made.articles)}
    for shelf in (*made.by_author.values(), *made.by_term.values(), *made.by_year.values()):
        assert [rank[a.slug] for a in shelf] == sorted(rank[a.slug] for a in shelf)
