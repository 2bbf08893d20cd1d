"""A printed page -> the same with its Content-Security-Policy (CSP level 3), which allows what is really on it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256

_CHARSET = re.compile(r"<meta charset=[\"']?utf-8[\"']?\s*/?>", re.IGNORECASE)
_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_SOURCE = re.compile(r"\ssrc\s*=", re.IGNORECASE)
_TYPE = re.compile(r"\stype\s*=\s*[\"']?([^\"'\s>]*)", re.IGNORECASE)
# Any other type makes a script element a block of data, which never runs.
_RUNNING = ("", "module", "text/javascript", "application/javascript", "importmap", "speculationrules")


def guarded(page: str, *, forms: str = "", frames: str = "'none'") -> str:
    """The page with its policy behind its charset; a page that does not say its charset comes back as it is.

    `forms` is the origin beside this site's own that forms may be sent to, `frames` the origins of frames.
    """
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(page, forms=forms, frames=frames)}">'
    return _CHARSET.sub(lambda found: f"{found[0]}\n{meta}", page, count=1)


def policy(page: str, *, forms: str = "", frames: str = "'none'") -> str:
    """What the page may load and run: this site's files, and the scripts and styles that are written into it."""
    allowed = {
        "default-src": "'none'",
        "script-src": " ".join(("'self'", *_hashes(page, "script"))),
        "style-src": " ".join(("'self'", *_hashes(page, "style"))),
        "img-src": "'self' data:",
        "media-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "frame-src": frames,
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": f"'self' {forms}".rstrip(),
    }
    return "; ".join(f"{name} {sources}" for name, sources in allowed.items())


def _hashes(page: str, tag: str) -> Iterator[str]:
    texts = (text for name, attributes, text in _INLINE.findall(page) if name.lower() == tag and _runs(tag, attributes))
    for text in dict.fromkeys(texts):
        yield f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _runs(tag: str, attributes: str) -> bool:
    if tag == "style":
        return True
    kind = _TYPE.search(attributes)
    return not _SOURCE.search(attributes) and (kind[1].lower() if kind else "") in _RUNNING
