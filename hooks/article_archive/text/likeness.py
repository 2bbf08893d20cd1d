"""A text -> its sketch, by which nearly the same texts find each other; and how alike two texts are."""

from __future__ import annotations

import html
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from zlib import crc32

from ..model import Html

# A sketch holds so many checksums of sentences; a text of fewer sentences than `_FEWEST` has none.
_SKETCHED, _FEWEST = 8, 4
# In letters: what begins alike is compared to its end.
_LOOKED_AT = 1000
# Texts whose sketches share so many are compared word by word: 97 of 100 of which every fiftieth word was changed do.
_SHARED = 2
# Of texts with a sentence in common, later ones are held against so many of the first: boilerplate stands in thousands.
_FIRST_ONES = 4
# Texts of which more than this share is the same, in the same order, are nearly the same.
ALIKE = 0.9
_ZEROS = [0] * _SKETCHED
_ANY_TAG = re.compile(r"<[^>]*>")


def sketch(text: str) -> bytes:
    """The smallest checksums of the text's sentences (CRC-32), four bytes each, filled up with zeros; b"" for a very short text.

    Of two sketches as large a part is the same as of the sentences, about (Broder, 1997: "bottom k").
    """
    # Where a line breaks within a sentence must not matter.
    sums = sorted(set(map(crc32, text[:_LOOKED_AT].encode().replace(b"\n", b" ").split(b". "))))
    return array("I", (sums + _ZEROS)[:_SKETCHED]).tobytes() if len(sums) >= _FEWEST else b""


def candidates(sketches: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Pairs of positions (a later, an earlier one) whose texts are worth a comparison; in time linear to their number."""
    positions = [at for at, found in enumerate(sketches) if found]
    sums = array("I", b"".join(sketches))
    repeated = {found for found, count in Counter(sums).items() if count > 1} - {0}
    seen: defaultdict[int, list[int]] = defaultdict(list)
    shared: defaultdict[int, list[int]] = defaultdict(list)
    for at, found in ((positions[n // _SKETCHED], found) for n, found in enumerate(sums) if found in repeated):
        shared[at] += seen[found]
        if len(seen[found]) < _FIRST_ONES:
            seen[found].append(at)
    for at, others in shared.items():
        yield from ((at, other) for other, count in Counter(others).items() if count >= _SHARED)


def words(stretches: Iterable[Html]) -> list[str]:
    """The words of a text, without markup."""
    return html.unescape(" ".join(_ANY_TAG.sub("", stretch.html) for stretch in stretches)).split()


def are_alike(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two texts, word by word, are nearly the same."""
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(some, others) >= ALIKE
