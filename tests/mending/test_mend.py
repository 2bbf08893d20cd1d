"""What has one right answer is mended, and everything else stays."""

from __future__ import annotations

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive.frontmatter import Parsed, parse
from article_archive.judging.judge import Judged, judge
from article_archive.judging.vocabulary import Vocabulary, vocabulary
from article_archive.mending.mend import difference, mended
from article_archive.model import Author, Place, Series, Term
from article_archive.problems import Problem
from article_archive.reading import Entry, source
from article_archive.settings import Facet

HERE = Place("docs/articles/2016/a.md")
ENTRY = Entry(HERE.path, "article", "a")
WORDS: Vocabulary = vocabulary(
    {"attributes": Facet("attributes", "Attribute", "Attributes", required=True)},
    UTC,
    [
        Author(id="writer-one", place=HERE, name="Writer One", also=("W. One",)),
        Author(id="zoe-example", place=HERE, name="Zoë Example"),
        Author(id="same-name", place=HERE, name="Same Name"),
        Author(id="same-name-2", place=HERE, name="Same Name"),
    ],
    [
        Term(facet="attributes", id="voice", place=HERE, name="Voice"),
        Term(facet="attributes", id="co-creation", place=HERE, name="Co-Creation", also=("Making together",)),
        Term(facet="attributes", id="habits-of-mind", place=HERE, name="Habits of Mind"),
    ],
    [Series(id="small-steps", place=HERE, name="Small steps")],
    ["authors/broken-one.md"],
    ["a", "first-words"],
)


def written(fields: str, body: str = "Words.\n") -> str:
    """An article with these lines, besides those that it needs and that are not among them."""
    given = {line.partition(":")[0].lower() for line in fields.splitlines()}
    needed = {"title": "A title", "date": "2016-09-14", "author": "writer-one", "attributes": "[Voice]"}
    others = "".join(f"{name}: {value}\n" for name, value in needed.items() if name not in given and f"{name}s" not in given)
    return f"---\n{fields}{others}---\n{body}"


def fix(text: str) -> str:
    return mended(ENTRY, text.encode(), WORDS).decode()


def judged(data: bytes) -> Judged:
    found = source(ENTRY, data)
    parsed = found if isinstance(found, Problem) else parse(found)
    return judge(parsed, WORDS) if isinstance(parsed, Parsed) else Judged(None, (parsed,))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        # dates
        ("date: 2026/3/1\n", "date: 2026-03-01\n"),
        ("date: 1 March 2026  # a Sunday\n", "date: 2026-03-01  # a Sunday\n"),
        ("date: 'March 1st, 2026'\n", "date: '2026-03-01'\n"),
        # the whole of a value with a colon
        ("title: Voice: a beginning\n", 'title: "Voice: a beginning"\n'),
        ('title: She said: "no" \\ yes: no\n', 'title: "She said: \\"no\\" \\\\ yes: no"\n'),
        ("title: And now:\n", 'title: "And now:"\n'),
        ("title: One: two\nsummary: Three: four   \n", 'title: "One: two"\nsummary: "Three: four"   \n'),
        ("image:\n  src: a.jpg\n  alt: Desks: two\n", 'image:\n  src: a.jpg\n  alt: "Desks: two"\n'),
        ("authors:\n  - name: Us: all\n    role: with\n", 'authors:\n  - name: "Us: all"\n    role: with\n'),
        ("image: {src: a.jpg, alt: Desks: two }\n", 'image: {src: a.jpg, alt: "Desks: two" }\n'),
        ("authors:\n  - {name: Us: all, role: with}\n", 'authors:\n  - {name: "Us: all", role: with}\n'),
        ("title: *Voice* matters\nsummary: @home\n", 'title: "*Voice* matters"\nsummary: "@home"\n'),
        ("title: \"Voice\" and 'choice' too\n", 'title: "\\"Voice\\" and \'choice\' too"\n'),
        # people
        ("author: Writer One\n", "author: writer-one\n"),
        ("author: WRITER_ONE\n", "author: writer-one\n"),
        ("authors: [W. One, Zoe Example]\n", "authors: [writer-one, zoe-example]\n"),
        ("authors:\n  - {id: 'Writer One', role: With} # both\n", "authors:\n  - {id: 'writer-one', role: with} # both\n"),
        ("authors:\n  - ID: writer-one\n    Role: translater\n", "authors:\n  - id: writer-one\n    role: translator\n"),
        # terms
        ("attributes: [Voice, Co-Creatoin]\n", "attributes: [Voice, co-creation]\n"),
        ("attributes: [Habits of mind!, making, Voice]\n", "attributes: [habits-of-mind, making, Voice]\n"),
        ('attributes:\n- "Voíce"\n', 'attributes:\n- "voice"\n'),
        # names of fields and choices
        ("Title: Big\n", "title: Big\n"),
        ("sumary: Short\n", "summary: Short\n"),
        ("kind: Interview\n", "kind: interview\n"),
        ("Kind: Interveiw\n", "kind: interview\n"),
        ("series: {id: Small Steps, part: 1}\n", "series: {id: small-steps, part: 1}\n"),
        ("translation_of: First Words\n", "translation_of: first-words\n"),
        # tabs
        ("authors:\n\t- writer-one\n", "authors:\n  - writer-one\n"),
        ("authors:\n  -\twriter-one\n", "authors:\n  -  writer-one\n"),
        ("image:\n\tsrc: a.jpg\n\talt: Desks: two\n", 'image:\n  src: a.jpg\n  alt: "Desks: two"\n'),
        ("title: One\n\t\n", "title: One\n\n"),
    ],
)
def test_a_mistake_with_one_right_answer_is_mended(wrong: str, right: str) -> None:
    assert fix(written(wrong)) == written(right)


def test_the_last_field_is_mended_as_any_other() -> None:
    assert fix("---\ntitle: One: two\n---\nWords.\n") == '---\ntitle: "One: two"\n---\nWords.\n'


@pytest.mark.parametrize(
    "fields",
    [
        "date: 03/04/2026\n",
        "date: 30 February 2026\n",
        "date: Monday, 1 March 2026\n",
        "title: Voice: a beginning # with a remark\n",
        "title: One: two\n  and more\n",
        "image: {src: a.jpg, alt: Desks: two, three}\n",
        "title: 'Tis the season: again\n",
        'title: "Voice: a beginning\n',
        "attributes: [Voice: one]\n",
        "title: One # two: three\n",
        "author: Same Name\n",
        "author: writer-oen\n",
        "author: broken one\n",
        "attributes: [Vioces]\n",
        "attributes: [Voic]\n",
        "title: One\nTitle: Two\n",
        "sumary: One\nsummry: Two\n",
        "summary: One\nsumary: Two\n",
        "draft: ture\n",
        "role: with\n",
        "authors:\n  - writer-one\n\t- zoe-example\n",
        "summary: >\n  One: two\nkind: Slade\n",
        "translation_of: first-word\n",
        "authors:\n  - {name: A guest, role: interviewe}\n",
    ],
)
def test_what_could_be_meant_in_two_ways_stays(fields: str) -> None:
    assert fix(written(fields)) == written(fields)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("# One\n\n## Two\n", "## One\n\n### Two\n"),
        ("## One\n\n#### Two\n\n## Three\n", "## One\n\n### Two\n\n## Three\n"),
        ("### One #\n", "## One #\n"),
        ("One\n===\n\nWords\n---\n", "One\n---\n\n### Words\n"),
        ("> # One\n\n- # Two\n", "> ## One\n\n- ## Two\n"),
        ("   # One\n\n#\n\n# Two", "   ## One\n\n#\n\n## Two"),
        ("```\n# no heading\n```\n\n# One\n", "```\n# no heading\n```\n\n## One\n"),
        ("# [One](#one) `#` &amp; é\n", "## [One](#one) `#` &amp; é\n"),
    ],
)
def test_headings_stand_at_the_level_at_which_they_are_shown(wrong: str, right: str) -> None:
    assert fix(written("", wrong)) == written("", right)


@pytest.mark.parametrize("body", ["<h1>One</h1>\n\n## Two\n", "\t# code\n", "#hash\n", "Two\nlines\n===\n\nMore\nlines\n---\n"])
def test_headings_stay_where_the_page_would_change(body: str) -> None:
    before, after = judged(written("", body).encode()), judged(fix(written("", body)).encode())
    assert before.value
    assert after.value
    assert before.value.body.packed == after.value.body.packed


def test_line_ends_become_lf_and_the_mark_at_the_start_stays() -> None:
    text = written("").replace("\n", "\r\n")
    assert mended(ENTRY, b"\xef\xbb\xbf" + text.encode(), WORDS) == b"\xef\xbb\xbf" + written("").encode()


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"---\ntitle: \x00\n---\n", b"no fields\r\n" + b"x" * 1024 * 1024])
def test_a_file_that_can_not_be_read_stays_as_it_is(data: bytes) -> None:
    assert mended(ENTRY, data, WORDS) == data


def test_a_text_that_would_take_the_parser_minutes_is_left_alone() -> None:
    text = written("", ">" * 100_000 + " # One\n")
    assert fix(text) == text


def test_a_difference_is_shown_line_by_line_without_line_ends_and_control_codes() -> None:
    before, after = b"one\r\ntwo \x1b[31m\r\nthree\r\n", b"one\n2 \x1b[31m\nthree\n"
    assert list(difference("a.md", before, after)) == [
        "a.md: its lines end in LF now.",
        "--- a/a.md",
        "+++ b/a.md",
        "@@ -1,3 +1,3 @@",
        " one",
        "-two \\x1b[31m",
        "+2 \\x1b[31m",
        " three",
    ]


# Laws: over files made of what people write, right and wrong.
VALUES = st.one_of(
    st.sampled_from(
        "writer-one;Writer One;[writer one, Same Name];{id: W. One, role: With};Voice;voise;[Voice, Co Creation];2026/3/1;"
        "1 March 2026;03/04/2026;2016-09-14;One: two;'One: two';a # b;Interview;interview;true;{src: a.jpg, alt: A};"
        '{id: Small Steps, part: 1};\n\t- writer-one;\n  - Voice\n  - voise;>\n  folded: text;&a b;*a;[;"x'.split(";")
    ),
    st.text(st.sampled_from("ab :#'\"\\-[]{},\t\né"), max_size=12),
)
NAMES = st.sampled_from(
    "title;Title;date;updated;author;authors;attributes;Attributes;kind;series;image;summary;sumary;x".split(";")
)
BODIES = st.lists(
    st.sampled_from(
        [
            "# One",
            "## Two",
            "#### Four",
            "Words",
            "Set\n===",
            "Set\n---",
            "> # In",
            "- ## In",
            "```\n# no\n```",
            "<h1>x</h1>",
            "[a](b.md)",
        ]
    ),
    max_size=8,
).map("\n\n".join)
FILES = st.builds(
    lambda fields, body, ends: ("---\n" + "".join(f"{n}: {v}\n" for n, v in fields) + f"---\n{body}\n").replace("\n", ends),
    st.lists(st.tuples(NAMES, VALUES), max_size=6),
    BODIES,
    st.sampled_from(["\n", "\r\n", "\r"]),
)
SOUND = st.builds(
    lambda fields, body, ends: written("".join(f"{n}: {v}\n" for n, v in fields.items()), body).replace("\n", ends),
    st.fixed_dictionaries(
        {},
        optional={
            "title": st.sampled_from(["A", "'One: two'", "She  said", "C # d", ">\n  folded: text", '"Quo\\"ted: "']),
            "author": st.sampled_from(["writer-one", "' writer-one'", "{id: writer-one, role: with} # both", "[zoe-example]"]),
            "attributes": st.sampled_from(["voice", "[VOICE, co creation]", "\n- Making together # so\n- Habits-of-mind"]),
            "date": st.sampled_from(["2016-9-14", "~2016", "2016-09-14 9:30", "' 2016-09-14'"]),
            "kind": st.sampled_from(["interview", "' text '"]),
            "summary": st.text(st.sampled_from("ab "), max_size=6),
        },
    ),
    BODIES,
    st.sampled_from(["\n", "\r\n"]),
)


@given(FILES)
def test_what_is_mended_needs_no_mend(text: str) -> None:
    once = mended(ENTRY, text.encode(), WORDS)
    assert mended(ENTRY, once, WORDS) == once


@given(SOUND)
def test_a_sound_file_keeps_its_meaning(text: str) -> None:
    before, after = judged(text.encode()), judged(mended(ENTRY, text.encode(), WORDS))
    assert before.value is not None
    assert after.value is not None
    assert meaning(after) == meaning(before)
    assert {p.code for p in after.problems} <= {p.code for p in before.problems}


def meaning(of: Judged) -> object:
    """All of a judged article but the places of its links."""
    value = of.value
    assert value is not None
    body = value.body
    targets = [(link.target, link.is_picture) for link in body.links]
    fields = {name: getattr(value, name) for name in value.__struct_fields__ if name != "body"}
    return fields, bytes(body.packed), body.headings, targets


@given(FILES)
def test_a_mend_makes_no_new_mistake(text: str) -> None:
    before, after = judged(text.encode()), judged(mended(ENTRY, text.encode(), WORDS))
    hiding = {"broken-fields", "reference-mark", "type-mark", "unknown-field", "unknown-role"}
    if not hiding & {p.code for p in before.problems}:
        assert {p.code for p in after.problems} <= {p.code for p in before.problems} | {"author-twice"}
