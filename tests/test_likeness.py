"""Nearly the same texts find each other, and no others do."""

from __future__ import annotations

from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from article_archive.text.likeness import are_alike, candidates, sketch

from .archives import article, gathered, small

WORDS = "we put desks into circles and asked who would speak first about rivers maps bridges numbers songs".split()


def text(luck: Random, sentences: int = 20) -> str:
    return " ".join(" ".join(luck.choices(WORDS, k=12)).capitalize() + "." for _ in range(sentences))


def told(root: Path) -> list[tuple[str, str]]:
    """Each article that repeats another, and that other one."""
    return [(p.place.path, p.message.split()[-1].removesuffix(".")) for p in gathered(root).problems if p.code == "same-text"]


def test_of_two_articles_the_newer_one_is_said_to_repeat_the_older(tmp_path: Path) -> None:
    words = text(Random(1))
    files = {"docs/articles/b.md": article(words, date="2015"), "docs/articles/a.md": article(f"New: {words}", date="2016")}
    assert told(small(tmp_path, files)) == [("docs/articles/a.md", "docs/articles/b.md")]


def test_a_draft_that_repeats_an_article_is_told_too(tmp_path: Path) -> None:
    words = text(Random(1))
    files = {"docs/articles/a.md": article(words), "docs/articles/b.md": article(words, draft="true", date="2010")}
    assert [path for path, _ in told(small(tmp_path, files))] == ["docs/articles/b.md"]


def test_other_articles_translations_and_short_texts_are_left_alone(tmp_path: Path) -> None:
    words = text(Random(1))
    files = {
        "docs/articles/a.md": article(words),
        "docs/articles/a-de.md": article(words, lang="de", translation_of="a"),
        "docs/articles/b.md": article(text(Random(2))),
        "docs/articles/c.md": article("Short. And sweet."),
        "docs/articles/d.md": article("Short. And sweet."),
    }
    assert told(small(tmp_path, files)) == []


def test_half_of_a_text_is_not_nearly_the_same(tmp_path: Path) -> None:
    half = text(Random(1), 10)
    files = {f"docs/articles/{n}.md": article(f"{half} {text(Random(n), 10)}") for n in range(2, 5)}
    assert told(small(tmp_path, files)) == []


def test_a_boilerplate_of_thousands_costs_no_more_than_its_articles() -> None:
    same = "Write to us. Read on. Tell your friends. See the archive. "
    sketches = [sketch(same + text(Random(n))) for n in range(2000)]
    assert sum(1 for _ in candidates(sketches)) < 4 * len(sketches)


@given(st.integers(), st.integers(0, 10))
def test_a_text_with_a_sentence_changed_is_found(seed: int, at: int) -> None:
    sentences = text(Random(seed), 12).split(". ")
    changed = [*sentences[:at], "Nothing of the kind", *sentences[at + 1 :]]
    pair = [sketch(". ".join(sentences)), sketch(". ".join(changed))]
    assert [*candidates(pair)] == [(1, 0)]


@given(st.text("ab. \n"), st.text("ab. \n"))
def test_where_lines_break_within_sentences_does_not_matter(one: str, two: str) -> None:
    assert sketch(f"{one} {two}") == sketch(f"{one}\n{two}")


@given(st.lists(st.sampled_from(WORDS), min_size=1))
def test_a_text_is_like_itself(words: list[str]) -> None:
    assert are_alike(words, words)
