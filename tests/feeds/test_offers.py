"""Which articles stand in which feed: whatever an archive holds, each feed is what a plain count over its articles gives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from article_archive import addresses, claims, offers
from article_archive.catalogue import catalogue, is_published
from article_archive.dates import date
from article_archive.model import WRITERS, Article, Author, Body, Credit, Kind, Line, Place, Role, Term
from article_archive.settings import Facet

from ..archives import MP4, NOW, article, gathered, small
from ..everything import CLIPS, everything
from .followed import ATOM, HISTORY, SETTINGS, archived, feeds, full, links, printed, tree, valued

FACETS = {name: Facet(name, name, name) for name in ("attributes", "categories")}
AUTHORS = tuple(Author(id=n, place=Place(f"authors/{n}.md"), name=n.title(), sort=n) for n in ("one", "two", "three", "four"))
TERMS = tuple(
    Term(facet=facet, id=name, place=Place(f"docs/{facet}/{name}.md"), name=name)
    for facet in FACETS
    for name in ("voice", "choice", "x")
)
DAYS = [date(words, UTC) for words in ("2014", "2016-09", "2016-09-14", "~2016", "2019-12-31", "2020-01-01", "2031")]
ROLES: list[Role] = ["author", "with", "guest", "interviewee", "translator"]
KINDS: list[Kind] = ["text", "interview", "reference"]
# Enough for feeds that are full, and for archived pages.
MANY = st.one_of(st.integers(0, 30), st.integers(0, 330))


def written(number: int, luck: Random) -> Article:
    """Some article."""
    credits = [Credit(n, luck.choice(ROLES), n) for n in luck.sample(("one", "two", "three"), luck.randint(0, 3))]
    return Article(
        slug=f"a{number}",
        place=Place(f"docs/articles/a{number}.md"),
        title=Line(f"A{number}", f"A{number}"),
        credits=(*credits, Credit("A visitor")),
        body=Body(),
        date=luck.choice([*DAYS, None]),
        updated=luck.choice([*DAYS, None]),
        terms={facet: tuple(luck.sample(("voice", "choice"), luck.randint(0, 2))) for facet in FACETS},
        kind=luck.choice(KINDS),
        draft=luck.random() < 0.1,
    )


def some(count: int, seed: int) -> list[Article]:
    luck = Random(seed)
    return [written(number, luck) for number in range(count)]


def newest(articles: Sequence[Article]) -> list[Article]:
    """What may stand in a feed, counted out plainly."""
    out = [a for a in articles if is_published(a, NOW) and a.kind != "reference" and a.date is not None]
    return sorted(out, key=lambda a: (-(a.date.at if a.date else 0), a.slug))


def feeds_of(articles: Sequence[Article], *, is_archived: bool = False) -> dict[str, bytes]:
    chosen = replace(archived() if is_archived else SETTINGS, facets=FACETS)
    return printed(valued((), chosen, catalogue(articles, AUTHORS, TERMS, (), (), FACETS, NOW)))


@settings(max_examples=40, deadline=None)
@given(MANY, st.integers(0, 2**32))
def test_every_feed_holds_what_a_plain_count_gives(count: int, seed: int) -> None:
    articles = some(count, seed)
    made = {address: links(data) for address, data in feeds_of(articles).items() if address != addresses.OPML}
    meant = {address: full(newest(articles)[:50]) for address in ("/feed.xml", "/atom.xml", "/feed.json")}
    for author in AUTHORS:
        wrote = [a for a in articles if any(c.author == author.id and c.role in WRITERS for c in a.credits)]
        meant[f"/authors/{author.id}/feed.xml"] = full(newest(wrote)[:20])
    for term in TERMS:
        about = [a for a in articles if term.id in a.terms[term.facet]]
        meant[f"/{term.facet}/{term.id}/feed.xml"] = full(newest(about)[:20])
    always = ("/feed.xml", "/atom.xml", "/feed.json")
    assert made == {address: found for address, found in meant.items() if found or address in always}


@settings(max_examples=25, deadline=None)
@given(MANY, st.integers(0, 2**32))
def test_the_archived_pages_and_the_feed_hold_every_article_once(count: int, seed: int) -> None:
    articles = some(count, seed)
    made = feeds_of(articles, is_archived=True)
    chain, found, address = [], list[str](), "/atom.xml"
    while address:
        chain.append(address)
        found += links(made[address])
        before = [link for link in tree(made[address]).findall(f"{ATOM}link") if link.get("rel") == "prev-archive"]
        address = before[0].get("href", "").removeprefix("https://archive.example.org") if before else ""
    assert found == full(newest(articles))
    assert {*chain} == {"/atom.xml", *(a for a in made if a.startswith("/archive/"))}
    assert len(links(made["/atom.xml"])) >= min(50, len(found))


@settings(max_examples=15, deadline=None)
@given(st.integers(100, 200), st.integers(1, 120), st.integers(0, 2**32))
def test_an_archived_page_stands_still_while_articles_are_added(before: int, after: int, seed: int) -> None:
    old = [replace(a, date=DAYS[0]) for a in some(before, seed)]
    new = [replace(a, slug=f"n{a.slug}", place=Place(f"docs/articles/n{a.slug}.md"), date=DAYS[4]) for a in some(after, seed)]
    first, then = feeds_of(old, is_archived=True), feeds_of([*old, *new], is_archived=True)
    pages = {address: data for address, data in first.items() if address.startswith("/archive/")}
    assert pages == {address: then[address] for address in pages}


def test_an_archived_page_says_what_it_is() -> None:
    made = feeds_of([replace(a, date=DAYS[2], kind="text", draft=False) for a in some(170, 0)], is_archived=True)
    assert [a for a in made if a.startswith("/archive/")] == ["/archive/atom-1.xml", "/archive/atom-2.xml"]
    page, current = tree(made["/archive/atom-2.xml"]), tree(made["/atom.xml"])
    rels = {link.get("rel"): link.get("href", "").rpartition("/")[2] for link in page.findall(f"{ATOM}link")}
    assert rels == {"alternate": "", "self": "atom-2.xml", "current": "atom.xml", "prev-archive": "atom-1.xml"}
    assert page.find(f"{HISTORY}archive") is not None
    assert current.find(f"{HISTORY}archive") is None
    assert page.findtext(f"{ATOM}id") == current.findtext(f"{ATOM}id") == "https://archive.example.org/atom.xml"
    assert len(links(made["/atom.xml"])) == 70


@given(MANY, st.integers(0, 2**32), st.booleans())
@settings(max_examples=20, deadline=None)
def test_every_feed_is_claimed_and_no_other(count: int, seed: int, is_archived: bool) -> None:
    chosen = replace(archived() if is_archived else SETTINGS, facets=FACETS)
    shelved = catalogue(some(count, seed), AUTHORS, TERMS, (), (), FACETS, NOW)
    made = printed(valued((), chosen, shelved))
    assert sorted(offers.every(shelved, chosen)) == sorted(made)


def test_the_feeds_of_the_small_archive(tmp_path: Path) -> None:
    made = feeds(small(tmp_path))
    assert sorted(made) == [
        "/atom.xml",
        "/attributes/co-creation/feed.xml",
        "/attributes/voice/feed.xml",
        "/authors/writer-one/feed.xml",
        "/authors/writer-two/feed.xml",
        "/categories/interviews/feed.xml",
        "/categories/opinions/feed.xml",
        "/feed.json",
        "/feed.xml",
        "/feeds.opml",
    ]


def test_the_feeds_are_the_same_bytes_again(tmp_path: Path) -> None:
    root = everything(tmp_path)
    assert feeds(root) == feeds(root)


def test_an_author_who_was_only_asked_has_no_feed(tmp_path: Path) -> None:
    files = {
        "authors/asked.md": "---\nname: Sample voice B\n---\n",
        "docs/articles/a.md": article(author="", authors="[writer-one, {id: asked, role: interviewee}]"),
    }
    assert "/authors/asked/feed.xml" not in feeds(small(tmp_path, files))


def test_there_is_a_podcast_only_where_there_is_something_to_hear(tmp_path: Path) -> None:
    film = {**CLIPS, "docs/clips/film.mp4": MP4}
    film |= {path: text.replace("sound: voice.mp3", "video: film.mp4") for path, text in film.items() if path.endswith(".md")}
    assert "/podcast.xml" in feeds(small(tmp_path / "a", CLIPS))
    assert "/podcast.xml" not in feeds(small(tmp_path / "b"))
    assert "/podcast.xml" not in feeds(small(tmp_path / "c", film))


def test_nobody_else_may_have_the_address_of_a_feed(tmp_path: Path) -> None:
    archive = gathered(small(tmp_path, {"docs/articles/a.md": article(aliases="[/attributes/voice/feed.xml, /atom.xml]")}))
    assert [p.code for p in archive.problems] == ["same-address"] * 2
    assert addresses.OPML in set(claims.lists(archive.catalogue, archive.settings))
