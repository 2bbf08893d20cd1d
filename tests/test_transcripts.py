from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive.model import Place
from article_archive.problems import as_text
from article_archive.transcripts import Cue, at, printed, transcript

SOUND = """WEBVTT

00:01.000 --> 00:04.000
<v Writer One>What does it look like?

00:04.500 --> 00:08.250
<v Sample voice A>Like a garden.
"""
CUES = (Cue(1.0, 4.0, "Writer One", "What does it look like?"), Cue(4.5, 8.25, "Sample voice A", "Like a garden."))


def cues(text: str) -> tuple[Cue, ...]:
    return transcript(text, "q1.vtt")[0]


def said(text: str) -> list[str]:
    return [as_text(problem) for problem in transcript(text, "q1.vtt")[1]]


def codes(text: str) -> list[tuple[str, int, int]]:
    return [(p.code, p.place.line, p.place.column) for p in transcript(text, "q1.vtt")[1]]


def vtt(*blocks: str) -> str:
    return "\n\n".join(("WEBVTT", *blocks)) + "\n"


def words(payload: str) -> list[tuple[str, str]]:
    """Who says what in a block with this payload."""
    return [(cue.speaker, cue.words) for cue in cues(vtt(f"00:00.000 --> 00:01.000\n{payload}"))]


def clock(seconds: float) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{thousandths:03}"


# What is read


def test_a_sound_transcript_gives_its_cues_and_no_problem() -> None:
    assert transcript(SOUND, "q1.vtt") == (CUES, [])


@pytest.mark.parametrize(
    "text",
    [
        SOUND.replace("\n", "\r\n"),
        SOUND.replace("\n", "\r"),
        "\ufeff" + SOUND,
        SOUND.replace("WEBVTT", "WEBVTT A title", 1),
        SOUND.replace("WEBVTT", "WEBVTT\nKind: captions\nLanguage: en", 1),
        SOUND.replace("WEBVTT\n", "WEBVTT", 1),
        SOUND.replace("00:0", "00:00:0"),
        SOUND.replace("00:0", "0:00:0"),
        SOUND.replace("00:01", "intro\n00:01"),
        SOUND.replace("4.000\n", "4.000 align:start position:10%\n"),
        SOUND.replace(" --> ", "-->"),
        SOUND.replace(" --> ", " \t -->   "),
        SOUND.replace("\n00:01", "\n\n\n\n00:01"),
        SOUND.replace("\n00:01", "\nNOTE by the editors\nof this page\n\nNOTE\n\n00:01"),
        SOUND.replace("\n00:01", "\nSTYLE\n::cue { color: red }\n\nREGION\nid:left\n\n00:01"),
        SOUND + "\n\n",
        SOUND.rstrip(),
        SOUND.replace("What does", "What <i.loud>does</i>").replace("garden", "<c.green.bg_white>gar<00:05.000>den</c>"),
        SOUND.replace("What does", "<lang en-GB>What</lang> <b><u>does</u></b>"),
        SOUND.replace("<v Writer One>", "<v.first.loud Writer  One>").replace("garden.", "garden.</v>"),
        SOUND.replace("does it", "does\nit"),
        SOUND.replace("garden", "gar&#100;en"),
    ],
)
def test_the_same_transcript_can_be_written_in_many_ways(text: str) -> None:
    assert transcript(text, "q1.vtt") == (CUES, [])


def test_hours_are_read() -> None:
    assert cues(vtt("01:02:03.500 --> 123:00:00.000\n<v A>Words"))[0] == Cue(3723.5, 442800.0, "A", "Words")


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        ("Fish &amp; chips &lt;now&gt; &quot;here&quot;&nbsp;too", [("", 'Fish & chips <now> "here" too')]),
        ("<v A &amp; B>Hello", [("A & B", "Hello")]),
        ("<v A>Hello\n<v B>And hello", [("A", "Hello"), ("B", "And hello")]),
        ("Now\n<v A>Hello</v> they said", [("", "Now"), ("A", "Hello"), ("", "they said")]),
        ("I <3 you, 1 < 2 and 3 > 2", [("", "I <3 you, 1 < 2 and 3 > 2")]),
        ("<script>alert(1)</script>", [("", "alert(1)")]),
        ("&lt;script&gt;", [("", "<script>")]),
        ("<v>Hello", [("", "Hello")]),
        ("- Hello\n- Hello", [("", "- Hello - Hello")]),
        ("a\x00b\ue000c&#xE000;d\x1b", [("", "abcd")]),
        ("two\u2028lines", [("", "two lines")]),
        ("&am", [("", "&am")]),
        ("<c></c>", []),
    ],
)
def test_words_are_plain(payload: str, found: list[tuple[str, str]]) -> None:
    assert words(payload) == found


def test_a_block_without_words_is_a_pause() -> None:
    assert transcript(SOUND + "\n00:08.250 --> 00:09.000\n\n00:09.000 --> 00:10.000\n<v A>So.", "q1.vtt") == (
        (*CUES, Cue(9.0, 10.0, "A", "So.")),
        [],
    )


def test_a_time_ends_the_block_before_it() -> None:
    text = SOUND.replace("?\n\n", "?\n")
    assert transcript(text, "q1.vtt") == (CUES, [])


# What is wrong


@pytest.mark.parametrize(
    "text", ["", "\n", "WEBVTT", "WEBVTT\n\n", "WEBVTT\n\nNOTE to do", vtt("00:01.000 --> 00:02.000\n"), "\ufeff"]
)
def test_nothing_to_read_is_an_error(text: str) -> None:
    assert transcript(text, "q1.vtt")[0] == ()
    assert said(text) == [
        "q1.vtt:1:1: There is nothing to read in this transcript. Write a time such as `00:01.000 --> 00:04.000`, "
        "and below it `<v Writer One>` and the words. [empty-transcript]"
    ]


def test_a_transcript_without_its_first_line_is_read_and_told() -> None:
    text = SOUND.removeprefix("WEBVTT\n\n")
    assert cues(text) == CUES
    assert said(text) == [
        "q1.vtt:1:1: The first line of a transcript is `WEBVTT`. Write it, and an empty line after it. [unmarked-transcript]"
    ]


def test_subtitles_of_another_kind_are_read_and_told() -> None:
    text = "1\n00:00:01,000 --> 00:00:04,000\n<v A>One\n\n2\n00:00:04,000 --> 00:00:05,000\n<v A>Two\n"
    assert cues(text) == (Cue(1.0, 4.0, "A", "One"), Cue(4.0, 5.0, "A", "Two"))
    assert codes(text) == [("unmarked-transcript", 1, 1)] + [("unreadable-time", line, col) for line in (2, 6) for col in (1, 18)]


def test_a_time_that_cannot_be_read_is_told_at_its_place() -> None:
    assert said(SOUND.replace("00:04.500", "4.5"))[:1] == [
        "q1.vtt:6:1: The time `4.5` can't be read. Write it like `00:01.000` or `01:00:01.000`. [unreadable-time]"
    ]


@pytest.mark.parametrize(
    ("timing", "columns"),
    [
        ("--> 00:09.000", [1]),
        ("00:04.500 -->", [14]),
        ("-->", [1, 4]),
        ("  00:61.000 --> 00:09.000", [3]),
        ("00:04.500 --> ٠٠:٠٩.٠٠٠", [15]),
        ("00:04.500 --> 00:09.0000 align:start", [15]),
        ("99999:00:04.500 --> 00:09.000", [1]),
    ],
)
def test_words_below_an_unreadable_time_are_kept_where_they_stand(timing: str, columns: list[int]) -> None:
    text = SOUND.replace("00:04.500 --> 00:08.250", timing)
    assert [cue.words for cue in cues(text)] == [cue.words for cue in CUES]
    assert codes(text) == [("unreadable-time", 6, column) for column in columns]
    assert all(cue.start <= cue.end for cue in cues(text))


def test_words_that_end_before_they_begin_are_told() -> None:
    text = SOUND.replace("00:08.250", "00:02.000")
    assert cues(text)[1] == Cue(4.5, 4.5, "Sample voice A", "Like a garden.")
    assert said(text) == ["q1.vtt:6:1: These words end no later than they begin. Write the earlier time first. [backward-time]"]


def test_words_that_overlap_are_kept_and_told() -> None:
    text = SOUND.replace("00:04.500", "00:03.000")
    assert len(cues(text)) == 2
    assert said(text) == [
        "q1.vtt:6:1: These words begin at 0:03, before those above have ended. "
        "Let the words above end earlier. [overlapping-lines]"
    ]


def test_words_that_go_back_in_time_are_sorted_and_told() -> None:
    first, second = (SOUND.split("\n\n")[n].strip() for n in (1, 2))
    text = vtt(second, first)
    assert cues(text) == CUES
    assert said(text) == [
        "q1.vtt:6:1: These words begin at 0:01, but stand after those of 0:04. "
        "Put them into the order of time. [disordered-lines]"
    ]


def test_a_long_gap_is_told() -> None:
    text = SOUND.replace("00:04.500 --> 00:08.250", "01:14.500 --> 01:18.250")
    assert said(text) == [
        "q1.vtt:6:1: Between 0:04 and 1:14 nothing is written. "
        "Write what is to be heard there, such as `[music]`. [gap-in-transcript]"
    ]


def test_ten_seconds_are_no_gap() -> None:
    assert said(SOUND.replace("00:04.500 --> 00:08.250", "00:14.000 --> 00:18.250")) == []


def test_words_inside_long_ones_make_no_gap() -> None:
    text = vtt("00:00.000 --> 01:00.000\n<v A>Long", "00:01.000 --> 00:02.000\n<v B>Short", "01:05.000 --> 01:06.000\n<v A>End")
    assert [code for code, *_ in codes(text)] == ["overlapping-lines"]


def test_one_voice_without_a_name_is_told() -> None:
    assert said(SOUND.replace("<v Sample voice A>", "")) == [
        "q1.vtt:6:1: It is not said who speaks here. "
        "Write the name first: `<v Writer One>What we tried was ...`. [nameless-speaker]"
    ]


def test_music_needs_no_speaker() -> None:
    block, music = "00:00.000 --> 00:02.000\n<v Writer One>One.", "00:02.000 --> 00:04.000\n[music]"
    assert said(vtt(block, music)) == []


def test_a_transcript_without_any_name_is_told_once() -> None:
    assert said(SOUND.replace("<v Sample voice A>", "").replace("<v Writer One>", "")) == [
        "q1.vtt:1:1: This transcript does not say who speaks. "
        "Write the name first: `<v Writer One>What we tried was ...`. [nameless-speaker]"
    ]


def test_words_below_no_time_are_told() -> None:
    text = SOUND.replace("Like", "Like\n\nWhat else? Like")
    assert cues(text)[1].words == "Like"
    assert said(text) == [
        "q1.vtt:9:1: These words stand below no time, so nobody will read them. "
        "Delete the empty line before them, or write a time there. [stray-words]"
    ]


def test_two_lines_above_a_time_are_words_too_many() -> None:
    assert codes(SOUND.replace("00:04.500", "lost words\nan-id\n00:04.500")) == [("stray-words", 6, 1)]


def test_a_line_of_spaces_is_no_stray_word() -> None:
    assert codes(SOUND + "\n  \n\t\n\n") == []


def test_of_many_problems_of_a_kind_five_are_told_with_the_number_of_the_others() -> None:
    blocks = [f"{clock(n * 20)} --> {clock(n * 20 + 1)}\n<v A>Words" for n in range(20)]
    lines = said(vtt(*blocks))
    assert len(lines) == 5
    assert lines[3].startswith("q1.vtt:15:1: Between 1:01 and 1:20 nothing is written. Write")
    assert lines[4].startswith("q1.vtt:18:1: Between 1:21 and 1:40 nothing is written. So it is in 14 more places. Write")


def test_five_problems_of_a_kind_are_told_as_they_are() -> None:
    blocks = [f"{clock(n * 20)} --> {clock(n * 20 + 1)}\n<v A>Words" for n in range(6)]
    assert [line for line in said(vtt(*blocks)) if "more" in line] == []
    assert "So it is in 1 more place." in said(vtt(*blocks, "30:00.000 --> 30:01.000\n<v A>Words"))[4]


def test_problems_come_in_the_order_of_the_file() -> None:
    _, problems = transcript(SOUND.replace("WEBVTT\n", "").replace("00:04.500", "x").replace("?", "?\n\nlost"), "a/b.vtt")
    assert [p.place for p in problems] == sorted(p.place for p in problems)
    assert {p.place.path for p in problems} == {"a/b.vtt"}
    assert problems[0].place == Place("a/b.vtt", 1, 1)


# Moments


@pytest.mark.parametrize(
    ("seconds", "label"),
    [
        (0, "0:00"),
        (9.99, "0:09"),
        (83, "1:23"),
        (599, "9:59"),
        (3599.9, "59:59"),
        (3600, "1:00:00"),
        (36_063, "10:01:03"),
        (-1, "0:00"),
    ],
)
def test_a_moment_is_written_as_on_a_player(seconds: float, label: str) -> None:
    assert at(seconds) == label


def test_notes_styles_and_names_are_not_printed() -> None:
    aside = "WEBVTT a head\n\nNOTE to ourselves\n\nSTYLE\n::cue { color: red }\n\nmine\n"
    assert printed(cues(SOUND.replace("WEBVTT\n\n", aside))) == SOUND.replace(" 0", " 00:0").replace("\n0", "\n00:0")
    assert printed((Cue(0, 1, "A > B", "5 < 6 --> 7"),)).endswith("\n<v A &gt; B>5 &lt; 6 --&gt; 7\n")


# Laws

PLAIN = st.text(min_size=1, max_size=30)
MOMENTS = st.integers(0, 9_999 * 3_600_000).map(lambda thousandths: thousandths / 1000)


def normal(text: str) -> str:
    return words(html.escape(text))[0][1] if words(html.escape(text)) else "x"


@st.composite
def cue(draw: st.DrawFn) -> Cue:
    start, end = sorted((draw(MOMENTS), draw(MOMENTS)))
    speaker = draw(st.one_of(st.just(""), PLAIN.map(normal)))
    return Cue(start, end, speaker, normal(draw(PLAIN)))


@given(st.lists(cue(), min_size=1, max_size=8))
def test_what_is_printed_is_read_again(these: list[Cue]) -> None:
    ordered = tuple(sorted(these, key=lambda cue: cue.start))
    assert cues(printed(ordered)) == ordered


LINES = st.sampled_from(
    [
        "",
        "WEBVTT",
        "NOTE",
        "STYLE",
        "1",
        "00:01.000 --> 00:02.000",
        "00:03.000 --> 00:01.000",
        "-->",
        "x --> y",
        "<v A>Hi",
        "Hi",
        "<v",
    ]
)


@given(st.lists(LINES | st.text(max_size=10), max_size=20).map("\n".join))
def test_no_text_stops_a_build_and_what_is_read_prints_the_same(text: str) -> None:
    found, problems = transcript(text, "q1.vtt")
    assert found or [p.code for p in problems] == ["empty-transcript"]
    assert all(cue.words and 0 <= cue.start <= cue.end for cue in found)
    assert cues(printed(found)) == found
    assert all(1 <= p.place.line <= text.count("\n") + text.count("\r") + 1 for p in problems)


@given(st.lists(st.sampled_from(["00:01.000 --> 00:02.000", "x --> y", "00:09.000 -->", "00:00.500 --> 00:00.100"]), min_size=1))
def test_no_words_below_a_time_are_lost(timings: list[str]) -> None:
    text = vtt(*(f"{timing}\nword{n}" for n, timing in enumerate(timings)))
    assert sorted(cue.words for cue in cues(text)) == sorted(f"word{n}" for n in range(len(timings)))
