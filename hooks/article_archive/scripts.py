"""The scripts that some pages need, under names that change with their bytes and with those that they import."""

from __future__ import annotations

import hashlib
import re
from functools import cache

from .program import packed

# Modules of JavaScript, each after those that it imports; `components` is a script of the older kind.
NAMES = ("components", "making", "state", "postings", "bundle", "controls", "found", "finding", "suggest")
CLASSIC = ("archive", "components")

_IMPORT = re.compile(r'"\./([a-z]+)\.js"')


@cache
def address(name: str) -> str:
    """Where a script stands on the site, so that browsers can keep it for ever."""
    return f"/assets/{name}-{hashlib.sha256(contents(name)).hexdigest()[:8]}.js"


@cache
def contents(name: str) -> bytes:
    """The script's bytes, as they are packed with the program, what it imports under its address."""
    text = packed(f"assets/{name}.js").decode()
    return _IMPORT.sub(lambda found: f'".{address(found[1]).removeprefix("/assets")}"', text).encode()
