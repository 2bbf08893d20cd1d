"""Links of the prose pages, which MkDocs renders: those that lead nowhere are problems like any other."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

from ...links import Map, destination
from ...model import Place
from ...problems import Problem


def dead_links(html: str, text: str, path: str, known: Map) -> Iterator[Problem]:
    """Links of a prose page that start at the site's root and lead nowhere; MkDocs leaves them alone."""
    for target in dict.fromkeys(re.findall(r'href="(/(?!/)[^"#?]*)', html)):
        if destination(target, path, known).leads == "nowhere":
            yield Problem("dead-link", _place(path, text, target), f"Nothing stands at {target} on this site.")


def _place(path: str, text: str, words: str) -> Place:
    before = text[: max(0, text.find(words))]
    return Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))


class LostLinks(logging.Handler):
    """Hears MkDocs say that a prose page's link leads to no file: for the archive that is an error."""

    def __init__(self, root: Path, docs: str) -> None:
        super().__init__(logging.WARNING)
        self.root, self.docs = root, docs
        self.problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        found = re.match(r"Doc file '(.+?)' contains a link '(.+?)', but the target.* is not found", record.getMessage())
        if found:
            path = f"{self.docs}/{found[1]}"
            place = _place(path, (self.root / path).read_text(encoding="utf-8-sig"), found[2])
            self.problems.append(Problem("missing-page", place, f"`{found[2]}` leads to no page.", "Mend or remove the link."))
