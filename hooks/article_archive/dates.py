"""A date as it was written -> a date at its precision."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache

from .model import Date, Precision

_TIME = r"(?:[T ]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
_WRITTEN = re.compile(rf"(?P<about>~\s*)?(?P<year>\d{{4}})(?:-(?P<month>\d{{1,2}})(?:-(?P<day>\d{{1,2}}){_TIME})?)?", re.ASCII)
# The same for readers that know no names of groups, such as a JSON Schema's (ECMA 262).
PATTERN = re.sub(r"\?P<\w+>", "?:", _WRITTEN.pattern).replace(r"\d", "[0-9]")


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
        start = datetime(year, month, day, int(found["hour"] or 0), int(found["minute"] or 0), tzinfo=_zone(found["zone"], zone))
        at = int(start.timestamp())
    except (ValueError, OverflowError) as reason:
        if re.search("hour|minute|offset", str(reason)):
            raise NoDate("There is no such time; check the hour, the minute and the offset.") from None
        raise NoDate("There is no such day; check the month and the day.") from None
    precision: Precision = "minute" if found["hour"] else "day" if found["day"] else "month" if found["month"] else "year"
    time = start.isoformat(timespec="minutes")[11:] if found["hour"] else ""
    return Date(at, year, month, day, time, precision, bool(found["about"]))


MONTHS = "January February March April May June July August September October November December".split()


@cache
def in_words(day: Date) -> str:
    """The date at its precision: 14 September 2016, September 2016, 2016, about 2016."""
    words = {"year": f"{day.year}", "month": f"{MONTHS[day.month - 1]} {day.year}"}
    full = words.get(day.precision, f"{day.day} {MONTHS[day.month - 1]} {day.year}")
    return f"about {full}" if day.about else full


@cache
def machine(day: Date) -> str:
    """The date at its precision for `<time datetime>` (HTML, "time element"): 2016-09-14, 2016-09 or 2016."""
    if day.precision == "minute":
        return f"{day.year:04d}-{day.month:02d}-{day.day:02d}T{day.time}"
    if day.precision == "day":
        return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"
    return f"{day.year:04d}-{day.month:02d}" if day.precision == "month" else f"{day.year:04d}"


def _zone(written: str | None, otherwise: tzinfo) -> tzinfo:
    """The offset that a date names, such as Z, +02:00 or -0400."""
    if not written:
        return otherwise
    if written == "Z":
        return UTC
    sign = -1 if written[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(written[1:3]), minutes=int(written[-2:])))
