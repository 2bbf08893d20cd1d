"""Judgements without their words: all that one file's judgement asks of the other files, kept in one piece."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Raw, msgpack
from msgspec.structs import replace

from ..judging import recall
from ..judging.judge import Judgeable, Judged
from ..judging.recall import Kept
from ..model import Article, Clip, Heading, Line, Series, Term, packed
from ..store import Store

_KEY = "judgements without words 1"
_NOTHING = Line("")


def opened(store: Store) -> dict[str, Kept]:
    """What is kept of every file, by path."""
    return {found.path: found for found in recall.unpacked(store.find(_KEY))}


def close(before: Mapping[str, Kept], now: Mapping[str, Kept], values: Mapping[str, Judged], store: Store) -> None:
    """Keep what is known now of every file, if that is another thing than before."""
    fresh = {path: found for path, found in now.items() if path not in before or _stand(found) != _stand(before[path])}
    if fresh or now.keys() != before.keys():
        light = {path: without_words(found, values[path]) for path, found in fresh.items()}
        store.keep(_KEY, recall.packed(light.get(path) or before[path] for path in now))


def without_words(found: Kept, judged: Judged) -> Kept:
    """The judgement without its text, titles and pictures; headings keep the names by which links find them."""
    value = judged.value and _without_words(judged.value)
    return replace(found, judged=Raw(msgpack.encode(replace(judged, value=value))))


def _without_words(value: Judgeable) -> Judgeable:
    headings = tuple(Heading(h.level, h.anchor, "") for h in value.body.headings)
    body = replace(value.body, packed=packed(headings, ()), links=(), opening="")
    if isinstance(value, Article):
        return replace(value, title=_NOTHING, summary=None, image=None, body=body)
    if isinstance(value, Term | Series):
        return replace(value, summary=None, body=body)
    return replace(value, title=_NOTHING, body=body) if isinstance(value, Clip) else replace(value, image=None, body=body)


def _stand(found: Kept) -> tuple[object, ...]:
    return found.stamp, found.settled, found.digest, found.words, found.all_words
