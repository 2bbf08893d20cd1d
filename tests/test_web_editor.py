"""The form of the web editor, printed from the table of fields, and what it may reach."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from article_archive import addresses
from article_archive.claims import lists
from article_archive.fields import TABLE
from article_archive.judging.vocabulary import tables
from article_archive.settings import WebEditor
from article_archive.writing import form, web_editor

from .archives import SMALL, judged_settings, small
from .archives import site as site_of

PLAIN = judged_settings(SMALL)[0]
GITHUB = WebEditor("github", "writer-one/archive")
GITLAB = WebEditor("gitlab", "writers/archive", application="0a1b")
COLLECTIONS = {each["name"]: each for each in form.form(GITHUB, PLAIN)["collections"]}


def names(collection: str) -> set[str]:
    return {field["name"] for field in COLLECTIONS[collection]["fields"]}


def test_nothing_stands_at_admin_unless_mkdocs_yml_asks_for_it(tmp_path: Path) -> None:
    assert PLAIN.editor is None
    assert list(web_editor.files(SMALL, PLAIN)) == []
    assert web_editor.problems(SMALL, PLAIN) == ()
    assert web_editor.watched(SMALL, PLAIN) == ()
    catalogue = site_of(small(tmp_path)).catalogue
    assert addresses.EDITOR not in lists(catalogue, PLAIN)
    assert addresses.EDITOR in lists(catalogue, replace(PLAIN, editor=GITHUB))


def test_there_is_a_collection_for_each_folder_that_teachers_write_in() -> None:
    assert [*COLLECTIONS] == [
        *("articles", "pictured-articles", "articles-of-one-file"),
        *("authors", "attributes", "categories", "series"),
    ]
    assert COLLECTIONS["categories"]["folder"] == "docs/categories"


@pytest.mark.parametrize(
    ("collection", "shelf"), [("articles", "article"), ("authors", "author"), ("categories", "term"), ("series", "series")]
)
def test_every_field_of_the_table_is_in_the_form_but_for_those_that_it_can_not_hold(collection: str, shelf: str) -> None:
    left_out = {"article": {"author", "image"}, "author": {"image"}}.get(shelf, set())
    assert names(collection) == {field.name for field in tables(PLAIN.facets)[shelf]} - left_out | {"body"}  # type: ignore[index]


def test_what_is_required_is_required_in_the_form() -> None:
    needed = {field["name"] for field in COLLECTIONS["articles"]["fields"] if field["required"]}
    assert needed == {"title", "date", "attributes", "body"}
    assert "image" in names("pictured-articles")


def test_every_type_of_the_table_has_a_widget() -> None:
    types = {field.type for fields in TABLE.values() for field in fields} | {"terms"}
    assert types <= {*form._WIDGETS}


def test_what_is_sent_becomes_a_proposal_and_not_a_page() -> None:
    assert form.form(GITHUB, PLAIN)["publish_mode"] == "editorial_workflow"
    assert form.form(GITHUB, PLAIN)["backend"] == {
        "name": "github",
        "repo": "writer-one/archive",
        "branch": "main",
        "auth_methods": ["token"],
    }
    everybody = replace(GITHUB, open=True, sign_in="https://sign-in.example.org")
    assert form.form(everybody, PLAIN)["backend"] == {
        "name": "github",
        "repo": "writer-one/archive",
        "branch": "main",
        "open_authoring": True,
        "auth_scope": "public_repo",
        "base_url": "https://sign-in.example.org",
    }
    assert form.form(GITLAB, PLAIN)["backend"]["auth_type"] == "pkce"


@pytest.mark.parametrize(("editor", "host"), [(GITHUB, "https://api.github.com"), (GITLAB, "https://gitlab.com")])
def test_the_policy_names_the_host_of_the_repository_and_no_other(editor: WebEditor, host: str) -> None:
    policy = web_editor.policy(editor)
    assert [word for word in policy.replace(";", " ").split() if word.startswith("http")] == [host]
    assert f"connect-src 'self' blob: data: {host}" in policy
    assert "script-src 'self';" in policy
    assert not {"*", "https:", "'unsafe-eval'"} & {*policy.replace(";", " ").split()}
