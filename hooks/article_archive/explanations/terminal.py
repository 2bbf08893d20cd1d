"""A code -> its explanation, as a terminal shows it."""

from __future__ import annotations

import textwrap

import click

from ..judging.vocabulary import nearest
from . import as_words, explanations, groups

WIDTH = 78


def explained(code: str | None) -> str:
    """The explanation of this code, or all codes in groups; raises UsageError for a code that does not exist."""
    if not code:
        return "\n\n".join(_listed(group.title, [e.code for e in group.explanations]) for group in groups())
    # It may be copied with its brackets.
    wanted = code.strip().strip("[]").lower()
    if wanted not in explanations():
        raise click.UsageError(
            f"No message has the code `{code}`. {nearest(wanted, explanations(), 'Say `archive explain` to list all codes.')}"
        )
    return _wrapped(as_words(explanations()[wanted]))


def _listed(title: str, codes: list[str]) -> str:
    return "\n".join((title, *(f"    {code}" for code in codes)))


def _wrapped(words: str) -> str:
    return "\n".join(line if line.startswith(" ") else textwrap.fill(line, WIDTH) for line in words.split("\n"))
