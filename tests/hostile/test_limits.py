"""What is made to be slow or large is refused by its name, and the build goes on to its end."""

from __future__ import annotations

import io
import os
import resource
import signal
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from article_archive import crew
from article_archive.crew import MOST_ROOM, MOST_SECONDS, guarded
from article_archive.frontmatter import MOST_CHARACTERS, Parsed, parse
from article_archive.judging import hearing
from article_archive.judging.hearing import LARGE
from article_archive.lines import line
from article_archive.media import MOST_BYTES as MOST_BYTES_OF_MEDIA
from article_archive.model import SourceFile
from article_archive.problems import Problem
from article_archive.reading import DEEPEST, MOST_BYTES
from article_archive.transcripts import transcript

from ..archives import article, gathered, judged_settings, small, write
from ..engine.conftest import build
from ..test_decks import pdf, words
from .slow import FIELDS, LINES, SLOW_FIELDS, TEXTS, TRANSCRIPTS


def within_limits(work: Callable[[], object]) -> str:
    """ "done", or what the work took too much of: half of what one article may take."""
    helper = os.fork()
    if helper == 0:
        status = 1
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
            work()
            status = 0
        finally:
            os._exit(status)
    _, status, used = os.wait4(helper, 0)
    if os.WIFSIGNALED(status):
        return f"ended by {signal.Signals(os.WTERMSIG(status)).name}"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return "done" if status == 0 and (used.ru_maxrss - before) * 1024 < MOST_ROOM else f"{status}, {used.ru_maxrss:,} KiB"


@pytest.fixture(autouse=True, scope="module")
def alone() -> None:
    """Beside other threads no work is guarded, and what never ends would never end."""
    assert [thread.name for thread in threading.enumerate()] == [threading.main_thread().name]


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_takes_long_or_much_room(name: str, tmp_path: Path) -> None:
    root = small(tmp_path, {"docs/articles/2020/slow.md": article(TEXTS[name](), kind="interview")})
    assert (root / "docs/articles/2020/slow.md").stat().st_size <= MOST_BYTES
    assert within_limits(lambda: gathered(root)) == "done"


@pytest.mark.parametrize("name", SLOW_FIELDS)
def test_no_field_takes_long_or_much_room(name: str, tmp_path: Path) -> None:
    text = f"---\n{SLOW_FIELDS[name]()}\n---\nWords.\n"
    assert len(text) < MOST_CHARACTERS + 100
    root = small(tmp_path, {"docs/articles/2020/slow.md": text})
    assert within_limits(lambda: gathered(root)) == "done"


@pytest.mark.parametrize("name", LINES)
def test_no_line_takes_long(name: str) -> None:
    assert within_limits(lambda: line(LINES[name]())) == "done"


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_no_transcript_takes_long_or_much_room(name: str) -> None:
    assert within_limits(lambda: transcript(TRANSCRIPTS[name](), "a.vtt")) == "done"


def test_there_are_many_slow_inputs() -> None:
    assert len(TEXTS) + len(SLOW_FIELDS) + len(LINES) + len(TRANSCRIPTS) + len(PICTURES) >= 40
    assert LARGE < FIELDS * 4


def bomb(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that says it is so large, and holds this."""

    def chunk(kind: bytes, held: bytes) -> bytes:
        return len(held).to_bytes(4, "big") + kind + held + zlib.crc32(kind + held).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 6, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def saved(image: Image.Image, kind: str, **more: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **more)
    return file.getvalue()


def scans(count: int) -> bytes:
    whole = saved(Image.new("RGB", (2000, 2000)), "JPEG", progressive=True)
    start = whole.rindex(b"\xff\xda")
    return whole[:start] + whole[start:-2] * count + whole[-2:]


PICTURES: Mapping[str, Callable[[], tuple[str, bytes]]] = {
    "a PNG of four thousand million pixels": lambda: ("a.png", bomb(65_535, 65_535)),
    "a PNG that unpacks to much": lambda: ("a.png", bomb(9_000, 9_000, zlib.compress(bytes(36_001 * 9_000), 9))),
    "a PNG whose text unpacks to much": lambda: ("a.png", _with_text(zlib.compress(bytes(300_000_000), 9))),
    "a JPEG of many scans": lambda: ("a.jpg", scans(99)),
    "a JPEG of very many scans": lambda: ("a.jpg", scans(5_000)),
    "a large GIF of many pictures": lambda: ("a.gif", _moving("GIF")),
    "a WebP of many pictures": lambda: ("a.webp", _moving("WEBP")),
    "a WebP as large as it can be": lambda: ("a.webp", saved(Image.new("RGB", (9_990, 9_990)), "WEBP", lossless=True, method=0)),
    "a picture of one line": lambda: ("a.png", saved(Image.new("L", (10_000_000, 1)), "PNG")),
    "slides of many pages": lambda: ("a.pdf", pdf(*[words((40, "A slide"))] * 100)),
    "a slide of very many words": lambda: ("a.pdf", pdf(words(*[(1, "A " * 2_000)] * 500))),
}


def _with_text(packed: bytes) -> bytes:
    whole, held = bomb(1, 1, zlib.compress(bytes(5))), b"Comment\0\0" + packed
    chunk = len(held).to_bytes(4, "big") + b"zTXt" + held + zlib.crc32(b"zTXt" + held).to_bytes(4, "big")
    return whole[:33] + chunk + whole[33:]


def _moving(kind: str) -> bytes:
    pictures = [Image.new("RGB", (1_000, 1_000), (n, 0, 0)) for n in range(12)]
    return saved(pictures[0], kind, save_all=True, append_images=pictures[1:])


@pytest.mark.parametrize("name", PICTURES)
def test_no_picture_or_slide_takes_long_or_much_room(name: str, tmp_path: Path) -> None:
    file, data = PICTURES[name]()
    written = f'[Slides]({file} "slides")' if file.endswith("pdf") else f"![A desk]({file})"
    root = small(tmp_path, {"docs/articles/2020/slow/index.md": article(f"{written}\n")})
    write(root, f"docs/articles/2020/slow/{file}", data)
    found = gathered(root)
    told = {problem.code for problem in found.problems if problem.place.path == "docs/articles/2020/slow/index.md"}
    assert told or found.media.pictures or found.media.decks


# What is done where something takes too much: the limits themselves.


def test_work_that_ends_in_time_gives_its_result() -> None:
    assert guarded(lambda: [1, 2], list[int]) == [1, 2]


def test_an_exception_of_guarded_work_is_raised() -> None:
    def work() -> int:
        raise ValueError("the work's own")

    with pytest.raises(ValueError, match="the work's own"):
        guarded(work, int)


def forever() -> int:
    while True:
        pass


def test_work_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "MOST_SECONDS", 1)
    assert guarded(forever, int) == "time"
    assert guarded(lambda: sum(range(60_000_000_000)), int) == "time"


def test_work_that_takes_too_much_room_is_ended() -> None:
    assert guarded(lambda: len(bytearray(600 * 1024 * 1024)), int) == "room"
    assert guarded(lambda: len(bytearray(100 * 1024 * 1024)), int) == 100 * 1024 * 1024


def test_a_process_that_dies_takes_nothing_with_it() -> None:
    def dying() -> int:
        os.kill(os.getpid(), signal.SIGSYS)
        return 1

    assert guarded(dying, int) == "room"


def test_time_that_others_take_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "MOST_SECONDS", 1)

    def sleeping() -> int:
        time.sleep(1.5)
        return 1

    assert guarded(sleeping, int) == 1


@pytest.mark.parametrize(("taking", "code"), [(forever, "too-slow"), (lambda: bytearray(2**30), "too-large-to-judge")])
def test_an_article_that_takes_too_much_is_told_by_name(
    taking: Callable[[], object], code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(source: SourceFile) -> Parsed | Problem:
        if "slow" in source.path:
            taking()
        return parse(source)

    monkeypatch.setattr(crew, "MOST_SECONDS", 1)
    monkeypatch.setattr(hearing, "parse", slowly)
    found = gathered(small(tmp_path, {"docs/articles/2020/slow.md": article("Words. " * 10_000)}))
    assert [(p.code, p.place.path) for p in found.problems] == [(code, "docs/articles/2020/slow.md")]
    assert {a.slug for a in found.catalogue.articles} >= {"first-words", "second-words"}


def test_a_file_beside_an_article_has_a_largest_size(tmp_path: Path) -> None:
    root = small(tmp_path, {"docs/articles/2020/a.md": article("![A desk](desk.png) [It](film.mp4)\n")})
    for name in ("desk.png", "film.mp4"):
        with open(root / "docs/articles/2020" / name, "wb") as file:
            file.truncate(MOST_BYTES_OF_MEDIA + 1)
    found = gathered(root)
    assert [(p.code, p.place.line) for p in found.problems] == [("file-too-large", 7)] * 2
    assert "docs/articles/2020/film.mp4" not in found.media.files.values()


def test_folders_have_a_greatest_depth(tmp_path: Path) -> None:
    root = small(tmp_path)
    deep = "docs/articles/" + "/".join(["x"] * DEEPEST)
    write(root, f"{deep}/a.md", article())
    assert [(p.code, p.place.path) for p in gathered(root).problems] == [("folders-too-deep", "docs/articles/x/x")]


def test_very_deep_folders_stop_a_build_in_words(tmp_path: Path) -> None:
    root = small(tmp_path)
    write(root, f"docs/{'x/' * 100}a.md", "# A page\n")
    done = build(root, "--no-search", "--no-cards")
    assert done.returncode == 1
    assert "[folders-too-deep]" in done.stderr
    assert "Traceback" not in done.stderr


def test_there_is_a_greatest_number_of_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("article_archive.reading.MOST_FILES", 8)
    root = small(tmp_path, {f"docs/clips/{n}.txt": "x" for n in range(9)})
    assert [(p.code, p.place.path) for p in gathered(root).problems if p.code == "too-many-files"][:1] == [
        ("too-many-files", "docs/articles")
    ]
    assert judged_settings(root)[1] == []
