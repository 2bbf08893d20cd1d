"""The program's templates are compiled once, as its modules are; the editors' in each run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, PackageLoader, nodes
from jinja2.filters import FILTERS

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
    rendering._COMPILED.clear()
    environment = Counting(loader=FileSystemLoader(folder), bytecode_cache=rendering._Compiled(store))
    assert environment.get_template("page.html").render(seven=7) == expected
    return environment.times


def test_a_template_of_the_program_is_compiled_once_for_many_runs(own: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "kept")
    assert [compiled(own, store) for _ in range(3)] == [1, 0, 0]


def test_a_process_looks_for_it_once(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, asked = Store(tmp_path / "kept"), list[str]()
    compiled(own, store)
    rendering._COMPILED.clear()

    def find(key: str) -> bytes | None:
        asked.append(key)
        return Store.find(store, key)

    monkeypatch.setattr(store, "find", find)
    for _ in range(3):
        loaded = Environment(loader=FileSystemLoader(own), bytecode_cache=rendering._Compiled(store))
        assert loaded.get_template("page.html").render(seven=7) == "42"
    assert len(asked) == 1


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


def test_what_somebody_else_has_sealed_is_not_run(
    own: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, folder = tmp_path_factory.mktemp("stranger") / "key", tmp_path / "archive/.cache/archive"
    key.write_bytes(b"a stranger's" * 6)
    with monkeypatch.context() as stranger:
        stranger.setenv("ARCHIVE_KEY_FILE", str(key))
        assert [compiled(own, Store(folder)) for _ in range(2)] == [1, 0]
    assert compiled(own, Store(folder)) == 1


def test_a_template_of_the_editors_is_compiled_in_each_run(tmp_path: Path, own: Path) -> None:
    theirs = tmp_path / "overrides"
    theirs.mkdir()
    (theirs / "page.html").write_text("{{ 6 * seven }}", "utf-8")
    store = Store(tmp_path / "kept")
    assert [compiled(theirs, store) for _ in range(2)] == [1, 1]
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize(
    ("module", "name", "value"), [(sys, "dont_write_bytecode", True), (sys.implementation, "cache_tag", None)]
)
def test_where_python_keeps_nothing_compiled_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: object, name: str, value: object
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(module, name, value)
    store = rendering._beside_the_program(Store(tmp_path / "kept"))
    store.keep("template", b"compiled")
    assert store.find("template") is None


def test_templates_lie_where_python_keeps_modules_under_the_archives_seal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "prefix"))
    archives = Store(tmp_path / "archive/.cache/archive")
    rendering._beside_the_program(archives).keep("template", b"compiled")
    (kept,) = (path for path in (tmp_path / "prefix").rglob("*") if path.is_file())
    assert f"templates.{sys.implementation.cache_tag}" in kept.parts
    assert rendering._beside_the_program(archives).find("template") == b"compiled"
    assert rendering._beside_the_program(Store(None)).find("template") is None


def test_the_programs_templates_are_told_by_their_paths_and_nothing_of_a_site_is_compiled_into_them() -> None:
    loader = PackageLoader("article_archive", "templates")
    environment = Environment(loader=loader)
    for name in environment.list_templates(filter_func=lambda name: name.startswith("archive/")):
        source, path, _ = loader.get_source(environment, name)
        assert path is not None
        assert path.startswith(rendering._HERE)
        for used in environment.parse(source).find_all(nodes.Filter):
            # What a site's own filter makes of a constant would be kept, and printed on another site.
            if used.name not in FILTERS:
                assert used.node is not None
                with pytest.raises(nodes.Impossible):
                    used.node.as_const()
