"""A date as it was written -> a date at its precision."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from .model import Date

_WRITTEN = re.compile(
    r"(?P<about>~\s*)?(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2})(?:[T ]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?)?)?"
)


class NoDate(ValueError):
    """The words are no date; the message says why."""


def date(words: str, zone: tzinfo) -> Date:
    """Read 2016-09-14 09:30, 2016-09-14, 2016-09, 2016 or ~2016; without an offset it is in `zone`.

    Raises NoDate with a sentence for the writer.
    """
    found = _WRITTEN.fullmatch(words.strip())
    if found is None:
        raise NoDate("Write a date as year-month-day, such as 2016-09-14.")
    year, month, day = int(found["year"]), int(found["month"] or 1), int(found["day"] or 1)
    try:
        start = datetime(year, month, day, int(found["hour"] or 0), int(found["minute"] or 0), tzinfo=zone)
        if found["zone"]:
            start = datetime.fromisoformat(f"{start:%Y-%m-%dT%H:%M}{_offset(found['zone'])}")
        start.timestamp()
    except (ValueError, OverflowError):
        raise NoDate("There is no such day; check the month and the day.") from None
    if found["hour"]:
        return Date(start, "minute", bool(found["about"]))
    precision = "day" if found["day"] else "month" if found["month"] else "year"
    return Date(start, precision, bool(found["about"]))  # type: ignore[arg-type]


MONTHS = "January February March April May June July August September October November December".split()


def in_words(day: Date) -> str:
    """The date at its precision: 14 September 2016, September 2016, 2016, about 2016."""
    start = day.start
    words = {"year": f"{start.year}", "month": f"{MONTHS[start.month - 1]} {start.year}"}
    full = words.get(day.precision, f"{start.day} {MONTHS[start.month - 1]} {start.year}")
    return f"about {full}" if day.about else full


def machine(day: Date) -> str:
    """The date at its precision for `<time datetime>` (HTML, "time element"): 2016-09-14, 2016-09 or 2016."""
    start = day.start
    if day.precision == "minute":
        return start.isoformat(timespec="minutes")
    parts = {"year": 1, "month": 2, "day": 3}[day.precision]
    return "-".join((f"{start.year:04d}", f"{start.month:02d}", f"{start.day:02d}")[:parts])


def _offset(written: str) -> str:
    if written == "Z":
        return "+00:00"
    return written if ":" in written else f"{written[:3]}:{written[3:]}"
