"""Files beside the content: which ones are published, where, and under what name."""

from __future__ import annotations

import re
import tracemalloc
from collections import defaultdict
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from article_archive import addresses, build
from article_archive.checks import RECORDINGS
from article_archive.frames import mark, split
from article_archive.media import Media, media_type
from article_archive.publish.trees import Tree
from article_archive.store import STORE

from .archives import ENGINE, article, gathered, printed, site, small, write
from .everything import CLIPS, everything
from .test_decks import SLIDE, pdf


def media(root: Path) -> Media:
    return gathered(root).media


def names(root: Path) -> set[str]:
    """The addresses of all files, the digests in them left out."""
    return {re.sub(r"-[0-9a-f]{8}(\.\w+)$", r"\1", address) for address in media(root).files}


def test_every_recording_that_a_clip_may_name_has_its_type() -> None:
    for ending in RECORDINGS["recording"]:
        assert media_type(f"q1.{ending.upper()}", is_sound=True).startswith("audio/")
        assert media_type(f"q1.{ending}")
    assert (media_type("q1.mp4"), media_type("q1.mp4", is_sound=True)) == ("video/mp4", "audio/mp4")
    assert media_type("handout.txt") == media_type("") == ""


def test_a_file_lies_under_the_page_that_uses_it_and_its_name_holds_its_digest(tmp_path: Path) -> None:
    root = small(tmp_path, {"docs/articles/2018/x.md": article("[A plan](plan.txt)\n"), "docs/articles/2018/plan.txt": "One"})
    first = media(root).addresses["docs/articles/2018/plan.txt"]
    assert re.fullmatch(r"/articles/x/plan-[0-9a-f]{8}\.txt", first)
    write(root, "docs/articles/2018/plan.txt", "Two")
    assert media(root).addresses["docs/articles/2018/plan.txt"] != first


def test_a_file_that_no_published_page_uses_is_not_published(tmp_path: Path) -> None:
    files = {
        "docs/articles/2018/x.md": article("[A plan](plan.txt)\n", draft="true"),
        "docs/articles/2018/plan.txt": "Canary",
        "docs/articles/2018/idle.txt": "Canary",
    }
    archive = gathered(small(tmp_path, files))
    assert {found for found in archive.media.files.values() if isinstance(found, str)} == set()


def test_a_file_that_two_pages_use_has_one_address(tmp_path: Path) -> None:
    files = {
        "docs/articles/2018/x.md": article("[A plan](plan.txt)\n"),
        "docs/articles/2018/y.md": article("[The plan](plan.txt) again\n"),
        "docs/articles/2018/plan.txt": "One",
    }
    assert len([name for name in names(small(tmp_path, files)) if "plan" in name]) == 1


def test_two_files_of_one_name_keep_apart(tmp_path: Path) -> None:
    files = {
        "docs/articles/2018/x.md": article("[One](plan.txt) and [two](more/plan.txt)\n"),
        "docs/articles/2018/plan.txt": "One",
        "docs/articles/2018/more/plan.txt": "Two",
    }
    root = small(tmp_path, files)
    found = media(root)
    assert len({*found.addresses.values()}) == len(found.addresses)
    assert {(root / path).read_text() for path in found.files.values() if isinstance(path, str)} == {"One", "Two"}


LINKED = {
    "docs/articles/2018/x.md": article("[A plan](plan.pdf), and [the same](plan.pdf)\n"),
    "docs/articles/2018/y.md": article("[The plan](plan.pdf) again\n"),
    "docs/articles/2018/plan.pdf": "<html><script>alert(1)</script>%PDF-1.7",
}


def test_a_file_that_is_another_than_its_name_says_is_an_error_told_once_and_published_nowhere(tmp_path: Path) -> None:
    found = media(small(tmp_path, LINKED))
    assert [(p.code, p.severity, p.place.path, p.place.line) for p in found.problems] == [
        ("misnamed-file", "error", "docs/articles/2018/x.md", 7)
    ]
    assert not [address for address in found.files if "plan" in address]


def test_a_page_that_is_printed_all_the_same_shows_its_words_without_the_file(tmp_path: Path) -> None:
    page = printed(site(small(tmp_path, LINKED)))["/articles/x/"]
    assert "A plan" in page
    assert "plan.pdf" not in page


def test_no_page_becomes_slides_by_the_mark_of_a_pdf_in_it(tmp_path: Path) -> None:
    root = small(tmp_path, {"docs/articles/2018/x.md": article('[Slides](a.pdf "slides")\n')})
    write(root, "docs/articles/2018/a.pdf", b"<html>" + pdf(SLIDE))
    found = media(root)
    assert ([p.code for p in found.problems], dict(found.decks), [path for path in found.addresses if path.endswith("pdf")]) == (
        ["no-slides"],
        {},
        [],
    )


def test_a_film_that_a_clip_names_must_be_one(tmp_path: Path) -> None:
    root = small(tmp_path, {**CLIPS, "docs/clips/voice.mp3": "<svg onload=alert(1)>"})
    assert [(p.code, p.place.path) for p in media(root).problems] == [("misnamed-file", "docs/clips/q1.md")]
    write(root, "docs/clips/voice.mp3", b"")
    assert [p.code for p in media(root).problems] == ["empty-file"]


def test_a_table_in_an_older_encoding_is_told_how_to_be_saved(tmp_path: Path) -> None:
    files = {"docs/articles/2018/x.md": article("[A table](table.csv)\n")}
    root = small(tmp_path, files)
    write(root, "docs/articles/2018/table.csv", "Größe;2\n".encode("latin-1"))
    [problem] = media(root).problems
    assert (problem.code, "CSV UTF-8" in problem.suggestion) == ("not-utf-8", True)


def test_a_long_recording_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    root, length = small(tmp_path, CLIPS), 64 * 1024 * 1024
    with open(root / "docs/clips/voice.mp3", "r+b") as file:
        file.truncate(length)
    gathered(root)  # what is loaded once is loaded
    tracemalloc.start()
    archive = gathered(root)
    [(path, lying)] = [(path, lying) for path, lying in made(archive).items() if path.endswith(".mp3")]
    assert isinstance(lying, Path)
    entry = Tree(tmp_path / "site", lambda: None).write(path, b"", lying)
    assert (entry[1], tracemalloc.get_traced_memory()[1] < length / 4) == (length, True)
    tracemalloc.stop()


def test_slides_are_read_only_where_they_are_asked_for(tmp_path: Path) -> None:
    files = {"docs/articles/2018/x.md": article('[Slides](a.pdf "slides")\n\n[A file](b.pdf)\n')}
    root = small(tmp_path, files)
    for name in ("a", "b"):
        write(root, f"docs/articles/2018/{name}.pdf", pdf(SLIDE))
    found = media(root)
    assert {*found.decks} == {"docs/articles/2018/a.pdf"}
    assert found.decks["docs/articles/2018/a.pdf"][0].title == "Students as partners"
    assert {"/articles/x/a.pdf", "/articles/x/b.pdf", "/articles/x/a-1.webp"} <= names(root)


def test_a_file_called_slides_is_one_only_where_it_is_a_pdf(tmp_path: Path) -> None:
    files = {"docs/articles/2018/x.md": article('[Slides](a.txt "slides")\n'), "docs/articles/2018/a.txt": "One"}
    found = media(small(tmp_path, files))
    assert (dict(found.decks), found.problems) == ({}, ())


def test_a_clip_has_its_recording_and_its_lines(tmp_path: Path) -> None:
    root = small(tmp_path, CLIPS)
    found = media(root)
    assert [cue.speaker for cue in found.transcripts["docs/clips/q1.vtt"]] == ["Writer One", *["Sample voice A"] * 2]
    assert {"/clips/q1/voice.mp3", "/clips/q1/q1.vtt", "/clips/q2/q2.vtt"} <= names(root)
    assert "/clips/q2/voice.mp3" not in names(root)


def test_what_is_wrong_in_a_file_is_told_once_however_often_it_is_used(tmp_path: Path) -> None:
    files = {
        "docs/articles/2018/x.md": article("![One](a.png)\n\n![Two](a.png)\n"),
        "docs/articles/2018/y.md": article("![Three](a.png)\n"),
        "docs/articles/2018/a.png": "These are words.",
    }
    found = media(small(tmp_path, files)).problems
    assert [(p.code, p.place.path, p.place.line) for p in found] == [("no-picture", "docs/articles/2018/x.md", 7)]


def test_a_portrait_is_square_and_the_same_picture_in_a_text_is_not(tmp_path: Path) -> None:
    fields = "name: Writer One\nimage: {src: desk.png, alt: A desk}\n"
    root = small(tmp_path, {"authors/writer-one.md": f"---\n{fields}---\n![A desk](desk.png)\n"})
    write(root, "authors/desk.png", (root / "docs/articles/2017/desks/desk.png").read_bytes())
    found = media(root)
    assert {*found.portraits} == {"authors/desk.png"}
    assert "authors/desk.png" in found.pictures
    assert found.portraits["authors/desk.png"].width == found.portraits["authors/desk.png"].height


def made(archive: build.Archive) -> dict[str, bytes | Path | None]:
    """Every file of the site, by its path."""
    frames: Any = defaultdict(lambda: split(mark("content")))
    batches = build.files(archive, replace(ENGINE, frames=frames), {})
    return {path: contents for batch in batches for path, _, contents in batch}


def test_every_file_of_the_media_is_among_those_to_publish(tmp_path: Path) -> None:
    archive = gathered(small(tmp_path, CLIPS))
    there = made(archive)
    for address in archive.media.files:
        assert there[addresses.file_of(address)] is not None


def test_the_media_do_not_depend_on_what_was_kept_before(tmp_path: Path) -> None:
    root = everything(tmp_path)
    first, again = media(root), media(root)
    assert first == again
    assert (root / STORE).is_dir()
    for kept in (root / STORE).rglob("*"):
        if kept.is_file():
            kept.write_bytes(b"Something else")
    assert media(root) == first
