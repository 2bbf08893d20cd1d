"""What an editor of code reads in an archive: schemas of the fields, where they hold, and a task that checks; below .vscode/."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..frontmatter import parse
from ..judging.judge import judge
from ..judging.vocabulary import vocabulary
from ..model import Series, Shelf, Term
from ..problems import Problem
from ..reading import folders, look, read
from ..settings import Settings
from .schema import Known, schemas

FOLDER = ".vscode"
# One line of `archive check`: path:line:column: words [code]
PATTERN = r"^(.+?):([0-9]+):([0-9]+): (.*) \[([a-z-]+)\]$"
TASK = {
    "label": "Check the archive",
    "type": "shell",
    "command": "archive check",
    "group": {"kind": "test", "isDefault": True},
    "presentation": {"reveal": "silent"},
    "problemMatcher": {
        "owner": "archive",
        "fileLocation": ["relative", "${workspaceFolder}"],
        "severity": "warning",
        "pattern": {"regexp": PATTERN, "file": 1, "line": 2, "column": 3, "message": 4, "code": 5},
    },
}


def known_in(root: Path, settings: Settings) -> Known:
    """The terms and series of the archive in `root`, in the order of their names; files with mistakes are left out."""
    words = vocabulary(settings.facets, settings.zone)
    shelves = tuple(f for f in folders(settings.facets, settings.docs) if f.shelf in ("term", "series"))
    sources = (read(root, entry) for entry in look(root, shelves).entries)
    parsed = (parse(source) for source in sources if not isinstance(source, Problem))
    judged = [judge(each, words).value for each in parsed if not isinstance(each, Problem)]
    terms = [one for one in judged if isinstance(one, Term)]
    return Known(
        settings.facets,
        {name: tuple(sorted((t for t in terms if t.facet == name), key=lambda t: (t.order, t.name))) for name in settings.facets},
        tuple(sorted((one for one in judged if isinstance(one, Series)), key=lambda s: s.id)),
    )


def files(known: Known, docs: str = "docs") -> Mapping[str, str]:
    """The files' texts by their paths in the archive's folder."""
    of_schemas = {schema_path(shelf): schema for shelf, schema in schemas(known).items()}
    own = {f"{FOLDER}/settings.json": settings(known, docs), f"{FOLDER}/tasks.json": {"version": "2.0.0", "tasks": [TASK]}}
    return {path: f"{json.dumps(data, indent=2, ensure_ascii=False)}\n" for path, data in {**of_schemas, **own}.items()}


def schema_path(shelf: Shelf) -> str:
    return f"{FOLDER}/schema/{shelf}.json"


def settings(known: Known, docs: str) -> dict[str, Any]:
    """Which schema holds for which files: the setting of the YAML extension and of its relatives."""
    held: dict[str, list[str]] = {}
    for folder in folders(known.facets, docs):
        held.setdefault(f"./{schema_path(folder.shelf)}", []).append(f"{folder.path}/**/*.md")
    return {"yaml.schemas": held}


def write(root: Path, known: Known, docs: str = "docs") -> tuple[str, ...]:
    """Lay the schemas anew; settings and tasks that are there are the editors' own. Gives back what was written."""
    written = []
    for path, text in files(known, docs).items():
        target = root / path
        if target.exists() and (not path.startswith(f"{FOLDER}/schema/") or target.read_text(encoding="utf-8") == text):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        written.append(path)
    return tuple(written)
