from __future__ import annotations

import io

import pytest

from article_archive import progress
from article_archive.crew import both
from article_archive.progress import Progress, bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(progress, "PAUSE", 0.0)
    monkeypatch.setattr(progress, "EACH", 1)


def test_a_terminal_shows_a_bar_that_is_drawn_anew() -> None:
    stream = Terminal()
    counted = Progress("Pictures", 2, stream)
    counted.begin()
    counted.step(0)
    counted.step(1)
    assert stream.getvalue() == f"\r{bar('Pictures', 1, 2)}\x1b[K\r{bar('Pictures', 2, 2)}\x1b[K\n"


def test_elsewhere_one_line_says_that_it_goes_on_and_one_that_it_is_done() -> None:
    stream = io.StringIO()
    counted = Progress("Pictures", 2000, stream)
    counted.begin()
    for _ in range(1000):
        counted.step(0)
        counted.step(1)
    assert stream.getvalue() == "Pictures: 1 of 2,000.\nPictures: 2,000 of 2,000.\n"


def test_more_than_was_meant_is_never_a_part_of_less() -> None:
    stream = io.StringIO()
    counted = Progress("Pages", 1, stream)
    counted.begin()
    counted.reach(3)
    counted.reach(7)
    counted.end()
    assert stream.getvalue() == "Pages: 3 of 3.\nPages: 7 of 7.\n"


def test_nothing_is_said_where_nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    counted = Progress("Pictures", 1, stream)
    counted.step(0)
    assert stream.getvalue() == ""
    monkeypatch.setattr(progress, "PATIENCE", 1000.0)
    counted = Progress("Pictures", 1, stream)
    counted.begin()
    counted.step(0)
    assert stream.getvalue() == ""


def test_both_processes_are_counted() -> None:
    counted = Progress("Pictures", 300, None)

    def half(number: int, times: int) -> int:
        for _ in range(times):
            counted.step(number)
        return times

    assert both(lambda: half(0, 100), lambda: half(1, 200), int) == (100, 200)
    stream = io.StringIO()
    counted.stream, counted.total = stream, 301
    counted.begin()
    counted.step(0)
    assert stream.getvalue() == "Pictures: 301 of 301.\n"


def test_a_bar_fills_from_the_left() -> None:
    assert bar("Pictures", 0, 10) == f"Pictures [{'.' * 30}] 0 of 10"
    assert bar("Pictures", 5, 10) == f"Pictures [{'#' * 15}{'.' * 15}] 5 of 10"
