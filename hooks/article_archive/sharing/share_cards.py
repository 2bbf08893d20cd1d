"""Catalogue -> the picture that other sites show of a page: its words and its sign, and the address that follows from them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from .. import addresses, reading
from ..catalogue import Catalogue
from ..model import Article, Author, Place, Term
from ..pages.cards import byline_in_words
from ..problems import Problem
from ..settings import Cards, Settings
from .typefaces import NoFont, Typeface, joins, source_serif, typeface

# To be raised with every change to how a card is drawn.
VERSION = 1
# Pixels, as the sites that show them ask for; and the most letters of a text that are set.
WIDTH, HEIGHT, LONGEST = 1200, 630, 400
MOST_NAMED = 3


class Sign(Struct, frozen=True):
    """How one of the four attributes is told: its hue on paper, and its shape. archive.css has the same."""

    hue: str
    shape: str


SIGNS = {
    "voice": Sign("#b03a1a", "balloon"),
    "co-creation": Sign("#7d5600", "squares"),
    "social-construction": Sign("#2a6b3c", "triangle"),
    "self-discovery": Sign("#7a3a90", "diamond"),
}


class Words(Struct, frozen=True):
    """A text and the number of the typeface that can draw all of it. `is_rtl`: it runs from the right."""

    text: str
    typeface: int = 0
    is_rtl: bool = False


class ShareCard(Struct, frozen=True):
    """What one picture shows: a word above the title, the title, a line below it, the archive's name, a sign."""

    title: Words
    archive: Words
    above: Words | None = None
    below: Words | None = None
    sign: Sign | None = None


class ShareCards(Struct, frozen=True):
    """The cards by the addresses of their pages, and the typefaces that they are set in."""

    cards: Mapping[str, ShareCard] = {}
    typefaces: tuple[Typeface, ...] = ()
    problems: tuple[Problem, ...] = ()

    def addresses(self) -> dict[str, str]:
        """The address of each page's picture; it changes with all that is drawn, so browsers can keep it for ever."""
        return {page: f"/assets/cards/{_last_step(page)}-{self.digest(card)[:10]}.png" for page, card in self.cards.items()}

    def digest(self, card: ShareCard) -> str:
        """One of the card's words, hue and shape, of the typefaces and the way of drawing."""
        faces = [face.digest for face in self.typefaces]
        return hashlib.sha256(msgspec.msgpack.encode((VERSION, faces, card))).hexdigest()

    def key(self, card: ShareCard) -> str:
        """What its picture is kept under."""
        return f"share card {_pillow()} {self.digest(card)}"


class Unset(Exception):
    """A text that no typeface can draw: the letters that are missing, or none where letters can't be joined here."""

    def __init__(self, letters: str) -> None:
        super().__init__(letters)
        self.letters = letters


def share_cards(root: Path, catalogue: Catalogue, settings: Settings, *, can_join: bool | None = None) -> ShareCards:
    """The cards that mkdocs.yml asks for, but for those with letters that can't be drawn, which are told in one problem.

    `can_join` is whether this machine can join letters and set them from the right; it is looked up where it matters.
    """
    if settings.cards is None or not settings.cards.pages:
        return ShareCards()
    own, problems = _own(root, settings.cards)
    faces = (*own, source_serif())
    words = cache(lambda text: _words(text[:LONGEST], faces, can_join))  # the same names stand on many cards
    cards: dict[str, ShareCard] = {}
    unset: dict[str, Unset] = {}
    for asked in _asked(catalogue, settings):
        try:
            cards[asked.page] = _set(asked, settings.name, words)
        except Unset as reason:
            unset[asked.page] = reason
    return ShareCards(cards, faces, (*problems, *_told(unset, settings.cards.place)))


class _Asked(Struct, frozen=True):
    """What a card is to say, before anybody asks whether it can be drawn."""

    page: str
    above: str
    title: str
    below: str = ""
    sign: Sign | None = None


def _asked(catalogue: Catalogue, settings: Settings) -> Iterator[_Asked]:
    pages = settings.cards.pages if settings.cards else ()
    if "authors" in pages:
        yield from (_of_author(author) for author in catalogue.authors)
    for facet, terms in catalogue.terms.items():
        if facet in pages:
            yield from (_of_term(term, settings) for term in terms)
    if "articles" in pages:
        yield from (_of_article(article, catalogue, settings) for article in catalogue.articles)


def _of_author(author: Author) -> _Asked:
    return _Asked(addresses.author(author), "Author", author.name, "" if author.minor else author.role)


def _of_term(term: Term, settings: Settings) -> _Asked:
    summary = term.summary.text if term.summary else ""
    return _Asked(addresses.term(term), settings.facets[term.facet].one, term.name, summary, SIGNS.get(term.id))


def _of_article(article: Article, catalogue: Catalogue, settings: Settings) -> _Asked:
    address = addresses.article(article, settings.permalink)
    # The first term is the one above the title of the page, too.
    first = next((catalogue.term[facet, name] for facet, names in article.terms.items() for name in names), None)
    above, sign = (first.name, SIGNS.get(first.id)) if first else ("", None)
    return _Asked(address, above, article.title.text, byline_in_words(article.credits), sign)


def _set(asked: _Asked, archive: str, words: Callable[[str], Words | None]) -> ShareCard:
    """The card, in letters that can be drawn; raises Unset."""

    def needed(text: str) -> Words:
        if (found := words(text)) is None:
            raise Unset(text)
        return found

    return ShareCard(needed(asked.title), needed(archive), words(asked.above), words(asked.below), asked.sign)


def _words(text: str, faces: Sequence[Typeface], can_join: bool | None) -> Words | None:
    """A text in the first typeface that has all its letters; None where there is nothing to set. Raises Unset."""
    if _is_plain(text) and faces[0].letters.issuperset(text):
        return Words(" ".join(text.split())) if text.strip() else None
    letters = _visible(unicodedata.normalize("NFC", text))
    missing = [_missing(letters, face) for face in faces]
    number = next((n for n, lacks in enumerate(missing) if not lacks), None)
    if number is None:
        raise Unset(min(missing, key=len))
    drawn = "".join(c for c in letters if c == " " or faces[number].draws(c) or c in _JOINERS)
    if not drawn.strip():
        return None
    if needs_joining(drawn) and not (joins() if can_join is None else can_join):
        raise Unset("")
    return Words(" ".join(drawn.split()), number, _is_rtl(drawn))


def _is_plain(text: str) -> bool:
    """Whether a text is of letters alone that stand one beside the other: nearly all are, and need no look at each letter."""
    return text.isprintable() and max(text, default="") < _FIRST_JOINED and unicodedata.is_normalized("NFC", text)


def _visible(text: str) -> str:
    """The text without what has no shape of its own, on one line; joiners stay where letters are joined."""
    kept = _JOINERS if needs_joining(text) else frozenset()
    spaced = (" " if c.isspace() else c for c in text)
    return " ".join("".join(c for c in spaced if c in kept or unicodedata.category(c) not in _SHAPELESS).split())


def _missing(text: str, face: Typeface) -> str:
    """The letters that a typeface lacks, in order and once; emoji and the like are only left out of a picture."""
    lacking = (c for c in dict.fromkeys(text) if c != " " and c not in _JOINERS and not face.draws(c))
    return "".join(c for c in lacking if unicodedata.category(c) not in _ORNAMENTS and not _is_variant(c))


def _is_variant(letter: str) -> bool:
    return "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"


def needs_joining(text: str) -> bool:
    """Whether letters change their shapes or their order beside each other: from Hebrew to Burmese, but for Georgian."""
    return any(c >= _FIRST_JOINED and (unicodedata.bidirectional(c) in _FROM_THE_RIGHT or _COMPLEX.match(c)) for c in text)


def _is_rtl(text: str) -> bool:
    """Whether the first letter with a direction runs from the right (UAX #9, P2 and P3)."""
    found = (kind for c in text if (kind := unicodedata.bidirectional(c)) in ("L", "R", "AL"))
    return next(found, "L") != "L"


def _own(root: Path, cards: Cards) -> tuple[list[Typeface], list[Problem]]:
    """The typeface that the archive brings, where it brings one that can be used."""
    if not cards.font:
        return [], []
    try:
        face = _opened(root, cards.font)
    except NoFont as reason:
        remedy = "Put a TrueType or OpenType font there, whose name ends in .ttf or .otf."
        return [], [Problem("wrong-setting", cards.place, str(reason), remedy)]
    return [face], []


def _opened(root: Path, path: str) -> Typeface:
    problem = reading.not_plain(root, path)
    if problem is not None:
        raise NoFont(f"`{path}` can't be used as a font. {problem.message}")
    try:
        return typeface(reading.contents(root, path))
    except NoFont:
        raise NoFont(f"The file `{path}` is no font that pictures can be set in.") from None


def _told(unset: Mapping[str, Unset], place: Place) -> Iterator[Problem]:
    """One problem for all the cards that can't be drawn for want of letters, and one for want of a library."""
    lacking = {page: reason.letters for page, reason in unset.items() if reason.letters}
    if lacking:
        letters = "".join(dict.fromkeys("".join(lacking.values())))
        message = f"{_pages(lacking)} no picture for other sites: its typeface lacks {_named(letters)}."
        yield Problem("missing-letters", place, message, "Name a font that has them: `cards: {font: fonts/name.ttf}`.")
    if unjoined := [page for page, reason in unset.items() if not reason.letters]:
        message = f"{_pages(unjoined)} no picture for other sites: this machine can't join letters."
        yield Problem("missing-letters", place, message, "Install the library FriBiDi (`libfribidi0` on Debian and Ubuntu).")


def _pages(pages: Iterable[str]) -> str:
    every = sorted(pages)
    if len(every) == 1:
        return f"The page {every[0]} gets"
    named = ", ".join(every[:MOST_NAMED])
    rest = f" and {len(every) - MOST_NAMED:,} more" if len(every) > MOST_NAMED else ""
    return f"{len(every):,} pages ({named}{rest}) get"


def _named(letters: str) -> str:
    shown = ", ".join(f"`{c}` (U+{ord(c):04X})" for c in letters[:MOST_NAMED])
    return f"{shown} and {len(letters) - MOST_NAMED:,} more" if len(letters) > MOST_NAMED else shown


def _last_step(page: str) -> str:
    return page.rstrip("/").rpartition("/")[2]


@cache
def _pillow() -> str:
    from importlib.metadata import version  # takes as long to load as ten of our own rooms

    return version("pillow")


_JOINERS = frozenset("\u200c\u200d")
_SHAPELESS = frozenset(("Cc", "Cf", "Zl", "Zp"))
_ORNAMENTS = frozenset(("So", "Sk", "Me", "Cn", "Co", "Cs"))
_FIRST_JOINED = "\u0590"
_FROM_THE_RIGHT = frozenset(("R", "AL", "AN"))
# From Devanagari to Tibetan and Burmese; Khmer, Mongolian and their neighbours; Javanese, Meetei Mayek, Brahmi and the like.
_COMPLEX = re.compile("[\u0900-\u109f\u1700-\u1cff\ua800-\ua82f\ua840-\uabff\U00011000-\U00011fff]")
