from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from article_archive.newsletter import PROVIDERS, Buttondown, Kit, Listmonk, Mailchimp, Newsletter
from article_archive.problems import Problem
from article_archive.settings import LOCAL, PERMALINK, RESERVED, Facet, Feeds, Podcast, Settings, judge, singular


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
    assert problem.code == "unknown-setting"
    assert problem.suggestion == (
        "Known are: facets, permalink, timezone, newsletter, announcement, feeds, cards, search, editor."
    )


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


def test_a_problem_stands_at_its_own_setting_among_others_of_the_same_name() -> None:
    facets = {"topics": {"required": True}, "places": {"required": "maybe"}}
    text = yaml.safe_dump({"extra": {"archive": {"facets": facets}}}, sort_keys=False)
    (problem,) = judged({"facets": facets}, text)[1]
    assert (problem.place.line, problem.place.column) == (7, 9)


@pytest.mark.parametrize("plugins", ["plugins:\n- archive:\n    timezon: UTC\n", "plugins:\n  archive:\n    timezon: UTC\n"])
def test_a_problem_stands_among_the_options_of_the_plugin(plugins: str) -> None:
    (problem,) = judged({"timezon": "UTC"}, f"site_name: timezon\n{plugins}")[1]
    assert (problem.place.line, problem.place.column) == (4, 5)


def test_a_problem_of_an_inherited_setting_stands_at_the_files_start() -> None:
    text = "INHERIT: base.yml\nextra:\n  social: []\nmarkdown_extensions:\n- x: {f: !!python/name:a.b }\n"
    (problem,) = judged({"timezon": "UTC"}, text)[1]
    assert (problem.place.line, problem.place.column) == (1, 1)


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


LIST = "c0ffee00-0000-4000-8000-000000000001"
OTHER_LIST = "c0ffee00-0000-4000-8000-000000000002"
MAILCHIMP = {"provider": "mailchimp", "account": "writer-one", "server": "us21", "u": "a1b2c3", "id": "d4e5f6"}
LISTMONK = {"provider": "listmonk", "root": "https://lists.example.org", "lists": [LIST]}


@pytest.mark.parametrize(
    ("written", "newsletter"),
    [
        (None, None),
        ({"provider": "buttondown", "user": "writer-one"}, Buttondown("writer-one")),
        ({"provider": "buttondown", "user": "w", "tag": "from the archive"}, Buttondown("w", "from the archive")),
        ({"provider": "buttondown", "user": "w", "tag": None}, Buttondown("w")),
        (MAILCHIMP, Mailchimp("writer-one", "us21", "a1b2c3", "d4e5f6")),
        ({"provider": "kit", "form": 1234567}, Kit("1234567")),
        ({"provider": "kit", "form": "1234567"}, Kit("1234567")),
        (LISTMONK, Listmonk("https://lists.example.org", (LIST,))),
        ({**LISTMONK, "lists": LIST}, Listmonk("https://lists.example.org", (LIST,))),
        ({**LISTMONK, "lists": [LIST, OTHER_LIST, LIST]}, Listmonk("https://lists.example.org", (LIST, OTHER_LIST))),
        ({**LISTMONK, "root": "http://127.0.0.1:9000"}, Listmonk("http://127.0.0.1:9000", (LIST,))),
        ({**LISTMONK, "root": "http://localhost/mail"}, Listmonk("http://localhost/mail", (LIST,))),
    ],
)
def test_a_newsletter_has_the_settings_of_its_provider(written: object, newsletter: Newsletter | None) -> None:
    settings, problems = judged({"newsletter": written})
    assert (settings.newsletter, problems) == (newsletter, [])


@pytest.mark.parametrize(
    "written",
    [
        "buttondown", [], {}, 1, True, {"user": "writer-one"}, {"provider": None}, {"provider": ["kit"]}, {"provider": "zzz"},
        {"provider": "Buttondown", "user": "w"}, {"provider": "buttondown"}, {"provider": "kit", "form": None},
        *({"provider": "buttondown", "user": user} for user in ("", "a/b", "..", "a b", "a?b", 'a"b', ["a"], 7, True, "ü")),
        *({"provider": "buttondown", "user": "w", "tag": tag} for tag in ("", " ", "a\nb", ["a"], 2026, "a" * 101)),
        *({**MAILCHIMP, "account": account} for account in ("", "a.b", "evil.example/", "-a", "A", "a@b")),
        *({**MAILCHIMP, "server": server} for server in ("", "21", "us", "us1.evil", "eu1", 21)),
        *({**MAILCHIMP, name: value} for name in ("u", "id") for value in ("", "a&b", "a b", "a=", "a" * 65, 42668929)),
        *({"provider": "kit", "form": form} for form in ("", "abc", "1/2", "١٢", -1, 1.5, True, [1])),
        *({**LISTMONK, "root": root} for root in (
            "", "lists.example.org", "http://lists.example.org", "http://localhost.example.org", "https://", "https://a",
            "https://a.org/?x", "https://a.org/#x", "https://u:p@a.org", "https://a.org//x", "ftp://a.org", "javascript:alert(1)",
        )),
        *({**LISTMONK, "lists": lists} for lists in ([], "", [""], [LIST, "1"], [LIST[:-1]], {"a": LIST}, [None], 1)),
    ],
    ids=str,
)  # fmt: skip
def test_a_newsletter_that_leads_nowhere_is_told(written: object) -> None:
    settings, problems = judged({"newsletter": written})
    assert settings.newsletter is None or getattr(settings.newsletter, "tag", "x") == ""
    assert [problem.code for problem in problems] == ["wrong-setting"]


def test_each_missing_setting_of_a_newsletter_is_told() -> None:
    problems = judged({"newsletter": {"provider": "mailchimp"}})[1]
    assert [problem.message.split("`")[1] for problem in problems] == ["account", "server", "u", "id"]


def test_a_setting_of_another_provider_is_told_by_its_name() -> None:
    (problem,) = judged({"newsletter": {"provider": "kit", "form": 1, "lists": [LIST]}})[1]
    assert problem.code == "unknown-setting"
    assert problem.suggestion == "Take it out, or write `provider: listmonk`."


def test_a_misspelled_setting_of_a_newsletter_is_told_with_the_nearest() -> None:
    (problem,) = judged({"newsletter": {"provider": "buttondown", "user": "w", "tags": "x"}})[1]
    assert (problem.code, problem.suggestion) == ("unknown-setting", "Did you mean `tag`?")


def test_every_example_of_a_providers_setting_is_a_sound_one() -> None:
    for name, provider in PROVIDERS.items():
        written = yaml.safe_load("".join(f"{key}: {asked.example}\n" for key, asked in provider.keys.items()))
        settings, problems = judged({"newsletter": {"provider": name, **written}})
        assert (type(settings.newsletter), problems) == (provider.make, [])


VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.lists(st.text())
    | st.dictionaries(st.text(), st.text())
)
KEYS = st.sampled_from(["provider", *(key for provider in PROVIDERS.values() for key in provider.keys)])


@given(st.dictionaries(KEYS | st.text() | st.integers(), VALUES), st.sampled_from([*PROVIDERS, "other", ""]))
def test_whatever_stands_under_newsletter_is_taken_or_told(written: dict[str, object], provider: str) -> None:
    settings, problems = judged({"newsletter": {**written, "provider": provider}})
    assert settings.newsletter is not None or problems


@pytest.mark.parametrize(
    "link",
    ["", None, "/", "/about/", "/about/?a=b#c", "https://example.org", "https://example.org/a?b#c", "https://example.org:8443/"],
)
def test_an_announcement_leads_to_a_page_here_or_to_an_https_address(link: str | None) -> None:
    settings, problems = judged({"announcement": {"text": "We *moved* & stay", "link": link}})
    assert problems == []
    assert settings.announcement is not None
    assert settings.announcement.text.html == "We <em>moved</em> &amp; stay"
    assert settings.announcement.link == (link or "")


@pytest.mark.parametrize(
    "link",
    ["about/", "//example.org/", "http://example.org/", "javascript:alert(1)", "https://", "https://a b.org/", "/a b/", '/a"b/',
     "/\\example.org/", "mailto:a@example.org", 7, False, ["/about/"], "https://example.org//a", "https://user@example.org/"],
)  # fmt: skip
def test_an_announcement_that_leads_nowhere_is_told(link: object) -> None:
    settings, problems = judged({"announcement": {"text": "Moved", "link": link}})
    assert settings.announcement is None
    assert [problem.code for problem in problems] == ["wrong-setting"]


@pytest.mark.parametrize(
    "written", ["Moved", [], {}, 1, {"link": "/about/"}, {"text": ""}, {"text": " "}, {"text": 5}, {"text": ["a"]}]
)
def test_an_announcement_without_words_is_told(written: object) -> None:
    settings, problems = judged({"announcement": written})
    assert settings.announcement is None
    assert [problem.code for problem in problems] == ["wrong-setting"]


@pytest.mark.parametrize("until", ["2026-12-01", "2026-12", "2026", "2026-12-01 09:30", "2026-12-01 09:30:00+02:00"])
def test_the_last_day_of_an_announcement_is_a_date_as_yaml_reads_it(until: str) -> None:
    settings, problems = judged({"announcement": {"text": "Moved", "until": yaml.safe_load(until)}})
    assert problems == []
    assert settings.announcement is not None
    assert settings.announcement.until is not None
    assert settings.announcement.until.year == 2026


@pytest.mark.parametrize("until", ["Christmas", "~2026", "2026-02-30", "", 7, True, [], "01.12.2026"])
def test_a_last_day_that_is_none_is_told(until: object) -> None:
    assert codes({"announcement": {"text": "Moved", "until": until}}) == ["wrong-setting"]


def test_tags_in_an_announcement_are_told() -> None:
    settings, problems = judged({"announcement": {"text": "We <b>moved</b>"}})
    assert settings.announcement is not None
    assert settings.announcement.text.html == "We moved"
    assert [problem.code for problem in problems] == ["wrong-setting"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (None, Feeds()),
        ({}, Feeds()),
        ({"archived": True}, Feeds(archived=True)),
        ({"archived": False, "podcast": None}, Feeds()),
        ({"podcast": {}}, Feeds()),
        ({"podcast": {"category": "Kids & Family"}}, Feeds(podcast=Podcast(category="Kids & Family"))),
        ({"podcast": {"email": "editors@example.org"}}, Feeds(podcast=Podcast(email="editors@example.org"))),
        ({"podcast": {"cover": "/assets/cover.jpeg"}}, Feeds(podcast=Podcast(cover="/assets/cover.jpeg"))),
    ],
)
def test_the_feeds_are_as_the_editors_want_them(written: object, meant: Feeds) -> None:
    settings, problems = judged({"feeds": written})
    assert (settings.feeds, problems) == (meant, [])


@pytest.mark.parametrize(
    "written",
    [
        True,
        "archived",
        ["archived"],
        {"archived": "yes"},
        {"archived": None},
        {"podcast": "Education"},
        {"podcast": ["Education"]},
        *({"podcast": {"category": wrong}} for wrong in ("Learning", "education", 5, ["Education"], "", "Education|Arts")),
        *(
            {"podcast": {"email": wrong}}
            for wrong in ("editors", "a@b", "<a@example.org>", '"a"@example.org', "a@example.org\n", 1)
        ),
        *(
            {"podcast": {"cover": wrong}}
            for wrong in ("cover.png", "//example.org/a.png", "/a.svg", "/a.png?x", "https://x.org/a.png", 1)
        ),
    ],
)
def test_a_setting_of_the_feeds_that_can_not_be_is_told(written: object) -> None:
    settings, problems = judged({"feeds": written})
    assert settings.feeds == Feeds()
    assert [problem.code for problem in problems] == ["wrong-setting"]


def test_an_unknown_setting_of_the_feeds_or_of_the_podcast_is_told() -> None:
    problems = judged({"feeds": {"archive": True, "podcast": {"catgory": "Education"}}})[1]
    assert [(p.code, p.suggestion) for p in problems] == [
        ("unknown-setting", "Did you mean `archived`?"),
        ("unknown-setting", "Did you mean `category`?"),
    ]


FACETS: dict[str, Any] = {"facets": {"topics": {}}}


@pytest.mark.parametrize(
    ("written", "pages", "font"),
    [
        (None, ("authors", "topics"), ""),
        ([], (), ""),
        (["articles", "authors"], ("authors", "articles"), ""),
        ({"font": "fonts/A name.OTF"}, ("authors", "topics"), "fonts/A name.OTF"),
        ({"for": ["topics"], "font": None}, ("topics",), ""),
        ({"for": "articles"}, ("articles",), ""),
    ],
)
def test_pictures_for_other_sites_are_chosen_by_their_pages(written: Any, pages: tuple[str, ...], font: str) -> None:
    settings, problems = judged({**FACETS, "cards": written})
    assert problems == []
    assert settings.cards is not None
    assert (settings.cards.pages, settings.cards.font) == (pages, font)


@pytest.mark.parametrize("written", [True, "authors", 3, ["clips"], [["authors"]], {"for": ["clip"]}, {"for": {"authors": True}}])
def test_other_pages_have_no_pictures(written: Any) -> None:
    assert codes({**FACETS, "cards": written}) == ["wrong-setting"]


@pytest.mark.parametrize(
    "path", ["../a.ttf", "/a.ttf", "a/../b.ttf", ".hidden/a.ttf", "a.woff2", "a\\b.ttf", "", 3, ["a.ttf"], "a//b.ttf"]
)
def test_a_font_lies_in_the_archives_folder(path: Any) -> None:
    assert codes({"cards": {"font": path}}) == ["wrong-setting"]
