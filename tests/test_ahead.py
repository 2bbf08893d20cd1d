from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from article_archive import ahead


def descriptors() -> int:
    """How many files this process has open."""
    return len(os.listdir("/dev/fd"))


def read(opened: Iterator[int | OSError]) -> Iterator[str]:
    for descriptor in opened:
        if isinstance(descriptor, OSError):
            yield type(descriptor).__name__
        else:
            yield os.read(descriptor, 100).decode()
            os.close(descriptor)


@pytest.mark.parametrize("number", [0, 1, ahead.FEW, ahead.FEW + 1, 3 * ahead.FEW])
def test_each_file_is_opened_once_in_its_turn(number: int, tmp_path: Path) -> None:
    before, names = descriptors(), [str(tmp_path / str(n)) for n in range(number)]
    for name in names:
        Path(name).write_text(name, "utf-8")
    assert [*read(ahead.opened(names, os.O_RDONLY))] == names
    assert descriptors() == before


def test_what_cannot_be_opened_is_told_in_its_turn(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("there", "utf-8")
    names = [str(tmp_path / name) for name in ("missing", "there", "there/below")]
    assert [*read(ahead.opened(names, os.O_RDONLY))] == ["FileNotFoundError", "there", "NotADirectoryError"]


def test_files_are_open_before_they_are_asked_for_and_no_more_than_a_few(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("words", "utf-8")
    asked: list[str] = []

    def names() -> Iterator[str]:
        for number in range(10 * ahead.FEW):
            asked.append(str(number))
            yield str(tmp_path / "file")

    opened = read(ahead.opened(names(), os.O_RDONLY))
    next(opened)
    assert len(asked) == ahead.FEW + 1
    next(opened)
    assert len(asked) == ahead.FEW + 2


def test_whoever_leaves_off_leaves_no_file_open(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("words", "utf-8")
    before = descriptors()
    opened = ahead.opened([str(tmp_path / "file")] * 100, os.O_RDONLY)
    first = next(opened)
    assert isinstance(first, int)
    os.close(first)
    opened.close()
    assert descriptors() == before


def test_a_pipe_brings_nothing_and_stops_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (descriptor,) = ahead.opened([str(tmp_path / "pipe")], os.O_RDONLY | os.O_NONBLOCK)
    assert isinstance(descriptor, int)
    os.close(descriptor)
