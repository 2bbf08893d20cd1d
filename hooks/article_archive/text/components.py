"""Where components stand in the parser's output: at the top level of the text only, and never in a stranger's raw HTML."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

# Fewer quotations than this are a list, more are a wall.
FEWEST_STATEMENTS = 6
LONGEST_NAME = 60

_AT = r'(?: data-sourcepos="[^"]*")?'
# After a line break: that is found fast. In text with one more in front, it starts where the block does in the text itself.
# Items, rows and cells only ever stand inside another block.
_TOP_BLOCK = re.compile(r'\n<(?!li |t[rhd] )([a-z][a-z0-9]*)(?: class="[^"]*")? data-sourcepos="(\d+):\d+-(\d+):\d+"')
_IMG = rf'<img{_AT} src="([^"]*)" alt="([^"]*)"(?: title="([^"]*)")? />'
_LONE_PICTURE = re.compile(rf"<p{_AT}>{_IMG}</p>\n?")
_LONE_LINK = re.compile(rf'<p{_AT}><a{_AT} href="([^"]*)"(?: title="([^"]*)")?>((?:(?!</?a\b).)*)</a></p>\n?', re.DOTALL)
_WHOLE_PICTURE = re.compile(_IMG)
_ALERT = re.compile(
    rf'<div class="markdown-alert markdown-alert-([a-z]+)"{_AT}>\n'
    r'<p class="markdown-alert-title">([^\n]*)</p>\n(.*)</div>\n?',
    re.DOTALL,
)
_SPEAKER = re.compile(rf"<p{_AT}><strong{_AT}>([^<]{{1,{LONGEST_NAME}}}):</strong>[ \n]*")
_TURN_ENDS = re.compile(r"<(?:h[1-6]|hr|section)\b")
_REFLECTIONS = re.compile(
    rf"<table{_AT}>\n<thead>\n<tr{_AT}>\n"
    r"<th[^>]*>((?i:looking back))</th>\n<th[^>]*>((?i:looking forward))</th>\n</tr>\n</thead>\n<tbody>\n"
)
_TABLE_ENDS = "</tbody>\n</table>\n"
_PAIR = re.compile(rf"<tr{_AT}>\n<td[^>]*>(.*?)</td>\n<td[^>]*>(.*?)</td>\n</tr>", re.DOTALL)
_WALL = re.compile(rf"<ul{_AT}>\n<li{_AT}>\n<blockquote{_AT}>\n(.*)</blockquote>\n</li>\n</ul>\n?", re.DOTALL)
_NEXT_STATEMENT = re.compile(rf"</blockquote>\n</li>\n<li{_AT}>\n<blockquote{_AT}>\n")
_DIV = re.compile(r"<(/?)div\b[^>]*>\n?")
_CONTAINERS = "a|article|aside|blockquote|center|details|div|dl|figure|ol|section|span|table|ul"
_OPENED = re.compile(rf"<(?:{_CONTAINERS})\b", re.IGNORECASE)
_CLOSED = re.compile(rf"</(?:{_CONTAINERS})\b", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
# How a line begins that can be a component: raw HTML can write a place too, but its own line starts with "<".
_FIRST_SIGNS = re.compile(r" {0,3}(?:!?\[(?!\^)|>|[-*+] {1,3}>|\|? *[Ll]ooking [Bb]ack *\||\*\*|__|<?https?://[^\s<>]+>?\s*$)")
# The same in a whole text, told quickly by the line breaks; a plain quotation or strong words are not worth it.
_SIGNS = re.compile(r"\n {0,3}(?:!?\[(?!\^)|> ?\[!|[-*+] {1,3}>|\|? *[Ll]ooking [Bb]ack *\||<?https?://[^\s<>]+>?\s*\n)")
_SPEAKERS = re.compile(r"\n {0,3}(?:\*\*|__)[^*_\n]+:(?:\*\*|__)")


class Span(Struct, frozen=True):
    """Where something stands in the parser's output: offsets."""

    start: int
    end: int


class FoundPicture(Struct, frozen=True):
    """A paragraph of nothing but a picture."""

    span: Span
    src: str
    alt: str
    title: str


class FoundLink(Struct, frozen=True):
    """A paragraph of nothing but a link; `src` and `alt` are of the picture that it shows, if it is one."""

    span: Span
    target: str
    words: str
    title: str
    src: str = ""
    alt: str = ""


class FoundAlert(Struct, frozen=True):
    """GitHub's alert; `html` is what it holds, as the parser printed it."""

    span: Span
    kind: str
    title: str
    html: str


class FoundTurn(Struct, frozen=True):
    """A paragraph that begins with a speaker's name, and what follows up to the next speaker or heading."""

    span: Span
    speaker: str
    html: str


class FoundReflections(Struct, frozen=True):
    """A table that looks back and forward: its headings, and each column as a list."""

    span: Span
    headings: tuple[str, str]
    back: str
    forward: str


class FoundStatements(Struct, frozen=True):
    """A list of quotations: as the parser printed it, and their number."""

    span: Span
    html: str
    count: int


Found = FoundPicture | FoundLink | FoundAlert | FoundTurn | FoundReflections | FoundStatements


def may_have_components(text: str, *, is_interview: bool = False) -> bool:
    """Whether it is worth asking the parser for places, which cost a fifth of its time.

    A text whose raw HTML may claim places of its own has no components: nobody could tell which are the parser's.
    """
    if "data-sourcepos" in text:
        return False
    framed = f"\n{text}\n"
    return _SIGNS.search(framed) is not None or (is_interview and _SPEAKERS.search(framed) is not None)


def components(rendered: str, text: str, *, is_interview: bool = False) -> Iterator[Found]:
    """Find them in output with places; `text` is the source."""
    # Raw HTML can write a place of a line that is not there.
    lines = ["", *text.split("\n")]
    found: list[Found] = []
    turn: FoundTurn | None = None
    for start, end, first in _blocks(rendered, has_raw="<" in text):
        is_candidate = first < len(lines) and _FIRST_SIGNS.match(lines[first])
        if not is_candidate and turn is None:
            continue
        block = rendered[start:end]
        component = _component(block, start) if is_candidate else None
        if component is not None:
            turn = None
            found.append(component)
        elif is_interview and is_candidate and (name := _SPEAKER.match(block)):
            turn = FoundTurn(Span(start, end), _words(name[1]), _paragraph(block[name.end() :]))
            found.append(turn)
        elif turn is not None and turn.span.end == start and not _TURN_ENDS.match(block):
            turn = found[-1] = FoundTurn(Span(turn.span.start, end), turn.speaker, turn.html + block)
        else:
            turn = None
    yield from found


def _paragraph(rest: str) -> str:
    """What follows the name of a speaker in its paragraph; nothing where the words come in the next one."""
    return rest.removeprefix("</p>\n") if rest.startswith("</p>") else f"<p>{rest}"


def _blocks(rendered: str, *, has_raw: bool) -> Iterator[tuple[int, int, int]]:
    """Each block that lies in no other and in no raw HTML: where it starts and ends, and its first line in the source."""
    blocks = list(_TOP_BLOCK.finditer(f"\n{rendered}"))
    claimed = Counter([block.group(1, 2) for block in blocks])
    outermost = list(_outermost(blocks))
    ends = [*(block.start() for block in outermost[1:]), _end(rendered)]
    open_tags, counted = 0, 0
    for block, end in zip(outermost, ends, strict=False):
        # The parser's own output is balanced: what is open here was opened by a stranger's raw HTML.
        if has_raw:
            open_tags += _opened(rendered[counted : block.start()])
            counted = block.start()
        if open_tags == 0 and claimed[block.group(1, 2)] == 1:  # two claims to a line are one too many
            yield block.start(), end, int(block[2])


def _end(rendered: str) -> int:
    """Where the text ends: footnotes, which have no place of their own, come after it."""
    notes = rendered.rfind('<section class="footnotes"')
    return notes if notes >= 0 else len(rendered)


def _outermost(blocks: list[re.Match[str]]) -> Iterator[re.Match[str]]:
    last_line = 0
    for block in blocks:
        if int(block[2]) > last_line:
            last_line = int(block[3])
            yield block


def _opened(rendered: str) -> int:
    return len(_OPENED.findall(rendered)) - len(_CLOSED.findall(rendered))


def _component(block: str, start: int) -> Found | None:
    """The component that a block begins with, where it is one."""
    for kind in (_picture, _link, _alert, _reflections, _statements):
        if found := kind(block, start):
            return found
    return None


def _picture(block: str, start: int) -> Found | None:
    if found := _LONE_PICTURE.match(block):
        src, alt, title = (html.unescape(group or "") for group in found.groups())
        return FoundPicture(Span(start, start + found.end()), src, alt, title)
    return None


def _link(block: str, start: int) -> Found | None:
    if not (found := _LONE_LINK.match(block)):
        return None
    target, title = html.unescape(found[1]), html.unescape(found[2] or "")
    picture = _WHOLE_PICTURE.fullmatch(found[3])
    src, alt = (html.unescape(group) for group in picture.groups()[:2]) if picture else ("", "")
    return FoundLink(Span(start, start + found.end()), target, alt if picture else _words(found[3]), title, src, alt)


def _alert(block: str, start: int) -> Found | None:
    if block.startswith('<div class="markdown-alert ') and (alert := _ALERT.match(block[: _end_of_div(block)])):
        return FoundAlert(Span(start, start + alert.end()), alert[1], _words(alert[2]), alert[3])
    return None


def _reflections(block: str, start: int) -> Found | None:
    if not block.startswith("<table") or not (table := _REFLECTIONS.match(block)):
        return None
    if (last := block.find(_TABLE_ENDS, table.end())) < 0:
        return None
    end = last + len(_TABLE_ENDS)
    pairs = [cells for cells in _PAIR.findall(block, table.end(), end) if any(cells)]
    back, forward = ("".join(f"<li>{cells[side] or '–'}</li>\n" for cells in pairs) for side in (0, 1))
    return FoundReflections(Span(start, start + end), (table[1], table[2]), f"<ul>\n{back}</ul>\n", f"<ul>\n{forward}</ul>\n")


def _statements(block: str, start: int) -> Found | None:
    if not block.startswith("<ul") or not (wall := _WALL.match(block)):
        return None
    statements = _NEXT_STATEMENT.split(wall[1])
    if len(statements) < FEWEST_STATEMENTS or any("<li" in s or "<blockquote" in s for s in statements):
        return None
    return FoundStatements(Span(start, start + wall.end()), wall[0], len(statements))


def _words(markup: str) -> str:
    return html.unescape(_TAG.sub("", markup)).strip()


def _end_of_div(text: str) -> int:
    depth = 0
    for tag in _DIV.finditer(text):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return len(text)
