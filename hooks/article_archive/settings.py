"""mkdocs.yml's choices for the archive, judged: facets, permalink, time zone, newsletter, announcement."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import yaml
from msgspec import Struct

from .dates import NoDate, date
from .fields import ARTICLE, CLIP
from .lines import has_markup, line
from .model import Date, Line, Place
from .newsletter import PROVIDERS, Key, Newsletter, Provider
from .problems import Problem

# Names of the site's own addresses: no facet, no article at the top and no term may take them.
RESERVED = (
    *("admin", "archive", "articles", "assets", "authors", "browse", "clips", "messages", "page", "pagefind", "search"),
    "series",
    *("404.html", "archive.json", "atom.xml", "feed.json", "feed.xml", "feeds.opml", "index.html", "podcast.xml", "robots.txt"),
    "sitemap.xml",
)
# What editors' pages call other lists, and what the address of a search calls other choices.
TAKEN = ("all", "feeds", "fields", "holdings", "newest", "newsletter", "q", "shelf", "sort", "year")
LOCAL = "http://localhost:8000/"
PERMALINK = "/articles/{slug}/"

_KNOWN = ("facets", "permalink", "timezone", "newsletter", "announcement", "feeds", "cards", "search", "editor")
_FACET_KNOWN = ("one", "many", "required")
_ANNOUNCEMENT_KNOWN = ("text", "link", "until")
_FEEDS_KNOWN = ("archived", "podcast")
_CARDS_KNOWN = ("for", "font")
_FACET_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
# A path inside the archive's folder, none of whose steps is hidden or climbs.
_FONT = re.compile(r"(?:[^./\\][^/\\]*/)*[^./\\][^/\\]*\.(?:ttf|otf|ttc)", re.IGNORECASE)
# A path of this site, an https address, or none; nothing that could end an attribute.
_LINK = re.compile(r"(?:(?:https://[\w-]+(?:\.[\w-]+)+(?::\d+)?)?(?:/(?!/)[^\s<>\"'`\\]*)?)?")
_SLOTS = re.compile(r"\{([^{}]*)\}")


# The subjects by which Apple's directory sorts podcasts; others took the list over.
CATEGORIES = (
    *("Arts", "Business", "Comedy", "Education", "Fiction", "Government", "Health & Fitness", "History", "Kids & Family"),
    *("Leisure", "Music", "News", "Religion & Spirituality", "Science", "Society & Culture", "Sports", "TV & Film"),
    *("Technology", "True Crime"),
)
PODCAST: Mapping[str, Key] = {
    "category": Key("|".join(CATEGORIES), "It is a subject of Apple's list.", "Education"),
    "email": Key(r"[^\s@<>\"']+@[\w-]+(?:\.[\w-]+)+", "It is an address at which directories reach you.", "editors@example.org"),
    "cover": Key(r"/(?!/)[^\s<>\"'`\\?#]*\.(?:jpg|jpeg|png)", "It is a square picture of this site, JPEG or PNG.", "/cover.png"),
}

# The web editor's settings, by the host that keeps the archive's repository.
_REPOSITORY = Key(r"[\w.-]+(?:/[\w.-]+)+", "It is the owner and the name of the repository.", "writer-one/archive")
_BRANCH = Key(r"[\w.-]+(?:/[\w.-]+)*", "It is the branch that the site is built from.", "main", is_required=False)
_PROGRAM = Key(
    r"(?:[^./\\][^/\\]*/)*[^./\\][^/\\]*",
    "It is the folder of Sveltia CMS in the archive's folder.",
    "web-editor/node_modules/@sveltia/cms",
    is_required=False,
)
_SIGN_IN = Key(
    r"https://[\w-]+(?:\.[\w-]+)+(?::\d+)?",
    "It is the address of an OAuth client.",
    "https://sign-in.example.org",
    is_required=False,
)
_APPLICATION = Key(r"[0-9a-zA-Z]+", "It is the number that GitLab gives an application.", "0a1b2c3d", is_required=False)
_OPEN = Key("", "It is true where everybody may propose.", "true", is_required=False)
_COMMON: Mapping[str, Key] = {"repository": _REPOSITORY, "branch": _BRANCH, "program": _PROGRAM}
EDITORS: Mapping[str, Mapping[str, Key]] = {
    "github": {**_COMMON, "sign_in": _SIGN_IN, "open": _OPEN},
    "gitlab": {**_COMMON, "application": _APPLICATION},
}

# Takes the steps to a key below `archive:`, what is wrong with it, the remedy, and a code.
Note = Callable[..., None]


class Facet(Struct, frozen=True):
    """A way to sort articles, such as attributes: its folder's name, and its words for one and for many."""

    name: str
    one: str
    many: str
    required: bool = False


class Announcement(Struct, frozen=True):
    """A line above every page; `link` is "", an https address or a path of this site; `until` is its last day."""

    text: Line
    link: str = ""
    until: Date | None = None


class Podcast(Struct, frozen=True):
    """What directories of podcasts ask for; "" where the editors do not say. `cover` is a picture's path on this site."""

    category: str = ""
    email: str = ""
    cover: str = ""


class Feeds(Struct, frozen=True):
    """Whether the Atom feed goes back to the first article, and what the podcast says of itself."""

    archived: bool = False
    podcast: Podcast = Podcast()


class Cards(Struct, frozen=True):
    """The pages that other sites show a picture of: authors, articles, and facets for their terms.

    `font` is the path of the archive's own, or ""; `place` is where to mend the setting.
    """

    pages: tuple[str, ...]
    font: str = ""
    place: Place = Place("mkdocs.yml")


class WebEditor(Struct, frozen=True):
    """The web editor at /admin/: who keeps the repository, how people sign in, where its program lies in the archive.

    `open`: who may not write to the repository proposes from a copy of it (GitHub's forks). `place` is where to mend the setting.
    """

    host: str
    repository: str
    branch: str = "main"
    program: str = "web-editor/node_modules/@sveltia/cms"
    sign_in: str = ""
    application: str = ""
    open: bool = False
    place: Place = Place("mkdocs.yml")


class Settings(Struct, frozen=True):
    """What the editors decided in mkdocs.yml. `address` is the site's own, with a slash at its end.

    `is_whole`: links have scheme and host, for what is read elsewhere. `search`: whether the texts can be searched for words.
    """

    name: str
    address: str = LOCAL
    description: str = ""
    language: str = "en"
    docs: str = "docs"
    edit: str = ""
    facets: Mapping[str, Facet] = {}
    permalink: str = PERMALINK
    timezone: str = "UTC"
    newsletter: Newsletter | None = None
    announcement: Announcement | None = None
    feeds: Feeds = Feeds()
    is_whole: bool = False
    cards: Cards | None = None
    search: bool = True
    editor: WebEditor | None = None

    @property
    def base(self) -> str:
        """What links begin with: the path under which the site lies, with slashes at both ends, or the whole address."""
        if self.is_whole:
            return self.address.rstrip("/") + "/"
        return _path_of(self.address) + "/"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


@cache
def _path_of(address: str) -> str:
    return urlsplit(address).path.rstrip("/")


def judge(written: Any, text: str, path: str = "mkdocs.yml", **site: str) -> tuple[Settings, list[Problem]]:
    """Judge `extra.archive`. `text` is mkdocs.yml itself, for the places; `site` holds the engine's own settings."""
    problems: list[Problem] = []

    def wrong(steps: tuple[str, ...], message: str, remedy: str, code: str = "wrong-setting") -> None:
        problems.append(Problem(code, _place(text, path, steps), message, remedy))

    if not isinstance(written, Mapping):
        wrong((), "`archive` must list its settings by name.", "Write for example `archive: {facets: {topics: {}}}`.")
        written = {}
    _only_known((), written, _KNOWN, "under `archive`", wrong)
    zone = _timezone(written.get("timezone", "UTC"), wrong)
    own: dict[str, Any] = {**site, "address": site.get("address") or LOCAL}
    facets = _facets(written.get("facets"), wrong)
    settings = Settings(
        facets=facets,
        permalink=_permalink(written.get("permalink", PERMALINK), wrong),
        timezone=zone,
        newsletter=_newsletter(written.get("newsletter"), wrong),
        announcement=_announcement(written.get("announcement"), ZoneInfo(zone), wrong),
        feeds=_feeds(written.get("feeds"), wrong),
        editor=_editor(written.get("editor"), _place(text, path, ("editor",)), wrong),
        cards=_cards(written.get("cards"), facets, _place(text, path, ("cards",)), wrong),
        search=_search(written.get("search", True), wrong),
        **own,
    )
    return settings, problems + _of_address(site.get("address", ""), _place(text, path, ("site_url",)))


def _search(written: Any, wrong: Note) -> bool:
    if not isinstance(written, bool):
        wrong(("search",), "`search` is either true or false.", "Write `search: false` to leave out the index of words.")
    return written is not False


def _of_address(address: str, place: Place) -> list[Problem]:
    if not address:
        message = f"The site has no address of its own yet, so {LOCAL} stands in for it."
        return [Problem("no-site-address", place, message, "Write `site_url: https://...` in mkdocs.yml before you publish.")]
    if not is_root(address):
        remedy = "Write it like https://example.org/archive/."
        return [Problem("wrong-setting", place, f"`{address}` is no address of a site.", remedy)]
    return []


def is_root(address: str) -> bool:
    """Whether a site can stand at this address: http or https, a host, a path."""
    return re.fullmatch(r"https?://[\w.-]+(?::\d+)?(?:/[\w.~/-]*)?", address) is not None


def _facets(written: Any, wrong: Note) -> dict[str, Facet]:
    example = "Write for example `facets: {topics: {one: Topic, many: Topics}}`."
    if written is None:
        return {}
    if not isinstance(written, Mapping):
        wrong(("facets",), "`facets` must name each facet with its words.", example)
        return {}
    facets = {}
    for name, words in written.items():
        if not is_facet_name(name):
            wrong(
                ("facets", str(name)),
                f"`{name}` can't be the name of a facet.",
                "Use small letters and hyphens, and no name that the site needs.",
            )
        elif not isinstance(words or {}, Mapping):
            wrong(("facets", name), f"The facet `{name}` needs its words.", example)
        else:
            facets[name] = _facet(name, words or {}, wrong)
    return facets


def is_facet_name(name: object) -> bool:
    """Whether a facet may be called so: its name is a folder's and an address."""
    taken = {field.name for field in (*ARTICLE, *CLIP)} | {*RESERVED, *TAKEN}
    return isinstance(name, str) and _FACET_NAME.fullmatch(name) is not None and name not in taken


def _facet(name: str, words: Mapping[str, Any], wrong: Note) -> Facet:
    _only_known(("facets", name), words, _FACET_KNOWN, "for a facet", wrong)
    many = str(words.get("many") or name.replace("-", " ").capitalize())
    one = str(words.get("one") or singular(many))
    required = words.get("required", False)
    if not isinstance(required, bool):
        wrong(("facets", name, "required"), "`required` is either true or false.", "Write `required: true`.")
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
        ("permalink",),
        "This is no pattern for the addresses of articles.",
        "Write `/articles/{slug}/`, `/{slug}/` or `/{year}/{month}/{slug}/`.",
    )
    return PERMALINK


def _timezone(written: Any, wrong: Note) -> str:
    try:
        ZoneInfo(str(written))
    except (OSError, ValueError, KeyError):
        remedy = "Write it as a region and a city, such as `America/New_York`."
        wrong(("timezone",), f"There is no time zone `{written}`.", remedy)
        return "UTC"
    return str(written)


def _newsletter(written: Any, wrong: Note) -> Newsletter | None:
    if written is None:
        return None
    given = written if isinstance(written, Mapping) else {}
    name = given.get("provider")
    if not isinstance(name, str):
        remedy = f"Write for example `newsletter: {{provider: buttondown, user: writer-one}}`. {_known(PROVIDERS)}"
        wrong(("newsletter", "provider"), "`newsletter` must name its provider.", remedy)
        return None
    if name not in PROVIDERS:
        wrong(("newsletter", "provider"), f"There is no provider `{name}`.", _nearest(name, PROVIDERS))
        return None
    return _of_provider(PROVIDERS[name], given, wrong)


def _of_provider(provider: Provider, given: Mapping[str, Any], wrong: Note) -> Newsletter | None:
    others = {key: other for other, its in PROVIDERS.items() for key in its.keys if key not in provider.keys}
    for key in [key for key in given if key in others]:
        remedy = f"Take it out, or write `provider: {others[key]}`."
        message = f"`{key}` is a setting of {PROVIDERS[others[key]].name}, and the provider here is {provider.name}."
        wrong(("newsletter", key), message, remedy, "unknown-setting")
    rest = [key for key in given if key not in others]
    _only_known(("newsletter",), rest, ("provider", *provider.keys), f"of {provider.name}", wrong)
    values = {key: _of_key(key, asked, given.get(key), provider.name, wrong) for key, asked in provider.keys.items()}
    if any(value is None for key, value in values.items() if provider.keys[key].is_required):
        return None
    return provider.make(**{key: value for key, value in values.items() if value is not None})


def _of_key(name: str, asked: Key, written: Any, provider: str, wrong: Note) -> Any:
    """The value of a provider's setting, or None."""
    example = f"Write for example `{name}: {asked.example}`."
    if written is None:
        if asked.is_required:
            wrong(("newsletter",), f"The setting `{name}` of {provider} is missing.", f"{asked.meaning} {example}")
        return None
    if asked.may_be_many:
        each = written if isinstance(written, list) else [written]
        found = [_text(name, asked, item, provider, wrong) for item in each or [""]]
        return None if None in found else tuple(dict.fromkeys(found))
    return _text(name, asked, written, provider, wrong)


def _text(name: str, asked: Key, written: Any, provider: str, wrong: Note) -> str | None:
    is_number = isinstance(written, int) and not isinstance(written, bool)
    if is_number and not asked.is_number:
        # 0123 would have become 83.
        wrong(("newsletter", name), f"The digits of `{name}` must be kept as they are.", "Put quotation marks around them.")
        return None
    if (is_number or isinstance(written, str)) and re.fullmatch(asked.pattern, str(written), re.ASCII):
        return str(written)
    remedy = f"{asked.meaning} Write for example `{name}: {asked.example}`."
    wrong(("newsletter", name), f"`{written}` can't be the setting `{name}` of {provider}.", remedy)
    return None


def _announcement(written: Any, zone: ZoneInfo, wrong: Note) -> Announcement | None:
    if written is None:
        return None
    given = written if isinstance(written, Mapping) else {}
    _only_known(("announcement",), given, _ANNOUNCEMENT_KNOWN, "of an announcement", wrong)
    text, link = given.get("text"), "" if given.get("link") is None else given["link"]
    if not isinstance(text, str) or not line(text).text:
        example = "Write for example `announcement: {text: The archive has moved., link: /about/, until: 2026-12-01}`."
        wrong(("announcement", "text"), "An announcement needs its text.", example)
        return None
    if has_markup(text):
        wrong(("announcement", "text"), "The text of the announcement holds HTML tags.", "Write plain words; *emphasis* is kept.")
    if not (isinstance(link, str) and _LINK.fullmatch(link)):
        remedy = "Start it with https://, or write a path of this site such as `/about/`."
        wrong(("announcement", "link"), f"`{link}` is nothing that an announcement can lead to.", remedy)
        return None
    return Announcement(line(text), link, _until(given.get("until"), zone, wrong))


def _until(written: Any, zone: ZoneInfo, wrong: Note) -> Date | None:
    if written is None:
        return None
    try:
        # YAML has made a date of most that look like one.
        until = date(str(written), zone)
    except NoDate as reason:
        wrong(("announcement", "until"), f"`{written}` is no date.", str(reason))
        return None
    if until.about:
        wrong(("announcement", "until"), f"`{written}` is no last day.", "Write a day, such as `until: 2026-12-01`.")
        return None
    return until


def _feeds(written: Any, wrong: Note) -> Feeds:
    if written is None:
        return Feeds()
    if not isinstance(written, Mapping):
        wrong(("feeds",), "`feeds` must list its settings by name.", "Write for example `feeds: {archived: true}`.")
        return Feeds()
    _only_known(("feeds",), written, _FEEDS_KNOWN, "of the feeds", wrong)
    archived = written.get("archived", False)
    if not isinstance(archived, bool):
        wrong(("feeds", "archived"), "`archived` is either true or false.", "Write `archived: true`.")
    return Feeds(archived is True, _podcast(written.get("podcast"), wrong))


def _podcast(written: Any, wrong: Note) -> Podcast:
    if written is None:
        return Podcast()
    if not isinstance(written, Mapping):
        example = "Write for example `podcast: {category: Education, cover: /cover.png}`."
        wrong(("feeds", "podcast"), "`podcast` must list its settings by name.", example)
        return Podcast()
    _only_known(("feeds", "podcast"), written, PODCAST, "of the podcast", wrong)
    given = {name: written[name] for name in PODCAST if written.get(name) is not None}
    return Podcast(**{name: _of_podcast(name, value, wrong) for name, value in given.items()})


def _of_podcast(name: str, written: Any, wrong: Note) -> str:
    asked = PODCAST[name]
    if isinstance(written, str) and re.fullmatch(asked.pattern, written):
        return written
    remedy = f"{asked.meaning} Write for example `{name}: {asked.example}`."
    if name == "category" and isinstance(written, str):
        remedy = _nearest(written, CATEGORIES)
    wrong(("feeds", "podcast", name), f"`{written}` can't be the setting `{name}` of the podcast.", remedy)
    return ""


def _cards(written: Any, facets: Mapping[str, Facet], place: Place, wrong: Note) -> Cards:
    """A list of pages, or a table with that list and a font; authors and every term where nothing is said."""
    usual = ("authors", *facets)
    given = {} if written is None else {"for": written} if isinstance(written, list) else written
    if not isinstance(given, Mapping):
        remedy = f"Write for example `cards: [{', '.join(usual)}, articles]`, or `cards: []` for no pictures."
        wrong(("cards",), "`cards` must list the pages that get a picture for other sites.", remedy)
        return Cards(usual, place=place)
    _only_known(("cards",), given, _CARDS_KNOWN, "of the pictures for other sites", wrong)
    return Cards(_pages(given.get("for", [*usual]), (*usual, "articles"), wrong), _font(given.get("font"), wrong), place)


def _pages(written: Any, known: tuple[str, ...], wrong: Note) -> tuple[str, ...]:
    each = written if isinstance(written, list) else [written]
    for name in [name for name in each if name not in known]:
        wrong(("cards",), f"There are no pages `{name}` to draw a picture for.", _nearest(str(name), known))
    return tuple(name for name in known if name in each)


def _font(written: Any, wrong: Note) -> str:
    if written is None or (isinstance(written, str) and _FONT.fullmatch(written)):
        return written or ""
    remedy = "Write the path of a font inside the archive's folder, such as `font: fonts/name.ttf`."
    wrong(("cards", "font"), f"`{written}` can't be the font of the pictures.", remedy)
    return ""


def _editor(written: Any, place: Place, wrong: Note) -> WebEditor | None:
    if written is None:
        return None
    given = written if isinstance(written, Mapping) else {}
    host = given.get("host")
    if not isinstance(host, str) or host not in EDITORS:
        remedy = "Write for example `editor: {host: github, repository: writer-one/archive}`."
        message = f"The web editor knows no host `{host}`." if host else "`editor` must name the host of the repository."
        wrong(("editor", "host"), message, f"{_known(EDITORS)} {remedy}")
        return None
    keys = EDITORS[host]
    _only_known(("editor",), given, ("host", *keys), f"of a web editor for {host}", wrong)
    values = {name: _of_editor(name, keys[name], given.get(name), wrong) for name in keys}
    if values["repository"] is None:
        return None
    return WebEditor(host, place=place, **{name: value for name, value in values.items() if value is not None})


def _of_editor(name: str, asked: Key, written: Any, wrong: Note) -> Any:
    """The value of a web editor's setting, or None."""
    if written is None and not asked.is_required:
        return None
    if isinstance(written, bool) if name == "open" else isinstance(written, str) and re.fullmatch(asked.pattern, written):
        return written
    remedy = f"{asked.meaning} Write for example `{name}: {asked.example}`."
    message = f"`{written}` can't be the setting `{name}` of the web editor."
    wrong(("editor", name), f"The setting `{name}` of the web editor is missing." if written is None else message, remedy)
    return None


def _only_known(steps: tuple[str, ...], given: Iterable[Any], known: Iterable[str], where: str, wrong: Note) -> None:
    """Tell each setting that is not known there."""
    for key in [key for key in given if key not in known]:
        wrong((*steps, str(key)), f"There is no setting `{key}` {where}.", _nearest(str(key), known), "unknown-setting")


def _nearest(word: str, known: Iterable[str]) -> str:
    from rapidfuzz import process  # takes a while to load, and right settings need no suggestion

    found = process.extractOne(word, tuple(known), score_cutoff=60)
    return f"Did you mean `{found[0]}`?" if found else _known(known)


def _known(known: Iterable[str]) -> str:
    return f"Known are: {', '.join(known)}."


def _place(text: str, path: str, steps: tuple[str, ...]) -> Place:
    """Where a setting stands in mkdocs.yml, or the nearest one around it: under `extra`, or as an option of the plugin."""
    top = yaml.compose(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    trails = [steps] if steps == ("site_url",) else [("extra", "archive", *steps), ("plugins", "archive", *steps)]
    keys = max((_keys(top, trail) for trail in trails), key=len)
    if not keys or (steps != ("site_url",) and len(keys) < 2):
        return Place(path)
    mark = keys[-1].start_mark
    return Place(path, mark.line + 1, mark.column + 1)


def _keys(node: yaml.Node | None, trail: tuple[str, ...]) -> list[yaml.Node]:
    """The keys along a trail of names, as far as they are there."""
    found: list[yaml.Node] = []
    for name in trail:
        tables = node.value if isinstance(node, yaml.SequenceNode) else [node]
        pairs = (pair for table in tables if isinstance(table, yaml.MappingNode) for pair in table.value)
        key, node = next((pair for pair in pairs if pair[0].value == name), (None, None))
        if key is None:
            break
        found.append(key)
    return found
