"""`archive new`, by the real command: with all that is needed as options, and with questions on a terminal."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from ..archives import MP3, MP4, article, small, write
from ..engine.conftest import ending, run, tree

# 31 December 2019, 23:30 UTC.
LATE = "1577835000"
ENOUGH = ("--title", "New words", "--author", "Writer One", "--term", "voice")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path)


def new(root: Path, *given: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "article_archive.cli", "new", *given]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": LATE}
    return subprocess.run(
        command, cwd=root, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120
    )


def content(root: Path) -> dict[str, str]:
    return {path: found for path, found in tree(root).items() if not path.startswith(".cache")}


def test_an_article_is_begun_by_options_alone(root: Path) -> None:
    done = new(root, "article", *ENOUGH, "--summary", "One: two")
    assert (done.returncode, done.stdout) == (0, "docs/articles/2019/new-words.md\n")
    text = (root / "docs/articles/2019/new-words.md").read_text()
    fields = 'title: New words\ndate: 2019-12-31\nauthors: [writer-one]\nattributes: [Voice]\nsummary: "One: two"\n'
    assert text.startswith(f"---\n{fields}")
    assert "\ndraft: true\n---\n" in text


def test_today_is_the_day_in_the_archives_time_zone(root: Path) -> None:
    settings = (root / "mkdocs.yml").read_text()
    write(root, "mkdocs.yml", settings.replace("  archive:\n", "  archive:\n    timezone: Asia/Tokyo\n"))
    assert new(root, "article", *ENOUGH).stdout == "docs/articles/2020/new-words.md\n"


def test_what_is_begun_passes_the_check_and_builds(root: Path) -> None:
    new(root, "term", "--facet", "categories", "--name", "Été & hiver", "--summary", "A: b")
    new(root, "author", "--name", "Zoë O'Example", "--role", "Teacher: science")
    new(root, "author", "--name", "Pupil A.", "--minor")
    given = ("--author", "Zoe O'Example", "--author", "Somebody New", "--new-authors", "--term", "categories=ete-hiver")
    done = new(root, "article", "--title", "C # [and] {all}: & more", *given, "--term", "Voice", "--in-folder", "--ready")
    assert done.stdout.splitlines() == ["authors/somebody-new.md", "docs/articles/2019/c-and-all-more/index.md"]
    check = run("article_archive.cli", "check", "docs", "authors", at=root)
    assert check.returncode == 0
    assert {line.rpartition("[")[2] for line in check.stderr.splitlines() if "[" in line} <= {"author-without-articles]"}
    build = run("article_archive.cli", "build", "--no-search", "--no-cards", at=root)
    assert build.returncode == 0, build.stderr
    assert "Write the article here" not in (root / "site/articles/c-and-all-more/index.html").read_text()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("article",), "Missing: --title, --author, --term attributes=TERM."),
        (("article", "--title", "A", "--author", "writer-one"), "Missing: --term attributes=TERM."),
        (("article", *ENOUGH, "--author", "nobody at all"), "There is no author `nobody at all`."),
        (("article", *ENOUGH, "--term", "noise"), "There is no term `noise`. Did you mean `Voice`?"),
        (("article", *ENOUGH, "--term", "attribute=voice"), "There is no facet `attribute`. Did you mean `attributes`?"),
        (("article", *ENOUGH, "--date", "03/04/2026"), "`03/04/2026` is no date."),
        (
            ("article", *ENOUGH, "--file-name", "first words"),
            "The name `first-words` is taken: docs/articles/2016/first-words.md.",
        ),
        (("article", *ENOUGH, "--title", "???"), "No name for a file can be made of `???`."),
        (("article", *ENOUGH, "--title", "A \ue000"), "[hidden-characters]"),
        (("author",), "Missing: --name."),
        (("author", "--name", "Writer One"), "The name `writer-one` is taken: authors/writer-one.md."),
        (("term", "--name", "Voice"), "Missing: --facet."),
        (("term", "--name", "voice", "--facet", "attributes"), "There is such a term already: docs/attributes/voice.md."),
        (("term", "--name", "A", "--facet", "topics"), "There is no facet `topics`."),
        (("series",), "Missing: --name."),
        (("series", "--name", "???"), "No name for a file can be made of `???`."),
        (("clip",), "Missing: --title, --speaker."),
        (("clip", "--title", "A"), "Missing: --speaker."),
        (("clip", "--title", "A", "--speaker", "writer-on"), "There is no author `writer-on`. Did you mean `writer-one`?"),
        (("clip", "--title", "A", "--speaker", "Nobody"), "Somebody without a file is a `--guest`."),
        (("clip", "--title", "A", "--guest", "B", "--term", "noise"), "There is no term `noise`."),
        (("clip", "--title", "A", "--guest", "B \ue000"), "[hidden-characters]"),
    ],
)
def test_what_is_missing_or_wrong_is_named_and_nothing_is_written(root: Path, given: tuple[str, ...], words: str) -> None:
    before = content(root)
    done = new(root, *given)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Nothing was written." in done.stderr
    assert content(root) == before


def test_a_series_is_begun_and_an_article_can_name_it(root: Path) -> None:
    done = new(root, "series", "--name", "Late: steps", "--summary", "A year.")
    assert (done.returncode, done.stdout) == (0, "docs/series/late-steps.md\n")
    assert (root / "docs/series/late-steps.md").read_text().startswith('---\nname: "Late: steps"\nsummary: A year.\n---\n')
    assert "There is such a series already: docs/series/late-steps.md." in new(root, "series", "--name", "late: STEPS").stderr
    write(root, "docs/articles/2016/part.md", article(series="{id: late-steps, part: 1}"))
    assert run("article_archive.cli", "check", at=root).returncode == 0


CLIP = ("--title", "What is voice?", "--speaker", "Writer One")
GUEST = ("--guest", "Sample, voice & <B>")


def test_a_clip_is_begun_with_room_for_its_words_and_what_is_missing_is_said(root: Path) -> None:
    done = new(root, "clip", *CLIP, *GUEST, "--term", "voice", "--group", "Five questions", "--order", "2")
    assert done.stdout.splitlines() == ["docs/clips/what-is-voice.md", "docs/clips/what-is-voice.vtt"]
    assert "There is no recording `what-is-voice.m4a` beside this file. Put it there" in done.stderr
    assert "`what-is-voice.vtt`: There is nothing to read in this transcript." in done.stderr
    assert (
        (root / "docs/clips/what-is-voice.md")
        .read_text()
        .startswith(
            '---\ntitle: What is voice?\nspeakers: [writer-one, {name: "Sample, voice & <B>"}]\n'
            "sound: what-is-voice.m4a\ntranscript: what-is-voice.vtt\ngroup: Five questions\norder: 2\nattributes: [Voice]\n---\n"
        )
    )


def test_a_clip_with_its_recording_and_its_words_passes_the_check_and_builds(root: Path) -> None:
    write(root, "docs/clips/Q9.MP4", MP4)
    new(root, "clip", *GUEST, "--title", "Nine", "--file-name", "q9")
    assert "\nvideo: Q9.MP4\n" in (root / "docs/clips/q9.md").read_text()
    words = (root / "docs/clips/q9.vtt").read_text()
    assert words.endswith("\n<v Sample, voice &amp; &lt;B&gt;>\n")
    write(root, "docs/clips/q9.vtt", words.replace("&gt;>\n", "&gt;>Heard.\n"))
    check = run("article_archive.cli", "check", "docs/clips", at=root)
    assert (check.returncode, check.stderr) == (0, "No problems.\n")
    build = run("article_archive.cli", "build", "--no-search", "--no-cards", at=root)
    assert build.returncode == 0, build.stderr
    (published,) = (root / "site").rglob("q9*.vtt")
    assert "Heard." in published.read_text()
    assert "Write here what is heard" not in published.read_text()


def test_words_that_lie_there_already_stay_as_they_are(root: Path) -> None:
    words = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Writer One>Heard.\n"
    write(root, "docs/clips/q9.vtt", words)
    write(root, "docs/clips/q9.mp3", MP3)
    done = new(root, "clip", *CLIP, "--file-name", "q9")
    assert done.stdout == "docs/clips/q9.md\n"
    assert (root / "docs/clips/q9.vtt").read_text() == words
    assert done.stderr.splitlines()[1:] == []
    assert "The name `q9` is taken: docs/clips/q9.md." in new(root, "clip", *CLIP, "--file-name", "q9").stderr


def test_a_file_that_lies_in_the_way_is_left(root: Path) -> None:
    write(root, "docs/articles/2019/new-words.MD", "Mine.")
    (root / "docs/articles/2019/new-words.md").symlink_to(root / "nowhere")
    assert new(root, "article", *ENOUGH).returncode == 1
    assert not (root / "nowhere").exists()


def answered(root: Path, answers: str, *given: str) -> tuple[int, str]:
    """The exit code of the command on a terminal, and all that it said, with these answers typed one after the other."""
    inside, outside = pty.openpty()
    command = [sys.executable, "-m", "article_archive.cli", "new", *given]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": LATE, "TERM": "dumb"}
    # As its own terminal, or Ctrl-C would be a letter like others.
    with ending(subprocess.Popen(command, cwd=root, env=environment, preexec_fn=partial(os.login_tty, outside))) as process:
        os.close(outside)
        said, waiting = "", answers.split("|")
        while data := read(inside):
            said += data
            if said.endswith(": ") and waiting:
                os.write(inside, f"{waiting.pop(0)}\n".encode())
                said += "\0"
        os.close(inside)
        return process.wait(60), said


def read(terminal: int) -> str:
    """What comes next, until there is a pause; "" at the end."""
    data = b""
    while select.select([terminal], [], [], 0.2 if data else 60)[0]:
        try:
            data += os.read(terminal, 4096)
        except OSError:  # nobody is there any more
            break
    return data.decode()


def test_on_a_terminal_all_is_asked_for(root: Path) -> None:
    code, said = answered(root, "|New  words|writer|1|Guest Three|y||voi||2||", "article")
    assert "This one is needed." in said
    assert "Several begin so: Writer One, Writer Two." in said
    assert "There is no author `Guest Three` yet. Make a file for them too?" in said
    assert code == 0, said
    text = (root / "docs/articles/2019/new-words.md").read_text()
    fields = (
        "title: New words\ndate: 2019-12-31\nauthors: [writer-one, guest-three]\nattributes: [Voice]\ncategories: [Opinions]\n"
    )
    assert text.startswith(f"---\n{fields}")
    assert (root / "authors/guest-three.md").exists()


def test_on_a_terminal_nothing_is_asked_for_that_is_not_needed(root: Path) -> None:
    code, said = answered(root, "", "article", *ENOUGH)
    assert code == 0
    assert said.startswith("docs/articles/2019/new-words.md\r\nWrite your own words into it")


def test_whoever_stops_amid_the_questions_has_written_nothing(root: Path) -> None:
    before = content(root)
    code, _ = answered(root, "New words|Guest Three|y|\x03", "article")
    assert code == 1
    assert content(root) == before


def test_another_name_is_asked_for_where_the_first_is_taken(root: Path) -> None:
    code, said = answered(root, "First words|Words of two|1||2||", "article")
    assert "The name `first-words` is taken: docs/articles/2016/first-words.md." in said
    assert code == 0
    assert (root / "docs/articles/2019/words-of-two.md").read_text().startswith("---\ntitle: First words\n")


def test_the_facet_of_a_term_is_chosen_on_a_terminal(root: Path) -> None:
    code, said = answered(root, "nothing|cat|Late words|", "term")
    assert "`nothing` is not among them." in said
    assert code == 0
    assert (root / "docs/categories/late-words.md").read_text().startswith("---\nname: Late words\n# To use")


def test_on_a_terminal_a_clip_asks_who_is_heard(root: Path) -> None:
    code, said = answered(root, "What is voice?|Writer O|Sample voice|y||Five questions", "clip")
    assert "There is no author `Sample voice`. Name them as a guest, without a page?" in said
    assert code == 0, said
    fields = "title: What is voice?\nspeakers: [writer-one, {name: Sample voice}]\n"
    assert (root / "docs/clips/what-is-voice.md").read_text().startswith(f"---\n{fields}")


def test_on_a_terminal_a_series_asks_for_its_name(root: Path) -> None:
    code, _ = answered(root, "Late steps|", "series")
    assert code == 0
    assert (root / "docs/series/late-steps.md").read_text().startswith("---\nname: Late steps\n# To use")


def test_an_author_who_is_under_age_gets_no_links(root: Path) -> None:
    code, _ = answered(root, "Pupil A.||y", "author")
    assert code == 0
    text = (root / "authors/pupil-a.md").read_text()
    assert text.startswith("---\nname: Pupil A.\nminor: true\n---\n")
