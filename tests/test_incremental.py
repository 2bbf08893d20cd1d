"""Incremental equals clean: whatever an editor does, the site is the one that a build from nothing would make."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from article_archive import build
from article_archive.archive import Archive, Engine
from article_archive.frames import mark, split
from article_archive.pages import lists
from article_archive.problems import errors
from article_archive.store import STORE

from .archives import ENGINE, MP3, SMALL, judged_settings, small

# Sequences of changes; `make long` asks for more.
SEQUENCES = int(os.environ.get("SEQUENCES", "50"))
FRAMES: Any = defaultdict(lambda: split(f"<title>{mark('title')}</title>{mark('head')}<main>{mark('content')}</main>"))
START = datetime(2020, 6, 1, tzinfo=UTC)

AUTHORS = ("writer-one", "writer-two", "writer-three", "writer-four")
TERMS = ("Voice", "Co-Creation", "Choice")
SLUGS = ("a", "b", "c", "first-words", "second-words")
DATES = ("2016-09-14", "2016-09", "~2016", "2020-06-02", "2020-06-02 09:30", "2019-12-31", "2031")
TEXTS = (
    "Plain words.\n",
    "Words with [a link](a.md), and [another](../2016/first-words.md#what-was-said).\n",
    "![A desk](../2017/desks/desk.png)\n\nUnder the desk.\n",
    "> [!NOTE]\n> A remark.\n\n## Heading\n\nMore.\n",
    "> One.\n\n> Two.\n\n[A film](https://vimeo.com/1)\n",
    "[The handout](handout.pdf)\n",
    "Nearly the same. In two articles. It is told. It is told again. Until one of them has [gone](/nowhere/).\n",
)
MORE = ("", "series: {id: small-steps, part: 3}", "draft: true", "lang: de\ntranslation_of: a", "kind: interview")

MORE = ("", "series: {id: small-steps, part: 3}", "draft: true", "lang: de\ntranslation_of: a", "kind: interview")

FIRST = "title: First words\ndate: 2016-09-14\nauthors: [writer-one]\nattributes: [Voice]"
INTERVIEW = FIRST.replace("[writer-one]", "[writer-one, {id: writer-two, role: interviewee}]")

Site = dict[str, tuple[bytes, bytes]]


class Editing(RuleBasedStateMachine):
    """An archive of real files; after each change it is built as it would be, and from nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        # So that a few articles have lists of several pages.
        self.a_page, lists.A_PAGE = lists.A_PAGE, 2
        self.root = small(self.folder)
        self.site: Site = {}
        self.now = START
        self.saved = 0

    def teardown(self) -> None:
        lists.A_PAGE = self.a_page
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        self.write("authors/writer-three.md", "---\nname: Writer Three\n---\n")
        self.write("authors/writer-four.md", "---\nname: Writer Four\n---\n")
        self.name_term("Choice", "", "")
        for slug in ("a", "b"):
            self.write_article(slug, "2019-05-05", "writer-three", "Voice", TEXTS[0], "")

    @rule(
        slug=st.sampled_from(SLUGS),
        date=st.sampled_from(DATES),
        author=st.sampled_from(AUTHORS),
        term=st.sampled_from(TERMS),
        text=st.sampled_from(TEXTS),
        more=st.sampled_from(MORE),
    )
    def write_article(self, slug: str, date: str, author: str, term: str, text: str, more: str) -> None:
        fields = f"title: Article {slug}\ndate: {date}\nauthors: [{author}]\nattributes: [{term}]\n{more}"
        self.write(self.article(slug), f"---\n{fields}\n---\n{text}")

    @rule(slug=st.sampled_from(SLUGS), words=st.sampled_from(("Other words.", "## A heading\n\nBelow it.")))
    def edit_text(self, slug: str, words: str) -> None:
        self.change(self.article(slug), lambda text: f"{text}\n{words}\n")

    @rule(slug=st.sampled_from(SLUGS), title=st.sampled_from(("Another title", "A *third* title", '<Title> & "more"')))
    def retitle(self, slug: str, title: str) -> None:
        self.fields(self.article(slug), title=title)

    @rule(slug=st.sampled_from(SLUGS), date=st.sampled_from(DATES))
    def redate(self, slug: str, date: str) -> None:
        self.fields(self.article(slug), date=date)

    @rule(slug=st.sampled_from(SLUGS), author=st.sampled_from(AUTHORS))
    def change_author(self, slug: str, author: str) -> None:
        self.fields(self.article(slug), authors=[author, {"name": "A visitor", "role": "with"}])

    @rule(slug=st.sampled_from(SLUGS[1:]), to=st.sampled_from(SLUGS))
    def rename_article(self, slug: str, to: str) -> None:
        self.move(self.article(slug), self.article(to))

    @rule(slug=st.sampled_from(SLUGS[1:]))
    def delete_article(self, slug: str) -> None:
        (self.root / self.article(slug)).unlink(missing_ok=True)

    @rule(
        author=st.sampled_from(AUTHORS),
        name=st.sampled_from(("Writer Ninety", "The Editors", "Writer One")),
        more=st.sampled_from(("", "role: Teacher\n", "sort: Ninety, Writer\n", "image: ../docs/articles/2017/desks/desk.png\n")),
    )
    def name_author(self, author: str, name: str, more: str) -> None:
        self.write(f"authors/{author}.md", f"---\nname: {name}\n{more}---\nA biography.\n")

    @rule()
    def delete_author(self) -> None:
        (self.root / "authors/writer-four.md").unlink(missing_ok=True)

    @rule(
        term=st.sampled_from(TERMS),
        name=st.sampled_from(("", "New ")),
        more=st.sampled_from(("", "order: 9\n", "summary: Why.\n")),
    )
    def name_term(self, term: str, name: str, more: str) -> None:
        self.write(f"docs/attributes/{term.lower()}.md", f"---\nname: {name}{term}\nalso: [{term}]\n{more}---\nWhat it means.\n")

    @rule(words=st.sampled_from(("<p>{{ card.title }}</p>", "<b>{{ card.title }} {{ card.date }}</b>")))
    def change_template(self, words: str) -> None:
        self.write("overrides/archive/card.html", words)

    @rule(
        name=st.sampled_from(("Another archive", "A small archive")),
        many=st.sampled_from(("Attributes", "Qualities")),
        zone=st.sampled_from(("UTC", "America/New_York", "Asia/Tokyo")),
    )
    def change_settings(self, name: str, many: str, zone: str) -> None:
        path = self.root / "mkdocs.yml"
        written = yaml.safe_load(path.read_text())
        written["site_name"] = name
        written["extra"]["archive"]["facets"]["attributes"]["many"] = many
        written["extra"]["archive"]["timezone"] = zone
        self.write("mkdocs.yml", yaml.safe_dump(written, sort_keys=False))

    @rule(to=st.sampled_from(("desk.png", "table.png")))
    def move_picture(self, to: str) -> None:
        folder = self.root / "docs/articles/2017/desks"
        for picture in folder.glob("*.png"):
            picture.rename(folder / to)

    @rule(words=st.sampled_from(("%PDF-1.7 One.", "%PDF-1.7 Another.", "<!doctype html>")))
    def change_handout(self, words: str) -> None:
        self.write("docs/articles/2016/handout.pdf", words)

    @rule(days=st.sampled_from((1, 2, 400)))
    def let_time_pass(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule()
    def lose_what_was_kept(self) -> None:
        shutil.rmtree(self.root / ".cache", ignore_errors=True)

    @invariant()
    def the_site_is_the_one_of_a_build_from_nothing(self) -> None:
        archive, clean = self.gathered(self.root), self.gathered(self.fresh())
        assert archive.problems == clean.problems
        if errors(archive.problems):
            return
        overrides = (self.root / "overrides",) if (self.root / "overrides").is_dir() else ()
        engine = replace(ENGINE, frames=FRAMES, overrides=overrides)
        self.site = published(archive, engine, self.site)
        expected = published(clean, engine, {})
        assert {path: data for path, (_, data) in self.site.items()} == {path: data for path, (_, data) in expected.items()}

    # ---- What an editor does with files ----

    def article(self, slug: str) -> str:
        return f"docs/articles/2016/{slug}.md"

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        # As if it had been saved long ago, each time a little later: stamps alone must tell.
        self.saved += 1
        os.utime(file, ns=(self.saved * 10**9, self.saved * 10**9))

    def change(self, path: str, change: Callable[[str], str]) -> None:
        if (self.root / path).exists():
            self.write(path, change((self.root / path).read_text(encoding="utf-8")))

    def fields(self, path: str, **values: object) -> None:
        def changed(text: str) -> str:
            _, fields, body = text.split("---\n", 2)
            return f"---\n{yaml.safe_dump({**yaml.load(fields, yaml.BaseLoader), **values}, allow_unicode=True)}---\n{body}"

        self.change(path, changed)

    def move(self, path: str, to: str) -> None:
        if (self.root / path).exists():
            (self.root / path).replace(self.root / to)

    def fresh(self) -> Path:
        """A copy of the archive in which nothing is kept."""
        copy = self.folder / "clean"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.root, copy, ignore=shutil.ignore_patterns(".cache"))
        return copy

    def gathered(self, root: Path) -> Archive:
        # Drawn pictures are known by their words alone; drawing them takes longest.
        return build.gather(root, replace(judged_settings(root)[0], cards=None), ENGINE, self.now)


def published(archive: Archive, engine: Engine, before: Site) -> Site:
    """The site after a build on top of what stood there."""
    standing = {path: made_of for path, (made_of, _) in before.items()}
    site: Site = {}
    for batch in build.files(archive, engine, standing):
        for path, made_of, contents in batch:
            data = before[path][1] if contents is None else contents.read_bytes() if isinstance(contents, Path) else contents
            assert path not in site
            assert isinstance(data, bytes)
            assert contents is not None or before[path][0] == made_of
            site[path] = made_of, data
    return site


Editing.TestCase.settings = settings(
    max_examples=SEQUENCES, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
TestEditing = Editing.TestCase


# One change each, of a thing that other pages show: the file, its text before, its text after.
CHANGES = {
    "how an author sorts": ("authors/writer-one.md", "name: Writer One\nsort: Writer One", "name: Writer One\nsort: One, Writer"),
    "an author's role": ("authors/writer-one.md", "name: Writer One", "name: Writer One\nrole: Teacher"),
    "an author's portrait": ("authors/writer-one.md", "name: Writer One", "name: Writer One\nimage: one.png"),
    "an author's link": ("authors/writer-one.md", "name: Writer One", "name: Writer One\nlinks: {website: https://example.org/}"),
    "a series' name": ("docs/series/small-steps.md", "name: Small steps", "name: Great steps"),
    "a term's name": ("docs/attributes/voice.md", "name: Voice", "name: Agency\nalso: [Voice]"),
    "a term's order": ("docs/attributes/voice.md", "name: Voice", "name: Voice\norder: 9"),
    "a term's summary": ("docs/attributes/voice.md", "name: Voice", "name: Voice\nsummary: Another one."),
    "a linked article's address": ("docs/articles/2016/first-words.md", FIRST, f"{FIRST}\naliases: [/first/]"),
    "a linked article's draft": ("docs/articles/2016/first-words.md", FIRST, f"{FIRST}\ndraft: true"),
    "an older article": ("docs/articles/2010/old.md", f"{FIRST}\ndraft: true", FIRST.replace("2016", "2010")),
    "who is interviewed": ("docs/articles/2016/first-words.md", FIRST, INTERVIEW),
    "an interview's title": ("docs/articles/2016/first-words.md", INTERVIEW, INTERVIEW.replace("First", "Other")),
    "what an article is": ("docs/articles/2016/first-words.md", FIRST, f"{FIRST}\nkind: interview"),
    "an article's language": ("docs/articles/2016/first-words.md", FIRST, f"{FIRST}\nlang: de"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_reaches_every_page_that_shows_it(change: str) -> None:
    editing = Editing()
    try:
        path, before, after = CHANGES[change]
        editing.write("authors/one.png", "")
        shutil.copy(SMALL / "docs/articles/2017/desks/desk.png", editing.root / "authors/one.png")
        for fields in (before, after, before):
            editing.write(path, f"---\n{fields}\n---\nWords.\n")
            editing.the_site_is_the_one_of_a_build_from_nothing()
    finally:
        editing.teardown()


def test_somebody_under_age_is_told_less_of_wherever_articles_tell_of_people() -> None:
    editing = Editing()
    try:
        editing.write_article("c", "2019", "writer-o", "Voice", TEXTS[0], "")
        editing.write_article("d", "2019", "writer-o", "Voice", TEXTS[0], "")
        for more in ("", "minor: true\n", "minor: true\nconsent: 2026-014\n", ""):
            editing.write("authors/writer-o.md", f"---\nname: Writer O.\nrole: Pupil\n{more}---\nA life.\n")
            editing.the_site_is_the_one_of_a_build_from_nothing()
    finally:
        editing.teardown()


def test_what_somebody_says_reaches_their_page() -> None:
    editing = Editing()
    try:
        editing.write("docs/clips/q1.mp3", MP3)
        editing.write("docs/clips/q1.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nWords.\n")
        for title, speaker in (("One", "writer-one"), ("Two", "writer-one"), ("Two", "writer-two")):
            fields = f"title: {title}\nspeakers: [{speaker}]\nsound: q1.mp3\ntranscript: q1.vtt"
            editing.write("docs/clips/q1.md", f"---\n{fields}\n---\n")
            editing.the_site_is_the_one_of_a_build_from_nothing()
    finally:
        editing.teardown()


def test_what_is_made_together_is_made_again_where_a_part_of_it_has_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("article_archive.addresses.MOST_IN_SITEMAP", 10)
    monkeypatch.setattr("article_archive.sitemap.A_PART", 5)
    editing = Editing()
    try:
        editing.the_site_is_the_one_of_a_build_from_nothing()
        parts = [path for path in editing.site if path.startswith("sitemap-")]
        (postings,) = (path for path in editing.site if path.startswith("browse/") and path.endswith(".json"))
        assert len(parts) > 2
        for path in (parts[0], parts[-1], "sitemap.xml", postings):
            del editing.site[path]
            editing.the_site_is_the_one_of_a_build_from_nothing()
    finally:
        editing.teardown()


def test_who_is_near_whom_follows_dates_and_terms() -> None:
    editing = Editing()
    try:
        for n in range(9):
            editing.write_article(f"n{n}", f"2019-05-{n + 1:02}", "writer-two", "Voice", TEXTS[0], "")
        editing.the_site_is_the_one_of_a_build_from_nothing()
        for date, term in (("2019-05-09 12:00", "Voice"), ("2019-05-09 12:00", "Co-Creation")):
            editing.write_article("n0", date, "writer-two", term, TEXTS[0], "")
            editing.the_site_is_the_one_of_a_build_from_nothing()
    finally:
        editing.teardown()


def test_a_translation_is_judged_again_when_its_first_text_has_gone() -> None:
    editing = Editing()
    try:
        editing.write_article("a", "2019", "writer-two", "Voice", TEXTS[0], "")
        editing.write_article("b", "2019", "writer-two", "Voice", TEXTS[0], "lang: de\ntranslation_of: a")
        editing.the_site_is_the_one_of_a_build_from_nothing()
        (editing.root / editing.article("a")).unlink()
        editing.the_site_is_the_one_of_a_build_from_nothing()
    finally:
        editing.teardown()


def test_drawers_that_are_damaged_are_judged_again(tmp_path: Path) -> None:
    root = small(tmp_path)
    first = build.gather(root, judged_settings(root)[0], ENGINE, START)
    for kept in (root / STORE).rglob("*"):
        if kept.is_file():
            kept.write_bytes(kept.read_bytes()[:-7] + b"damaged")
    assert build.gather(root, judged_settings(root)[0], ENGINE, START) == first
