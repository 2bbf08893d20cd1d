"""A content file's bytes -> the same with every mistake mended that has one right answer, and the difference to be shown."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from msgspec.structs import replace

from ..frontmatter import parse
from ..judging.vocabulary import Vocabulary
from ..model import SourceFile
from ..problems import Problem
from ..reading import Entry, source
from . import fields, headings
from .front import readable

_BOM = b"\xef\xbb\xbf"
# A right name for a field lets its value be read, which may need a mend of its own.
_MOST_ROUNDS = 5


def mended(entry: Entry, data: bytes, words: Vocabulary) -> bytes:
    """The file's bytes, mended. What can't be read as text stays as it is; a file that is sound keeps its meaning."""
    found = source(entry, data)
    if isinstance(found, Problem):
        return data
    for _ in range(_MOST_ROUNDS):
        before, found = found.text, _once(found, words)
        if found.text == before:
            break
    return (_BOM if data.startswith(_BOM) else b"") + found.text.encode()


def _once(found: SourceFile, words: Vocabulary) -> SourceFile:
    found = readable(found)
    parsed = parse(found)
    if isinstance(parsed, Problem):
        return found
    found = replace(found, text=fields.mended(parsed, words))
    again = parse(found)
    return found if isinstance(again, Problem) else replace(found, text=headings.mended(again))


def difference(path: str, before: bytes, after: bytes) -> Iterator[str]:
    """What was changed in a file, line by line, as a unified diff; line ends are told in a sentence."""
    old, new = (data.decode("utf-8-sig") for data in (before, after))
    plain = old.replace("\r\n", "\n").replace("\r", "\n")
    if plain != old:
        yield f"{path}: its lines end in LF now."
    lines = difflib.unified_diff(_lines(plain), _lines(new), f"a/{path}", f"b/{path}", lineterm="")
    yield from (_printable(line) for line in lines)


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n")


def _printable(line: str) -> str:
    # A file can hold a terminal's control codes: none may reach the screen.
    return "".join(c if c.isprintable() or c == "\t" else f"\\x{ord(c):02x}" for c in line)
