"""MkDocs is left out of a build when nothing that it reads has changed; when something has, it is not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ..archives import SMALL
from ..fonts import of_text
from .conftest import article, run
from .editing import Edited, has_mkdocs

PICTURE = (SMALL / "docs/articles/2017/desks/desk.png").read_bytes()


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Edited:
    """An archive that was built, with a page of the editors that shows a file."""
    found = Edited(tmp_path_factory.mktemp("edited"))
    found.write("docs/guide.md", "# Guide\n\n![A desk](desk.png)\n\n[A list](list.txt)\n")
    found.write("docs/desk.png", PICTURE)
    found.write("docs/list.txt", "One.\n")
    assert has_mkdocs(found.build_listing())
    return found


def test_a_changed_article_does_not_bring_mkdocs_in(edited: Edited) -> None:
    edited.change("docs/articles/2016/first-words.md", lambda text: f"{text}\nMore words.\n")
    assert not has_mkdocs(edited.build_listing())
    assert edited.site() == edited.clean()


def test_an_article_that_no_page_names_does_not_bring_mkdocs_in(edited: Edited) -> None:
    edited.write("docs/articles/2016/added.md", article("Added"))
    assert not has_mkdocs(edited.build_listing())
    assert edited.site() == edited.clean()
    edited.move("docs/articles/2016/added.md", "docs/articles/2016/added-and-moved.md")
    assert not has_mkdocs(edited.build_listing())
    assert edited.site() == edited.clean()


def test_where_nothing_has_changed_nothing_is_done(edited: Edited) -> None:
    edited.build()
    said = edited.build_listing()
    assert not has_mkdocs(said)
    assert "Nothing has changed." in said


# As among thousands of files: the program is loaded while another process looks at them.
AMONG_MANY = """
from article_archive.engines import unchanged
unchanged.MANY = 1
from article_archive.cli import main
main()
"""


def test_among_many_files_a_change_is_seen_and_so_is_none(edited: Edited) -> None:
    def build() -> str:
        command = [sys.executable, "-c", AMONG_MANY, "build", "--no-cards"]
        asked = {**os.environ, "SOURCE_DATE_EPOCH": str(edited.epoch)}
        done = subprocess.run(command, cwd=edited.root, env=asked, capture_output=True, text=True, check=True, timeout=60)
        return done.stderr

    edited.build()
    assert "Nothing has changed." in build()
    edited.change("docs/articles/2016/first-words.md", lambda text: f"{text}\nWords among many.\n")
    assert "Nothing has changed." not in build()
    assert edited.site() == edited.clean()


def name_of_the_site(edited: Edited) -> None:
    edited.change("mkdocs.yml", lambda text: text.replace("site_name: A small", "site_name: A very small"))


def template_of_the_archive(edited: Edited) -> None:
    edited.change("overrides/archive/missing.html", lambda text: f"{text}<p>Nor here.</p>")


def new_template(edited: Edited) -> None:
    edited.write("overrides/partials/copyright.html", "<p>Ours.</p>")


def page_of_the_editors(edited: Edited) -> None:
    edited.change("docs/guide.md", lambda text: f"{text}\nMore.\n")


def new_page_of_the_editors(edited: Edited) -> None:
    edited.write("docs/help.md", "# Help\n\n[An article](articles/2016/first-words.md)\n")


def picture_on_a_page(edited: Edited) -> None:
    edited.write("docs/desk.png", PICTURE + b"\0")


def file_of_the_same_length(edited: Edited) -> None:
    edited.write("docs/list.txt", "Two.\n")


def article_that_a_page_links_to(edited: Edited) -> None:
    edited.write("docs/articles/2016/linked.md", article("Linked"))
    edited.write("docs/links.md", "# Links\n\n[An article](/articles/linked/)\n")
    edited.build()
    (edited.root / "docs/articles/2016/linked.md").unlink()


def article_for_which_a_link_waits(edited: Edited) -> None:
    edited.write("docs/articles/2016/linked.md", article("Linked"))


@pytest.mark.parametrize(
    "change",
    [
        name_of_the_site,
        template_of_the_archive,
        new_template,
        page_of_the_editors,
        new_page_of_the_editors,
        picture_on_a_page,
        file_of_the_same_length,
        article_that_a_page_links_to,
        article_for_which_a_link_waits,
    ],
    ids=lambda change: change.__name__,
)
def test_what_mkdocs_reads_or_links_to_brings_it_in_once(edited: Edited, change: Callable[[Edited], None]) -> None:
    change(edited)
    assert has_mkdocs(edited.build_listing())
    assert edited.site() == edited.clean()
    edited.change("docs/articles/2016/second-words.md", lambda text: f"{text}\nMore.\n")
    assert not has_mkdocs(edited.build_listing())


def plugin(edited: Edited) -> None:
    edited.change("mkdocs.yml", lambda text: text.replace("- archive\n", "- archive\n- material/tags\n"))


def hook(edited: Edited) -> None:
    edited.write("own.py", "def on_page_content(html, **_):\n    return html + '<p>Ours.</p>'\n")
    edited.change("mkdocs.yml", lambda text: f"{text}hooks: [own.py]\n")


def snippets(edited: Edited) -> None:
    edited.change("mkdocs.yml", lambda text: f"{text}markdown_extensions: [pymdownx.snippets]\n")


@pytest.mark.parametrize("addition", [plugin, hook, snippets], ids=lambda addition: addition.__name__)
def test_a_program_that_may_read_anything_keeps_mkdocs_in(tmp_path: Path, addition: Callable[[Edited], None]) -> None:
    edited = Edited(tmp_path)
    edited.build()
    addition(edited)
    assert has_mkdocs(edited.build_listing())
    edited.change("docs/articles/2016/second-words.md", lambda text: f"{text}\nMore.\n")
    assert has_mkdocs(edited.build_listing())
    assert edited.site() == edited.clean()


def test_a_font_that_changed_after_a_build_without_pictures_is_seen(tmp_path: Path) -> None:
    edited = Edited(tmp_path, cards=True)
    edited.change(
        "mkdocs.yml", lambda text: text.replace("  archive:\n", "  archive:\n    cards: {for: [authors], font: name.ttf}\n")
    )
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    edited.write("name.ttf", of_text(letters))
    edited.build("--no-cards")
    edited.build()
    edited.write("name.ttf", of_text(letters[::-1] + "0123456789"))
    edited.build()
    assert edited.site() == edited.clean()


@pytest.mark.parametrize("option", [["--site-dir", "elsewhere"], ["--no-directory-urls"]], ids=" ".join)
def test_what_was_chosen_for_one_build_is_not_kept_for_the_next(option: list[str], tmp_path: Path) -> None:
    edited = Edited(tmp_path, cards=True)
    done = run("mkdocs", "build", *option, at=edited.root, SOURCE_DATE_EPOCH=str(edited.epoch))
    assert done.returncode == 0, done.stderr
    assert has_mkdocs(edited.build_listing())
    assert edited.site() == edited.clean()


def test_a_file_beside_an_article_that_becomes_a_page_is_seen_where_mkdocs_is_left_out(tmp_path: Path) -> None:
    edited = Edited(tmp_path)
    edited.write("docs/articles/2016/linked.md", article("Linked", "[The plan](plan.pdf)"))
    edited.write("docs/articles/2016/plan.pdf", "%PDF-1.7")
    edited.build()
    assert "Nothing has changed." in edited.build()
    before = edited.site()
    edited.write("docs/articles/2016/plan.pdf", "<html>..")
    done = run("article_archive.cli", "build", at=edited.root)
    assert (done.returncode, "[misnamed-file]" in done.stderr, edited.site() == before) == (1, True, True)
