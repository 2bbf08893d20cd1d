"""What `archive new` writes is sound, and shows its writer what can be written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive.frontmatter import Items, Parsed, Text, parse
from article_archive.model import SourceFile
from article_archive.starting import skeletons
from article_archive.starting.choices import Choice, meant
from article_archive.text import markdown

LINES = st.text().map(lambda text: " ".join(text.split())).filter(lambda text: text.isprintable() and text.isascii())
LINES |= st.text(st.sampled_from("ab:#'\"\\-[]{},&*!|>%@` é"), min_size=1).map(lambda text: " ".join(text.split()))


@given(LINES.filter(bool), st.lists(LINES.filter(bool), min_size=1, max_size=3))
def test_what_is_written_is_read_as_it_was_meant(title: str, names: list[str]) -> None:
    text = skeletons.article({"title": title, "date": "2026-11-22", "authors": names})
    parsed = parse(SourceFile("a.md", "article", "a", text))
    assert isinstance(parsed, Parsed), parsed
    assert parsed.notes == ()
    values = parsed.fields.values
    assert isinstance(values["title"], Text)
    assert isinstance(values["authors"], Items)
    assert values["title"].text == title
    assert [item.text for item in values["authors"].items if isinstance(item, Text)] == names


@pytest.mark.parametrize(
    "text", [skeletons.article({"title": "A"}), skeletons.author("A"), skeletons.author("A", is_minor=True), skeletons.term("A")]
)
def test_the_remarks_of_a_new_file_are_on_no_page(text: str) -> None:
    parsed = parse(SourceFile("a.md", "article", "a", text))
    assert isinstance(parsed, Parsed)
    body, problems = markdown.body(parsed.body, "a.md", parsed.first_line)
    assert (body.opening, body.headings, body.links, problems) == ("", (), (), [])
    assert "Write" not in str(body.parts)
    assert "Write" in text


def test_plain_words_stand_without_quotes() -> None:
    assert skeletons.scalar("Students as partners") == "Students as partners"
    assert skeletons.scalar("Voice: a beginning") == '"Voice: a beginning"'


CHOICES = [
    Choice("voice", "Voice"),
    Choice("habits-of-mind", "Habits of Mind"),
    Choice("habit", "Habit", ("Custom",)),
    Choice("3", "3"),
]


@pytest.mark.parametrize(
    ("answer", "ids"),
    [
        ("1", ["voice"]),
        ("3", ["habit"]),
        ("9", []),
        ("voi", ["voice"]),
        ("MIND", ["habits-of-mind"]),
        ("habit", ["habit"]),
        ("habi", ["habits-of-mind", "habit"]),
        ("Habits-of mind", ["habits-of-mind"]),
        ("cus", ["habit"]),
        ("x", []),
        ("-", []),
        ("\u00b2", []),
    ],
)
def test_an_answer_means_a_number_a_name_or_its_first_letters(answer: str, ids: list[str]) -> None:
    assert [c.id for c in meant(answer, CHOICES)] == ids
