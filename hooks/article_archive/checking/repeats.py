"""Problems -> what a build says in full of them, and what it only counts: what the last build that published has said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b

from msgspec import Struct

from ..problems import Problem, tally
from ..store import Store

# Of one code, so many are said in full: an old archive has thousands of them on its first day.
MOST = 20

_KEY = "said 1"
_SIZE = 8


class Telling(Struct, frozen=True):
    """What is said in full, in the order of the problems; new ones beyond the bound; those that were said before.

    By its `marks` a later build knows again what is no error: 8 bytes each.
    """

    in_full: tuple[Problem, ...]
    beyond: tuple[Problem, ...]
    before: tuple[Problem, ...]
    marks: frozenset[bytes]


def telling(problems: Iterable[Problem], known: frozenset[bytes]) -> Telling:
    """Errors are said in full; of the others what is not `known`, as long as it is no more than MOST of a code.

    Where a file has one more of a kind than it had, all of that kind are said in it: nobody can tell which one is new.
    """
    every = tuple(problems)
    marked = list(_marked(every))
    fresh = {_kind(problem) for problem, mark in marked if mark not in known}
    before = tuple(problem for problem, _ in marked if _kind(problem) not in fresh)
    in_full, beyond = _bounded(p for p in every if p.severity == "error" or _kind(p) in fresh)
    return Telling(tuple(in_full), tuple(beyond), before, frozenset(mark for _, mark in marked))


def _bounded(problems: Iterable[Problem]) -> tuple[list[Problem], list[Problem]]:
    """All errors and MOST of each other code; the rest."""
    counts: Counter[str] = Counter()
    in_full: list[Problem] = []
    beyond: list[Problem] = []
    for problem in problems:
        counts[problem.code] += 1
        (beyond if problem.severity != "error" and counts[problem.code] > MOST else in_full).append(problem)
    return in_full, beyond


def counted(told: Telling) -> Iterator[str]:
    """A line for each pile that is only counted, and where all of them are found."""
    lines = [
        f"{tally(pile)} {words}: {_by_code(pile)}." for pile, words in ((told.beyond, "more"), (told.before, "as before")) if pile
    ]
    if lines:
        yield from lines[:-1]
        yield f"{lines[-1]} All of them: `archive check`."


def known(store: Store) -> frozenset[bytes]:
    """The marks of what the last build that published has said; none where that is not known."""
    data = store.find(_KEY) or b""
    return frozenset(data[at : at + _SIZE] for at in range(0, len(data), _SIZE))


def remember(found: frozenset[bytes], before: frozenset[bytes], store: Store) -> None:
    """Let the next build know what is said by now, where that is not what is kept already."""
    if found != before:
        store.keep(_KEY, b"".join(sorted(found)))


def _marked(problems: Iterable[Problem]) -> Iterator[tuple[Problem, bytes]]:
    """Each that is no error with its mark: code, file and message, and how many of them the file has so far.

    A line is no part of it: what is written above a warning moves it, and makes no other of it.
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    for problem in problems:
        if problem.severity != "error":
            kind = _kind(problem)
            counts[kind] += 1
            yield (
                problem,
                blake2b("\0".join((*kind, str(counts[kind]))).encode("utf-8", "surrogatepass"), digest_size=_SIZE).digest(),
            )


def _kind(problem: Problem) -> tuple[str, str, str]:
    return problem.code, problem.place.path, problem.message


def _by_code(problems: Sequence[Problem]) -> str:
    counts: Mapping[str, int] = Counter(problem.code for problem in problems)
    return ", ".join(f"{count:,} {code}" for code, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])))
