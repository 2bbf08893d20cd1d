"""A PDF's bytes -> its slides: words and a picture each."""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby, takewhile
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from .pictures import Sized, webp
from .problems import Trouble
from .store import Store

# To be raised with every change to what is made of a PDF.
VERSION = 1
MOST_SLIDES, MOST_LINES, LONGEST_TITLE, LONGEST_LINE, MOST_LETTERS = 60, 40, 200, 1000, 20_000
# Pixels; a page can be 200 inches wide, and as narrow as a hair.
WIDEST, HIGHEST = 960, 1920
# For all of a PDF: seconds, and bytes of memory.
LONGEST, MOST_MEMORY = 120, 2 * 1024**3


class Slide(Struct, frozen=True):
    """A page of a PDF; the title is "" where no line looks like one, the number counts from 1."""

    title: str
    lines: tuple[str, ...]
    picture: Sized
    number: int


class Deck(Struct, frozen=True):
    """The slides that are shown, and how many pages the PDF has."""

    slides: tuple[Slide, ...]
    pages: int


class Read(Struct, frozen=True):
    """What became of a PDF."""

    deck: Deck | None
    troubles: tuple[Trouble, ...] = ()


def deck(data: bytes, store: Store) -> tuple[Deck | None, tuple[Trouble, ...]]:
    """The slides of a PDF, and what is wrong with it; None where none can be shown."""
    if b"%PDF-" not in data[:1024]:
        return None, (NO_PDF,)
    from importlib.metadata import version  # takes as long to load as ten of our own rooms

    versions = f"pypdfium2 {version('pypdfium2')} pillow {version('pillow')}"
    key = f"deck {VERSION} {versions} {hashlib.sha256(data).hexdigest()}"
    try:
        read = msgspec.msgpack.decode(store.kept(key, lambda: _read_apart(data)), type=Read)
    except (_Stopped, subprocess.TimeoutExpired):  # on another day, or another machine, it may come to its end
        return None, (_BROKEN,)
    return read.deck, read.troubles


class _Stopped(Exception):
    """The reading of a PDF was ended by the system."""


def _read_apart(data: bytes) -> bytes:
    """A stranger's PDF is opened in a process of its own: should it need for ever, or the process die, the build goes on."""
    here = str(Path(__file__).parent.parent)
    path = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH", ""))))
    command = [sys.executable, "-P", "-m", f"{__package__}.decks"]
    ended = subprocess.run(command, input=data, capture_output=True, timeout=LONGEST, env={**os.environ, "PYTHONPATH": path})
    if ended.returncode == 1:
        raise RuntimeError(ended.stderr.decode(errors="replace"))
    if ended.returncode:
        raise _Stopped
    return ended.stdout


def read(data: bytes) -> Read:
    """The same as `deck`, in this process. Forms are left alone, and no program in the PDF runs."""
    import pypdfium2  # type: ignore[import-untyped]  # it takes 50 ms, and most builds open no PDF

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as reason:
        is_locked = reason.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD
        return Read(None, (_LOCKED if is_locked else _BROKEN,))
    with pdf:
        slides = [slide for n in range(min(len(pdf), MOST_SLIDES)) if (slide := _slide(pdf, n)) is not None]
        if not slides:
            return Read(None, (_BROKEN,))
        return Read(Deck(tuple(slides), len(pdf)), tuple(_troubles(slides, len(pdf))))


def _slide(pdf: Any, index: int) -> Slide | None:
    """None for a page that can't be drawn."""
    try:
        page = pdf[index]
        width, height = page.get_size()
        # Notes in the margin are for those who made the slides.
        drawn = page.render(scale=min(WIDEST / width, HIGHEST / height), may_draw_forms=False, draw_annots=False)
        picture = webp(drawn.to_pil().convert("RGB"), is_drawn=True)
        title, lines = worded(_lines(page.get_textpage()))
        page.close()
    except (RuntimeError, ValueError, ArithmeticError):  # PdfiumError is a RuntimeError
        return None
    return Slide(title, lines, picture, index + 1)


def _lines(text: Any) -> Iterator[tuple[float, str]]:
    """Each line of a page in the order of the file: how high its letters stand, in points, and its words."""
    from pypdfium2 import raw

    letters = [(i, chr(raw.FPDFText_GetUnicode(text, i))) for i in range(min(text.count_chars(), MOST_LETTERS))]
    for is_break, group in groupby(letters, key=lambda letter: letter[1] in "\r\n"):
        line = list(group)
        if not is_break and (words := _plain("".join(letter for _, letter in line))):
            yield max((_height(text, i) for i, letter in line if letter.isalnum()), default=0.0), words


def _height(text: Any, index: int) -> float:
    try:
        _, bottom, _, top = text.get_charbox(index, loose=True)
    except RuntimeError:
        return 0.0
    return abs(float(top - bottom))


def _plain(words: str) -> str:
    """The words as they are seen: without controls, private signs, and marks that turn a text round; spaces squeezed."""
    paired = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    seen = (c if c.isspace() or unicodedata.category(c) not in ("Cc", "Cn", "Co", "Cs") else "" for c in paired)
    return " ".join("".join(c for c in seen if c not in _TURNING).split())


def worded(lines: Iterable[tuple[float, str]]) -> tuple[str, tuple[str, ...]]:
    """A page's title, and its other lines in their order.

    The title is the largest line that has a letter, the first of equals; if it goes on in the next lines, they belong to it.
    """
    found = list(lines)
    heights = [height if any(c.isalpha() for c in words) else 0.0 for height, words in found]
    largest = max(heights, default=0.0)
    if largest == 0.0:
        return "", _cut([words for _, words in found])
    first = next(i for i, height in enumerate(heights) if height >= largest * 0.95)
    count = len(list(takewhile(lambda height: height >= largest * 0.95, heights[first:])))
    title = " ".join(words for _, words in found[first : first + count])
    if count == len(found) or len(title) > LONGEST_TITLE:  # all is of one size: a title is not told by it
        title, count = found[first][1], 1
    return _short(title, LONGEST_TITLE), _cut([words for _, words in (*found[:first], *found[first + count :])])


def _cut(lines: list[str]) -> tuple[str, ...]:
    kept = lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], "…"]
    return tuple(_short(line, LONGEST_LINE) for line in kept)


def _short(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def _troubles(slides: list[Slide], pages: int) -> Iterator[Trouble]:
    if pages > MOST_SLIDES:
        message = f"This PDF has {pages:,} pages; the first {MOST_SLIDES} are shown, and the file itself is offered."
        yield Trouble("many-slides", message, "Split it, or leave out what few will read.")
    lost = sorted(set(range(1, min(pages, MOST_SLIDES) + 1)) - {slide.number for slide in slides})
    if lost:
        message = f"Of this PDF {'page' if len(lost) == 1 else 'pages'} {', '.join(map(str, lost))} can't be shown."
        yield Trouble("broken-slides", message, "Export it again.")
    if not any(slide.title or slide.lines for slide in slides):
        message = "The slides of this PDF hold no words that can be found or read aloud."
        yield Trouble("wordless-slides", message, "Export it from the slides themselves, or say in the text what they show.")


NO_PDF = Trouble("no-slides", "This file is no PDF.", "Export the slides as PDF.")
_BROKEN = Trouble(
    "broken-slides", "This PDF is broken or empty, so no slides can be shown; it may open nowhere.", "Export it again."
)
_LOCKED = Trouble(
    "locked-slides",
    "This PDF asks for a password, so no slides can be shown; the file itself is offered.",
    "Save it without a password.",
)
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _bound() -> None:
    """Let this process have no more memory and time than a PDF may need."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # not every system knows these bounds
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    _bound()
    try:
        made = read(sys.stdin.buffer.read())
    except MemoryError:
        made = Read(None, (_BROKEN,))
    sys.stdout.buffer.write(msgspec.msgpack.encode(made))
