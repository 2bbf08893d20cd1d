"""The words of the archive, as frozen values."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Literal

import zstandard
from msgspec import Raw, Struct, msgpack

Shelf = Literal["article", "author", "term", "clip", "series"]
Precision = Literal["minute", "day", "month", "year"]
Kind = Literal["text", "interview", "audio", "video", "slides", "reference"]
Role = Literal["author", "with", "guest", "interviewee", "interviewer", "translator", "editor"]
Host = Literal["YouTube", "Vimeo"]
# The roles of those who wrote an article: people who are interviewed are not its authors.
WRITERS: frozenset[Role] = frozenset(("author", "with", "guest"))


class Place(Struct, frozen=True, order=True, array_like=True):
    """Where something stands: a path inside the archive's folder, a line and a column, both counted from 1."""

    path: str
    line: int = 1
    column: int = 1


class SourceFile(Struct, frozen=True):
    """A content file as it was found: its shelf, its name (slug or id) and its text, with line ends as LF."""

    path: str
    shelf: Shelf
    name: str
    text: str
    facet: str = ""


class Date(Struct, frozen=True, array_like=True):
    """A date as precise as its writer was.

    `at` is its first moment, in seconds since 1970 (UTC): dates sort by it. The rest is what its writer's calendar shows;
    `time` is like 09:30-04:00.
    """

    at: int
    year: int
    month: int = 1
    day: int = 1
    time: str = ""
    precision: Precision = "day"
    about: bool = False


class Line(Struct, frozen=True, array_like=True):
    """One line of words: as plain text, and as safe HTML that holds at most em, strong and code, where that is another thing."""

    text: str
    marked: str = ""

    @property
    def html(self) -> str:
        """The words as safe HTML."""
        return self.marked or self.text

    def __str__(self) -> str:
        return self.text


class Image(Struct, frozen=True, array_like=True):
    """The picture at the head of a page: `src` is as written, relative to its file."""

    src: str
    alt: str
    caption: Line | None
    place: Place


class Html(Struct, frozen=True, array_like=True, tag="html"):
    """A stretch of a stranger's text, sanitised last and never edited after. `is_open`: its inner links are still to be led."""

    html: str
    is_open: bool = False


class Picture(Struct, frozen=True, array_like=True, tag="picture"):
    """A picture that stands alone in the text. `caption` is safe HTML; `remote` is its address where it lies elsewhere."""

    src: str
    alt: str
    caption: str = ""
    remote: str = ""


class Alert(Struct, frozen=True, array_like=True, tag="alert"):
    """GitHub's alert: note, tip, important, warning or caution."""

    kind: str
    title: str
    parts: tuple[Html, ...]


class Film(Struct, frozen=True, array_like=True, tag="film"):
    """A link alone in its paragraph to a film on YouTube or Vimeo. `id` is the host's own; `poster` a picture beside the text."""

    host: Host
    id: str
    title: str
    address: str
    poster: str = ""
    poster_alt: str = ""


class Mention(Struct, frozen=True, array_like=True, tag="mention"):
    """A link alone in its paragraph to a clip or a file: shown as what it leads to, or else as `link`, the paragraph itself."""

    target: str
    title: str
    link: Html
    note: str = ""
    is_deck: bool = False


class Turn(Struct, frozen=True, array_like=True, tag="turn"):
    """What one speaker says in an interview, until the next one speaks."""

    speaker: str
    parts: tuple[Html, ...]


class Reflections(Struct, frozen=True, array_like=True, tag="reflections"):
    """A table whose columns look back and forward: both headings, and a list for each with a dash for an empty cell."""

    headings: tuple[str, str]
    back: Html
    forward: Html


class Statements(Struct, frozen=True, array_like=True, tag="statements"):
    """A list of nothing but quotations: a wall of them."""

    list: Html
    count: int


Part = Html | Picture | Alert | Film | Mention | Turn | Reflections | Statements


class Heading(Struct, frozen=True, array_like=True):
    """A heading of the text: its level, its id on the page and its words."""

    level: int
    anchor: str
    text: str


class Link(Struct, frozen=True, array_like=True):
    """A link or picture in a text that points inside the site, as it was written."""

    target: str
    place: Place
    is_picture: bool = False


class Body(Struct, frozen=True, array_like=True):
    """A text, ready for a page but for its inner links.

    `packed` are its headings and parts, compressed, since most texts of a large archive are kept and not looked at. What lists
    ask of them stands beside: the `opening` in plain words where nothing else says what the text is about, what there is to
    hear and to see, whose players films need; and a `sketch`, by which nearly the same texts are found.
    """

    packed: bytes = b""
    links: tuple[Link, ...] = ()
    words: int = 0
    opening: str = ""
    holds: tuple[Kind, ...] = ()
    players: tuple[Host, ...] = ()
    sketch: bytes = b""

    @property
    def headings(self) -> tuple[Heading, ...]:
        return _HEADINGS.decode(_FRAMES.opened(self.packed))[0] if self.packed else ()

    @property
    def parts(self) -> tuple[Part, ...]:
        return _PARTS.decode(_FRAMES.opened(self.packed))[1] if self.packed else ()


_HEADINGS = msgpack.Decoder(tuple[tuple[Heading, ...], Raw])
_PARTS = msgpack.Decoder(tuple[Raw, tuple[Part, ...]])


class _Frames(threading.local):
    """Zstandard (RFC 8878), at its quickest. Each thread has its own, since none is made to be shared."""

    def __init__(self) -> None:
        self.closed = zstandard.ZstdCompressor(level=1).compress
        self.opened = zstandard.ZstdDecompressor().decompress


_FRAMES = _Frames()


def packed(headings: tuple[Heading, ...], parts: tuple[Part, ...]) -> bytes:
    """The headings and parts of a text, ready to be kept: a third as long as they are."""
    return _FRAMES.closed(msgpack.encode((headings, parts)))


class Credit(Struct, frozen=True, array_like=True):
    """Who did what for an article: an author with a file (`author`), or somebody who is only named."""

    name: str
    role: Role = "author"
    author: str = ""


class InSeries(Struct, frozen=True, array_like=True):
    """An article's place in a series."""

    series: str
    part: int


class Article(Struct, frozen=True, kw_only=True, array_like=True, tag="article"):
    """One judged article. `terms` maps a facet's name to the file names of its terms, in the order written."""

    slug: str
    place: Place
    title: Line
    credits: tuple[Credit, ...]
    body: Body
    date: Date | None = None
    updated: Date | None = None
    terms: Mapping[str, tuple[str, ...]]
    summary: Line | None = None
    image: Image | None = None
    kind: Kind = "text"
    series: InSeries | None = None
    lang: str = ""
    translation_of: str = ""
    aliases: tuple[str, ...] = ()
    original: str = ""
    canonical: bool = False
    also_at: tuple[str, ...] = ()
    draft: bool = False


class Author(Struct, frozen=True, kw_only=True, array_like=True, tag="author"):
    """A person or group with a page."""

    id: str
    place: Place
    name: str
    role: str = ""
    sort: str = ""
    also: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    featured: int = 0
    image: Image | None = None
    links: Mapping[str, str] = {}
    minor: bool = False
    body: Body = Body()


class Term(Struct, frozen=True, kw_only=True, array_like=True, tag="term"):
    """One value of a facet, such as the attribute Voice."""

    facet: str
    id: str
    place: Place
    name: str
    also: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    order: int = 0
    summary: Line | None = None
    icon: str = ""
    body: Body = Body()


class Series(Struct, frozen=True, kw_only=True, array_like=True, tag="series"):
    """Articles that belong together, in parts."""

    id: str
    place: Place
    name: str
    summary: Line | None = None
    body: Body = Body()


class Clip(Struct, frozen=True, kw_only=True, array_like=True, tag="clip"):
    """A recorded voice with its transcript; `places` are those at which its files are named, by field."""

    id: str
    place: Place
    title: Line
    speakers: tuple[Credit, ...]
    sound: str = ""
    video: str = ""
    transcript: str = ""
    group: str = ""
    order: int = 0
    terms: Mapping[str, tuple[str, ...]]
    body: Body = Body()
    places: Mapping[str, Place] = {}

    def files(self) -> tuple[tuple[str, Literal["recording", "transcript"], Place], ...]:
        """The files that it names: name, what each is, and where it is named."""
        named: tuple[tuple[str, str, Literal["recording", "transcript"]], ...] = (
            ("sound", self.sound, "recording"),
            ("video", self.video, "recording"),
            ("transcript", self.transcript, "transcript"),
        )
        return tuple((name, what, self.places.get(field, self.place)) for field, name, what in named if name)
