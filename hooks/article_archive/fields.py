"""The table of fields: name, type, required, meaning, example."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from .model import Shelf

Type = Literal[
    "line",  # a sentence; emphasis and code in it are kept
    "words",  # a name or a label, nothing but letters
    "date",
    "people",  # authors with roles
    "image",
    "place in a series",
    "number",
    "yes or no",
    "choice",
    "language",
    "web address",
    "web addresses",
    "former addresses",  # inside this site
    "list of words",
    "named addresses",
    "name of an article",
    "name of a file",
    "terms",
]


# What a writer puts behind the colon.
SHAPES: Mapping[Type, str] = {
    "line": "A sentence or two; *emphasis* and `code` are kept.",
    "words": "Plain words.",
    "date": "`2016-09-14`, `2016-09-14 09:30`, `2016-09`, `2016`, or `~2016` for about 2016.",
    "people": "One or a list: the name of a file in `authors/`, or `{id: ..., role: ...}`, or `{name: ..., role: ...}`.",
    "image": "A file beside this one, or `{src: ..., alt: ..., caption: ...}`.",
    "place in a series": "`{id: ..., part: ...}`: the name of a file in `docs/series/`, and a number.",
    "number": "A whole number.",
    "yes or no": "`true` or `false`.",
    "choice": "One of the words named here.",
    "language": "The code of a language, such as `en`, `es` or `pt-BR`.",
    "web address": "An address that starts with `https://`.",
    "web addresses": "One address or a list, each starting with `https://`.",
    "former addresses": "One or a list, each from its first slash on.",
    "list of words": "One or a list.",
    "named addresses": "A name and an address each: `{website: https://...}`.",
    "name of an article": "The name of its file, without `.md`.",
    "name of a file": "The name of a file beside this one.",
    "terms": "One or a list; case, spaces and hyphens do not matter.",
}


class Field(Struct, frozen=True):
    """One field of a content file, as its writer meets it."""

    name: str
    type: Type
    meaning: str
    example: str
    required: bool = False
    choices: tuple[str, ...] = ()


KINDS = ("text", "interview", "audio", "video", "slides", "reference")
ROLES = ("author", "with", "guest", "interviewee", "interviewer", "translator", "editor")

ARTICLE = (
    Field("title", "line", "The article's title.", "Students as partners", required=True),
    Field("date", "date", "When it was published: a day, a month, a year, or about a year.", "2016-09-14", required=True),
    Field("updated", "date", "When its text last really changed.", "2016-10-02"),
    Field("author", "people", "The one author; `authors` is for several.", "writer-one"),
    Field(
        "authors",
        "people",
        "Who wrote it, in order: file names from authors/, or a name and a role.",
        "[writer-one]",
        required=True,
    ),
    Field("summary", "line", "One or two sentences for lists and search engines.", "What changed when students planned a unit."),
    Field(
        "image", "image", "The picture at the head: its file, its description, its caption.", "{src: desk.jpg, alt: Two desks}"
    ),
    Field("kind", "choice", "What it is.", "interview", choices=KINDS),
    Field("series", "place in a series", "The series it belongs to, and its part.", "{id: innovation-lab, part: 2}"),
    Field("lang", "language", "Its language, where it is not the site's.", "es"),
    Field("translation_of", "name of an article", "The article that this one translates.", "students-as-partners"),
    Field("aliases", "former addresses", "Addresses it had before; each leads here.", "[/2016/09/students/]"),
    Field("original", "web address", "Where it was first published.", "https://example.org/students/"),
    Field("canonical", "yes or no", "Whether search engines should prefer the original.", "true"),
    Field("also_at", "web addresses", "Other places where it can be read.", "[https://example.org/copy/]"),
    Field("draft", "yes or no", "A draft is checked and not published.", "true"),
)

AUTHOR = (
    Field("name", "words", "The name, as it is printed.", "Writer One", required=True),
    Field("role", "words", "What this person does.", "Science teacher"),
    Field("sort", "words", "The name as a list sorts it.", "One, Writer"),
    Field("also", "list of words", "Former names and other spellings.", "[W. One]"),
    Field("aliases", "former addresses", "Addresses this page had before.", "[/team/writer-one/]"),
    Field("featured", "number", "The place among the featured authors.", "1"),
    Field("image", "image", "A portrait beside this file.", "writer-one.jpg"),
    Field("links", "named addresses", "Where else this person is found.", "{website: https://example.org/}"),
    Field(
        "minor", "yes or no", "Whether this person is under age: then a first name and an initial are all that is told.", "true"
    ),
    Field("consent", "words", "The number of the written permission in your own list. It is never published.", "2026-014"),
)

TERM = (
    Field("name", "words", "The name, as it is printed.", "Co-Creation", required=True),
    Field("also", "list of words", "Other spellings and former names.", "[Cocreation]"),
    Field("aliases", "former addresses", "Addresses this page had before.", "[/category/co-creation/]"),
    Field("order", "number", "Its place in the list.", "2"),
    Field("summary", "line", "One sentence.", "Learners shape the work with their teacher."),
    Field("icon", "words", "The name of its sign.", "circle"),
)

SERIES = (
    Field("name", "words", "The name of the series.", "Innovation lab", required=True),
    Field("summary", "line", "One sentence.", "A year in one school."),
)

CLIP = (
    Field("title", "line", "The question or subject.", "What does it look like in your school?", required=True),
    Field("speakers", "people", "Who is heard.", "[writer-one, {name: Sample voice B}]", required=True),
    Field("sound", "name of a file", "The recording, beside this file.", "q1.m4a"),
    Field("video", "name of a file", "The film, beside this file.", "q1.mp4"),
    Field("transcript", "name of a file", "The WebVTT file with the words.", "q1.vtt", required=True),
    Field("group", "words", "Clips of one group are shown together.", "Five questions"),
    Field("order", "number", "Its place in the group.", "1"),
)

TABLE: Mapping[Shelf, tuple[Field, ...]] = {
    "article": ARTICLE,
    "author": AUTHOR,
    "term": TERM,
    "series": SERIES,
    "clip": CLIP,
}
