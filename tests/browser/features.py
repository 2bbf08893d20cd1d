"""tests/sites/features with what is made for it: pictures, sounds, slides, the shortest and the longest article."""

from __future__ import annotations

import shutil
import wave
from pathlib import Path

from PIL import Image

from ..archives import MP4, article, write
from ..test_decks import pdf, words

FEATURES = Path(__file__).parent.parent / "sites" / "features"
SHORT = "Five words are enough here.\n"
LONG_WORDS = 40_000
SENTENCE = "These eight words are repeated until it ends. "


def features(folder: Path) -> Path:
    """A copy of tests/sites/features in `folder`, complete with its files."""
    root = folder / "features"
    shutil.copytree(FEATURES, root)
    write(root, "docs/articles/2025/five-words.md", article(SHORT, title="Five words", date="2025-03-01"))
    write(root, "docs/articles/2025/many-words.md", article(long_text(), title="Many words", date="2025-02-01"))
    _files(root / "docs" / "articles" / "2026" / "everything")
    _picture(root / "authors" / "writer-one.png", 300, 300)
    for name in ("first-voice", "second-voice"):
        _silence(root / "docs" / "clips" / f"{name}.wav", 30)
    write(root, "docs/clips/moving.mp4", MP4)
    return root


def long_text() -> str:
    """An article of 40,000 words in sections of a thousand."""
    sections = range(1, LONG_WORDS // 1000 + 1)
    return "\n".join(f"## Section {number}\n\n" + (SENTENCE * 25 + "\n\n") * 5 for number in sections)


def _files(folder: Path) -> None:
    _picture(folder / "desk.png", 1600, 900)
    _picture(folder / "wide.png", 1200, 400)
    _picture(folder / "tall.png", 300, 900)
    slides = (words((40, f"Slide {number}"), (18, "A line"), (18, "Another line")) for number in (1, 2, 3))
    (folder / "slides.pdf").write_bytes(pdf(*slides))
    (folder / "sheet.pdf").write_bytes(pdf(words((40, "A sheet"))))
    (folder / "table.csv").write_text("one,two\n", encoding="utf-8")


def _picture(path: Path, width: int, height: int) -> None:
    Image.new("RGB", (width, height), (120, 120, 120)).save(path)


def _silence(path: Path, seconds: int) -> None:
    """A sound in which nothing is heard: 8,000 samples a second, one byte each."""
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * 8000 * seconds)
