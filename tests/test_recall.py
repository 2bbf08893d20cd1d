"""A judgement that is kept holds for as long as judging anew would come to the same."""

from __future__ import annotations

from datetime import UTC

import pytest

from article_archive.frontmatter import Parsed, parse
from article_archive.judging.judge import judge
from article_archive.judging.recall import Words, holds, kept, words_of
from article_archive.judging.vocabulary import vocabulary
from article_archive.model import Author, Place, SourceFile, Term
from article_archive.reading import Entry, source
from article_archive.settings import Facet

HERE = Place("docs/articles/2016/a.md")
ENTRY = Entry(HERE.path, "article", "a")

SOUND = "---\ntitle: A title\ndate: 2016-09-14\nauthor: writer-one\nattributes: [voice]\n---\nWords.\n"
REMARKED = f"{SOUND}Read [more](https://example.org/).\n"
MISTAKEN = SOUND.replace("writer-one", "writer-on")


def words(term: str = "Voice", **names: str) -> Words:
    """The words of an archive with a term and authors of these names, by their ids."""
    facets = {"attributes": Facet("attributes", "Attribute", "Attributes", required=True)}
    people = [Author(id=name.replace("_", "-"), place=HERE, name=called) for name, called in names.items()]
    return words_of(vocabulary(facets, UTC, people, [Term(facet="attributes", id="voice", place=HERE, name=term)]))


BEFORE = words(writer_one="Writer One", writer_two="Writer Two")
ANOTHER = words(writer_one="Writer One", writer_two="Writer Two", writer_three="Writer Three")
OTHER_NAME = words(writer_one="Writer One", writer_two="Another Name")
OWN_NAME = words(writer_one="Another Name", writer_two="Writer Two")
OTHER_TERM = words("Voices", writer_one="Writer One", writer_two="Writer Two")


def still_holds(text: str, now: Words) -> bool:
    """Whether what was said of an article with this text holds by these words."""
    found = source(ENTRY, text.encode())
    assert isinstance(found, SourceFile)
    parsed = parse(found)
    assert isinstance(parsed, Parsed)
    judged = judge(parsed, BEFORE.vocabulary)
    return holds(kept(ENTRY, text.encode(), judged, BEFORE), judged, now)


@pytest.mark.parametrize("now", [BEFORE, ANOTHER, OTHER_NAME])
@pytest.mark.parametrize("text", [SOUND, REMARKED])
def test_what_others_are_called_changes_nothing_for_a_text_and_what_is_remarked_on_it(text: str, now: Words) -> None:
    assert still_holds(text, now)


@pytest.mark.parametrize("now", [ANOTHER, OTHER_NAME])
def test_what_is_said_of_a_field_is_said_anew_since_it_names_others(now: Words) -> None:
    assert still_holds(MISTAKEN, BEFORE)
    assert not still_holds(MISTAKEN, now)


@pytest.mark.parametrize("now", [OWN_NAME, OTHER_TERM])
@pytest.mark.parametrize("text", [SOUND, REMARKED, MISTAKEN])
def test_an_article_is_judged_anew_when_its_own_author_or_a_term_is_called_otherwise(text: str, now: Words) -> None:
    assert not still_holds(text, now)
