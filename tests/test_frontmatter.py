from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive.frontmatter import MOST_CHARACTERS, Items, Parsed, Table, Text, Value, parse
from article_archive.model import Place, SourceFile
from article_archive.problems import Problem

PATH = "docs/articles/typo.md"
NAMES = st.from_regex(r"[a-z]{1,12}", fullmatch=True)
WORDS = st.text(st.characters(min_codepoint=0x61, max_codepoint=0x24F, categories=["Ll", "Lu", "Nd"]), min_size=1, max_size=30)
# What people paste, and what breaks fields: signs of YAML, line ends of every system, letters of every script.
ANYTHING = st.text(st.one_of(st.sampled_from(list("-:{}[]&*!|>'\"%@`#?, \n\t\\.~=<")), st.characters(exclude_categories=["Cs"])))


def parsed(text: str) -> Parsed | Problem:
    return parse(SourceFile(PATH, "article", "typo", text))


def sound(text: str) -> Parsed:
    found = parsed(text)
    assert isinstance(found, Parsed), found
    return found


def broken(text: str) -> Problem:
    found = parsed(text)
    assert isinstance(found, Problem), found
    return found


def value(text: str) -> Value:
    """The value of the field x, which stands alone."""
    return sound(f"---\nx: {text}\n---\n").fields.values["x"]


def test_fields_and_body_come_apart() -> None:
    found = sound("---\ntitle: A typo\ndate: 2016-09-14\n---\nOne.\n\nTwo.\n")
    assert {name: v.text for name, v in found.fields.values.items() if isinstance(v, Text)} == {
        "title": "A typo",
        "date": "2016-09-14",
    }
    assert found.body.strip() == "One.\n\nTwo."
    assert found.first_line == 5


def test_fields_keep_the_places_of_their_names_and_values() -> None:
    fields = sound("---\ntitle: A typo\n\n# a remark\nseries:\n  id: small-steps\n  part: 2\n---\n").fields
    assert fields.names == {"title": Place(PATH, 2, 1), "series": Place(PATH, 5, 1)}
    series = fields.values["series"]
    assert isinstance(series, Table)
    assert series.names == {"id": Place(PATH, 6, 3), "part": Place(PATH, 7, 3)}
    assert series.values["part"] == Text("2", Place(PATH, 7, 9))


def test_items_keep_their_places() -> None:
    fields = sound("---\nauthors:\n  - writer-one\n  - {id: writer-two}\n---\n").fields
    authors = fields.values["authors"]
    assert isinstance(authors, Items)
    assert [item.place for item in authors.items] == [Place(PATH, 3, 5), Place(PATH, 4, 5)]


@pytest.mark.parametrize("text", ["2016-09-14", "0o17", "yes", "null", "1_000", "1e3", ".inf", "~", "12:30:45"])
def test_values_stay_as_they_were_written(text: str) -> None:
    assert value(text) == Text(text, Place(PATH, 2, 4))


def test_lines_of_a_long_value_become_one() -> None:
    assert value(">-\n  One\n  two.") == Text("One two.", Place(PATH, 2, 4))


def test_nothing_between_the_hyphens_is_no_field() -> None:
    assert sound("---\n---\nWords.\n").fields.values == {}
    assert sound("---\n# a remark\n---\nWords.\n").fields.values == {}


def test_lines_above_the_fields_are_counted() -> None:
    found = sound("\n\n---\ntitle: A typo\n---\nWords.\n")
    assert found.fields.names["title"] == Place(PATH, 4, 1)
    assert found.first_line == 6


def test_the_first_lines_of_the_text_may_be_empty() -> None:
    found = sound("---\ntitle: A typo\n---\n\n\nWords.\n")
    assert found.first_line + found.body[: found.body.index("Words")].count("\n") == 6


def test_spaces_behind_the_hyphens_do_not_matter() -> None:
    assert sound("---  \ntitle: A typo\n---\t\nWords.\n").body.strip() == "Words."


def test_a_file_may_end_with_its_fields() -> None:
    assert sound("---\ntitle: A typo\n---").body == ""


def test_hyphens_in_the_text_are_the_texts_own() -> None:
    assert sound("---\ntitle: A typo\n---\nOne.\n\n---\n\nTwo.\n").body.strip() == "One.\n\n---\n\nTwo."


def test_hyphens_inside_a_value_do_not_end_the_fields() -> None:
    assert value("one --- two") == Text("one --- two", Place(PATH, 2, 4))


@pytest.mark.parametrize(
    "text", ["Words.\n", "--\ntitle: A\n--\n", "+++\ntitle = 'A'\n+++\n", '{"title": "A"}\n', "----\ntitle: A\n----\n"]
)
def test_a_file_without_its_first_hyphens_has_no_fields(text: str) -> None:
    assert broken(text).code == "no-fields"


@pytest.mark.parametrize("text", ["---\n", "---\ntitle: A\n", "---\ntitle: A\n --- \nWords.\n", "---\ntitle: A\n----\n"])
def test_fields_without_their_last_hyphens_are_unclosed(text: str) -> None:
    assert broken(text).code == "unclosed-fields"


def test_an_unclosed_list_of_fields_is_told_where_it_starts() -> None:
    assert broken("\n---\ntitle: A\n").place == Place(PATH, 2, 1)


@pytest.mark.parametrize(("letters", "code"), [(MOST_CHARACTERS, ""), (MOST_CHARACTERS + 1, "fields-too-long")])
def test_fields_have_a_longest_length(letters: int, code: str) -> None:
    found = parsed(f"---\ntitle: {'a' * (letters - len('title: ') - 1)}\n---\n")
    assert (found.code if isinstance(found, Problem) else "") == code


@pytest.mark.parametrize("text", ["*other", "&other", "&other A typo", "[&a one, *a]", "{one: &a two}", "*other words"])
def test_a_value_that_points_or_can_be_pointed_to_is_refused(text: str) -> None:
    assert broken(f"---\nx: {text}\n---\n").code == "reference-mark"


@pytest.mark.parametrize("text", ["!!python/object:os.system x", "!!binary aGk=", "!mine x", "! x", "[!a x]", "!!timestamp 2016"])
def test_a_value_that_asks_for_a_type_is_refused(text: str) -> None:
    assert broken(f"---\nx: {text}\n---\n").code == "type-mark"


@pytest.mark.parametrize("text", ["AT&T", "Wow!", "5 * 3", "a&b: c&d".replace(": ", ":"), '"&c"', "'!x'", '"*"', "R & D"])
def test_these_signs_inside_a_value_or_in_quotes_are_fine(text: str) -> None:
    assert isinstance(value(text), Text)


def test_the_same_field_twice_is_told_with_both_lines() -> None:
    problem = broken("---\ntitle: A\ndate: 2016\ntitle: B\n---\n")
    assert (problem.code, problem.place) == ("same-field-twice", Place(PATH, 4, 1))
    assert "line 2" in problem.message


def test_the_same_name_in_two_tables_is_fine() -> None:
    assert sound("---\na: {id: 1}\nb: {id: 2}\n---\n").fields.values.keys() == {"a", "b"}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_lists_in_lists_without_end_are_told(opening: str) -> None:
    times = MOST_CHARACTERS // len(opening) - 4
    assert isinstance(parsed(f"---\n{opening * times}\n---\n"), Problem)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('title: "A typo\ndate: 2016', (2, 8)),
        ("title: 'A typo\ndate: 2016", (2, 8)),
        ("date: 2016\nattributes: [Voice\nkind: text", (3, 13)),
        ("date: 2016\nimage: {src: a.png\nkind: text", (3, 8)),
        ("title: A\ndate 2016\nkind: text", (3, 1)),
        ("title: Voice: a typo", (2, 13)),
        ("title: A\n\tdate: 2016", (3, 1)),
        ("list:\n  - b\n - c", (4, 2)),
        ("title: A\n\x93date\x94: 2016", (3, 1)),
    ],
)
def test_what_breaks_the_fields_is_told_where_it_stands(text: str, place: tuple[int, int]) -> None:
    problem = broken(f"---\n{text}\n---\n")
    assert (problem.place.line, problem.place.column) == place


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_a_line_end_that_nobody_can_see_moves_no_places(sign: str) -> None:
    found = parsed(f'---\ntitle: "one{sign}two"\nsumary: x\n---\n')
    assert isinstance(found, Problem) or found.fields.names["sumary"] == Place(PATH, 3, 1)


@pytest.mark.parametrize("written", [r"\ue000", r"\x00", r"\uE001", r"\e", r"\U000f0000", r"\x7f"])
def test_a_hidden_character_that_is_written_as_its_number_is_told(written: str) -> None:
    assert broken(f'---\ntitle: "A {written} typo"\n---\n').code == "hidden-characters"


@given(ANYTHING, ANYTHING)
def test_anything_gives_fields_or_a_problem(fields: str, body: str) -> None:
    assert isinstance(parsed(f"---\n{fields}\n---\n{body}"), Parsed | Problem)


@given(ANYTHING)
def test_any_file_gives_fields_or_a_problem(text: str) -> None:
    assert isinstance(parsed(text), Parsed | Problem)


@given(ANYTHING)
def test_a_problem_stands_inside_the_file(fields: str) -> None:
    text = f"---\n{fields}\n---\nWords.\n"
    found = parsed(text)
    lines = text.split("\n")
    assert isinstance(found, Parsed) or (
        1 <= found.place.line <= len(lines) and 1 <= found.place.column <= len(lines[found.place.line - 1]) + 1
    )


@given(st.dictionaries(NAMES, WORDS, min_size=1, max_size=8), st.integers(0, 3), st.integers(0, 3))
def test_simple_fields_keep_their_lines_and_words(fields: dict[str, str], above: int, between: int) -> None:
    gap = "\n" * between
    text = "\n" * above + "---\n" + "".join(f"{name}: {words}\n{gap}" for name, words in fields.items()) + "---\nLast.\n"
    found = sound(text)
    lines = text.split("\n")
    for name, words in fields.items():
        place = found.fields.names[name]
        assert lines[place.line - 1] == f"{name}: {words}"
        assert found.fields.values[name] == Text(words, Place(PATH, place.line, len(name) + 3))
    assert lines[found.first_line - 1] == "Last."


@given(st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc", "Co", "Zl", "Zp"])))
def test_words_in_quotes_come_back_as_they_were(words: str) -> None:
    quoted = words.replace("'", "''")
    found = parsed(f"---\nx: '{quoted}'\n---\n")
    if isinstance(found, Problem):
        assert any(ord(sign) in (0xFFFE, 0xFFFF) or ord(sign) & 0xFFFE == 0xFFFE for sign in words), found
    else:
        assert found.fields.values["x"] == Text(words, Place(PATH, 2, 4))
