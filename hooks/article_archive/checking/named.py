"""Files as they were named on the command line -> content files of the archive, or a sentence for each other one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from ..reading import Found


class Named(Struct, frozen=True):
    """Paths inside the archive's folder; what is beside the point (a sentence each); and what can't be meant at all."""

    paths: frozenset[str]
    remarks: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()


def named(given: Iterable[Path], root: Path, docs: str, found: Found) -> Named:
    """Find each file, and all that lies below each folder, among what was found below `root`."""
    known = {entry.path for entry in found.entries} | {p.place.path for p in found.problems}
    paths: set[str] = set()
    remarks: list[str] = []
    mistakes: list[str] = []
    for each in given:
        path = _inside(each, root)
        meant = _meant(path, known) if path is not None else set()
        paths |= meant
        if path is None:
            mistakes.append(f"{each} is not in this archive, whose folder is {root}.")
        elif not meant and not (root / path).exists():
            mistakes.append(f"There is no file {each}.")
        elif not meant:
            remarks.append(_other(path, docs, found))
    return Named(frozenset(paths), tuple(remarks), tuple(mistakes))


def _inside(given: Path, root: Path) -> str | None:
    """The path inside the archive's folder, with slashes; a link itself is meant, not what it leads to."""
    whole = Path(os.path.abspath(given))
    for path in (whole, whole.parent.resolve() / whole.name):
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return None


def _meant(path: str, known: set[str]) -> set[str]:
    """The file itself, what lies below it, or the folder above it that can't be looked into."""
    if path in known:
        return {path}
    below = {each for each in known if each.startswith(f"{path}/")} if path != "." else known
    return below or {each for each in known if path.startswith(f"{each}/")}


def _other(path: str, docs: str, found: Found) -> str:
    if path in found.beside:
        return f"{path} lies beside the content: it is judged with the file that uses it."
    if path.startswith(f"{docs}/") and path.lower().endswith((".md", ".markdown")):
        return f"{path} is a page of the editors': `archive check` reads it when no file is named."
    return f"{path} is no content file: those lie in authors/ and in the folders of {docs}/, and end with .md."
