"""`archive check` with files, by the real command."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ..archives import article, small, write
from ..engine.conftest import run, tree

TYPO = "docs/articles/2016/typo.md"
WRONG = article("[Lost](lost.md) and [gone](/articles/gone/).\n")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small archive in which two files have mistakes."""
    return small(tmp_path, {TYPO: WRONG, "docs/articles/2016/other.md": article(author="nobody")})


def check(root: Path, *given: str, at: Path | None = None) -> subprocess.CompletedProcess[str]:
    options = [] if at is None else ["-f", str(root / "mkdocs.yml")]
    return run("article_archive.cli", "check", *options, *given, at=at or root)


def test_only_the_named_file_is_spoken_of(root: Path) -> None:
    done = check(root, TYPO)
    assert done.returncode == 1
    assert [line.rpartition("[")[2] for line in done.stderr.splitlines()[:2]] == ["missing-page]", "dead-link]"]
    told = "What a code means: `archive explain missing-page`, or https://archive.example.org/messages/missing-page/"
    assert done.stderr.splitlines()[2:] == ["", told, "", "1 error, 1 warning."]
    assert done.stdout == ""


def test_a_sound_file_passes_whatever_the_others_are(root: Path) -> None:
    done = check(root, "docs/articles/2016/first-words.md")
    assert (done.returncode, done.stderr) == (0, "No problems.\n")


def test_a_folder_stands_for_all_that_lies_in_it(root: Path) -> None:
    assert "other.md:" in check(root, "docs/articles").stderr


def test_files_are_found_from_any_folder(root: Path, tmp_path: Path) -> None:
    assert check(root, f"archive/{TYPO}", at=tmp_path).returncode == 1
    assert check(root, str(root / TYPO), at=tmp_path).returncode == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("docs/articles/2016/nowhere.md", "There is no file docs/articles/2016/nowhere.md."),
        ("/etc/hosts", "/etc/hosts is not in this archive, whose folder is "),
        ("../elsewhere.md", "../elsewhere.md is not in this archive"),
    ],
)
def test_a_file_that_is_not_there_gets_a_sentence_and_fails(root: Path, given: str, words: str) -> None:
    done = check(root, given, "docs/articles/2016/first-words.md")
    assert done.returncode == 1
    assert words in done.stderr


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("docs/about.md", "docs/about.md is a page of the editors'"),
        ("docs/articles/2017/desks/desk.png", "lies beside the content"),
        ("mkdocs.yml", "mkdocs.yml is no content file"),
    ],
)
def test_another_file_of_the_archive_gets_a_sentence(root: Path, given: str, words: str) -> None:
    done = check(root, given)
    assert done.returncode == 0
    assert words in done.stderr


def test_a_file_with_an_unsafe_name_is_judged_by_its_name(root: Path) -> None:
    write(root, "docs/articles/2016/Two words.md", article())
    done = check(root, "docs/articles/2016/Two words.md")
    assert done.returncode == 1
    assert "[unsafe-name]" in done.stderr


def test_a_link_is_refused_and_not_followed(root: Path, tmp_path: Path) -> None:
    secret = write(tmp_path, "secret.md", article("Secret.\n", author="nobody"))
    (root / "docs/articles/2016/link.md").symlink_to(secret)
    done = check(root, "docs/articles/2016/link.md")
    assert "[symbolic-link]" in done.stderr
    assert "nobody" not in done.stderr


def test_mkdocs_is_not_loaded_for_files(root: Path) -> None:
    code = "import sys; from article_archive.cli import main\ntry: main()\nexcept SystemExit: print(*sorted(sys.modules))"
    command = [sys.executable, "-c", code, "check", "docs/articles/2016/first-words.md"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=120)
    assert not {"mkdocs", "markdown", "PIL"} & set(done.stdout.split())


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
@pytest.mark.parametrize("given", [(), (TYPO, "docs/articles/2016/other.md")])
def test_other_programs_are_told_the_same_of_files_and_of_the_whole(root: Path, form: str, given: tuple[str, ...]) -> None:
    (root.parent / ".git").mkdir()
    done = check(root, *given, "--format", form)
    assert done.returncode == 1
    assert "2 errors, 1 warning." in done.stderr
    if form == "github":
        assert [line.partition(",")[0] for line in done.stdout.splitlines()] == [
            "::error file=archive/docs/articles/2016/other.md",
            f"::error file=archive/{TYPO}",
            f"::warning file=archive/{TYPO}",
        ]
    else:
        assert done.stdout.count("archive/docs/articles/2016/other.md") == 1
        assert json.loads(done.stdout)


def test_a_file_beside_a_named_one_is_looked_at_each_time(root: Path) -> None:
    path = "docs/articles/2016/handout.md"
    write(root, path, article("[The plan](plan.pdf)\n"))
    for words, code in (("%PDF-1.7", 0), ("<html>..", 1), ("%PDF-1.6", 0)):
        write(root, "docs/articles/2016/plan.pdf", words)
        done = check(root, path)
        assert (done.returncode, "[misnamed-file]" in done.stderr) == (code, bool(code))


def test_strict_takes_warnings_for_errors(root: Path) -> None:
    write(root, TYPO, article("[gone](/articles/gone/)\n"))
    assert check(root, TYPO).returncode == 0
    assert check(root, TYPO, "--strict").returncode == 1


def test_settings_that_only_mkdocs_can_read_are_read_by_it(root: Path) -> None:
    settings = (root / "mkdocs.yml").read_text()
    write(root, "mkdocs.yml", settings.replace("site_url: https://archive.example.org/", "site_url: !ENV [NOWHERE, '']"))
    done = check(root, "docs/articles/2016/first-words.md")
    assert (done.returncode, done.stderr) == (0, "No problems.\n")


def test_a_page_of_the_editors_and_a_file_of_theirs_can_be_linked_to(root: Path) -> None:
    write(root, "docs/files/plan.pdf", "%PDF-")
    body = "[About](../../about.md), [the same](/about/), [the plan](/files/plan.pdf), [home](/), [years](/archive/2016/).\n"
    write(root, TYPO, article(body))
    assert check(root, TYPO).stderr == "No problems.\n"


def test_nothing_but_the_cache_is_written(root: Path) -> None:
    before = tree(root)
    check(root, TYPO)
    shutil.rmtree(root / ".cache")
    assert tree(root) == before


def test_unreadable_settings_are_said_in_a_sentence(root: Path) -> None:
    write(root, "mkdocs.yml", "site_name: [\n")
    done = check(root, TYPO)
    assert done.returncode == 1
    assert "mkdocs.yml can't be read" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_name_that_is_no_text_gets_a_sentence(root: Path) -> None:
    (root / "docs/articles/2016").joinpath("nul-\n.md").write_text(article())
    assert "[unsafe-name]" in check(root, "docs/articles/2016").stderr
