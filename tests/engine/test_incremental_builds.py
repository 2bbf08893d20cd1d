"""Incremental equals clean: after each change, `archive build` publishes what it would publish from nothing, byte for byte."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import article
from .editing import Edited


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Edited:
    """An archive that was built: what the steps change, each of them changes once."""
    found = Edited(tmp_path_factory.mktemp("edited"), cards=True)
    for name in ("stays", "goes", "moves", "waits"):
        found.write(f"docs/articles/2019/{name}.md", article(f"It {name}"))
    found.change("docs/articles/2019/stays.md", lambda text: f"{text}\n[A handout](handout.pdf)\n")
    found.write("docs/articles/2019/handout.pdf", "%PDF-1.7")
    found.change("docs/articles/2019/waits.md", lambda text: text.replace("2016-09-14", "2024-01-01"))
    found.build()
    return found


def text_changed(edited: Edited) -> None:
    edited.change("docs/articles/2016/first-words.md", lambda text: f"{text}\n## One more heading\n\nAnd words.\n")


def title_and_date_changed(edited: Edited) -> None:
    edited.change("docs/articles/2019/stays.md", lambda text: text.replace("It stays", "It stayed").replace("2016-09", "2017-10"))


def article_added(edited: Edited) -> None:
    edited.write("docs/articles/2017/added.md", article("Added", date="2017-03-04", authors="[writer-two]"))


def article_renamed(edited: Edited) -> None:
    edited.move("docs/articles/2019/moves.md", "docs/articles/2019/moved.md")


def article_deleted(edited: Edited) -> None:
    (edited.root / "docs/articles/2019/goes.md").unlink()


def author_renamed(edited: Edited) -> None:
    edited.change(
        "authors/writer-two.md", lambda text: text.replace("name: Writer Two", "name: Writer Twenty\nalso: [Writer Two]")
    )


def term_renamed(edited: Edited) -> None:
    edited.change(
        "docs/attributes/co-creation.md",
        lambda text: text.replace("name: Co-Creation", "name: Making together\nalso: [Co-Creation]"),
    )


def template_overridden(edited: Edited) -> None:
    edited.write("overrides/archive/missing.html", "<h1>Another word for nothing</h1>")


def setting_changed(edited: Edited) -> None:
    edited.change("mkdocs.yml", lambda text: text.replace("many: Attributes", "many: Qualities"))


def picture_moved(edited: Edited) -> None:
    edited.move("docs/articles/2017/desks/desk.png", "docs/articles/2017/desks/table.png")
    edited.change("docs/articles/2017/desks/index.md", lambda text: text.replace("desk.png", "table.png"))


def handout_changed(edited: Edited) -> None:
    edited.write("docs/articles/2019/handout.pdf", "%PDF-1.6")


def time_passed(edited: Edited) -> None:
    edited.epoch = 1_704_200_000  # 2 January 2024


def changed_by_hand(edited: Edited) -> None:
    edited.write("site/articles/first-words/index.html", "scribbled")
    (edited.root / "site/sitemap.xml").unlink()


def rolled_back(edited: Edited) -> None:
    edited.change("docs/articles/2016/second-words.md", lambda text: f"{text}\nWords that are taken back and come again.\n")
    before = edited.site()
    edited.build()
    edited.rollback()
    assert edited.site() == before


def nothing_kept_in_the_release_before(edited: Edited) -> None:
    edited.change("docs/articles/2018/elsewhere.md", lambda text: f"{text}\nA last word.\n")
    for path in (edited.root / ".site.before").rglob("*.html"):
        path.unlink()


STEPS = (
    text_changed,
    title_and_date_changed,
    article_added,
    article_renamed,
    article_deleted,
    author_renamed,
    term_renamed,
    template_overridden,
    setting_changed,
    picture_moved,
    handout_changed,
    time_passed,
    changed_by_hand,
    rolled_back,
    nothing_kept_in_the_release_before,
)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_the_site_is_the_one_of_a_build_from_nothing(edited: Edited, step: Callable[[Edited], None]) -> None:
    before = edited.site()
    step(edited)
    edited.build()
    clean = edited.clean()
    assert edited.site() == clean
    assert step in (changed_by_hand,) or clean != before
