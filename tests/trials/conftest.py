"""Trials on real input, outside `make test`: `make trials CORPORA=DIR`.

DIR holds `corpora/` (archives in our format, a folder each, with docs/ and authors/) and `suites/` (example sets as JSON);
DIR may be the folder `corpora` itself, with `suites` beside it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest


def given() -> Path:
    """The folder that CORPORA names."""
    named = os.environ.get("CORPORA", "")
    if not named or not Path(named).is_dir():
        pytest.exit("The trials need a folder of real input: make trials CORPORA=DIR", returncode=2)
    return Path(named)


def archives() -> list[Path]:
    """Every archive in the folder."""
    base = given() / "corpora" if (given() / "corpora").is_dir() else given()
    return sorted(path for path in base.iterdir() if (path / "docs" / "articles").is_dir())


def suite(name: str) -> list[dict[str, Any]]:
    """One example set."""
    places = (given() / "suites" / name, given().parent / "suites" / name)
    path = next(place for place in places if place.exists())
    return list(json.loads(path.read_text(encoding="utf-8")))
