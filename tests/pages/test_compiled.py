"""The program's templates are compiled once, as its modules are; the editors' in each run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader

from article_archive import rendering
from article_archive.store import Store


class Counting(Environment):
    """Jinja, and how often it compiles."""

    times = 0

    def compile(self, *source: Any, **more: Any) -> Any:
        self.times += 1
        return super().compile(*source, **more)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one template of the program's."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "page.html").write_text("{{ 6 * seven }}", "utf-8")
    monkeypatch.setattr(rendering, "_HERE", f"{folder}/")
    return folder


def compiled(folder: Path, store: Store, expected: str = "42") -> int:
    """How often a run compiles that prints the page of this folder."""
    environment = Counting(loader=FileSystemLoader(folder), bytecode_cache=rendering._Compiled(store))
    assert environment.get_template("page.html").render(seven=7) == expected
    return environment.times


def test_a_template_of_the_program_is_compiled_once_for_many_runs(own: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "kept")
    assert [compiled(own, store) for _ in range(3)] == [1, 0, 0]


def test_a_template_that_has_changed_is_compiled_again(own: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "kept")
    compiled(own, store)
    (own / "page.html").write_text("{{ 6 + seven }}", "utf-8")
    assert [compiled(own, store, "13") for _ in range(2)] == [1, 0]


def test_another_program_compiles_it_again(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "kept")
    compiled(own, store)
    monkeypatch.setattr(rendering, "edition", lambda: b"another program.")
    assert [compiled(own, store) for _ in range(2)] == [1, 0]


def test_what_somebody_else_has_sealed_is_not_run(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_bytes(b"a stranger's" * 6)
    with monkeypatch.context() as stranger:
        stranger.setenv("ARCHIVE_KEY_FILE", str(tmp_path / "key"))
        compiled(own, Store(tmp_path / "kept"))
    assert compiled(own, Store(tmp_path / "kept")) == 1


def test_a_template_of_the_editors_is_compiled_in_each_run(tmp_path: Path, own: Path) -> None:
    theirs = tmp_path / "overrides"
    theirs.mkdir()
    (theirs / "page.html").write_text("{{ 6 * seven }}", "utf-8")
    store = Store(tmp_path / "kept")
    assert [compiled(theirs, store) for _ in range(2)] == [1, 1]
    assert not (tmp_path / "kept").exists()


def test_where_python_keeps_nothing_compiled_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    store = rendering._beside_the_program()
    store.keep("template", b"compiled")
    assert store.find("template") is None


def test_templates_lie_where_python_keeps_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    rendering._beside_the_program().keep("template", b"compiled")
    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert f"templates.{sys.implementation.cache_tag}" in kept.parts
