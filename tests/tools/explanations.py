"""Writes into each explanation what the check really says of its wrong lines: `python -m tests.tools.explanations`."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from article_archive.explanations import explanations
from article_archive.problems import SEVERITY

from ..test_explanations import FOLDER, messages

_SAYS = re.compile(r"^```says\n.*?^```\n\n?", re.MULTILINE | re.DOTALL)
_ENTRY = re.compile(r"^(?=## [a-z0-9-]+$)", re.MULTILINE)
_RIGHT = re.compile(r"^```right", re.MULTILINE)


def main() -> None:
    for path in sorted(FOLDER.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        path.write_text("".join(_told(entry) for entry in _ENTRY.split(text)), encoding="utf-8")


def _told(entry: str) -> str:
    """The entry with the message that its wrong lines give."""
    heading = re.match(r"## ([a-z0-9-]+)\n", entry)
    found = explanations().get(heading[1]) if heading and heading[1] in SEVERITY else None
    if found is None or found.example is None:
        return entry
    with tempfile.TemporaryDirectory() as folder:
        given = [line for line in messages(found, found.example.wrong, Path(folder)) if line.endswith(f"[{found.code}]")]
    if not given:
        print(f"{found.code}: the wrong lines do not give it.")
        return entry
    says = given[0].partition(": ")[2].rpartition(" [")[0]
    return _RIGHT.sub(lambda _: f"```says\n{says}\n```\n\n```right", _SAYS.sub("", entry), count=1)


if __name__ == "__main__":
    main()
