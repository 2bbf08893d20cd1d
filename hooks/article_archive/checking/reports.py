"""Problems -> what other programs read: GitHub's annotations, SARIF, JSON.

The JSON is our own: an object with `version` (1), `program`, `counts` (a number for each of error, warning and information) and
`problems`, in the order of their places: objects with `code`, `severity`, `path`, `line`, `column`, `message`, `suggestion`.
Paths are relative to the repository's root, with slashes; lines and columns count from 1, columns in characters.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Literal
from urllib.parse import quote

from msgspec import json, to_builtins

from .. import __version__
from ..problems import SEVERITY, Problem, Severity

Format = Literal["text", "github", "sarif", "json"]
FORMATS: tuple[Format, ...] = ("text", "github", "sarif", "json")

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ON_GITHUB: Mapping[Severity, str] = {"error": "error", "warning": "warning", "information": "notice"}
_IN_SARIF: Mapping[Severity, str] = {"error": "error", "warning": "warning", "information": "note"}


def report(problems: Iterable[Problem], form: Format, below: str = "") -> str:
    """The problems in a format other than text, ending with a line end; "" where it has nothing to say of none.

    `below` is the archive's folder inside the repository: "" where they are one.
    """
    return _REPORTS[form]([(_path(p, below), p) for p in problems])


def folder_in_repository(root: Path) -> str:
    """The archive's folder relative to the repository that it lies in, with slashes; "" where they are one, or there is none."""
    for folder in (root, *root.parents):
        if os.path.exists(folder / ".git"):  # False, too, where nobody may look
            return "" if folder == root else root.relative_to(folder).as_posix()
    return ""


# A problem with its path in the repository.
Placed = tuple[str, Problem]


def _path(problem: Problem, below: str) -> str:
    return (PurePosixPath(below) / problem.place.path).as_posix()


def _words(problem: Problem) -> str:
    return _printable(" ".join(filter(None, (problem.message, problem.suggestion))))


def _printable(text: str) -> str:
    # A file name or a field can hold a terminal's control codes.
    return "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in text)


def _github(placed: Sequence[Placed]) -> str:
    """Workflow commands (GitHub Docs, "Workflow commands for GitHub Actions"): one line for each problem."""
    return "".join(
        f"::{_ON_GITHUB[p.severity]} file={_property(path)},line={p.place.line},col={p.place.column},"
        f"title={_property(p.code)}::{_escaped(_words(p))}\n"
        for path, p in placed
    )


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(_printable(text)).replace(":", "%3A").replace(",", "%2C")


def _sarif(placed: Sequence[Placed]) -> str:
    """SARIF 2.1.0 (OASIS): one run, a rule for each code that was found."""
    codes = sorted({p.code for _, p in placed})
    rules = [{"id": code, "name": _name(code), "defaultConfiguration": {"level": _IN_SARIF[SEVERITY[code]]}} for code in codes]
    number = {code: at for at, code in enumerate(codes)}
    driver = {"name": "article-archive", "version": __version__, "rules": rules}
    results = [_result(path, p, number[p.code]) for path, p in placed]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _as_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _name(code: str) -> str:
    """`dead-link` -> `DeadLink`, as SARIF writes names (3.49.7)."""
    return "".join(word.capitalize() for word in code.split("-"))


def _result(path: str, problem: Problem, rule: int) -> dict[str, Any]:
    place = problem.place
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": _IN_SARIF[problem.severity],
        "message": {"text": _words(problem)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(path), "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": place.line, "startColumn": place.column},
                }
            }
        ],
    }


def _json(placed: Sequence[Placed]) -> str:
    found = Counter(p.severity for _, p in placed)
    problems = [
        {
            "code": p.code,
            "severity": p.severity,
            "path": path,
            "line": p.place.line,
            "column": p.place.column,
            "message": p.message,
            "suggestion": p.suggestion,
        }
        for path, p in placed
    ]
    counts = {name: found[name] for name in _ON_GITHUB}
    return _as_json({"version": 1, "program": f"article-archive {__version__}", "counts": counts, "problems": problems})


def _as_json(value: dict[str, Any]) -> str:
    return json.format(json.encode(to_builtins(value)), indent=2).decode() + "\n"


_REPORTS: Mapping[Format, Callable[[Sequence[Placed]], str]] = {"github": _github, "sarif": _sarif, "json": _json}
