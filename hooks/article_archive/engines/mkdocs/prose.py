"""The editors' pages, which MkDocs renders: judged before it has them, their links afterwards."""

from __future__ import annotations

import logging
import posixpath
import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from msgspec import Struct

from ... import frontmatter, reading, signatures
from ...dates import NoDate, date
from ...frontmatter import Text
from ...judging.vocabulary import nearest
from ...links import Map, destination
from ...media import named_wrongly
from ...model import Date, Place
from ...panels import without_code
from ...problems import Problem
from ...settings import Settings


def dead_links(html: str, text: str, path: str, known: Map) -> Iterator[Problem]:
    """Links of a prose page that start at the site's root and lead nowhere; MkDocs leaves them alone."""
    for target in dict.fromkeys(re.findall(r'href="(/(?!/)[^"#?]*)', html)):
        if destination(target, path, known).leads == "nowhere":
            yield Problem("dead-link", _place(path, text, target), f"Nothing stands at {target} on this site.")


def linked(html: str, url: str) -> set[str]:
    """The addresses of this site that a page of the engine's, at `url` below the site's root, links to."""
    found = {urlsplit(urljoin(f"/{url}", unescape(target))) for target in _HREF.findall(html)}
    return {unquote(parts.path) for parts in found if not parts.netloc and parts.path}


def blocked(html: str, text: str, path: str) -> Iterator[Problem]:
    """Styles and programs written into the marks of a prose page, which its policy (CSP level 3) stops without a word."""
    if not _MAYBE_BLOCKED.search(html):
        return
    marks, source, reached = _Marks(), without_code(text), 0
    marks.feed(html)
    for name, value in marks.found:
        # Where the page's source does not hold it, an extension has written it.
        at = source.find(value or name, reached)
        reached = max(reached, at + 1)
        message = f"`{name}=` does nothing here: the pages' policy stops what is written into a mark."
        remedy = _TO_A_SHEET if name == "style" else _TO_A_SCRIPT
        yield Problem("blocked-markup", _at(path, source, max(0, at)), message, remedy)


class _Marks(HTMLParser):
    """Gathers what a policy without `unsafe-inline` stops: the names and values of `style` and `onclick` and their like."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [(name, value or "") for name, value in attrs if name == "style" or _EVENT.fullmatch(name)]


def _place(path: str, text: str, words: str) -> Place:
    return _at(path, text, max(0, text.find(words)))


def _at(path: str, text: str, offset: int) -> Place:
    before = text[:offset]
    return Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))


class LostLinks(logging.Handler):
    """Hears MkDocs say that a prose page's link leads to no file: for the archive that is an error."""

    def __init__(self, docs: Path) -> None:
        super().__init__(logging.WARNING)
        self.docs = docs
        self.problems: list[Problem] = []
        self._targets: dict[Problem, frozenset[str]] = {}

    def emit(self, record: logging.LogRecord) -> None:
        found = re.match(r"Doc file '(.+?)' contains a link '(.+?)', but the target.* is not found", record.getMessage())
        if found:
            place = _place(f"{self.docs.name}/{found[1]}", (self.docs / found[1]).read_text(encoding="utf-8-sig"), found[2])
            problem = Problem("missing-page", place, f"`{found[2]}` leads to no page.", "Mend or remove the link.")
            self.problems.append(problem)
            target = posixpath.join(posixpath.dirname(place.path), found[2].partition("#")[0])
            self._targets[problem] = frozenset({posixpath.normpath(target)})

    def targets(self, problem: Problem) -> frozenset[str]:
        """The files that the link of a problem may have meant: where one of them is broken, that is said already."""
        return self._targets.get(problem, frozenset())


class EditorsFile(Struct, frozen=True):
    """A file that MkDocs would publish as it is: what is wrong with it, and from when on it may be seen."""

    problems: tuple[Problem, ...] = ()
    is_draft: bool = False
    day: Date | None = None

    def is_out(self, now: datetime) -> bool:
        """Not a draft, and its date has come: MkDocs itself knows neither."""
        return not self.is_draft and (self.day is None or self.day.at <= now.timestamp())


def page_of(root: Path, path: str, settings: Settings, *, is_page: bool) -> EditorsFile:
    """Look at a file of docs/ that is none of the archive's before MkDocs may have it."""
    if problem := reading.not_plain(root, path) or _misplaced(path, settings):
        return EditorsFile((problem,))
    if not is_page:
        trouble = named_wrongly(path, reading.stretch(root, path, 0, signatures.HEAD))
        # What an editor's text is written in, and whether it is empty, is the editors' own affair.
        return EditorsFile((trouble.at(Place(path)),) if trouble and trouble.code == "misnamed-file" else ())
    source = reading.read(root, reading.Entry(path, "article", path))
    if isinstance(source, Problem):
        # An empty page is the editors' own affair.
        return EditorsFile() if source.code == "empty-file" else EditorsFile((source,))
    dated = _NEWS_DAY.search(path)
    if not source.text.startswith("---"):
        return EditorsFile((), False, _day("-".join(dated.groups()) if dated else "", settings))
    parsed = frontmatter.parse(source)
    if isinstance(parsed, Problem):
        return EditorsFile((parsed,))
    draft, day = (parsed.fields.values.get(name) for name in ("draft", "date"))
    is_draft = isinstance(draft, Text) and draft.text.strip().lower() not in ("", "~", "false", "no", "off")
    written = day.text if isinstance(day, Text) else "-".join(dated.groups()) if dated else ""
    return EditorsFile((), is_draft, _day(written, settings))


def _day(written: str, settings: Settings) -> Date | None:
    try:
        return date(written, settings.zone) if written else None
    except NoDate:
        return None


def _misplaced(path: str, settings: Settings) -> Problem | None:
    """A folder that is nearly one of the archive's: its drafts would go out as pages of the editors."""
    first = path.removeprefix(f"{settings.docs}/").partition("/")[0]
    folders = ("articles", "authors", "clips", "series", *settings.facets)
    if "/" not in path.removeprefix(f"{settings.docs}/") or first in folders:
        return None
    from rapidfuzz import fuzz

    meant = nearest(first, folders)
    if not meant or fuzz.ratio(first.casefold(), meant.split("`")[1]) < NEARLY:
        return None
    return Problem("reserved-name", Place(path), f"The folder `{first}` is not one of the archive's.", meant)


NEARLY = 85
_EVENT = re.compile(r"on[a-z]+")
_MAYBE_BLOCKED = re.compile(r"\s(?:style|on[a-z]+)\s*=", re.IGNORECASE)
_TO_A_SHEET = 'Write `class="note"` in its place, and the style of `.note` in a file named under `extra_css`.'
_TO_A_SCRIPT = "Put it into a file named under `extra_javascript`."
_NEWS_DAY = re.compile(r"/([0-9]{4})/([0-9]{2})/([0-9]{2})/")
# Quoted in either way, or not at all.
_HREF = re.compile(r"""href\s*=\s*["']?([^"'\s>#?]+)""", re.IGNORECASE)
