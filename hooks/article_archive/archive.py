"""What a build carries: the archive, read and judged, and what the engine made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from .catalogue import Catalogue
from .links import Map
from .media import Media
from .panels import Prose
from .problems import Problem
from .settings import Settings
from .sharing.share_cards import ShareCards

if TYPE_CHECKING:  # what prints pages takes a while to load, and judging needs none of it
    from .related import Nearest
    from .rendering import Frames


class Archive(Struct, frozen=True):
    """An archive, read and judged: what may be published, where links lead, every problem, and what was left out.

    `marks` are digests of what was judged, by the files' paths; `nearest` are each article's neighbours, where they are known.
    """

    root: Path
    settings: Settings
    catalogue: Catalogue
    map: Map
    media: Media
    now: datetime
    problems: tuple[Problem, ...]
    share_cards: ShareCards = ShareCards()
    left_out: tuple[Problem, ...] = ()
    marks: Mapping[str, bytes] = {}
    nearest: Nearest | None = None


class Engine(Struct, frozen=True):
    """What the engine made: its pages' addresses by content file, its frames, its files, and pages that hold lists of ours."""

    pages: Mapping[str, str] = {}
    others: Mapping[str, str] = {}
    frames: Frames = {}
    files: Mapping[str, Path | bytes] = {}
    prose: Mapping[str, Prose] = {}
    overrides: tuple[Path, ...] = ()
    has_search: bool = True
