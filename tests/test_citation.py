"""Citations: names are parted as their files say, and each style prints what its handbook asks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive.catalogue import catalogue
from article_archive.citation import Name, People, Source, apa, chicago, is_group, mla, name, people
from article_archive.dates import date
from article_archive.model import Author, Credit, Place, Role

from .archives import NOW

ONE, TWO, THREE = (Name(f"Writer {n}", n, "Writer") for n in ("One", "Two", "Three"))
EDITORS = Name("The editors")
BY_ONE = People((ONE,))
AT = "https://archive.example.org/articles/a/"
ROLES: tuple[Role, ...] = ("author", "with", "guest", "interviewee", "interviewer", "translator", "editor")


def source(people: People = BY_ONE, day: str = "2016-09-14", title: str = "A title", site: str = "A small archive") -> Source:
    assert NOW.tzinfo
    return Source("a", title, people, date(day, NOW.tzinfo) if day else None, site, AT, "en")


@pytest.mark.parametrize(
    ("full", "sort", "parted"),
    [
        ("Writer One", "One, Writer", Name("Writer One", "One", "Writer")),
        ("Writer de la One", "de la One, Writer", Name("Writer de la One", "de la One", "Writer")),
        ("Writer One Jr.", "One, Writer, Jr.", Name("Writer One Jr.", "One", "Writer", "Jr.")),
        ("One Writer", "One, Writer", Name("One Writer", "One", "Writer")),
        ("Dr. Writer One", "One, Writer", Name("Dr. Writer One", "One", "Writer")),
        ("The editors", "Editors, The", EDITORS),
        ("Oak School Team", "Oak School Team", Name("Oak School Team")),
        ("Writer", "Writer", Name("Writer")),
        ("作者一", "Zuozhe, Yi", Name("作者一")),
        ("Writer One", ", Writer", Name("Writer One")),
        ("Writer One", "One,", Name("Writer One")),
    ],
)
def test_a_name_is_parted_where_its_file_says_how(full: str, sort: str, parted: Name) -> None:
    assert name(full, sort) == parted


@pytest.mark.parametrize(
    ("full", "sort", "is_one"),
    [
        ("The editors", "Editors, The", True),
        ("Oak School Team", "Oak School Team", True),
        ("Writer One", "One, Writer", False),
        ("Writer", "Writer", False),
        ("Writer One", "Uno, Escritor", False),
    ],
)
def test_a_group_is_told_from_a_person(full: str, sort: str, is_one: bool) -> None:
    assert is_group(full, sort) is is_one


def shelved(*credits: Credit) -> People:
    authors = [Author(id="writer-one", place=Place(""), name="Writer One", sort="One, Writer")]
    return people(credits, catalogue((), authors, (), (), (), (), NOW))


def test_a_name_without_a_file_is_taken_as_it_is() -> None:
    assert shelved(Credit("Writer One", "author", "writer-one"), Credit("Sample voice A", "with")) == People(
        (ONE, Name("Sample voice A"))
    )


def test_who_is_interviewed_is_no_author() -> None:
    asked, told = Credit("Sample voice A", "interviewer"), Credit("Sample voice B", "interviewee")
    assert shelved(told) == People()
    assert shelved(told, asked) == People((Name("Sample voice A"),))
    assert shelved(told, asked, Credit("Writer One", "author", "writer-one")).authors == (ONE,)


def test_editors_and_translators_are_cited_as_such() -> None:
    found = shelved(Credit("A", "editor"), Credit("B", "translator"), Credit("C", "author"))
    assert found == People((Name("C"),), (Name("A"),), (Name("B"),))


FRONT = "A title. A small archive. "


@pytest.mark.parametrize(
    ("of", "printed"),
    [
        (source(), "One, W. (2016, September 14). "),
        (source(day="2016-09-14 09:30"), "One, W. (2016, September 14). "),
        (source(day="2016-09"), "One, W. (2016, September). "),
        (source(day="2016"), "One, W. (2016). "),
        (source(day="~2017"), "One, W. (ca. 2017). "),
        (source(day=""), "One, W. (n.d.). "),
        (source(People((ONE, TWO))), "One, W., & Two, W. (2016, September 14). "),
        (source(People((ONE, TWO, EDITORS))), "One, W., Two, W., & The editors. (2016, September 14). "),
        (source(People((EDITORS,))), "The editors. (2016, September 14). "),
        (
            source(People((Name("Jean-Luc Mary One Jr.", "One", "Jean-Luc Mary", "Jr."),))),
            "One, J.-L. M., Jr. (2016, September 14). ",
        ),
        (source(People((Name("écrivain One", "One", "écrivain"),))), "One, É. (2016, September 14). "),
        (source(People((Name("一 作者", "作者", "一"),))), "作者, 一. (2016, September 14). "),
        (source(People((), (ONE,))), "One, W. (Ed.). (2016, September 14). "),
        (source(People((), (ONE, TWO))), "One, W., & Two, W. (Eds.). (2016, September 14). "),
    ],
)
def test_apa_names_people_and_the_date(of: Source, printed: str) -> None:
    assert str(apa(of)) == f"{printed}{FRONT}{AT}"


def test_apa_begins_with_the_title_where_nobody_wrote() -> None:
    assert str(apa(source(People()))) == f"A title. (2016, September 14). A small archive. {AT}"


def test_apa_names_the_translator_behind_the_title() -> None:
    assert str(apa(source(People((ONE,), (), (TWO,)), title="Why?"))) == (
        f"One, W. (2016, September 14). Why? (W. Two, Trans.). A small archive. {AT}"
    )


def test_apa_names_twenty_people_and_of_more_the_first_nineteen_and_the_last() -> None:
    many = tuple(Name(f"W N{n}", f"N{n}", "W") for n in range(1, 22))
    assert str(apa(source(People(many[:20])))).count("N") == 20
    found = str(apa(source(People(many))))
    assert "N19, W., … N21, W. (" in found
    assert "N20" not in found


@pytest.mark.parametrize(
    ("of", "printed"),
    [
        (source(), "One, Writer. “A title.” A small archive, 14 Sept. 2016, "),
        (source(day="2016-05"), "One, Writer. “A title.” A small archive, May 2016, "),
        (source(day="~2017"), "One, Writer. “A title.” A small archive, circa 2017, "),
        (source(day=""), "One, Writer. “A title.” A small archive, "),
        (source(People((ONE, TWO))), "One, Writer, and Writer Two. “A title.” A small archive, 14 Sept. 2016, "),
        (source(People((ONE, TWO, THREE))), "One, Writer, et al. “A title.” A small archive, 14 Sept. 2016, "),
        (source(People((), (ONE,))), "One, Writer, editor. “A title.” A small archive, 14 Sept. 2016, "),
        (source(People()), "“A title.” A small archive, 14 Sept. 2016, "),
        (
            source(People((ONE,), (TWO,), (THREE,))),
            "One, Writer. “A title.” Edited by Writer Two, translated by Writer Three, A small archive, 14 Sept. 2016, ",
        ),
        (source(title='Is "it" so?'), "One, Writer. “Is 'it' so?” A small archive, 14 Sept. 2016, "),
        (source(title="“It” is"), "One, Writer. “‘It’ is.” A small archive, 14 Sept. 2016, "),
    ],
)
def test_mla_prints_a_work_in_its_container(of: Source, printed: str) -> None:
    assert str(mla(of)) == f"{printed}{AT}."


@pytest.mark.parametrize(
    ("of", "printed"),
    [
        (source(), "One, Writer. “A title.” A small archive, September 14, 2016. "),
        (source(day="2016-09"), "One, Writer. “A title.” A small archive, September 2016. "),
        (source(day="2016"), "One, Writer. “A title.” A small archive, 2016. "),
        (source(day="~2017"), "One, Writer. “A title.” A small archive, ca. 2017. "),
        (source(day=""), "One, Writer. “A title.” A small archive, n.d. "),
        (
            source(People((ONE, TWO, EDITORS))),
            "One, Writer, Writer Two, and The editors. “A title.” A small archive, September 14, 2016. ",
        ),
        (
            source(People((ONE, TWO) * 4)),
            "One, Writer, Writer Two, Writer One, et al. “A title.” A small archive, September 14, 2016. ",
        ),
        (source(People((), (ONE, TWO))), "One, Writer, and Writer Two, eds. “A title.” A small archive, September 14, 2016. "),
        (
            source(People((ONE,), (), (TWO,))),
            "One, Writer. “A title.” Translated by Writer Two. A small archive, September 14, 2016. ",
        ),
    ],
)
def test_chicago_prints_a_bibliography(of: Source, printed: str) -> None:
    assert str(chicago(of)) == f"{printed}{AT}."


@pytest.mark.parametrize("title", ["Why?", "Now!", "And then…", "为什么？", "A full stop."])
def test_no_sign_is_followed_by_a_full_stop(title: str) -> None:
    assert f"{title} A small archive. " in str(apa(source(title=title)))
    assert f"“{title}” A small archive" in str(mla(source(title=title)))


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1).map(str.strip).filter(bool)
names = st.builds(Name, words) | st.builds(lambda a, b: Name(f"{a} {b}", b, a), words, words)
lists = st.lists(names, max_size=25).map(tuple)


@given(st.builds(People, lists, lists, lists), words, st.sampled_from(["", "2016", "~2017", "2016-09", "2016-09-14"]))
def test_every_citation_holds_its_title_its_site_and_its_address_once_and_in_order(of: People, title: str, day: str) -> None:
    for style in (apa, mla, chicago):
        found = style(source(of, day, title, site="A site"))
        assert str(found).endswith((AT, f"{AT}."))
        assert found.site == "A site"
        assert len(found.title) == len(title)
        assert ("2016" in found.before + found.middle + found.after) or not day.startswith("2016")
