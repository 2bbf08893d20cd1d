"""Every case in cases/: a mistake in a copy of sites/small, and exactly what a person is told about it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec import Struct

from article_archive.problems import SEVERITY

from .archives import said, small

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))
# These need bytes, links or sizes that a case can't show: a case holds text. The tests beside them have them.
ON_DISK_ONLY = {
    "test_reading.py": {"unreadable-file", "not-utf-8", "file-too-large", "symbolic-link"},
    "test_frontmatter.py": {"fields-too-long"},
    "test_pictures.py": {
        "broken-picture",
        "huge-picture",
        "large-picture",
        "misnamed-picture",
        "moving-picture",
        "unusual-picture",
    },
    "test_bundle.py": {"unspaced-language"},
    "hostile/test_limits.py": {"folders-too-deep", "too-large-to-judge", "too-many-files", "too-slow"},
    "test_doctor.py": {
        "build-in-git",
        "flat-addresses",
        "half-pinned-program",
        "loosened-policy",
        "other-address",
        "privileged-workflow",
        "remote-host",
        "unknown-program",
        "unpinned-program",
    },
    "engine/test_editors.py": {"blocked-markup", "idle-setting"},
    "test_decks.py": {"broken-slides", "locked-slides", "many-slides", "wordless-slides"},
}
# Words of programmers, which no message may use; "tag" and "HTML" are left, since those who write them know them.
NOT_OUR_WORDS = re.compile(
    r"\b(yaml|pars\w+|tokens?|null|none|schemas?|nodes?|slugs?|scalars?|mappings?|exceptions?)\b", re.IGNORECASE
)
BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<kind>\w+)(?: (?P<path>[^\n]+))?\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)


class Case(Struct, frozen=True):
    """Files to add to a small archive, and the lines that this must give."""

    files: dict[str, str]
    problems: list[str]


def read(path: Path) -> Case:
    blocks = list(BLOCK.finditer(path.read_text(encoding="utf-8")))
    files = {block["path"]: block["text"] for block in blocks if block["path"]}
    (problems,) = (block["text"] for block in blocks if block["kind"] == "problems")
    return Case(files, problems.splitlines())


def told(case: Case) -> list[str]:
    """What is said in a case, without the names of files and what people wrote: all that stands between backticks."""
    return [re.sub(r"`[^`]*`", "", line.partition(": ")[2].rpartition(" [")[0]) for line in case.problems]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_mistake_is_told_as_the_case_says(path: Path, tmp_path: Path) -> None:
    case = read(path)
    assert said(small(tmp_path, case.files)) == case.problems


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_starts_with_the_name_of_its_mistake_and_a_sentence(path: Path) -> None:
    title, empty, sentence, *_ = path.read_text(encoding="utf-8").split("\n")
    assert title.startswith("# ")
    assert not empty
    assert sentence.endswith(".")


def test_the_small_archive_has_no_problems(tmp_path: Path) -> None:
    assert said(small(tmp_path)) == []


def test_there_are_many_cases() -> None:
    assert len(CASES) >= 55


def test_every_code_has_a_case_or_needs_the_disk() -> None:
    shown = {line.rpartition("[")[2].rstrip("]") for path in CASES for line in read(path).problems}
    assert shown == set(SEVERITY) - set().union(*ON_DISK_ONLY.values())


@pytest.mark.parametrize("name", ON_DISK_ONLY)
def test_every_code_that_needs_the_disk_is_tested_elsewhere(name: str) -> None:
    tests = (Path(__file__).parent / name).read_text(encoding="utf-8")
    assert {code for code in ON_DISK_ONLY[name] if f'"{code}"' not in tests} == set()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_no_message_uses_a_programmers_word(path: Path) -> None:
    assert [line for line in told(read(path)) if NOT_OUR_WORDS.search(line)] == []


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_message_is_a_sentence(path: Path) -> None:
    lines = [line.partition(": ")[2].rpartition(" [")[0] for line in read(path).problems]
    assert [line for line in lines if not re.match(r"[A-Z`/]|\S+\.(md|yml) ", line) or not line.endswith((".", "?"))] == []
