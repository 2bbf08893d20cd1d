"""A Word file -> an article: what is kept, what needs a human, and what is refused."""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from article_archive.importers.document import Plan, Wanted, file_name, plan, written
from article_archive.importers.package import MOST_BYTES, NoDocument
from article_archive.model import Html
from article_archive.text import markdown

from ..archives import SMALL, judged_settings, said, small
from .word_files import (
    bold,
    item,
    link,
    linked_picture,
    note,
    packed,
    paragraph,
    parts,
    picture,
    run,
    table,
    word,
)

SETTINGS = judged_settings(SMALL)[0]
WHOLE = Wanted(date="2019-03-04", authors=("writer-one",), terms={"attributes": ("Voice",)})


def png(side: int = 8) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (side, side), "white").save(made, "PNG")
    return made.getvalue()


def planned(data: bytes, wanted: Wanted = WHOLE) -> Plan:
    return plan(data, "a file.docx", wanted, SETTINGS, 2026)


def text(data: bytes, wanted: Wanted = WHOLE) -> str:
    found = planned(data, wanted)
    return found.files[found.article].decode()


def body(data: bytes) -> str:
    return text(data).split("---\n", 2)[2]


EVERYTHING = word(
    paragraph("The rain gutter: an account", "Title")
    + paragraph("What we did", "Heading 1")
    + paragraph("Plain, ", inside=bold("bold") + run(" and ") + run("slanted", "<w:i/>") + note(5) + run("."))
    + item("one")
    + item("two", 1)
    + paragraph("Deep", "Heading 3")
    + paragraph("", inside=link("web", "a site") + run(", ") + link("own", "my disk"))
    + table(("A", "B"), ("1", "2 | 3"))
    + paragraph("Said by somebody.", "Quote")
    + paragraph("", inside=picture("p", "Two desks"))
    + paragraph("Last", "Lesson plan"),
    relations={
        "web": ("hyperlink", "https://example.org/a_b?c=d"),
        "own": ("hyperlink", "file:///C:/Users/Writer/a.docx"),
        "p": ("image", "media/image1.png"),
    },
    notes={5: "It was a Wednesday."},
    beside={"word/media/image1.png": png()},
)


def test_a_document_becomes_an_article_in_our_format() -> None:
    assert (
        text(EVERYTHING)
        == """---
title: 'The rain gutter: an account'
date: 2019-03-04
authors: [writer-one]
attributes: [Voice]
draft: true
---
## What we did

Plain, **bold** and *slanted*[^1].

- one
  - two

### Deep

[a site](https://example.org/a_b?c=d), my disk

| A | B |
| --- | --- |
| 1 | 2 \\| 3 |

> Said by somebody.

![Two desks](picture-1.png)

Last

[^1]: It was a Wednesday.
"""
    )


def test_what_needs_a_human_is_listed() -> None:
    remarks = planned(EVERYTHING).remarks
    assert [words.partition(":")[0].partition(" (")[0] for words in remarks] == [
        "A summary is missing",
        "These links lead to no website and became words",
        "Tables became plain rows",
        "These styles of paragraphs became plain text",
        "It is a draft",
    ]
    assert "file:///C:/Users/Writer/a.docx" in remarks[1]
    assert "Lesson plan" in remarks[3]


def test_the_check_finds_nothing_that_the_list_does_not_name(tmp_path: Path) -> None:
    root = small(tmp_path)
    written(root, planned(EVERYTHING))
    assert said(root) == []
    bare = word(paragraph("Words."), beside={})
    found = planned(bare, Wanted(title="Bare"))
    written(root, found)
    missing = {re.search(r"The field `(\w+)` is missing", line)[1] for line in said(root) if "is missing" in line}  # type: ignore[index]
    assert missing == {"date", "authors", "attributes"}
    assert {"The date is missing", "The authors are missing", "The attributes are missing"} <= {
        words.partition(":")[0] for words in found.remarks
    }


def test_pictures_lie_beside_the_article_each_once_and_by_their_bytes() -> None:
    found = planned(
        word(
            paragraph(
                "Words.", inside=picture("p", "Picture 1") + picture("q", "desk.png") + picture("r") + picture("s", "Three")
            ),
            relations={
                "p": ("image", "../../media/evil name.exe"),
                "q": ("image", "media/evil name.exe"),
                "r": ("image", "media/drawing.emf"),
                "s": ("image", "media/three.png"),
            },
            beside={
                "word/media/evil name.exe": png(),
                "word/media/drawing.emf": b"\x01\x00\x00\x00",
                "word/media/three.png": png(9),
            },
        ),
        Wanted(title="A title"),
    )
    assert {path.rpartition("/")[2] for path in found.files} == {"index.md", "picture-1.png", "picture-2.png"}
    assert found.article == "docs/articles/2026/a-title/index.md"
    assert found.files[found.article].decode().count("![](picture-1.png)") == 1
    assert any("Picture 1 is not in the document" in words for words in found.remarks)
    remarks = "\n".join(found.remarks)
    assert "picture-1.png has no description" in remarks
    assert "picture-2.png has no description" not in remarks
    assert "can't be shown in a browser" in remarks


def test_a_picture_on_another_computer_is_never_asked_for() -> None:
    found = planned(
        word(
            paragraph("Words.", inside=linked_picture("p") + linked_picture("q")),
            relations={"p": ("image", "http://127.0.0.1:9/a.png"), "q": ("image", "file:///etc/hostname")},
        )
    )
    assert len(found.files) == 1
    assert any("lies on another computer" in words for words in found.remarks)


def test_a_picture_of_enormous_sides_is_left_out() -> None:
    bomb = png().replace(b"\x00\x00\x00\x08\x00\x00\x00\x08", b"\x00\x01\x86\xa0\x00\x01\x86\xa0", 1)
    found = planned(
        word(paragraph("Words.", inside=picture("p", "Big")), relations={"p": ("image", "a.png")}, beside={"word/a.png": bomb})
    )
    assert len(found.files) == 1
    assert any("Picture 1 can't be shown" in words for words in found.remarks)


def test_the_title_is_the_styled_one_or_the_first_heading_or_the_name_of_the_file() -> None:
    plain = Wanted()
    assert text(word(paragraph("Own", "Title") + paragraph("A.")), plain).startswith("---\ntitle: Own\n")
    headed = planned(
        word(paragraph("First", "Heading 1") + paragraph("A.") + paragraph("B", "Heading 1") + paragraph("C.")), plain
    )
    assert headed.files[headed.article].decode().startswith("---\ntitle: First\n")
    assert "\nA.\n\n## B\n\nC.\n" in headed.files[headed.article].decode()
    assert any("first heading" in words for words in headed.remarks)
    nameless = planned(word(paragraph("A.")), plain)
    assert nameless.article == "docs/articles/2026/a-file.md"
    assert any("no title in the document" in words for words in nameless.remarks)


def test_bold_lines_are_guessed_to_be_headings_where_there_are_none() -> None:
    lines = paragraph("", inside=bold("A bold line")) + paragraph("Words.")
    assert body(word(lines)) == "## A bold line\n\nWords.\n"
    assert any("taken for them (1)" in words for words in planned(word(lines)).remarks)
    assert "**A bold line**" in body(word(paragraph("Real", "Heading 2") + lines))


def test_headings_leave_no_level_out() -> None:
    levels = ("Heading 2", "Heading 1", "Heading 3", "Heading 3", "Heading 2", "Heading 1")
    found = body(word(paragraph("Words.") + "".join(paragraph(f"H{n}", style) for n, style in enumerate(levels))))
    assert re.findall(r"^(#+) H", found, re.MULTILINE) == ["##", "##", "###", "###", "###", "##"]


def test_changes_and_comments_of_reviewers_are_said() -> None:
    changed = f"<w:ins>{run('added ')}</w:ins><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
    comment = '<w:r><w:commentReference w:id="0"/></w:r>'
    found = planned(word(paragraph("Words ", inside=changed + comment)))
    assert found.files[found.article].decode().endswith("Words added\n")
    assert [words for words in found.remarks if "reviewer" in words or "Comments" in words] == [
        "Words that a reviewer had struck out are left out.",
        "Words that a reviewer had added are taken over as if they were accepted.",
        "Comments in the margin are left out.",
    ]


def test_what_word_leaves_behind_is_taken_out() -> None:
    assert body(word(paragraph("a\u00a0b\u200bc\u00add \uf0b7 e"))) == "a bcd e\n"


@pytest.mark.parametrize(
    "words",
    [
        *("1. Not a list", "# no heading", "- no bullet", "+ none", "> no quote", "---", "===", "***", "```", "~~~", "a | b"),
        *("<script>alert(1)</script>", "&lt;b&gt;", "[a](javascript:b)", "![a](b)", "*a* _b_ __c__", "`code`", "~~gone~~"),
        *(
            "[^1]: a note",
            "[a]: https://example.org/",
            "a\\b",
            "https://example.org/a_b_c",
            "snake_case_word",
            "1) a",
            "&copy; &#65;",
        ),
        *("[!NOTE]", "$a$", ":smile:", "- [ ] task", "| a | b |"),
    ],
)
def test_words_stay_words(words: str) -> None:
    assert shown(word(paragraph("First.") + paragraph(words))) == f"First. {words}"


def shown(data: bytes) -> str:
    """What a reader sees of the text of an article, in one line."""
    found, _ = markdown.body(body(data), "docs/articles/a.md", 1)
    assert all(isinstance(part, Html) for part in found.parts), found.parts
    printed = " ".join(part.html for part in found.parts if isinstance(part, Html))
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", printed)).split())


LETTERS = st.text(st.sampled_from("ab *_`~<>[]()#+-=|\\!&;:.1234/\"'$^{}é\u00a0"), min_size=1, max_size=24)


@settings(max_examples=150, deadline=None)
@given(st.lists(LETTERS.filter(lambda words: words.strip()), min_size=1, max_size=4))
def test_whatever_stands_in_a_document_is_read_in_the_article(lines: list[str]) -> None:
    expected = " ".join(" ".join(lines).split())
    assert shown(word("".join(paragraph(words) for words in lines))) == expected


def test_a_document_without_words_is_refused() -> None:
    with pytest.raises(NoDocument, match="no words"):
        planned(word(paragraph("")))


def changed(**pieces: bytes) -> bytes:
    return packed(
        {**parts(paragraph("Words.")), **{name.replace("__", "/").replace("_xml", ".xml"): d for name, d in pieces.items()}}
    )


def doctype(body: str) -> bytes:
    return f'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">{body}]><w:document xmlns:w="w">&a;</w:document>'.encode()


def bomb() -> bytes:
    """A piece of 300 MB in some hundred kilobytes."""
    made = io.BytesIO(packed(parts(paragraph("Words."))))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/media/a.png", "w") as piece:
        for _ in range(300):
            piece.write(bytes(1024 * 1024))
    return made.getvalue()


HOSTILE = {
    "no zip": b"Words.",
    "an older Word, or a locked one": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "another zip": packed({"a.txt": b"Words."}),
    "a damaged zip": EVERYTHING[:-40],
    "damaged within": EVERYTHING[: (at := EVERYTHING.index(b"word/document.xml") + 30)] + b"\x00\x01\x02" + EVERYTHING[at + 3 :],
    "too large": bytes(MOST_BYTES + 1),
    "a bomb": bomb(),
    "a bomb of words": changed(word__document_xml=b"<w>" + b" " * (17 * 1024 * 1024) + b"</w>"),
    "entities": changed(word__document_xml=doctype('<!ENTITY b "&a;&a;">')),
    "an entity of another file": changed(word__document_xml=doctype('<!ENTITY x SYSTEM "file:///etc/hostname">')),
    "entities in another encoding": changed(word__styles_xml=doctype("").decode().encode("utf-16")),
    "entities in a piece that nobody reads": changed(customXml__item1_xml=doctype("")),
    "nested without end": changed(word__document_xml=b"<w>" * 5000 + b"</w>" * 5000),
    "millions of pieces of words": changed(word__document_xml=b"<w>" + b"<a/>" * 1_100_000 + b"</w>"),
    "no end": changed(word__document_xml=b"<w:document>"),
    "a path that climbs": packed({**parts(paragraph("Words.")), "../../etc/cron.d/a": b"a"}),
    "a path from the root": packed({**parts(paragraph("Words.")), "/etc/a": b"a"}),
    "a path of Windows": packed({**parts(paragraph("Words.")), "word\\..\\..\\a": b"a"}),
    "thousands of pieces": packed({**parts(paragraph("Words.")), **{f"word/{n}.bin": b"" for n in range(2100)}}),
    "packed in another way": packed(parts(paragraph("Words.")), zipfile.ZIP_LZMA),
    "no document": packed({"[Content_Types].xml": b"<Types/>"}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(name: str) -> None:
    with pytest.raises(NoDocument) as refused:
        planned(HOSTILE[name])
    assert str(refused.value).endswith(".")


def test_a_style_map_that_a_file_brings_along_is_not_read() -> None:
    pieces = parts(paragraph("Words.", "Quote"))
    pieces["mammoth/style-map"] = b"p => script:fresh"
    rel = (
        b'<Relationship Id="m" Type="http://schemas.zwobble.org/mammoth/style-map" Target="/mammoth/style-map"/></Relationships>'
    )
    pieces["word/_rels/document.xml.rels"] = pieces["word/_rels/document.xml.rels"].replace(b"</Relationships>", rel)
    assert body(packed(pieces)) == "> Words.\n"


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    found = planned(word(paragraph("Words.")), Wanted(title="Second words", date="2016"))
    root = small(tmp_path)
    with pytest.raises(NoDocument, match="there already"):
        written(root, found)
    assert "Somebody asked" in (root / found.article).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Ein Tag am Bach", "ein-tag-am-bach"),
        ("../../etc/passwd", "etc-passwd"),
        ("Élan & Co.", "elan-co"),
        ("日本語", "article"),
        ("a" * 99, "a" * 60),
        ("word " * 30, "word-word-word-word-word-word-word-word-word-word-word-word"),
    ],
)
def test_a_title_becomes_a_safe_name(title: str, name: str) -> None:
    assert file_name(title) == name
