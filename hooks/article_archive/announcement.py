"""The announcement of mkdocs.yml -> what pages show of it, as long as it stands."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup
from msgspec import Struct

from . import addresses
from .model import Date
from .settings import Settings


class Notice(Struct, frozen=True):
    """What stands above a page: safe HTML that holds at most em, strong and code, and a link or ""."""

    text: Markup
    href: str = ""


def announcement(settings: Settings, now: datetime) -> Notice | None:
    """The announcement, until its last day has gone in the site's time zone; None without one."""
    written = settings.announcement
    if written is None or (written.until and _is_over(written.until, now.astimezone(settings.zone))):
        return None
    return Notice(Markup(written.text.html), _href(written.link, settings))


def _is_over(until: Date, here: datetime) -> bool:
    """Whether the last minute, day, month or year that the date names has gone."""
    if until.precision == "minute":
        return here.timestamp() >= until.at + 60
    parts = {"year": 1, "month": 2, "day": 3}[until.precision]
    return (here.year, here.month, here.day)[:parts] > (until.year, until.month, until.day)[:parts]


def _href(link: str, settings: Settings) -> str:
    if not link.startswith("/"):
        return link
    marks = [at for at in map(link.find, "?#") if at >= 0]
    end = min(marks, default=len(link))
    return addresses.href(link[:end], settings) + link[end:]
