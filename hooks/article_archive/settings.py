"""mkdocs.yml's choices for the archive, judged: facets, permalink, time zone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from msgspec import Struct
from rapidfuzz import process

from .fields import ARTICLE, CLIP
from .model import Place
from .problems import Problem

# Names of the site's own addresses: no facet, no article at the top and no term may take them.
RESERVED = (
    *("archive", "articles", "assets", "authors", "browse", "clips", "page", "search", "series"),
    *("404.html", "atom.xml", "feed.json", "feed.xml", "index.html", "sitemap.xml"),
)
LOCAL = "http://localhost:8000/"
PERMALINK = "/articles/{slug}/"

_KNOWN = ("facets", "permalink", "timezone")
_FACET_KNOWN = ("one", "many", "required")
_FACET_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_SLOTS = re.compile(r"\{([^{}]*)\}")


# Takes a key of mkdocs.yml, what is wrong with it, the remedy, and a code.
Note = Callable[..., None]


class Facet(Struct, frozen=True):
    """A way to sort articles, such as attributes: its folder's name, and its words for one and for many."""

    name: str
    one: str
    many: str
    required: bool = False


class Settings(Struct, frozen=True):
    """What the editors decided in mkdocs.yml. `address` is the site's own, with a slash at its end."""

    name: str
    address: str = LOCAL
    description: str = ""
    language: str = "en"
    docs: str = "docs"
    edit: str = ""
    facets: Mapping[str, Facet] = {}
    permalink: str = PERMALINK
    timezone: str = "UTC"

    @property
    def base(self) -> str:
        """The path under which the site lies, with slashes at both ends: "/" or "/archive/"."""
        return urlsplit(self.address).path.rstrip("/") + "/"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def judge(written: Any, text: str, path: str = "mkdocs.yml", **site: str) -> tuple[Settings, list[Problem]]:
    """Judge `extra.archive`. `text` is mkdocs.yml itself, for the places; `site` holds the engine's own settings."""
    problems: list[Problem] = []

    def wrong(key: str, message: str, remedy: str, code: str = "wrong-setting") -> None:
        problems.append(Problem(code, _place(text, path, key), message, remedy))

    if not isinstance(written, Mapping):
        wrong("archive", "`archive` must list its settings by name.", "Write for example `archive: {facets: {topics: {}}}`.")
        written = {}
    for key in written:
        if key not in _KNOWN:
            wrong(key, f"There is no setting `{key}` under `archive`.", _nearest(str(key), _KNOWN), "unknown-setting")
    settings = Settings(
        facets=_facets(written.get("facets"), wrong),
        permalink=_permalink(written.get("permalink", PERMALINK), wrong),
        timezone=_timezone(written.get("timezone", "UTC"), wrong),
        **{**site, "address": site.get("address") or LOCAL},
    )
    if site.get("address") and not is_root(site["address"]):
        wrong("site_url", f"`{site['address']}` is no address of a site.", "Write it like https://example.org/archive/.")
    if not site.get("address"):
        message = f"The site has no address of its own yet, so {LOCAL} stands in for it."
        wrong("site_url", message, "Write `site_url: https://...` in mkdocs.yml before you publish.", "no-site-address")
    return settings, problems


def is_root(address: str) -> bool:
    """Whether a site can stand at this address: http or https, a host, a path."""
    return re.fullmatch(r"https?://[\w.-]+(?::\d+)?(?:/[\w.~/-]*)?", address) is not None


def _facets(written: Any, wrong: Note) -> dict[str, Facet]:
    example = "Write for example `facets: {topics: {one: Topic, many: Topics}}`."
    if written is None:
        return {}
    if not isinstance(written, Mapping):
        wrong("facets", "`facets` must name each facet with its words.", example)
        return {}
    facets = {}
    for name, words in written.items():
        if not is_facet_name(name):
            wrong(
                str(name),
                f"`{name}` can't be the name of a facet.",
                "Use small letters and hyphens, and no name that the site needs.",
            )
        elif not isinstance(words or {}, Mapping):
            wrong(name, f"The facet `{name}` needs its words.", example)
        else:
            facets[name] = _facet(name, words or {}, wrong)
    return facets


def is_facet_name(name: object) -> bool:
    """Whether a facet may be called so: its name is a folder's and an address."""
    taken = {field.name for field in (*ARTICLE, *CLIP)} | {*RESERVED}
    return isinstance(name, str) and _FACET_NAME.fullmatch(name) is not None and name not in taken


def _facet(name: str, words: Mapping[str, Any], wrong: Note) -> Facet:
    for key in words:
        if key not in _FACET_KNOWN:
            wrong(str(key), f"There is no setting `{key}` for a facet.", _nearest(str(key), _FACET_KNOWN), "unknown-setting")
    many = str(words.get("many") or name.replace("-", " ").capitalize())
    one = str(words.get("one") or singular(many))
    required = words.get("required", False)
    if not isinstance(required, bool):
        wrong("required", "`required` is either true or false.", "Write `required: true`.")
    return Facet(name, one, many, required is True)


def singular(many: str) -> str:
    """The English singular of a facet's name, as a default: Categories -> Category."""
    if many.endswith("ies"):
        return f"{many[:-3]}y"
    return many[:-1] if many.endswith("s") and not many.endswith("ss") else many


def _permalink(written: Any, wrong: Note) -> str:
    slots = _SLOTS.findall(str(written))
    good = isinstance(written, str) and "slug" in slots and {*slots} <= {"slug", "year", "month"}
    if good and "/page/" not in written and re.fullmatch(r"/(?:(?:[\w-]|\{\w+\})+/)+", written):
        return str(written)
    wrong(
        "permalink",
        "This is no pattern for the addresses of articles.",
        "Write `/articles/{slug}/`, `/{slug}/` or `/{year}/{month}/{slug}/`.",
    )
    return PERMALINK


def _timezone(written: Any, wrong: Note) -> str:
    try:
        ZoneInfo(str(written))
    except (OSError, ValueError, KeyError):
        wrong("timezone", f"There is no time zone `{written}`.", "Write it as a region and a city, such as `America/New_York`.")
        return "UTC"
    return str(written)


def _nearest(word: str, known: tuple[str, ...]) -> str:
    found = process.extractOne(word, known, score_cutoff=60)
    return f"Did you mean `{found[0]}`?" if found else f"Known are: {', '.join(known)}."


def _place(text: str, path: str, key: str) -> Place:
    """Where a key stands in mkdocs.yml: the archive's own below `archive:`, whatever else is called so above it."""
    section = re.search(r"^\s+archive\s*:|^\s*- archive\s*:", text, re.MULTILINE)
    start = section.start() if section and key != "site_url" else 0
    found = re.compile(rf"(?:^|(?<=[\s{{,])){re.escape(key)}[ \t]*:", re.MULTILINE).search(text, start)
    if found is None:
        return Place(path)
    before = text[: found.start()]
    return Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
