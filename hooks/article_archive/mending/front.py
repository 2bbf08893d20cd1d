"""Fields that can't be read -> the same with quotes where a value holds a colon, and spaces where tabs were."""

from __future__ import annotations

import re

from msgspec.structs import replace

from ..frontmatter import Items, Parsed, Table, Text, Value, parse
from ..model import SourceFile
from ..problems import Problem

# A field with a value on its line that is in no quotes or brackets, and could be followed by no comment.
_VALUE = re.compile(
    r"""(\s*(?:[\w-]+|-[ ]+(?:id|name|role)):[ \t]+)(?![-?][ ])([^\s"'\[\]{}|>&*!%@`#,](?:(?![ \t]\#)[^\n])*?)([ \t]*)"""
)
_COLON = re.compile(r":(?:[ \t]|$)")
_INDENT = re.compile(r"^[ \t]*\t[ \t]*(?=\S|$)|(?<=-)[ \t]*\t[ \t]*(?=\S)", re.MULTILINE)
_BEFORE_NAME = re.compile(r"[ \t]*(?:-[ \t]+)*")
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


def readable(source: SourceFile) -> SourceFile:
    """The file with what keeps its fields from being read mended, as far as that has one right answer."""
    if not isinstance(parse(source), Problem):
        return source
    quoted = _quoted(source)
    if not isinstance(parse(quoted), Problem):
        return quoted
    narrow, wide = (_quoted(_without_tabs(source, width)) for width in (2, 4))
    one, other = parse(narrow), parse(wide)
    # How wide a tab is meant to be must make no difference.
    is_sure = isinstance(one, Parsed) and isinstance(other, Parsed) and flat(one.fields) == flat(other.fields)
    return narrow if is_sure else quoted


def flat(value: Value) -> list[str]:
    """Every word of fields, with marks that tell tables and lists apart."""
    if isinstance(value, Text):
        return [f"={value.text}"]
    if isinstance(value, Items):
        return ["[", *(words for item in value.items for words in flat(item)), "]"]
    assert isinstance(value, Table)
    return ["{", *(words for name, item in value.values.items() for words in (f":{name}", *flat(item))), "}"]


def _quoted(source: SourceFile) -> SourceFile:
    """The file with quotes around values that need them, from the top as far as that helps."""
    while True:
        problem = parse(source)
        if not isinstance(problem, Problem) or problem.code != "broken-fields":
            return source
        better = _with_quotes(source, problem.place.line)
        after = parse(better) if better else problem
        if better is None or (isinstance(after, Problem) and after.place.line <= problem.place.line):
            return source
        source = better


def _with_quotes(source: SourceFile, number: int) -> SourceFile | None:
    """The file with quotes around the value in this line; None where it is not one value that needs them."""
    lines = source.text.split("\n")
    found = _VALUE.fullmatch(lines[number - 1])
    if not found or not _COLON.search(found[2]) or _goes_on(lines, number):
        return None
    plain = found[2].replace("\\", "\\\\").replace('"', '\\"')
    lines[number - 1] = f'{found[1]}"{plain}"{found[3]}'
    return replace(source, text="\n".join(lines))


def _goes_on(lines: list[str], number: int) -> bool:
    """Whether the next line is indented more than this one's name: then it may belong to the value."""
    line, after = lines[number - 1], lines[number] if number < len(lines) else ""
    return bool(after.strip()) and _depth(after) > _depth(line)


def _depth(line: str) -> int:
    found = _BEFORE_NAME.match(line)
    return found.end() if found else 0


def _without_tabs(source: SourceFile, width: int) -> SourceFile:
    """The file with so many spaces for each tab that indents one of its fields."""
    fences = [found.start() for found in _FENCE.finditer(source.text)][:2]
    if len(fences) < 2:
        return source
    start, end = fences
    fields = _INDENT.sub(
        lambda found: _spaces(found[0], width, found.string[found.end() : found.end() + 1]), source.text[start:end]
    )
    return replace(source, text=source.text[:start] + fields + source.text[end:])


def _spaces(indent: str, width: int, follows: str) -> str:
    return indent.replace("\t", " " * width) if follows not in ("", "\n") else ""
