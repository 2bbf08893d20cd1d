"""A file's first bytes -> what it is, whatever its name says."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from msgspec import Struct

# So many bytes of a file are looked at, and no more are read for it.
HEAD = 64 * 1024
# The endings of what is published as it lies there: pictures and transcripts are made anew from what they hold.
JUDGED = frozenset("m4a mp3 ogg oga opus wav mp4 webm pdf docx odt pptx odp xlsx ods csv txt epub zip".split())


class Kind(Struct, frozen=True):
    """What a file is, in words ("a PDF"); the endings it may have, the usual one first; what to do where it has another."""

    words: str
    endings: tuple[str, ...] = ()
    remedy: str = ""


def agrees(ending: str, head: bytes) -> bool:
    """Whether a file with this ending (small letters, no dot) may begin with these bytes, of which HEAD are enough.

    The first signature decides, and a tag at the start before all others. A server tells a file's type by its ending, and most
    say `nosniff`; where one can't (GitHub Pages), or does not know the ending, a browser guesses by the first bytes, and shows
    a file as a page only if, white space aside, it begins with a tag (WHATWG MIME Sniffing Standard, 7.1). So nothing that
    begins with one is published, whatever it is besides. After a right signature anything may follow: no browser looks for a
    page there. A PDF may have other bytes before its mark, as its readers allow, but none that open a tag.
    """
    return ending in kind(head).endings


def kind(head: bytes) -> Kind:
    """What a file with these first bytes is."""
    return next((found for knows, found in _KINDS if knows(head)), _UNKNOWN)


def _starts(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(signatures)


def _riff(form: bytes) -> Callable[[bytes], bool]:
    """RIFF (Multimedia Programming Interface and Data Specifications 1.0, 2): the form's name follows the length."""
    return lambda head: head.startswith(b"RIFF") and head[8:12] == form


def _is_markup(head: bytes) -> bool:
    """A tag, a comment or a declaration at the start, in UTF-8 or UTF-16, after nothing but white space.

    WHATWG MIME Sniffing Standard, 7.1, lists the tags that make a page; here it may be any.
    """
    start = head.removeprefix(codecs.BOM_UTF8)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = start[2:].replace(b"\0", b"")
    return re.match(rb"[\s\0]*<[a-zA-Z!?/]", start) is not None


def _is_drawing(head: bytes) -> bool:
    """SVG (W3C SVG 2, 5.1): markup whose first element is `svg`, of whatever prefix."""
    first = re.search(rb"<([a-zA-Z][\w:.-]*)", head.replace(b"\0", b"")) if _is_markup(head) else None
    return first is not None and first[1].rpartition(b":")[2].lower() == b"svg"


def _is_program(head: bytes) -> bool:
    """A program of Windows (Microsoft PE format, 2.1), Linux (ELF 1.2), macOS (mach-o/loader.h, fat.h), Java (JVM 4.1), Android
    (Dalvik executable format) or WebAssembly (core, 5.5), or a script that begins with `#!` (execve(2)).
    """
    if head.startswith(b"MZ"):
        return not _is_text(head)
    return head.startswith(_PROGRAMS) or re.match(rb"(?:\xef\xbb\xbf)?#! ?/", head) is not None


_PROGRAMS = (
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"dex\n03",
    b"\0asm",
)


def _has_brand(*brands: bytes) -> Callable[[bytes], bool]:
    """The ISO base media file format (ISO 14496-12, 4.3): the box `ftyp` comes first, then its brand.

    Its length stands before it in four bytes. The first two must be 0, as in any real one, so that none can open a tag.
    """
    return lambda head: head[:2] == b"\0\0" and head[4:8] == b"ftyp" and head[8:12].startswith(brands)


def _is_mp3(head: bytes) -> bool:
    """A tag of ID3v2 (id3.org, ID3v2.4, 3.1), or the header of a frame of MPEG audio, layer III (ISO 11172-3, 2.4.1.3).

    That is eleven bits that are set, a version, the layer, and a bit rate and a sampling rate that are not reserved.
    """
    if head.startswith(b"ID3"):
        return True
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    has_version, is_third_layer = head[1] & 0x18 != 0x08, head[1] & 0x06 == 0x02
    return has_version and is_third_layer and head[2] & 0xF0 != 0xF0 and head[2] & 0x0C != 0x0C


def _is_webm(head: bytes) -> bool:
    """EBML (RFC 8794, 11.2) whose type of document is `webm` (RFC 9559 has Matroska's); it stands near the start."""
    return head.startswith(_EBML) and b"\x42\x82" in head[:64] and b"webm" in head[:64]


_EBML = b"\x1a\x45\xdf\xa3"


def _is_other_film(head: bytes) -> bool:
    """FLAC, large WAV, Windows Media, Matroska, Core Audio, MIDI, AAC, AIFF, old QuickTime: few browsers play these."""
    if head.startswith((b"fLaC", b"RF64", b"RIFX", b"\x30\x26\xb2\x75", _EBML, b"caff\0", b"MThd\0", b"\xff\xf1", b"\xff\xf9")):
        return True
    is_quicktime = head[:2] == b"\0\0" and head[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip")
    return is_quicktime or (head.startswith(b"FORM") and head[8:11] == b"AIF")


def _is_pdf(head: bytes) -> bool:
    """`%PDF-` within the first 1,024 bytes (Adobe's PDF Reference 1.7, implementation note 13), and no `<` before it."""
    before, mark, _ = head[:1024].partition(b"%PDF-")
    return bool(mark) and b"<" not in before


def _is_text(head: bytes) -> bool:
    """UTF-8 (RFC 3629), its last letter perhaps cut in two, and no bytes that only other files have."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=len(head) < HEAD)
    except UnicodeDecodeError:
        return False
    return bool(head) and not _has_binary(head)


def _has_binary(head: bytes) -> bool:
    """Whether a byte among these is a "binary data byte" (WHATWG MIME Sniffing Standard, 3)."""
    return len(head.translate(None, _BINARY)) < len(head)


_BINARY = bytes(b for b in range(0x20) if b not in b"\t\n\f\r\x1b")


def _is_other_text(head: bytes) -> bool:
    """Words in an older encoding, or in UTF-16."""
    return head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or (bool(head) and not _has_binary(head))


_PICTURE = Kind("a picture", (), "Show it as a picture, with the ending that it had, or save it as a PDF.")
_OFFICE = "Give it the ending that it had, such as `.docx` or `.zip`, and write the new name here."
TEXT = Kind("plain text", ("txt", "csv"))
OTHER_TEXT = Kind(
    "plain text", (), 'Save it as text with the encoding "UTF-8", with the ending `.txt`, and write the new name here.'
)
_UNKNOWN = Kind(
    "something else", (), "Save it again from the program that made it, and try to open the new file before you send it."
)
# What each kind is known by; the first that fits counts. A PDF comes late: its mark may stand inside another file.
_KINDS: tuple[tuple[Callable[[bytes], bool], Kind], ...] = (
    (_is_drawing, Kind("a drawing in SVG", (), "Save it as PNG, and show it as a picture.")),
    (_is_markup, Kind("a web page", (), "Print it into a PDF, or link to where the page stands on the web.")),
    (_is_program, Kind("a program", (), "Take it out: no program is served from here.")),
    (_starts(b"L\0\0\0\x01\x14\x02\0"), Kind("a shortcut to a file on one computer", (), "Copy the file itself.")),
    (_starts(b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*"), _PICTURE),
    (_riff(b"WEBP"), _PICTURE),
    (_has_brand(b"avif", b"avis", b"heic", b"heix", b"hevc", b"mif1", b"msf1"), _PICTURE),
    (_has_brand(b"M4A", b"M4B"), Kind("a recording in MP4", ("m4a", "mp4"))),
    (_has_brand(b""), Kind("a film or a recording in MP4", ("mp4", "m4a"))),
    (_is_mp3, Kind("a recording in MP3", ("mp3",))),
    (_starts(b"OggS"), Kind("a recording in Ogg", ("ogg", "oga", "opus"))),
    (_riff(b"WAVE"), Kind("a recording in WAV", ("wav",))),
    (_is_webm, Kind("a film or a recording in WebM", ("webm",))),
    (_is_other_film, Kind("a recording or a film of another kind", (), "Save it again as MP3, or as MP4 if it is a film.")),
    (_riff(b"AVI "), Kind("a film in AVI", (), "Save it again as MP4.")),
    (
        _starts(b"PK\3\4"),
        Kind("a ZIP file or a document", ("zip", "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub"), _OFFICE),
    ),
    (_starts(b"PK\5\6"), Kind("a ZIP file with nothing in it", ("zip",))),
    (
        _starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        Kind(
            "a document of an older program, or one with a password",
            (),
            "Open it, take the password out, and save it again in the newer format.",
        ),
    ),
    (
        _starts(b"Rar!\x1a", b"7z\xbc\xaf", b"\x1f\x8b", b"\xfd7zXZ"),
        Kind("a packed file", (), "Unpack it, and pack it again as ZIP."),
    ),
    (_is_pdf, Kind("a PDF", ("pdf",))),
    (_starts(b"{\\rtf"), Kind("a text in RTF", (), "Open it, and save it again as `.docx` or as a PDF.")),
    (_is_text, TEXT),
    (_is_other_text, OTHER_TEXT),
)
