"""Related articles: which ones, in what order, why, and the laws that hold for any archive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from article_archive.catalogue import Catalogue, catalogue
from article_archive.dates import date
from article_archive.model import Article, Author, Body, Credit, InSeries, Line, Place, Series
from article_archive.related import AUTHOR, MOST, REACH, SERIES, Neighbours

NOW = datetime(2020, 1, 1, tzinfo=UTC)
PEOPLE = ("one", "two", "three")
AUTHORS = tuple(Author(id=name, place=Place(f"authors/{name}.md"), name=name, sort=name) for name in PEOPLE)
STEPS = (Series(id="steps", place=Place("docs/series/steps.md"), name="Steps"),)


def article(
    slug: str,
    day: str = "2016-09-14",
    by: Sequence[str] = ("one",),
    terms: Sequence[str] = ("voice",),
    *,
    part: int = 0,
    translation_of: str = "",
    draft: bool = False,
) -> Article:
    return Article(
        slug=slug,
        place=Place(f"docs/articles/{slug}.md"),
        title=Line(slug, slug),
        credits=tuple(Credit(name, author=name if name in PEOPLE else "") for name in by),
        body=Body(),
        date=date(day, UTC) if day else None,
        terms={"attributes": tuple(terms)},
        series=InSeries("steps", part) if part else None,
        translation_of=translation_of,
        draft=draft,
    )


def shelved(found: Sequence[Article]) -> Catalogue:
    return catalogue(found, AUTHORS, (), STEPS, (), ("attributes",), NOW)


def near(slug: str, found: Sequence[Article]) -> list[str]:
    made = shelved(found)
    return [r.article.slug for r in Neighbours(made).of(next(a for a in made.articles if a.slug == slug))]


def test_those_that_share_most_stand_first_and_then_the_nearest_in_time() -> None:
    found = [
        article("here", "2016-05", terms=("voice", "choice")),
        article("near", "2016-06", ("two",)),
        article("far", "2019-06", ("three",)),
        article("both", "2009-06", ("two", "three"), terms=("voice", "choice")),
    ]
    assert near("here", found) == ["both", "near", "far"]


def test_other_people_come_before_the_same_ones_again() -> None:
    found = [
        article("here", "2016-05", ("one",)),
        article("a", "2016-04", ("two",)),
        article("b", "2016-03", ("two",)),
        article("c", "2016-06", ("two",)),
        article("d", "2016-07", ("three",)),
    ]
    assert near("here", found) == ["a", "d", "c", "b"]


def test_people_without_a_page_are_people_too() -> None:
    days = {"a": ("2016-06", "A visitor"), "b": ("2016-07", "A visitor"), "c": ("2016-03", "B visitor")}
    found = [article("here", "2016-05"), *(article(slug, day, (by,)) for slug, (day, by) in days.items())]
    assert near("here", found) == ["a", "c", "b"]


def test_equals_stand_in_the_order_of_their_files() -> None:
    assert near("b", [article(slug, by=(by,)) for slug, by in zip("cab", PEOPLE, strict=True)]) == ["a", "c"]


def test_an_article_that_shares_nothing_is_near_nobody() -> None:
    assert near("here", [article("here"), article("other", by=("two",), terms=("choice",))]) == []


def test_what_two_articles_share_is_told() -> None:
    found = shelved([article("here", part=1), article("other", part=2, terms=("voice", "choice"))])
    (related,) = Neighbours(found).of(found.articles[0])
    assert related.shared == (("attributes", "voice"), (AUTHOR, "one"), (SERIES, "steps"))


def test_a_draft_and_an_article_of_the_future_are_near_nobody() -> None:
    assert near("here", [article("here"), article("draft", draft=True), article("future", "2031")]) == []


def test_a_translation_is_the_same_article() -> None:
    found = [article("here"), article("hier", translation_of="here"), article("other")]
    assert near("here", found) == near("hier", found) == ["other"]


def test_an_article_without_a_date_has_neighbours_and_is_one() -> None:
    found = [article("here", ""), article("dated", "2016", ("two",)), article("undated", "", ("three",))]
    assert near("here", found) == ["dated", "undated"]
    assert near("dated", found) == ["here", "undated"]


def archive(seeds: Sequence[int]) -> list[Article]:
    """An article for each number, all of it by chance; some are translations of those before them."""
    made: list[Article] = []
    for number, seed in enumerate(seeds):
        chance = Random(seed)
        made.append(
            article(
                f"a{number}",
                chance.choice(("", "2014", "2016-09", "2016-09-14", "~2016", "2019-12-31")),
                chance.sample((*PEOPLE, "A visitor"), chance.randint(0, 3)),
                chance.sample(("voice", "choice"), chance.randint(0, 2)),
                part=chance.randint(0, 3),
                translation_of=chance.choice(["", "", *(a.slug for a in made if not a.translation_of)]),
                draft=chance.random() < 0.2,
            )
        )
    return made


# One draw for each article: strategies for every field would take ten times as long.
ARCHIVES = st.lists(st.integers(0, 9999), max_size=12).map(archive)


@given(ARCHIVES, st.integers())
def test_related_articles_do_not_depend_on_the_order_of_the_files(found: list[Article], seed: int) -> None:
    mixed = [*found]
    Random(seed).shuffle(mixed)
    one, other = shelved(found), shelved(mixed)
    assert [Neighbours(one).of(a) for a in one.articles] == [Neighbours(other).of(a) for a in other.articles]


@given(ARCHIVES)
def test_an_article_has_a_few_others_once_and_never_itself_or_its_translation(found: list[Article]) -> None:
    made = shelved(found)
    for here in made.articles:
        slugs = [r.article.slug for r in Neighbours(made).of(here)]
        assert len(slugs) == len({*slugs}) <= MOST
        mine = here.translation_of or here.slug
        assert mine not in {a.translation_of or a.slug for a in made.articles if a.slug in slugs}


@given(ARCHIVES)
def test_every_one_shares_something_and_both_sides_say_the_same(found: list[Article]) -> None:
    made = shelved(found)
    shared = {(a.slug, r.article.slug): {*r.shared} for a in made.articles for r in Neighbours(made).of(a)}
    assert all(shared.values())
    for (one, other), keys in shared.items():
        assert shared.get((other, one), keys) == keys


@given(ARCHIVES)
def test_only_published_articles_are_near(found: list[Article]) -> None:
    made = shelved(found)
    near_somebody = {r.article.slug for a in made.articles for r in Neighbours(made).of(a)}
    assert near_somebody <= {a.slug for a in made.articles}


@given(ARCHIVES)
def test_an_article_with_company_on_a_shelf_is_never_alone(found: list[Article]) -> None:
    made = shelved([a for a in found if not a.translation_of])
    for here in made.articles:
        shelves = (*made.by_author.values(), *made.by_term.values(), *made.by_series.values())
        company = {a.slug for shelf in shelves if here in shelf for a in shelf} - {here.slug}
        assert len(Neighbours(made).of(here)) >= min(len(company), REACH)
