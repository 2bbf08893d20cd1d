"""The program as it is installed here -> the lists by which others install the same: its libraries, and itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any
from urllib.parse import urlsplit

from .. import __version__

PROGRAM = "article-archive"
FOLDER = "requirements"
LIBRARIES, ITSELF = f"{FOLDER}/libraries.txt", f"{FOLDER}/program.txt"

_LIBRARIES = f"""\
# What {PROGRAM} {__version__} works with, in the versions with which this archive was begun. Install them, then the program:
#   pip install -r {LIBRARIES}
#   pip install --no-deps -r {ITSELF}
# This adds the digests of their files, for every system; `archive doctor` asks for them:
#   pip install uv
#   uv pip compile {LIBRARIES} --universal --generate-hashes -o {LIBRARIES}
"""


def lists() -> dict[str, str]:
    """The lists by their paths in an archive. Nothing is asked of a network, so digests of libraries are left to a command."""
    versions = _versions(PROGRAM)
    lines = "".join(f"{name}=={version}\n" for name, version in sorted(versions.items()) if name != PROGRAM)
    return {LIBRARIES: f"{_LIBRARIES}{lines}", ITSELF: program(_origin())}


def program(origin: Mapping[str, Any]) -> str:
    """The line that names the program itself; `origin` is its direct_url.json (PyPA, "Direct URL Data Structure"), {} without."""
    commit = origin.get("vcs_info", {}).get("commit_id", "")
    if re.fullmatch(r"[0-9a-f]{40}", commit):
        return f"{PROGRAM} @ git+{_public(origin['url'])}@{commit}\n"
    if digest := _digest(origin.get("archive_info", {})):
        where = "# This is the file from which it was installed; `pip install --find-links FOLDER` says where it lies.\n"
        return f"{where}{PROGRAM}=={__version__} --hash=sha256:{digest}\n"
    if origin:
        return (
            f"# {PROGRAM} {__version__} was installed from a folder, which others do not have. Name a commit of it here:\n"
            f"# {PROGRAM} @ git+https://HOST/PATH@COMMIT\n"
        )
    return f"{PROGRAM}=={__version__}\n"


def _versions(name: str) -> dict[str, str]:
    """A package and all that it needs, with their versions; what is not installed is for other systems."""
    found: dict[str, str] = {}
    waiting = [name]
    while waiting:
        plain = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if plain not in found and (known := _installed(plain)):
            found[plain] = known.version
            waiting += _needed(known.requires or ())
    return found


def _needed(requires: Iterable[str]) -> list[str]:
    named = (re.match(r"[\w.-]+", line) for line in requires if not re.search(r";.*\bextra\s*==", line))
    return [name[0] for name in named if name]


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _origin() -> Mapping[str, Any]:
    known = _installed(PROGRAM)
    written = (known.read_text("direct_url.json") if known else None) or "{}"
    found = json.loads(written)
    return found if isinstance(found, Mapping) else {}


def _public(url: str) -> str:
    """The address without a name and a password."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _digest(archive: Mapping[str, Any]) -> str:
    found = str(archive.get("hashes", {}).get("sha256", "") or archive.get("hash", "").removeprefix("sha256="))
    return found if re.fullmatch(r"[0-9a-f]{64}", found) else ""
