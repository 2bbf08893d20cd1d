"""Files and references that lead where they may not, each with the place and the reasons for which it must be refused."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from ..archives import MP3, SMALL, article, small, write

SECRET = b"nobody outside may read this secret"
SHELF = "docs/articles/2016"
PICTURE = (SMALL / "docs/articles/2017/desks/desk.png").read_bytes()


class Trap(Struct, frozen=True):
    """What is put into an archive, the path at which a problem must be told, and the codes that it may have."""

    name: str
    put: Callable[[Path], None]
    path: str
    codes: frozenset[str]


def archive(folder: Path) -> Path:
    """A sound archive, with secrets in its neighbourhood: beside it, and in a folder whose name begins with its own."""
    root = small(folder)
    for beside in ("outside", "archive-private"):
        for name in ("secret.png", "secret.txt", "secret.md", "secret.mp3", "secret.vtt", "secret.ttf"):
            write(folder / beside, name, SECRET)
    for inside in (".env", ".git/config", "requirements.txt"):
        write(root, inside, SECRET)
    return root


def _entries() -> list[Trap]:
    """What lies in a folder of content."""

    def link(path: str, to: str) -> Trap:
        def put(root: Path) -> None:
            place = root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.is_dir() and not place.is_symlink():
                place.rename(root / "was-here")
            place.symlink_to(to.format(root=root, outside=root.parent / "outside"))

        return Trap(f"link {path} -> {to}", put, path, frozenset({"symbolic-link"}))

    def file(name: str, *codes: str, told: str = "") -> Trap:
        path = f"{SHELF}/{name}"
        return Trap(f"file {name!r}"[:60], lambda root: _write(root, path), told or path, frozenset(codes))

    def pair(one: str, other: str, told: str = "") -> Trap:
        def put(root: Path) -> None:
            _write(root, f"{SHELF}/{one}.md")
            _write(root, f"docs/articles/2017/{other}.md")

        codes = frozenset({"same-name", "same-address", "unsafe-name"})
        return Trap(f"pair {one} {other}", put, told or f"{SHELF}/{one}.md", codes)

    def pipe(root: Path) -> None:
        os.mkfifo(root / SHELF / "pipe.md")

    return [
        link(f"{SHELF}/linked.md", "{outside}/secret.md"),
        link(f"{SHELF}/linked.md", "../../../../outside/secret.md"),
        link(f"{SHELF}/linked.md", "first-words.md"),
        link(f"{SHELF}/linked.md", "nowhere.md"),
        link(f"{SHELF}/linked.md", "linked.md"),
        link(f"{SHELF}/linked.png", "{outside}/secret.png"),
        link(f"{SHELF}/folder", "{outside}"),
        link(f"{SHELF}/folder", ".."),
        link(f"{SHELF}/folder", "{root}-private"),
        link(f"{SHELF}/deep/index.md", "/etc/passwd"),
        link("docs/articles", "{outside}"),
        link("docs/series", "{outside}"),
        link("docs/clips", "{outside}"),
        link("docs/attributes", "../authors"),
        link("authors", "{outside}"),
        link("authors/linked.md", "{outside}/secret.md"),
        link("docs/page.md", "{outside}/secret.md"),
        link("docs/picture.png", "{outside}/secret.png"),
        link("docs/folder/page.md", "/etc/passwd"),
        Trap("a pipe", pipe, f"{SHELF}/pipe.md", frozenset({"unreadable-file"})),
        file("new\nline.md", "unsafe-name", told=f"{SHELF}/new\nline.md"),
        file("tab\there.md", "unsafe-name"),
        file("bell\x07.md", "unsafe-name"),
        file("right\u202eto.md", "unsafe-name"),
        file("\udcff\udcfe.md", "unsafe-name", told=f"{SHELF}/\\udcff\\udcfe.md"),
        file("con.md", "reserved-name"),
        file("NUL.md", "reserved-name"),
        file("com1.notes.md", "reserved-name"),
        file("a%2fb.md", "unsafe-name"),
        file("%2e%2e.md", "unsafe-name"),
        file("a...md", "unsafe-name"),
        file("-rf.md", "unsafe-name"),
        file("a b.md", "unsafe-name"),
        file("trailing .md", "unsafe-name"),
        file("dot..md", "unsafe-name"),
        file("back\\slash.md", "unsafe-name"),
        file("c:.md", "unsafe-name"),
        file(f"{'x' * 201}.md", "unsafe-name"),
        file(f"{'x' * 252}.md", "unsafe-name"),
        file(f"{'é' * 126}.md", "unsafe-name"),
        file("page.md", "reserved-name"),
        file("SHOUT.MD", "unsafe-name"),
        file(f"{unicodedata.normalize('NFD', 'é')}.md", "unsafe-name"),
        pair("students", "Students"),
        pair("straße", "strasse"),
        pair("k", "\u212a", "docs/articles/2017/\u212a.md"),
        pair("file", "\ufb01le"),
        pair("twice", "twice"),
    ]


def _write(root: Path, path: str) -> None:
    name = os.fsencode(root / path)
    with open(name, "wb") as opened:
        opened.write(article().encode())


# Paths as they are written in a text or a field.
REFERENCES = (
    "../../../../outside/secret.{end}",
    "../../../../archive-private/secret.{end}",
    "../../../../../../../../../etc/passwd",
    "./x/../../../../../outside/secret.{end}",
    "..%2f..%2f..%2f..%2foutside%2fsecret.{end}",
    "%2e%2e/%2e%2e/%2e%2e/%2e%2e/outside/secret.{end}",
    "..%252f..%252f..%252foutside%252fsecret.{end}",
    "..\\..\\..\\..\\outside\\secret.{end}",
    "..%5c..%5c..%5c..%5coutside%5csecret.{end}",
    "/etc/passwd",
    "/../../outside/secret.{end}",
    "/%2e%2e/outside/secret.{end}",
    "//outside/secret.{end}",
    "\\\\outside\\share\\secret.{end}",
    "C:/outside/secret.{end}",
    "C:\\outside\\secret.{end}",
    "file:///etc/passwd",
    "file:../../../../outside/secret.{end}",
    "~/secret.{end}",
    "$HOME/secret.{end}",
    "desk.png%00.{end}",
    "secret%0a.{end}",
    "../../../.env",
    "../../../.git/config",
    "../../../requirements.txt",
    "../../../mkdocs.yml",
    "../../articles-private/secret.{end}",
    "con.{end}",
    "{long}.{end}",
    ".",
    "..",
    "../..",
)
REFUSED = frozenset(
    "local-link unsafe-path unsafe-address refused-link refused-file "
    "missing-file missing-picture missing-page missing-recording dead-link "
    "picture-elsewhere wrong-shape empty-transcript".split()
)
SINKS: dict[str, tuple[str, Callable[[str], str], str]] = {
    "a picture": ("png", lambda p: article(f"![A desk](<{p}>)\n"), f"{SHELF}/trap.md"),
    "a picture amid words": ("png", lambda p: article(f"Words ![A desk](<{p}>) words.\n"), f"{SHELF}/trap.md"),
    "a link": ("txt", lambda p: article(f"Words [words](<{p}>) words.\n"), f"{SHELF}/trap.md"),
    "slides": ("txt", lambda p: article(f'[Slides](<{p}> "slides")\n'), f"{SHELF}/trap.md"),
    "raw HTML": ("png", lambda p: article(f'<img src="{p}" alt="A desk">\n'), f"{SHELF}/trap.md"),
    "the picture at the head": ("png", lambda p: article(image=f"{{src: '{p}', alt: A desk}}"), f"{SHELF}/trap.md"),
    "a portrait": ("png", lambda p: f"---\nname: A name\nimage: '{p}'\n---\n", "authors/trap.md"),
    "a recording": ("mp3", lambda p: _clip(sound=p), "docs/clips/trap.md"),
    "a transcript": ("vtt", lambda p: _clip(transcript=p), "docs/clips/trap.md"),
    "a former address": ("txt", lambda p: article(aliases=f"['/x/{p}']"), f"{SHELF}/trap.md"),
}


# Another site, the home page, and plain names in a former address.
HARMLESS = {
    "//outside/secret.{end}": ("a link", "slides"),
    "../..": ("a picture", "a picture amid words", "a link", "slides", "raw HTML", "the picture at the head"),
    "~/secret.{end}": ("a former address",),
    "$HOME/secret.{end}": ("a former address",),
}


def _clip(sound: str = "voice.mp3", transcript: str = "voice.vtt") -> str:
    return f"---\ntitle: A clip\nspeakers: [writer-one]\nsound: '{sound}'\ntranscript: '{transcript}'\n---\n"


def _references() -> list[Trap]:
    every = [(reference, sink) for reference in REFERENCES for sink in SINKS]
    return [_reference(reference, sink) for reference, sink in every if sink not in HARMLESS.get(reference, ())]


def _reference(reference: str, sink: str) -> Trap:
    end, text, path = SINKS[sink]
    written = reference.format(end=end, long="x" * 300)

    def put(root: Path) -> None:
        write(root, path, text(written))
        write(root, "docs/clips/voice.mp3", MP3)
        write(root, "docs/clips/voice.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Writer One>Words\n")

    return Trap(f"{sink} {written}"[:80], put, path, REFUSED)


ENTRIES, WRITTEN = _entries(), _references()
