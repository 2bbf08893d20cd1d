"""Problems and reasons, said on standard error."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from typing import Any

import click
from mkdocs.exceptions import Abort

from ...problems import Problem, as_text

# Nobody needs to be told of work that takes no longer, in seconds.
PATIENCE = 2.0
BAR = 30


class Stopped(Abort):
    """Nothing was published; the message says why, where the problems are said: on standard error."""

    def show(self, *args: Any, **kwargs: Any) -> None:
        click.echo(f"\n{self.format_message()}", err=True)


def say_problems(problems: Iterable[Problem], left_out: Sequence[Problem] = ()) -> None:
    """Print problems, one a line, to standard error, in colour where that is a terminal; what was left out comes last."""
    colour = os.isatty(2) and "NO_COLOR" not in os.environ
    for problem in problems:
        click.echo(as_text(problem, colour=colour), err=True)
    if left_out:
        count = len({p.place.path for p in left_out})
        click.echo(f"{count:,} files are left out:" if count > 1 else "1 file is left out:", err=True)
    for problem in left_out:
        click.echo(as_text(problem, colour=colour), err=True)


class Progress:
    """Says how far long work is, on standard error: a bar in a terminal, a line elsewhere, and nothing for two seconds."""

    def __init__(self, doing: str) -> None:
        self.doing, self.since, self.said = doing, time.monotonic(), ""

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self.since < PATIENCE:
            return
        if os.isatty(2):
            self._say(f"\r{self._bar(done, total)}\033[K", newline=False)
        elif not self.said:
            self._say(f"{self.doing}: {total:,} pages ...", newline=True)

    def end(self) -> None:
        """Take the bar away."""
        if self.said and os.isatty(2):
            click.echo("\r\033[K", nl=False, err=True)

    def _bar(self, done: int, total: int) -> str:
        filled = BAR * done // max(1, total)
        state = f"{done:,} of {total:,} pages" if done < total else "putting it together"
        return f"{self.doing} [{'#' * filled}{'-' * (BAR - filled)}] {state}"

    def _say(self, words: str, *, newline: bool) -> None:
        if words != self.said:
            click.echo(words, nl=newline, err=True)
            self.said = words
