"""What an engine makes for the preview, and how it is asked for it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from msgspec import Struct

from ..archive import Archive, Engine
from ..problems import Problem
from ..settings import Settings
from ..watching import Watched
from .remarks import Remark


class Basis(Struct, frozen=True):
    """Digests of all that an engine's work depends on: what it reads, and what its pages can link to."""

    read: bytes
    content: bytes


class Work(Struct, frozen=True):
    """Frames and pages of an engine, with the settings that it read and what is wrong with its own pages."""

    settings: Settings
    engine: Engine
    problems: tuple[Problem, ...]
    basis: Basis


class Studio(Protocol):
    """Where an engine works, beside the preview and without disturbing it."""

    def recall(self, now: datetime) -> Work | None:
        """Its last work, where that still holds for all that it read."""

    def watched(self) -> Watched:
        """What the engine reads; full paths."""

    def read(self, now: datetime) -> bytes:
        """The digest of what the engine would read now."""

    def content(self, archive: Archive) -> bytes:
        """The digest of what its pages can link to."""

    def work(self) -> Work | Remark:
        """Let the engine work now; a remark says why it could not."""

    def stop(self) -> None:
        """End what is under way, and work no more."""
