"""A Word file -> an article in our format with its pictures, and what needs a human: a plan first, and then the files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml
from msgspec import Struct

from .. import reading
from ..settings import Settings
from .package import MOST_BYTES, NoDocument, package
from .prose import prose
from .word import read

LONGEST_NAME = 60


class Wanted(Struct, frozen=True):
    """What is known of the article beside the document; "" or nothing where it is not. `terms` are by facet."""

    title: str = ""
    date: str = ""
    authors: tuple[str, ...] = ()
    terms: Mapping[str, tuple[str, ...]] = {}


class Plan(Struct, frozen=True):
    """What would be written: the article's path in the archive's folder, all files by their paths, what needs a human."""

    article: str
    files: Mapping[str, bytes]
    remarks: tuple[str, ...]


def plan(data: bytes, name: str, wanted: Wanted, settings: Settings, year: int) -> Plan:
    """Plan the article of a Word file called `name`; one without a date stands in the folder of `year`. Raises NoDocument."""
    document = read(package(data))
    found = prose(document.html)
    if not found.text:
        raise NoDocument("There are no words in it.")
    title = wanted.title or found.title
    remarks = [
        *_missing(title, wanted, settings),
        *found.remarks,
        *document.remarks,
        "It is a draft: take out `draft: true` at last.",
    ]
    stem = file_name(title or Path(name).stem)
    folder = f"{settings.docs}/articles/{wanted.date.strip('~ ')[:4] or year}"
    article = f"{folder}/{stem}/index.md" if document.pictures else f"{folder}/{stem}.md"
    beside = {f"{folder}/{stem}/{picture.name}": picture.data for picture in document.pictures}
    text = f"---\n{_fields(title or Path(name).stem, wanted)}---\n{found.text}".encode()
    if len(text) > reading.MOST_BYTES:
        raise NoDocument(f"Its words are {len(text):,} bytes; {reading.MOST_BYTES:,} are the most. Make several articles of it.")
    return Plan(article, {article: text, **beside}, tuple(dict.fromkeys(remarks)))


def written(root: Path, planned: Plan) -> None:
    """Write what was planned. Raises NoDocument rather than change a file that is there."""
    for taken in (planned.article, planned.article.removesuffix("/index.md"), f"{planned.article.removesuffix('.md')}/index.md"):
        if (root / taken).exists():
            raise NoDocument(f"{taken} is there already: give the article another title with --title.")
    for path, data in planned.files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(data)


def document(path: Path) -> bytes:
    """The bytes of a Word file; of one that is too large only as many as show it."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def file_name(title: str) -> str:
    """A title as the name of a file: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    short = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME + 1].rpartition("-")[0] or name[:LONGEST_NAME]
    return short or "article"


def _missing(title: str, wanted: Wanted, settings: Settings) -> Iterator[str]:
    if not title:
        yield "There is no title in the document, so the name of the file stands for it."
    if not wanted.date:
        yield "The date is missing: write `date: 2016-09-14`."
    if not wanted.authors:
        yield "The authors are missing: write `authors: [writer-one]`."
    for facet in settings.facets.values():
        if facet.required and not wanted.terms.get(facet.name):
            yield f"The {facet.many.lower()} are missing: write `{facet.name}: [...]`."
    yield "A summary is missing: write one or two sentences behind `summary:`."


def _fields(title: str, wanted: Wanted) -> str:
    fields = {"title": title, "authors": list(wanted.authors), **{name: list(terms) for name, terms in wanted.terms.items()}}
    lines = [f"{name}: {_value(value)}\n" for name, value in fields.items() if value]
    return "".join([lines[0], *([f"date: {wanted.date}\n"] if wanted.date else []), *lines[1:], "draft: true\n"])


def _value(value: str | Sequence[str]) -> str:
    return (
        yaml.safe_dump(value, allow_unicode=True, width=100_000, default_flow_style=True).removesuffix("\n").removesuffix("\n...")
    )
