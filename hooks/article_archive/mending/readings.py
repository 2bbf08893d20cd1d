"""Words that are not quite right -> the one right answer, or none: dates, and words from a list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from ..dates import MONTHS, NoDate, date

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_WEEKDAY = r"(?:(?P<weekday>[A-Za-z]{3,9})\.?,?\s+)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_YEAR = r"(?P<year>\d{4})"
_IN_WORDS = (
    re.compile(rf"{_WEEKDAY}{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}"),
    re.compile(rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}"),
    re.compile(rf"{_MONTH},?\s+{_YEAR}"),
)
_IN_NUMBERS = re.compile(r"(?P<year>\d{4})([/.-])(?P<month>\d{1,2})(?:\2(?P<day>\d{1,2}))?|(?P<whole>\d{8})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
_ABOUT = re.compile(r"(?:about|around|circa|ca?\.)\s*(\d{4})", re.IGNORECASE)
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()

# From so many letters on, one wrong letter leaves no doubt which word of a list was meant.
_LONG = 5


def day(words: str) -> str | None:
    """A date that is written in another way -> year-month-day; None where it can be read in two ways, or in none."""
    plain = " ".join(_DASHES.sub("-", unicodedata.normalize("NFKC", words)).split()).rstrip(".,")
    plain = re.sub(r"\s*([/.-])\s*(?=\d)", r"\1", plain) if re.match(r"\d", plain) and not re.search("[A-Za-z]", plain) else plain
    found = {reading for reading in _readings(plain) if _is_date(reading)}
    return found.pop() if len(found) == 1 else None


def _readings(words: str) -> Iterator[str]:
    if found := _IN_NUMBERS.fullmatch(words):
        whole = found["whole"]
        parts = (whole[:4], whole[4:6], whole[6:]) if whole else (found["year"], found["month"], found["day"])
        yield _written(*(int(part) for part in parts if part))
    elif found := _YEAR_LAST.fullmatch(words):
        one, other, year = int(found[1]), int(found[3]), int(found[4])
        yield from (_written(year, one, other), _written(year, other, one))
    elif found := _ABOUT.fullmatch(words):
        yield f"~{found[1]}"
    else:
        yield from _in_words(words)


def _in_words(words: str) -> Iterator[str]:
    for pattern in _IN_WORDS:
        given = found.groupdict() if (found := pattern.fullmatch(words)) else {}
        if given and (month := _month(given["month"])):
            day = [int(given["day"])] if given.get("day") else []
            written = _written(int(given["year"]), month, *day)
            if not given.get("weekday") or _is_on(written, given["weekday"]):
                yield written


def _month(word: str) -> int:
    """The month's number; 0 for another word. Short forms count: Sep, Sept."""
    return next((n for n, month in enumerate(MONTHS, 1) if month.lower().startswith(word.lower())), 0)


def _is_on(written: str, weekday: str) -> bool:
    return _is_date(written) and _WEEKDAYS[datetime.fromisoformat(written).weekday()].startswith(weekday.lower())


def _written(year: int, *rest: int) -> str:
    return "-".join((f"{year:04d}", *(f"{number:02d}" for number in rest)))


def _is_date(words: str) -> bool:
    try:
        date(words, UTC)
    except NoDate:
        return False
    return True


def spelled_like(word: str, known: Iterable[tuple[str, str]]) -> str | None:
    """The one answer among pairs of a spelling and what it stands for, where case, accents and signs don't matter."""
    letters = _letters(word)
    found = {answer for spelling, answer in known if _letters(spelling) == letters} if letters else set()
    return found.pop() if len(found) == 1 else None


def meant(word: str, known: Iterable[tuple[str, str]]) -> str | None:
    """Like `spelled_like`, or the one answer that is one wrong letter away, with no other within two: for closed lists."""
    pairs = tuple(known)
    if (found := spelled_like(word, pairs)) or len(letters := _letters(word)) < _LONG:
        return found
    from rapidfuzz.distance import OSA  # takes a while to load, and right words need it not

    away: Mapping[str, int] = _nearest_of_each((a, OSA.distance(letters, _letters(s), score_cutoff=2)) for s, a in pairs)
    near = [answer for answer, distance in away.items() if distance <= 2]
    return near[0] if len(near) == 1 and away[near[0]] == 1 else None


def _nearest_of_each(away: Iterable[tuple[str, int]]) -> dict[str, int]:
    least: dict[str, int] = {}
    for answer, distance in away:
        least[answer] = min(distance, least.get(answer, distance))
    return least


def _letters(word: str) -> str:
    """The letters and digits of a word, without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if c.isalnum())
