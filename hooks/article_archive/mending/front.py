"""Fields that can't be read -> the same with quotes where a value holds a colon, and spaces where tabs were."""

from __future__ import annotations

import re

from msgspec.structs import replace

from ..frontmatter import Items, Parsed, Table, Text, Value, parse
from ..model import SourceFile
from ..problems import Problem

# A field with a value on its line that is in no brackets, and could be followed by no comment.
_VALUE = re.compile(r"""(\s*(?:[\w-]+|-[ ]+(?:id|name|role)):[ \t]+)(?![-?][ ])([^\s\[\]{}|>#,](?:(?![ \t]\#)[^\n])*?)([ \t]*)""")
# The same in braces, each with a name that can stand there, and a value without commas and quotes.
_IN_BRACES = re.compile(r"""(\s*(?:-[ ]+|[\w-]+:[ \t]+)\{)([^{}\[\]"'#\n]*)(\}[ \t]*)""")
_NAMED = re.compile(r"(\s*(?:src|alt|caption|id|name|role|part):[ \t]+)(\S.*?)(\s*)")
# Signs that have a meaning of their own before a value, and are none of a writer's.
_SIGNS = tuple("*&!@%`")
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
        if not isinstance(problem, Problem) or problem.code not in ("broken-fields", "reference-mark", "type-mark"):
            return source
        better = _with_quotes(source, problem.place.line)
        after = parse(better) if better else problem
        if better is None or (isinstance(after, Problem) and after.place.line <= problem.place.line):
            return source
        source = better


def _with_quotes(source: SourceFile, number: int) -> SourceFile | None:
    """The file with quotes around the value in this line; None where it is not one value that needs them."""
    lines = source.text.split("\n")
    right = _in_quotes(lines[number - 1])
    if right is None or _goes_on(lines, number):
        return None
    lines[number - 1] = right
    return replace(source, text="\n".join(lines))


def _in_quotes(line: str) -> str | None:
    if found := _VALUE.fullmatch(line):
        return f"{found[1]}{_quoted_value(found[2])}{found[3]}" if _needs_quotes(found[2]) else None
    if found := _IN_BRACES.fullmatch(line):
        parts = [_NAMED.fullmatch(part) for part in found[2].split(",")]
        values = (f"{part[1]}{_quoted_value(part[2]) if _needs_quotes(part[2]) else part[2]}{part[3]}" for part in parts if part)
        return f"{found[1]}{','.join(values)}{found[3]}" if all(parts) else None
    return None


def _needs_quotes(value: str) -> bool:
    """Whether a value can't stand without quotes, and can with them: not where a quotation was begun and not ended."""
    if value[:1] in ('"', "'"):
        return value.count(value[0]) % 2 == 0 and not value.endswith(value[0])
    return bool(_COLON.search(value)) or value.startswith(_SIGNS)


def _quoted_value(value: str) -> str:
    plain = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


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
