"""Files beside the content that published pages use -> their addresses, and what pages show of them."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from . import addresses, reading, signatures
from .catalogue import Catalogue
from .checks import PICTURES
from .links import Map, destination
from .model import Body, Clip, Image, Mention, Place
from .problems import Problem, Trouble
from .settings import Settings
from .store import Store
from .text.markdown import is_elsewhere
from .transcripts import Cue, printed, transcript

if TYPE_CHECKING:  # Pillow takes a tenth of a second to load, and many archives show no picture
    from .decks import Slide
    from .pictures import Pictured, Sized

# By IANA's list.
_SOUNDS = {
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "mp4": "audio/mp4",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "webm": "audio/webm",
}
# A page's visitor would wait long for more.
MOST_BYTES = 256 * 1024 * 1024
_FILMS = {"mp4": "video/mp4", "webm": "video/webm"}


class Size(Struct, frozen=True):
    """A picture's file at one width, in pixels."""

    address: str
    width: int


class Shown(Struct, frozen=True):
    """A picture on a page: the file for every browser, and smaller ones of `type` for those that know it, narrowest first."""

    address: str
    width: int
    height: int
    type: str = ""
    sizes: tuple[Size, ...] = ()


class Shot(Struct, frozen=True):
    """A picture as others see it who are not on the page: its full address, its size in pixels, its description."""

    address: str
    width: int
    height: int
    alt: str


class ShownSlide(Struct, frozen=True):
    """A slide on a page: its number in the deck, its words, and its picture."""

    number: int
    title: str
    lines: tuple[str, ...]
    picture: Shown


class Media(Struct, frozen=True):
    """What lies beside the content, by its path; `files` are the bytes, or the path to copy, by the address."""

    addresses: Mapping[str, str] = {}
    pictures: Mapping[str, Shown] = {}
    portraits: Mapping[str, Shown] = {}
    decks: Mapping[str, tuple[ShownSlide, ...]] = {}
    transcripts: Mapping[str, tuple[Cue, ...]] = {}
    sizes: Mapping[str, int] = {}
    files: Mapping[str, bytes | str] = {}
    problems: tuple[Problem, ...] = ()


class Use(Struct, frozen=True):
    """A file's use by a page: where it is named, and the page's address."""

    path: str
    place: Place
    address: str
    is_deck: bool = False
    is_portrait: bool = False
    is_transcript: bool = False


def media(root: Path, catalogue: Catalogue, settings: Settings, known: Map, store: Store) -> Media:
    """Everything that a published page shows or links to.

    A file lies under the first page that uses it, as NAME-HASH.ext, so that browsers can keep it for ever.
    """
    table = _Table(root, store)
    for use in uses(catalogue, settings, known):
        table.enter(use)
    return table.media()


def media_type(path: str, *, is_sound: bool = False) -> str:
    """A recording's type; "" for any other file. A film may stand for its sound alone."""
    return (_SOUNDS if is_sound else _SOUNDS | _FILMS).get(_ending(path), "")


def named_wrongly(path: str, head: bytes) -> Trouble | None:
    """What is wrong with a file that is published as it lies, by its first bytes; None where they are what its name says."""
    ending = _ending(path)
    if ending not in signatures.JUDGED or signatures.agrees(ending, head):
        return None
    if not head:
        return Trouble("empty-file", "There is nothing in this file.", "Copy it anew from where it came from.")
    found = signatures.kind(head)
    if found is signatures.OTHER_TEXT and ending in signatures.TEXT.endings:
        message = "This file is not saved as UTF-8, so letters such as é can't be told."
        return Trouble("not-utf-8", message, 'Save it again with the encoding "UTF-8"; Excel calls it "CSV UTF-8".')
    remedy = found.remedy or f"Give it the ending `.{found.endings[0]}`, and write the new name here."
    return Trouble("misnamed-file", f"This is {found.words}, whatever its name says.", remedy)


class _Table:
    """Enters one file after the other."""

    def __init__(self, root: Path, store: Store) -> None:
        self.root, self.store = root, store
        self.addresses: dict[str, str] = {}
        self.pictures: dict[str, Shown] = {}
        self.portraits: dict[str, Shown] = {}
        self.decks: dict[str, tuple[ShownSlide, ...]] = {}
        self.transcripts: dict[str, tuple[Cue, ...]] = {}
        self.sizes: dict[str, int] = {}
        self.files: dict[str, bytes | str] = {}
        self.problems: list[Problem] = []
        self.seen: set[Use] = set()

    def enter(self, use: Use) -> None:
        """Note a file, and for what it is used."""
        what = Use(use.path, Place(""), "", use.is_deck, use.is_portrait, use.is_transcript)
        if what in self.seen:
            return
        self.seen.add(what)
        if (size := reading.size(self.root, use.path)) > MOST_BYTES:
            message = f"This file holds {size:,} bytes; {MOST_BYTES:,} are the most."
            self._note(use, [Trouble("file-too-large", message, "Make it smaller, or link to where it lies elsewhere.")])
            return
        if _ending(use.path) in PICTURES:
            self._picture(use)
            return
        if _ending(use.path) == "vtt":
            self._transcript(use)
        elif trouble := named_wrongly(use.path, reading.stretch(self.root, use.path, 0, signatures.HEAD)):
            self._note(use, [_no_slides() if use.is_deck else trouble])
        else:
            self._file(use, size)

    def _file(self, use: Use, size: int) -> None:
        if use.is_deck:
            self._deck(use)
        if use.path not in self.addresses:
            self._lay(use, reading.fingerprint(self.root, use.path), use.path, size)

    def _lay(self, use: Use, fingerprint: str, lying: bytes | str, size: int) -> None:
        self.addresses[use.path] = address = use.address + _hashed(posixpath.basename(use.path), fingerprint)
        self.files[address] = lying
        self.sizes[use.path] = size

    def _transcript(self, use: Use) -> None:
        """Its cues go out, its notes stay here."""
        cues, problems = transcript(reading.contents(self.root, use.path).decode("utf-8-sig", "replace"), use.path)
        words = printed(cues).encode()
        if use.path not in self.addresses:
            self._lay(use, hashlib.sha256(words).hexdigest(), words, len(words))
        if use.is_transcript:
            self.transcripts[use.path] = cues
            # An error is the clip's: that is the file which can be left out.
            self._note(use, (Trouble(p.code, p.message, p.suggestion) for p in problems if p.severity == "error"))
            self.problems += [p for p in problems if p.severity != "error"]

    def _picture(self, use: Use) -> None:
        from .pictures import pictured

        found, troubles = pictured(
            reading.contents(self.root, use.path), posixpath.basename(use.path), self.store, square=use.is_portrait
        )
        self._note(use, troubles)
        if found is None:
            return
        shown = self._shown(use, posixpath.splitext(posixpath.basename(use.path))[0], found)
        (self.portraits if use.is_portrait else self.pictures)[use.path] = shown
        self.addresses.setdefault(use.path, shown.address)

    def _deck(self, use: Use) -> None:
        from .decks import deck

        found, troubles = deck(reading.contents(self.root, use.path), self.store)
        self._note(use, troubles)
        if found is not None:
            stem = posixpath.splitext(posixpath.basename(use.path))[0]
            self.decks[use.path] = tuple(self._slide(use, f"{stem}-{slide.number}", slide) for slide in found.slides)

    def _slide(self, use: Use, name: str, slide: Slide) -> ShownSlide:
        size = slide.picture
        return ShownSlide(
            slide.number, slide.title, slide.lines, Shown(self._kept(use, name, size).address, size.width, size.height)
        )

    def _shown(self, use: Use, stem: str, found: Pictured) -> Shown:
        smaller = tuple(self._kept(use, f"{stem}-{size.width}", size) for size in found.smaller)
        kind = f"image/{found.smaller[0].ending}" if found.smaller else ""
        return Shown(self._kept(use, stem, found.fallback).address, found.fallback.width, found.fallback.height, kind, smaller)

    def _kept(self, use: Use, stem: str, size: Sized) -> Size:
        address = use.address + _hashed(f"{stem}.{size.ending}", hashlib.sha256(size.data).hexdigest())
        self.files[address] = size.data
        return Size(address, size.width)

    def _note(self, use: Use, troubles: Iterable[Trouble]) -> None:
        name = posixpath.basename(use.path)
        self.problems += [Problem(t.code, use.place, f"`{name}`: {t.message}", t.suggestion) for t in troubles]

    def media(self) -> Media:
        return Media(
            self.addresses,
            self.pictures,
            self.portraits,
            self.decks,
            self.transcripts,
            self.sizes,
            self.files,
            tuple(self.problems),
        )


def uses(catalogue: Catalogue, settings: Settings, known: Map) -> Iterator[Use]:
    """Each use of a file by a published page."""
    for article in catalogue.articles:
        address = addresses.article(article, settings.permalink)
        yield from _of_body(article.body, article.place.path, address, known)
        yield from _of_image(article.image, article.place.path, address, known)
    for author in catalogue.authors:
        address = addresses.author(author)
        yield from _of_body(author.body, author.place.path, address, known)
        yield from _of_image(author.image, author.place.path, address, known, is_portrait=True)
    for terms in catalogue.terms.values():
        for term in terms:
            yield from _of_body(term.body, term.place.path, addresses.term(term), known)
    for clip in catalogue.clips:
        yield from _of_body(clip.body, clip.place.path, addresses.clip(clip), known)
        yield from _of_clip(clip, known)


def _of_body(body: Body, path: str, address: str, known: Map) -> Iterator[Use]:
    decks = (
        {part.target for part in body.parts if isinstance(part, Mention) and part.is_deck} if "slides" in body.holds else set()
    )
    for link in body.links:
        to = destination(link.target, path, known)
        if to.leads == "file":
            yield Use(to.path, link.place, address, is_deck=link.target in decks and _ending(to.path) == "pdf")


def _of_image(image: Image | None, path: str, address: str, known: Map, *, is_portrait: bool = False) -> Iterator[Use]:
    if image is None or is_elsewhere(image.src):
        return
    to = destination(image.src, path, known)
    if to.leads == "file":
        yield Use(to.path, image.place, address, is_portrait=is_portrait)


def _of_clip(clip: Clip, known: Map) -> Iterator[Use]:
    for name, what, place in clip.files():
        to = destination(name, clip.place.path, known)
        if to.leads == "file":
            yield Use(to.path, place, addresses.clip(clip), is_transcript=what == "transcript" and _ending(name) == "vtt")


def _no_slides() -> Trouble:
    from .decks import NO_PDF

    return NO_PDF


def _hashed(name: str, fingerprint: str) -> str:
    stem, ending = posixpath.splitext(name)
    return f"{stem}-{fingerprint[:8]}{ending.lower()}"


def _ending(path: str) -> str:
    return posixpath.splitext(path)[1].removeprefix(".").lower()
