"""Small sites for the tests of publishing: what is published, and what stands on the disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

from article_archive.publish import Files, Published, opened

OLD = {"index.html": b"old", "articles/one/index.html": b"one", "old.html": b"gone", "sitemap.xml": b"<urlset/>"}
PAGES = {"index.html": b"newer", "articles/one/index.html": b"one more", "articles/two/index.html": b"two"}
REST = {"sitemap.xml": b"<urlset></urlset>", "assets/deep/er/style.css": b"p{}", "empty.txt": b"", "articles/index.html": b"list"}
NEW = PAGES | REST


def fingerprint(data: bytes) -> bytes:
    """What stands for the bytes of a file."""
    return blake2b(data, digest_size=16).digest()


def batch(files: Mapping[str, bytes] | Iterable[tuple[str, bytes | Path]]) -> Files:
    """Files with their fingerprints, in their order."""
    for path, contents in files.items() if isinstance(files, Mapping) else files:
        yield path, fingerprint(contents if isinstance(contents, bytes) else contents.read_bytes()), contents


def kept(site: Path) -> Path:
    """The folder for the disposable state of a site's releases."""
    return site.parent / "kept"


def publish(
    site: Path,
    one: Mapping[str, bytes] | Iterable[tuple[str, bytes | Path]],
    other: Mapping[str, bytes] | Iterable[tuple[str, bytes | Path]] = (),
    *,
    replace_foreign: bool = False,
    at_once: bool = True,
) -> Published:
    """Publish two batches, all of whose bytes are given."""
    with opened(site, kept(site), replace_foreign=replace_foreign, at_once=at_once) as releases:
        return releases.publish(batch(one), batch(other))


def publish_difference(site: Path, files: Mapping[str, bytes]) -> Published:
    """Publish files in two batches, as a build does: it looks ahead, and files that stand come without their bytes."""
    with opened(site, kept(site)) as releases:
        releases.look_ahead()
        standing = releases.standing()
        every = [(p, fingerprint(d), None if standing.get(p) == fingerprint(d) else d) for p, d in sorted(files.items())]
        return releases.publish(every[::2], every[1::2])


def laid(site: Path, files: Mapping[str, bytes]) -> None:
    """Write files by hand."""
    for path, data in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)


def tree(site: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def beside(site: Path) -> set[str]:
    """What lies beside a site, but for its disposable state."""
    return {path.name for path in site.parent.iterdir()} - {"kept"}


def stopping(files: Mapping[str, bytes], reason: BaseException) -> Iterator[tuple[str, bytes | Path]]:
    """Files, after which something goes wrong."""
    yield from files.items()
    raise reason
