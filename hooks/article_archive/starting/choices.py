"""What somebody typed, or gave as an option -> which of the known authors or terms is meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from ..judging.vocabulary import Vocabulary, nearest, spelled
from ..mending.readings import spelled_like
from ..model import Term


class NotBegun(Exception):
    """Nothing was written; the message says why."""


class Choice(Struct, frozen=True):
    """Something to choose: its id, its name, and its other names."""

    id: str
    name: str
    also: tuple[str, ...] = ()


def authors(words: Vocabulary) -> list[Choice]:
    """The known authors, as a list sorts them."""
    return [Choice(a.id, a.name, a.also) for a in sorted(words.authors.values(), key=lambda a: (a.sort.casefold(), a.id))]


def terms(words: Vocabulary, facet: str) -> list[Choice]:
    """The terms of a facet."""
    return [Choice(*each) for each in dict.fromkeys((t.id, t.name, t.also) for t in words.spellings[facet].values())]


def meant(answer: str, choices: Sequence[Choice]) -> list[Choice]:
    """Those that an answer can mean: by its number (from 1), by a whole name, or else by the first letters of a name's word."""
    if answer.isascii() and answer.isdecimal() and 0 < int(answer) <= len(choices):
        return [choices[int(answer) - 1]]
    word = spelled(answer)
    begun = (c for c in choices if any(name.startswith(word) for name in (*_names(c), *_words(c))))
    return named(answer, choices) or (list(begun) if word else [])


def named(name: str, choices: Iterable[Choice]) -> list[Choice]:
    """Those that have this name, however it is spelled; accents count only where they tell two apart."""
    every = [*choices]
    alike = spelled_like(name, ((other, c.id) for c in every for other in (c.id, c.name, *c.also)))
    return [c for c in every if spelled(name) in _names(c)] or [c for c in every if c.id == alike]


def _names(choice: Choice) -> set[str]:
    return {spelled(name) for name in (choice.id, choice.name, *choice.also)}


def _words(choice: Choice) -> Iterable[str]:
    return (spelled(word) for name in (choice.name, *choice.also) for word in name.split())


def terms_given(given: Iterable[str], words: Vocabulary) -> dict[str, list[str]]:
    """The names of terms by facet; each is given as FACET=TERM, or as TERM where only one facet has it. Raises NotBegun."""
    found: dict[str, list[str]] = {}
    for each in given:
        facet, name = _term(each, words.spellings)
        if name not in found.setdefault(facet, []):
            found[facet].append(name)
    return found


def _term(given: str, spellings: Mapping[str, Mapping[str, Term]]) -> tuple[str, str]:
    facet, is_named, name = given.partition("=")
    facets = [facet.strip()] if is_named else [*spellings]
    name = name if is_named else given
    if facets[:1] and facets[0] not in spellings:
        raise NotBegun(f"There is no facet `{facets[0]}`. {nearest(facets[0], spellings, _choose(spellings))}")
    found = [(f, spellings[f][spelled(name)].name) for f in facets if spelled(name) in spellings[f]]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotBegun(f"`{given}` can be {' or '.join(f'{f}={n}' for f, n in found)}.")
    known = dict.fromkeys(term.name for f in facets for term in spellings[f].values())
    raise NotBegun(f"There is no term `{name}`. {nearest(name, known, _choose(known))}")


def _choose(known: Iterable[str]) -> str:
    names = [*known]
    return f"Choose from {', '.join(names[:12])}{' ...' if len(names) > 12 else ''}." if names else "Make a file for it first."
