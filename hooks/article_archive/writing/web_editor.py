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

from .. import addresses, reading
from ..pages.drafts import FileDraft, digest
from ..problems import Problem
from ..settings import Settings, WebEditor
from .form import form

VERSION = "0.221.1"
# The SHA-256 of all files below, each with its path.
DIGEST = "91b773695ca1128af3a4bd22e96f8d6751bf05446036d7baee7baacb922765ca"
_PROGRAM = "sveltia-cms.js"
# Where the program would look for fonts, and for its own words in other languages, without us -> where it looks with us.
_HOME = {
    "https://cdn.jsdelivr.net/fontsource/fonts/source-sans-3:vf@5.3.0/latin-wght-normal.woff2": "source-sans-3.woff2",
    "https://cdn.jsdelivr.net/fontsource/fonts/noto-mono@5.3.0/latin-400-normal.woff2": "noto-mono.woff2",
    "https://cdn.jsdelivr.net/fontsource/fonts/material-symbols-outlined:vf@5.3.7/latin-wght-normal.woff2": "signs.woff2",
    "https://unpkg.com/@sveltia/cms": "./npm",
}
_LOCALES = (
    "ar bg ca cs da de el en-CA en-GB en-US es-CO fa fi fr hr it ja ko nl pl pt-BR pt-PT ru sv tr uk vi zh-CN zh-TW".split()
)
# Files of the package -> their names at /admin/.
_BUNDLED: Mapping[str, str] = {
    "dist/sveltia-cms.js": _PROGRAM,
    "LICENSE.txt": "LICENSE.txt",
    "npm/assets/source-sans-3-latin-wght-normal-BqRLTx4X.woff2": "source-sans-3.woff2",
    "npm/assets/source-sans-3.LICENSE.txt": "source-sans-3.LICENSE.txt",
    "npm/assets/noto-mono-latin-400-normal-DiC8lJru.woff2": "noto-mono.woff2",
    "npm/assets/noto-mono.LICENSE.txt": "noto-mono.LICENSE.txt",
    "npm/assets/material-symbols-outlined-latin-wght-normal-_Z1IJPLg.woff2": "signs.woff2",
    "npm/assets/material-symbols-outlined.LICENSE.txt": "signs.LICENSE.txt",
    **{f"locales/{name}.json": f"npm@{VERSION}/locales/{name}.json" for name in _LOCALES},
}
# What the program must reach at the host of the repository: its interfaces for programs.
REACHED: Mapping[str, str] = {"github": "https://api.github.com", "gitlab": "https://gitlab.com"}


def problems(root: Path, settings: Settings) -> tuple[Problem, ...]:
    """What stands in the way of a web editor that was asked for: its program is not there, or another one."""
    editor = settings.editor
    if editor is None:
        return ()
    remedy = f"Run `npm ci --ignore-scripts` in the folder of its package.json, which asks for @sveltia/cms {VERSION}."
    try:
        found = bundled_digest(root / editor.program)
    except OSError:
        message = f"The web editor's program is not in `{editor.program}`, so there is no page /admin/."
        return (Problem("missing-web-editor", editor.place, message, remedy),)
    if found != DIGEST:
        message = f"The program in `{editor.program}` is not the one that the archive was tested with."
        return (Problem("wrong-setting", editor.place, message, remedy),)
    return ()


def bundled_digest(package: Path) -> str:
    """The SHA-256 of all that is taken from the package. Raises OSError where a file is missing."""
    each = (f"{path} {sha256(reading.contents(package, path)).hexdigest()}\n" for path in sorted(_BUNDLED))
    return sha256("".join(each).encode()).hexdigest()


def files(root: Path, settings: Settings) -> Iterator[FileDraft]:
    """The files at /admin/, where mkdocs.yml asks for a web editor and its program is there."""
    editor = settings.editor
    if editor is None or problems(root, settings):
        return
    at = addresses.file_of(addresses.EDITOR).removesuffix("index.html")
    page, fields = _page(editor, settings).encode(), _config(editor, settings).encode()
    yield FileDraft(f"{at}index.html", digest(page), lambda: page)
    yield FileDraft(f"{at}config.json", digest(fields), lambda: fields)
    for path, name in _BUNDLED.items():
        yield FileDraft(at + name, digest(DIGEST, path), partial(_bundled, root / editor.program, path, name))


def watched(root: Path, settings: Settings) -> tuple[str, ...]:
    """The files by which a program shows that comes or goes."""
    return (str(root / settings.editor.program / "package.json"),) if settings.editor else ()


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


def _bundled(package: Path, path: str, name: str) -> bytes:
    """A file of the package; the program is led to what lies beside it."""
    contents = reading.contents(package, path)
    if name == _PROGRAM:
        for elsewhere, here in _HOME.items():
            contents = contents.replace(elsewhere.encode(), here.encode())
    return contents


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
<script src="{_PROGRAM}"></script>
</body>
</html>
"""


def _config(editor: WebEditor, settings: Settings) -> str:
    return f"{json.dumps(form(editor, settings), indent=1, ensure_ascii=False)}\n"
