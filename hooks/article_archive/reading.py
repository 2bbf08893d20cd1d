"""Folder -> source files; the only room that reads content from disk."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from . import ahead
from .model import Place, Shelf, SourceFile
from .problems import Problem

MOST_BYTES = 1024 * 1024
MOST_FILES = 200_000
# Folders inside one another, those of the shelf among them.
DEEPEST = 20
# The mark with which some editors begin a file in UTF-8.
_BOM = "\ufeff"
LONGEST_NAME = 200

# Names that Windows keeps for devices, whatever their ending.
DEVICES = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
SAFE_NAME = re.compile(r"\w(?:[\w.-]*\w)?")
# Control characters, and the private-use characters that mark the slots of a frame.
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000-\uf8ff\ufffe\uffff\U000f0000-\U0010ffff]")


class Folder(Struct, frozen=True):
    """A folder of content, relative to the archive's, and the shelf that its files belong on."""

    path: str
    shelf: Shelf
    facet: str = ""


# A file that was read so soon after its last change may change again without another moment to tell by (seconds).
SETTLED = 2.0
# A file's size in bytes, when it was last changed (nanoseconds since 1970), and its number on the disk.
Stamp = tuple[int, int, int]


def is_settled(changed: int) -> bool:
    """Whether something that was last changed then (nanoseconds since 1970) can't change again unseen."""
    return changed < (time.time() - SETTLED) * 1e9


class Entry(Struct, frozen=True):
    """A content file that was found and not read yet."""

    path: str
    shelf: Shelf
    name: str
    facet: str = ""
    stamp: Stamp = (0, 0, 0)


class Found(Struct, frozen=True):
    """What lies in the content folders: files to read, other files beside them (paths), what was refused, and all stamps.

    `folders` are those that were looked into.
    """

    entries: tuple[Entry, ...]
    beside: frozenset[str]
    problems: tuple[Problem, ...]
    stamps: Mapping[str, Stamp] = {}
    folders: tuple[Folder, ...] = ()


def folders(facets: Mapping[str, object], docs: str = "docs") -> tuple[Folder, ...]:
    """The content folders of an archive with these facets: what is named by others comes before what names it."""
    return (
        Folder("authors", "author"),
        *(Folder(f"{docs}/{facet}", "term", facet) for facet in facets),
        Folder(f"{docs}/series", "series"),
        Folder(f"{docs}/articles", "article"),
        Folder(f"{docs}/clips", "clip"),
    )


def look(root: Path, shelves: tuple[Folder, ...]) -> Found:
    """List the content below `root`, folder by folder, each by path; no symbolic link is followed."""
    entries: list[Entry] = []
    beside: list[str] = []
    problems: list[Problem] = []
    stamps: dict[str, Stamp] = {}
    for folder in shelves:
        for path, stamp in _walk(root, folder.path, problems):
            if len(stamps) == MOST_FILES:
                problems.append(_too_many(folder.path))
                break
            stamps[path] = stamp
            if path.endswith(".md"):
                name = _name(path)
                if (problem := _misnamed(path, name, folder)) is not None:
                    problems.append(problem)
                elif not path.endswith("/README.md"):
                    entries.append(Entry(path, folder.shelf, name, folder.facet, stamp))
            elif path.lower().endswith((".md", ".markdown")):
                message = "The name of a content file ends with .md, in small letters."
                problems.append(
                    Problem("unsafe-name", Place(path), message, f"Call it `{_safe(_name(path).rpartition('.')[0])}.md`.")
                )
            else:
                beside.append(path)
    return Found(tuple(entries), frozenset(beside), tuple(problems), stamps, shelves)


def look_again(root: Path, found: Found, paths: Iterable[str]) -> Found | None:
    """What was found, with new stamps of the files at these paths; None where more than their contents has changed."""
    stamps = dict(found.stamps)
    for path in paths:
        try:
            seen = (root / path).lstat()
        except OSError:
            if path in stamps:
                return None
            continue  # an editor's own file, which came and went
        if path not in stamps or not stat.S_ISREG(seen.st_mode):
            return None
        stamps[path] = (seen.st_size, seen.st_mtime_ns, seen.st_ino)
    entries = tuple([e if e.stamp == stamps[e.path] else replace(e, stamp=stamps[e.path]) for e in found.entries])
    return replace(found, entries=entries, stamps=stamps)


def texts(root: Path, files: Iterable[str], below: Iterable[str], endings: tuple[str, ...], aside: str) -> dict[str, str]:
    """These files, and those with such endings below these folders but for `aside`, as text by their paths; links are left."""
    walked = (path for folder in below for path, _ in _walk(root, folder, []) if path.endswith(endings))
    found = {}
    for path in dict.fromkeys((*files, *walked)):
        if not path.startswith(aside) and not_plain(root, path) is None and size(root, path) <= MOST_BYTES:
            found[path] = contents(root, path).decode("utf-8", "replace").removeprefix(_BOM)
    return found


def read(root: Path, entry: Entry) -> SourceFile | Problem:
    """The file's text, or the reason why it can't be read."""
    data = held(root, entry)
    return data if isinstance(data, Problem) else source(entry, data)


def held(root: Path, entry: Entry) -> bytes | Problem:
    """The file's bytes, or the reason why it can't be read."""
    return next(each(root, (entry,)))[1]


def each(root: Path, entries: Sequence[Entry]) -> Iterator[tuple[Entry, bytes | Problem]]:
    """Each file with its bytes, or the reason why it can't be read; the next are on their way while one is worked on."""
    descriptors = ahead.opened((f"{root}{os.sep}{entry.path}" for entry in entries), _READ)
    for entry, descriptor in zip(entries, descriptors, strict=True):
        yield entry, _told(entry, descriptor)


def _told(entry: Entry, descriptor: int | OSError) -> bytes | Problem:
    try:
        return _everything(descriptor)
    except OSError as reason:
        return Problem("unreadable-file", Place(entry.path), f"This file can't be read: {reason.strerror}.")


def source(entry: Entry, data: bytes) -> SourceFile | Problem:
    """The text that a file's bytes hold, or what is wrong with them."""
    place = Place(entry.path)
    if len(data) > MOST_BYTES:
        return Problem(
            "file-too-large",
            place,
            f"This file holds {len(data):,} bytes; {MOST_BYTES:,} are the most.",
            "Put pictures and recordings into files of their own, beside it.",
        )
    try:
        text = data.decode().removeprefix(_BOM)
    except UnicodeDecodeError as reason:
        return Problem(
            "not-utf-8",
            Place(entry.path, data[: reason.start].count(b"\n") + 1),
            "This file is not saved as UTF-8, so letters such as é can't be told.",
            'Save it again with the encoding "UTF-8".',
        )
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _judged_text(entry, text, may_hide=may_hide(data))


def contents(root: Path, path: str) -> bytes:
    """The bytes of a file that `look` found; never through a symbolic link."""
    return _everything(os.open(f"{root}{os.sep}{path}", _READ))


def _everything(descriptor: int | OSError) -> bytes:
    if isinstance(descriptor, OSError):
        raise descriptor
    try:
        pieces = [piece := os.read(descriptor, _PIECE)]
        while len(piece) == _PIECE:
            pieces.append(piece := os.read(descriptor, _PIECE))
    finally:
        os.close(descriptor)
    return b"".join(pieces)


def size(root: Path, path: str) -> int:
    """How many bytes a file holds that `look` found."""
    return (root / path).lstat().st_size


def fingerprint(root: Path, path: str) -> str:
    """The SHA-256 of a file that `look` found, in hexadecimal; it is read piece by piece, and never through a symbolic link."""
    with open(os.open(f"{root}{os.sep}{path}", _READ), "rb", buffering=0) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stretch(root: Path, path: str, start: int, length: int) -> bytes:
    """So many bytes of a file that `look` found, from `start` on; never through a symbolic link."""
    descriptor = os.open(f"{root}{os.sep}{path}", _READ)
    try:
        os.lseek(descriptor, start, os.SEEK_SET)
        pieces = []
        while length > 0 and (piece := os.read(descriptor, min(length, _PIECE))):
            pieces.append(piece)
            length -= len(piece)
    finally:
        os.close(descriptor)
    return b"".join(pieces)


_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_PIECE = 64 * 1024


def may_hide(data: bytes) -> bool:
    """Whether HIDDEN is worth a search in a text (UTF-8): that takes ten times as long."""
    return bool(data.translate(None, _PLAIN))


# Bytes that no hidden character has in UTF-8.
_PLAIN = bytes(b for b in range(256) if b in b"\t\n\r" or (b >= 0x20 and b not in b"\x7f\xee\xef\xf3\xf4"))


def _judged_text(entry: Entry, text: str, *, may_hide: bool) -> SourceFile | Problem:
    if not text or text.isspace():
        return Problem("empty-file", Place(entry.path), "This file is empty.", "Write the article, or delete the file.")
    if may_hide and (hidden := HIDDEN.search(text)):
        before = text[: hidden.start()]
        place = Place(entry.path, before.count("\n") + 1, len(before) - before.rfind("\n"))
        name = f"U+{ord(hidden[0]):04X}"
        return Problem("hidden-characters", place, f"Here stands a character that nobody can see ({name}).", "Delete it.")
    return SourceFile(entry.path, entry.shelf, entry.name, text, entry.facet)


def _walk(root: Path, folder: str, problems: list[Problem]) -> Iterator[tuple[str, Stamp]]:
    try:
        if link_on_the_way(root, folder):
            problems.append(_link(folder))
            return
        found = sorted(os.scandir(root / folder), key=attrgetter("name"))
    except FileNotFoundError:
        return
    except OSError as reason:
        problems.append(Problem("unreadable-file", Place(folder), f"This folder can't be read: {reason.strerror}."))
        return
    if folder.count("/") >= DEEPEST:
        problems.append(_too_deep(folder))
        return
    for entry in found:
        path = f"{folder}/{entry.name}"
        if entry.name.startswith("."):
            continue
        if not entry.name.isprintable():  # bytes that are no UTF-8 are among them
            problems.append(_unsafe(f"{folder}/{_printable(entry.name)}", entry.name))
        elif entry.is_file(follow_symlinks=False):
            yield path, _stamp(entry)
        elif entry.is_symlink():
            problems.append(_link(path))
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(root, path, problems)
        else:
            problems.append(Problem("unreadable-file", Place(path), "This is no ordinary file.", "Delete it."))


def endless(root: Path, folder: str) -> Iterator[Problem]:
    """What would lead an engine that follows links out of the archive, in circles, or deeper than it can go."""
    try:
        found = sorted(os.scandir(root / folder), key=attrgetter("name"))
    except OSError:  # whoever reads it says so
        return
    if folder.count("/") >= DEEPEST:
        yield _too_deep(folder)
        return
    for entry in found:
        if entry.is_symlink():
            yield from [_link(f"{folder}/{_printable(entry.name)}")] if entry.is_dir() else ()
        elif entry.is_dir():
            yield from endless(root, f"{folder}/{entry.name}")


def _too_deep(folder: str) -> Problem:
    shown = _printable("/".join(folder.split("/")[:4]))
    message = f"Folders lie inside one another here, more than {DEEPEST} deep."
    return Problem("folders-too-deep", Place(shown), message, "Put the articles into one folder for each year.")


def _too_many(folder: str) -> Problem:
    message = f"There are more than {MOST_FILES:,} files."
    return Problem("too-many-files", Place(folder), message, "Divide the archive, or take out what does not belong to it.")


def _stamp(entry: os.DirEntry[str]) -> Stamp:
    try:
        found = entry.stat(follow_symlinks=False)
    except OSError:  # it is gone since: reading it says so
        return (0, 0, 0)
    return found.st_size, found.st_mtime_ns, found.st_ino


def not_plain(root: Path, path: str) -> Problem | None:
    """The problem with a file that is a link, lies behind one, or is no ordinary file."""
    try:
        if link_on_the_way(root, path):
            return _link(path)
        is_file = stat.S_ISREG((root / path).lstat().st_mode)
    except OSError as reason:
        return Problem("unreadable-file", Place(path), f"This file can't be read: {reason.strerror}.")
    return None if is_file else Problem("unreadable-file", Place(path), "This is no ordinary file.", "Delete it.")


def link_on_the_way(root: Path, path: str) -> str:
    """The first step of a path that is a symbolic link, from `root` on; "" where there is none."""
    steps = path.split("/")
    ways = ("/".join(steps[: n + 1]) for n in range(len(steps)))
    return next((way for way in ways if (root / way).is_symlink()), "")


def _link(path: str) -> Problem:
    return Problem(
        "symbolic-link",
        Place(path),
        "This is a symbolic link, which could lead anywhere on the disk.",
        "Put the file itself here.",
    )


def _name(path: str) -> str:
    folder, _, file = path.rpartition("/")
    return folder.rpartition("/")[2] if file == "index.md" else file.removesuffix(".md")


def _misnamed(path: str, name: str, folder: Folder) -> Problem | None:
    if path == f"{folder.path}/index.md":
        return Problem(
            "reserved-name",
            Place(path),
            f"The page of the list /{folder.path.rpartition('/')[2]}/ is made by the archive.",
            "Give this file a name of its own.",
        )
    if not SAFE_NAME.fullmatch(name) or not unicodedata.is_normalized("NFC", name):
        return _unsafe(path, name)
    if len(name.encode()) > LONGEST_NAME:
        message = f"The name of this file is longer than {LONGEST_NAME} letters."
        return Problem("unsafe-name", Place(path), message, "Shorten it.")
    if name.partition(".")[0].lower() in DEVICES:
        return Problem("reserved-name", Place(path), f"Windows keeps the name `{name}` for a device.", "Choose another name.")
    return None


def _unsafe(path: str, name: str) -> Problem:
    message = "The name of this file can't be part of a web address."
    return Problem("unsafe-name", Place(path), message, f"Use letters, digits and hyphens, such as `{_safe(name)}.md`.")


def _printable(name: str) -> str:
    # Bytes that are no UTF-8 can't be printed, nor sent from one process to another.
    return name.encode("utf-8", "backslashreplace").decode()


def _safe(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME] or "a-short-name"
