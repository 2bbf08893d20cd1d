"""archive.json: it is what its schema says, and holds what the sources hold."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from article_archive import addresses, claims
from article_archive.catalogue import writers
from article_archive.data import VERSION, data
from article_archive.pages.page import Site

from .archives import SMALL, article, gathered, site, small
from .everything import everything
from .pages.test_metadata import REPOSITORY, ours

SCHEMA = json.loads((REPOSITORY / "docs/archive.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=["ours", "small", "everything", "nothing"])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("archive")
    if request.param == "nothing":
        root = small(folder)
        for path in [*(root / "docs/articles").rglob("*.md"), *(root / "authors").rglob("*.md")]:
            path.unlink()
        return site(root)
    return ours() if request.param == "ours" else site(SMALL if request.param == "small" else everything(folder))


def read(of: Site) -> dict[str, Any]:
    return dict(json.loads(data(of)))


def one(folder: Path, name: str = "a", **files: str) -> dict[str, Any]:
    """The article `name` of the small archive with these files on top."""
    found = read(site(small(folder, {path.replace("__", "/") + ".md": text for path, text in files.items()})))
    return dict(next(a for a in found["articles"] if a["slug"] == name))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["version"] == {"const": VERSION}


def test_the_file_is_what_its_schema_says(whole: Site) -> None:
    validator = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
    assert [error.message for error in validator.iter_errors(read(whole))] == []


def test_every_count_equals_a_count_over_the_articles(whole: Site) -> None:
    found = read(whole)
    articles = whole.catalogue.articles
    by_term = Counter((facet, name) for a in articles for facet, names in a.terms.items() for name in names)
    for facet in found["facets"]:
        assert {t["id"]: t["articles"] for t in facet["terms"]} == {
            t["id"]: by_term[facet["name"], t["id"]] for t in facet["terms"]
        }
    written = Counter(name for a in articles for name in writers(a))
    part = Counter(name for a in articles for name in {c.author for c in a.credits if c.author})
    assert {a["id"]: (a["written"], a["articles"]) for a in found["authors"]} == {
        a.id: (written[a.id], part[a.id]) for a in whole.catalogue.authors
    }
    assert found["counts"] == {
        "articles": len(found["articles"]),
        "authors": len(found["authors"]),
        "terms": sum(len(facet["terms"]) for facet in found["facets"]),
        "series": len(found["series"]),
        "clips": len(found["clips"]),
    }


def test_every_article_stands_there_in_order_with_its_people(whole: Site) -> None:
    found = read(whole)["articles"]
    assert [a["slug"] for a in found] == [a.slug for a in whole.catalogue.articles]
    assert [[(p["name"], p["role"], p.get("id", "")) for p in a["people"]] for a in found] == [
        [(c.name, c.role, c.author) for c in a.credits] for a in whole.catalogue.articles
    ]
    assert [a["title"] for a in found] == [a.title.text for a in whole.catalogue.articles]


def test_every_address_of_the_archive_leads_somewhere(whole: Site) -> None:
    found = read(whole)
    owned = {a for a, _ in claims.owned(whole.catalogue, whole.settings)}
    there = {
        addresses.full(a, whole.settings) for a in (*owned, *claims.lists(whole.catalogue, whole.settings), *whole.media.files)
    }
    own = [
        *found["facets"],
        *found["authors"],
        *found["clips"],
        *found["articles"],
        *(t for f in found["facets"] for t in f["terms"]),
    ]
    assert {thing["address"] for thing in own} <= there
    assert {at for series in found["series"] for at in series["articles"]} <= there
    assert {a["image"]["address"] for a in found["articles"] if "image" in a} <= there
    assert {clip[name] for clip in found["clips"] for name in ("sound", "transcript") if name in clip} <= there


@pytest.mark.parametrize(
    ("day", "written"),
    [
        ("2016-09-14 09:30", {"date": "2016-09-14T09:30+00:00", "precision": "minute", "about": False}),
        ("2016-09-14", {"date": "2016-09-14", "precision": "day", "about": False}),
        ("2016-09", {"date": "2016-09", "precision": "month", "about": False}),
        ("~2016", {"date": "2016", "precision": "year", "about": True}),
    ],
)
def test_a_date_says_how_far_it_is_known(tmp_path: Path, day: str, written: dict[str, Any]) -> None:
    assert one(tmp_path, docs__articles__a=article(date=day))["date"] == written


def test_a_card_says_what_it_is_and_has_no_date() -> None:
    card = next(a for a in read(site(SMALL))["articles"] if a["slug"] == "elsewhere")
    assert (card["kind"], card["original"], card["canonical"]) == ("reference", "https://example.org/elsewhere/", True)
    assert "date" not in card


def test_what_is_not_out_is_not_in_it(tmp_path: Path) -> None:
    files = {
        "docs/articles/canary.md": article(title="Canary", draft="true"),
        "docs/articles/later.md": article(title="Canary", date="2031-01-01"),
        "docs/articles/a.md": article(lang="de", translation_of="canary"),
    }
    assert b"canary" not in data(site(small(tmp_path, files))).lower()


def test_of_somebody_under_age_it_tells_no_more_than_the_byline(tmp_path: Path) -> None:
    text = "---\nname: Writer O.\nrole: Pupil\nalso: [W. O.]\nminor: true\nconsent: 2026-014\nfeatured: 1\n---\nA life.\n"
    whole = site(small(tmp_path, {"authors/writer-o.md": text}))
    author = next(a for a in read(whole)["authors"] if a["id"] == "writer-o")
    assert {*author} == {"id", "name", "sort", "address", "written", "articles"}


def test_its_address_is_claimed(tmp_path: Path) -> None:
    archive = gathered(small(tmp_path))
    assert addresses.DATA in claims.lists(archive.catalogue, archive.settings)
