"""Problems and reasons, said on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from .checking.repeats import Telling, counted
from .checking.reports import Format, folder_in_repository, report
from .problems import Problem, as_text
from .publish import Published


class Stopped(click.ClickException):
    """Nothing was published; the message says why, where the problems are said: on standard error."""

    def show(self, *args: Any, **kwargs: Any) -> None:
        click.echo(f"\n{self.format_message()}", err=True)


def say(problems: Sequence[Problem], form: Format, root: Path, messages: str, left_out: Sequence[Problem] = ()) -> None:
    """Say problems as lines on standard error, or in a format for other programs on standard output.

    `root` is the archive's folder, `messages` the address of the page that explains all codes.
    """
    if form == "text":
        say_problems(problems, left_out)
        _say_more((*problems, *left_out), messages)
    else:
        # Meanwhile, what plugins print goes to standard error: the report stands alone.
        click.echo(report((*problems, *left_out), form, folder_in_repository(root)), nl=False, file=sys.__stdout__)


def say_news(told: Telling, messages: str = "", left_out: Sequence[Problem] = ()) -> None:
    """Print what is to be said in full, as `say_problems` does, and how many others there are.

    `messages` is the address of the page that explains all codes; "" leaves it out.
    """
    say_problems(told.in_full, left_out)
    for line in counted(told):
        click.echo(line, err=True)
    if messages:
        _say_more((*told.in_full, *left_out), messages)


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


def _say_more(problems: Sequence[Problem], address: str) -> None:
    """Say once where codes are explained, by the example of the worst problem."""
    worst = min(problems, key=lambda p: ("error", "warning", "information").index(p.severity), default=None)
    if worst and worst.severity != "information":
        click.echo(f"\nWhat a code means: `archive explain {worst.code}`, or {address}{worst.code}/", err=True)


def say_published(done: Published) -> None:
    """Say what was unusual about publishing, if anything was."""
    if done.put_right:
        click.echo(
            f"Put right what was changed by hand in the site: {done.put_right:,} {'files' if done.put_right > 1 else 'file'}.",
            err=True,
        )
    for note in done.notes:
        click.echo(note, err=True)
