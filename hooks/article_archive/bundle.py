"""Records -> the bundle that searches read: made beside the rendering, kept, and the same for the same records."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import cbor2
import msgspec
from msgspec import Struct

from . import pagefind
from .pagefind import Conversation, Tell
from .records import Record
from .store import Store

FORM = "search bundle 1"
ORDER = "order.json"

_ENTRY = "pagefind-entry.json"
_MARK = b"pagefind_dcd"
_SCRIPTS = ("pagefind.js", "pagefind-worker.js")
_FOLDERS = ("filter/", "fragment/", "index/")

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
            made = self._conversation.files(tell)
            self._made = {**_canonical(_needed(made)), ORDER: _order(made, self._records)}
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


def _needed(made: Files) -> dict[str, bytes]:
    """The files that a search asks for: without Pagefind's own search boxes, and with the one program for the language."""
    entry = msgspec.json.decode(made[_ENTRY])
    programs = {f"wasm.{language['wasm'] or 'unknown'}.pagefind" for language in entry["languages"].values()}
    wanted = {_ENTRY, *_SCRIPTS, *programs}
    return {path: data for path, data in made.items() if path in wanted or path.startswith(_FOLDERS) or path.endswith(".pf_meta")}


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
    names = {
        _address(data): path[len("fragment/") : -len(".pf_fragment")]
        for path, data in made.items()
        if path.startswith("fragment/")
    }
    return msgspec.json.encode({"ids": [names.get(record.address, "") for record in records]})


def _address(fragment: bytes) -> str:
    return msgspec.json.decode(gzip.decompress(fragment).removeprefix(_MARK), type=_Fragment).url


def _unpacked(data: bytes) -> list[Any]:
    found: list[Any] = cbor2.loads(gzip.decompress(data).removeprefix(_MARK))
    return found


def _packed(value: list[Any]) -> bytes:
    return gzip.compress(_MARK + cbor2.dumps(value), 9, mtime=0)
