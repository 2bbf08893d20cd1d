"""Fifty things that nobody wrote to have them published, each marked by a word of its own, in a sound archive."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from ..archives import MP3, article, small, write

# Something that is to be published: whoever looks for the others must find it.
PUBLISHED = "kanaripublished"
SOUND = "---\nname: A name\n---\n"


class Cage:
    """Hands out words, and remembers what each stands for."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        self.addresses: dict[str, str] = {}

    def word(self, what: str) -> str:
        word = f"kanari{len(self.words):02}{zlib.crc32(what.encode()):08x}"
        self.words[word] = what
        return word

    def address(self, what: str) -> str:
        """An e-mail address that is marked."""
        word = f"{self.word(what)}@example.org"
        self.addresses[word] = what
        return word


def caged(folder: Path) -> tuple[Path, Cage]:
    """An archive with all of them."""
    cage, root = Cage(), small(folder)
    for put in (_unpublished, _left_out, _comments, _beside, _pictures, _clips, _settings):
        put(root, cage)
    return root, cage


def _unpublished(root: Path, cage: Cage) -> None:
    """Drafts and articles of the future, and what leads to them."""
    for name, given in (("draft", {"draft": "true"}), ("future", {"date": "2999-01-01"})):
        slug, picture, sheet, caption, alt = (
            cage.word(f"{what} of a {name}") for what in ("slug", "picture", "file", "caption", "alt")
        )
        words = [cage.word(f"{what} of a {name}") for what in ("text", "heading", "alt text", "footnote")]
        text = "{}\n\n## {}\n\n![{}](desk.png)\n\nx[^1]\n\n[^1]: {}\n".format(*words)
        fields = {what: cage.word(f"{what} of a {name}") for what in ("title", "summary")}
        fields |= {"aliases": f"[/{cage.word(f'former address of a {name}')}/]", **given}
        image = f"{{src: {picture}.png, alt: {alt}, caption: {caption}}}"
        folder = f"docs/articles/2020/{slug}"
        write(root, f"{folder}/index.md", article(f"{text}\n[Sheet]({sheet}.txt)\n", image=image, **fields))
        write(root, f"{folder}/{sheet}.txt", cage.word(f"contents of a file of a {name}"))
        write(root, f"{folder}/{picture}.png", _png())
        write(root, f"{folder}/desk.png", _png())
        write(root, f"docs/articles/2020/to-{name}.md", article(f"[It](../2020/{slug}/index.md)\n", title="A link"))


def _left_out(root: Path, cage: Cage) -> None:
    """Files with errors: one mistake takes the whole file away."""
    unknown = article(f"{cage.word('the text under an unknown field')}\n", email=cage.address("an author's e-mail address"))
    write(root, "docs/articles/2020/unknown-field.md", unknown)
    title, mail = cage.word("a title with a typo below"), cage.address("an address in a typo")
    typo = f"---\ntitle: {title}\ndraft: true\nemail: '{mail}\n---\nx\n"
    write(root, "docs/articles/2020/typo.md", typo)
    write(root, "docs/articles/2020/unclosed.md", f"---\ntitle: {cage.word('unclosed fields')}\n")
    write(root, "docs/articles/2020/misspelled.md", article(f"{cage.word('a misspelled draft')}\n", draft="ture"))
    name, mail = cage.word("the name of a file that is left out"), cage.address("a link by mail")
    linked = f"---\nname: {name}\nlinks: {{mail: mailto:{mail}}}\n---\n"
    write(root, "authors/linked.md", linked)
    write(root, "docs/attributes/telephone.md", f"---\nname: A name\ntelephone: {cage.word('a telephone number')}\n---\n")


def _comments(root: Path, cage: Cage) -> None:
    def every(where: str) -> str:
        words = [cage.word(f"{what} {where}") for what in ("a comment", "a comment in Markdown", "a definition", "a footnote")]
        shown = f"{PUBLISHED}\n\n<!-- {{}} -->\n\nWords <!-- {cage.address(f'a comment amid words {where}')} --> words.\n\n"
        return (shown + "[//]: # ({})\n\n[unused]: https://example.org/{}\n\n[^unused]: {}\n").format(*words)

    fields = {
        "title": f'"A title <!-- {cage.word("a comment in a title")} -->"',
        "date": f"2016-09-14 # {cage.word('a comment')}",
    }
    write(root, "docs/articles/2020/comments.md", article(every("of an article"), **fields))
    write(root, "authors/commented.md", SOUND + every("of an author"))
    write(root, "docs/attributes/commented.md", SOUND.replace("A name", "Another name") + every("of a term"))
    write(root, "docs/comments.md", f"# Words\n\n<!-- To do: ask {cage.word('a comment of the editors')} -->\n\nWords.\n")


def _beside(root: Path, cage: Cage) -> None:
    """Files that lie about."""
    for path in (
        "docs/articles/2016/notes.txt",
        "docs/articles/2016/first-words.md~",
        "docs/articles/2016/first-words.md.bak",
        "docs/articles/2016/.hidden.md",
        "docs/articles/README.md",
        "docs/attributes/notes.txt",
        "docs/series/notes.html",
        "docs/clips/unused.vtt",
        "authors/notes.txt",
        "authors/README.md",
        "notes.md",
        ".env",
    ):
        write(root, path, cage.word(path))


def _settings(root: Path, cage: Cage) -> None:
    file = root / "mkdocs.yml"
    ended = f"    announcement: {{text: {cage.word('an announcement that has ended')}, until: 2001-01-01}}\n"
    told = f"# {cage.address('a comment in the settings')}\n"
    file.write_text(told + file.read_text(encoding="utf-8") + ended, encoding="utf-8")
    file.write_text(file.read_text(encoding="utf-8").replace("extra:\n", f"extra:\n  secret: {cage.word('a setting')}\n"))


def _clips(root: Path, cage: Cage) -> None:
    note = f"NOTE {cage.word('a note in a transcript')}\n\n"
    style = f"STYLE\n::cue {{ content: '{cage.word('a style in a transcript')}' }}\n\n"
    cue = f"{cage.word('the name of a cue')}\n00:00.000 --> 00:02.000\n<v Writer One>{PUBLISHED}\n"
    write(root, "docs/articles/2020/linked.md", article("[The transcript](../../clips/linked.vtt)\n"))
    write(root, "docs/clips/linked.vtt", f"WEBVTT\n\nNOTE {cage.address('a note in a file that is linked')}\n\n{cue}")
    write(root, "docs/clips/q.vtt", f"WEBVTT {cage.word('the head of a transcript')}\n\n{note}{style}{cue}")
    write(root, "docs/clips/q.mp3", MP3)
    fields = "title: A clip\nspeakers: [writer-one]\nsound: q.mp3\ntranscript: q.vtt\n"
    write(root, "docs/clips/q.md", f"---\n{fields}---\nWords.\n")


def _pictures(root: Path, cage: Cage) -> None:
    names = []
    for name, data in _marked(cage):
        write(root, f"docs/articles/2020/pictures/{name}", data)
        names.append(name)
    shown = "".join(f"![A picture]({name})\n\n" for name in names)
    write(root, "docs/articles/2020/pictures/index.md", article(f"{PUBLISHED}\n\n{shown}", title="Pictures"))


def _marked(cage: Cage) -> Iterator[tuple[str, bytes]]:
    """Pictures with notes of every kind."""
    image = Image.new("RGB", (64, 48), (10, 120, 200))
    for kind, ending in (("JPEG", "jpg"), ("WEBP", "webp"), ("AVIF", "avif"), ("PNG", "png")):
        exif = Image.Exif()
        exif[0x010E] = cage.address(f"the description in the EXIF of a {kind}")
        exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 53.0, 9.0), 29: cage.word(f"GPS in the EXIF of a {kind}")})
        xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{cage.word(f"XMP of a {kind}")}</x:xmpmeta>'.encode()
        more: dict[str, Any] = {} if kind == "PNG" else {"xmp": xmp}
        yield f"exif.{ending}", _saved(image, kind, exif=exif, **more) + cage.word(f"what follows the end of a {kind}").encode()
    yield "comment.jpg", _saved(image, "JPEG", comment=cage.word("a comment in a JPEG").encode())
    yield "comment.gif", _saved(image.convert("P"), "GIF", comment=cage.word("a comment in a GIF").encode())
    yield "text.png", _png(cage.word("a text in a PNG"))


def _png(text: str = "") -> bytes:
    info = PngInfo()
    if text:
        info.add_text("Author", text)
        info.add_text("Comment", text, zip=True)
        info.add_itxt("XML:com.adobe.xmp", text)
    return _saved(Image.new("RGB", (64, 48), (200, 120, 10)), "PNG", pnginfo=info)


def _saved(image: Image.Image, kind: str, **more: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **more)
    return file.getvalue()
