"""Components in a text: what becomes one, what does not, and that no word is lost on the way."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article_archive.model import Alert, Film, Html, Mention, Part, Picture, Reflections, Statements, Turn
from article_archive.text import markdown
from article_archive.text.components import FEWEST_STATEMENTS, LONGEST_NAME

PATH = "docs/articles/typo.md"
FILM = "https://youtu.be/aaaaaaaaaaa"
WALL = "".join(f"- > Statement {n}\n" for n in range(FEWEST_STATEMENTS))
REFLECTIONS = "| Looking back | Looking forward |\n|---|---|\n| We listened | We ask |\n"

# Every line of these holds words of its own, put in by number.
BLOCKS = (
    "Plain {}.",
    "## Heading {}",
    "[Link {}](one.pdf)",
    '[Slides {}](one.pdf "slides")',
    "[Voice {}](../clips/q1.md)",
    "[Film {}](https://youtu.be/aaaaaaaaaaa)",
    "[Channel {}](https://www.youtube.com/@one)",
    "[![Poster {}](a.png)](https://vimeo.com/123)",
    '![Picture {}](a.png "Caption {}")',
    "**Speaker {}:** Says {}.",
    "__Speaker {}:__ Says {}.\nAnd more {}.",
    "**Speaker {}:**",
    "- item {}\n  - inner {}",
    "> quoted {}",
    "> [!NOTE] Titled {}\n> Noted {}.\n> \n> [In {}](one.md)",
    "| Looking back | Looking forward |\n|---|---|\n| was {} | will {} |\n| alone {} | |\n| | forward {} | lost |",
    "| Looking back | Other {} |\n|---|---|\n| was {} | will {} |",
    "\n".join(["- > said {}"] * FEWEST_STATEMENTS),
    "\n".join(["- > said {}"] * (FEWEST_STATEMENTS - 1)),
    "- > said {}\n  - below {}\n" + "\n".join(["- > said {}"] * FEWEST_STATEMENTS),
    "```\ncode {}\n```",
    "<div>\n\n[Within {}](one.pdf)\n\n</div>",
    "<b>bold {}</b> [x {}](one.pdf)",
    "<details>",
    "</details>",
    "***",
    "Word {}[^{}]\n\n[^{}]: Foot {}.",
)


def parts(text: str, *, is_interview: bool = False) -> tuple[Part, ...]:
    return markdown.body(text, PATH, 1, is_interview=is_interview)[0].parts


def kinds(text: str, *, is_interview: bool = False) -> list[str]:
    return [type(part).__name__ for part in parts(text, is_interview=is_interview)]


def only(text: str, *, is_interview: bool = False) -> Part:
    (part,) = parts(text, is_interview=is_interview)
    return part


def held(part: Part) -> str:
    """All words that a part holds, as a page can show them."""
    inner = " ".join(stretch.html for stretch in markdown.stretches((part,)))
    match part:
        case Picture():
            inner += f" {part.alt} {part.caption}"
        case Alert() | Film() | Mention():
            inner += f" {part.title}"
        case Turn():
            inner += f" {part.speaker}"
        case Reflections():
            inner += " ".join(part.headings)
        case _:
            pass
    shown = re.sub(r' (?:alt|title)="([^"]*)"', r"> \1 <", inner)
    return html.unescape(re.sub(r"<[^<>]*>", " ", shown))


# What becomes a component


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[A plan](plan.pdf)", "Mention"),
        ('[A plan](plan.pdf "slides")', "Mention"),
        ("[A plan][1]\n\n[1]: plan.pdf", "Mention"),
        (f"[A film]({FILM})", "Film"),
        (FILM, "Film"),
        (f"<{FILM}>", "Film"),
        (f"[![A film](a.png)]({FILM})", "Film"),
        (f"[A film][1]\n\n[1]: {FILM}", "Film"),
        ("![A desk](desk.png)", "Picture"),
        ("> [!TIP]\n> One.", "Alert"),
        (REFLECTIONS, "Reflections"),
        (REFLECTIONS.replace("Looking back", "looking Back").replace("|---|---|", "|:--|--:|"), "Reflections"),
        (WALL, "Statements"),
        (WALL.replace("- ", "* "), "Statements"),
        (WALL.replace("\n", "\n\n"), "Statements"),
    ],
)
def test_what_stands_alone_in_its_paragraph_is_a_component(text: str, kind: str) -> None:
    assert kinds(text + "\n") == [kind]
    assert kinds(f"Before.\n\n{text}\n\nAfter.\n") == ["Html", kind, "Html"]


@pytest.mark.parametrize(
    "text",
    [
        "See [a plan](plan.pdf).",
        "[A plan](plan.pdf) and more",
        "[One](one.pdf) [two](two.pdf)",
        "[One](one.pdf)\n[two](two.pdf)",
        "- [A plan](plan.pdf)",
        "> [A plan](plan.pdf)",
        "## [A plan](plan.pdf)",
        "*[A plan](plan.pdf)*",
        "[Out](https://example.org/plan.pdf)",
        "[Above](#one)",
        "[Script](javascript:alert(1))",
        "[![A desk](desk.png)](plan.pdf)",
        f"See {FILM} today",
        f"- {FILM}",
        f"`{FILM}`",
        f"    {FILM}",
        f"[A film](//{FILM.partition('//')[2]})",
        "[A channel](https://www.youtube.com/@one)",
        "| Looking back | Looking around |\n|---|---|\n| a | b |",
        "| Looking back | Looking forward | And |\n|---|---|---|\n| a | b | c |",
        "| Looking forward | Looking back |\n|---|---|\n| a | b |",
        "| Looking back | Looking forward |\n|---|---|",
        WALL.rpartition("- ")[0],
        f"{WALL}- A plain one",
        f"{WALL}  - An inner one",
        WALL.replace("- ", "1. "),
        "- > One\n  > > inner\n" * FEWEST_STATEMENTS,
        "**Writer One:** No interview.",
    ],
)
def test_what_stands_otherwise_stays_text(text: str) -> None:
    assert {*kinds(text + "\n")} == {"Html"}


def test_a_mention_keeps_its_paragraph_for_what_it_turns_out_to_be() -> None:
    assert only('[*The* plan](plan.pdf "Slides")') == Mention(
        "plan.pdf",
        "The plan",
        Html('<p><a href="plan.pdf" title="Slides"><em>The</em> plan</a></p>\n', is_open=True),
        is_deck=True,
    )


def test_markup_in_the_words_of_a_mention_is_plain_words() -> None:
    part = only("[<b>Two</b> &lt;script&gt; `x`](plan.pdf)")
    assert isinstance(part, Mention)
    assert part.title == "Two <script> x"


def test_a_film_has_its_picture_only_from_beside_the_text() -> None:
    beside, elsewhere = only(f"[![A talk](a.png)]({FILM})"), only(f"[![A talk](https://example.org/a.png)]({FILM})")
    assert beside == Film("YouTube", "aaaaaaaaaaa", "A talk", FILM, "a.png", "A talk")
    assert elsewhere == Film("YouTube", "aaaaaaaaaaa", "A talk", FILM)


def test_the_picture_of_a_film_is_noted_as_a_picture_of_the_text() -> None:
    (link,) = markdown.body(f"[![A talk](a.png)]({FILM})", PATH, 1)[0].links
    assert (link.target, link.is_picture) == ("a.png", True)


def test_a_bare_address_of_a_film_is_called_by_its_host() -> None:
    part = only(f"{FILM}\n")
    assert isinstance(part, Film)
    assert part.title == "Film on YouTube"


# An interview


def test_what_a_speaker_says_ends_where_the_next_one_speaks() -> None:
    assert parts("**Writer One:** Why?\n\n**Sample voice A:** Because.\n\nAnd so on.\n", is_interview=True) == (
        Turn("Writer One", (Html("<p>Why?</p>\n"),)),
        Turn("Sample voice A", (Html("<p>Because.</p>\n<p>And so on.</p>\n"),)),
    )


@pytest.mark.parametrize("end", ["## Next", "***", "![A desk](desk.png)", f"[A film]({FILM})", "> [!NOTE]\n> One.", WALL])
def test_a_heading_a_rule_or_a_component_ends_what_a_speaker_says(end: str) -> None:
    found = parts(f"**Writer One:** Why?\n\n{end}\n\nAfter.\n", is_interview=True)
    assert found[0] == Turn("Writer One", (Html("<p>Why?</p>\n"),))
    assert "After." in held(found[-1])
    assert not isinstance(found[-1], Turn)


def test_lists_and_quotes_belong_to_the_speaker() -> None:
    found = parts("**Writer One:** Two things:\n\n- one\n- two\n\n> so it was\n", is_interview=True)
    assert [type(part) for part in found] == [Turn]
    assert held(found[0]).split() == "Two things: one two so it was Writer One".split()


@pytest.mark.parametrize("name", ["", " ", "*Writer* One", "[Writer](one.md)", "W" * (LONGEST_NAME + 1)])
def test_no_name_and_no_markup_is_a_speaker(name: str) -> None:
    assert "Turn" not in kinds(f"**{name}:** Words.\n", is_interview=True)


def test_a_speakers_name_is_plain_words() -> None:
    part = only("**&lt;b&gt; &amp; Ünï-wörd:** Words.\n", is_interview=True)
    assert isinstance(part, Turn)
    assert part.speaker == "<b> & Ünï-wörd"


# Reflections and statements


def test_a_row_of_reflections_keeps_its_place_where_one_side_is_empty() -> None:
    part = only("| Looking back | Looking forward |\n|---|---|\n| a | b |\n| | d |\n| | |\n")
    assert part == Reflections(
        ("Looking back", "Looking forward"),
        Html("<ul>\n<li>a</li>\n<li>–</li>\n</ul>\n"),
        Html("<ul>\n<li>b</li>\n<li>d</li>\n</ul>\n"),
    )


def test_links_pictures_and_raw_markup_in_reflections_are_judged_like_all_others() -> None:
    attack = "<img src=x onerror=alert(1)></td></tr></table><script>alert(1)</script>"
    text = f"{REFLECTIONS}| [one](one.md) ![a](a.png) | {attack} |\n"
    made, problems = markdown.body(text, PATH, 1)
    assert [(link.target, link.is_picture) for link in made.links] == [("one.md", False), ("a.png", True), ("x", True)]
    assert "refused-markup" in {problem.code for problem in problems}
    for stretch in markdown.stretches(made.parts):
        assert not re.search(r"<script|onerror|</?t[dr]|</?table", stretch.html)
        assert stretch.html.count("<ul>") == stretch.html.count("</ul>") == 1


def test_statements_keep_their_list_and_are_counted() -> None:
    part = only(WALL)
    assert isinstance(part, Statements)
    assert part.count == FEWEST_STATEMENTS
    assert part.list.html.count("<blockquote>") == FEWEST_STATEMENTS


# Laws


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A text of blocks, and the numbered words that it holds."""
    chosen = draw(st.lists(st.sampled_from(BLOCKS), max_size=8))
    words: list[str] = []

    def numbered(_: re.Match[str]) -> str:
        words.append(f"w{len(words)}w")
        return words[-1]

    made = []
    for n, block in enumerate(chosen):
        label = f"n{n}n"  # a footnote is called the same where it is marked and where it stands
        block = block.replace("[^{}]", f"[^{label}]")
        made.append(re.sub(r"\{\}", numbered, block))
    return "\n\n".join(made) + "\n", words


@given(texts(), st.booleans())
def test_no_word_is_lost_to_a_component(made: tuple[str, list[str]], is_interview: bool) -> None:
    text, words = made
    found = " ".join(held(part) for part in parts(text, is_interview=is_interview))
    assert [word for word in words if word not in found] == []


@given(texts(), st.booleans())
def test_words_stay_in_their_order(made: tuple[str, list[str]], is_interview: bool) -> None:
    text, words = made
    before = [n for n, word in enumerate(words) if f"Plain {word}." in text]
    found = " ".join(held(part) for part in parts(text, is_interview=is_interview))
    places = [found.index(f"Plain {words[n]}.") for n in before]
    assert places == sorted(places)


@given(texts(), st.booleans())
def test_a_component_is_cut_off_from_the_text_around_it(made: tuple[str, list[str]], is_interview: bool) -> None:
    text, words = made
    found = " ".join(held(part) for part in parts(text, is_interview=is_interview) if not isinstance(part, Mention))
    assert [word for word in words if len(re.findall(word, found)) > 2] == []


FORGED = (
    '<p data-sourcepos="{0}"><a href="forged.pdf">forged</a></p>',
    '<p data-sourcepos="{0}"><a data-sourcepos="{0}" href="https://youtu.be/forgedforge">forged</a></p>',
    '<p data-sourcepos="{0}"><img data-sourcepos="{0}" src="forged.png" alt="forged" /></p>',
    '<p data-sourcepos="{0}"><strong data-sourcepos="{0}">forged:</strong> forged</p>',
    '<div class="markdown-alert markdown-alert-note" data-sourcepos="{0}">\n<p class="markdown-alert-title">forged</p>\n</div>',
    '<table data-sourcepos="{0}">\n<thead>\n<tr>\n<th>Looking back</th>\n<th>Looking forward</th>\n</tr>\n</thead>\n<tbody>\n'
    "<tr>\n<td>forged</td>\n<td>forged</td>\n</tr>\n</tbody>\n</table>",
    '<ul data-sourcepos="{0}">\n' + "<li>\n<blockquote>\nforged</blockquote>\n</li>\n" * FEWEST_STATEMENTS + "</ul>",
)
TRUE = ("One\n![a](a.png) two", "[a](a.pdf)", "**A:** one", "> [!NOTE]\n> one", WALL.rstrip(), REFLECTIONS.rstrip(), FILM, "One")
PLACES = st.builds("{}:1-{}:9".format, st.integers(1, 12), st.integers(1, 12))


@given(
    st.lists(st.one_of(st.sampled_from(TRUE), st.builds(str.format, st.sampled_from(FORGED), PLACES)), min_size=2, max_size=5),
    st.sampled_from(("\n\n", "\n")),
)
def test_no_raw_markup_forges_a_component(blocks: list[str], gap: str) -> None:
    for part in parts(gap.join(blocks) + "\n", is_interview=True):
        assert isinstance(part, Html | Turn) or "forged" not in held(part)
        assert not isinstance(part, Turn) or part.speaker != "forged"
