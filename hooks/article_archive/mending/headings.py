"""Headings whose levels skip one, or start at the title's -> the levels that the page shows; all else of the page stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..frontmatter import Parsed
from ..text.markdown import Written, body, headings_written
from .edits import Edit, edited, line_starts

_MARKS = re.compile(r"#{1,6}(?=[ \t\n]|$)")
_UNDERLINE = re.compile(r"=+(?=[ \t]*$)", re.MULTILINE)


def mended(parsed: Parsed) -> str:
    """The text of the file with each heading at the level at which it is shown; as it was where the page would change."""
    text = parsed.source.text
    at = line_starts(text)[parsed.first_line - 1] if parsed.body else len(text)
    own = text[at:]
    if not ("#" in own or "\n=" in own or "\n-" in own):
        return text
    changed = [heading for heading in headings_written(own) if heading.level != heading.shown]
    after = edited(own, _edits(own, changed)) if changed else own
    return text[:at] + after if after != own and _is_the_same_page(own, after) else text


def _is_the_same_page(before: str, after: str) -> bool:
    """Whether the page shows the same of both texts, and nothing new is to be said of the second."""
    (old, its), (new, said) = (body(text, "", 1) for text in (before, after))
    links = [[(link.target, link.is_picture) for link in found.links] for found in (old, new)]
    return old.packed == new.packed and links[0] == links[1] and {p.code for p in said} <= {p.code for p in its}


def _edits(text: str, headings: list[Written]) -> Iterator[Edit]:
    starts = line_starts(text)
    for heading in headings:
        if heading.line == 0:  # raw HTML
            continue
        start = starts[heading.line - 1] + heading.column - 1
        if marks := _MARKS.match(text, start):
            yield Edit(start, marks.end(), "#" * heading.shown)
        elif heading.shown == 2 and (line := _UNDERLINE.search(text, starts[heading.last_line - 1])):
            yield Edit(line.start(), line.end(), "-" * len(line[0]))
        elif heading.last_line == heading.line + 1:
            above = starts[heading.last_line - 1] - 1
            end = starts[heading.last_line] - 1 if heading.last_line < len(starts) else len(text)
            yield from (Edit(start, start, f"{'#' * heading.shown} "), Edit(above, end, ""))
