"""What is asked for -> what is answered: as a good host of files does (RFC 9110), and to this machine alone."""

from __future__ import annotations

import hashlib
import ipaddress
import mimetypes
import re
from html import escape
from urllib.parse import quote, unquote

from msgspec import Struct

from .. import addresses
from ..program import packed
from ..rendering import BadTemplate
from .edition import Edition, File, Lying
from .session import Shown

# The preview's own files stand where no page can: no content file's name begins so.
OWN = "/-preview/"
EVENTS = f"{OWN}events"
_OWN_FILES = ("preview.js", "preview.css")
# Systems differ in what they take these for.
_KINDS = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".json": "application/json",
    ".opml": "text/x-opml",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".xml": "application/xml",
}
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class Asked(Struct, frozen=True):
    """A request: its target and the headers that matter."""

    target: str
    host: str
    range: str = ""
    known: str = ""


class Answer(Struct, frozen=True):
    """A status, headers, and the bytes; of a file that lies on the disk, the stretch from `start` on that is sent."""

    status: int
    contents: bytes | Lying = b""
    headers: tuple[tuple[str, str], ...] = ()
    start: int = 0
    length: int = 0


def answer(asked: Asked, shown: Shown) -> Answer:
    """The answer to a request by what is shown now."""
    if not is_here(asked.host):
        return _plainly(403, "The preview answers on this machine only, as localhost.")
    path, _, query = asked.target.partition("?")
    if path.startswith(OWN):
        return _own(path.removeprefix(OWN), asked)
    if shown.edition is None:
        return _unmade(shown)
    try:
        return _of_site(path, query, asked, shown, shown.edition)
    except BadTemplate as reason:
        return _unmade(shown, str(reason))
    except FileNotFoundError:  # it went since the last look
        return _missing(asked, shown, shown.edition)


def is_here(host: str) -> bool:
    """Whether a Host header names this machine: what another name leads here for is a stranger's page (DNS rebinding)."""
    name = host.rpartition("]")[0].removeprefix("[") if host.startswith("[") else host.partition(":")[0]
    if name.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def path_of(target: str, base: str) -> str | None:
    """The path below the site of the file that a target asks for; None where it leads nowhere."""
    try:
        path = unquote(target.partition("?")[0], errors="strict")
    except UnicodeDecodeError:
        return None
    is_odd = "%2f" in target.lower() or "\\" in path or not path.isprintable() or {".", ".."} & set(path.split("/"))
    return None if is_odd or not path.startswith(base) else addresses.file_of("/" + path.removeprefix(base))


def _of_site(path: str, query: str, asked: Asked, shown: Shown, edition: Edition) -> Answer:
    base = edition.archive.settings.base
    if f"{path}/" == base or (path == "/" and base != "/"):
        return _elsewhere(base)
    found = path_of(path, base)
    if found is not None and (file := edition.file(found)):
        return _whole_or_part(200, file, found, asked, shown)
    if found is not None and edition.file(f"{found}/index.html"):
        to = quote(unquote(path), safe="/~!$&'()*+,;=:@") + "/"
        return _elsewhere(f"{to}?{query}" if query else to)
    return _missing(asked, shown, edition)


def _missing(asked: Asked, shown: Shown, edition: Edition) -> Answer:
    path = addresses.file_of(addresses.NOT_FOUND)
    file = edition.file(path)
    return _whole_or_part(404, file, path, Asked(asked.target, asked.host), shown) if file else _plainly(404, "Not found.")


def _own(name: str, asked: Asked) -> Answer:
    if name not in _OWN_FILES:
        return _plainly(404, "Not found.")
    return _file(200, packed(f"preview/assets/{name}"), name, asked)


def _whole_or_part(status: int, file: File, path: str, asked: Asked, shown: Shown) -> Answer:
    contents = file.contents
    if file.is_page and isinstance(contents, bytes):
        contents = contents.replace(b"</head>", _script(shown) + b"</head>", 1)
    return _file(status, contents, path, asked)


def _file(status: int, contents: bytes | Lying, path: str, asked: Asked) -> Answer:
    size = contents.size if isinstance(contents, Lying) else len(contents)
    headers: tuple[tuple[str, str], ...] = (
        ("Content-Type", kind(path)),
        ("Cache-Control", "no-cache"),
        ("Accept-Ranges", "bytes"),
    )
    if isinstance(contents, bytes) and status == 200:
        tag = f'"{hashlib.sha256(contents).hexdigest()[:16]}"'
        headers += (("ETag", tag),)
        if asked.known == tag:
            return Answer(304, headers=headers)
    wanted = _RANGE.fullmatch(asked.range) if status == 200 else None
    if not wanted or not (wanted[1] or wanted[2]):
        return Answer(status, contents, headers, 0, size)
    # Without a start, so many bytes are asked for at the end.
    start = int(wanted[1]) if wanted[1] else max(0, size - int(wanted[2]))
    end = min(size, int(wanted[2]) + 1) if wanted[1] and wanted[2] else size
    if start >= end:
        return Answer(416, b"", (*headers, ("Content-Range", f"bytes */{size}")))
    return Answer(206, contents, (*headers, ("Content-Range", f"bytes {start}-{end - 1}/{size}")), start, end - start)


def kind(path: str) -> str:
    """The media type of a file, by its name."""
    ending = f".{path.rpartition('.')[2].lower()}"
    found = _KINDS.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    is_text = found.startswith("text/") or found in ("application/json", "application/xml", "image/svg+xml")
    return f"{found}; charset=utf-8" if is_text else found


def _script(shown: Shown) -> bytes:
    told = shown.told
    data = f'data-edition="{told.edition}" data-state="{told.state}"'
    if shown.edition:
        data += f' data-messages="{escape(addresses.href(addresses.MESSAGES, shown.edition.archive.settings))}"'
    return f'<script src="{OWN}preview.js" {data} defer></script>'.encode()


def _unmade(shown: Shown, reason: str = "") -> Answer:
    """A page of the preview's own, where there is none of the site's to show."""
    told = shown.told
    listed = [reason] if reason else [str(remark) for remark in told.remarks]
    words = "This page can't be shown yet." if listed else "The first pages are being made."
    items = "".join(f"<li>{escape(item)}</li>" for item in listed)
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Preview</title>'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; style-src 'self'; "
        'connect-src \'self\'"><meta name="viewport" content="width=device-width"><link rel="stylesheet" '
        f'href="{OWN}preview.css"><script src="{OWN}preview.js" data-state="{told.state}" defer></script></head>'
        f'<body class="plain"><main><h1>{words}</h1>{f"<ul>{items}</ul>" if items else ""}'
        "<p>This page follows what you save.</p></main></body></html>\n"
    ).encode()
    return Answer(503, page, (("Content-Type", kind(".html")), ("Cache-Control", "no-store")), 0, len(page))


def _plainly(status: int, words: str) -> Answer:
    text = f"{words}\n".encode()
    return Answer(status, text, (("Content-Type", kind(".txt")), ("Cache-Control", "no-store")), 0, len(text))


def _elsewhere(to: str) -> Answer:
    return Answer(302, b"", (("Location", to), ("Cache-Control", "no-store")))
