"""A file is written in one step, never through a link, never over another."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from article_archive.mending.writing import NotWritten, begin, rewrite

PATH = "docs/articles/a.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "root/docs/articles").mkdir(parents=True)
    (tmp_path / "root" / PATH).write_bytes(b"before")
    return tmp_path / "root"


def names(root: Path) -> list[str]:
    return sorted(p.name for p in (root / "docs/articles").iterdir())


def test_a_file_is_exchanged_and_keeps_its_rights(root: Path) -> None:
    (root / PATH).chmod(0o640)
    whoever_reads = (root / PATH).open("rb")
    rewrite(root, PATH, b"before", b"after")
    assert (root / PATH).read_bytes() == b"after"
    assert (root / PATH).stat().st_mode & 0o777 == 0o640
    assert names(root) == ["a.md"]
    with whoever_reads:
        assert whoever_reads.read() == b"before"


def test_a_file_that_changed_meanwhile_is_left(root: Path) -> None:
    with pytest.raises(NotWritten, match="changed meanwhile"):
        rewrite(root, PATH, b"something else", b"after")
    assert (root / PATH).read_bytes() == b"before"


def test_a_link_is_not_written_through(root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.md"
    elsewhere.write_bytes(b"before")
    (root / PATH).unlink()
    (root / PATH).symlink_to(elsewhere)
    with pytest.raises(NotWritten, match="symbolic link"):
        rewrite(root, PATH, b"before", b"after")
    with pytest.raises(NotWritten, match="symbolic link"):
        begin(root, PATH, b"after")
    assert elsewhere.read_bytes() == b"before"
    assert (root / PATH).is_symlink()


def test_nothing_is_written_behind_a_linked_folder(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/a.md").write_bytes(b"before")
    (root / "docs/linked").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotWritten, match="symbolic link"):
        rewrite(root, "docs/linked/a.md", b"before", b"after")
    with pytest.raises(NotWritten, match="docs/linked is a symbolic link"):
        begin(root, "docs/linked/new.md", b"after")
    assert [(p.name, p.read_bytes()) for p in (tmp_path / "elsewhere").iterdir()] == [("a.md", b"before")]


def test_a_new_file_never_takes_the_place_of_another(root: Path) -> None:
    begin(root, "docs/articles/2026/new.md", b"new")
    assert (root / "docs/articles/2026/new.md").read_bytes() == b"new"
    for path in (PATH, "docs/articles"):
        with pytest.raises(NotWritten, match="there already"):
            begin(root, path, b"new")
    assert (root / PATH).read_bytes() == b"before"


def test_a_folder_that_can_not_be_written_is_said_in_a_sentence(plain_users_folder: Path) -> None:
    folder = plain_users_folder / "docs"
    folder.mkdir()
    (folder / "a.md").write_bytes(b"before")
    os.chmod(folder, 0o500)
    with pytest.raises(NotWritten, match="can't be written: Permission denied"):
        rewrite(plain_users_folder, "docs/a.md", b"before", b"after")
    with pytest.raises(NotWritten, match="can't be written: Permission denied"):
        begin(plain_users_folder, "docs/b.md", b"new")
    assert [(p.name, p.read_bytes()) for p in folder.iterdir()] == [("a.md", b"before")]
