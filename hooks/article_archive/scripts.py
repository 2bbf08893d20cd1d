"""The scripts that some pages need, under names that change with their bytes."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

NAMES = ("components", "search")


@cache
def address(name: str) -> str:
    """Where a script stands on the site, so that browsers can keep it for ever."""
    return f"/assets/{name}-{hashlib.sha256(contents(name)).hexdigest()[:8]}.js"


@cache
def contents(name: str) -> bytes:
    """The script's bytes, as they are packed with the program."""
    return files(__package__).joinpath("assets", f"{name}.js").read_bytes()
