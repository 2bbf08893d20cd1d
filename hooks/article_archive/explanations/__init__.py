"""What each problem's code means, why it matters and how it is mended: for the site's pages and for the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from msgspec import Struct

from ..problems import SEVERITY, Severity
from ..program import packed

# The files beside this one, in the order of problems.py: a group of codes each.
GROUPS = ("file", "fields", "text", "remarks", "people", "whole", "safety", "pages", "pictures", "slides", "clips")

# An example: the wrong lines and the right ones, what the check `says` of the wrong ones, and a file `beside` both.
_FENCE = re.compile(r"^```(wrong|right|beside|says)(?: (\S+))?\n(.*?)^```$\n?", re.MULTILINE | re.DOTALL)
_ENTRY = re.compile(r"^## ([a-z0-9-]+)$\n", re.MULTILINE)

MEANING: Mapping[Severity, str] = {
    "error": "An error: nothing is published until it is mended.",
    "warning": "A warning: the article is published all the same, and would be better without it.",
    "information": "A remark: nothing has to be done.",
}


class Example(Struct, frozen=True):
    """Lines with the mistake, and the same mended. `kind` says what they are lines of, such as `fields`, or names the file.

    `says` is the message that the wrong lines give, without its place and code; `beside` are other files of the example.
    """

    kind: str
    wrong: str
    right: str
    says: str = ""
    beside: Mapping[str, str] = {}


class Explanation(Struct, frozen=True):
    """A code, explained to somebody who writes twice a year; its words are Markdown, a paragraph each."""

    code: str
    mistake: str
    why: str
    mend: tuple[str, ...]
    example: Example | None = None

    @property
    def severity(self) -> Severity:
        return SEVERITY[self.code]


class Group(Struct, frozen=True):
    """Codes that belong together, under a heading."""

    title: str
    explanations: tuple[Explanation, ...]


@cache
def groups() -> tuple[Group, ...]:
    """All codes with their explanations, in groups."""
    return tuple(_group(packed(f"explanations/{name}.md").decode()) for name in GROUPS)


@cache
def explanations() -> Mapping[str, Explanation]:
    """Every explanation by its code."""
    return {found.code: found for group in groups() for found in group.explanations}


def as_words(found: Explanation) -> str:
    """The explanation for a terminal: paragraphs that are not wrapped yet, indented where they are an example's lines."""
    return "\n\n".join(
        (f"{found.code}\n{MEANING[found.severity]}", found.mistake, found.why, *found.mend, *_shown(found.example))
    )


def _shown(example: Example | None) -> Iterator[str]:
    if example is not None:
        yield from (f"In {path}:\n\n{_indented(text)}" for path, text in example.beside.items())
        yield f"Instead of:\n\n{_indented(example.wrong)}"
        yield f"write:\n\n{_indented(example.right)}"
        yield f"The check says: {example.says}"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())


def _group(text: str) -> Group:
    heading, *entries = _ENTRY.split(text)
    found = zip(entries[::2], entries[1::2], strict=True)
    return Group(heading.strip().removeprefix("# "), tuple(_explanation(code, words) for code, words in found))


def _explanation(code: str, text: str) -> Explanation:
    fences = [(found[1], found[2] or "", found[3]) for found in _FENCE.finditer(text)]
    mistake, why, *mend = (" ".join(p.split("\n")) for p in re.split(r"\n{2,}", _FENCE.sub("", text).strip()))
    return Explanation(code, mistake, why, tuple(mend), _example(fences) if fences else None)


def _example(fences: list[tuple[str, str, str]]) -> Example:
    by_name = {name: (kind, text) for name, kind, text in fences}
    kind, wrong = by_name["wrong"]
    beside = {path: text for name, path, text in fences if name == "beside"}
    return Example(kind, wrong, by_name["right"][1], by_name.get("says", ("", ""))[1].strip(), beside)
