"""The web editor in a real browser, on a folder of the browser's own: File System Access, as with a copy of the archive."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from msgspec import Struct
from playwright.sync_api import Browser, Page, expect

from article_archive.settings import WebEditor
from article_archive.writing.form import form
from article_archive.writing.web_editor import VERSION

from ..archives import SMALL, gathered, judged_settings, said, small
from ..engine.conftest import REPOSITORY, build
from ..tools.node import tool
from .conftest import Served, serving, soon

PACKAGE = "node_modules/@sveltia/cms"
EDITOR = "    editor: {host: github, repository: writer-one/archive, open: true}\n"
# The folder that a person would pick is one of the browser's own, since nobody can click through the real dialogue here.
PICKED = """window.showDirectoryPicker = async () =>
    (await navigator.storage.getDirectory()).getDirectoryHandle("archive", {create: true});"""
LAY = """async files => {
    const top = await (await navigator.storage.getDirectory()).getDirectoryHandle("archive", {create: true});
    await top.getDirectoryHandle(".git", {create: true});
    for (const [path, text] of Object.entries(files)) {
        let at = top;
        for (const step of path.split("/").slice(0, -1)) at = await at.getDirectoryHandle(step, {create: true});
        const file = await (await at.getFileHandle(path.split("/").at(-1), {create: true})).createWritable();
        await file.write(text);
        await file.close();
    }
}"""
LYING = """async () => {
    const found = {};
    const walk = async (at, path) => {
        for await (const [name, handle] of at.entries()) {
            if (handle.kind === "directory") await walk(handle, `${path}${name}/`);
            else try {
                found[path + name] = Array.from(new Uint8Array(await (await handle.getFile()).arrayBuffer()));
            } catch (error) {  // a file may be replaced while it is looked at
                if (error.name !== "NotFoundError") throw error;
            }
        }
    };
    await walk(await (await navigator.storage.getDirectory()).getDirectoryHandle("archive"), "");
    return found;
}"""
# Fields in every way in which the archive takes them, some of which no form can hold.
ODD = {
    "docs/articles/2016/bare/index.md": """title: Bare
date: 2016
author: writer-one
attributes: Voice
image: desk.png
draft: yes""",
    "docs/articles/2016/people/index.md": """title: People
date: ~2016-09
authors:
  - {id: writer-one, role: translator}
  - {name: A visitor, role: interviewee}
attributes: [voice, co creation]
aliases: /c/
also_at: https://example.org/b
image:
  src: desk.png
  alt: "null"
series: {id: small-steps, part: 4}""",
    "authors/writer-three.md": """name: Writer Three
image: {src: three.png, alt: A face}
links: {website: https://example.org/, other one: https://example.org/2}
also: W. Three
minor: Yes""",
}
TEXT = "| A | B |\n| --- | --- |\n| one | two |\n\n> [!NOTE]\n> Words.\n\n- A dash.[^1]\n\n[^1]: A note.\n"


class Desk(Struct):
    """A page with the web editor open, and every host that it asked beside its own."""

    page: Page
    elsewhere: list[str]

    def files(self) -> dict[str, bytes]:
        """What lies in the picked folder now."""
        return {path: bytes(data) for path, data in self.page.evaluate(LYING).items()}

    def saved(self, path: str, words: str) -> str:
        """The file's text, as soon as it holds these words."""
        soon(
            self.page,
            f"async ([path, words]) => {{ const lying = await ({LYING})(); "
            "return path in lying && new TextDecoder().decode(new Uint8Array(lying[path])).includes(words); }",
            [path, words],
        )
        return self.files()[path].decode()

    def fill(self, name: str, words: str) -> None:
        self.page.get_by_role("textbox", name=name, exact=True).first.fill(words)

    def save(self) -> None:
        self.page.get_by_role("button", name="Save").click()

    def list(self, collection: str) -> None:
        """The list of these files."""
        self.page.evaluate("collection => { location.hash = `#/collections/${collection}`; }", collection)

    def begin(self, collection: str = "articles") -> None:
        self.list(collection)
        self.page.get_by_role("button", name="New").first.click()


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small archive with a web editor, built and served."""
    root = small(tmp_path_factory.mktemp("edited"))
    program = tool("@sveltia/cms", REPOSITORY / "web-editor")
    shutil.copytree(program, root / "web-editor" / PACKAGE)
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write(EDITOR)
    done = build(root)
    assert done.returncode == 0, done.stderr
    with serving(root / "site") as served:
        yield served


@pytest.fixture
def desk(browser: Browser, edited: Served) -> Iterator[Desk]:
    """The web editor on a copy of the small archive's texts, beside a few odd ones."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page, elsewhere = context.new_page(), list[str]()
    page.on("request", lambda r: None if r.url.startswith((edited.address, "blob:", "data:")) else elsewhere.append(r.url))
    page.add_init_script(PICKED)
    root = edited.folder.parent
    texts = {p.relative_to(root).as_posix(): p.read_text() for name in ("authors", "docs") for p in (root / name).rglob("*.md")}
    odd = {path: f"---\n{fields}\n---\n{TEXT}" for path, fields in ODD.items()}
    page.goto(f"{edited.address}/about/")
    page.evaluate(LAY, texts | odd)
    page.goto(f"{edited.address}/admin/")
    page.get_by_role("button", name="Work with Local Repository").click()
    yield Desk(page, elsewhere)
    assert elsewhere == []
    context.close()


def copied(desk: Desk, folder: Path) -> Path:
    """The archive as the browser's folder holds it now, on the disk."""
    root = small(folder)
    for path, data in desk.files().items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    for path in ODD:
        (root / path).unlink()
    return root


def test_a_teacher_writes_an_article_that_the_judge_takes(desk: Desk, tmp_path: Path) -> None:
    page = desk.page
    desk.begin()
    desk.fill("Title", "A day: the first")
    desk.fill("Date", "yesterday")
    desk.save()
    expect(page.get_by_text("Write a date as year-month-day, such as 2016-09-14.").first).to_be_visible()
    expect(page.get_by_text("This field is required.").first).to_be_visible()
    assert not any("a-day-the-first" in path for path in desk.files())
    desk.fill("Date", "2019-03-04")
    page.get_by_role("checkbox", name="Writer One").click()
    page.get_by_role("checkbox", name="Voice").click()
    page.locator("[contenteditable=true]").first.click()
    page.keyboard.type("Some words of the text.")
    desk.save()
    page.get_by_text("A day: the first").first.wait_for()
    (path,) = (path for path in desk.files() if "a-day-the-first" in path)
    assert path.endswith("/a-day-the-first/index.md")
    assert "Some words of the text." in desk.saved(path, "A day: the first")
    root = copied(desk, tmp_path)
    assert said(root) == []
    (article,) = (a for a in gathered(root).catalogue.articles if a.slug == "a-day-the-first")
    assert (article.title.text, article.credits[0].author, article.terms["attributes"]) == (
        "A day: the first",
        "writer-one",
        ("voice",),
    )


def test_a_picture_at_the_head_lies_beside_the_article_and_has_a_description(desk: Desk, tmp_path: Path) -> None:
    page = desk.page
    desk.begin("pictured-articles")
    desk.fill("Title", "With a picture")
    desk.fill("Date", "2019-03-04")
    page.get_by_role("checkbox", name="Writer Two").click()
    page.get_by_role("checkbox", name="Voice").click()
    page.locator("[contenteditable=true]").first.click()
    page.keyboard.type("Words.")
    page.locator("input[type=file]").first.set_input_files(SMALL / "docs/articles/2017/desks/desk.png")
    desk.save()
    expect(page.get_by_text("This field is required.").first).to_be_visible()
    desk.fill("Description", "A grey square")
    desk.save()
    page.get_by_text("With a picture").first.wait_for()
    (path,) = (path for path in desk.files() if path.endswith("with-a-picture/index.md"))
    desk.saved(path, "A grey square")
    root = copied(desk, tmp_path)
    assert said(root) == []
    (article,) = (a for a in gathered(root).catalogue.articles if a.slug == "with-a-picture")
    assert article.image is not None
    picture = (root / path).parent / article.image.src
    assert picture.read_bytes() == (SMALL / "docs/articles/2017/desks/desk.png").read_bytes()


@pytest.mark.parametrize(
    ("collection", "path", "kept"),
    [
        ("articles", "docs/articles/2016/bare/index.md", ["author: writer-one", "image: desk.png", "draft: yes", TEXT]),
        (
            "articles",
            "docs/articles/2016/people/index.md",
            [
                *("id: writer-one", "role: translator", "name: A visitor", "role: interviewee", "/c/", "https://example.org/b"),
                *("part: 4", "src: desk.png", "co creation", "~2016-09", TEXT),
            ],
        ),
        (
            "authors",
            "authors/writer-three.md",
            ["src: three.png", "alt: A face", "website: https://example.org/", "other one:", "W. Three", "minor: Yes", TEXT],
        ),
    ],
)
def test_what_the_form_can_not_hold_stays_in_the_file(desk: Desk, collection: str, path: str, kept: list[str]) -> None:
    name = {"bare": "Bare", "people": "People"}.get(path.split("/")[-2], "Writer Three")
    desk.list(collection)
    desk.page.get_by_role("row").filter(has_text=name).click()
    desk.fill("Name" if collection == "authors" else "Title", f"{name} anew")
    desk.save()
    text = desk.saved(path, f"{name} anew")
    assert [words for words in kept if words not in text] == []


def test_the_form_is_one_that_the_web_editor_knows_itself(edited: Served) -> None:
    package = REPOSITORY / "web-editor" / PACKAGE
    assert json.loads((package / "package.json").read_text())["version"] == VERSION
    schema = json.loads((package / "schema/sveltia-cms.json").read_text(encoding="utf-8"))
    printed = json.loads((edited.folder / "admin/config.json").read_text(encoding="utf-8"))
    assert [error.message for error in Draft7Validator(schema).iter_errors(printed)] == []


@pytest.mark.parametrize(
    ("editor", "button"),
    [
        (WebEditor("github", "writer-one/archive"), "Using Access Token"),
        (WebEditor("github", "writer-one/archive", open=True, sign_in="https://sign-in.example.org"), "Sign In with .?GitHub"),
        (WebEditor("gitlab", "writers/of/archive"), "Using Access Token"),
        (WebEditor("gitlab", "writers/archive", application="0a1b"), "Sign In with .?GitLab"),
    ],
)
def test_people_can_sign_in_as_the_settings_say(page: Page, edited: Served, editor: WebEditor, button: str) -> None:
    page.route("**/admin/config.json*", lambda route: route.fulfill(json=form(editor, judged_settings(SMALL)[0])))
    page.goto(f"{edited.address}/admin/")
    page.get_by_role("button", name=re.compile(button)).first.wait_for()
    assert page.get_by_text("error in the CMS configuration").count() == 0


def test_nothing_of_the_web_editor_is_in_the_pages_of_readers(edited: Served) -> None:
    page = (edited.folder / "admin/index.html").read_text(encoding="utf-8")
    assert '<meta name="robots" content="noindex, nofollow">' in page
    # A message's page tells of it in words.
    apart = {edited.folder / "admin", edited.folder / "messages"}
    others = [p for p in edited.folder.rglob("*") if p.is_file() and apart.isdisjoint(p.parents)]
    assert [p for p in others if b"/admin/" in p.read_bytes() or b"sveltia" in p.read_bytes().lower()] == []
    assert b"https://unpkg.com/@sveltia/cms" not in (edited.folder / "admin/sveltia-cms.js").read_bytes()
    assert b"https://cdn." not in (edited.folder / "admin/sveltia-cms.js").read_bytes()


def test_the_web_editor_speaks_other_languages_without_asking_elsewhere(browser: Browser, edited: Served) -> None:
    context = browser.new_context(locale="es-CO")
    page, elsewhere = context.new_page(), list[str]()
    page.on("request", lambda r: None if r.url.startswith((edited.address, "blob:", "data:")) else elsewhere.append(r.url))
    page.goto(f"{edited.address}/admin/")
    page.get_by_role("button", name="repositorio local").wait_for()
    assert elsewhere == []
    context.close()


def copy(edited: Served, folder: Path) -> Path:
    root = folder / "archive"
    shutil.copytree(edited.folder.parent, root, ignore=shutil.ignore_patterns("site", ".site*", ".cache"))
    return root


def test_a_program_that_is_another_is_not_published(edited: Served, tmp_path: Path) -> None:
    root = copy(edited, tmp_path)
    changed = root / "web-editor" / PACKAGE / "dist/sveltia-cms.js"
    changed.write_bytes(changed.read_bytes() + b"\n")
    done = build(root)
    assert done.returncode == 1
    assert "is not the one that the archive was tested with" in done.stderr


def test_an_archive_without_the_program_is_built_without_the_page(edited: Served, tmp_path: Path) -> None:
    root = copy(edited, tmp_path)
    (root / "web-editor" / "node_modules").rename(root / "aside")
    done = build(root)
    assert done.returncode == 0
    assert "[missing-web-editor]" in done.stderr
    assert not (root / "site/admin").exists()
    (root / "aside").rename(root / "web-editor" / "node_modules")
    assert build(root).returncode == 0
    assert (root / "site/admin/index.html").exists()
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(text.replace(EDITOR, ""), encoding="utf-8")
    assert build(root).returncode == 0
    assert not (root / "site/admin").exists()
