"""Catalogue -> what a search looks through: one small document for each published article, clip, author and term."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from msgspec import Struct

from .. import addresses, dates
from ..catalogue import Catalogue
from ..links import Map, destination
from ..media import Media
from ..model import Alert, Article, Author, Body, Clip, Film, Html, Mention, Part, Picture, Reflections, Term, Turn
from ..pages import cards
from ..settings import Settings
from ..text.markdown import stretches

# Added to each letter of what is shown with a result and not searched: Pagefind takes signs for private use for no words.
VEIL = 0xF0000
_LAST = "\ufffe"  # the planes for private use end before the last two signs
A_CLIP, AN_AUTHOR = "Recorded voice", "Author"

# Beside the weight that it gives to a heading of the first level, 7 (Pagefind, "Weighting").
_FORMER_NAMES = '<p data-pagefind-weight="7">'
_IMAGE = re.compile(r'<img(?: [a-z-]+="[^"]*")*>')
_FOOTNOTE_MARK = re.compile(r'<sup><a href="#fn-[^>]*>[^<]*</a></sup>')
# How Pagefind notes weights and anchors amid the words: whoever writes so in a text would set them.
_NOTES = re.compile(r"_{3,}(?=(?:END_)?PAGEFIND_)")


class Record(Struct, frozen=True):
    """A document: its page's address below the site's root, percent-encoded, and its HTML."""

    address: str
    html: str


def records(catalogue: Catalogue, settings: Settings, media: Media, known: Map) -> Iterator[Record]:
    """Articles in the catalogue's order, then clips, authors and terms. Every value in the HTML is escaped or sanitised."""
    for article in catalogue.articles:
        yield _article(article, settings, media, known)
    for clip in catalogue.clips:
        yield _clip(clip, settings, media, known)
    for author in catalogue.authors:
        yield _author(author, len(catalogue.written.get(author.id, ())), settings, media, known)
    for name, terms in catalogue.terms.items():
        for term in terms:
            count = len(catalogue.by_term.get((term.facet, term.id), ()))
            yield _term(term, settings.facets[name].one, count, settings, media, known)


def veiled(words: str) -> str:
    """Words that no search finds; the search page takes the veil away."""
    return "".join(chr(ord(sign) + VEIL) if sign < _LAST else sign for sign in words)


def _article(article: Article, settings: Settings, media: Media, known: Map) -> Record:
    date, minutes = dates.in_words(article.date) if article.date else "", cards.minutes(article)
    marks = _marks(
        "",
        people=cards.in_words(article.credits),
        what=veiled(cards.what(article)),
        date=veiled(date),
        minutes=veiled(str(minutes or "")),
    )
    summary = f"<p>{article.summary.html}</p>" if article.summary else ""
    html = f"{marks}<h1>{article.title.html}</h1>{summary}{_text(article.body, article.place.path, media, known)}"
    address = addresses.article(article, settings.permalink)
    return _record(address, html, settings)


def _clip(clip: Clip, settings: Settings, media: Media, known: Map) -> Record:
    marks = _marks("", people=cards.in_words(clip.speakers), what=veiled(A_CLIP))
    text = _text(clip.body, clip.place.path, media, known)
    html = f"{marks}<h1>{clip.title.html}</h1>{text}{''.join(_lines(clip, media, known))}"
    return _record(addresses.clip(clip), html, settings)


def _author(author: Author, count: int, settings: Settings, media: Media, known: Map) -> Record:
    marks = _marks("author", what=veiled(AN_AUTHOR), also=veiled(", ".join(author.also)), count=veiled(str(count)))
    text = _text(author.body, author.place.path, media, known)
    html = f"{marks}{_names(author.name, author.also)}<p>{escape(author.role)}</p>{text}"
    return _record(addresses.author(author), html, settings)


def _term(term: Term, what: str, count: int, settings: Settings, media: Media, known: Map) -> Record:
    marks = _marks("term", what=veiled(what), also=veiled(", ".join(term.also)), count=veiled(str(count)))
    summary = f"<p>{term.summary.html}</p>" if term.summary else ""
    html = f"{marks}{_names(term.name, term.also)}{summary}{_text(term.body, term.place.path, media, known)}"
    return _record(addresses.term(term), html, settings)


def _record(address: str, html: str, settings: Settings) -> Record:
    below = "/" + addresses.href(address, settings).removeprefix(settings.base)
    if "___" in html:
        html = _NOTES.sub("", html)
    return Record(below, f"<html><body data-pagefind-body>{html}</body></html>")


def _marks(shelf: str, **shown: str) -> str:
    """The shelf of people and terms, which are shown as themselves, and what is shown of a document.

    What articles and clips are chosen by stands in the postings: filters of Pagefind's would say it a second time.
    """
    filter_ = f'<i data-pagefind-filter="shelf[v]" v="{shelf}"></i>' if shelf else ""
    return filter_ + "".join(f'<i data-pagefind-meta="{name}[v]" v="{escape(v)}"></i>' for name, v in shown.items() if v)


def _names(name: str, also: tuple[str, ...]) -> str:
    return f"<h1>{escape(name)}</h1>" + "".join(f"{_FORMER_NAMES}{escape(other)}</p>" for other in also)


def _lines(clip: Clip, media: Media, known: Map) -> Iterator[str]:
    """The words of a clip; the first of each second is a heading, whose address the player knows, as heavy as any text."""
    path = destination(clip.transcript, clip.place.path, known).path if clip.transcript else ""
    for second, lines in groupby(media.transcripts.get(path, ()), key=lambda line: int(line.start)):
        first, *others = (escape(line.words) for line in lines)
        yield f'<h6 id="t={second}" data-pagefind-weight="1">{first}</h6>'
        yield from (f"<p>{words}</p>" for words in others)


def _text(body: Body, path: str, media: Media, known: Map) -> str:
    """A text without its pictures and the numbers of its notes, which would stick to the words before them."""
    html = "".join(_part(part, path, media, known) for part in body.parts)
    if "<img" in html:
        html = _IMAGE.sub("", html)
    return _FOOTNOTE_MARK.sub("", html) if "<sup>" in html else html


def _part(part: Part, path: str, media: Media, known: Map) -> str:
    if isinstance(part, Html):
        return part.html
    beside = "".join(f"<p>{escape(words)}</p>" for words in _beside(part, path, media, known))
    caption = f"<p>{part.caption}</p>" if isinstance(part, Picture) else ""
    return beside + caption + "".join(stretch.html for stretch in stretches((part,)))


def _beside(part: Part, path: str, media: Media, known: Map) -> Iterable[str]:
    """The words of a component that stand in no stretch of its text."""
    match part:
        case Picture():
            return (part.alt,)
        case Alert() | Film():
            return (part.title,)
        case Turn():
            return (part.speaker,)
        case Reflections():
            return part.headings
        case Mention(is_deck=True):
            slides = media.decks.get(destination(part.target, path, known).path, ())
            return (words for slide in slides for words in (slide.title, *slide.lines))
        case _:
            return ()
