"""A .docx file's bytes -> what it holds (ECMA-376, part 2), within limits; nothing in it is unpacked to the disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from xml.parsers import expat

from msgspec import Struct

MOST_BYTES = 50 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_WORDS = 16 * 1024 * 1024
MOST_PARTS = 2_000
MOST_ELEMENTS = 1_000_000
DEEPEST = 200
# How files of older Words begin, and those that are locked with a password.
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TYPES = "[Content_Types].xml"
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class NoDocument(Exception):
    """The file can't be read, or is refused; the message says why, and what to do."""


class Package(Struct, frozen=True):
    """A Word file that keeps to the limits, and how often each kind of element stands in its words."""

    data: bytes
    elements: dict[str, int]


def package(data: bytes) -> Package:
    """Look through a Word file before anything reads it. Raises NoDocument."""
    if len(data) > MOST_BYTES:
        raise NoDocument(f"It holds {len(data):,} bytes; {MOST_BYTES:,} are the most. Make its pictures smaller.")
    if data.startswith(_OLD):
        raise NoDocument("It is a file of an older Word, or locked with a password. Save it again as .docx, without a password.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _judge(packed.infolist())
            elements: Counter[str] = Counter()
            for part in packed.infolist():
                if part.filename.lower().endswith((".xml", ".rels")):
                    counted = _elements(packed.read(part), part.filename)
                    elements += counted if part.filename.startswith("word/") else Counter()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as reason:
        raise NoDocument(f"It is no Word file, or a damaged one ({reason}). Save it again as .docx.") from None
    return Package(data, dict(elements))


def _judge(parts: list[zipfile.ZipInfo]) -> None:
    if _TYPES not in {part.filename for part in parts}:
        raise NoDocument("It is no Word file. Save it again as .docx.")
    for reason in _refusals(parts):
        raise NoDocument(f"{reason} A Word file has no need of that, so it is refused.")


def _refusals(parts: list[zipfile.ZipInfo]) -> Iterator[str]:
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS or len({*names}) < len(names):
        yield f"It is packed from {len(parts):,} pieces, or from two of one name."
    if any(name.startswith("/") or "\\" in name or ".." in name.split("/") or "\0" in name for name in names):
        yield "A piece of it has a name that leads out of the file."
    if any(part.flag_bits & 1 or part.compress_type not in _PACKED for part in parts):
        yield "It is locked, or packed in an unusual way."
    words = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
    if words > MOST_WORDS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        yield "Unpacked, it would be far larger than a text with its pictures."


def _elements(data: bytes, name: str) -> Counter[str]:
    """How often each element stands in a piece; raises NoDocument where it declares a document type, or nests without end."""
    found: Counter[str] = Counter()
    depth = count = 0

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        found[element.rpartition(":")[2]] += 1
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise NoDocument(f"{name} in it is nested too deep, or of too many pieces, so it is refused.")

    def end(element: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_: object) -> None:
        # Where entities are declared, a few letters can stand for gigabytes, or for another file.
        raise NoDocument(f"{name} declares a document type, which no Word file does, so it is refused.")

    reader = expat.ParserCreate()
    reader.StartElementHandler, reader.EndElementHandler, reader.StartDoctypeDeclHandler = start, end, declared
    try:
        reader.Parse(data, True)
    except expat.ExpatError as reason:
        raise NoDocument(f"{name} in it is damaged ({reason}). Save it again as .docx.") from None
    return found
