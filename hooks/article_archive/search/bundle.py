"""Records -> the bundle that searches read: made beside the rendering, kept, and the same for the same records."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import cbor2
import msgspec
from msgspec import Struct

from ..store import Store
from . import pagefind
from .pagefind import Conversation, Tell, Unsearchable
from .records import Record

FORM = "search bundle 1"
ORDER = "order.json"

_ENTRY = "pagefind-entry.json"
_MARK = b"pagefind_dcd"
_SCRIPTS = ("pagefind.js", "pagefind-worker.js")

Files = Mapping[str, bytes]


class _Fragment(Struct, frozen=True):
    url: str


class Bundle:
    """A bundle that is kept, or in the making."""

    def __init__(self, records: Sequence[Record], language: str, store: Store) -> None:
        """Start Pagefind, unless the same was made before. Raises Unsearchable."""
        self._records, self._store = records, store
        self.steps = len(records) + 1
        program = pagefind.program(language)
        self._key = "\n".join((FORM, program.version, str(pagefind.SETTINGS), language, _digest(records)))
        self._made = _kept(store.find(self._key))
        self._conversation: Conversation | None = None
        if self._made is None:
            documents = ((record.address, record.html) for record in records)
            self._conversation = Conversation(program, language, documents)

    def files(self, tell: Tell) -> Files:
        """The bundle's files by their paths in it. Raises Unsearchable."""
        if self._made is None:
            assert self._conversation is not None
            self._made = of(self._conversation.files(tell), self._records)
            self._store.keep(self._key, msgspec.msgpack.encode(self._made))
        self._store.forget_others(self._key)
        return self._made

    def stop(self) -> None:
        """Leave nothing running."""
        if self._conversation is not None:
            self._conversation.stop()


def _digest(records: Sequence[Record]) -> str:
    digest = hashlib.sha256()
    for record in records:
        digest.update(msgspec.msgpack.encode(record))
    return digest.hexdigest()


def _kept(data: bytes | None) -> Files | None:
    return None if data is None else msgspec.msgpack.decode(data, type=dict[str, bytes])


def of(made: Files, records: Sequence[Record]) -> Files:
    """The bundle, of what Pagefind has written. It says nothing where it could not write a file to its end: that is seen here."""
    try:
        # Titles such as !!! alone make no index at all.
        has_words = bool(msgspec.json.decode(made[_ENTRY])["languages"])
        return {**(_canonical(_whole(made)) if has_words else {}), ORDER: _order(made, records)}
    except (EOFError, KeyError, OSError, ValueError, zlib.error, msgspec.DecodeError) as reason:
        raise Unsearchable(f"What Pagefind wrote is not whole; is the disk full? ({reason})") from None


def _whole(made: Files) -> dict[str, bytes]:
    """The files that a search asks for, without Pagefind's own boxes; raises KeyError or EOFError where one is not whole."""
    ((_, known),) = msgspec.json.decode(made[_ENTRY])["languages"].items()
    meta = f"pagefind.{known['hash']}.pf_meta"
    _, pages, pieces, filters, *_ = _unpacked(made[meta])
    packed = [f"wasm.{known['wasm'] or 'unknown'}.pagefind", *(f"index/{name}.pf_index" for _, _, name in pieces)]
    for path in packed:
        _inside(made[path])
    for path in _SCRIPTS:
        if not made[path].rstrip().endswith((b";", b"}")):
            raise EOFError(path)
    fragments = (f"fragment/{name}.pf_fragment" for name, _, *_ in pages)
    chosen = (f"filter/{name}.pf_filter" for _, name in filters)
    return {path: made[path] for path in (_ENTRY, meta, *_SCRIPTS, *packed, *fragments, *chosen)}


def _canonical(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same bundle in one order: Pagefind writes the names and the values of filters in another one each time."""
    entry = msgspec.json.decode(files[_ENTRY])
    ((language, known),) = entry["languages"].items()
    version, pages, pieces, filters, *rest = _unpacked(files.pop(f"pagefind.{known['hash']}.pf_meta"))
    ordered = []
    for name, piece in sorted(filters):
        _, values = _unpacked(files.pop(f"filter/{piece}.pf_filter"))
        data = _packed([name, sorted(values)])
        piece = f"{language}_{hashlib.sha256(data).hexdigest()[:12]}"
        files[f"filter/{piece}.pf_filter"] = data
        ordered.append([name, piece])
    data = _packed([version, pages, pieces, ordered, *rest])
    known["hash"] = f"{language}_{hashlib.sha256(data).hexdigest()[:12]}"
    files[f"pagefind.{known['hash']}.pf_meta"] = data
    files[_ENTRY] = msgspec.json.encode(entry)
    return dict(sorted(files.items()))


def _order(made: Files, records: Sequence[Record]) -> bytes:
    """JSON: Pagefind's name for each record, in their order, which is that of the postings; "" where it found no word."""
    fragments = (path for path in made if path.startswith("fragment/"))
    names = {_address(made[path]): path[len("fragment/") : -len(".pf_fragment")] for path in fragments}
    return msgspec.json.encode({"ids": [names.get(record.address, "") for record in records]})


def _address(fragment: bytes) -> str:
    return msgspec.json.decode(_inside(fragment), type=_Fragment).url


def _inside(data: bytes) -> bytes:
    """What was packed; raises EOFError where not all of it is there."""
    unpacked = gzip.decompress(data)
    if not unpacked.startswith(_MARK):
        raise EOFError("a file is cut off")
    return unpacked[len(_MARK) :]


def _unpacked(data: bytes) -> list[Any]:
    found: list[Any] = cbor2.loads(_inside(data))
    return found


def _packed(value: list[Any]) -> bytes:
    return gzip.compress(_MARK + cbor2.dumps(value), 9, mtime=0)
