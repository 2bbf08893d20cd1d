"""A warning is said in full once: by the real commands, and as laws over any problems."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from article_archive.checking.repeats import MOST, counted, known, remember, telling
from article_archive.model import Place
from article_archive.problems import SEVERITY, Problem, in_order
from article_archive.store import Store

from ..archives import small, write
from ..engine.conftest import article, build, run
from ..preview.studios import Desk

VAGUE = "See [here](/articles/first-words/).\n"
HERE = "docs/articles/2016/here.md"
QUICK = ("--no-search", "--no-cards")

few = st.lists(
    st.builds(
        Problem,
        st.sampled_from(sorted(SEVERITY)),
        st.builds(Place, st.sampled_from(["a.md", "b.md"]), st.integers(1, 60), st.integers(1, 3)),
        st.sampled_from(["One.", "Two."]),
    ),
    max_size=90,
).map(in_order)


@given(few, few)
def test_each_problem_is_said_or_counted_once_and_errors_are_always_said(before: list[Problem], now: list[Problem]) -> None:
    told = telling(now, telling(before, frozenset()).marks)
    assert in_order((*told.in_full, *told.beyond, *told.before)) == now
    assert len(told.in_full) + len(told.beyond) + len(told.before) == len(now)
    assert {p for p in now if p.severity == "error"} <= {*told.in_full}


@given(few)
def test_what_was_said_is_counted_wherever_it_has_moved(found: list[Problem]) -> None:
    moved = [replace(p, place=Place(p.place.path, p.place.line + 7, p.place.column)) for p in found]
    told = telling(moved, telling(found, frozenset()).marks)
    assert {*told.in_full} == {p for p in moved if p.severity == "error"}
    assert told.beyond == ()


@given(few)
def test_no_more_than_so_many_of_a_code_are_said_at_once(found: list[Problem]) -> None:
    told = telling(found, frozenset())
    of_code = {code: sum(p.code == code for p in told.in_full) for code in SEVERITY if SEVERITY[code] != "error"}
    assert max(of_code.values()) <= MOST
    assert all(of_code[p.code] == MOST for p in told.beyond)


def test_where_a_file_has_one_more_of_a_kind_all_of_them_are_said() -> None:
    two = [Problem("vague-link", Place("a.md", line), "One.") for line in (3, 9)]
    assert telling(two, telling(two[:1], frozenset()).marks).in_full == tuple(two)
    assert telling(two[:1], telling(two, frozenset()).marks).in_full == ()


def test_the_rest_is_counted_by_code_with_the_command_that_lists_it() -> None:
    many = [Problem("vague-link", Place("a.md", line), f"{line}") for line in range(1, 1291)]
    long = [Problem("long-paragraph", Place("b.md", line), f"{line}") for line in range(1, 11)]
    first = telling([*many, *long], frozenset())
    assert [*counted(first)] == ["1,270 warnings more: 1,270 vague-link. All of them: `archive check`."]
    second = telling([*many, *long, *(replace(p, message="New.") for p in many[:21])], first.marks)
    assert [*counted(second)] == [
        "1 warning more: 1 vague-link.",
        "1,290 warnings, 10 remarks as before: 1,290 vague-link, 10 long-paragraph. All of them: `archive check`.",
    ]
    assert [*counted(telling([], first.marks))] == []


def test_what_is_kept_is_what_was_said_and_is_not_believed_from_another_hand(tmp_path: Path) -> None:
    store = Store(tmp_path / ".cache" / "archive")
    found = telling([Problem("vague-link", Place("\udcff.md"), "One.")], frozenset()).marks
    remember(found, frozenset(), store)
    assert known(store) == found
    (file,) = (path for path in (tmp_path / ".cache").rglob("*") if path.is_file())
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    assert known(store) == frozenset()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path, {HERE: article("Here", VAGUE)})


def lines(said: str) -> list[str]:
    """The problems that are said in full, as their codes with lines."""
    return [f"{code} {line}" for line, code in re.findall(r"^[^:\n]+:(\d+):\d+: .* \[([a-z-]+)\]$", said, re.MULTILINE)]


@pytest.mark.parametrize("engine", ["article_archive.cli", "mkdocs"])
def test_a_build_says_a_warning_once_and_then_counts_it(root: Path, engine: str) -> None:
    first = run(engine, "build", at=root)
    assert (first.returncode, lines(first.stderr)) == (0, ["vague-link 7"])
    assert "as before" not in first.stderr
    assert "`archive explain vague-link`" in first.stderr
    again = run(engine, "build", at=root)
    assert lines(again.stderr) == []
    assert "1 warning as before: 1 vague-link. All of them: `archive check`." in again.stderr
    assert "(1 warning)" in again.stderr
    write(root, HERE, article("Here", f"More words.\n\n{VAGUE}"))
    write(root, "docs/articles/2016/there.md", article("There", VAGUE))
    third = run(engine, "build", at=root)
    assert lines(third.stderr) == ["vague-link 7"]
    assert "there.md:7:" in third.stderr
    assert "1 warning as before" in third.stderr
    assert "(2 warnings)" in third.stderr


def test_what_was_mended_and_comes_back_is_new(root: Path) -> None:
    build(root, *QUICK)
    write(root, HERE, article("Here"))
    assert "as before" not in build(root, *QUICK).stderr
    write(root, HERE, article("Here", VAGUE))
    assert lines(build(root, *QUICK).stderr) == ["vague-link 7"]


def test_a_build_that_fails_says_its_errors_again_and_marks_nothing_as_said(root: Path) -> None:
    write(root, "docs/articles/2016/broken.md", article("Broken", authors="[nobody-here]"))
    for _ in range(2):
        failed = build(root, *QUICK)
        assert (failed.returncode, lines(failed.stderr)) == (1, ["unknown-author 4", "vague-link 7"])
    write(root, "docs/articles/2016/broken.md", article("Broken"))
    assert lines(build(root, *QUICK).stderr) == ["vague-link 7"]
    write(root, "docs/articles/2016/broken.md", article("Broken", authors="[nobody-here]"))
    failed = build(root, *QUICK)
    assert lines(failed.stderr) == ["unknown-author 4"]
    assert "1 warning as before" in failed.stderr


def test_strict_says_all_that_stops_it(root: Path) -> None:
    build(root, *QUICK)
    strict = build(root, *QUICK, "--strict")
    assert (strict.returncode, lines(strict.stderr)) == (1, ["vague-link 7"])
    assert "as before" not in strict.stderr


def test_a_first_build_is_bounded_and_a_check_and_reports_are_not(root: Path) -> None:
    for n in range(29):  # of one file, no more than twenty are noted at all
        write(root, f"docs/articles/2016/there-{n}.md", article("There", VAGUE))
    first = build(root, *QUICK)
    assert len(lines(first.stderr)) == MOST
    assert f"{30 - MOST} warnings more: {30 - MOST} vague-link. All of them: `archive check`." in first.stderr
    assert "30 warnings as before" in build(root, *QUICK).stderr
    shutil.rmtree(root / ".cache")
    assert len(lines(build(root, *QUICK).stderr)) == MOST
    check = run("article_archive.cli", "check", at=root)
    assert len(lines(check.stderr)) == 30
    reported = run("article_archive.cli", "check", "--format", "github", at=root)
    assert reported.stdout.count("title=vague-link") == 30


def test_the_preview_says_what_is_new_since_the_round_before(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path)
    write(desk.root, HERE, article("Here", VAGUE))
    desk.rounds.begin()
    assert lines(capfd.readouterr().err) == ["vague-link 7"]
    write(desk.root, "docs/articles/2016/there.md", article("There", VAGUE, authors="[nobody-here]"))
    desk.rounds.round()
    said = capfd.readouterr().err
    assert lines(said) == ["unknown-author 4", "vague-link 7"]
    assert "1 warning as before" in said
    write(desk.root, "docs/articles/2016/there.md", article("There", VAGUE))
    desk.rounds.round()
    said = capfd.readouterr().err
    assert lines(said) == []
    assert "2 warnings as before" in said
    assert len(desk.remarks()) == 2
