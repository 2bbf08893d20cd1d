from __future__ import annotations

import json
from typing import Any

from hypothesis import given

from article_archive.postings import address, postings

from .random_archives import SETTINGS, Told, archives, shelved, traits


def read(found: list[Told]) -> tuple[list[Told], dict[str, Any]]:
    """The articles in the catalogue's order, and the file."""
    made = shelved(found)
    return [found[int(a.slug[1:])] for a in made.articles], json.loads(postings(made, SETTINGS))


@given(archives())
def test_each_article_has_its_own_values_and_no_others(found: list[Told]) -> None:
    ordered, data = read(found)
    for trait in data["traits"]:
        ids = [value for value, _ in trait["values"]]
        sets = [{ids[n] for n in trait["sets"][place]} for place in trait["of"]]
        assert sets == [traits(each)[trait["name"]] for each in ordered]


@given(archives())
def test_titles_stand_in_their_order_and_dated_articles_first(found: list[Told]) -> None:
    ordered, data = read(found)
    assert sorted(data["titles"]) == list(range(len(ordered)))
    assert [bool(each.year) for each in ordered] == [n < data["dated"] for n in range(len(ordered))]
    assert data["articles"] == len(found)


def test_accents_capitals_and_opening_signs_do_not_count_in_the_order_of_titles() -> None:
    titles = ["“Zebra”", "éclair", "Alpha", "2 desks", "Echo"]
    found = [Told((), {}, "2016", "text", (), title) for title in titles]
    ordered, data = read(found)
    assert [ordered[n].title for n in data["titles"]] == ["2 desks", "Alpha", "Echo", "éclair", "“Zebra”"]


def test_the_file_of_an_empty_archive_names_every_trait() -> None:
    _, data = read([])
    assert [trait["name"] for trait in data["traits"]] == ["attributes", "elements", "topics", "author", "year", "kind"]


def test_another_edition_has_another_address() -> None:
    one = postings(shelved([]), SETTINGS)
    other = postings(shelved([Told((), {}, "2016", "text", (), "A")]), SETTINGS)
    assert address(one) != address(other)
    assert address(one).startswith("/browse/")
