"""Files by their first bytes: what each kind begins with, and what none may begin with."""

from __future__ import annotations

import io
import sys
import wave
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from article_archive.checks import PICTURES, SERVED
from article_archive.pictures import KINDS
from article_archive.signatures import HEAD, JUDGED, agrees, kind

from .test_decks import SLIDE, pdf

DOCS = Path(__file__).parent.parent / "docs"
# The tags by which browsers take bytes for a page (WHATWG MIME Sniffing Standard, 7.1), and the start of XML.
TAGS = (
    *("<!DOCTYPE HTML", "<HTML", "<HEAD", "<SCRIPT", "<IFRAME", "<H1", "<DIV", "<FONT", "<TABLE", "<A", "<STYLE", "<TITLE", "<B"),
    *("<BODY", "<BR", "<P", "<!--", "<?xml"),
)
BOX = b"\0\0\0\x18ftyp"
EBML = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84"


def packed(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, "Words.")
    return made.getvalue()


def sounding() -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setparams((1, 1, 8000, 0, "NONE", ""))
        sound.writeframes(b"\x80" * 80)
    return made.getvalue()


def drawn(name: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (2, 2)).save(made, name)
    return made.getvalue()


SOUND: dict[str, tuple[bytes, ...]] = {
    "pdf": (pdf(SLIDE), b"%PDF-1.7", b"\xef\xbb\xbf%PDF-1.4", b"\n" * 1000 + b"%PDF-1.4", b"%PDF-1.7\n<script>alert(1)</script>"),
    "mp3": (b"ID3\x04\0\0\0\0\0\0", b"\xff\xfb\x90\x64", b"\xff\xf3\x48\xc4", b"\xff\xe3\x18\xc4", b"\xff\xfa\x90\x64"),
    "m4a": (BOX + b"M4A \0\0\0\0", BOX + b"isom", BOX + b"mp42"),
    "mp4": (BOX + b"isom", BOX + b"mp42", BOX + b"qt  ", BOX + b"dash", BOX + b"M4V "),
    **dict.fromkeys(("ogg", "oga", "opus"), (b"OggS\0\2\0\0",)),
    "wav": (sounding(),),
    "webm": (EBML + b"webm",),
    **dict.fromkeys(("docx", "xlsx", "pptx"), (packed("[Content_Types].xml"),)),
    **dict.fromkeys(("odt", "ods", "odp", "epub"), (packed("mimetype"),)),
    "zip": (packed("a.pdf"), packed()),
    "csv": (b"one,two\n", "Größe;ГОД\n".encode(), b"\xef\xbb\xbfone,two\n", b"ID,mark\n", b"MZ,mark\n"),
    "txt": (b"Words.", b"<3 is a heart", b"1 < 2", b"a\f\x1b[0m", b"# Words", b"The free box"),
}
REFUSED: list[tuple[str, bytes, str]] = [
    ("pdf", b"<!doctype html><p>Words", "a web page"),
    ("pdf", b"<html><script>alert(1)</script>%PDF-1.7", "a web page"),
    ("pdf", b"Words <script>alert(1)</script> %PDF-1.7", "plain text"),
    ("pdf", b" " * 1020 + b"%PDF-1.7", "plain text"),
    ("pdf", b"GIF89a/*%PDF-1.7", "a picture"),
    ("pdf", b"MZ\x90\0%PDF-1.7", "a program"),
    ("mp4", b"<!--ftypisom--><script>alert(1)</script>", "a web page"),
    ("mp4", b"\t\n<!ftypisom", "a web page"),
    ("m4a", BOX + b"avif", "a picture"),
    ("m4a", BOX + b"heic", "a picture"),
    ("mp3", BOX + b"M4A ", "a recording in MP4"),
    ("mp3", b"\xff\xf1\x50\x80", "a recording or a film of another kind"),
    ("mp3", sounding(), "a recording in WAV"),
    ("mp3", b"\xff\xfeW\0o\0r\0d\0s\0", "plain text"),
    ("mp3", b"\xff\xfb\xf0\x64\0", "something else"),
    ("mp3", b"\xff\xeb\x90\x64\0", "something else"),
    ("mp3", b"\xff\xfb\x9c\x64\0", "something else"),
    ("wav", b"RIFF\0\0\0\0AVI LIST", "a film in AVI"),
    ("webm", EBML + b"matroska", "a recording or a film of another kind"),
    ("opus", b"fLaC\0\0\0\x22", "a recording or a film of another kind"),
    ("mp4", b"\0\0\0\x20wide", "a recording or a film of another kind"),
    ("wav", b"RIFX\0\0\0\0WAVE", "a recording or a film of another kind"),
    ("mp3", b"FORM\0\0\0\0AIFF", "a recording or a film of another kind"),
    ("docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an older program, or one with a password"),
    ("docx", b"{\\rtf1 Words}", "a text in RTF"),
    ("docx", packed(), "a ZIP file with nothing in it"),
    ("zip", b"Rar!\x1a\x07", "a packed file"),
    ("txt", b'\xef\xbb\xbf<?xml version="1.0"?><!-- One --><x:SVG xmlns:x="http://www.w3.org/2000/svg"/>', "a drawing in SVG"),
    ("txt", b"\xff\xfe<\0h\0t\0m\0l\0>\0", "a web page"),
    ("txt", b"\n\n<svg onload=alert(1)>", "a drawing in SVG"),
    ("txt", b"<video><svg/></video>", "a web page"),
    ("csv", b"#!/bin/sh\nrm -r .", "a program"),
    ("txt", b"\x7fELF\2\1\1", "a program"),
    ("txt", b"\xca\xfe\xba\xbe\0\0", "a program"),
    ("txt", b"\0asm\1\0", "a program"),
    ("txt", b"L\0\0\0\x01\x14\x02\0", "a shortcut to a file on one computer"),
    ("txt", b"Words.\0", "something else"),
    ("csv", "Größe".encode("latin-1"), "plain text"),
]


def test_every_ending_that_is_served_is_judged_or_made_anew() -> None:
    assert JUDGED == SERVED - PICTURES - {"vtt"} == SOUND.keys()


@pytest.mark.parametrize(("ending", "head"), [(ending, head) for ending, heads in SOUND.items() for head in heads])
def test_a_file_of_its_kind_is_sound(ending: str, head: bytes) -> None:
    assert agrees(ending, head)


@pytest.mark.parametrize(("ending", "head", "words"), REFUSED)
def test_a_file_of_another_kind_is_told_by_what_it_is(ending: str, head: bytes, words: str) -> None:
    assert (agrees(ending, head), kind(head).words) == (False, words)


@pytest.mark.parametrize("name", KINDS)
def test_no_picture_goes_by_the_name_of_another_kind(name: str) -> None:
    assert kind(drawn(name)).words == "a picture"


def test_the_program_that_runs_this_is_one() -> None:
    with open(sys.executable, "rb") as file:
        assert kind(file.read(HEAD)).words == "a program"


def test_the_files_of_our_own_archive_are_what_their_names_say() -> None:
    files = [path for path in DOCS.rglob("*") if path.suffix[1:] in JUDGED]
    assert len(files) >= 20
    assert [path.name for path in files if not agrees(path.suffix[1:], path.read_bytes()[:HEAD])] == []


@given(st.sampled_from(TAGS), st.booleans(), st.text("\t\n\f\r "), st.sampled_from(" >\n"), st.binary())
@example("<HTML", True, " ", ">", b"%PDF-1.7")
def test_what_a_browser_may_take_for_a_page_goes_by_no_name(tag: str, is_small: bool, before: str, end: str, rest: bytes) -> None:
    head = (before + (tag.lower() if is_small and tag != "<?xml" else tag) + end).encode() + rest
    assert [ending for ending in JUDGED if agrees(ending, head)] == []


@given(st.sampled_from(sorted(JUDGED)), st.binary(max_size=40), st.sampled_from(TAGS))
def test_no_sound_file_begins_with_a_tag_whatever_stands_before_its_mark(ending: str, before: bytes, tag: str) -> None:
    for head in SOUND[ending]:
        assert not agrees(ending, tag.encode() + b">" + before + head)


@given(st.binary())
def test_whatever_the_bytes_are_there_is_an_answer_and_a_remedy(head: bytes) -> None:
    found = kind(head)
    assert found.remedy or found.endings
    assert [ending for ending in ("html", "svg", "exe", "js", "xml", "") if agrees(ending, head)] == []


@pytest.mark.parametrize("cut", range(4))
def test_a_letter_that_is_cut_in_two_at_the_end_of_the_head_is_no_mistake(cut: int) -> None:
    assert agrees("txt", ("x" * (HEAD - cut) + "€" * 2).encode()[:HEAD])
    assert not agrees("txt", "€".encode()[:2])
