"""Judgements kept by their files: what was judged before and still holds need not be judged again."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping

from msgspec import MsgspecError, Raw, Struct, msgpack
from msgspec.structs import replace

from ..model import Article, Clip, Credit
from ..program import edition
from ..reading import Entry, Stamp, is_settled
from ..store import Store
from .judge import Judged
from .vocabulary import Vocabulary

# Judgements lie in so many files: one changed article costs the writing of one of them.
DRAWERS = 128


class Kept(Struct, frozen=True, array_like=True):
    """A judgement and what it holds for: the file's stamp and digest, and the words that it was judged by.

    `settled`: the stamp alone tells whether the file is the same. `mark` is the digest of the judgement.
    """

    path: str
    stamp: Stamp
    settled: bool
    digest: bytes
    words: bytes
    all_words: bytes
    mark: bytes
    judged: Raw

    def value(self) -> Judged:
        return _JUDGED.decode(self.judged)


class Memory:
    """Judgements that one process keeps from round to round, so that none is taken apart again."""

    def __init__(self) -> None:
        self.kept: Mapping[str, Kept] = {}
        self.judged: Mapping[str, Judged] = {}


class _Drawer(Struct, frozen=True, array_like=True):
    edition: bytes
    kept: tuple[Kept, ...]


_JUDGED = msgpack.Decoder(Judged)
_DRAWER = msgpack.Decoder(_Drawer)


class Words(Struct, frozen=True):
    """A vocabulary and its digests: of what a sound file is judged by beside the people it names, and of all of it."""

    vocabulary: Vocabulary
    words: bytes
    all_words: bytes


def words_of(vocabulary: Vocabulary) -> Words:
    facets = {name: {word: term.id for word, term in known.items()} for name, known in vocabulary.spellings.items()}
    fields = {shelf: [(f.name, f.type, f.required) for f in known.values()] for shelf, known in vocabulary.fields.items()}
    some = (str(vocabulary.zone), fields, facets, sorted(vocabulary.series))
    names = {name: [(t.name, *t.also) for t in known.values()] for name, known in vocabulary.spellings.items()}
    people = [(a.id, a.name, a.also) for a in vocabulary.authors.values()]
    every = (some, names, people, vocabulary.broken, sorted(vocabulary.articles))
    return Words(vocabulary, digest(msgpack.encode(some)), digest(msgpack.encode(every)))


def kept(entry: Entry, data: bytes, judged: Judged, words: Words) -> Kept:
    """The judgement of a file with these bytes, to be kept."""
    packed = msgpack.encode(judged)
    held = (entry.stamp, is_settled(entry.stamp[1]), digest(data))
    return Kept(entry.path, *held, words.words, words.all_words, digest(packed), Raw(packed))


def restamped(found: Kept, entry: Entry) -> Kept:
    """The same for a file of the same bytes that was touched."""
    return replace(found, stamp=entry.stamp, settled=is_settled(entry.stamp[1]))


def holds(found: Kept, judged: Judged, words: Words) -> bool:
    """Whether a judgement of the same bytes would be the same by these words."""
    if found.all_words == words.all_words:
        return True
    return found.words == words.words and not judged.names_others and _known(judged, words.vocabulary)


def _known(judged: Judged, words: Vocabulary) -> bool:
    """Whether the people are called as they were, and the text that this is a translation of is there."""
    if isinstance(judged.value, Article) and not _is_known(judged.value.translation_of, words):
        return False
    return all(c.author in words.authors and words.authors[c.author].name == c.name for c in _credits(judged) if c.author)


def _is_known(translated: str, words: Vocabulary) -> bool:
    return not translated or translated in words.articles


def _credits(judged: Judged) -> tuple[Credit, ...]:
    value = judged.value
    return value.credits if isinstance(value, Article) else value.speakers if isinstance(value, Clip) else ()


def digest(data: bytes) -> bytes:
    """16 bytes."""
    return hashlib.sha256(data).digest()[:16]


def drawer(path: str) -> int:
    """Where a file's judgement lies."""
    return zlib.crc32(path.encode()) % DRAWERS


def opened(store: Store) -> dict[str, Kept]:
    """Every judgement that is kept, by path."""
    return {found.path: found for data in store.found([_key(number) for number in range(DRAWERS)]) for found in unpacked(data)}


def unpacked(data: bytes | None) -> tuple[Kept, ...]:
    """The judgements that `packed` made bytes of; none where these are of another edition of the program."""
    if data is None:
        return ()
    try:
        found = _DRAWER.decode(data)
    except MsgspecError:
        return ()
    return found.kept if found.edition == edition() else ()


def close(number: int, every: Iterable[Kept], store: Store) -> None:
    """Keep the judgements of one drawer."""
    store.keep(_key(number), packed(every))


def packed(every: Iterable[Kept]) -> bytes:
    """Judgements as MessagePack, with this edition of the program."""
    return msgpack.encode(_Drawer(edition(), tuple(every)))


def by_drawer(every: Mapping[str, Kept]) -> dict[int, dict[str, Kept]]:
    """Judgements by the drawer in which they lie."""
    drawers: dict[int, dict[str, Kept]] = {number: {} for number in range(DRAWERS)}
    for path, found in every.items():
        drawers[drawer(path)][path] = found
    return drawers


def _key(number: int) -> str:
    return f"judgements 1, drawer {number}"
