"""The editors' own pages: where a comment such as `<!-- newest 6 -->` asks for a list of the archive's."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from .fields import TABLE
from .judging.vocabulary import nearest
from .model import Clip, Place
from .problems import Problem
from .settings import Settings

# A list's name and what it takes: nothing, a number, the name of a group of clips, or a kind of file.
_PLAIN = ("authors", "search", "newsletter", "holdings", "feeds")
_NEWEST, _CLIPS, _FIELDS = "newest", "clips", "fields"
FEWEST, MOST = 1, 50

# Alone on its line, in Markdown as in the HTML that is made of it.
_COMMENT = re.compile(r"^[ \t]*<!--[ \t]*([a-zA-Z][\w-]*)(?:[ \t]+([^\n<>]*?))?[ \t]*-->[ \t]*$", re.MULTILINE | re.ASCII)
# Known to Markdown's other tools: where a summary ends.
_OTHERS = ("more",)
_FENCE = re.compile(r"^[ \t]*(```+|~~~+).*?^[ \t]*\1[ \t]*$", re.MULTILINE | re.DOTALL)


class Prose(Struct, frozen=True):
    """A page of the editors that holds lists: its file, its words as HTML, and the fields above them."""

    path: str
    html: str
    fields: Mapping[str, str]


class Panel(Struct, frozen=True):
    """A list that the editors asked for: its name, and the number, the group or the kind beside it."""

    name: str
    argument: str = ""


def asks_for_panels(page: str) -> bool:
    """Whether a page's HTML holds a comment that may stand for a list."""
    return any(found[1] not in _OTHERS for found in _COMMENT.finditer(page))


def pieces(page: str, settings: Settings) -> Iterator[str | Panel]:
    """The HTML of a page, cut at the comments that stand for a list; others stay out."""
    kept = 0
    for found in _COMMENT.finditer(page):
        yield page[kept : found.start()]
        if found[1] in names(settings):
            yield Panel(found[1], html.unescape(found[2] or ""))
        kept = found.end()
    yield page[kept:]


def names(settings: Settings) -> tuple[str, ...]:
    """All lists that can be asked for."""
    return (*_PLAIN, _NEWEST, _CLIPS, _FIELDS, *settings.facets)


def problems(text: str, path: str, settings: Settings, clips: Iterable[Clip], *, is_home: bool) -> Iterator[Problem]:
    """What is wrong with the comments in the source of the editors' page at `path`."""
    groups = {clip.group for clip in clips}
    text = without_code(text)
    asked: set[Panel] = set()
    for found in _COMMENT.finditer(text):
        place = Place(path, text.count("\n", 0, found.start()) + 1, found.start(1) - text.rfind("\n", 0, found.start(1)))
        panel = Panel(found[1], found[2] or "")
        if problem := _problem(panel, place, settings, groups):
            yield problem
        elif (panel if panel.name in (_CLIPS, _FIELDS) else Panel(panel.name)) in asked:
            yield Problem("list-twice", place, f"The list `{panel.name}` stands here a second time.", "Keep one of the two.")
        asked |= {panel, Panel(panel.name)}
    if is_home:
        yield from _missing({panel.name for panel in asked}, path, settings)


def without_code(text: str) -> str:
    """The source of a page with spaces in the place of its blocks of code: what stands elsewhere stays where it is."""
    return _FENCE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text)


def _problem(panel: Panel, place: Place, settings: Settings, groups: set[str]) -> Problem | None:
    name, argument = panel.name, panel.argument
    known = names(settings)
    if name not in known:
        # A note of the editors' own is left alone; a single word, or one and a number, is a slip of the pen.
        if name in _OTHERS or not re.fullmatch(r"[0-9]*", argument):
            return None
        remedy = nearest(name, known, f"Known are {', '.join(known)}.")
        return Problem("unknown-list", place, f"The archive has no list called `{name}`.", remedy)
    if name == _NEWEST and not (argument.isascii() and argument.isdigit() and FEWEST <= int(argument[:4]) <= MOST):
        return Problem("unknown-list", place, "`newest` needs a number from 1 to 50.", "Write `<!-- newest 6 -->`.")
    if name == _CLIPS and argument not in groups:
        remedy = nearest(argument, sorted(groups), "Write `<!-- clips Five questions -->`, as in `group:` of the clips.")
        message = f"There is no group of clips called `{argument}`." if argument else "`clips` needs the name of a group."
        return Problem("unknown-list", place, message, remedy)
    if name == _FIELDS and argument not in TABLE:
        remedy = nearest(argument, TABLE, f"Write `<!-- fields article -->`; known are {', '.join(TABLE)}.")
        message = f"There are no fields of `{argument}`." if argument else "`fields` needs the kind of file."
        return Problem("unknown-list", place, message, remedy)
    if name not in (_NEWEST, _CLIPS, _FIELDS) and argument:
        return Problem("unknown-list", place, f"`{name}` takes nothing beside it.", f"Write `<!-- {name} -->`.")
    return None


def _missing(asked: set[str], path: str, settings: Settings) -> Iterator[Problem]:
    facets = (name for name, facet in settings.facets.items() if facet.required)
    for name in ("authors", *facets, _NEWEST, "search", "newsletter"):
        if name not in asked:
            example = f"{name} 6" if name == _NEWEST else name
            message = f"The home page has no place for the list `{name}`."
            yield Problem("missing-list", Place(path), message, f"Write `<!-- {example} -->` on a line of its own.")
