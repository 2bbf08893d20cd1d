"""One field's value, judged by its type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from ..dates import NoDate, date
from ..fields import ROLES, Field
from ..frontmatter import Items, Parsed, Table, Text, Value
from ..lines import has_markup, line
from ..model import Credit, Date, Image, InSeries, Line, Place, Shelf
from ..problems import Problem
from ..reading import DEVICES, HIDDEN
from ..text.markdown import is_elsewhere
from ..text.proofreading import DESCRIBE, is_vague_description
from .vocabulary import Vocabulary, nearest, spelled

LONGEST_TITLE = 200


class Desk:
    """One file on the judge's desk, and what was noted about it."""

    def __init__(self, parsed: Parsed, words: Vocabulary) -> None:
        self.parsed, self.words = parsed, words
        self.problems: list[Problem] = []
        self.place = Place(parsed.source.path, 1, 1)

    def note(self, code: str, place: Place, message: str, suggestion: str = "") -> None:
        self.problems.append(Problem(code, place, message, suggestion))

    def values(self) -> dict[str, Any]:
        """Each known field's value, judged by its type; empty ones are left out, unknown ones noted."""
        known = self.words.fields[self.parsed.source.shelf]
        found: dict[str, Any] = {}
        for name, value in self.parsed.fields.values.items():
            if name not in known:
                place = self.parsed.fields.names[name]
                self.note("unknown-field", place, f"There is no field `{name}`.", nearest(name, known, "Leave it out."))
            elif not is_empty(value):
                found[name] = READ[known[name].type](self, known[name], value)
        return {name: value for name, value in found.items() if value is not None}

    def has(self, name: str) -> bool:
        """Whether something stands behind the field's name, right or wrong."""
        return name in self.parsed.fields.values and not is_empty(self.parsed.fields.values[name])

    def missing(self, name: str, shelf: Shelf, remedy: str = "") -> None:
        if self.has(name):
            return  # it is there, and wrong: that was said already
        field = self.words.fields[shelf][name]
        place = self.parsed.fields.names.get(name, self.place)
        self.note(
            "missing-field", place, f"The field `{name}` is missing.", remedy or f"Write for example `{name}: {field.example}`."
        )


def is_empty(value: Value) -> bool:
    """Whether nothing stands behind the field's colon."""
    if isinstance(value, Text):
        return value.text.strip() in ("", "~")
    return not (value.items if isinstance(value, Items) else value.values)


def _words(desk: Desk, field: Field, value: Value) -> str | None:
    if isinstance(value, Text):
        return " ".join(value.text.split())
    remedy = f"Write for example `{field.name}: {field.example}`." if field.example else ""
    desk.note("wrong-shape", value.place, f"`{field.name}` takes one value, and here stands a list.", remedy)
    return None


def _line(desk: Desk, field: Field, value: Value) -> Line | None:
    words = _words(desk, field, value)
    if words is None:
        return None
    if has_markup(words):
        desk.note("markup-in-field", value.place, f"`{field.name}` holds HTML tags, which are left out.", "Write plain words.")
    if len(words) > LONGEST_TITLE and field.name == "title":
        desk.note("long-title", value.place, f"This title has {len(words)} letters.", "Move half of it to `summary`.")
    found = line(words)
    if not found.text.isprintable() and (hidden := HIDDEN.search(found.text)):
        message = f"Here stands a character that nobody can see (U+{ord(hidden[0]):04X})."
        desk.note("hidden-characters", value.place, message, "Delete it.")
    if field.required and not found.text:
        place = desk.parsed.fields.names[field.name]
        desk.note(
            "missing-field", place, f"The field `{field.name}` is missing.", f"Write for example `{field.name}: {field.example}`."
        )
    return found if found.text else None


def _date(desk: Desk, field: Field, value: Value) -> Date | None:
    words = _words(desk, field, value)
    if words is None:
        return None
    try:
        return date(words, desk.words.zone)
    except NoDate as reason:
        desk.note("impossible-date", value.place, f"`{words}` is no date.", str(reason))
        return None


def _people(desk: Desk, field: Field, value: Value) -> tuple[Credit, ...] | None:
    written = value.items if isinstance(value, Items) else (value,)
    credits: dict[Credit, None] = {}
    for item in (i for i in written if not is_empty(i)):
        credit = _credit(desk, item)
        if credit in credits:
            desk.note("author-twice", item.place, f"{credit.name} stands here twice with the same role.", "Keep one.")
        elif credit is not None:
            credits[credit] = None
    return tuple(credits) or None


def _credit(desk: Desk, item: Value) -> Credit | None:
    if isinstance(item, Text):
        return _known_author(desk, item.text.strip(), "author", item.place)
    if isinstance(item, Items):
        desk.note(
            "wrong-shape", item.place, "An author is a file name from authors/, or a name and a role.", "Write `- writer-one`."
        )
        return None
    given = _strings(desk, item, ("id", "name", "role"))
    role = given.get("role", "author")
    if role not in ROLES:
        place = item.values["role"].place
        desk.note("unknown-role", place, f"There is no role `{role}`.", nearest(role, ROLES, f"Roles are {', '.join(ROLES)}."))
        return None
    if {"id", "name"} <= {*given}:
        place = item.names["name"]
        desk.note("wrong-shape", place, "Here stand both `id` and `name`; the name is in the author's own file.", "Keep `id`.")
    if "id" in given:
        return _known_author(desk, given["id"], role, item.values["id"].place)
    if "name" in given:
        return Credit(given["name"], role)  # type: ignore[arg-type]
    desk.note("missing-field", item.place, "Here stands a role without a name.", "Write `{name: Writer One, role: with}`.")
    return None


def _known_author(desk: Desk, name: str, role: str, place: Place) -> Credit | None:
    authors = desk.words.authors
    if author := authors.get(name):
        return Credit(author.name, role, author.id)  # type: ignore[arg-type]
    spelled_so = {spelled(known): a.id for a in authors.values() for known in (a.id, a.name, *a.also)}
    if (path := desk.words.broken.get(spelled(name), "")).startswith("authors/"):
        desk.note("unknown-author", place, f"The file of `{name}` has a mistake of its own.", f"Mend {path} first.")
        return None
    meant = spelled_so.get(spelled(name))
    remedy = (
        f"Did you mean `{meant}`?"
        if meant
        else nearest(name, authors, "Add a file for this person to authors/, or write {name: ..., role: ...}.")
    )
    desk.note("unknown-author", place, f"There is no author `{name}`.", remedy)
    return None


def _strings(desk: Desk, table: Table, known: tuple[str, ...]) -> dict[str, str]:
    """The words of a small table, such as {id: ..., role: ...}; what it does not know is noted."""
    found = {}
    for name, value in table.values.items():
        if name not in known:
            desk.note(
                "unknown-field",
                table.names[name],
                f"There is no `{name}` here.",
                nearest(name, known, f"Known are {', '.join(known)}."),
            )
        elif not isinstance(value, Text):
            desk.note("wrong-shape", value.place, f"`{name}` takes one value, and here stands a list.")
        elif not is_empty(value):
            found[name] = " ".join(value.text.split())
    return found


def _image(desk: Desk, field: Field, value: Value) -> Image | None:
    given = _strings(desk, value, ("src", "alt", "caption")) if isinstance(value, Table) else {}
    if isinstance(value, Text):
        given = {"src": value.text.strip()}
    if "src" not in given:
        desk.note("wrong-shape", value.place, "A picture needs its file.", "Write `image: {src: desk.jpg, alt: Two desks}`.")
        return None
    is_portrait = desk.parsed.source.shelf == "author"
    if not given.get("alt") and not is_portrait:
        remedy = "Add `alt:` with what is to be seen, for readers who can't see it."
        desk.note("missing-alt-text", value.place, "This picture has no description.", remedy)
    if isinstance(value, Table) and is_vague_description(given.get("alt", "")):
        message = f"`{given['alt']}` does not say what is to be seen in this picture."
        desk.note("vague-alt-text", value.values["alt"].place, message, DESCRIBE)
    for name in ("alt", "caption"):
        if has_markup(given.get(name, "")) and isinstance(value, Table):
            place = value.values[name].place
            desk.note("markup-in-field", place, f"`{name}` holds HTML tags, which are left out.", "Write plain words.")
    _judge_src(desk, given["src"], value.values["src"].place if isinstance(value, Table) else value.place)
    caption = line(given["caption"]) if "caption" in given else None
    return Image(given["src"], line(given.get("alt", "")).text, caption, value.place)


def _judge_src(desk: Desk, src: str, place: Place) -> None:
    if not is_elsewhere(src):
        return
    if is_web_address(src):
        remedy = "Put the file beside the article, if its licence allows that."
        desk.note("picture-elsewhere", place, "This picture lies on another website, so readers get a link to it.", remedy)
    else:
        desk.note("unsafe-address", place, f"`{src}` is no web address.", "It must start with https:// and hold no spaces.")


def _in_series(desk: Desk, field: Field, value: Value) -> InSeries | None:
    given = _strings(desk, value, ("id", "part")) if isinstance(value, Table) else {}
    if not given.get("id") or not re.fullmatch(r"[0-9]{1,6}", given.get("part", "")):
        desk.note(
            "wrong-shape",
            value.place,
            "A place in a series is its name and a part.",
            "Write `series: {id: innovation-lab, part: 2}`.",
        )
        return None
    if given["id"] not in desk.words.series:
        remedy = nearest(given["id"], desk.words.series, f"Add a file docs/series/{given['id']}.md.")
        desk.note("unknown-series", value.place, f"There is no series `{given['id']}`.", remedy)
        return None
    return InSeries(given["id"], int(given["part"]))


def _number(desk: Desk, field: Field, value: Value) -> int | None:
    words = _words(desk, field, value)
    if words is None or (words.isdecimal() and len(words) < 7):
        return None if words is None else int(words)
    desk.note(
        "wrong-shape", value.place, f"`{field.name}` is a whole number.", f"Write for example `{field.name}: {field.example}`."
    )
    return None


def _yes_or_no(desk: Desk, field: Field, value: Value) -> bool | None:
    words = _words(desk, field, value)
    if words is None or words.lower() in ("true", "yes", "on", "false", "no", "off"):
        return None if words is None else words.lower() in ("true", "yes", "on")
    # Wrong here is never taken for "no": a draft that is misspelled must not go out.
    desk.note(
        "unknown-value", value.place, f"`{field.name}` is either true or false.", f"Write `{field.name}: true` or leave it out."
    )
    return None


def _choice(desk: Desk, field: Field, value: Value) -> str | None:
    words = _words(desk, field, value)
    if words is None or words in field.choices:
        return words
    remedy = nearest(words, field.choices, f"Choose from {', '.join(field.choices)}.")
    desk.note("unknown-value", value.place, f"`{field.name}` can't be `{words}`.", remedy)
    return None


def _language(desk: Desk, field: Field, value: Value) -> str | None:
    words = _words(desk, field, value)
    if words is None or re.fullmatch(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*", words):
        return words
    desk.note("unknown-value", value.place, f"`{words}` is no code of a language.", "Write `en`, `es`, `fr` or another.")
    return None


def _web_address(desk: Desk, field: Field, value: Value) -> str | None:
    words = _words(desk, field, value)
    if words is None or is_web_address(words):
        return words
    desk.note("unsafe-address", value.place, f"`{words}` is no web address.", "It must start with https:// and hold no spaces.")
    return None


def is_web_address(words: str) -> bool:
    """Whether this is an http or https address with a host, and nothing in it that could end an attribute."""
    try:
        parts = urlsplit(words)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"'`\\]", words)
    except ValueError:
        return False


def _web_addresses(desk: Desk, field: Field, value: Value) -> tuple[str, ...]:
    return tuple(a for item in _each(value) if (a := _web_address(desk, field, item)) is not None)


def _former_addresses(desk: Desk, field: Field, value: Value) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a for item in _each(value) if (a := _former_address(desk, field, item)) is not None))


def _former_address(desk: Desk, field: Field, value: Value) -> str | None:
    words = _words(desk, field, value)
    if words is None:
        return None
    address = unquote(words).removesuffix("index.html")
    steps = address.strip("/").split("/")
    is_safe = address.startswith("/") and not re.search(r"[\s?#\\<>\"'%|:*\x00-\x1f]|//", address)
    if not is_safe or steps[0] in ("assets", "search") or any(_is_unsafe(step) for step in steps):
        remedy = "Write the path as it was, from the first slash on: `/2016/09/old-name/`."
        desk.note("unsafe-address", value.place, f"`{words}` can't be an address on this site.", remedy)
        return None
    return address if address.endswith(("/", ".html", ".htm")) else f"{address}/"


def _is_unsafe(step: str) -> bool:
    hidden = step.startswith(".") and step != ".well-known"
    return not step or hidden or step.endswith(".") or len(step.encode()) > 200 or step.split(".")[0].lower() in DEVICES


def _list_of_words(desk: Desk, field: Field, value: Value) -> tuple[str, ...]:
    return tuple(words for item in _each(value) if (words := _words(desk, field, item)))


def _named_addresses(desk: Desk, field: Field, value: Value) -> dict[str, str] | None:
    if not isinstance(value, Table):
        desk.note("wrong-shape", value.place, "`links` names each address.", f"Write `links: {field.example}`.")
        return None
    judged = {name: _web_address(desk, field, item) for name, item in value.values.items() if not is_empty(item)}
    return {name: address for name, address in judged.items() if address is not None}


def _article_name(desk: Desk, field: Field, value: Value) -> str | None:
    words = _words(desk, field, value)
    if words is None or words in desk.words.articles:
        return words
    desk.note("unknown-article", value.place, f"There is no article `{words}`.", nearest(words, sorted(desk.words.articles)))
    return None


def _file_name(desk: Desk, field: Field, value: Value) -> str | None:
    words = _words(desk, field, value)
    if words is None or not re.search(r"[\\/:<>\"|?*]|^\.", words):
        return words
    desk.note(
        "unsafe-path",
        value.place,
        f"`{words}` must be the name of a file beside this one.",
        f"Write `{field.name}: {field.example}`.",
    )
    return None


def _terms(desk: Desk, field: Field, value: Value) -> tuple[str, ...] | None:
    known = desk.words.spellings[field.name]
    found: dict[str, None] = {}
    for item in _each(value):
        words = _words(desk, field, item)
        term = known.get(spelled(words)) if words else None
        if term is not None:
            found[term.id] = None
        elif words and f"/{field.name}/" in (path := desk.words.broken.get(spelled(words), "")):
            desk.note("unknown-term", item.place, f"The file of `{words}` has a mistake of its own.", f"Mend {path} first.")
        elif words:
            remedy = nearest(words, {t.name: None for t in known.values()}, terms_to_choose(desk, field.name))
            desk.note("unknown-term", item.place, f"`{words}` is not among the {field.name}.", remedy)
    return tuple(found) or None


def terms_to_choose(desk: Desk, facet: str) -> str:
    """A suggestion: the terms that there are."""
    names = list(dict.fromkeys(t.name for t in desk.words.spellings[facet].values()))
    return (
        f"Choose from {', '.join(names[:12])}{' ...' if len(names) > 12 else ''}."
        if names
        else f"Add a file docs/{facet}/NAME.md first."
    )


def _each(value: Value) -> tuple[Value, ...]:
    return tuple(item for item in value.items if not is_empty(item)) if isinstance(value, Items) else (value,)


READ: Mapping[str, Callable[[Desk, Field, Value], Any]] = {
    "line": _line,
    "words": _words,
    "date": _date,
    "people": _people,
    "image": _image,
    "place in a series": _in_series,
    "number": _number,
    "yes or no": _yes_or_no,
    "choice": _choice,
    "language": _language,
    "web address": _web_address,
    "web addresses": _web_addresses,
    "former addresses": _former_addresses,
    "list of words": _list_of_words,
    "named addresses": _named_addresses,
    "name of an article": _article_name,
    "name of a file": _file_name,
    "terms": _terms,
}
