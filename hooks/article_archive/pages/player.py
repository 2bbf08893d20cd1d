"""A recorded voice -> what its player shows: the recording, and its words line by line."""

from __future__ import annotations

from collections import Counter
from typing import Any

from .. import addresses
from ..links import destination
from ..model import Clip
from ..transcripts import Cue, at
from . import cards
from .page import Site


def told_apart(shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A page's parts, so that the lines of each clip have ids of their own: #t=83 in the first, #q2:t=83 in the clip q2.

    A clip that stands on the page once more is q2:2 there; no file name holds a colon.
    """
    seen: Counter[str] = Counter()
    return [_told(part, seen) if part["kind"] == "clip" else part for part in shown]


def _told(part: dict[str, Any], seen: Counter[str]) -> dict[str, Any]:
    seen[part["id"]] += 1
    count, is_first = seen[part["id"]], seen.total() == 1
    name = part["id"] if count == 1 else f"{part['id']}:{count}"
    return part | {"id": name, "prefix": "" if is_first else f"{name}:"}


def group(name: str, site: Site) -> list[dict[str, Any]]:
    """The players of a group's clips, in their order."""
    return [player(clip, site) for clip in site.catalogue.clips if clip.group == name]


def player(clip: Clip, site: Site) -> dict[str, Any]:
    """A clip for its template: its files, and its lines with the second at which each begins."""
    sound, video = _file(clip.sound, clip, site), _file(clip.video, clip, site)
    lines = site.media.transcripts.get(_path(clip.transcript, clip, site), ())
    return {
        "kind": "clip",
        "id": clip.id,
        "prefix": "",
        "title": clip.title.text,
        "href": addresses.href(addresses.clip(clip), site.settings),
        "speakers": cards.names(clip.speakers, site),
        "src": video or sound,
        "is_video": bool(video),
        "transcript": _file(clip.transcript, clip, site),
        "lines": [_line(line, number, lines) for number, line in enumerate(lines)],
        "chips": cards.chips(clip.terms, site),
    }


def row(clip: Clip, site: Site) -> dict[str, Any]:
    """A clip in a list: its title, its page and who speaks."""
    return {
        "title": clip.title.text,
        "href": addresses.href(addresses.clip(clip), site.settings),
        "speakers": cards.names(clip.speakers, site),
    }


def _line(line: Cue, number: int, lines: tuple[Cue, ...]) -> dict[str, Any]:
    is_new = number == 0 or lines[number - 1].speaker != line.speaker
    return {
        "second": int(line.start),
        "start": f"{line.start:g}",
        "end": f"{line.end:g}",
        "time": at(line.start),
        "speaker": line.speaker if is_new else "",
        "words": line.words,
        # Two lines may begin in one second: the first one has its address.
        "is_first": number == 0 or int(lines[number - 1].start) != int(line.start),
    }


def _path(name: str, clip: Clip, site: Site) -> str:
    return destination(name, clip.place.path, site.map).path if name else ""


def _file(name: str, clip: Clip, site: Site) -> str:
    address = site.media.addresses.get(_path(name, clip, site))
    return addresses.href(address, site.settings) if address else ""
