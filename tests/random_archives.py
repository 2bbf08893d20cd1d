"""Archives of random articles, for laws that hold of every archive: what is counted twice must come out the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from random import Random

from hypothesis import strategies as st
from msgspec import Struct

from article_archive.catalogue import Catalogue, catalogue
from article_archive.dates import date
from article_archive.links import Map
from article_archive.media import Media
from article_archive.model import Article, Author, Credit, Film, Html, Line, Mention, Part, Place, Term
from article_archive.pages.page import Site
from article_archive.related import Neighbours
from article_archive.settings import Facet, Settings
from article_archive.text.markdown import made_of

NOW = datetime(2020, 1, 1, tzinfo=UTC)
PEOPLE = ("one", "two", "three", "four")
TERMS = {"attributes": ("voice", "choice", "pace"), "elements": ("goals", "tasks"), "topics": ("reading",)}
SETTINGS = Settings(
    name="An archive", address="https://example.org/", facets={n: Facet(n, n[:-1].title(), n.title()) for n in TERMS}
)
WRITING = ("author", "with", "guest")
_HELD: dict[str, Part] = {"video": Film("Vimeo", "1", "", ""), "audio": Mention("../clips/q1.md", "", Html(""))}
_WRITTEN = {"video": "[A film](https://vimeo.com/1)", "audio": "[A voice](../clips/q1.md)"}
_SIGNS = "abz ÉéZ'“日1"


class Told(Struct, frozen=True):
    """What a random article was made from, as plain data for counting by hand."""

    people: tuple[tuple[str, str], ...]
    terms: dict[str, tuple[str, ...]]
    year: str
    kind: str
    held: tuple[str, ...]
    title: str


@st.composite
def told(draw: st.DrawFn) -> Told:
    people = st.tuples(st.sampled_from(("", *PEOPLE)), st.sampled_from((*WRITING, "interviewee", "editor")))
    return Told(
        people=tuple(draw(st.lists(people, max_size=3))),
        terms={facet: tuple(draw(st.lists(st.sampled_from(names), unique=True))) for facet, names in TERMS.items()},
        year=draw(st.sampled_from(("", "2014", "2016", "2017", "2019"))),
        kind=draw(st.sampled_from(("text", "interview", "audio", "reference"))),
        held=tuple(draw(st.lists(st.sampled_from(tuple(_HELD)), unique=True))),
        title=draw(st.text(_SIGNS, min_size=1, max_size=6).filter(lambda title: title.strip() != "")),
    )


def dealt(luck: Random) -> Told:
    """A random article that may stand in a file: somebody wrote it, and only a card has no date."""
    kind = luck.choice(("text", "text", "interview", "audio", "reference"))
    roles = luck.choices((*WRITING, "interviewee", "editor"), k=len(PEOPLE))
    return Told(
        people=tuple(zip(luck.sample(PEOPLE, luck.randint(1, 3)), ("author", *roles), strict=False)),
        terms={facet: tuple(luck.sample(names, luck.randint(0, len(names)))) for facet, names in TERMS.items()},
        year=luck.choice(("2014", "2016", "2017", "2019", *(("",) if kind == "reference" else ()))),
        kind=kind,
        held=tuple(luck.sample(tuple(_HELD), luck.randint(0, len(_HELD)))),
        title=luck.choice(("A day", "Two weeks", "Notes")),
    )


def archives(most: int = 30) -> st.SearchStrategy[list[Told]]:
    return st.lists(told(), max_size=most)


def shelved(found: Iterable[Told]) -> Catalogue:
    """The catalogue of these articles; each slug is the place in the list."""
    authors = tuple(Author(id=name, place=Place(f"authors/{name}.md"), name=name.title(), sort=name) for name in PEOPLE)
    terms = tuple(
        Term(facet=facet, id=name, place=Place(f"docs/{facet}/{name}.md"), name=name.title())
        for facet, names in TERMS.items()
        for name in names
    )
    return catalogue([_article(n, each) for n, each in enumerate(found)], authors, terms, (), (), TERMS, NOW)


def site(found: Iterable[Told]) -> Site:
    made = shelved(found)
    return Site(made, SETTINGS, Map({}, frozenset(), frozenset(), frozenset(), frozenset(), {}), Media(), NOW, Neighbours(made))


def traits(each: Told) -> dict[str, set[str]]:
    """What an article is found by, from what it was made of."""
    return {
        "author": {name for name, role in each.people if name and role in WRITING},
        **{facet: set(names) for facet, names in each.terms.items()},
        "year": {each.year} - {""},
        "kind": {each.kind, *each.held},
    }


def files(found: Iterable[tuple[Told, str]]) -> Iterator[tuple[str, str]]:
    """The files of an archive of these articles, each with the words of its text; its clips are for the tests to write."""
    facets = ", ".join(f"{name}: {{}}" for name in TERMS)
    yield (
        "mkdocs.yml",
        "site_name: An archive\nsite_url: https://example.org/\ntheme: {name: material, font: false}\nplugins: [archive]\n"
        f"extra: {{archive: {{facets: {{{facets}}}, cards: []}}}}\n",
    )
    yield from ((f"authors/{name}.md", f"---\nname: {name.title()}\n---\n") for name in PEOPLE)
    yield from ((f"docs/{f}/{name}.md", f"---\nname: {name.title()}\n---\n") for f, names in TERMS.items() for name in names)
    yield from ((f"docs/articles/a{n}.md", _file(each, words)) for n, (each, words) in enumerate(found))


def _file(each: Told, words: str) -> str:
    people = ", ".join(f"{{id: {name}, role: {role}}}" for name, role in each.people)
    fields = {"title": each.title, "date": each.year, "authors": f"[{people}]", "kind": each.kind}
    fields |= {facet: f"[{', '.join(names)}]" for facet, names in each.terms.items() if names}
    fields |= {"original": "https://example.org/"} if each.kind == "reference" else {}
    body = [words, *(_WRITTEN[kind] for kind in each.held)]
    return "\n".join(["---", *(f"{name}: {given}" for name, given in fields.items() if given), "---", "\n\n".join(body), ""])


def _article(number: int, each: Told) -> Article:
    return Article(
        slug=f"a{number}",
        place=Place(f"docs/articles/a{number}.md"),
        title=Line(each.title, "a title"),
        credits=tuple(Credit(name.title() or "A visitor", role, name) for name, role in each.people),  # type: ignore[arg-type]
        body=made_of(tuple(_HELD[kind] for kind in each.held)),
        date=date(each.year, UTC) if each.year else None,
        terms=each.terms,
        kind=each.kind,  # type: ignore[arg-type]
        original="https://example.org/" if each.kind == "reference" else "",
    )
