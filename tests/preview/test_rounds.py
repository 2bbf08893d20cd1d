"""Round after round: what is saved is seen, and a mistake leaves the last good pages in their place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from article_archive.preview.rounds import Made

from ..archives import article, write
from .studios import Desk

HERE = "docs/articles/2016/here.md"
PAGE = "articles/here/index.html"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    write(made.root, HERE, article("Words at first.\n"))
    made.rounds.begin()
    return made


def edition(desk: Desk) -> str:
    return desk.session.shown.told.edition


def test_a_saved_article_is_seen(desk: Desk) -> None:
    assert "Words at first." in desk.page(PAGE)
    before = edition(desk)
    write(desk.root, HERE, article("Words at last.\n"))
    desk.rounds.round()
    assert "Words at last." in desk.page(PAGE)
    assert edition(desk) != before


def test_what_is_saved_twice_at_once_is_seen_as_it_was_saved_last(desk: Desk) -> None:
    for number in range(20):
        write(desk.root, HERE, article(f"Word {number:02}.\n"))
        desk.rounds.round()
        assert f"Word {number:02}." in desk.page(PAGE)


def test_new_renamed_and_deleted_articles_are_followed(desk: Desk) -> None:
    write(desk.root, "docs/articles/2016/new.md", article("New words.\n", title="A new one"))
    desk.rounds.round()
    assert "New words." in desk.page("articles/new/index.html")
    assert "A new one" in desk.page("articles/index.html")
    (desk.root / "docs/articles/2016/new.md").rename(desk.root / "docs/articles/2016/renamed.md")
    desk.rounds.round()
    assert desk.page("articles/new/index.html") == ""
    assert "New words." in desk.page("articles/renamed/index.html")
    (desk.root / "docs/articles/2016/renamed.md").unlink()
    desk.rounds.round()
    assert desk.page("articles/renamed/index.html") == ""
    assert "A new one" not in desk.page("articles/index.html")


def test_new_authors_and_terms_and_their_names_are_followed(desk: Desk) -> None:
    write(desk.root, "authors/writer-three.md", "---\nname: Writer Three\n---\n")
    write(desk.root, "docs/attributes/choice.md", "---\nname: Choice\n---\n")
    write(desk.root, HERE, article(author="writer-three", attributes="[Choice]"))
    desk.rounds.round()
    assert "Writer Three" in desk.page(PAGE)
    assert "A title" in desk.page("attributes/choice/index.html")
    write(desk.root, "authors/writer-three.md", "---\nname: Writer Number Three\n---\n")
    write(desk.root, "docs/attributes/choice.md", "---\nname: Choices\nalso: [Choice]\n---\n")
    desk.rounds.round()
    assert "Writer Number Three" in desk.page(PAGE)
    assert "Choices" in desk.page("attributes/choice/index.html")


def test_a_mistake_leaves_the_last_good_pages_and_says_what_to_write(desk: Desk) -> None:
    before = edition(desk)
    write(desk.root, HERE, article("Words at last.\n", author="writer-on"))
    desk.rounds.round()
    told = desk.session.shown.told
    assert told.is_last_good
    assert told.edition == before
    assert "Words at first." in desk.page(PAGE)
    [remark] = told.remarks
    assert (remark.severity, remark.where, remark.code) == ("error", f"{HERE}:4:9", "unknown-author")
    assert "writer-one" in remark.remedy


def test_a_file_beside_the_article_that_becomes_another_one_is_noticed(desk: Desk) -> None:
    write(desk.root, HERE, article("[The plan](plan.pdf)\n"))
    plan = write(desk.root, "docs/articles/2016/plan.pdf", "%PDF-1.7")
    desk.rounds.round()
    assert not desk.session.shown.told.is_last_good
    write(desk.root, "docs/articles/2016/plan.pdf", "<html>..")
    desk.rounds.round(frozenset({str(plan)}))
    [remark] = desk.session.shown.told.remarks
    assert (desk.session.shown.told.is_last_good, remark.code) == (True, "misnamed-file")
    write(desk.root, "docs/articles/2016/plan.pdf", "%PDF-1.6")
    desk.rounds.round(frozenset({str(plan)}))
    assert desk.remarks() == []


def test_a_mended_mistake_is_said_no_more(desk: Desk) -> None:
    write(desk.root, HERE, article(colour="red"))
    desk.rounds.round()
    assert desk.remarks()
    write(desk.root, HERE, article("Words at last.\n"))
    desk.rounds.round()
    assert desk.remarks() == []
    assert not desk.session.shown.told.is_last_good
    assert "Words at last." in desk.page(PAGE)


def test_taking_a_mistake_back_shows_the_same_words_again(desk: Desk) -> None:
    write(desk.root, HERE, article("Words at first.\n", colour="red"))
    desk.rounds.round()
    write(desk.root, HERE, article("Words at first.\n"))
    desk.rounds.round()
    assert not desk.session.shown.told.is_last_good
    assert desk.remarks() == []


def test_nothing_is_told_where_nothing_has_changed(desk: Desk) -> None:
    before = desk.session.shown
    write(desk.root, HERE, article(colour="red"))
    desk.rounds.round()
    told = desk.session.shown.told
    desk.rounds.round()
    assert desk.session.shown.told.state == told.state
    assert desk.session.shown.edition is before.edition


def test_warnings_let_the_page_be_seen_and_are_told(desk: Desk) -> None:
    write(desk.root, HERE, article("[A link](/nowhere/)\n"))
    desk.rounds.round()
    told = desk.session.shown.told
    assert not told.is_last_good
    assert [remark.severity for remark in told.remarks] == ["warning"]
    assert "A link" in desk.page(PAGE)


def test_a_first_round_with_a_mistake_says_so_and_waits_for_its_remedy(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    write(desk.root, HERE, article(colour="red"))
    desk.rounds.begin()
    assert desk.session.shown.edition is None
    assert any("colour" in remark for remark in desk.remarks())
    write(desk.root, HERE, article())
    desk.rounds.round()
    assert desk.page(PAGE)


def test_an_engine_that_cannot_work_says_why_and_the_last_good_pages_stay(desk: Desk) -> None:
    desk.studio.wrong = "The theme is not there."
    desk.rounds.hear(Made(desk.studio.work()))
    desk.rounds.round()
    assert desk.remarks() == ["mkdocs.yml:1:1: The theme is not there."]
    assert "Words at first." in desk.page(PAGE)
    desk.studio.wrong = ""
    desk.rounds.hear(Made(desk.studio.work()))
    desk.rounds.round()
    assert desk.remarks() == []


def test_a_mistake_in_mkdocs_yml_leaves_the_last_good_pages(desk: Desk) -> None:
    good = (desk.root / "mkdocs.yml").read_text()
    write(desk.root, "mkdocs.yml", good.replace("  archive:\n", "  archive:\n    colour: red\n"))
    desk.rounds.hear(Made(desk.studio.work()))
    desk.rounds.round()
    assert any("colour" in remark and remark.startswith("mkdocs.yml:") for remark in desk.remarks())
    assert "Words at first." in desk.page(PAGE)
    write(desk.root, "mkdocs.yml", good)
    desk.rounds.hear(Made(desk.studio.work()))
    desk.rounds.round()
    assert desk.remarks() == []


def test_an_engine_that_made_the_same_again_reloads_no_page(desk: Desk) -> None:
    before = edition(desk)
    desk.rounds.hear(Made(desk.studio.work()))
    desk.rounds.round()
    assert edition(desk) == before


def test_a_file_that_was_only_touched_reloads_no_page(desk: Desk) -> None:
    before = edition(desk)
    os.utime(desk.root / HERE)
    write(desk.root, HERE, article("Words at first.\n"))
    desk.rounds.round()
    assert edition(desk) == before


def test_a_template_that_cannot_be_used_leaves_the_last_good_page_to_who_looks_at_it(desk: Desk) -> None:
    with desk.session.visited(PAGE):
        write(desk.root, "overrides/archive/article.html", "{% if %}")
        desk.rounds.hear(Made(desk.studio.work()))
        desk.rounds.round()
        assert "article.html, line 1" in desk.remarks()[0]
        assert "Words at first." in desk.page(PAGE)
        write(desk.root, "overrides/archive/article.html", "A template of the editors.")
        desk.rounds.round()
        assert desk.remarks() == []
        assert "A template of the editors." in desk.page(PAGE)


def test_a_look_at_the_named_files_finds_what_a_look_at_all_would(desk: Desk) -> None:
    def round_over(*paths: str) -> None:
        desk.rounds.round(frozenset(str(desk.root / path) for path in paths))

    write(desk.root, HERE, article("Words at last.\n"))
    round_over(HERE, "docs/articles/2016/.here.md.swp")
    assert "Words at last." in desk.page(PAGE)
    write(desk.root, "docs/articles/2016/new.md", article("New words.\n"))
    round_over("docs/articles/2016/new.md")
    assert "New words." in desk.page("articles/new/index.html")
    (desk.root / "docs/articles/2016/new.md").rename(desk.root / HERE)
    round_over("docs/articles/2016/new.md", HERE)
    assert desk.page("articles/new/index.html") == ""
    assert "New words." in desk.page(PAGE)
    write(desk.root, "mkdocs.yml", (desk.root / "mkdocs.yml").read_text())
    write(desk.root, HERE, article("The last words.\n"))
    round_over("mkdocs.yml", HERE, "docs/articles", "..")
    assert "The last words." in desk.page(PAGE)
