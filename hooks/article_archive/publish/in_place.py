"""Files that take their places in a site one by one, where it can't change places as a whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from .manifests import Entry, Manifest, folders_of, times
from .trees import Tree, cleared

# What is to be written is known by no bytes, and stands nowhere until it does.
PENDING: Entry = (b"", -1, -1, -1, -1)


def carry(site: Path, source: Path, there: Manifest, files: Mapping[str, Entry], keep: Callable[[Manifest], None]) -> None:
    """Let the site hold these files and no others: those that don't stand there come from the tree `source`.

    `there` is all that lies in the site, known or not. Readers meet each file whole: what nobody links to yet comes first, then
    pages that change; what goes goes last. `keep` is called before the first change with a manifest that is true amid all of
    them, as a build may be killed there, and at the end with the new one.
    """
    pending = sorted((p for p, entry in files.items() if there.files.get(p) != entry), key=lambda p: _turn(p, there.files))
    every = {**there.files, **files, **dict.fromkeys(pending, PENDING), **{_beside(path): PENDING for path in pending}}
    folders = folders_of(every)
    keep(Manifest(every, dict.fromkeys(folders | there.folders.keys(), 0)))
    tree = Tree(site, lambda: None)
    laid = {path: tree.replace(path, files[path][0], source / path, _beside(path)) for path in pending}
    now = folders_of(files)
    cleared(site, there.files.keys() - files.keys(), (there.folders.keys() | folders) - now)
    keep(Manifest({**files, **laid}, times(site, now)))


def _turn(path: str, there: Collection[str]) -> tuple[int, str]:
    is_page = path.endswith(".html")
    return is_page + (is_page and path in there), path


def _beside(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return f"{folder}/.{name}.coming" if folder else f".{name}.coming"
