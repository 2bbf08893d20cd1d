"""Parsed -> article, author, term, series, clip: every field judged, every problem kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ..frontmatter import Parsed
from ..model import Article, Author, Body, Clip, Place, Series, Shelf, Term
from ..problems import SEVERITY, Problem
from ..text import markdown
from .minors import judge_consent, judge_minor
from .values import Desk, terms_to_choose
from .vocabulary import Vocabulary

_WORD = re.compile(r"\w+")

Judgeable = Article | Author | Term | Series | Clip


class Judged(Struct, frozen=True, array_like=True):
    """What became of a file: its value, unless an error stands in the way, and all of its problems.

    `names_others`: something was said of its fields, which may name people, terms or articles that would have been right.
    """

    value: Judgeable | None
    problems: tuple[Problem, ...]
    names_others: bool = False


def judge(parsed: Parsed, words: Vocabulary) -> Judged:
    """Judge one file for the shelf that it lies on."""
    desk = Desk(parsed, words)
    values = desk.values()
    is_interview = values.get("kind") == "interview"
    text, problems = markdown.body(parsed.body, parsed.source.path, parsed.first_line, is_interview=is_interview)
    of_text = (*parsed.notes, *problems)
    desk.problems += of_text
    value = _MAKE[parsed.source.shelf](desk, values, text)
    is_sound = not any(SEVERITY[p.code] == "error" for p in desk.problems)
    return Judged(value if is_sound else None, tuple(desk.problems), any(p not in of_text for p in desk.problems))


def _article(desk: Desk, values: dict[str, Any], body: Body) -> Article | None:
    is_card = values.get("kind") == "reference"
    credits = tuple(values.get("authors") or values.get("author") or ())
    for name, field in desk.words.fields["article"].items():
        is_given = name in values or (name == "authors" and desk.has("author")) or (name == "date" and is_card)
        if is_given or not field.required:
            continue
        desk.missing(name, "article", terms_to_choose(desk, name) if field.type == "terms" else "")
    if "author" in values and "authors" in values:
        desk.note("wrong-shape", desk.parsed.fields.names["author"], "`author` and `authors` both stand here.", "Keep `authors`.")
    if (is_card or values.get("canonical")) and "original" not in values:
        desk.missing("original", "article")
    if "title" not in values:
        return None
    if "summary" in values and repeats(values["summary"].text, values["title"].text):
        place = desk.parsed.fields.values["summary"].place
        message = "The summary says what the title says: lists and search engines show both, one below the other."
        desk.note("repeated-title", place, message, "Write what the article is about, in other words, or leave it out.")
    terms = {name: values[name] for name in desk.words.spellings if name in values}
    plain = {k: v for k, v in values.items() if k not in (*terms, "author", "authors", "translation_of")}
    return Article(
        slug=desk.parsed.source.name,
        place=desk.place,
        credits=credits,
        # A summary says it better.
        body=replace(body, opening="") if "summary" in values else body,
        terms=terms,
        translation_of=values.get("translation_of", ""),
        **{**plain, "canonical": is_card or values.get("canonical", False)},
    )


def repeats(summary: str, title: str) -> bool:
    """Whether a summary holds no word that the title does not hold."""
    if len(summary) > len(title) + 10:  # it must say more, and nearly all of them are far longer
        return False
    known = {*_WORD.findall(title.casefold())}
    return all(word in known for word in _WORD.findall(summary.casefold()))


def _author(desk: Desk, values: dict[str, Any], body: Body) -> Author | None:
    if "name" not in values:
        desk.missing("name", "author")
        return None
    has_consent = judge_consent(desk)
    values.pop("consent", None)  # what is not kept can't be published
    if values.get("minor"):
        judge_minor(desk, values, body, has_consent=has_consent)
    first, _, last = values["name"].rpartition(" ")
    sort = values.pop("sort", f"{last}, {first}" if first else last)
    return Author(id=desk.parsed.source.name, place=desk.place, sort=sort, body=body, **values)


def _term(desk: Desk, values: dict[str, Any], body: Body) -> Term | None:
    if "name" not in values:
        desk.missing("name", "term")
        return None
    source = desk.parsed.source
    return Term(facet=source.facet, id=source.name, place=desk.place, body=body, **values)


def _series(desk: Desk, values: dict[str, Any], body: Body) -> Series | None:
    if "name" not in values:
        desk.missing("name", "series")
        return None
    return Series(id=desk.parsed.source.name, place=desk.place, body=body, **values)


def _clip(desk: Desk, values: dict[str, Any], body: Body) -> Clip | None:
    for name in ("title", "speakers", "transcript"):
        if name not in values:
            desk.missing(name, "clip")
    if "sound" not in values and "video" not in values:
        desk.missing("sound", "clip")
    if not {"title", "speakers"} <= {*values}:
        return None
    terms = {name: values.pop(name) for name in desk.words.spellings if name in values}
    fields = ("sound", "video", "transcript")
    places: dict[str, Place] = {name: desk.parsed.fields.values[name].place for name in fields if name in values}
    return Clip(id=desk.parsed.source.name, place=desk.place, body=body, terms=terms, places=places, **values)


_MAKE: Mapping[Shelf, Callable[[Desk, dict[str, Any], Body], Judgeable | None]] = {
    "article": _article,
    "author": _author,
    "term": _term,
    "series": _series,
    "clip": _clip,
}
