"""A Word file -> HTML of its words, its pictures, and what was left behind."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Iterator

import mammoth  # type: ignore[import-untyped]
from msgspec import Struct
from PIL import Image

from ..pictures import KINDS, MOST_PIXELS
from .package import NoDocument, Package

HEAVIEST = 20 * 1024 * 1024
TITLE = "document-title"
# Styles that say nothing of what their words are.
_PLAIN = (
    *("Body Text", "Caption", "caption", "List Paragraph", "Normal (Web)", "No Spacing", "Table Contents", "Table Heading"),
    *("header", "footer", "Text body", "Default", "Standard"),
)
_STYLES = f"""
p[style-name='Title'] => h1.{TITLE}:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Caption'] => p:fresh
p[style-name='caption'] => p:fresh
strike => s
"""
# What Word and its relatives say of a picture that nobody has described.
_NO_WORDS = re.compile(
    r"(?:picture|image|grafik|bild|imagen|photo)?[\s\d_-]*|.*\.(?:png|jpe?g|gif|webp|bmp|tiff?|emf|wmf)", re.IGNORECASE
)
# An element of the file -> what becomes of it.
_LEFT: dict[str, str] = {
    "del": "Words that a reviewer had struck out are left out.",
    "ins": "Words that a reviewer had added are taken over as if they were accepted.",
    "moveFrom": "Words that a reviewer had moved stand where they were moved to.",
    "commentReference": "Comments in the margin are left out.",
    "gridSpan": "A table has cells that span columns: look at it, and make it anew where it is wrong.",
    "vMerge": "A table has cells that span rows: look at it, and make it anew where it is wrong.",
    "txbxContent": "A text box has been put into the text, or left out: look for its words.",
    "oMath": "Formulas are left out: write them in words.",
    "chart": "Diagrams are left out: save them as pictures, and put them beside the article.",
    "OLEObject": "Objects of other programs are left out.",
    "altChunk": "A part that lies in another file is left out.",
}


class Picture(Struct, frozen=True):
    """A picture of the document: its file's name, its bytes, and what its writer says of it."""

    name: str
    data: bytes
    alt: str


class Read(Struct, frozen=True):
    """What a Word file says: HTML (paragraphs, headings, lists, tables, notes), pictures, and what needs a human."""

    html: str
    pictures: tuple[Picture, ...]
    remarks: tuple[str, ...]


def read(package: Package) -> Read:
    """Read a Word file that was looked through. Raises NoDocument."""
    album = _Album()
    try:
        found = mammoth.convert_to_html(
            io.BytesIO(package.data),
            style_map=_STYLES,
            # A file could bring a style map of its own, and make any element of its words.
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(album.keep),
        )
    except (KeyError, ValueError, AttributeError, OSError, IndexError, RecursionError) as reason:
        raise NoDocument(f"It can't be read as a Word file ({type(reason).__name__}). Save it again as .docx.") from None
    said = [message.message for message in found.messages]
    return Read(found.value, tuple(album.pictures.values()), (*_left(package), *album.remarks, *_styles(said), *_elsewhere(said)))


def _left(package: Package) -> Iterator[str]:
    return (words for element, words in _LEFT.items() if package.elements.get(element))


def _styles(said: list[str]) -> Iterator[str]:
    unknown = sorted(
        {found[1] for words in said if (found := re.search(r"Unrecognised paragraph style: ['‘]?(.+?)['’]? \(", words))}
    )
    if unknown:
        yield f"These styles of paragraphs became plain text: {', '.join(unknown[:12])}."


def _elsewhere(said: list[str]) -> Iterator[str]:
    if any("external" in words for words in said):
        yield "A picture lies on another computer and is left out: put its file beside the article."


class _Album:
    """The pictures of a document, each once, under names of our own."""

    def __init__(self) -> None:
        self.pictures: dict[str, Picture] = {}
        self.remarks: list[str] = []
        self.count = 0

    def keep(self, image: mammoth.images.Image) -> dict[str, str]:
        """The attributes of the picture's element; one that can't be shown gets no file."""
        self.count += 1
        try:
            with image.open() as opened:
                data = opened.read(HEAVIEST + 1)
        except KeyError:
            self.remarks.append(f"Picture {self.count} is not in the document.")
            return {"src": ""}
        alt = " ".join((image.alt_text or "").split())
        alt = "" if _NO_WORDS.fullmatch(alt) else alt
        kind = _kind(data)
        if kind is None:
            what = f"{len(data):,} bytes" if len(data) > HEAVIEST else image.content_type or "an unknown kind"
            self.remarks.append(f"Picture {self.count} can't be shown in a browser ({what}) and is left out.")
            return {"src": ""}
        key = hashlib.sha256(data).hexdigest()
        if key not in self.pictures:
            self.pictures[key] = Picture(f"picture-{len(self.pictures) + 1}.{KINDS[kind][0]}", data, alt)
        if not alt:
            self.remarks.append(f"{self.pictures[key].name} has no description: write it between the square brackets.")
        return {"src": self.pictures[key].name, "alt": alt}


def _kind(data: bytes) -> str | None:
    """What Pillow calls the kind of a picture that a browser can show, by its bytes and not by its name."""
    if len(data) > HEAVIEST:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=[*KINDS]) as image:
                return image.format if image.width * image.height <= MOST_PIXELS else None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
