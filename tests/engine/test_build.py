"""The commands, run as a person runs them: what is published, and what never is."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from article_archive.publish.claim import claimed

from .conftest import article, build, build_all, run, tree, write

ENGINES = ("article_archive.cli", "mkdocs", "properdocs")


def main_text(page: str) -> str:
    """What stands in the frame's slot for content."""
    return page.split('data-md-component="main">', 1)[1].split("</main>", 1)[0]


def test_mkdocs_and_properdocs_publish_what_archive_build_publishes(archive: Path) -> None:
    trees, texts = [], []
    for engine in ENGINES:
        done = run(engine, "build", at=archive)
        assert done.returncode == 0, done.stderr
        pages = sorted((archive / "site").rglob("*.html"))
        trees.append({path.relative_to(archive).as_posix() for path in (archive / "site").rglob("*")} - {"site/sitemap.xml.gz"})
        texts.append(
            {page.relative_to(archive).as_posix(): main_text(page.read_text()) for page in pages if "a-page" in page.read_text()}
        )
    assert trees[0] == trees[1] == trees[2]
    assert texts[0] == texts[1] == texts[2]
    assert len(texts[0]) > 1


def test_no_slot_and_no_front_matter_is_left_on_any_page(archive: Path) -> None:
    assert build(archive).returncode == 0
    for page in (archive / "site").rglob("*.html"):
        text = page.read_text()
        assert not re.search("[\ue000-\uf8ff]", text), page
        assert "authors: [" not in text or "messages" in page.parts, page  # a message's page shows fields as an example


@pytest.mark.parametrize("engine", ENGINES)
def test_a_mistake_leaves_the_published_site_byte_for_byte_as_it_is(archive: Path, engine: str) -> None:
    assert build(archive).returncode == 0
    before = tree(archive / "site")
    write(archive, "docs/articles/2016/broken.md", article("Broken", authors="[nobody-here]"))
    done = run(engine, "build", at=archive)
    assert done.returncode == 1
    assert "docs/articles/2016/broken.md:4:11: There is no author `nobody-here`." in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(archive / "site") == before
    assert not list(archive.glob(".site*"))


def test_all_mistakes_of_all_files_are_said_in_one_run_in_order(archive: Path) -> None:
    write(archive, "docs/articles/2016/b.md", article("B", date="2016-02-30", kind="story"))
    write(archive, "docs/articles/2016/a.md", article("A", "[gone](gone.md)"))
    write(archive, "authors/zoe.md", "no fields at all")
    done = run("article_archive.cli", "check", at=archive)
    assert done.returncode == 1
    found = re.findall(r"^(\S+?:\d+:\d+): .* \[([a-z0-9-]+)\]$", done.stderr, re.MULTILINE)
    errors = [row for row in found if row[1] != "author-without-articles"]
    assert errors == [
        ("authors/zoe.md:1:1", "no-fields"),
        ("docs/articles/2016/a.md:7:8", "missing-page"),
        ("docs/articles/2016/b.md:3:7", "impossible-date"),
        ("docs/articles/2016/b.md:6:7", "unknown-value"),
    ]


def test_a_draft_and_an_article_of_the_future_are_on_no_surface(archive: Path) -> None:
    write(archive, "docs/articles/2016/secret-draft.md", article("Canary draft title", "Canary draft words.", draft="true"))
    write(
        archive, "docs/articles/2099/secret-future.md", article("Canary future title", "Canary future words.", date="2099-01-01")
    )
    write(archive, "docs/articles/2099/secret-future.png", "Canary picture")
    assert build(archive).returncode == 0
    for path in (archive / "site").rglob("*"):
        assert "secret" not in path.name
        if path.is_file():
            assert b"Canary" not in path.read_bytes(), path
    assert build(archive, SOURCE_DATE_EPOCH="4102444800").returncode == 0
    assert "Canary future title" in (archive / "site/articles/secret-future/index.html").read_text()


def test_a_draft_that_is_misspelled_stays_in(archive: Path) -> None:
    write(archive, "docs/articles/2016/half.md", article("Half", draft="ture"))
    done = build(archive)
    assert done.returncode == 1
    assert "[unknown-value]" in done.stderr


def test_warnings_stop_a_strict_build_only(archive: Path) -> None:
    write(archive, "docs/articles/2016/linked.md", article("Linked", "[gone](/gone/)"))
    assert build(archive).returncode == 0
    done = build(archive, "--strict")
    assert done.returncode == 1
    assert "[dead-link]" in done.stderr


def test_files_with_errors_are_left_out_and_listed_when_asked(archive: Path) -> None:
    write(archive, "docs/articles/2016/broken.md", article("Broken", authors="[nobody-here]"))
    write(archive, "docs/articles/2016/sound.md", article("Sound", "See [the other](broken.md)."))
    done = build(archive, "--leave-out")
    assert done.returncode == 0, done.stderr
    assert "[unknown-author]" in done.stderr
    assert "1 file is left out" in done.stderr
    assert (archive / "site/articles/sound/index.html").exists()
    assert not (archive / "site/articles/broken").exists()


def test_leaving_out_never_takes_a_published_address_away(archive: Path) -> None:
    write(archive, "docs/articles/2016/there.md", article("There"))
    assert build(archive).returncode == 0
    before = tree(archive / "site")
    write(archive, "docs/articles/2016/there.md", article("There", kind="story"))
    done = build(archive, "--leave-out")
    assert done.returncode == 1
    assert "/articles/there/" in done.stderr
    assert tree(archive / "site") == before


def test_prose_and_articles_link_to_each_other_by_their_files(archive: Path) -> None:
    write(archive, "docs/guide.md", "# Guide\n\nSee [an article](articles/2016/here.md#second).\n")
    write(archive, "docs/articles/2016/here.md", article("Here", "Back to [the guide](../../guide.md).\n\n## Second\n\nWords."))
    assert build(archive).returncode == 0
    assert 'href="../articles/here/#second"' in (archive / "site/guide/index.html").read_text()
    assert 'href="/guide/"' in (archive / "site/articles/here/index.html").read_text()


def test_a_broken_link_from_prose_to_an_article_stops_the_build(archive: Path) -> None:
    assert build(archive).returncode == 0
    before = tree(archive / "site")
    write(archive, "docs/guide.md", "# Guide\n\nSee [an article](articles/2016/gone.md).\n")
    done = build(archive)
    assert done.returncode == 1
    assert "docs/guide.md:3:18: `articles/2016/gone.md` leads to no page." in done.stderr
    assert tree(archive / "site") == before


def test_a_site_below_a_path_has_its_links_below_that_path(archive: Path) -> None:
    settings = (archive / "mkdocs.yml").read_text()
    (archive / "mkdocs.yml").write_text(re.sub(r"site_url: .*\n", "", settings) + "site_url: https://example.org/some/where/\n")
    write(archive, "docs/articles/2016/here.md", article("Here", "Back [home](../../index.md)."))
    assert build(archive).returncode == 0
    page = (archive / "site/articles/here/index.html").read_text()
    assert 'href="/some/where/authors/writer-one/"' in page
    assert 'href="/some/where/"' in page
    assert '<link rel="canonical" href="https://example.org/some/where/articles/here/">' in page


@pytest.mark.parametrize("permalink", ["/articles/{slug}/", "/{slug}/", "/{year}/{month}/{slug}/"])
def test_the_permalink_is_the_editors_choice(archive: Path, permalink: str) -> None:
    settings = (archive / "mkdocs.yml").read_text()
    (archive / "mkdocs.yml").write_text(
        settings.replace("  archive:\n    facets:", f"  archive:\n    permalink: {permalink}\n    facets:")
    )
    write(archive, "docs/articles/2016/here.md", article("Here"))
    assert build(archive).returncode == 0
    address = permalink.format(slug="here", year="2016", month="09")
    assert "Words." in (archive / f"site{address}index.html").read_text()
    assert f"<loc>https://archive.example.org{address}</loc>" in (archive / "site/sitemap.xml").read_text()


def test_an_overriding_template_of_the_site_goes_first(archive: Path) -> None:
    write(archive, "overrides/archive/missing.html", "<h1>Our own words</h1>")
    (archive / "mkdocs.yml").write_text(
        (archive / "mkdocs.yml").read_text().replace("name: material", "name: material\n  custom_dir: overrides")
    )
    assert build(archive).returncode == 0
    assert "<h1>Our own words</h1>" in (archive / "site/404.html").read_text()


def test_building_twice_gives_the_same_bytes(archive: Path) -> None:
    assert build_all(archive, SOURCE_DATE_EPOCH="1700000000").returncode == 0
    first = tree(archive / "site")
    assert build_all(archive, SOURCE_DATE_EPOCH="1700000000", TZ="Asia/Tokyo", PYTHONHASHSEED="7").returncode == 0
    assert tree(archive / "site") == first


def test_every_build_draws_pictures_for_other_sites_but_for_one_without_cards(archive: Path) -> None:
    for engine in ENGINES:
        done = run(engine, "build", at=archive)
        assert done.returncode == 0, done.stderr
        assert len([*(archive / "site/assets/cards").glob("*.png")]) == 6, engine
    done = build(archive, "--no-cards")
    assert done.returncode == 0, done.stderr
    assert not (archive / "site/assets/cards").exists()


def test_an_article_has_a_picture_where_the_settings_ask_for_one(archive: Path) -> None:
    settings = (archive / "mkdocs.yml").read_text()
    (archive / "mkdocs.yml").write_text(settings + "    cards: [articles]\n")
    assert build_all(archive).returncode == 0
    names = sorted(path.name.rpartition("-")[0] for path in (archive / "site/assets/cards").iterdir())
    assert names == ["desks", "elsewhere", "first-words", "second-words"]


def test_a_build_that_is_killed_while_it_draws_leaves_no_broken_picture(archive: Path) -> None:
    for n in range(60):
        write(archive, f"docs/articles/2016/many-{n}.md", article(f"Title {n}"))
    settings = (archive / "mkdocs.yml").read_text()
    (archive / "mkdocs.yml").write_text(settings + "    cards: [articles]\n")
    command = [sys.executable, "-m", "article_archive.cli", "build"]
    half_done = subprocess.Popen(
        command, cwd=archive, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    for _ in range(1000):
        if len([*(archive / ".cache").rglob("*")]) > 20 or half_done.poll() is not None:
            break
        time.sleep(0.01)
    os.killpg(half_done.pid, signal.SIGKILL)
    half_done.wait(60)
    done = build_all(archive)
    assert done.returncode == 0, done.stderr
    pictures = [*(archive / "site/assets/cards").iterdir()]
    assert len(pictures) == 64
    for path in pictures:
        with Image.open(path) as image:
            image.load()
            assert image.size == (1200, 630)


def test_robots_txt_is_made_unless_the_editors_wrote_one(archive: Path) -> None:
    assert build(archive).returncode == 0
    assert "Sitemap: https://archive.example.org/sitemap.xml" in (archive / "site/robots.txt").read_text()
    (archive / "docs/robots.txt").write_text("User-agent: *\nDisallow: /attic/\n")
    done = build(archive, "--strict")
    assert done.returncode == 0, done.stderr
    assert (archive / "site/robots.txt").read_text() == "User-agent: *\nDisallow: /attic/\n"


def test_archive_rollback_brings_the_release_before_and_says_so(archive: Path) -> None:
    rollback = partial(run, "article_archive.cli", "rollback", at=archive)
    assert build(archive).returncode == 0
    assert "No release before is kept" in rollback().stderr
    before = tree(archive / "site")
    write(archive, "docs/articles/2016/another.md", article("Another"))
    assert build(archive).returncode == 0
    assert tree(archive / "site") != before
    done = rollback()
    assert done.returncode == 0
    assert f"The release before, {len(before)} files, is published in" in done.stderr
    assert tree(archive / "site") == before


def test_what_was_changed_by_hand_is_put_right_and_files_of_others_are_asked_for(archive: Path) -> None:
    assert build(archive).returncode == 0
    before = tree(archive / "site")
    write(archive, "site/index.html", "scribbled")
    (archive / "site" / "404.html").unlink()
    assert "Put right what was changed by hand in the site: 2 files." in build(archive).stderr
    assert tree(archive / "site") == before
    write(archive, "site/letter.txt", "keep")
    done = build(archive)
    assert done.returncode == 1
    assert "holds files that no build has written: letter.txt." in done.stderr
    assert "Traceback" not in done.stderr
    assert build(archive, "--delete-foreign").returncode == 0
    assert tree(archive / "site") == before


def test_a_check_does_not_wait_for_a_build(archive: Path) -> None:
    with claimed(archive / "site"):
        assert run("article_archive.cli", "check", at=archive).returncode == 0
