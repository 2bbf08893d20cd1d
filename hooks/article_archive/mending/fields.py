"""Fields -> what to change in their text: names, ids, terms and dates that have one right answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from ..dates import NoDate, date
from ..fields import ROLES, Field
from ..frontmatter import Items, Parsed, Table, Text, Value, parse
from ..judging.vocabulary import Vocabulary, spelled
from ..model import Place
from .edits import Edit, edited, line_starts, offset
from .front import flat
from .readings import day, meant, spelled_like

# What needs no quotes wherever it stands.
_PLAIN = re.compile(r"~?\w(?:[\w.-]*\w)?")
_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"' + r"|'(?:[^'\n]|'')*'")
_AFTER = re.compile(r"[ \t]*(?:$|[,\]}:]|(?<=[ \t])#)", re.MULTILINE)


class Right(Struct, frozen=True):
    """A word of the fields, where it stands, and the right one."""

    written: str
    place: Place
    right: str


def mended(parsed: Parsed, words: Vocabulary) -> str:
    """The text of the file with right words in its fields; as it was where that can't be done safely."""
    text = parsed.source.text
    starts = line_starts(text)
    every = ((found, _edit(text, offset(starts, found.place), found)) for found in rights(parsed, words))
    sure = {found: edit for found, edit in every if edit is not None}
    after = edited(text, sure.values())
    again = parse(replace(parsed.source, text=after))
    return after if isinstance(again, Parsed) and _differ_in(sure, parsed, again) else text


def _differ_in(sure: Iterable[Right], before: Parsed, after: Parsed) -> bool:
    """Whether these words are all that differs."""
    old, new = flat(before.fields), flat(after.fields)
    wanted = {(f"{sign}{found.written}", f"{sign}{found.right}") for found in sure for sign in "=:"}
    return len(old) == len(new) and all(pair in wanted for pair in zip(old, new, strict=True) if pair[0] != pair[1])


def rights(parsed: Parsed, words: Vocabulary) -> Iterator[Right]:
    """Every word of the fields that should be another one."""
    known, table = words.fields[parsed.source.shelf], parsed.fields
    yield from _names(table, known)
    for name, value in table.values.items():
        if name in known and (of_type := _RIGHTS.get(known[name].type)):
            yield from of_type(value, known[name], words)


def _edit(text: str, at: int, found: Right) -> Edit | None:
    """The change of a word at this offset; None where it is written over several lines, or would need other quotes."""
    if not _PLAIN.fullmatch(found.right):
        return None
    if quoted := _QUOTED.match(text, at):
        return Edit(at, quoted.end(), f"{quoted[0][0]}{found.right}{quoted[0][0]}")
    end = at + len(found.written)
    return Edit(at, end, found.right) if text.startswith(found.written, at) and _AFTER.match(text, end) else None


def _names(table: Table, known: Iterable[str]) -> Iterator[Right]:
    """Names of fields, where the right one stands there neither rightly nor wrongly already."""
    pairs = [(name, name) for name in known if name not in table.names]
    rights = {name: meant(name, pairs) for name in table.names if name not in known}
    for name, right in rights.items():
        if right and [*rights.values()].count(right) == 1:
            yield Right(name, table.names[name], right)


def _dates(value: Value, field: Field, words: Vocabulary) -> Iterator[Right]:
    if isinstance(value, Text) and _plain(value):
        try:
            date(_plain(value), words.zone)
        except NoDate:
            if right := day(value.text):
                yield Right(value.text, value.place, right)


def _terms(value: Value, field: Field, words: Vocabulary) -> Iterator[Right]:
    known = words.spellings[field.name]
    for item in _texts(value):
        if spelled(item.text) not in known and spelled(item.text) not in words.broken:
            yield from _right(item, meant(item.text, ((spelling, term.id) for spelling, term in known.items())))


def _people(value: Value, field: Field, words: Vocabulary) -> Iterator[Right]:
    for item in value.items if isinstance(value, Items) else (value,):
        if isinstance(item, Text):
            yield from _author(item, words)
        elif isinstance(item, Table):
            yield from _names(item, ("id", "name", "role"))
            if isinstance(role := item.values.get("role"), Text) and _plain(role) not in ROLES:
                yield from _right(role, meant(role.text, ((each, each) for each in ROLES)))
            if isinstance(name := item.values.get("id"), Text):
                yield from _author(name, words)


def _author(item: Text, words: Vocabulary) -> Iterator[Right]:
    # One letter can make another person: only the same name counts, and only where two don't share it.
    if _plain(item) not in words.authors and spelled(item.text) not in words.broken:
        names = ((name, a.id) for a in words.authors.values() for name in (a.id, a.name, *a.also))
        yield from _right(item, spelled_like(item.text, names))


def _choices(value: Value, field: Field, words: Vocabulary) -> Iterator[Right]:
    if isinstance(value, Text) and _plain(value) and _plain(value) not in field.choices:
        yield from _right(value, meant(value.text, ((each, each) for each in field.choices)))


def _series(value: Value, field: Field, words: Vocabulary) -> Iterator[Right]:
    if isinstance(value, Table):
        yield from _names(value, ("id", "part"))
        if isinstance(name := value.values.get("id"), Text) and _plain(name) not in words.series:
            names = ((spelling, s.id) for s in words.series.values() for spelling in (s.id, s.name))
            yield from _right(name, meant(name.text, names))


def _article(value: Value, field: Field, words: Vocabulary) -> Iterator[Right]:
    if isinstance(value, Text) and _plain(value) and _plain(value) not in words.articles:
        yield from _right(value, spelled_like(value.text, ((slug, slug) for slug in words.articles)))


def _image(value: Value, field: Field, words: Vocabulary) -> Iterator[Right]:
    if isinstance(value, Table):
        yield from _names(value, ("src", "alt", "caption"))


def _plain(item: Text) -> str:
    """The words as the judge takes them."""
    return " ".join(item.text.split())


def _texts(value: Value) -> list[Text]:
    items = value.items if isinstance(value, Items) else (value,)
    return [item for item in items if isinstance(item, Text) and item.text.strip() not in ("", "~")]


def _right(item: Text, right: str | None) -> Iterator[Right]:
    if right and right != item.text:
        yield Right(item.text, item.place, right)


_RIGHTS: Mapping[str, Callable[[Value, Field, Vocabulary], Iterator[Right]]] = {
    "date": _dates,
    "terms": _terms,
    "people": _people,
    "choice": _choices,
    "place in a series": _series,
    "name of an article": _article,
    "image": _image,
}
