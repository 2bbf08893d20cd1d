"""What the build makes of Material's chrome: one base, a policy, one style sheet, and no file that nobody asks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from article_archive.engines.mkdocs import chrome

from .conftest import build, tree, write
from .test_serving import eventually, served

BLOCKS = re.compile(r"{%-?\s*block (\w+)")


def overridden(archive: Path) -> None:
    """Give the archive a folder of templates of its own."""
    (archive / "overrides").mkdir()
    settings = (archive / "mkdocs.yml").read_text()
    (archive / "mkdocs.yml").write_text(settings.replace("name: material", "name: material\n  custom_dir: overrides"))


def policy(page: str) -> str:
    [found] = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    return str(found)


def test_our_base_has_every_block_of_materials() -> None:
    materials = (chrome.theme() / "base.html").read_text(encoding="utf-8")
    ours = (chrome.PACKAGE / "templates" / "theme" / "base.html").read_text(encoding="utf-8")
    assert set(BLOCKS.findall(materials)) <= set(BLOCKS.findall(ours))


def test_a_sites_own_main_template_stands_on_our_base(archive: Path) -> None:
    overridden(archive)
    blocks = {"extrahead": "<meta name=ours>", "announce": "<p>Read this</p>", "footer": "<footer>Mine</footer>"}
    text = "".join(f"{{% block {name} %}}{words}{{% endblock %}}" for name, words in blocks.items())
    write(archive, "overrides/main.html", f'{{% extends "base.html" %}}{text}')
    assert build(archive).returncode == 0
    for path in ("about/index.html", "articles/first-words/index.html", "404.html"):
        page = (archive / "site" / path).read_text()
        assert [words for words in blocks.values() if words not in page] == []
        assert 'class="a-top"' in page
        assert policy(page)


def test_a_sites_own_script_in_its_template_may_run(archive: Path) -> None:
    overridden(archive)
    block = "{% block libs %}<script>\n    own()\n</script>{% endblock %}"
    write(archive, "overrides/main.html", f'{{% extends "base.html" %}}{block}')
    assert build(archive).returncode == 0
    for path in ("about/index.html", "articles/first-words/index.html"):
        page = (archive / "site" / path).read_text()
        assert page.count("<script>") == policy(page).count("'sha256-") == 2


def test_a_sites_own_page_for_missing_addresses_has_the_chrome(archive: Path) -> None:
    overridden(archive)
    write(archive, "overrides/404.html", '{% extends "main.html" %}{% block content %}<h1>Lost</h1>{% endblock %}')
    assert build(archive).returncode == 0
    page = (archive / "site/404.html").read_text()
    assert "<h1>Lost</h1>" in page
    assert 'href="/assets/theme-' in page


def test_the_style_sheet_has_one_name_on_all_pages_and_is_there(archive: Path) -> None:
    assert build(archive).returncode == 0
    site = archive / "site"
    pages = [page for page in site.rglob("*.html") if 'class="a-top"' in page.read_text()]
    names = {re.findall(r"assets/(theme-[0-9a-f]{8}\.css)", page.read_text())[0] for page in pages}
    assert names == {path.name for path in (site / "assets").glob("*.css")}


def test_another_look_has_another_name(archive: Path) -> None:
    assert build(archive).returncode == 0
    before = {path for path in tree(archive / "site") if path.endswith(".css")}
    write(archive, "docs/guide.md", '# Guide\n\n<p class="md-button">Words</p>\n')
    assert build(archive).returncode == 0
    assert {path for path in tree(archive / "site") if path.endswith(".css")} != before


def test_a_class_that_a_sites_own_template_uses_keeps_its_look(archive: Path) -> None:
    overridden(archive)
    assert build(archive).returncode == 0
    [sheet] = (archive / "site/assets").glob("theme-*.css")
    assert ".md-button" not in sheet.read_text()
    write(archive, "overrides/archive/missing.html", '<h1>Lost</h1><a class="md-button" href="/">Home</a>')
    assert build(archive).returncode == 0
    [sheet] = (archive / "site/assets").glob("theme-*.css")
    assert ".md-button" in sheet.read_text()


def test_files_of_materials_that_no_page_asks_for_are_not_published(archive: Path) -> None:
    assert build(archive).returncode == 0
    paths = tree(archive / "site")
    assert not [path for path in paths if path.startswith(("assets/stylesheets/", "assets/javascripts/"))]


def test_an_index_that_only_mkdocs_own_search_would_ask_for_is_not_published(archive: Path) -> None:
    settings = (archive / "mkdocs.yml").read_text()
    (archive / "mkdocs.yml").write_text(settings.replace("plugins:\n- archive\n", ""))
    assert build(archive).returncode == 0
    paths = tree(archive / "site")
    assert [path for path in paths if path.startswith("search/")] == ["search/index.html"]
    assert not [path for path in paths if "lunr" in path or ("search/" in path and path.endswith(".js"))]


def test_a_site_in_a_language_from_right_to_left_keeps_its_rules(archive: Path) -> None:
    settings = (archive / "mkdocs.yml").read_text()
    (archive / "mkdocs.yml").write_text(settings.replace("name: material", "name: material\n  language: ar"))
    assert build(archive).returncode == 0
    assert '<html lang="ar" dir="rtl"' in (archive / "site/about/index.html").read_text()
    [sheet] = (archive / "site/assets").glob("theme-*.css")
    assert "[dir=rtl]" in sheet.read_text()
    assert "[dir=ltr]" not in sheet.read_text()


def test_the_newsletters_host_may_be_sent_forms_from_every_page(archive: Path) -> None:
    settings = (archive / "mkdocs.yml").read_text()
    newsletter = "    newsletter: {provider: buttondown, user: writer-one}\n"
    (archive / "mkdocs.yml").write_text(settings.replace("  archive:\n", f"  archive:\n{newsletter}"))
    assert build(archive).returncode == 0
    for path in ("about/index.html", "articles/first-words/index.html"):
        assert "form-action 'self' https://buttondown.com" in policy((archive / "site" / path).read_text())


@pytest.mark.parametrize("module", ["article_archive.cli", "mkdocs"])
def test_a_preview_has_the_policy_that_a_build_gives_a_page(archive: Path, module: str) -> None:
    assert build(archive, "--no-cards").returncode == 0
    with served(module, archive) as address:
        for path in ("about/", "articles/first-words/"):
            page = eventually(f"{address}/{path}", "</html>")
            assert policy(page) == policy((archive / "site" / path / "index.html").read_text())
