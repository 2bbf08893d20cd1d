"""What the editors can get wrong: prose pages, settings, templates, the folder of the site."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import article, build, run, tree, write


def published(archive: Path, words: str) -> bool:
    """Whether the words stand in any file of the site."""
    return any(words.encode() in path.read_bytes() for path in (archive / "site").rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("docs/guide.md", "draft: true"),
        ("docs/guide.md", "date: 2099-01-01"),
        ("docs/news/2020/01/01/hello.md", "draft: yes"),
        ("docs/news/2099/01/01/hello.md", "title: Hello"),
    ],
)
def test_a_page_of_the_editors_that_is_not_out_is_on_no_surface(archive: Path, path: str, fields: str) -> None:
    write(archive, path, f"---\n{fields}\n---\n# Canary heading\n\nCanary words.\n")
    assert build(archive).returncode == 0
    assert not published(archive, "Canary")


def test_a_page_with_broken_fields_is_a_problem_and_never_published_as_text(archive: Path) -> None:
    write(archive, "docs/guide.md", "---\ntitle: a: b\ndraft: true\n---\nCanary words.\n")
    done = build(archive)
    assert done.returncode == 1
    assert "docs/guide.md:2:9: A value that holds a colon and a space needs quotes." in done.stderr


def test_an_archive_whose_home_page_nobody_has_written_has_one(archive: Path) -> None:
    (archive / "docs/index.md").unlink()
    settings = (archive / "mkdocs.yml").read_text()
    (archive / "mkdocs.yml").write_text(settings.replace("- Home: index.md\n", ""))
    done = build(archive)
    assert done.returncode == 0, done.stderr
    home = (archive / "site/index.html").read_text()
    assert "<title>A small archive</title>" in home
    assert 'href="/articles/first-words/"' in home


def test_a_folder_that_is_nearly_one_of_the_archives_is_a_problem(archive: Path) -> None:
    write(archive, "docs/Articles/x.md", "# Canary\n\n<script>alert(1)</script>\n")
    done = build(archive)
    assert done.returncode == 1
    assert "Did you mean `articles`?" in done.stderr


def test_a_link_out_of_the_folder_is_a_problem(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Canary")
    (archive / "docs/leak.txt").symlink_to(tmp_path / "secret.txt")
    done = build(archive)
    assert done.returncode == 1
    assert "docs/leak.txt:1:1: This is a symbolic link" in done.stderr


def test_a_file_of_the_editors_that_is_another_than_its_name_says_is_a_problem(archive: Path) -> None:
    write(archive, "docs/guide.md", "# Guide\n\n[A plan](files/plan.pdf), [a list](files/list.txt)\n")
    write(archive, "docs/files/list.txt", "")
    for words, code in (("%PDF-1.7", 0), ("<html>..", 1), ("%PDF-1.6", 0)):
        write(archive, "docs/files/plan.pdf", words)
        done = build(archive, "--no-cards", "--no-search")
        said = "docs/files/plan.pdf:1:1: This is a web page, whatever its name says."
        assert (done.returncode, said in done.stderr) == (code, bool(code))
    assert (archive / "site/files/plan.pdf").read_text() == "%PDF-1.6"


def test_checking_says_what_building_says(archive: Path) -> None:
    write(archive, "docs/guide.md", "# Guide\n\n[one](gone.md) and [two](/gone/)\n")
    checked, built = (run("article_archive.cli", command, at=archive) for command in ("check", "build"))
    assert (checked.returncode, built.returncode) == (1, 1)
    assert checked.stderr == built.stderr
    assert "docs/guide.md:3:7: `gone.md` leads to no page." in checked.stderr
    assert "docs/guide.md:3:26: Nothing stands at /gone/ on this site. [dead-link]" in checked.stderr


def test_mistakes_of_pages_and_of_articles_are_said_in_one_run(archive: Path) -> None:
    write(archive, "docs/guide.md", "[one](gone.md)\n")
    write(archive, "docs/articles/2016/broken.md", article("Broken", kind="story"))
    done = build(archive)
    assert "docs/guide.md:1:7:" in done.stderr
    assert "docs/articles/2016/broken.md:6:7:" in done.stderr


@pytest.mark.parametrize("path", ["docs/404.html", "docs/sitemap.xml", "docs/authors.md", "docs/archive/index.md"])
def test_a_file_that_takes_the_address_of_a_page_of_ours_is_a_problem(archive: Path, path: str) -> None:
    write(archive, path, "Words.")
    done = build(archive)
    assert done.returncode == 1
    assert f"{path}:1:1:" in done.stderr


def test_two_articles_of_the_future_at_one_address_are_told_today(archive: Path) -> None:
    for year in ("2098", "2099"):
        write(archive, f"docs/articles/{year}/same.md", article("Same", date=f"{year}-01-01"))
    done = build(archive)
    assert done.returncode == 1
    assert done.stderr.count("[same-address]") == 2


@pytest.mark.parametrize("epoch", ["soon", "1e9", "-1", "99999999999999999999"])
def test_a_moment_that_is_none_is_said(archive: Path, epoch: str) -> None:
    done = build(archive, SOURCE_DATE_EPOCH=epoch)
    assert done.returncode == 1
    assert "SOURCE_DATE_EPOCH must be" in done.stderr
    assert "Traceback" not in done.stderr


def test_another_theme_is_said(archive: Path) -> None:
    text = (archive / "mkdocs.yml").read_text()
    (archive / "mkdocs.yml").write_text(text.replace("name: material\n  font: false", "name: readthedocs"))
    done = build(archive)
    assert done.returncode == 1
    assert "Material's chrome" in done.stderr


@pytest.mark.parametrize("template", ["{{ nothing_such }}", "{% if %}", '{% extends "gone.html" %}'])
def test_a_broken_template_of_the_editors_is_said_with_its_name(archive: Path, template: str) -> None:
    write(archive, "overrides/archive/article.html", template)
    (archive / "mkdocs.yml").write_text(
        (archive / "mkdocs.yml").read_text().replace("name: material", "name: material\n  custom_dir: overrides")
    )
    done = build(archive)
    assert done.returncode == 1
    assert "template" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_of_other_files_is_never_replaced(archive: Path) -> None:
    write(archive, "site/letter.txt", "keep")
    done = build(archive)
    assert done.returncode == 1
    assert "no build has written" in done.stderr
    assert set(tree(archive / "site")) == {"letter.txt"}


def test_a_published_address_in_another_script_stays_alive_when_files_are_left_out(archive: Path) -> None:
    write(archive, "docs/articles/2016/café.md", article("Café"))
    assert build(archive).returncode == 0
    write(archive, "docs/articles/2016/café.md", article("Café", kind="story"))
    done = build(archive, "--leave-out")
    assert done.returncode == 1
    assert "caf%C3%A9" in done.stderr


def test_a_file_name_can_not_write_a_line_of_its_own(archive: Path) -> None:
    write(archive, "docs/articles/2016/a\n::error::b.md", article("A"))
    done = build(archive)
    assert not any(line.startswith("::") for line in done.stderr.splitlines())


def told(said: str, code: str) -> list[str]:
    """Where a code is said, without its words."""
    return [line.partition(": ")[0] for line in said.splitlines() if line.endswith(f"[{code}]")]


def test_styles_and_programs_in_a_text_are_told_since_the_policy_stops_them(archive: Path) -> None:
    code = "blocked-markup"
    fenced = '```html\n<p style="color: red">\n```\n'
    marks = (
        '<p style="color: red">Red</p>\n\n<p title="a style=b > c" onclick=\'go()\'>Go</p>\n\nWords\n{: style="color: red" }\n'
    )
    write(archive, "docs/guide.md", f"---\ntitle: Guide\n---\n# Guide\n\n{fenced}\n`style=` and onclick=it\n\n{marks}")
    settings = (archive / "mkdocs.yml").read_text()
    write(archive, "mkdocs.yml", f"{settings}\nmarkdown_extensions: [attr_list, tables]\n")
    write(archive, "docs/table.md", "# Table\n\n| a | b |\n| :-: | --: |\n| 1 | 2 |\n")
    done = run("article_archive.cli", "check", at=archive)
    assert done.returncode == 0, done.stderr
    assert told(done.stderr, code) == ["docs/guide.md:12:11", "docs/guide.md:14:35", "docs/guide.md:17:11"]
    assert "`onclick=` does nothing here" in done.stderr
    assert "extra_css" in done.stderr


IDLE = """\
theme:
  name: material
  font: false
  palette:
    primary: indigo
  icon:
    logo: material/book
    admonition: {note: octicons/tag-16}
  features:
  - navigation.tabs
  - content.code.copy
  - toc.follow
"""


def test_settings_of_the_theme_that_do_nothing_are_told_and_those_that_do_something_are_not(archive: Path) -> None:
    settings = (archive / "mkdocs.yml").read_text()
    settings = settings.replace("theme:\n  name: material\n  font: false\n", IDLE)
    write(archive, "mkdocs.yml", settings.replace("extra:\n", "extra:\n  analytics: {provider: google}\n"))
    done = run("article_archive.cli", "build", "--no-search", "--no-cards", "--strict", at=archive)
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stderr.splitlines() if line.endswith("[idle-setting]")]
    named = ["palette", "logo", "navigation.tabs", "toc.follow", "analytics"]
    assert len(lines) == len(named)
    assert all(name in line for name, line in zip(named, lines, strict=True))
    assert told(done.stderr, "idle-setting")[2:4] == ["mkdocs.yml:12:5", "mkdocs.yml:14:5"]
    assert "These have one: content.code.annotate, content.code.copy" in done.stderr
