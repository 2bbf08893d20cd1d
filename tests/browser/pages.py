"""Every kind of page, with an address each: on our own site, and in tests/sites/features."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

Of = Literal["ours", "features"]


class Kind(Struct, frozen=True):
    """A kind of page and one page of it."""

    name: str
    of: Of
    path: str


OURS = {
    "home": "/",
    "articles": "/articles/",
    "second-page-of-a-list": "/articles/page/2/",
    "article": "/articles/what-choice-costs/",
    "article-with-pictures": "/articles/a-room-from-above/",
    "article-with-slides": "/articles/slides-for-an-hour-on-seven-elements/",
    "article-with-files": "/articles/one-decision-one-lesson/",
    "article-in-a-series": "/articles/one-unit-goals-and-inquiry/",
    "interview": "/articles/questions-teachers-ask/",
    "reflections": "/articles/looking-back-looking-forward/",
    "statements": "/articles/twenty-sentences-to-argue-with/",
    "translation": "/articles/preguntas-para-el-camino-a-casa/",
    "reference": "/articles/getting-ready-create-something-great/",
    "authors": "/authors/",
    "author": "/authors/editors/",
    "author-without-articles": "/authors/art-costa/",
    "facet": "/attributes/",
    "term": "/attributes/voice/",
    "years": "/archive/",
    "year": "/archive/2026/",
    "clips": "/clips/",
    "clip": "/clips/q1-first-voice/",
    "voices": "/what-is-personalized-learning/",
    "prose": "/about/",
    "long-prose": "/components/",
    "fields": "/fields/",
    "feeds": "/newsletter/",
    "pair": "/attributes/voice/elements/goals/",
    "browse": "/browse/",
    "choices": "/browse/?attributes=voice&attributes=co-creation&elements=goals",
    "nothing-fits": "/browse/?attributes=voice&year=2017&elements=goals",
    "search": "/search/",
    "results": "/search/?q=voice",
    "news": "/news/",
    "one-of-the-news": "/news/2026/10/15/the-archive-opens/",
    "task": "/contribute/pictures/",
    "answering": "/contribute/messages/",
    "messages": "/messages/",
    "message": "/messages/long-title/",
    "missing": "/404.html",
}
FEATURES = {
    "home-with-a-portrait": "/",
    "everything": "/articles/everything/",
    "film": "/articles/film/",
    "film-with-a-picture": "/articles/film-with-a-picture/",
    "from-the-right": "/articles/from-the-right/",
    "long-title": "/articles/long-title/",
    "long-words": "/articles/long-words/",
    "five-words": "/articles/five-words/",
    "forty-thousand-words": "/articles/many-words/",
    "term-of-a-long-word": "/categories/long-words/",
    "author-with-a-portrait": "/authors/writer-one/",
    "film-of-ones-own": "/clips/moving/",
    "newsletter": "/newsletter/",
}


def _kinds() -> Iterator[Kind]:
    yield from (Kind(name, "ours", path) for name, path in OURS.items())
    yield from (Kind(name, "features", path) for name, path in FEATURES.items())


KINDS = tuple(_kinds())
BY_NAME = {kind.name: kind for kind in KINDS}
