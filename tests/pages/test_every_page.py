"""What holds for all pages of the archive's own, on an archive that has everything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from article_archive import offers
from article_archive.pages.page import Site

from ..archives import article, printed, said, site, small
from ..everything import CLIPS, STATEMENTS, TRANSCRIPT, Look, everything, lost


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return site(everything(tmp_path_factory.mktemp("everything")))


@pytest.fixture(scope="module")
def looks(made: Site) -> dict[str, Look]:
    return {address: Look(page) for address, page in printed(made).items()}


@pytest.fixture(scope="module")
def page(made: Site) -> str:
    return printed(made)["/articles/everything/"]


def test_only_what_is_meant_is_said(tmp_path: Path) -> None:
    assert {line.rpartition("[")[2] for line in said(everything(tmp_path))} == {"picture-elsewhere]"}


def test_every_page_is_well_formed(looks: dict[str, Look]) -> None:
    assert {address: look.faults for address, look in looks.items() if look.faults} == {}


def test_no_id_stands_twice_on_a_page(looks: dict[str, Look]) -> None:
    assert {address: look.twice() for address, look in looks.items() if look.twice()} == {}


def test_every_label_names_something_on_its_page(looks: dict[str, Look]) -> None:
    assert {address: look.unlabelled() for address, look in looks.items() if look.unlabelled()} == {}


def test_every_link_is_answered(made: Site, looks: dict[str, Look]) -> None:
    others = {*made.media.files, *offers.every(made.catalogue, made.settings), "/search/list.json", "/about/"}
    assert lost(looks, others) == []


def test_every_page_has_one_title(made: Site) -> None:
    assert {address for address, page in printed(made).items() if page.count("<h1") != 1} == set()


def test_no_level_of_headings_is_skipped(made: Site) -> None:
    for address, printed_page in printed(made).items():
        levels = [int(level) for level in re.findall(r"<h([1-6])", printed_page)]
        steps = zip([0, *levels], levels, strict=False)
        assert all(after - before <= 1 for before, after in steps), (address, levels)


@pytest.mark.parametrize(
    "words",
    [
        "What does it look like?",
        'Is it "for" everyone?',
        "<Sample voice A>:",
        "with <b>weeds</b> & paths.",
        "A talk",
        "It stands for two desks",
        "A picture elsewhere",
        "The workshop",
        "2 slides, PDF,",
        "Students as partners",
        "They set the goals",
        "The handout",
        "TXT, 11 bytes",
        "Try the first day.",
        "Why?",
        "Because:",
        "We listened",
        "We wait",
        "Statement 7",
        "A footnote.",
    ],
)
def test_the_article_with_everything_shows_each_words(looks: dict[str, Look], words: str) -> None:
    found = " ".join(looks["/articles/everything/"].words.split())
    assert words in found


def test_nothing_is_loaded_from_elsewhere(made: Site) -> None:
    for address, text in printed(made).items():
        loaded = re.findall(r'<(?:img|source|audio|video|track|iframe|script|link)\b[^>]* (?:src|srcset|href)="([^"]*)"', text)
        assert [found for found in loaded if not found.startswith("/")] == [], address


def test_a_film_is_asked_for_by_a_click_only(page: str) -> None:
    assert "<iframe" not in page
    assert 'data-src="https://www.youtube-nocookie.com/embed/dQ-4_9WgXcQ?autoplay=1"' in page
    assert '<a class="a-play" href="https://www.youtube.com/watch?v=dQ-4_9WgXcQ">' in page
    assert 'alt="A still"' in page
    assert 'data-src="https://player.vimeo.com/video/76979871?autoplay=1&amp;dnt=1&amp;h=0123456789"' in page


def test_a_speakers_name_is_never_markup(page: str) -> None:
    assert "&lt;Sample voice A&gt;:" in page
    assert "<Sample" not in page
    assert "<b>weeds" not in page


def test_a_wall_is_a_list_of_all_its_statements(page: str) -> None:
    count = STATEMENTS.count("\n")
    assert f'aria-label="{count} statements"' in page
    assert page.count("<p>Statement ") == count


def test_a_clip_that_stands_there_again_has_lines_of_its_own(page: str) -> None:
    starts = re.findall(r'<li id="([^"]*)" data-start="0"', page)
    assert starts == ["t=0", "q2:t=0", "q1:2:t=0"]
    assert page.count("data-start=") == 3 * TRANSCRIPT.count("-->")


@pytest.mark.parametrize("count", [2, 20])
def test_a_page_with_many_mentions_of_one_clip_has_every_id_once(tmp_path: Path, count: int) -> None:
    text = "[A voice](../../clips/q1.md)\n\n" * count
    root = small(tmp_path, {**CLIPS, "docs/articles/2018/many.md": article(text)})
    look = Look(printed(site(root))["/articles/many/"])
    assert look.twice() == []
    assert len([name for name in look.ids if name.endswith("t=0")]) == count


HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onclick='alert(1)", "]]>--><!--"]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_in_every_place_stay_words(tmp_path: Path, words: str) -> None:
    quoted = "'" + words.replace("'", "''") + "'"
    escaped = words.replace("<", "&lt;")
    speakers = f"speakers: [{{name: {quoted}}}]\nsound: voice.mp3\ntranscript: q3.vtt"
    clip = f"---\ntitle: {quoted}\n{speakers}\ngroup: {quoted}\n---\n"
    vtt = f"WEBVTT\n\n00:00.000 --> 00:02.000\n<v {words}>{words}\n\n00:02.000 --> 00:04.000\n<v {escaped}>{escaped}\n"
    targets = ("../clips/q3.md", "https://youtu.be/aaaaaaaaaaa", "2018/handout.txt")
    text = "".join(f"[{escaped}]({target})\n\n" for target in targets) + f"**{escaped}:** A\n"
    files = {
        "docs/articles/hostile.md": article(
            text, title=quoted, summary=quoted, kind="interview", authors="[writer-x]", author=""
        ),
        "authors/writer-x.md": f"---\nname: {quoted}\nrole: {quoted}\nalso: [{quoted}]\n---\n{escaped}\n",
        "docs/clips/q3.md": clip,
        "docs/clips/q3.vtt": vtt,
        "docs/series/small-steps.md": f"---\nname: {quoted}\n---\n",
        "docs/attributes/voice.md": f"---\nname: Voice\nsummary: {quoted}\n---\n{escaped}\n",
    }
    made = site(small(tmp_path, {**CLIPS, "docs/articles/2018/handout.txt": "A handout.", **files}))
    pages = printed(made)
    assert "/articles/hostile/" in pages
    for address, text in pages.items():
        assert not re.search(r"<script|<[^>]*\s(?:onerror|onclick)\s*=", re.sub(r'="[^"]*"', '=""', text)), address
        assert Look(text).faults == [], address


def test_no_words_of_an_article_are_a_template(tmp_path: Path) -> None:
    root = small(tmp_path, {"docs/articles/a.md": article("{{ 6 * 7 }} {% raw %}\n", title="'{{ 6 * 7 }}'")})
    assert printed(site(root))["/articles/a/"].count("{{ 6 * 7 }}") >= 2


def test_links_stay_below_the_path_of_the_site(made: Site) -> None:
    below = replace(made, settings=replace(made.settings, address="https://example.org/some/where/"), kept={})
    for address, text in printed(below).items():
        links = [link for link in Look(text).links if not re.match(r"[a-z]+:|#", link)]
        assert [link for link in links if not link.startswith("/some/where/")] == [], address


def test_an_archive_of_nothing_has_its_pages(tmp_path: Path) -> None:
    root = small(tmp_path)
    for path in [*(root / "docs/articles").rglob("*.md"), *(root / "authors").rglob("*.md")]:
        path.unlink()
    for text in printed(site(root)).values():
        assert Look(text).faults == []
