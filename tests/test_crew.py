from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from msgspec import Struct

from article_archive.crew import Begun, Shared, both
from article_archive.dates import NoDate


class Pile(Struct):
    words: tuple[str, ...]


def failing(reason: BaseException) -> Callable[[], NoReturn]:
    def work() -> NoReturn:
        raise reason

    return work


def test_both_results_come_back_in_their_order() -> None:
    assert both(lambda: 1, lambda: 2, int) == (1, 2)


def test_results_of_our_own_types_come_back_whole() -> None:
    one, other = Pile(("a", "ü", "")), Pile(tuple(str(n) for n in range(100_000)))
    assert both(lambda: one, lambda: other, Pile) == (one, other)


def test_an_exception_of_the_first_is_raised() -> None:
    with pytest.raises(NoDate, match="first"):
        both(failing(NoDate("first")), lambda: 2, int)


def test_an_exception_of_the_second_is_raised() -> None:
    with pytest.raises(NoDate, match="second"):
        both(lambda: 1, failing(NoDate("second")), int)


def test_the_exception_of_the_first_goes_before_that_of_the_second() -> None:
    with pytest.raises(NoDate, match="first"):
        both(failing(NoDate("first")), failing(NoDate("second")), int)


def test_an_error_of_the_disk_keeps_its_words() -> None:
    with pytest.raises(FileNotFoundError) as raised:
        both(lambda: 1, lambda: len(Path("/nowhere/at/all").read_bytes()), int)
    assert raised.value.strerror == "No such file or directory"
    assert raised.value.filename == "/nowhere/at/all"


def test_a_keyboard_interrupt_of_either_is_raised() -> None:
    with pytest.raises(KeyboardInterrupt):
        both(failing(KeyboardInterrupt()), lambda: 2, int)
    with pytest.raises(KeyboardInterrupt):
        both(lambda: 1, failing(KeyboardInterrupt()), int)


def test_what_the_second_does_not_say_is_an_error_and_no_hang() -> None:
    def untold() -> int:
        raise NoDate(threading.Lock())  # can't be carried between processes

    with pytest.raises((RuntimeError, NoDate)):
        both(lambda: 1, untold, int)


def test_no_process_is_left_over(monkeypatch: pytest.MonkeyPatch) -> None:
    fork, made = os.fork, []

    def noted() -> int:
        made.append(fork())
        return made[-1]

    monkeypatch.setattr(os, "fork", noted)
    both(lambda: 1, lambda: 2, int)
    with pytest.raises(NoDate):
        both(failing(NoDate("first")), lambda: 2, int)
    for helper in made:
        with pytest.raises(ChildProcessError):
            os.waitpid(helper, os.WNOHANG)


def test_beside_other_threads_both_run_in_this_process() -> None:
    done = threading.Event()
    waiting = threading.Thread(target=done.wait)
    waiting.start()
    try:
        where = both(os.getpid, os.getpid, int)
    finally:
        done.set()
        waiting.join()
    assert where == (os.getpid(), os.getpid())


def test_beside_other_threads_exceptions_are_raised_too() -> None:
    done = threading.Event()
    waiting = threading.Thread(target=done.wait)
    waiting.start()
    try:
        with pytest.raises(NoDate, match="second"):
            both(lambda: 1, failing(NoDate("second")), int)
    finally:
        done.set()
        waiting.join()


@pytest.mark.parametrize("count", [0, 1, 15, 16, 17, 5_000, 100_000])
def test_what_is_shared_is_given_once_to_one_of_both(count: int) -> None:
    shared = Shared(range(count))
    one, other = both(lambda: list(shared), lambda: list(shared), list[int])
    assert sorted(one + other) == list(range(count))


def test_alone_one_takes_all_in_order() -> None:
    shared = Shared(range(100))
    assert (list(shared), list(shared)) == (list(range(100)), [])


def test_work_that_was_begun_is_done_once_and_fetched_once(tmp_path: Path) -> None:
    def work() -> str:
        with (tmp_path / "done").open("a") as done:
            done.write("once")
        return "result"

    with Begun(work, str) as begun:
        assert begun.result() == "result"
        with pytest.raises(RuntimeError, match="before"):
            begun.result()
    assert (tmp_path / "done").read_text() == "once"


def test_work_that_nobody_fetched_is_ended_and_not_done_again() -> None:
    with Begun(lambda: time.sleep(600), type(None)) as begun:
        pass
    with pytest.raises(RuntimeError, match="before"):
        begun.result()


def test_what_is_not_long_is_done_here_when_it_is_fetched() -> None:
    with Begun(os.getpid, int, is_long=False) as begun:
        assert not begun.is_begun()
        assert begun.result() == os.getpid()


def test_an_exception_of_work_that_was_begun_is_raised_where_it_is_fetched() -> None:
    with Begun(failing(ValueError("not today")), int) as begun, pytest.raises(ValueError, match="not today"):
        begun.result()
