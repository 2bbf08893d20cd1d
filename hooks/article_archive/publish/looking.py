"""What stands in a site and in the release before it, seen beside other work."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from msgspec import Struct

from ..crew import Begun
from .manifests import Entry, Found, Manifest, Manifests, decoded, found, found_beside, walked


class Seen(Struct, frozen=True):
    """A site's manifest, None where nothing is known of it, what has changed since, and the files that stand as it says.

    `former` is the manifest of the release before, as it is kept, and `before` what has changed there, where both were asked for.
    """

    manifest: Manifest | None
    site: Found
    stands: dict[str, Entry] = {}
    former: bytes = b""
    before: Found | None = None


class _Looked(Struct, frozen=True):
    site: Found
    before: Found | None = None


class Look:
    """A look at a site. Ahead of time it is a helper's, at the release before as well; else it waits until it is asked for."""

    def __init__(self, site: Path, before: Path, manifests: Manifests, *, is_ahead: bool = False) -> None:
        self._site = site
        self._manifest = manifests.of(site) if site.is_dir() else None
        self._former = manifests.bytes_of(before) if is_ahead else b""
        self._begun: Begun[_Looked] | None = None
        if self._manifest:
            self._begun = Begun(partial(_looked, site, self._manifest, before, self._former), _Looked, is_long=is_ahead)

    def seen(self) -> Seen:
        """What was seen, once. Raises OSError."""
        if self._manifest is None or self._begun is None:
            return Seen(None, _unknown(self._site))
        looked = self._begun.result()
        return Seen(self._manifest, looked.site, standing(self._manifest, looked.site), self._former, looked.before)

    def drop(self) -> None:
        """Look no more."""
        if self._begun is not None:
            self._begun.drop()


def standing(manifest: Manifest, seen: Found) -> dict[str, Entry]:
    """The files that stand as their manifest says."""
    return {p: e for p, e in manifest.files.items() if p not in seen.fallen} if seen.fallen else manifest.files


def _looked(site: Path, manifest: Manifest, before: Path, former: bytes) -> _Looked:
    seen, known = found(site, manifest), decoded(former)
    return _Looked(seen, found_beside(before, known, standing(manifest, seen)) if known and before.is_dir() else None)


def _unknown(site: Path) -> Found:
    """A site of which nothing is known: one of an earlier build is told by its sitemap, and replaced as a whole."""
    if not site.is_dir() or (site / "sitemap.xml").is_file():
        return Found()
    return Found(foreign=tuple(walked(site)[0]))
