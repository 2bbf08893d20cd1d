"""Article or clip -> what it is found by: people, terms, year, kind. Pages, postings and the search index all ask here."""

from __future__ import annotations

import unicodedata
from typing import get_args

from .catalogue import writers
from .model import Article, Clip, Kind

# Beside the facets' own names; no facet can be called so.
AUTHOR, YEAR, KIND = "author", "year", "kind"
KINDS: tuple[Kind, ...] = get_args(Kind)
_SIGNS = "".join(chr(n) for n in range(128) if not chr(n).isalnum())


def traits(article: Article) -> dict[str, tuple[str, ...]]:
    """By trait: the ids of who wrote it, of its terms by facet, its year, and what it is and holds."""
    return {
        AUTHOR: tuple(writers(article)),
        **article.terms,
        YEAR: (str(article.date.year),) if article.date else (),
        KIND: kinds(article),
    }


def traits_of_clip(clip: Clip) -> dict[str, tuple[str, ...]]:
    """By trait: the ids of who speaks, of its terms by facet, and whether it is seen or heard. A clip has no date."""
    speakers = dict.fromkeys(credit.author for credit in clip.speakers if credit.author)
    return {AUTHOR: tuple(speakers), **clip.terms, YEAR: (), KIND: ("video" if clip.video else "audio",)}


def kinds(article: Article) -> tuple[Kind, ...]:
    """What an article is, and what there is to hear and to see in it beside that."""
    return (article.kind, *(kind for kind in article.body.holds if kind != article.kind))


def title_key(title: str) -> str:
    """What titles sort by: without accents, capitals and opening signs."""
    if title.isascii():
        plain = title.lower()
        return plain.lstrip(_SIGNS) or plain
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", title) if not unicodedata.combining(sign)).casefold()
    first = next((n for n, sign in enumerate(plain) if sign.isalnum()), 0)
    return plain[first:]
