"""Archive -> the pictures that other sites show of its pages, each drawn once in its life."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from functools import partial
from typing import TextIO

from .. import addresses
from ..pages.drafts import FileDraft, digest
from ..progress import Progress
from ..settings import Settings
from ..store import Store
from .share_cards import ShareCard, ShareCards


def card_files(
    cards: ShareCards, settings: Settings, store: Store, stream: TextIO | None
) -> tuple[Iterator[FileDraft], Iterator[FileDraft]]:
    """The pictures in two halves; how far their drawing is is said on the stream."""
    font = settings.cards.font if settings.cards else ""
    every = sorted({at: cards.cards[page] for page, at in cards.addresses().items()}.items())
    progress = Progress("Pictures for other sites", len(every), stream)

    def drawn(half: int) -> Iterator[FileDraft]:
        for at, card in every[half::2]:
            made = partial(store.kept, cards.key(card), partial(_draw, card, cards, font, progress))
            # The address changes with the words and the font.
            yield FileDraft(addresses.file_of(at), digest(cards.key(card)), made)
            progress.step(half)

    return drawn(0), drawn(1)


def _draw(card: ShareCard, cards: ShareCards, font: str, progress: Progress) -> bytes:
    from .drawing import drawn  # Pillow takes a while to load, and most builds draw nothing

    progress.begin()
    try:
        return drawn(card, cards.typefaces)
    except OSError as reason:  # what FreeType says of broken letters
        raise OSError(errno.EINVAL, "This font is broken", font) from reason
