"""Recorded voices: the index of groups, and each clip's own page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from .. import addresses, offers
from ..model import Clip
from . import cards, metadata, parts
from .page import Page, Site
from .player import player, row


def pages(site: Site) -> Iterator[Page]:
    """The index and a page for each clip; none where the archive has no clips."""
    if site.catalogue.clips:
        yield _index(site)
    for clip in site.catalogue.clips:
        yield _page(clip, site)


def _index(site: Site) -> Page:
    feed = addresses.PODCAST if offers.episodes(site.catalogue) else ""
    title, description = "Recorded voices", "Recorded voices, each with its transcript."
    return Page(
        address=addresses.CLIPS,
        template="clips",
        section="clips",
        title=title,
        description=description,
        head=metadata.of_index(title, addresses.CLIPS, description, len(site.catalogue.clips), site),
        feed=feed,
        context={
            "title": title,
            "feed": addresses.href(feed, site.settings) if feed else "",
            "count": len(site.catalogue.clips),
            "groups": [
                {"name": name, "clips": [row(clip, site) for clip in found]}
                for name, found in groupby(site.catalogue.clips, key=lambda clip: clip.group)
            ],
        },
    )


def _page(clip: Clip, site: Site) -> Page:
    description = f"A recording of {cards.in_words(clip.speakers)}, with its transcript."
    return Page(
        address=addresses.clip(clip),
        template="clip_page",
        section="clips",
        title=clip.title.text,
        description=description,
        head=metadata.of_clip(clip, description, site),
        scripts=("components",),
        context={
            "title": clip.title.text,
            "part": player(clip, site),
            "group": clip.group,
            "others": [row(c, site) for c in site.catalogue.clips if c.group == clip.group and c is not clip],
            "index": addresses.href(addresses.CLIPS, site.settings),
            "parts": parts.parts(clip.body.parts, clip.place.path, site),
        },
    )
