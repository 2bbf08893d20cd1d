"""What docs/contribute tells people to write is right: its examples are judged, its pictures are light and described."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from article_archive.fields import ARTICLE, ROLES

from .archives import article, said, small
from .test_cases import NOT_OUR_WORDS

DOCS = Path(__file__).parent.parent / "docs"
PAGES = [DOCS / "contribute.md", DOCS / "for-editors.md", *sorted((DOCS / "contribute").glob("*.md"))]
PICTURES = sorted((DOCS / "contribute").glob("*.png"))
HEAVIEST = 60_000
MOST_WORDS = 900
TERM = {"docs/attributes/self-discovery.md": "---\nname: Self-Discovery\n---\n"}
LESSON = "docs/articles/2016/lesson.md"


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(name: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", text(name), re.MULTILINE | re.DOTALL)


def test_the_article_to_begin_with_has_no_problem(tmp_path: Path) -> None:
    (whole,) = blocks("contribute.md", "yaml")
    # Its date is of this year, and the small archive's clock stands still.
    assert said(small(tmp_path, {**TERM, LESSON: whole.replace("2026", "2016")})) == []


def test_the_fields_to_begin_with_and_the_people_have_no_problem(tmp_path: Path) -> None:
    fields, people = blocks("contribute/the-file.md", "yaml")
    assert said(small(tmp_path / "fields", {**TERM, LESSON: f"{fields.replace('2026', '2016')}Words.\n"})) == []
    with_people = article(author="").replace("---\n", f"---\n{people}", 1)
    assert said(small(tmp_path / "people", {LESSON: with_people})) == []


def test_the_authors_file_has_no_problem(tmp_path: Path) -> None:
    (whole,) = blocks("contribute/yourself.md", "yaml")
    assert said(small(tmp_path, {"authors/writer-one.md": whole})) == []


def test_every_field_of_an_article_stands_in_the_table() -> None:
    rows = set(re.findall(r"^\| `(\w+)` \|", text("contribute/the-file.md"), re.MULTILINE))
    assert rows == {field.name for field in ARTICLE} - {"authors"} | {"attributes", "elements", "categories"}
    assert all(f"`{role}`" in text("contribute/the-file.md") for role in ROLES)


def test_the_message_to_be_read_is_the_one_that_is_given(tmp_path: Path) -> None:
    (line,) = blocks("contribute/messages.md", "text")
    lesson = article(author="writer-on")
    given = said(small(tmp_path, {"docs/articles/2026/rain.md": lesson}))
    assert [line.strip()] == given


def test_the_picture_as_it_is_written_is_the_one_that_is_drawn() -> None:
    (line,) = blocks("contribute/pictures.md", "markdown")
    drawn = (Path(__file__).parent / "tools" / "pictures.py").read_text(encoding="utf-8")
    assert line.strip() in drawn


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_is_light_used_and_described(path: Path) -> None:
    assert path.stat().st_size < HEAVIEST
    described = [
        found for page in PAGES for found in re.findall(rf"!\[([^\]]+)\]\({path.name}\)", page.read_text(encoding="utf-8"))
    ]
    assert described
    assert all(len(words) > 80 for words in described)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_uses_no_programmers_word(path: Path) -> None:
    words = re.sub(r"^```.*?^```$|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert set(NOT_OUR_WORDS.findall(words)) <= {"none"}


@pytest.mark.parametrize("path", [path for path in PAGES if path.name != "for-editors.md"], ids=lambda path: path.stem)
def test_a_task_is_read_in_a_few_minutes(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").split()) < MOST_WORDS


def test_every_task_is_reached_from_the_entry() -> None:
    led = set(re.findall(r"\(contribute/([a-z-]+)\.md\)", text("contribute.md")))
    assert led == {path.stem for path in PAGES if path.parent.name == "contribute"}
