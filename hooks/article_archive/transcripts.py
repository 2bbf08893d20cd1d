"""A WebVTT file's text -> its cues, and back without what only its writers were to read."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import dropwhile, pairwise

from msgspec import Struct

from .model import Place
from .problems import Problem
from .reading import HIDDEN

LONGEST_GAP = 10.0
MOST_ALIKE = 5

_TIME = re.compile(r"(?:([0-9]{1,4}):)?([0-5][0-9]):([0-5][0-9])[.,]([0-9]{3})")
_ARROW = "-->"
_ASIDE = re.compile(r"(?:NOTE(?:[ \t].*)?|(?:STYLE|REGION)[ \t]*)")
# A sign < that begins no tag is left to the words; browsers drop it together with what follows.
_TAG = re.compile(r"<[/a-zA-Z0-9][^<>]*>")
_VOICE = re.compile(r"<v(?:\.[^\s.<>]+)*[ \t]([^<>]*)>|</v>")


class Cue(Struct, frozen=True):
    """Words, who says them ("" where that is not written), and from when to when, in seconds."""

    start: float
    end: float
    speaker: str
    words: str


class _Line(Struct, frozen=True):
    number: int
    text: str


class _Block(Struct, frozen=True):
    """The lines below a time, and where the time stands."""

    timing: _Line
    words: tuple[_Line, ...]


class _Heard(Struct, frozen=True):
    """A block as it was judged; `is_timed` tells whether both times could be read."""

    place: Place
    cues: tuple[Cue, ...]
    start: float
    end: float
    is_timed: bool


def transcript(text: str, path: str) -> tuple[tuple[Cue, ...], list[Problem]]:
    """The cues of a file in W3C WebVTT, by their start, and what is wrong with it.

    No words below a time are lost: where a time can't be read, they follow those before them.
    """
    lines = [_Line(n, line) for n, line in enumerate(_lf(text).split("\n"), start=1)]
    problems = list(_unmarked(lines, path))
    blocks = list(_blocks(lines if problems else _below_head(lines), path, problems))
    heard = list(_heard(blocks, path, problems))
    if not any(found.cues for found in heard):
        return (), [Problem("empty-transcript", Place(path), "There is nothing to read in this transcript.", _EXAMPLE)]
    problems += (*_disordered(heard), *_gaps(heard), *_nameless(heard, path))
    cues = sorted((cue for found in heard for cue in found.cues), key=lambda cue: cue.start)
    return tuple(cues), _few_of_each(problems)


def printed(cues: Iterable[Cue]) -> str:
    """The cues as a file in W3C WebVTT: no notes, styles and names of blocks, which no reader is shown."""
    return "".join(("WEBVTT\n", *map(_printed, cues)))


def at(seconds: float) -> str:
    """A moment in words: 1:23, and 1:02:03 from an hour on."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _printed(cue: Cue) -> str:
    speaker, words = (html.escape(text, quote=False) for text in (cue.speaker, cue.words))
    voice = f"<v {speaker}>" if speaker else ""
    return f"\n{_written(cue.start)} --> {_written(cue.end)}\n{voice}{words}\n"


def _written(seconds: float) -> str:
    minutes, thousandths = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{thousandths // 1000:02}.{thousandths % 1000:03}"


def _lf(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _unmarked(lines: list[_Line], path: str) -> Iterator[Problem]:
    if not re.match(r"WEBVTT(?:[ \t]|$)", lines[0].text):
        message = "The first line of a transcript is `WEBVTT`."
        yield Problem("unmarked-transcript", Place(path), message, "Write it, and an empty line after it.")


def _below_head(lines: list[_Line]) -> list[_Line]:
    """Without the lines up to the first empty one, which may say what they like."""
    return list(dropwhile(lambda line: line.text and _ARROW not in line.text, lines[1:]))


def _blocks(lines: list[_Line], path: str, problems: list[Problem]) -> Iterator[_Block]:
    """The blocks with a time. A time also ends the block before it, as the standard says."""
    for group in _groups(lines):
        starts = [i for i, line in enumerate(group) if _ARROW in line.text]
        before = [line for line in group[: starts[0] if starts else len(group)] if line.text.strip()]
        # One line above a time is the name of the block.
        if len(before) > bool(starts) and not _ASIDE.fullmatch(group[0].text):
            problems.append(_stray(before[0], path))
        for i, following in pairwise([*starts, len(group)]):
            yield _Block(group[i], tuple(group[i + 1 : following]))


def _groups(lines: list[_Line]) -> Iterator[list[_Line]]:
    group: list[_Line] = []
    for line in lines:
        if line.text:
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _stray(line: _Line, path: str) -> Problem:
    message = "These words stand below no time, so nobody will read them."
    return Problem("stray-words", Place(path, line.number), message, "Delete the empty line before them, or write a time there.")


def _heard(blocks: Iterable[_Block], path: str, problems: list[Problem]) -> Iterator[_Heard]:
    before = 0.0
    for block in blocks:
        times = list(_times(block.timing, path, problems))
        start = before if times[0] is None else times[0]
        end = start if times[1] is None else times[1]
        is_timed = None not in times
        if is_timed and end <= start:
            problems.append(_backward(block.timing, path))
        end = before = max(start, end)
        yield _Heard(Place(path, block.timing.number), tuple(_cues(block, start, end)), start, end, is_timed)


def _times(line: _Line, path: str, problems: list[Problem]) -> Iterator[float | None]:
    """The start and the end of a line such as `00:01.000 --> 00:04.000 align:start`; None for what can't be read."""
    first, _, rest = line.text.partition(_ARROW)
    second = rest.split(maxsplit=1)[0] if rest.strip() else ""
    for written, column in ((first.strip(), 1 + _indent(first)), (second, 1 + len(first) + len(_ARROW) + _indent(rest))):
        found = _TIME.fullmatch(written)
        if found is None or "," in written:
            problems.append(_unreadable(written, Place(path, line.number, column)))
        yield _seconds(found) if found else None


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip()) if text.strip() else 0


def _seconds(found: re.Match[str]) -> float:
    hours, minutes, seconds, thousandths = (int(group or 0) for group in found.groups())
    return ((hours * 60 + minutes) * 60 * 1000 + seconds * 1000 + thousandths) / 1000


def _unreadable(written: str, place: Place) -> Problem:
    return Problem(
        "unreadable-time", place, f"The time `{written[:40]}` can't be read.", "Write it like `00:01.000` or `01:00:01.000`."
    )


def _backward(line: _Line, path: str) -> Problem:
    return Problem(
        "backward-time", Place(path, line.number), "These words end no later than they begin.", "Write the earlier time first."
    )


def _cues(block: _Block, start: float, end: float) -> Iterator[Cue]:
    """One for each speaker of a block, in their order."""
    text, at_, speaker = "\n".join(line.text for line in block.words), 0, ""
    for voice in _VOICE.finditer(text):
        yield from _cue(start, end, speaker, text[at_ : voice.start()])
        at_, speaker = voice.end(), _plain(voice[1] or "")
    yield from _cue(start, end, speaker, text[at_:])


def _cue(start: float, end: float, speaker: str, text: str) -> Iterator[Cue]:
    if words := _plain(_TAG.sub("", text)):
        yield Cue(start, end, speaker, words)


def _plain(text: str) -> str:
    return " ".join(HIDDEN.sub("", html.unescape(text)).split())


def _disordered(heard: list[_Heard]) -> Iterator[Problem]:
    timed = [found for found in heard if found.is_timed]
    for before, found in pairwise(timed):
        if found.start < before.start:
            message = f"These words begin at {at(found.start)}, but stand after those of {at(before.start)}."
            yield Problem("disordered-lines", found.place, message, "Put them into the order of time.")
        elif found.start < before.end:
            message = f"These words begin at {at(found.start)}, before those above have ended."
            yield Problem("overlapping-lines", found.place, message, "Let the words above end earlier.")


def _gaps(heard: list[_Heard]) -> Iterator[Problem]:
    timed, until = sorted((found for found in heard if found.is_timed), key=lambda found: found.start), None
    for found in timed:
        if until is not None and found.start - until > LONGEST_GAP:
            message = f"Between {at(until)} and {at(found.start)} nothing is written."
            yield Problem("gap-in-transcript", found.place, message, "Write what is to be heard there, such as `[music]`.")
        until = found.end if until is None else max(until, found.end)


def _nameless(heard: list[_Heard], path: str) -> Iterator[Problem]:
    remedy = "Write the name first: `<v Writer One>What we tried was ...`."
    nameless = [found for found in heard if any(not cue.speaker and not _is_heard_alone(cue.words) for cue in found.cues)]
    if not any(cue.speaker for found in heard for cue in found.cues):
        yield Problem("nameless-speaker", Place(path), "This transcript does not say who speaks.", remedy)
    else:
        yield from (Problem("nameless-speaker", found.place, "It is not said who speaks here.", remedy) for found in nameless)


def _few_of_each(problems: Iterable[Problem]) -> list[Problem]:
    """The first five of each code in the order of the file; the fifth says how many more there are."""
    ordered = sorted(problems, key=lambda problem: problem.place)
    left, seen = Counter(problem.code for problem in ordered), Counter[str]()
    kept = []
    for problem in ordered:
        seen[problem.code] += 1
        left[problem.code] -= 1
        if seen[problem.code] < MOST_ALIKE:
            kept.append(problem)
        elif seen[problem.code] == MOST_ALIKE:
            kept.append(_with_count(problem, left[problem.code]))
    return kept


def _with_count(problem: Problem, more: int) -> Problem:
    if not more:
        return problem
    message = f"{problem.message} So it is in {more:,} more {'place' if more == 1 else 'places'}."
    return Problem(problem.code, problem.place, message, problem.suggestion)


_EXAMPLE = "Write a time such as `00:01.000 --> 00:04.000`, and below it `<v Writer One>` and the words."


def _is_heard_alone(words: str) -> bool:
    """Whether this is what is to be heard while nobody speaks, such as `[music]`."""
    return words.startswith("[") and words.endswith("]")
