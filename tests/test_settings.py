from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from article_archive.problems import Problem
from article_archive.settings import LOCAL, PERMALINK, RESERVED, Facet, Settings, judge, singular


def judged(written: Mapping[str, Any], text: str = "") -> tuple[Settings, list[Problem]]:
    return judge(written, text, name="An archive", address="https://example.org/archive/")


def codes(written: Mapping[str, Any]) -> list[str]:
    return [problem.code for problem in judged(written)[1]]


def test_nothing_written_gives_an_archive_without_facets() -> None:
    settings, problems = judged({})
    assert problems == []
    assert (settings.facets, settings.permalink, settings.timezone) == ({}, PERMALINK, "UTC")


def test_a_facet_has_its_words() -> None:
    settings, problems = judged({"facets": {"attributes": {"one": "Attribute", "many": "Attributes", "required": True}}})
    assert problems == []
    assert settings.facets == {"attributes": Facet("attributes", "Attribute", "Attributes", True)}


@pytest.mark.parametrize("words", [None, {}, {"required": False}])
def test_a_facet_without_words_takes_them_from_its_name(words: Mapping[str, Any] | None) -> None:
    settings, problems = judged({"facets": {"school-stories": words}})
    assert problems == []
    assert settings.facets["school-stories"] == Facet("school-stories", "School story", "School stories")


@pytest.mark.parametrize(
    ("many", "one"), [("Topics", "Topic"), ("Categories", "Category"), ("Class", "Class"), ("News", "New"), ("Voice", "Voice")]
)
def test_one_of_many_is_guessed(many: str, one: str) -> None:
    assert singular(many) == one


@pytest.mark.parametrize(
    "name", ["Topics", "my topics", "topics/", "1st", "-a", "a-", "a--b", "über", "..", "", 1, None, True, *RESERVED]
)
def test_a_facets_name_is_a_folder_and_an_address_of_its_own(name: object) -> None:
    settings, problems = judged({"facets": {name: {}}})
    assert settings.facets == {}
    assert [problem.code for problem in problems] == ["wrong-setting"]


@pytest.mark.parametrize("facets", ["topics", ["topics"], 1, True])
def test_facets_that_are_no_table_are_told(facets: object) -> None:
    assert codes({"facets": facets}) == ["wrong-setting"]


@pytest.mark.parametrize("words", ["Topics", ["Topic"], 1])
def test_a_facets_words_that_are_no_table_are_told(words: object) -> None:
    assert codes({"facets": {"topics": words}}) == ["wrong-setting"]


@pytest.mark.parametrize("required", ["yes", 1, 0, None, "true"])
def test_required_is_true_or_false(required: object) -> None:
    assert codes({"facets": {"topics": {"required": required}}}) == ["wrong-setting"]


@pytest.mark.parametrize(
    "permalink",
    ["/articles/{slug}/", "/{slug}/", "/{year}/{month}/{slug}/", "/{year}/{slug}/", "/a/b-c/{slug}/", "/{slug}/{year}/"],
)
def test_a_pattern_of_addresses_is_taken(permalink: str) -> None:
    settings, problems = judged({"permalink": permalink})
    assert (settings.permalink, problems) == (permalink, [])


@pytest.mark.parametrize(
    "permalink",
    ["", "/", "/articles/", "{slug}/", "/{slug}", "/{slug}.html", "/{slug}/../", "/{day}/{slug}/", "//{slug}/", "/{slug!r}/",
     "/{slug}/{",
     None, 3, "https://example.org/{slug}/", "/a b/{slug}/", "/{0}/{slug}/"],
)  # fmt: skip
def test_a_pattern_that_makes_no_address_is_told(permalink: object) -> None:
    settings, problems = judged({"permalink": permalink})
    assert settings.permalink == PERMALINK
    assert [problem.code for problem in problems] == ["wrong-setting"]


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kathmandu"])
def test_a_time_zone_is_a_region_and_a_city(zone: str) -> None:
    settings, problems = judged({"timezone": zone})
    assert (str(settings.zone), problems) == (zone, [])


@pytest.mark.parametrize(
    "zone", ["", "New York", "America", "../etc/passwd", "/etc/passwd", "Nowhere/Nothing", None, 5, "a\x00b"]
)
def test_an_unknown_time_zone_is_told(zone: object) -> None:
    settings, problems = judged({"timezone": zone})
    assert settings.timezone == "UTC"
    assert [problem.code for problem in problems] == ["wrong-setting"]


def test_an_unknown_setting_is_told_with_the_nearest_known() -> None:
    (problem,) = judged({"permalnk": "/{slug}/"})[1]
    assert (problem.code, problem.suggestion) == ("unknown-setting", "Did you mean `permalink`?")


def test_a_setting_that_is_like_no_other_is_told_with_all_known() -> None:
    (problem,) = judged({"zzz": 1})[1]
    assert (problem.code, problem.suggestion) == ("unknown-setting", "Known are: facets, permalink, timezone.")


def test_a_problem_stands_where_the_setting_stands() -> None:
    text = "site_name: An archive\nextra:\n  archive:\n    timezon: UTC\n"
    (problem,) = judged({"timezon": "UTC"}, text)[1]
    assert (problem.place.path, problem.place.line, problem.place.column) == ("mkdocs.yml", 4, 5)


def test_a_problem_does_not_stand_at_another_setting_of_the_same_name() -> None:
    text = "theme:\n  name: material\nextra:\n  archive:\n    theme: dark\n"
    (problem,) = judged({"theme": "dark"}, text)[1]
    assert problem.place.line == 5


def test_a_problem_stands_inside_a_table_on_one_line() -> None:
    text = "extra:\n  archive:\n    facets:\n      topics: {one: Topic, requird: true}\n"
    (problem,) = judged({"facets": {"topics": {"one": "Topic", "requird": True}}}, text)[1]
    assert problem.place.line == 4


def test_a_site_without_an_address_gets_a_local_one_and_is_told_once() -> None:
    settings, problems = judge({}, "", name="An archive", address="")
    assert settings.address == LOCAL
    assert [problem.code for problem in problems] == ["no-site-address"]


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("https://example.org/", "/"),
        ("https://example.org", "/"),
        ("https://example.org/a/b/", "/a/b/"),
        ("https://example.org/a", "/a/"),
    ],
)
def test_the_base_is_the_path_of_the_sites_address(address: str, base: str) -> None:
    assert judge({}, "", name="An archive", address=address)[0].base == base
