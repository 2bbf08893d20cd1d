"""A title makes a file name that the judge accepts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive import reading
from article_archive.starting.names import MOST_LETTERS, file_name, taken


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Students as partners", "students-as-partners"),
        ("  Été: ça va?  ", "ete-ca-va"),
        ("Don't stop / won\u2019t stop", "dont-stop-wont-stop"),
        ("Straße, Ærø & Łódź", "strasse-aero-lodz"),
        ("½ the work", "12-the-work"),
        ("Голос", "голос"),
        ("声と学び", "声と学び"),
        ("CON", "con-article"),
        ("nul.", "nul-article"),
        ("Page", "page-article"),
        ("Search", "search-article"),
        ("../../etc/passwd", "etc-passwd"),
        ("a_b", "a-b"),
        ("word " * 40, "-".join(["word"] * 12)),
        ("x" * 300, "x" * MOST_LETTERS),
        ("???", ""),
        ("", ""),
    ],
)
def test_a_title_becomes_a_name(words: str, name: str) -> None:
    assert file_name(words, "article", reserved=["search"]) == name


@given(st.text())
def test_any_words_give_a_name_that_the_judge_accepts_or_none(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    name = file_name(words, "article")
    if name:
        root = tmp_path_factory.mktemp("names")
        (root / "docs/articles").mkdir(parents=True)
        Path(root, "docs/articles", f"{name}.md").write_text("")
        found = reading.look(root, reading.folders({}))
        assert [(e.name, found.problems) for e in found.entries] == [(name, ())]
        assert file_name(name, "article") == name


def test_a_name_is_taken_whatever_its_case_and_form() -> None:
    assert taken("cafe\u0301", ["other", "Café"]) == "Café"
    assert taken("new", ["other"]) == ""
