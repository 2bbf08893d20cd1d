"""What can be wrong, how bad it is, and how it is said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from .model import Place

Severity = Literal["error", "warning", "information"]

# Codes are permanent: a contributor may have one in an e-mail from three years ago.
SEVERITY: dict[str, Severity] = {
    # the file itself
    "unreadable-file": "error",
    "not-utf-8": "error",
    "empty-file": "error",
    "file-too-large": "error",
    "symbolic-link": "error",
    "folders-too-deep": "error",
    "too-many-files": "error",
    "too-slow": "error",
    "too-large-to-judge": "error",
    "unsafe-name": "error",
    "reserved-name": "error",
    "hidden-characters": "error",
    # the fields between the --- lines
    "no-fields": "error",
    "unclosed-fields": "error",
    "broken-fields": "error",
    "fields-too-long": "error",
    "same-field-twice": "error",
    "reference-mark": "error",
    "type-mark": "error",
    "unknown-field": "error",
    "missing-field": "error",
    "wrong-shape": "error",
    "unknown-value": "error",
    "impossible-date": "error",
    "unknown-author": "error",
    "unknown-term": "error",
    "unknown-role": "error",
    "unknown-series": "error",
    "unknown-article": "error",
    "unsafe-address": "error",
    "author-twice": "error",
    "same-spelling": "error",
    "lost-words": "warning",
    "markup-in-field": "warning",
    "long-title": "warning",
    # the text
    "nested-too-deep": "error",
    "missing-page": "error",
    "unsafe-path": "error",
    "refused-file": "error",
    "misnamed-file": "error",
    "missing-file": "warning",
    "missing-picture": "warning",
    "missing-alt-text": "warning",
    "picture-elsewhere": "warning",
    "refused-markup": "warning",
    "refused-link": "warning",
    "dead-link": "warning",
    "dead-anchor": "warning",
    "unpublished-link": "warning",
    "material-syntax": "warning",
    "no-film": "warning",
    "same-language": "warning",
    # what a proofreader remarks on: a remark where the site puts it right by itself or tastes differ
    "title-heading": "information",
    "skipped-heading": "information",
    "empty-link": "warning",
    "vague-link": "warning",
    "bare-address": "information",
    "local-link": "warning",
    "vague-alt-text": "warning",
    "long-paragraph": "information",
    "word-leftovers": "warning",
    "repeated-title": "warning",
    "same-text": "warning",
    # people
    "e-mail-address": "warning",
    "phone-number": "warning",
    "minor-named": "error",
    # the whole
    "same-address": "error",
    "same-name": "error",
    "unknown-setting": "error",
    "wrong-setting": "error",
    "idle-setting": "information",
    "no-site-address": "warning",
    "missing-letters": "warning",
    "unspaced-language": "warning",
    "missing-web-editor": "warning",
    "author-without-articles": "information",
    # what `archive doctor` looks at
    "build-in-git": "error",
    "flat-addresses": "warning",
    "half-pinned-program": "error",
    "loosened-policy": "error",
    "other-address": "error",
    "privileged-workflow": "error",
    "remote-host": "error",
    "unknown-program": "error",
    "unpinned-program": "error",
    # the editors' pages
    "blocked-markup": "warning",
    "unknown-list": "error",
    "list-twice": "error",
    "missing-list": "warning",
    # pictures
    "no-picture": "error",
    "broken-picture": "warning",
    "huge-picture": "warning",
    "large-picture": "warning",
    "misnamed-picture": "warning",
    "moving-picture": "warning",
    "unusual-picture": "warning",
    # slides
    "no-slides": "error",
    "broken-slides": "warning",
    "locked-slides": "warning",
    "many-slides": "warning",
    "wordless-slides": "warning",
    # clips
    "missing-recording": "error",
    "empty-transcript": "error",
    "backward-time": "warning",
    "disordered-lines": "warning",
    "gap-in-transcript": "warning",
    "nameless-speaker": "warning",
    "overlapping-lines": "warning",
    "stray-words": "warning",
    "unmarked-transcript": "warning",
    "unreadable-time": "warning",
}

# The people who read messages know no terminal codes; the terminal does.
COLOURS: dict[Severity, str] = {"error": "\x1b[31m", "warning": "\x1b[33m", "information": "\x1b[34m"}
BOLD, FAINT, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


class Problem(Struct, frozen=True, array_like=True):
    """Something in a person's content or settings that needs a hand: where, what, and what to write instead."""

    code: str
    place: Place
    message: str
    suggestion: str = ""

    @property
    def severity(self) -> Severity:
        return SEVERITY[self.code]


class Trouble(Struct, frozen=True):
    """A problem that does not know its place yet."""

    code: str
    message: str
    suggestion: str = ""

    def at(self, place: Place) -> Problem:
        return Problem(self.code, place, self.message, self.suggestion)


TROUBLES: dict[str, Trouble] = {
    "time": Trouble("too-slow", "It takes longer than five seconds to read this.", "Divide it, or make it simpler."),
    "room": Trouble("too-large-to-judge", "It takes more than 512 MiB of memory to read this.", "Divide it, or make it simpler."),
}


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, by place."""
    return sorted(set(problems), key=lambda p: (p.place, p.code, p.message))


def errors(problems: Iterable[Problem], *, strict: bool = False) -> list[Problem]:
    """The problems that keep a site from being published; with `strict`, warnings are among them."""
    stopping = {"error", "warning"} if strict else {"error"}
    return [p for p in problems if p.severity in stopping]


def as_text(problem: Problem, *, colour: bool = False) -> str:
    """`path:line:column: message, suggestion [code]`, on one line."""
    place, words = problem.place, _one_line(problem.message, problem.suggestion)
    where = f"{_one_line(place.path)}:{place.line}:{place.column}:"
    if not colour:
        return f"{where} {words} [{problem.code}]"
    return f"{BOLD}{where}{PLAIN} {words} {COLOURS[problem.severity]}[{problem.code}]{PLAIN}"


def tally(problems: Iterable[Problem]) -> str:
    """How many of each severity, as a sentence: "2 errors, 1 warning"; "" where there is none."""
    counts = dict.fromkeys(("error", "warning", "information"), 0)
    for problem in problems:
        counts[problem.severity] += 1
    named = {"error": "error", "warning": "warning", "information": "remark"}
    return ", ".join(f"{n:,} {named[s]}{'s' if n != 1 else ''}" for s, n in counts.items() if n)


def _one_line(*sentences: str) -> str:
    # A file name or a field can hold a line break or a terminal's control codes: neither may reach the screen.
    text = " ".join(s for s in sentences if s)
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
