"""Catalogue -> the file from which a browser finds articles by any combination of traits, with exact counts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from .catalogue import Catalogue
from .settings import Settings
from .traits import AUTHOR, KIND, KINDS, YEAR, title_key, traits, traits_of_clip

# How the kinds of articles are called where they are chosen.
KIND_WORDS = {
    "text": "Text",
    "interview": "Interview",
    "audio": "Audio",
    "video": "Video",
    "slides": "Slides",
    "reference": "Elsewhere",
}


def postings(catalogue: Catalogue, settings: Settings) -> bytes:
    """JSON. Articles are numbers in the catalogue's order, newest first, and clips the numbers after them; `dated` have a date.

    For each trait: `values` as [id, words]; the `sets` of values that there are, as numbers of values; and `of`, the number of
    each article's or clip's set. Columns like these compress to what they say: about 7 bytes an article. `titles` are the
    numbers in the order of titles.
    """
    found = [*map(traits, catalogue.articles), *map(traits_of_clip, catalogue.clips)]
    titles = [title_key(line.text) for line in (*(a.title for a in catalogue.articles), *(c.title for c in catalogue.clips))]
    return msgspec.json.encode(
        {
            "articles": len(catalogue.articles),
            "dated": sum(article.date is not None for article in catalogue.articles),
            "traits": [_column(name, words, values, found) for name, words, values in _traits(catalogue, settings)],
            "titles": sorted(range(len(found)), key=lambda n: (titles[n], n)),
        }
    )


def address(data: bytes) -> str:
    """Where the file stands: its name changes with its bytes, so that a page never meets another edition's."""
    return f"/browse/{hashlib.sha256(data).hexdigest()[:8]}.json"


def _traits(catalogue: Catalogue, settings: Settings) -> Iterator[tuple[str, tuple[str, str], list[tuple[str, str]]]]:
    """Each trait with its words for one and for many, and its values as ids and words, in their order."""
    for name, facet in settings.facets.items():
        yield name, (facet.one, facet.many), [(term.id, term.name) for term in catalogue.terms[name]]
    heard = {credit.author for clip in catalogue.clips for credit in clip.speakers}
    people = [(a.id, a.name) for a in catalogue.authors if a.id in catalogue.written or a.id in heard]
    yield AUTHOR, ("Author", "Authors"), people
    yield YEAR, ("Year", "Years"), [(str(year), str(year)) for year in sorted(catalogue.by_year, reverse=True)]
    yield KIND, ("Kind", "Kinds"), [(kind, KIND_WORDS[kind]) for kind in KINDS]


def _column(
    name: str, words: tuple[str, str], values: list[tuple[str, str]], found: list[dict[str, tuple[str, ...]]]
) -> Mapping[str, Any]:
    number = {value: n for n, (value, _) in enumerate(values)}
    sets = [tuple(sorted({number[value] for value in each.get(name, ()) if value in number})) for each in found]
    # The most frequent sets have the shortest numbers.
    ordered = [each for each, _ in sorted(Counter(sets).items(), key=lambda item: (-item[1], item[0]))]
    place = {each: n for n, each in enumerate(ordered)}
    return {
        "name": name,
        "one": words[0],
        "many": words[1],
        "values": values,
        "sets": ordered,
        "of": [place[each] for each in sets],
    }
