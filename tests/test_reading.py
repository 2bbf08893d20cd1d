from __future__ import annotations

import os
import unicodedata
from functools import partial
from pathlib import Path

import pytest

from article_archive.crew import Begun
from article_archive.model import SourceFile
from article_archive.problems import Problem, as_text
from article_archive.reading import LONGEST_NAME, MOST_BYTES, Entry, Found, contents, folders, look, read

from .archives import said, small, write

FOLDERS = folders({"topics": None})
ARTICLE = Entry("docs/articles/typo.md", "article", "typo")


NOTHING = Found((), frozenset(), (), {}, FOLDERS)


def found_in(root: Path) -> Found:
    return look(root, FOLDERS)


def test_what_another_process_finds_is_the_same(tmp_path: Path) -> None:
    root = small(tmp_path)
    write(root, "docs/articles/2016/plan \u2013 two.pdf", "%PDF")
    write(root, "docs/articles/2016/no good name!.md", "x")
    with Begun(partial(look, root, FOLDERS), Found) as looking:
        assert looking.result() == found_in(root)


def codes(found: Found) -> list[tuple[str, str]]:
    return [(p.code, p.place.path) for p in found.problems]


def text_of(root: Path, data: bytes) -> SourceFile | Problem:
    write(root, ARTICLE.path, data)
    return read(root, ARTICLE)


def problem_of(root: Path, data: bytes) -> Problem:
    problem = text_of(root, data)
    assert isinstance(problem, Problem)
    return problem


def test_each_file_stands_on_the_shelf_of_its_folder(tmp_path: Path) -> None:
    for path in ("authors/a.md", "docs/topics/t.md", "docs/series/s.md", "docs/articles/2016/x.md", "docs/clips/c.md"):
        write(tmp_path, path, "x")
    assert [(e.path, e.shelf, e.name, e.facet) for e in found_in(tmp_path).entries] == [
        ("authors/a.md", "author", "a", ""),
        ("docs/topics/t.md", "term", "t", "topics"),
        ("docs/series/s.md", "series", "s", ""),
        ("docs/articles/2016/x.md", "article", "x", ""),
        ("docs/clips/c.md", "clip", "c", ""),
    ]


def test_a_folder_article_has_its_folders_name_and_its_files_stand_beside(tmp_path: Path) -> None:
    write(tmp_path, "docs/articles/2016/desks/index.md", "x")
    write(tmp_path, "docs/articles/2016/desks/desk.png", b"\x89PNG")
    found = found_in(tmp_path)
    assert [e.name for e in found.entries] == ["desks"]
    assert found.beside == {"docs/articles/2016/desks/desk.png"}


def test_folders_that_are_not_there_are_no_problem(tmp_path: Path) -> None:
    assert found_in(tmp_path) == NOTHING


def test_files_come_in_order_of_their_paths_whatever_the_disk_says(tmp_path: Path) -> None:
    for name in ("c", "a", "b"):
        write(tmp_path, f"docs/articles/{name}.md", "x")
    assert [e.name for e in found_in(tmp_path).entries] == ["a", "b", "c"]


def test_a_readme_and_files_that_start_with_a_dot_are_no_content(tmp_path: Path) -> None:
    for path in ("authors/README.md", "authors/.draft.md", "docs/articles/.git/x.md", "docs/articles/.DS_Store"):
        write(tmp_path, path, "x")
    found = found_in(tmp_path)
    assert (found.entries, found.beside, found.problems) == ((), frozenset(), ())


def test_other_folders_of_docs_are_not_looked_at(tmp_path: Path) -> None:
    write(tmp_path, "docs/news/2026/x.md", "x")
    write(tmp_path, "docs/about.md", "x")
    assert found_in(tmp_path) == NOTHING


def test_the_docs_folder_may_have_another_name(tmp_path: Path) -> None:
    write(tmp_path, "content/articles/x.md", "x")
    assert [e.path for e in look(tmp_path, folders({}, "content")).entries] == ["content/articles/x.md"]


@pytest.mark.parametrize("target", ["/etc/passwd", "../../secret.md", "real.md", "nowhere.md"])
def test_a_symbolic_link_to_a_file_is_refused_wherever_it_leads(tmp_path: Path, target: str) -> None:
    write(tmp_path, "docs/articles/real.md", "x")
    (tmp_path / "docs/articles/typo.md").symlink_to(target)
    found = found_in(tmp_path)
    assert [e.name for e in found.entries] == ["real"]
    assert codes(found) == [("symbolic-link", "docs/articles/typo.md")]


def test_a_symbolic_link_to_a_picture_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "docs/articles/real.png", b"x")
    (tmp_path / "docs/articles/desk.png").symlink_to("real.png")
    found = found_in(tmp_path)
    assert found.beside == {"docs/articles/real.png"}
    assert codes(found) == [("symbolic-link", "docs/articles/desk.png")]


def test_a_symbolic_link_to_a_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "elsewhere/x.md", "x")
    (tmp_path / "docs/articles").mkdir(parents=True)
    (tmp_path / "docs/articles/2016").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    found = found_in(tmp_path)
    assert found.entries == ()
    assert codes(found) == [("symbolic-link", "docs/articles/2016")]


@pytest.mark.parametrize("link", ["docs", "docs/articles"])
def test_a_shelf_behind_a_symbolic_link_is_refused(tmp_path: Path, link: str) -> None:
    write(tmp_path, "elsewhere/articles/x.md", "x")
    write(tmp_path, "elsewhere/x.md", "x")
    (tmp_path / link).parent.mkdir(exist_ok=True)
    (tmp_path / link).symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    found = found_in(tmp_path)
    assert found.entries == ()
    assert ("symbolic-link", "docs/articles") in codes(found)


def test_a_link_that_takes_a_files_place_after_the_look_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "secret.md", "---\ntitle: Secret\n---\n")
    (tmp_path / "docs/articles").mkdir(parents=True)
    (tmp_path / ARTICLE.path).symlink_to(tmp_path / "secret.md")
    problem = read(tmp_path, ARTICLE)
    assert isinstance(problem, Problem)
    assert problem.code == "unreadable-file"


def test_a_file_that_went_away_after_the_look_is_told(tmp_path: Path) -> None:
    problem = read(tmp_path, ARTICLE)
    assert isinstance(problem, Problem)
    assert as_text(problem) == "docs/articles/typo.md:1:1: This file can't be read: No such file or directory. [unreadable-file]"


def test_a_file_and_a_folder_without_permission_are_told(plain_users_folder: Path) -> None:
    write(plain_users_folder, ARTICLE.path, "x").chmod(0)
    (plain_users_folder / "authors").mkdir(mode=0)
    assert codes(found_in(plain_users_folder)) == [("unreadable-file", "authors")]
    problem = read(plain_users_folder, ARTICLE)
    assert isinstance(problem, Problem)
    assert problem.code == "unreadable-file"


def test_a_file_in_a_shelfs_place_is_told(tmp_path: Path) -> None:
    write(tmp_path, "authors", "x")
    assert codes(found_in(tmp_path)) == [("unreadable-file", "authors")]


def test_a_named_pipe_is_told_and_never_opened(tmp_path: Path) -> None:
    (tmp_path / "docs/articles").mkdir(parents=True)
    os.mkfifo(tmp_path / "docs/articles/pipe.md")
    assert codes(found_in(tmp_path)) == [("unreadable-file", "docs/articles/pipe.md")]


@pytest.mark.parametrize("name", ["con", "NUL", "Aux", "com1", "lpt9", "con.tar"])
def test_names_of_windows_devices_are_reserved(tmp_path: Path, name: str) -> None:
    write(tmp_path, f"docs/articles/{name}.md", "x")
    assert codes(found_in(tmp_path)) == [("reserved-name", f"docs/articles/{name}.md")]


@pytest.mark.parametrize("name", ["console", "com", "com10", "auxiliary"])
def test_names_like_those_of_devices_are_fine(tmp_path: Path, name: str) -> None:
    write(tmp_path, f"docs/articles/{name}.md", "x")
    assert found_in(tmp_path).problems == ()


@pytest.mark.parametrize(
    "name", ["a b", "a#b", "a?b", "a%b", "-a", "a-", "a.", "a:b", "a&b", "<a>", "a\nb", "{slug}", "a\x7fb", "'"]
)
def test_names_that_no_address_can_hold_are_unsafe(tmp_path: Path, name: str) -> None:
    write(tmp_path, f"docs/articles/{name}.md", "x")
    found = found_in(tmp_path)
    assert found.entries == ()
    assert codes(found) == [("unsafe-name", f"docs/articles/{name}.md")]


@pytest.mark.parametrize("name", ["a", "35-statements", "ein-brief-über-schule", "手紙", "v1.2", "under_score", "Ää"])
def test_names_of_letters_digits_and_hyphens_are_safe_in_every_script(tmp_path: Path, name: str) -> None:
    write(tmp_path, f"docs/articles/{name}.md", "x")
    assert [e.name for e in found_in(tmp_path).entries] == [name]


def test_a_name_in_the_decomposed_form_of_old_macs_is_unsafe(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "über-schule")
    write(tmp_path, f"docs/articles/{name}.md", "x")
    (problem,) = found_in(tmp_path).problems
    assert problem.code == "unsafe-name"
    assert "`uber-schule.md`" in problem.suggestion


def test_the_suggested_name_is_safe(tmp_path: Path) -> None:
    write(tmp_path, "docs/articles/Über uns: wer wir sind!.md", "x")
    (problem,) = found_in(tmp_path).problems
    assert "`uber-uns-wer-wir-sind.md`" in problem.suggestion


@pytest.mark.parametrize(("letters", "is_safe"), [(LONGEST_NAME, True), (LONGEST_NAME + 1, False)])
def test_a_name_has_a_longest_length(tmp_path: Path, letters: int, is_safe: bool) -> None:
    write(tmp_path, f"docs/articles/{'a' * letters}.md", "x")
    assert [p.code for p in found_in(tmp_path).problems] == ([] if is_safe else ["unsafe-name"])


def test_a_folder_whose_name_is_no_utf8_is_told(tmp_path: Path) -> None:
    root = small(tmp_path)
    folder = os.path.join(os.fsencode(root / "docs/articles"), b"caf\xe9")
    try:
        os.mkdir(folder)
    except OSError:
        pytest.skip("this disk takes no such names")
    with open(os.path.join(folder, b"typo.md"), "wb") as file:
        file.write(b"---\ntitle: A typo\ndate: 2016-09-14\nauthor: writer-one\nattributes: [Voice]\n---\nSome words.\n")
    assert [line.rpartition(" ")[2] for line in said(root)] == ["[unsafe-name]"]


def test_text_is_read_as_it_stands(tmp_path: Path) -> None:
    assert text_of(tmp_path, "Ää 手紙\n\n x\t".encode()) == SourceFile(ARTICLE.path, "article", "typo", "Ää 手紙\n\n x\t")


def test_a_byte_order_mark_is_fine(tmp_path: Path) -> None:
    source = text_of(tmp_path, b"\xef\xbb\xbf---\ntitle: A typo\n---\n")
    assert isinstance(source, SourceFile)
    assert source.text.startswith("---\n")


@pytest.mark.parametrize("end", [b"\r\n", b"\r", b"\n"])
def test_the_ends_of_lines_are_all_alike(tmp_path: Path, end: bytes) -> None:
    source = text_of(tmp_path, end.join([b"---", b"title: A typo", b"---", b"Words."]))
    assert isinstance(source, SourceFile)
    assert source.text == "---\ntitle: A typo\n---\nWords."


def test_letters_of_another_encoding_are_told_with_their_line(tmp_path: Path) -> None:
    problem = problem_of(tmp_path, "---\ntitle: Café\n---\n".encode("latin-1"))
    assert (problem.code, problem.place.line) == ("not-utf-8", 2)


def test_utf16_is_told(tmp_path: Path) -> None:
    assert problem_of(tmp_path, "---\ntitle: A typo\n---\n".encode("utf-16")).code == "not-utf-8"


@pytest.mark.parametrize(("size", "code"), [(MOST_BYTES, ""), (MOST_BYTES + 1, "file-too-large")])
def test_a_file_has_a_largest_size(tmp_path: Path, size: int, code: str) -> None:
    read_or_not = text_of(tmp_path, b"x" * size)
    assert (read_or_not.code if isinstance(read_or_not, Problem) else "") == code


@pytest.mark.parametrize("data", [b"", b"\n\n", b" \t\r\n", b"\xef\xbb\xbf"])
def test_a_file_without_a_letter_is_empty(tmp_path: Path, data: bytes) -> None:
    assert problem_of(tmp_path, data).code == "empty-file"


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x0c", "\x1b", "\x7f", "\ue000", "\uf8ff", "\U000f0000", "\U0010fffd"])
def test_hidden_characters_are_told_with_their_place(tmp_path: Path, sign: str) -> None:
    problem = problem_of(tmp_path, f"one\näö{sign}\n".encode())
    assert (problem.code, problem.place.line, problem.place.column) == ("hidden-characters", 2, 3)


@pytest.mark.parametrize("sign", ["\t", "é", "–", "手", "😀", "\u00ad", "\u200d"])
def test_letters_and_signs_of_every_script_are_not_hidden(tmp_path: Path, sign: str) -> None:
    assert isinstance(text_of(tmp_path, f"one{sign}two".encode()), SourceFile)


def test_contents_are_the_files_own_bytes_whatever_their_size(tmp_path: Path) -> None:
    data = os.urandom(3 * 1024 * 1024 + 17)
    write(tmp_path, "docs/articles/desk.png", data)
    assert contents(tmp_path, "docs/articles/desk.png") == data


def test_problems_of_files_on_disk_are_told_by_the_whole_archive(tmp_path: Path) -> None:
    root = small(tmp_path)
    write(root, "docs/articles/2016/latin.md", "---\ntitle: Café\n---\n".encode("latin-1"))
    write(root, "docs/articles/2016/large.md", b"x" * (MOST_BYTES + 1))
    (root / "docs/articles/2016/link.md").symlink_to("first-words.md")
    assert said(root) == [
        "docs/articles/2016/large.md:1:1: This file holds 1,048,577 bytes; 1,048,576 are the most. "
        "Put pictures and recordings into files of their own, beside it. [file-too-large]",
        "docs/articles/2016/latin.md:2:1: This file is not saved as UTF-8, so letters such as é can't be told. "
        'Save it again with the encoding "UTF-8". [not-utf-8]',
        "docs/articles/2016/link.md:1:1: This is a symbolic link, which could lead anywhere on the disk. "
        "Put the file itself here. [symbolic-link]",
    ]
