"""One sound state of the archive: what the preview shows is what a build would publish."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from article_archive import build, release
from article_archive.preview.edition import Edition, Lying

from ..archives import NOW, article, judged_settings, small
from .studios import engine

FILES = {
    "docs/articles/2016/moved.md": article(aliases="[/old/place/, /other/]", image="{src: desk.png, alt: A desk}"),
    "docs/articles/2017/one.md": article("![A desk](desks/desk.png)\n\n[The first](../2016/first-words.md)\n"),
    "docs/articles/2017/words.pdf": "%PDF-1.7, but no page.",
}


def edition(folder: Path) -> Edition:
    root = small(folder, FILES)
    files: dict[str, Path | bytes] = {"robots.txt": b"User-agent: *\n", "files/note.txt": root / "mkdocs.yml"}
    made = engine(root, **files)
    settings = replace(judged_settings(root)[0], cards=None)
    return Edition(build.gather(root, settings, made, NOW), made)


def contents(shown: Edition, path: str) -> bytes | None:
    file = shown.file(path)
    if file is None:
        return None
    return (file.contents.folder / file.contents.path).read_bytes() if isinstance(file.contents, Lying) else file.contents


def test_an_edition_holds_the_very_files_that_a_build_would_publish(tmp_path: Path) -> None:
    shown = edition(tmp_path)
    first, second = release.files(shown.archive, shown.engine, shown.site, {})
    published = {path: made.read_bytes() if isinstance(made, Path) else made for path, _, made in (*first, *second)}
    assert len(published) > 40
    assert {path: contents(shown, path) for path in published} == published


def test_an_edition_has_nothing_else(tmp_path: Path) -> None:
    shown = edition(tmp_path)
    others = ("", "index", "articles", "articles/first-words", "articles/none/index.html", "attributes/voice/none/index.html")
    for path in (*others, "none.xml", "docs/index.md", "articles/page/99/index.html", "none/index.html", "/index.html"):
        assert shown.file(path) is None, path


def test_the_same_page_is_printed_once(tmp_path: Path) -> None:
    shown = edition(tmp_path)
    assert shown.file("articles/first-words/index.html") is shown.file("articles/first-words/index.html")


def test_a_file_that_is_copied_is_read_each_time(tmp_path: Path) -> None:
    shown = edition(tmp_path)
    assert isinstance(shown.engine.files["files/note.txt"], Path)
    shown.engine.files["files/note.txt"].write_text("Other words.")
    assert contents(shown, "files/note.txt") == b"Other words."
