"""What is wanted of a new file -> its path and its text, judged before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ..addresses import folded
from ..checks import RECORDINGS
from ..frontmatter import parse
from ..judging.judge import Judgeable, judge
from ..judging.vocabulary import Vocabulary
from ..model import Author, Shelf
from ..problems import Problem, as_text, errors
from ..reading import Entry, Found, source
from ..settings import RESERVED, Settings
from . import skeletons
from .choices import NotBegun
from .names import file_name, taken

# Recordings with a picture, by their endings.
FILMS = (".mp4", ".webm")


class Desk(Struct, frozen=True):
    """What new files must fit in with: the settings, what lies in the folders, the words that files may use."""

    settings: Settings
    found: Found
    words: Vocabulary


class Draft(Struct, frozen=True):
    """A new file: its path inside the archive's folder, its text, and what the judge makes of it."""

    path: str
    text: str
    value: Judgeable


def article(
    desk: Desk,
    fields: Mapping[str, skeletons.Value],
    year: int,
    *,
    called: str = "",
    in_folder: bool = False,
    is_ready: bool = False,
) -> Draft:
    """A new article in its year's folder, or in one of its own there; `called` is its name where the title gives none.

    Raises NotBegun where its name is taken, or the judge would refuse it.
    """
    name = article_name(desk, called or str(fields["title"]))
    path = f"{desk.settings.docs}/articles/{year:04d}/{name}"
    text = skeletons.article(fields, is_draft=not is_ready)
    return _judged(f"{path}/index.md" if in_folder else f"{path}.md", text, "article", name, desk)


def article_name(desk: Desk, words: str) -> str:
    """The file name that these words make for an article. Raises NotBegun where it is taken, or there is none."""
    at_top = desk.settings.permalink.startswith("/{slug}/")
    return _free_name(words, "article", desk, reserved=(*RESERVED, *desk.settings.facets) if at_top else ())


def author(desk: Desk, name: str, role: str = "", *, called: str = "", is_minor: bool = False) -> Draft:
    """A new author; `called` is the file's name where it is not to be made of theirs. Raises NotBegun."""
    file = _free_name(called or name, "author", desk)
    return _judged(f"authors/{file}.md", skeletons.author(name, role, is_minor=is_minor), "author", file, desk)


def term(desk: Desk, facet: str, name: str, summary: str = "", *, called: str = "") -> Draft:
    """A new term. Raises NotBegun."""
    file = _free_name(called or name, "term", desk, facet)
    return _judged(f"{desk.settings.docs}/{facet}/{file}.md", skeletons.term(name, summary), "term", file, desk, facet)


def series(desk: Desk, name: str, summary: str = "", *, called: str = "") -> Draft:
    """A new series. Raises NotBegun."""
    file = _free_name(called or name, "series", desk)
    return _judged(f"{desk.settings.docs}/series/{file}.md", skeletons.series(name, summary), "series", file, desk)


def clip_name(desk: Desk, words: str) -> str:
    """The name that these words make for a clip's files. Raises NotBegun where it is taken, or there is none."""
    return _free_name(words, "clip", desk)


def clip(desk: Desk, name: str, fields: Mapping[str, skeletons.Value]) -> Draft:
    """A new clip; its recording and its words are files of the same name beside it. Raises NotBegun."""
    recording = lying(desk, name, "recording")
    kind = "video" if recording.lower().endswith(FILMS) else "sound"
    files = {kind: recording or f"{name}.m4a", "transcript": lying(desk, name, "transcript") or f"{name}.vtt"}
    fields = {"title": fields["title"], "speakers": fields["speakers"], **files, **fields}
    return _judged(f"{desk.settings.docs}/clips/{name}.md", skeletons.clip(fields), "clip", name, desk)


def lying(desk: Desk, name: str, what: Literal["recording", "transcript"]) -> str:
    """The recording or the transcript of this name that lies among the clips already; "" where there is none."""
    folder = f"{desk.settings.docs}/clips/"
    parts = [path.removeprefix(folder).rpartition(".") for path in sorted(desk.found.beside) if path.startswith(folder)]
    fitting = (f"{stem}.{end}" for stem, _, end in parts if folded(stem) == folded(name) and end.lower() in RECORDINGS[what])
    return next(fitting, "")


def with_author(desk: Desk, draft: Draft) -> Desk:
    """The desk when this author's file stands there too."""
    assert isinstance(draft.value, Author)
    authors = {**desk.words.authors, draft.value.id: draft.value}
    entry = Entry(draft.path, "author", draft.value.id)
    found = replace(desk.found, entries=(*desk.found.entries, entry))
    return replace(desk, words=replace(desk.words, authors=authors), found=found)


def _free_name(words: str, shelf: Shelf, desk: Desk, facet: str = "", reserved: Iterable[str] = ()) -> str:
    name = file_name(words, shelf, reserved)
    if not name:
        raise NotBegun(f"No name for a file can be made of `{words}`. Give one with --file-name, in letters and digits.")
    others = {e.name: e.path for e in desk.found.entries if e.shelf == shelf and e.facet == facet}
    if other := taken(name, others):
        raise NotBegun(f"The name `{name}` is taken: {others[other]}. Give another with --file-name.")
    return name


def _judged(path: str, text: str, shelf: Shelf, name: str, desk: Desk, facet: str = "") -> Draft:
    found = source(Entry(path, shelf, name, facet), text.encode())
    parsed = found if isinstance(found, Problem) else parse(found)
    if isinstance(parsed, Problem):
        raise NotBegun(as_text(parsed))
    judged = judge(parsed, desk.words)
    if judged.value is None:
        raise NotBegun("\n".join(as_text(p) for p in errors(judged.problems)))
    return Draft(path, text, judged.value)
