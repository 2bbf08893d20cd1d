"""`archive init`, and the program installed elsewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from article_archive import __version__
from article_archive.starting import lists
from article_archive.writing import workbench
from article_archive.writing.schema import Known

from ..archives import SMALL
from .conftest import REPOSITORY, article, build, run, write


def init(at: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return run("article_archive.cli", "init", "new", "--facet", "topics", *options, at=at)


@pytest.mark.parametrize("engine", ["article_archive.cli", "mkdocs"])
def test_a_new_archive_builds_at_once(tmp_path: Path, engine: str) -> None:
    assert init(tmp_path).returncode == 0
    done = run(engine, "build", at=tmp_path / "new")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "new/site/topics/index.html").exists()
    assert done.stderr.count("[no-site-address]") == 1


def test_a_new_archive_holds_none_of_our_content(tmp_path: Path) -> None:
    init(tmp_path, "--facet", "places", "--url", "https://example.org", "--name", "Ours")
    files = {p.relative_to(tmp_path / "new").as_posix() for p in (tmp_path / "new").rglob("*") if p.is_file()}
    of_code = {path for path in files if path.startswith(".vscode/")}
    assert files - of_code == {"mkdocs.yml", "docs/index.md", ".gitignore", *lists.lists()}
    assert of_code == {*workbench.files(Known({}))}
    assert "places" in (tmp_path / "new/.vscode/schema/article.json").read_text(encoding="utf-8")
    done = build(tmp_path / "new")
    assert done.returncode == 0
    assert "no-site-address" not in done.stderr
    assert "https://example.org/places/" in (tmp_path / "new/site/sitemap.xml").read_text()


def test_the_doctor_says_which_step_is_open_in_a_new_archive_and_nothing_else(tmp_path: Path) -> None:
    init(tmp_path)
    done = run("article_archive.cli", "doctor", at=tmp_path / "new")
    assert done.returncode == 1, done.stderr
    assert {line.rpartition("[")[2] for line in done.stderr.splitlines() if "]" in line} == {"half-pinned-program]"}
    assert (
        "`uv pip compile requirements/libraries.txt --universal --generate-hashes -o requirements/libraries.txt`" in done.stderr
    )


def test_a_new_archive_names_each_library_with_the_version_that_is_installed(tmp_path: Path) -> None:
    init(tmp_path)
    lines = (tmp_path / "new" / lists.LIBRARIES).read_text().splitlines()
    named = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert {"mkdocs", "mkdocs-material", "markdown", "msgspec"} <= named.keys()
    assert named == {name: version(name) for name in named}


def test_lists_that_are_there_stay_as_they_are(tmp_path: Path) -> None:
    write(tmp_path, f"new/{lists.LIBRARIES}", "mkdocs==1.0\n")
    init(tmp_path)
    assert (tmp_path / "new" / lists.LIBRARIES).read_text() == "mkdocs==1.0\n"
    assert (tmp_path / "new" / lists.ITSELF).exists()


@pytest.mark.parametrize(
    ("origin", "line"),
    [
        ({}, f"article-archive=={__version__}"),
        (
            {"url": "https://name:word@example.org/a.git", "vcs_info": {"vcs": "git", "commit_id": "a" * 40}},
            f"article-archive @ git+https://example.org/a.git@{'a' * 40}",
        ),
        (
            {"url": "file:///some/where/a.whl", "archive_info": {"hashes": {"sha256": "b" * 64}}},
            f"article-archive=={__version__} --hash=sha256:{'b' * 64}",
        ),
        ({"url": "file:///some/where", "dir_info": {"editable": True}}, ""),
    ],
)
def test_the_program_is_named_by_where_it_came_from_and_never_by_a_path_of_this_machine(
    origin: dict[str, Any], line: str
) -> None:
    text = lists.program(origin)
    assert [each for each in text.splitlines() if not each.startswith("#")] == ([line] if line else [])
    assert "some/where" not in text
    assert "word" not in text


def test_an_archive_that_is_copied_in_builds_without_another_change(tmp_path: Path) -> None:
    run("article_archive.cli", "init", "new", "--facet", "attributes", "--facet", "categories", at=tmp_path)
    for folder in ("docs", "authors"):
        shutil.copytree(SMALL / folder, tmp_path / "new" / folder, dirs_exist_ok=True)
    done = build(tmp_path / "new")
    assert done.returncode == 0, done.stderr


def test_init_never_changes_a_file_that_is_there(tmp_path: Path) -> None:
    write(tmp_path, "new/mkdocs.yml", "site_name: Mine\n")
    done = init(tmp_path)
    assert done.returncode == 1
    assert (tmp_path / "new/mkdocs.yml").read_text() == "site_name: Mine\n"


@pytest.mark.parametrize("facet", ["Topics", "page", "archive", "a b", "../x"])
def test_init_refuses_names_that_can_be_no_address(tmp_path: Path, facet: str) -> None:
    done = run("article_archive.cli", "init", "new", "--facet", facet, at=tmp_path)
    assert done.returncode == 1
    assert not (tmp_path / "new").exists()


def test_the_built_wheel_serves_an_archive_elsewhere(tmp_path: Path) -> None:
    wheel = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(tmp_path)]
    subprocess.run([*wheel, str(REPOSITORY)], check=True)
    python = empty_environment(tmp_path / "elsewhere")
    [found] = tmp_path.glob("article_archive-*.whl")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", str(found)], check=True)
    archive = [str(Path(python).parent / "archive")]
    subprocess.run([*archive, "init", "new", "--facet", "topics"], cwd=tmp_path, check=True)
    assert re.search(
        r"^article-archive==\S+ --hash=sha256:[0-9a-f]{64}$", (tmp_path / "new" / lists.ITSELF).read_text(), re.MULTILINE
    )
    write(tmp_path, "new/docs/topics/voice.md", "---\nname: Voice\n---\nHeard.\n")
    write(tmp_path, "new/authors/writer-one.md", "---\nname: Writer One\n---\n")
    write(tmp_path, "new/docs/articles/2016/one.md", article("One").replace("attributes", "topics"))
    for command in ([*archive, "build"], [python, "-m", "mkdocs", "build"]):
        shutil.rmtree(tmp_path / "new/site", ignore_errors=True)
        subprocess.run(command, cwd=tmp_path / "new", check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
        assert "Words." in (tmp_path / "new/site/articles/one/index.html").read_text()
    where = [python, "-c", "import article_archive; print(article_archive.__file__)"]
    assert "elsewhere" in subprocess.run(where, check=True, capture_output=True, text=True).stdout


def empty_environment(folder: Path) -> str:
    """A new virtual environment that knows the libraries of this one, but not this checkout: its path file is not read there."""
    venv.create(folder, with_pip=True, symlinks=os.name != "nt")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    where = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    purelib = Path(subprocess.run(where, check=True, capture_output=True, text=True).stdout.strip())
    (purelib / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return str(python)
