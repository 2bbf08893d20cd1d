"""`archive import document` and `archive schema`, as they are run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from ..importers.word_files import paragraph, word
from .conftest import build, run

GIVEN = ("--author", "writer-one", "--date", "2019-03-04", "--term", "attributes=Voice")


def bring(archive: Path, *options: str) -> tuple[int, str, str]:
    file = archive.parent / "a document.docx"
    file.write_bytes(word(paragraph("A day by the brook", "Title") + paragraph("Words.")))
    done = run("article_archive.cli", "import", "document", str(file), *options, at=archive)
    return done.returncode, done.stdout, done.stderr


def test_a_word_file_becomes_a_draft_that_passes_the_check(archive: Path) -> None:
    code, out, said = bring(archive, *GIVEN)
    assert (code, out) == (0, "docs/articles/2019/a-day-by-the-brook.md\n")
    assert "What needs a human:\n- A summary is missing" in said
    assert run("article_archive.cli", "check", at=archive).stderr == "No problems.\n"
    assert build(archive).returncode == 0
    assert not (archive / "site/articles/a-day-by-the-brook").exists()


def test_a_second_time_nothing_is_written_over(archive: Path) -> None:
    bring(archive, *GIVEN)
    code, out, said = bring(archive, *GIVEN)
    assert (code, out) == (1, "")
    assert "is there already" in said


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--date", "4.3.2019"), "`4.3.2019` is no date."),
        (("--term", "colours=red"), "`colours=red` names no term."),
        (("--term", "Voice"), "facets are attributes, categories"),
    ],
)
def test_what_is_asked_for_wrongly_is_said(archive: Path, options: tuple[str, ...], words: str) -> None:
    code, out, said = bring(archive, *options)
    assert (code, out) == (1, "")
    assert words in said
    assert "Traceback" not in said


def test_a_schema_is_printed_with_the_archives_own_terms(archive: Path) -> None:
    done = run("article_archive.cli", "schema", "article", at=archive)
    schema = json.loads(done.stdout)
    Draft202012Validator.check_schema(schema)
    assert ["Voice", "Co-Creation"] in [each.get("enum") for each in schema["properties"]["attributes"]["anyOf"]]


def test_schemas_are_written_for_an_editor_of_code(archive: Path) -> None:
    done = run("article_archive.cli", "schema", "--write", at=archive)
    assert done.returncode == 0
    assert (archive / ".vscode/schema/clip.json").exists()
    assert run("article_archive.cli", "schema", "--write", at=archive).stderr == "The schemas are up to date.\n"
