"""One archive on eight other machines: what differs between them must not show in the site."""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from .engine.conftest import run

FAULTS = Path(__file__).parent / "faults"
EPOCH = "1700000000"
# Whatever this machine has, the variations are variations of this.
PLAIN = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0", "FAULT_UMASK": "022", "SOURCE_DATE_EPOCH": EPOCH}


class Variation(Struct, frozen=True):
    """Another machine: what its environment says, and how the archive came onto its disk."""

    environment: Mapping[str, str] = {}
    folder: str = "archive"
    is_reversed: bool = False


VARIATIONS = {
    "the clock ten years on": Variation({"FAULT_YEARS": "10"}),
    "another time zone": Variation({"TZ": "Pacific/Kiritimati"}),
    # Without UTF-8 as the text of files, arguments and terminals.
    "another locale": Variation({"LC_ALL": "C", "LANGUAGE": "tr", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    "another hash seed": Variation({"PYTHONHASHSEED": "12345"}),
    "another order of files": Variation({"FAULT_ORDER": "1"}, is_reversed=True),
    "another umask": Variation({"FAULT_UMASK": "077"}),
    "another folder": Variation(folder="Élan & more/of the archive"),
    "one process": Variation({"FAULT_CORES": "1"}),
}


def environment(variation: Variation) -> dict[str, str]:
    """The environment of a process on that machine."""
    known = os.environ.get("PYTHONPATH", "")
    return {**PLAIN, **variation.environment, "PYTHONPATH": os.pathsep.join(filter(None, (str(FAULTS), known)))}


def published(archive: Path, base: Path, variation: Variation, *options: str) -> dict[str, tuple[int, str]]:
    """Every path of the site that a copy of the archive has on that machine, with its mode and its digest."""
    root = base / variation.folder
    _copy(archive, root, is_reversed=variation.is_reversed)
    done = run("article_archive.cli", "build", *options, at=root, **environment(variation))
    assert done.returncode == 0, done.stderr
    site = root / "site"
    return {path.relative_to(site).as_posix(): _state(path) for path in (site, *site.rglob("*"))}


def differing(one: Mapping[str, tuple[int, str]], other: Mapping[str, tuple[int, str]]) -> list[str]:
    """The paths that are not the same in both."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def _copy(archive: Path, root: Path, *, is_reversed: bool) -> None:
    for path in sorted((path for path in archive.rglob("*") if path.is_file()), reverse=is_reversed):
        target = root / path.relative_to(archive)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())


def _state(path: Path) -> tuple[int, str]:
    return path.stat().st_mode, sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
