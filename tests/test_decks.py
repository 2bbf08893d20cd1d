from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from article_archive import decks
from article_archive.decks import MOST_LINES, Deck, deck, read, worded
from article_archive.problems import SEVERITY, Trouble
from article_archive.store import Store

NOWHERE = Store(None)


def pdf(*pages: bytes, size: str = "720 540", catalog: bytes = b"", extra: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF 1.7 whose pages have these contents; it knows one typeface, F."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, content in enumerate(pages):
        head = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %s] /Resources << /Font << /F 3 0 R >> >> /Contents %d 0 R %s >>"
        objects += [
            head % (size.encode(), 5 + 2 * n, extra),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    return _file(objects, trailer)


def _file(objects: list[bytes], trailer: bytes) -> bytes:
    written, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(written))
    return written + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) + end


def words(*lines: tuple[int, str]) -> bytes:
    """A page's content: each line with the size of its letters, from above to below."""
    written, y = b"BT\n", 520
    for size, line in lines:
        y -= size + 6
        letters = line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        written += b"/F %d Tf 1 0 0 1 40 %d Tm (%s) Tj\n" % (size, y, letters)
    return written + b"ET"


SLIDE = words((40, "Students as partners"), (18, "They set the goals"), (18, "They choose the evidence"))
BOX = b"1 0 0 rg 100 100 200 200 re f"
LOCKED = (
    b"/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] "
    b"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -3904 /O <%s> /U <%s> >>" % (b"41" * 32, b"42" * 32)
)


def shown(data: bytes) -> Deck:
    found, troubles = read(data).deck, read(data).troubles
    assert found is not None, troubles
    return found


def codes(data: bytes) -> list[str]:
    return [trouble.code for trouble in read(data).troubles]


def opened(found: Deck, number: int = 0) -> Image.Image:
    picture = found.slides[number].picture
    image = Image.open(io.BytesIO(picture.data))
    assert (image.format, image.size, picture.ending) == ("WEBP", (picture.width, picture.height), "webp")
    return image


# What is shown


def test_a_slide_has_its_words_and_its_picture() -> None:
    found, troubles = deck(pdf(SLIDE, words((30, "Second"), (12, "Words"))), NOWHERE)
    assert found is not None
    assert troubles == ()
    assert found.pages == 2
    assert [(slide.number, slide.title, slide.lines) for slide in found.slides] == [
        (1, "Students as partners", ("They set the goals", "They choose the evidence")),
        (2, "Second", ("Words",)),
    ]
    assert opened(found).size == (960, 720)


def test_the_picture_shows_what_is_drawn() -> None:
    image = opened(shown(pdf(SLIDE, BOX)), 1).convert("RGB")
    assert [image.getpixel(at) for at in ((200, 500), (800, 100))] == [(255, 0, 0), (255, 255, 255)]


def test_the_largest_line_is_the_title_wherever_it_stands() -> None:
    slide = shown(pdf(words((14, "A school day"), (36, "Voice"), (14, "Who speaks?")))).slides[0]
    assert (slide.title, slide.lines) == ("Voice", ("A school day", "Who speaks?"))


def test_letters_made_large_by_the_page_count_as_large() -> None:
    content = b"BT /F 1 Tf 12 0 0 12 40 400 Tm (small) Tj 40 0 0 40 40 300 Tm (Large) Tj ET"
    assert shown(pdf(content)).slides[0].title == "Large"


@pytest.mark.parametrize(
    ("lines", "title", "rest"),
    [
        ([], "", ()),
        ([(12, "One"), (12, "Two")], "One", ("Two",)),
        ([(12, "One")], "One", ()),
        ([(40, "A title in"), (40, "two lines"), (12, "Words")], "A title in two lines", ("Words",)),
        ([(40, "Title"), (12, "Words"), (40, "Again")], "Title", ("Words", "Again")),
        ([(60, "2016"), (30, "Title"), (12, "Words")], "Title", ("2016", "Words")),
        ([(60, "1"), (60, "2")], "", ("1", "2")),
        ([(39.5, "Nearly"), (40, "as large"), (12, "Words")], "Nearly as large", ("Words",)),
        ([(0, "Unmeasured")], "", ("Unmeasured",)),
        ([(40, "x" * 300), (12, "Words")], "x" * 199 + "…", ("Words",)),
        ([(40, "x" * 150), (40, "y" * 150), (12, "Words")], "x" * 150, ("y" * 150, "Words")),
    ],
)
def test_the_title_is_told_by_its_size(lines: list[tuple[float, str]], title: str, rest: tuple[str, ...]) -> None:
    assert worded(lines) == (title, rest)


def test_of_too_many_lines_the_first_are_kept_and_the_rest_marked() -> None:
    _, lines = worded([(30, "Title"), *((12, f"line {n}") for n in range(100))])
    assert len(lines) == MOST_LINES
    assert lines[-2:] == ("line 38", "…")


def test_spaces_are_squeezed_and_what_nobody_sees_is_dropped() -> None:
    assert decks._plain(" a \t b\u00a0c\x00\x02\ue000\ufffe\u202e d\x7f ") == "a b c d"


def test_a_page_that_is_turned_is_shown_as_it_is_read() -> None:
    assert opened(shown(pdf(SLIDE, extra=b"/Rotate 90"))).size == (960, 1280)


@pytest.mark.parametrize(
    "size", ["14400 14400", "1 14400", "14400 1", "0.01 0.01", "0 0", "-5 -5", "99999999 99999999", "1e30 1e30"]
)
def test_no_page_is_drawn_larger_than_a_screen(size: str) -> None:
    found = read(pdf(SLIDE, size=size)).deck
    for slide in found.slides if found else ():
        assert 1 <= slide.picture.width <= 961
        assert 1 <= slide.picture.height <= 1921


def test_notes_in_the_margin_are_not_published() -> None:
    note = b"/Annots [<< /Type /Annot /Subtype /Square /Rect [0 0 720 540] /IC [1 0 0] /C [1 0 0] /F 4 /Contents (secret) >>]"
    assert opened(shown(pdf(SLIDE, extra=note))).convert("RGB").getpixel((900, 650)) == (255, 255, 255)
    assert "secret" not in repr(shown(pdf(SLIDE, extra=note)))


def test_no_program_in_a_pdf_runs() -> None:
    program = b"/OpenAction << /S /JavaScript /JS (app.alert\\('x'\\); while\\(true\\);) >> /AcroForm << /Fields [] /XFA (x) >>"
    assert shown(pdf(SLIDE, catalog=program)).slides[0].title == "Students as partners"


# What is wrong


@pytest.mark.parametrize("data", [b"", b"<html>", b"PK\x03\x04 a presentation", b"\0" * 2000 + pdf(SLIDE)])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    assert deck(data, NOWHERE) == (None, (Trouble("no-slides", "This file is no PDF.", "Export the slides as PDF."),))


def test_a_pdf_with_a_password_is_told() -> None:
    found, (trouble,) = deck(pdf(SLIDE, trailer=LOCKED), NOWHERE)
    assert found is None
    assert trouble.code == "locked-slides"
    assert "the file itself is offered" in trouble.message


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", pdf(), pdf(SLIDE)[:200], b"%PDF-1.7\n" + b"\xff" * 500])
def test_a_broken_or_empty_pdf_is_told(data: bytes) -> None:
    found, (trouble,) = deck(data, NOWHERE)
    assert (found, trouble.code) == (None, "broken-slides")


def test_a_page_that_is_not_there_is_told_by_its_number() -> None:
    lost = pdf(SLIDE, SLIDE, SLIDE).replace(b"6 0 R", b"99 0 R", 1)
    found, troubles = read(lost).deck, read(lost).troubles
    assert found is not None
    assert [slide.number for slide in found.slides] == [1, 3]
    assert [trouble.message for trouble in troubles] == ["Of this PDF page 2 can't be shown."]


def test_of_three_hundred_pages_the_first_sixty_are_shown() -> None:
    found, (trouble,) = deck(pdf(*[SLIDE] * 300), NOWHERE)
    assert found is not None
    assert (found.pages, len(found.slides)) == (300, 60)
    assert trouble.code == "many-slides"
    assert trouble.message == "This PDF has 300 pages; the first 60 are shown, and the file itself is offered."


def test_slides_without_words_are_told() -> None:
    assert codes(pdf(BOX, BOX)) == ["wordless-slides"]
    assert codes(pdf(BOX, SLIDE)) == []


def test_a_pdf_that_ends_its_process_stops_no_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _a_reader(tmp_path, monkeypatch, "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    found, (trouble,) = deck(pdf(SLIDE), Store(tmp_path / "kept"))
    assert (found, trouble.code) == (None, "broken-slides")
    assert not (tmp_path / "kept").exists()


def test_a_pdf_that_takes_for_ever_stops_no_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _a_reader(tmp_path, monkeypatch, "import time\ntime.sleep(60)\n")
    monkeypatch.setattr(decks, "LONGEST", 0.2)
    found, (trouble,) = deck(pdf(SLIDE), NOWHERE)
    assert (found, trouble.code) == (None, "broken-slides")


def test_a_mistake_of_ours_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _a_reader(tmp_path, monkeypatch, "raise ZeroDivisionError('ours')\n")
    with pytest.raises(RuntimeError, match="ZeroDivisionError: ours"):
        deck(pdf(SLIDE), NOWHERE)


def _a_reader(folder: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Put a program in the place of the one that reads a PDF."""
    (folder / "reader").mkdir()
    (folder / "reader" / "decks.py").write_text(program)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setattr(decks, "__package__", "reader")


def test_a_file_beside_the_content_is_not_taken_for_a_part_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "msgspec.py").write_text("raise SystemExit(1)\n")
    monkeypatch.chdir(tmp_path)
    assert deck(pdf(SLIDE), NOWHERE)[0] is not None


def test_every_trouble_is_a_known_problem() -> None:
    for data in (pdf(), pdf(BOX), pdf(SLIDE, trailer=LOCKED)):
        for trouble in read(data).troubles:
            assert SEVERITY[trouble.code]
            assert trouble.message.endswith(".")
            assert trouble.suggestion.endswith(".")


# Laws


def test_a_deck_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf(SLIDE, BOX)
    first = deck(data, Store(tmp_path / "kept"))
    _a_reader(tmp_path, monkeypatch, "raise ZeroDivisionError('read again')\n")
    assert deck(data, Store(tmp_path / "kept")) == first


def test_the_same_pdf_gives_the_same_slides() -> None:
    data = pdf(SLIDE, BOX)
    once, again = deck(data, NOWHERE), deck(data, NOWHERE)
    assert once == again == (read(data).deck, read(data).troubles)


SOUND = pdf(words((40, "Title"), (12, "Words")), size="72 54")


@given(st.data())
@settings(max_examples=60)
def test_no_damage_to_a_pdf_stops_a_build(data: st.DataObject) -> None:
    broken = bytearray(SOUND)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(9, len(broken) - 1))
        broken[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    found = read(bytes(broken))
    assert found.deck is not None or found.troubles


@given(st.floats(0, 1))
@settings(max_examples=30)
def test_no_half_of_a_pdf_stops_a_build(part: float) -> None:
    found = read(SOUND[: int(len(SOUND) * part)])
    assert found.deck is not None or found.troubles
