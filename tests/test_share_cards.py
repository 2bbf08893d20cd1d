from __future__ import annotations

import io
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image

from article_archive import build
from article_archive.pages.drafts import FileDraft
from article_archive.problems import Problem
from article_archive.settings import Cards
from article_archive.sharing import share_cards
from article_archive.sharing.card_files import card_files
from article_archive.sharing.drawing import drawn
from article_archive.sharing.share_cards import SIGNS, ShareCard, ShareCards, Unset, Words
from article_archive.sharing.typefaces import source_serif
from article_archive.store import STORE, Store

from .archives import ENGINE, NOW, article, gathered, judged_settings, site, small, write
from .fonts import of_text

AUTHOR = "/authors/writer-one/"


def cards(root: Path, *pages: str, font: str = "", can_join: bool | None = None) -> ShareCards:
    """The cards of an archive for these kinds of pages."""
    archive = gathered(root)
    asked = replace(archive.settings, cards=Cards(pages, font))
    return share_cards.share_cards(root, archive.catalogue, asked, can_join=can_join)


def texts(card: ShareCard) -> list[str]:
    return [words.text for words in (card.above, card.title, card.below, card.archive) if words]


def drawn_for(archive: build.Archive) -> tuple[Iterator[FileDraft], Iterator[FileDraft]]:
    """An archive's cards, in two halves."""
    return card_files(archive.share_cards, archive.settings, Store(archive.root / STORE), None)


def files(root: Path, **changes: Any) -> Mapping[str, bytes | Path]:
    """Every file of the archive's site that is a share card."""
    archive = gathered(root)
    return {draft.path: draft.make() for half in drawn_for(replace(archive, **changes)) for draft in half}


def made(root: Path) -> list[Path]:
    return sorted(path for path in (root / STORE).rglob("*") if path.is_file())


def test_an_author_and_a_term_have_a_card_and_an_article_has_none(tmp_path: Path) -> None:
    found = site(small(tmp_path)).share_cards
    assert {"/authors/writer-one/", "/authors/writer-two/", "/attributes/voice/", "/categories/interviews/"} <= {*found}
    assert not [page for page in found if page.startswith("/articles/")]


def test_an_authors_card_says_who_it_is(tmp_path: Path) -> None:
    card = cards(small(tmp_path), "authors").cards[AUTHOR]
    assert texts(card) == ["Author", "Writer One", "Science teacher", "A small archive"]
    assert card.sign is None


def test_a_terms_card_has_its_facets_word_and_an_attributes_its_sign(tmp_path: Path) -> None:
    found = cards(small(tmp_path), "attributes", "categories").cards
    assert texts(found["/attributes/voice/"])[:2] == ["Attribute", "Voice"]
    assert found["/attributes/voice/"].sign == SIGNS["voice"]
    assert texts(found["/categories/interviews/"])[:2] == ["Category", "Interviews"]
    assert found["/categories/interviews/"].sign is None


def test_an_articles_card_has_its_title_its_people_and_its_first_terms_sign(tmp_path: Path) -> None:
    written = article(title="'*New* words'", authors="[writer-one, {name: Writer Two, role: interviewee}]", author="")
    root = small(tmp_path, {"docs/articles/new.md": written})
    card = cards(root, "articles").cards["/articles/new/"]
    assert texts(card)[:3] == ["Voice", "New words", "By Writer One, Interview with Writer Two"]
    assert card.sign == SIGNS["voice"]


def test_drafts_and_articles_of_the_future_have_none(tmp_path: Path) -> None:
    written = {"docs/articles/draft.md": article(draft="true"), "docs/articles/future.md": article(date="2031-01-01")}
    found = cards(small(tmp_path, written), "articles").cards
    assert found
    assert not [page for page in found if "draft" in page or "future" in page]


def test_a_pictures_address_is_known_before_it_is_drawn(tmp_path: Path) -> None:
    root = small(tmp_path)
    addresses = site(root).share_cards
    assert re.fullmatch(r"/assets/cards/writer-one-[0-9a-f]{10}\.png", addresses[AUTHOR])
    assert {f"/{path}" for path in files(root)} == {*addresses.values()}


def test_the_address_changes_with_the_words_and_only_then(tmp_path: Path) -> None:
    root = small(tmp_path)
    before = site(root).share_cards
    write(root, "docs/attributes/voice.md", "---\nname: A voice\n---\nOther words.\n")
    write(root, "docs/articles/new.md", article())
    after = site(root).share_cards
    assert {page for page in before if before[page] != after[page]} == {"/attributes/voice/"}


@pytest.mark.parametrize(
    "change", [{"sign": SIGNS["voice"]}, {"above": None}, {"title": Words("Another")}, {"below": Words("B")}]
)
def test_the_digest_is_one_of_all_that_is_drawn(change: dict[str, Any]) -> None:
    card = ShareCard(Words("A title"), Words("An archive"), Words("Author"))
    every = ShareCards({}, (source_serif(),))
    assert every.digest(card) == every.digest(replace(card))
    assert every.digest(card) != every.digest(replace(card, **change))
    assert every.digest(card) != ShareCards({}, ()).digest(card)


def test_a_card_is_drawn_once_in_its_life(tmp_path: Path) -> None:
    root = small(tmp_path)
    gathered(root)
    before = len(made(root))
    first = files(root)
    kept = {path: path.stat().st_mtime_ns for path in made(root)}
    assert len(kept) - before == len(first) > 0
    assert files(root) == first
    assert {path: path.stat().st_mtime_ns for path in made(root)} == kept


def test_two_halves_hold_every_picture_once(tmp_path: Path) -> None:
    one, other = ({draft.path for draft in half} for half in drawn_for(gathered(small(tmp_path))))
    assert not one & other
    assert abs(len(one) - len(other)) <= 1


def test_a_kept_picture_that_was_damaged_is_drawn_again(tmp_path: Path) -> None:
    root = small(tmp_path)
    first = files(root)
    for path in made(root):
        path.write_bytes(path.read_bytes()[:-100])
    assert files(root) == first


_HALVES = (
    "from article_archive.sharing.card_files import card_files; from article_archive.store import Store\n"
    f"halves = card_files(archive.share_cards, archive.settings, Store(archive.root / '{STORE}'), None)\n"
)


def test_without_cards_no_page_has_a_picture_and_pillow_is_not_loaded(tmp_path: Path) -> None:
    root = small(tmp_path)
    (root / "docs/articles/2017/desks/desk.png").unlink()
    program = (
        "import sys; from pathlib import Path; from msgspec.structs import replace; from tests.archives import *\n"
        "root = Path(sys.argv[1]); chosen = replace(judged_settings(root)[0], cards=None)\n"
        "archive = build.gather(root, chosen, ENGINE, NOW); assert not build.site_of(archive, ENGINE).share_cards\n"
        f"{_HALVES}assert not [*halves[0]]\n"
        "assert 'PIL' not in sys.modules"
    )
    here = Path(__file__).parent.parent
    subprocess.run([sys.executable, "-c", program, str(root)], check=True, cwd=here, timeout=60)


def test_where_all_is_kept_pillow_is_not_loaded(tmp_path: Path) -> None:
    root = small(tmp_path)
    (root / "docs/articles/2017/desks/desk.png").unlink()
    files(root)
    program = (
        "import sys; from pathlib import Path; from tests.archives import *\n"
        f"archive = gathered(Path(sys.argv[1]))\n{_HALVES}"
        "assert [d.make() for half in halves for d in half]; assert 'PIL' not in sys.modules"
    )
    here = Path(__file__).parent.parent
    subprocess.run([sys.executable, "-c", program, str(root)], check=True, cwd=here, timeout=60)


def problems(of: ShareCards) -> list[str]:
    return [f"{p.message} {p.suggestion}" for p in of.problems]


def named(root: Path, *names: str) -> None:
    for n, name in enumerate(names):
        write(root, f"authors/other-{n}.md", f"---\nname: {name}\n---\nWords.\n")


def test_cards_with_letters_that_the_font_lacks_are_left_out_and_told_at_once(tmp_path: Path) -> None:
    root = small(tmp_path)
    named(root, "作者甲", "作者乙", "作者丙", "作者丁")
    found = cards(root, "authors")
    assert {*found.cards} == {"/authors/writer-one/", "/authors/writer-two/"}
    assert problems(found) == [
        "4 pages (/authors/other-0/, /authors/other-1/, /authors/other-2/ and 1 more) get no picture for other sites: "
        "its typeface lacks `作` (U+4F5C), `者` (U+8005), `丁` (U+4E01) and 3 more. "
        "Name a font that has them: `cards: {font: fonts/name.ttf}`."
    ]


def test_emoji_and_hidden_letters_are_left_out_of_a_picture(tmp_path: Path) -> None:
    root = small(tmp_path)
    named(root, "Writer 👩🏽‍🏫 Three ☕️", "Wri\u00adter\u00a0Four")
    found = cards(root, "authors")
    assert found.problems == ()
    assert [found.cards[f"/authors/other-{n}/"].title.text for n in (0, 1)] == ["Writer Three", "Writer Four"]


def test_a_name_of_nothing_but_emoji_has_no_picture(tmp_path: Path) -> None:
    root = small(tmp_path)
    named(root, "🎉")
    found = cards(root, "authors")
    assert "/authors/other-0/" not in found.cards
    assert "`🎉` (U+1F389)" in problems(found)[0]


def test_an_archive_may_bring_a_font_and_ours_helps_where_it_lacks_letters(tmp_path: Path) -> None:
    root = small(tmp_path)
    named(root, "作者")
    write(root, "fonts/name.ttf", of_text("作者"))
    found = cards(root, "authors", font="fonts/name.ttf")
    assert found.problems == ()
    card = found.cards["/authors/other-0/"]
    assert (card.title.typeface, card.archive.typeface) == (0, 1)
    assert drawn(card, found.typefaces).startswith(b"\x89PNG")


def test_a_font_behind_a_link_is_not_used(tmp_path: Path) -> None:
    root = small(tmp_path)
    (tmp_path / "name.ttf").write_bytes(of_text("作者"))
    (root / "name.ttf").symlink_to(tmp_path / "name.ttf")
    found = cards(root, "authors", font="name.ttf")
    assert [p.code for p in found.problems] == ["wrong-setting"]
    assert "symbolic link" in problems(found)[0]
    assert len(found.typefaces) == 1


def test_a_font_whose_letters_are_broken_is_told_by_its_name(tmp_path: Path) -> None:
    root = small(tmp_path)
    card = ShareCard(Words("A"), Words("A"))
    broken = replace(source_serif(), data=b"no font")
    archive = replace(gathered(root), share_cards=ShareCards({"/": card}, (broken,)))
    archive = replace(archive, settings=replace(archive.settings, cards=Cards(("authors",), "fonts/name.ttf")))
    with pytest.raises(OSError, match=r"This font is broken: 'fonts/name.ttf'"):
        [draft.make() for draft in drawn_for(archive)[0]]


@pytest.mark.parametrize("name", ["الكاتب", "שלום", "लेखक"])
def test_letters_that_must_be_joined_need_a_machine_that_can(tmp_path: Path, name: str) -> None:
    root = small(tmp_path)
    named(root, name)
    write(root, "fonts/name.ttf", of_text(name))
    without = cards(root, "authors", font="fonts/name.ttf", can_join=False)
    assert [p.code for p in without.problems] == ["missing-letters"]
    assert "can't join letters" in problems(without)[0]
    card = cards(root, "authors", font="fonts/name.ttf", can_join=True).cards["/authors/other-0/"]
    assert card.title.is_rtl == (name != "लेखक")


@pytest.mark.parametrize("text", ["Writer One", "Ελληνικά", "Tiếng Việt", "作者", "カナ", "한국어", "ქართული", "é", "2026 – “x”"])
def test_other_letters_need_no_joining(text: str) -> None:
    assert not share_cards.needs_joining(text)


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@trying(max_examples=300, deadline=None)
@given(ANY)
def test_any_text_is_drawn_or_told(text: str) -> None:
    words, lacking = None, ""
    try:
        words = share_cards._words(text, (source_serif(),), True)
    except Unset as reason:
        lacking = reason.letters
    assert {*lacking} <= {*unicodedata.normalize("NFC", text)}
    if words is not None:
        assert all(source_serif().draws(c) or c in " \u200c\u200d" for c in words.text)
        assert len(drawn(ShareCard(words, Words("An archive")), (source_serif(),))) < 60_000


def told(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def test_by_default_authors_and_every_facet_have_cards(tmp_path: Path) -> None:
    chosen, found = judged_settings(small(tmp_path))
    assert told(found) == []
    assert chosen.cards is not None
    assert chosen.cards.pages == ("authors", "attributes", "categories")


def test_an_empty_list_asks_for_none(tmp_path: Path) -> None:
    root = small(tmp_path)
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    write(root, "mkdocs.yml", text + "    cards: []\n")
    archive = build.gather(root, judged_settings(root)[0], ENGINE, NOW)
    assert archive.share_cards == ShareCards()


def test_every_picture_of_our_own_archive_is_large_enough_and_light() -> None:
    root = Path(__file__).parent.parent
    archive = gathered(root)
    every = ("authors", *archive.settings.facets, "articles")
    found = share_cards.share_cards(root, archive.catalogue, replace(archive.settings, cards=Cards(every)))
    assert found.problems == ()
    assert len(found.cards) > 40
    for card in found.cards.values():
        data = drawn(card, found.typefaces)
        assert len(data) < 60_000
        with Image.open(io.BytesIO(data)) as image:
            assert (image.format, image.size) == ("PNG", (1200, 630))
