"""What is read of mkdocs.yml without MkDocs is what MkDocs makes of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from article_archive.engines.mkdocs import written as by_mkdocs
from article_archive.engines.written import engine, written
from article_archive.saying import Stopped

from ..archives import small, write
from ..engine.conftest import REPOSITORY, build

NOW = datetime(2020, 1, 1, tzinfo=UTC)
HEAD = "site_name: One\nsite_url: https://example.org/a/\n"


@pytest.mark.parametrize(
    "text",
    [
        (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8").replace("custom_dir: overrides", "language: de"),
        f"{HEAD}theme: material\n",
        f"{HEAD}theme: {{name: material, language: fr}}\nplugins: [archive: {{facets: {{topics: }}, timezone: Asia/Tokyo}}]\n",
        f"{HEAD}theme: material\nplugins: {{archive: {{permalink: '/{{slug}}/'}}}}\nextra: {{archive: {{permalink: /b/}}}}\n",
        f"{HEAD}theme: material\nuse_directory_urls: false\nsite_description: Words\ndocs_dir: texts\n",
        f"{HEAD}theme: material\nmarkdown_extensions:\n  - toc: {{slugify: !!python/name:markdown.extensions.toc.slugify }}\n",
    ],
)
def test_settings_are_the_same_as_mkdocs_makes_of_them(text: str, tmp_path: Path) -> None:
    for folder in ("docs", "texts", "hooks"):
        (tmp_path / folder).mkdir()
    (tmp_path / "hooks/mkdocs_hooks.py").write_text("")
    config_file = write(tmp_path, "mkdocs.yml", text)
    found, (settings, problems, has_folders) = written(config_file), by_mkdocs(config_file)
    assert (found.problems, found.has_folders) == (problems, has_folders)
    assert found.settings == replace(settings, edit="")


@pytest.mark.parametrize("text", ["[", "a: 2020-02-30\n", "docs_dir: ../elsewhere\n"])
def test_settings_that_can_not_be_read_stop_in_a_sentence(text: str, tmp_path: Path) -> None:
    with pytest.raises(Stopped) as stopped:
        written(write(tmp_path, "mkdocs.yml", text))
    assert str(stopped.value).endswith(".")


def test_the_editors_pages_are_found_as_mkdocs_finds_them(tmp_path: Path) -> None:
    files = {
        "docs/guide/index.md": "# Guide\n",
        "docs/guide/first.md": "# First\n",
        "docs/files/plan.pdf": "%PDF-",
        "docs/.hidden": "",
    }
    root = small(tmp_path, files)
    config_file = root / "mkdocs.yml"
    looked = engine(config_file, written(config_file), NOW)
    assert build(root, "--no-search", "--no-cards").returncode == 0
    known = engine(config_file, written(config_file), datetime.now(UTC))
    assert looked.pages == known.pages
    assert looked.others.items() <= known.others.items()
    assert looked.pages["docs/guide/first.md"] == "/guide/first/"
    assert looked.others == {"docs/files/plan.pdf": "/files/plan.pdf"}
