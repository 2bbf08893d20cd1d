"""A site and the release before it: what stands there, what takes its place, the way back."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property, partial
from html import unescape
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from ..crew import Begun, both
from . import in_place
from .claim import claimed
from .difference import Former, renewed
from .exchange import HeldFast, exchange, is_mounted
from .looking import Look, Seen
from .manifests import MANY, Entry, Found, Manifest, Manifests, added, decoded, everything, folders_of, found, times
from .trees import Batch, Files, Tree, Twice, batch, cleared, removed

_NAMED = 5
_COPIED = "This disk has no hard links between the site and the release before it: unchanged files are copied."
_MOUNTED = "The site's folder is mounted: its files are replaced one by one, not all at once. Mount its parent instead."
_FOREIGN = "Move them away, choose another `site_dir`, or have them deleted: `archive build --delete-foreign`."
_REMEDIES = {
    errno.ENOSPC: "Make room on the disk, and build again.",
    errno.EDQUOT: "Make room on the disk, and build again.",
    errno.EACCES: "Ask whoever owns the folder for the right to write there, or choose another `site_dir`.",
    errno.EPERM: "Ask whoever owns the folder for the right to write there, or choose another `site_dir`.",
    errno.EROFS: "Choose a `site_dir` on a disk that can be written.",
    errno.EIO: "The disk fails. Look after its files first.",
}


class Unwritable(Exception):
    """The site can't be written there; the message says why, and what stood there stands still."""


class Published(Struct, frozen=True):
    """How many files the site has, and how many were written anew, taken away, and put right after a change by hand.

    `notes` are sentences to be said once.
    """

    files: int
    written: int = 0
    removed: int = 0
    put_right: int = 0
    notes: tuple[str, ...] = ()


@contextlib.contextmanager
def opened(site: Path, kept: Path, *, replace_foreign: bool = False, at_once: bool = True) -> Iterator[Releases]:
    """Hold the site's claim, and put right what a killed build left. `kept` is a folder for disposable state.

    A site that is a symbolic link is published where it leads. Files that no build has written are in the way unless
    `replace_foreign`. Without `at_once` two folders change places as on systems that can't do it in one step.
    Raises Unwritable.
    """
    site = site.resolve()
    with contextlib.ExitStack() as held:
        with _in_words(site):
            if site.is_file():
                raise Unwritable(
                    f"{site} is a file, and the site needs a folder there. Move the file, or choose another `site_dir`."
                )
            site.parent.mkdir(parents=True, exist_ok=True)
            has_waited = held.enter_context(claimed(site))
            manifests = Manifests(kept, site)
            releases = Releases(site, manifests, replace_foreign=replace_foreign, at_once=at_once, has_waited=has_waited)
            held.callback(releases.look_no_more)
            releases.put_right()
        yield releases


def rollback(site: Path, kept: Path, *, at_once: bool = True) -> int:
    """Let the release before change places with the site; a second time, it is the other way round.

    Returns the number of its files. Raises Unwritable, and then nothing has changed.
    """
    with opened(site, kept, at_once=at_once) as releases:
        return releases.go_back()


class Releases:
    """The site, and beside it the release before, as long as the claim is held."""

    def __init__(self, site: Path, manifests: Manifests, *, replace_foreign: bool, at_once: bool, has_waited: bool) -> None:
        self.has_waited = has_waited
        self._site, self._manifests = site, manifests
        self._replace_foreign, self._at_once = replace_foreign, at_once
        self._before, self._coming, self._leaving = (site.with_name(f".{site.name}.{n}") for n in ("before", "coming", "leaving"))
        self._look: Look | None = None

    def look_ahead(self) -> None:
        """Begin to look at what stands there, beside whatever comes before `standing` is asked for."""
        with _in_words(self._site):
            self._look = Look(self._site, self._before, self._manifests, is_ahead=True)

    def look_no_more(self) -> None:
        if self._look is not None:
            self._look.drop()

    def standing(self) -> Mapping[str, bytes]:
        """The fingerprint of each file that stands just as a build left it. Raises Unwritable where foreign files do."""
        return {path: entry[0] for path, entry in self._seen.stands.items()}

    def is_whole(self) -> bool:
        """Whether nothing in the site is missing, changed or foreign. Raises Unwritable where foreign files stand."""
        seen = self._seen
        return seen.manifest is not None and not seen.site.fallen and not seen.site.foreign

    def publish(self, one: Files, other: Files) -> Published:
        """Let these files be the site, in one exchange; each batch is handled by a process of its own.

        Raises Unwritable, and whatever making the files raises; then the site has not changed.
        """
        with _in_words(self._site), _umask():
            manifest = self._seen.manifest
            if manifest is None:
                done = self._anew(one, other)
            elif is_mounted(self._site):
                done = self._in_place(one, other, manifest)
            else:
                done = self._by_difference(one, other, manifest)
            self._manifests.forget_others(self._site, self._before)
            return done

    def put_right(self) -> None:
        """Bring to an end, or take back, what a killed build had begun."""
        if not os.path.lexists(self._site) and self._leaving.is_dir():
            known = (tree for tree in (self._coming, self._before) if tree.is_dir() and self._manifests.of(tree))
            os.rename(next(known, self._leaving), self._site)
        if self._leaving.is_dir() and not os.path.lexists(self._before):
            os.rename(self._leaving, self._before)
        for tree in (self._leaving, self._coming):
            removed(tree)
        if self._before.is_symlink() or self._before.is_file():
            self._before.unlink()

    def go_back(self) -> int:
        """Let the release before be the site. Raises Unwritable."""
        with _in_words(self._site):
            self._refuse(self._seen.site.foreign)
            manifest = self._manifests.of(self._before) if self._before.is_dir() else None
            if manifest is None or not self._site.is_dir():
                raise Unwritable(f"No release before is kept beside {self._site}. Build the archive as it was then.")
            if fallen := found(self._before, manifest).fallen:
                raise Unwritable(
                    f"The release before is no longer whole: {_some(sorted(fallen))}. Build the archive as it was then."
                )
            try:
                exchange(self._site, self._before, self._leaving, at_once=self._at_once)
            except HeldFast:
                raise Unwritable(_MOUNTED) from None
            return len(manifest.files)

    @cached_property
    def _seen(self) -> Seen:
        """What stands there, looked at once. Raises Unwritable where foreign files do."""
        with _in_words(self._site):
            look = self._look or Look(self._site, self._before, self._manifests)
            seen = look.seen()
        self._refuse(seen.site.foreign)
        return seen

    def _anew(self, one: Files, other: Files) -> Published:
        """Write a tree where nothing is known of the site, and let it be the site."""
        with self._fresh() as coming:
            made = self._laid(coming, one, other)
            done = Published(len(made.laid), made.written)
            self._manifests.keep(coming, Manifest(made.laid, made.times or times(coming, [""])))
            if not self._site.exists():
                os.rename(coming, self._site)
            elif not self._exchanged(coming):
                return self._carried(coming, made, everything(self._site), done)
            return done

    def _by_difference(self, one: Files, other: Files, manifest: Manifest) -> Published:
        """Bring the release before up to date, and let it be the site."""
        seen, known = self._seen, self._seen.former or self._manifests.bytes_of(self._before)
        made = self._laid(self._before, one, other)
        done = _published(made, manifest, seen.site)
        if _is_same(made, done):
            self._reprinted(manifest, made.standing)
            return done
        begin = partial(self._begin, self._before)
        with Begun(partial(added, self._site, manifest), Found, is_long=len(manifest.files) > MANY) as later:
            former = Former(self._before, decoded(known), seen.before)
            coming, has_links = renewed(former, self._site, seen.stands, made, begin)
            self._manifests.keep(self._before, coming)
            self._refuse(set(later.result().foreign) - set(seen.site.foreign))
        if not self._exchanged(self._before):
            return self._carried(self._before, made, _there(manifest, seen.site), done)
        # What was foreign in the site lies in the release before by now.
        with contextlib.suppress(OSError):
            cleared(self._before, seen.site.foreign, seen.site.foreign_folders)
        return done if has_links else replace(done, notes=(_COPIED,))

    def _in_place(self, one: Files, other: Files, manifest: Manifest) -> Published:
        """Write what differs into a tree of its own, and carry it into the site."""
        seen = self._seen.site
        with self._fresh() as coming:
            made = self._laid(coming, one, other)
            done = _published(made, manifest, seen)
            if not _is_same(made, done):
                return self._carried(coming, made, _there(manifest, seen), done)
            self._reprinted(manifest, made.standing)
            return done

    def _carried(self, source: Path, made: Batch, there: Manifest, done: Published) -> Published:
        """Carry what differs into the site file by file. What it is carried from is no release then."""
        standing = self._standing(made.standing)
        keep = partial(self._manifests.keep, self._site)
        in_place.carry(self._site, source, Manifest({**there.files, **standing}, there.folders), {**standing, **made.laid}, keep)
        shutil.rmtree(source, ignore_errors=True)
        return replace(done, notes=(_MOUNTED,))

    @contextlib.contextmanager
    def _fresh(self) -> Iterator[Path]:
        """An empty tree, of which nothing is left in the end but what has become the site."""
        self._coming.mkdir()
        try:
            self._manifests.forget(self._coming)
            yield self._coming
        finally:
            # What can't be deleted is a matter for the next run.
            shutil.rmtree(self._coming, ignore_errors=True)

    def _laid(self, target: Path, one: Files, other: Files) -> Batch:
        """Both batches, put into the target where they don't stand in the site already."""

        stands = self._seen.stands

        def laid(files: Files) -> Batch:
            return batch(Tree(target, partial(self._begin, target)), self._site, stands, files)

        first, second = both(lambda: laid(one), lambda: laid(other), Batch)
        made = Batch(first.standing | second.standing, first.laid | second.laid, first.times | second.times)
        made.times |= times(target, first.times.keys() & second.times.keys())
        made.written = first.written + second.written
        _refuse_twice(made, first, second)
        return made

    def _begin(self, target: Path) -> None:
        """The tree is about to change: from now on nothing is known of it, until it is complete."""
        if target.is_dir():
            self._manifests.forget(target)

    def _exchanged(self, target: Path) -> bool:
        try:
            exchange(self._site, target, self._leaving, at_once=self._at_once)
        except HeldFast:
            return False
        return True

    def _reprinted(self, manifest: Manifest, standing: Mapping[str, bytes]) -> None:
        """Nothing differs but, perhaps, fingerprints of files that came out the same."""
        if standing != {path: entry[0] for path, entry in manifest.files.items()}:
            self._manifests.keep(self._site, Manifest(self._standing(standing), manifest.folders))

    def _standing(self, fingerprints: Mapping[str, bytes]) -> dict[str, Entry]:
        """Files that stand, with these fingerprints."""
        return {path: (fingerprint, *self._seen.stands[path][1:]) for path, fingerprint in fingerprints.items()}

    def _refuse(self, foreign: Collection[str]) -> None:
        if foreign and not self._replace_foreign:
            some = _some(sorted(foreign))
            raise Unwritable(f"{self._site} holds files that no build has written: {some}. {_FOREIGN}")


def _refuse_twice(made: Batch, first: Batch, second: Batch) -> None:
    """Raise Twice where two files have one path, or one file that of a folder. Files that stand already have their own."""
    for path in (first.standing | first.laid).keys() & (second.standing | second.laid).keys():
        raise Twice(path)
    if made.laid:
        for path in (made.times.keys() | folders_of(made.standing)) & (made.standing.keys() | made.laid.keys()):
            raise Twice(path)


def _published(made: Batch, manifest: Manifest, seen: Found) -> Published:
    gone = manifest.files.keys() - made.standing.keys() - made.laid.keys()
    by_hand = [path for path in seen.fallen if manifest.files[path] != in_place.PENDING]
    return Published(len(made.standing) + len(made.laid), made.written, len(gone), len(by_hand) + len(seen.foreign))


def _is_same(made: Batch, done: Published) -> bool:
    return not (made.laid or done.removed or done.put_right)


def _there(manifest: Manifest, seen: Found) -> Manifest:
    """All that lies in the site, with what was found there by chance."""
    foreign = dict.fromkeys(seen.foreign, in_place.PENDING)
    return Manifest({**manifest.files, **foreign}, {**manifest.folders, **dict.fromkeys(folders_of(seen.foreign), 0)})


def _some(paths: Collection[str]) -> str:
    """A few of the paths, and how many more there are."""
    named = ", ".join(path.encode(errors="backslashreplace").decode() for path in islice(paths, _NAMED))
    return named if len(paths) <= _NAMED else f"{named} and {len(paths) - _NAMED:,} more"


@contextlib.contextmanager
def _umask() -> Iterator[None]:
    """Files and folders for everybody to read, whatever this user's habit is."""
    was = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(was)


@contextlib.contextmanager
def _in_words(site: Path) -> Iterator[None]:
    try:
        yield
    except OSError as reason:
        remedy = _REMEDIES.get(reason.errno or 0, "")
        raise Unwritable(f"{reason.strerror or reason}: {reason.filename or site}. {remedy}".rstrip()) from reason
    except Twice as reason:
        raise Unwritable(f"Two files of the site would stand at `{reason}`.") from reason


def addresses_at(site: Path) -> frozenset[str]:
    """The full addresses in the sitemap of what is published there now, in all its parts; none where nothing is."""
    text = _read(site / "sitemap.xml")
    if "<sitemapindex" in text:
        text = "".join(_read(site / part) for part in re.findall(r"/(sitemap-[0-9]+\.xml)</loc>", text))
    return frozenset(unescape(found) for found in re.findall(r"<loc>([^<]*)</loc>", text))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""
