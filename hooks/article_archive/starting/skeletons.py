"""What is known of a new file -> its text: fields, and remarks that are never published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape

from ..fields import TABLE
from ..frontmatter import Parsed, Text, parse
from ..model import Shelf, SourceFile

_MORE = "# To use a line that starts with a number sign, take the sign off and write your own words.\n"
_DRAFT = "# A draft is checked and not published. Take the next line out when the article is ready.\ndraft: true\n"
_SAFE_IN_BRACKETS = re.compile(r"\w(?:[\w .-]*[\w.])?")
_TRANSCRIPT = """WEBVTT

NOTE
Write here what is heard: a line with the times at which a sentence begins and ends, and below it the speaker and the words,
with an empty line before the next. What stands below NOTE is never published.

00:00:00.000 --> 00:00:04.000
"""
_ARTICLE_BODY = """
<!-- Write the article here, below this remark. What stands between these signs is never published.

A heading starts with two number signs and a space. A picture lies beside this file. -->
"""


# A field's value: words, or a list of them; somebody without a file is a table of one name.
Value = str | Iterable[str | Mapping[str, str]]


def article(fields: Mapping[str, Value], *, is_draft: bool = True) -> str:
    """An article with these fields, and the others that most writers want as remarks. Lists stand in brackets."""
    more = _remarks("article", [name for name in ("summary", "image") if name not in fields])
    return f"---\n{_written(fields)}{more}{_DRAFT if is_draft else ''}---\n{_ARTICLE_BODY}"


def author(name: str, role: str = "", *, is_minor: bool = False) -> str:
    """An author's file."""
    given = {"name": name, **({"role": role} if role else {}), **({"minor": "true"} if is_minor else {})}
    # A child has no links, and no picture without somebody's consent.
    more = "" if is_minor else _remarks("author", [n for n in ("role", "links") if n not in given])
    return f"---\n{_written(given)}{more}---\n\n<!-- Write here two or three sentences about this person. -->\n"


def term(name: str, summary: str = "") -> str:
    """A term's file."""
    given = {"name": name, **({"summary": summary} if summary else {})}
    more = _remarks("term", [n for n in ("summary",) if n not in given])
    return f"---\n{_written(given)}{more}---\n\n<!-- Write here what this word means in the archive. -->\n"


def series(name: str, summary: str = "") -> str:
    """A series' file."""
    given = {"name": name, **({"summary": summary} if summary else {})}
    more = _remarks("series", [n for n in ("summary",) if n not in given])
    return f"---\n{_written(given)}{more}---\n\n<!-- Write here what holds the parts of this series together. -->\n"


def clip(fields: Mapping[str, Value]) -> str:
    """A clip's file with these fields."""
    more = _remarks("clip", [name for name in ("group", "order") if name not in fields])
    return f"---\n{_written(fields)}{more}---\n\n<!-- Write here, in a sentence, where the recording comes from. -->\n"


def transcript(speakers: Iterable[str]) -> str:
    """A clip's words, still to be written (WebVTT, W3C): the first line is the first speaker's."""
    return _TRANSCRIPT + "".join(f"<v {escape(name, quote=False)}>\n" for name in [*speakers][:1])


def scalar(value: str) -> str:
    """A value as it can stand behind a field's colon: in quotes only where it needs them."""
    parsed = parse(SourceFile("", "article", "", f"---\nx: {value}\n---\n"))
    if isinstance(parsed, Parsed) and not parsed.notes and {*parsed.fields.values} == {"x"}:
        read = parsed.fields.values["x"]
        if isinstance(read, Text) and read.text == value and value[:1] not in "\"'":
            return value
    return _quoted(value)


def _in_brackets(value: str | Mapping[str, str]) -> str:
    if not isinstance(value, str):
        return "{" + ", ".join(f"{name}: {_in_brackets(each)}" for name, each in value.items()) + "}"
    return value if _SAFE_IN_BRACKETS.fullmatch(value) else _quoted(value)


def _quoted(value: str) -> str:
    plain = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def _written(fields: Mapping[str, Value]) -> str:
    return "".join(
        f"{name}: {scalar(value) if isinstance(value, str) else '[' + ', '.join(map(_in_brackets, value)) + ']'}\n"
        for name, value in fields.items()
    )


def _remarks(shelf: Shelf, names: Iterable[str]) -> str:
    """Fields that could be written, each with its meaning and an example, from the table of fields."""
    wanted = [field for field in TABLE[shelf] if field.name in names]
    lines = "".join(f"#\n# {field.meaning}\n# {field.name}: {field.example}\n" for field in wanted)
    return f"{_MORE}{lines}#\n" if wanted else ""
