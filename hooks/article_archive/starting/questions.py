"""Questions on the terminal, answered by numbers, first letters, or whole names; the tab key completes where it can."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence

import click

from .choices import Choice, meant

# So many choices are shown at once; more are asked for by their first letters.
_SHOWN = 30


def line(question: str, *, is_needed: bool = True) -> str:
    """A line of words; "" only where none is needed."""
    while True:
        answer = " ".join(str(click.prompt(question, default="", show_default=False, err=True)).split())
        if answer or not is_needed:
            return answer
        click.echo("This one is needed.", err=True)


def several(
    question: str, choices: Sequence[Choice], *, is_needed: bool, unknown: Callable[[str], Choice | None] | None = None
) -> list[Choice]:
    """As many of the choices as are wanted, one an answer; an empty answer ends. `unknown` may make one of another answer."""
    found: list[Choice] = []
    _show(choices)
    with _completing(name for choice in choices for name in (choice.name, choice.id)):
        while answer := line(_asked(question, found, is_needed), is_needed=is_needed and not found):
            if (choice := _one(answer, choices, unknown)) and choice not in found:
                found.append(choice)
    return found


def one(question: str, choices: Sequence[Choice]) -> Choice:
    """One of the choices."""
    _show(choices)
    with _completing(choice.name for choice in choices):
        while True:
            if choice := _one(line(question), choices, None):
                return choice


def _asked(question: str, found: Sequence[Choice], is_needed: bool) -> str:
    if found:
        return f"{question} ({', '.join(c.name for c in found)}; nothing more: Enter)"
    return question if is_needed else f"{question} (none: Enter)"


def _one(answer: str, choices: Sequence[Choice], unknown: Callable[[str], Choice | None] | None) -> Choice | None:
    found = meant(answer, choices)
    if len(found) == 1:
        return found[0]
    if found:
        click.echo(f"Several begin so: {', '.join(c.name for c in found[:_SHOWN])}. Write more letters.", err=True)
    elif unknown is not None:
        return unknown(answer)
    else:
        click.echo(f"`{answer}` is not among them.", err=True)
    return None


def _show(choices: Sequence[Choice]) -> None:
    if len(choices) > _SHOWN:
        click.echo(f"There are {len(choices):,}: write the first letters of one.", err=True)
        return
    click.echo("Write a number, or the first letters:" if choices else "There is none yet: write a name.", err=True)
    for number, choice in enumerate(choices, 1):
        click.echo(f"  {number:2}  {choice.name}", err=True)


@contextlib.contextmanager
def _completing(names: Iterable[str]) -> Iterator[None]:
    """Let the tab key complete a name, where the terminal's library for that is there."""
    try:
        import readline
    except ImportError:
        yield
        return
    every = list(dict.fromkeys(names))

    def complete(text: str, number: int) -> str | None:
        fitting = [name for name in every if name.casefold().startswith(text.casefold())]
        return fitting[number] if number < len(fitting) else None

    before = readline.get_completer(), readline.get_completer_delims()
    readline.set_completer(complete)
    readline.set_completer_delims("\n")
    readline.parse_and_bind("bind ^I rl_complete" if "libedit" in (readline.__doc__ or "") else "tab: complete")
    try:
        yield
    finally:
        readline.set_completer(before[0])
        readline.set_completer_delims(before[1])
