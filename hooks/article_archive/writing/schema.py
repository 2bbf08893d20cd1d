"""The table of fields -> a JSON Schema (draft 2020-12) for the fields of each kind of file.

What the archive's own judge takes, the schema takes. It can't know all that the judge knows: whether an author has a file,
whether a day is in the calendar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import yaml
from msgspec import Struct

from ..dates import PATTERN
from ..fields import ROLES, Field
from ..judging.vocabulary import spelled, tables
from ..model import Series, Shelf, Term
from ..settings import Facet

# Types of which each field has a shape of its own.
_OWN = ("choice", "terms")
DRAFT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]
NOTHING: Schema = {"$ref": "#/$defs/nothing"}
# A value of one piece: who reads the file may take its words for a number, or for true or false.
PIECE: Schema = {"type": ["string", "number", "boolean"]}
_ADDRESS = r"""^\s*[hH][tT][tT][pP][sS]?://[^\s<>"'`\\]+\s*$"""
# No punctuation but a dot, a hyphen and a low line.
_NAME = r"^\s*[^\s!-,/:-@\[-\^`{-~]+\s*$"
_FILE = r"""^\s*[^\s.\\/:<>"|?*][^\\/:<>"|?*]*$"""


class Known(Struct, frozen=True):
    """What an archive holds that its files may name: terms by facet, and series."""

    facets: Mapping[str, Facet]
    terms: Mapping[str, tuple[Term, ...]] = {}
    series: tuple[Series, ...] = ()


def schemas(known: Known) -> Mapping[Shelf, Schema]:
    """A schema for the fields of each kind of file, by its name."""
    return {shelf: _of_shelf(shelf, fields, known) for shelf, fields in tables(known.facets).items()}


def _of_shelf(shelf: Shelf, fields: tuple[Field, ...], known: Known) -> Schema:
    return {
        "$schema": DRAFT,
        "title": f"The fields of {'an' if shelf[0] in 'aeiou' else 'a'} {shelf}"
        if shelf != "series"
        else "The fields of a series",
        "type": "object",
        "properties": {field.name: _property(field, known) for field in fields},
        "additionalProperties": False,
        "allOf": [
            *(_given(f.name) for f in fields if f.required and f.name not in _BY_RULE.get(shelf, ())),
            *_RULES.get(shelf, ()),
        ],
        "$defs": {
            **_shared(fields, known),
            "nothing": {"description": "Left out.", "anyOf": [{"enum": [None, [], {}]}, _pattern(r"^\s*~?\s*$")]},
        },
    }


def _shared(fields: Iterable[Field], known: Known) -> Schema:
    """The shapes that fields share, by the names of their types."""
    return {_named(field): _SHAPES[field.type](field, known) for field in fields if field.type not in _OWN}


def _named(field: Field) -> str:
    return field.type.replace(" ", "-")


def _property(field: Field, known: Known) -> Schema:
    shape = _SHAPES[field.type](field, known) if field.type in _OWN else {"$ref": f"#/$defs/{_named(field)}"}
    said: Schema = {"description": field.meaning}
    if field.example:
        said["examples"] = [yaml.load(field.example, yaml.CBaseLoader)]
    return {**said, **_any(shape, NOTHING)}


def _any(*shapes: Schema) -> Schema:
    """One of these shapes, with those inside them laid side by side."""
    return {"anyOf": [each for shape in shapes for each in (shape["anyOf"] if [*shape] == ["anyOf"] else [shape])]}


def _given(name: str) -> Schema:
    """The field is there, with something behind its colon."""
    return {"required": [name], "properties": {name: {"not": NOTHING}}}


def _one_of(words: Iterable[str]) -> Schema:
    """One of these words, as whoever reads the file takes them."""
    return {"enum": [value for word in words for value in _as_read(word)]}


def _as_read(word: str) -> list[Any]:
    """A word, and the number that it may be taken for."""
    try:
        value = yaml.safe_load(word)
    except (yaml.YAMLError, ValueError):
        return [word]
    return [word, value] if isinstance(value, int | float) else [word]


def _word_of(words: Iterable[str]) -> Schema:
    """One of these words, whatever spaces are around it."""
    return _any({"enum": list(words)}, _pattern(rf"^\s*(?:{'|'.join(words)})\s*$"))


def _pattern(pattern: str) -> Schema:
    return {"type": "string", "pattern": pattern}


def _each(shape: Schema) -> Schema:
    """One, or a list with places left empty."""
    return _any(shape, {"type": "array", "items": _any(shape, NOTHING)})


def _table(needed: Iterable[Schema], **properties: Schema) -> Schema:
    each = {name: _any(shape, NOTHING) for name, shape in properties.items()}
    return {"type": "object", "properties": each, "additionalProperties": False, "allOf": list(needed)}


def _people(field: Field, known: Known) -> Schema:
    by_name = _table([{"anyOf": [_given("id"), _given("name")]}], id=_NAMED, name=PIECE, role=_word_of(ROLES))
    return _each(_any(_NAMED, by_name))


def _terms(field: Field, known: Known) -> Schema:
    terms = known.terms.get(field.name, ())
    if not terms:
        return _each(PIECE)
    spellings = sorted({spelled(word) for term in terms for word in (term.name, term.id, *term.also)})
    # The names are what an editor offers; the pattern takes them in any case, with or without spaces and hyphens.
    # Letters beyond ASCII have more forms than a pattern can tell: those are left to the archive's own judge.
    loose = "|".join(r"[\s_-]*".join(map(_letter, word)) for word in spellings if word.isascii())
    return _each(_any(_one_of(term.name for term in terms), _pattern(rf"^[\s_-]*(?:{loose})[\s_-]*$|[^\x00-\x7f]")))


def _letter(sign: str) -> str:
    return f"[{sign}{sign.upper()}]" if sign.isalpha() else sign if sign.isdigit() else rf"\x{ord(sign):02x}"


def _image(field: Field, known: Known) -> Schema:
    return _any(PIECE, _table([_given("src")], src=PIECE, alt=PIECE, caption=PIECE))


def _in_series(field: Field, known: Known) -> Schema:
    name = _one_of(one.id for one in known.series) if known.series else _NAMED
    return _table([_given("id"), _given("part")], id=name, part=_NUMBER)


def _choice(field: Field, known: Known) -> Schema:
    return _word_of(field.choices)


def _always(shape: Schema) -> Callable[[Field, Known], Schema]:
    return lambda field, known: shape


_NUMBER_OR_TRUTH: Schema = {"type": ["number", "boolean"]}
_NAMED = _any(_NUMBER_OR_TRUTH, _pattern(_NAME))
_NUMBER = _any({"type": "integer", "minimum": 0}, _pattern(r"^\s*(?:[0-9]|[^\x00-\x7f])+\s*$"))
_YES_OR_NO = "|".join("".join(map(_letter, word)) for word in ("true", "false", "yes", "no", "on", "off"))
_WEB = _pattern(_ADDRESS)
_FORMER = _pattern(r"^\s*(?:/|%2[fF])[^\s?#\\<>\"'|:*]*\s*$")
_SHAPES: Mapping[str, Callable[[Field, Known], Schema]] = {
    "line": _always(PIECE),
    "words": _always(PIECE),
    "date": _always(_any(_pattern(rf"^\s*{PATTERN}\s*$"), {"type": "integer", "minimum": 1, "maximum": 9999})),
    "people": _people,
    "image": _image,
    "place in a series": _in_series,
    "number": _always(_NUMBER),
    "yes or no": _always(_any({"type": "boolean"}, _pattern(rf"^\s*(?:{_YES_OR_NO})\s*$"))),
    "choice": _choice,
    "language": _always(_any({"type": "boolean"}, _pattern(r"^\s*[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*\s*$"))),
    "web address": _always(_WEB),
    "web addresses": _always(_each(_WEB)),
    "former addresses": _always(_each(_FORMER)),
    "list of words": _always(_each(PIECE)),
    "named addresses": _always({"type": "object", "additionalProperties": {"anyOf": [_WEB, NOTHING]}}),
    "name of an article": _always(_NAMED),
    "name of a file": _always(_any(_NUMBER_OR_TRUTH, _pattern(_FILE))),
    "terms": _terms,
}
_EITHER: Schema = {"anyOf": [_given("author"), _given("authors")], "not": {"allOf": [_given("author"), _given("authors")]}}
_IS_CARD: Schema = {"required": ["kind"], "properties": {"kind": {"const": "reference"}}}
_IS_CANONICAL: Schema = {"required": ["canonical"], "properties": {"canonical": {"const": True}}}
# What one field asks of another.
_RULES: Mapping[str, tuple[Schema, ...]] = {
    "article": (
        _EITHER,
        {"if": _IS_CARD, "then": _given("original"), "else": _given("date")},
        {"if": _IS_CANONICAL, "then": _given("original")},
    ),
    "clip": ({"anyOf": [_given("sound"), _given("video")]},),
}
_BY_RULE: Mapping[str, tuple[str, ...]] = {"article": ("author", "authors", "date")}
