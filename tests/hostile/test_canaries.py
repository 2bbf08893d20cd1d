"""Nothing that was not meant for readers is in any byte of the site, packed, encoded or hashed."""

from __future__ import annotations

import base64
import getpass
import gzip
import hashlib
import io
import socket
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from msgspec import Struct
from PIL import Image

from ..engine.conftest import build_all
from .canaries import PUBLISHED, Cage, caged


class Looked(Struct, frozen=True):
    """Every file of a site by its path, each unpacked as far as it goes; what is looked for in them."""

    root: Path
    files: dict[str, bytes]
    cage: Cage


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Looked:
    root, cage = caged(tmp_path_factory.mktemp("canaries"))
    done = build_all(root, "--leave-out")
    assert done.returncode == 0, done.stderr[-2000:]
    found = (path for path in (root / "site").rglob("*") if path.is_file())
    files = {path.relative_to(root / "site").as_posix(): b"\n".join(opened(path.read_bytes())) for path in found}
    return Looked(root, {path: data.lower() for path, data in files.items()}, cage)


def opened(data: bytes) -> Iterator[bytes]:
    """The bytes, what is packed in them, and what a picture notes beside its pixels."""
    yield data
    if data.startswith(b"\x1f\x8b"):
        yield from opened(gzip.decompress(data))
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            yield repr((image.info, dict(image.getexif()), dict(image.getexif().get_ifd(0x8825)))).encode()
    except (OSError, ValueError, SyntaxError):
        return


def forms(word: str) -> Iterator[bytes]:
    """A word as it may be written: plain, encoded, with each of the three ways that base64 can fall."""
    plain = word.lower().encode()
    yield plain
    yield quote(plain, safe="").lower().encode()
    yield plain.hex().encode()
    yield plain[::-1]
    for before in range(3):
        # The signs at both ends depend on what stands beside the word.
        yield base64.b64encode(b"x" * before + plain)[4 if before else 0 : -4].lower()
    yield from (digest(plain).hexdigest().encode() for digest in (hashlib.md5, hashlib.sha1, hashlib.sha256, hashlib.sha512))
    yield f"{zlib.crc32(plain):08x}".encode() if "@" in word else plain


def places(looked: Looked, word: str) -> list[str]:
    """The files in which a word stands, or by whose name it is told."""
    wanted = tuple(forms(word))
    return [path for path, data in looked.files.items() if any(form in data or form in path.lower().encode() for form in wanted)]


def test_there_are_fifty_canaries_of_every_kind(looked: Looked) -> None:
    assert len(looked.cage.words) >= 50
    assert len(looked.cage.addresses) >= 10


def test_no_canary_is_in_any_byte_of_the_site(looked: Looked) -> None:
    found = {what: places(looked, word) for word, what in (looked.cage.words | looked.cage.addresses).items()}
    assert {what: where for what, where in found.items() if where} == {}


def test_what_is_published_is_found_in_pages_packed_files_and_feeds(looked: Looked) -> None:
    where = places(looked, PUBLISHED)
    assert any(path.endswith(".html") for path in where)
    assert any(path.startswith("pagefind/fragment/") for path in where)
    assert "atom.xml" in where


def test_every_way_of_writing_is_found() -> None:
    word = "someone@example.org"
    said = [word, quote(word, safe=""), word.encode().hex(), hashlib.md5(word.encode()).hexdigest()]
    said += [base64.b64encode(b"_" * n + word.encode() + b"_").decode() for n in range(6)]
    assert [text for text in said if not any(form in text.lower().encode() for form in forms(word))] == []
    packed = gzip.compress(gzip.compress(word.encode()))
    assert word.encode() in b"".join(opened(packed))


def test_the_site_tells_nothing_of_the_machine(looked: Looked) -> None:
    told = [
        str(looked.root),
        str(looked.root.parent),
        str(Path.home() / "x")[:-1],
        f"@{socket.gethostname()}",
        f"/{getpass.getuser()}/",
    ]
    assert {
        word: where for word in told if (where := [p for p, data in looked.files.items() if word.lower().encode() in data])
    } == {}
