"""The table of fields -> the form of the web editor at /admin/, which is Sveltia CMS, and the files that it is made of.

Its program comes from npm's package @sveltia/cms, of one version, byte for byte: nothing of it is loaded from elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from hashlib import sha256
from html import escape
from pathlib import Path

from msgspec import Struct

from .. import addresses, reading
from ..pages.drafts import FileDraft, digest
from ..problems import Problem
from ..settings import Settings, WebEditor
from .form import form

VERSION = "0.221.1"


class Bundled(Struct, frozen=True):
    """A file of the package: its path there, its SHA-256, and its name at /admin/."""

    path: str
    digest: str
    name: str


_PROGRAM = Bundled("dist/sveltia-cms.js", "2fc783907e1a4a70783f155cc28435c70b8f79792f2aab75e787984e84aa413a", "sveltia-cms.js")
_FONTS = {
    "https://cdn.jsdelivr.net/fontsource/fonts/source-sans-3:vf@5.3.0/latin-wght-normal.woff2": Bundled(
        "npm/assets/source-sans-3-latin-wght-normal-BqRLTx4X.woff2",
        "7a19a7027e125257d310c6dbd78ae3a30b5ea1e3794d60b12bb28227a003bfda",
        "source-sans-3.woff2",
    ),
    "https://cdn.jsdelivr.net/fontsource/fonts/noto-mono@5.3.0/latin-400-normal.woff2": Bundled(
        "npm/assets/noto-mono-latin-400-normal-DiC8lJru.woff2",
        "2787a2983d94072a2c6262b1992a2642519800a889bd90ca1042d04a89852d58",
        "noto-mono.woff2",
    ),
    "https://cdn.jsdelivr.net/fontsource/fonts/material-symbols-outlined:vf@5.3.7/latin-wght-normal.woff2": Bundled(
        "npm/assets/material-symbols-outlined-latin-wght-normal-_Z1IJPLg.woff2",
        "98db9feefa170bf76e9c19d19af6dd62054165efc89c4b506c361e069719e884",
        "material-symbols-outlined.woff2",
    ),
}
_LICENCES = (
    Bundled("LICENSE.txt", "dcbe3c626d85741f6fabefed0b34d07a2e92c032f63aa21c0279062363859c32", "LICENSE.txt"),
    Bundled(
        "npm/assets/source-sans-3.LICENSE.txt",
        "18aabf190848725e2576eefb5c29ba06aac1029d02132252a7f312eac2e50cf3",
        "source-sans-3.LICENSE.txt",
    ),
    Bundled(
        "npm/assets/noto-mono.LICENSE.txt",
        "0dab92d0544f7b233403f14b84a663bdbfa746982eda629e7f4f9ffe1b036feb",
        "noto-mono.LICENSE.txt",
    ),
    Bundled(
        "npm/assets/material-symbols-outlined.LICENSE.txt",
        "18aabf190848725e2576eefb5c29ba06aac1029d02132252a7f312eac2e50cf3",
        "material-symbols-outlined.LICENSE.txt",
    ),
)
_BUNDLED = (_PROGRAM, *_FONTS.values(), *_LICENCES)
# What the program must reach at the host of the repository: its interfaces for programs.
REACHED: Mapping[str, str] = {"github": "https://api.github.com", "gitlab": "https://gitlab.com"}


def problems(root: Path, settings: Settings) -> Iterator[Problem]:
    """What stands in the way of a web editor that was asked for: its program is not there, or another one."""
    editor = settings.editor
    if editor is None:
        return
    remedy = f"Run `npm ci --ignore-scripts` in the folder of its package.json, which asks for @sveltia/cms {VERSION}."
    for bundled in _BUNDLED:
        try:
            found = _contents(root, editor, bundled)
        except OSError:
            yield Problem("wrong-setting", editor.place, f"The web editor's program is not in `{editor.program}`.", remedy)
            return
        if sha256(found).hexdigest() != bundled.digest:
            message = f"`{editor.program}/{bundled.path}` is not what this program was tested with."
            yield Problem("wrong-setting", editor.place, message, remedy)
            return


def files(root: Path, settings: Settings) -> Iterator[FileDraft]:
    """The files at /admin/, where mkdocs.yml asks for a web editor."""
    editor = settings.editor
    if editor is None:
        return
    at = addresses.file_of(addresses.EDITOR).removesuffix("index.html")
    page, fields = _page(editor, settings).encode(), _config(editor, settings).encode()
    yield FileDraft(f"{at}index.html", digest(page), lambda: page)
    yield FileDraft(f"{at}config.json", digest(fields), lambda: fields)
    yield FileDraft(at + _PROGRAM.name, digest(_PROGRAM.digest), lambda: _at_home(_contents(root, editor, _PROGRAM)))
    for bundled in (*_FONTS.values(), *_LICENCES):
        yield FileDraft(at + bundled.name, digest(bundled.digest), partial(_contents, root, editor, bundled))


def policy(editor: WebEditor) -> str:
    """What the web editor may load and reach (CSP level 3): this site, what it makes itself, and the repository's host."""
    host = REACHED[editor.host]
    allowed = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline' blob:",
        "img-src": "'self' blob: data:",
        "media-src": "blob:",
        "font-src": "'self'",
        "connect-src": f"'self' blob: data: {host}",
        "frame-src": "blob:",
        "worker-src": "blob:",
        "manifest-src": "data: blob:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in allowed.items())


def _contents(root: Path, editor: WebEditor, bundled: Bundled) -> bytes:
    return reading.contents(root, f"{editor.program}/{bundled.path}")


def _at_home(program: bytes) -> bytes:
    """The program with its fonts beside it, instead of on another host."""
    for address, font in _FONTS.items():
        program = program.replace(address.encode(), font.name.encode())
    return program


def _page(editor: WebEditor, settings: Settings) -> str:
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy(editor)}">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Web editor: {escape(settings.name)}</title>
<link rel="cms-config-url" type="application/json" href="config.json">
</head>
<body>
<noscript>The web editor needs JavaScript.</noscript>
<script src="{_PROGRAM.name}"></script>
</body>
</html>
"""


def _config(editor: WebEditor, settings: Settings) -> str:
    return f"{json.dumps(form(editor, settings), indent=1, ensure_ascii=False)}\n"
