"""Each code's explanation: it is there, its words are a teacher's, and its example does what the page says."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from article_archive import addresses
from article_archive.cli import main
from article_archive.explanations import GROUPS, MEANING, Explanation, as_words, explanations, groups
from article_archive.pages.messages import KINDS
from article_archive.problems import SEVERITY

from .archives import MP4, SMALL, article, printed, said, site, small
from .test_cases import NOT_OUR_WORDS, ON_DISK_ONLY

FOLDER = Path(__file__).parent.parent / "hooks" / "article_archive" / "explanations"
WITH_EXAMPLE = [code for code, found in explanations().items() if found.example]
# What mends these is another file, which no lines can show.
ANOTHER_FILE = {"no-picture", "no-slides", "missing-letters", "missing-web-editor"}
# It would fill the page.
TOO_LONG = {"long-paragraph"}
CLIP = {"title": "What is voice?", "speakers": "[writer-one]", "sound": "q1.m4a", "transcript": "q1.vtt"}
TRANSCRIPT = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Writer One>What we tried was simple.\n"
LESSON = "docs/articles/2016/lesson.md"


def written(text: str) -> dict[str, str]:
    """The fields of an example by name, each with its lines."""
    found = re.findall(r"^([a-z_]+):(.*(?:\n[ -].*)*)", text, re.MULTILINE)
    return {name: value.strip() or '""' for name, value in found}


def lesson(text: str) -> dict[str, str]:
    # `authors` is the same as `author`, and a field that stands twice must stand twice.
    fields = written(text)
    rest = article(**{**dict.fromkeys(fields, ""), **({"author": ""} if "authors" in fields else {})})
    return {LESSON: rest.replace("---\n", f"---\n{text}", 1)}


def clip(text: str, transcript: str = TRANSCRIPT) -> dict[str, str]:
    fields = {**CLIP, **written(text)}
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return {"docs/clips/q1.md": f"---\n{lines}---\n", "docs/clips/q1.m4a": MP4, "docs/clips/q1.vtt": transcript}


def settings(text: str) -> dict[str, str]:
    whole = yaml.safe_load((SMALL / "mkdocs.yml").read_text(encoding="utf-8"))
    whole["extra"]["archive"].update(yaml.safe_load(text))
    return {"mkdocs.yml": yaml.safe_dump(whole, sort_keys=False)}


def page(text: str) -> dict[str, str]:
    return {"docs/index.md": (SMALL / "docs" / "index.md").read_text(encoding="utf-8") + f"\n{text}"}


# What an example's lines are lines of -> the files in which they stand whole.
WHOLE: Mapping[str, Callable[[str], dict[str, str]]] = {
    "fields": lesson,
    "text": lambda text: {LESSON: article(text)},
    "name": lambda text: {text.strip(): article()},
    "author": lambda text: {"authors/writer-three.md": f"---\n{text}---\n"},
    "term": lambda text: {"docs/attributes/creation.md": f"---\n{text}---\n"},
    "series": lambda text: {"docs/series/new-steps.md": f"---\n{text}---\n"},
    "clip": clip,
    "transcript": lambda text: clip("", text),
    "settings": settings,
    "page": page,
}


def messages(found: Explanation, text: str, folder: Path) -> list[str]:
    """All that is said of an example's lines."""
    assert found.example
    kind = found.example.kind
    files = WHOLE[kind](text) if kind in WHOLE else {kind: text}
    return said(small(folder, {**found.example.beside, **files}))


def test_every_code_is_explained_and_nothing_else() -> None:
    assert set(explanations()) == set(SEVERITY)


def test_no_code_is_explained_twice_and_every_file_is_a_group() -> None:
    assert sum(len(group.explanations) for group in groups()) == len(explanations())
    assert {f"{name}.md" for name in GROUPS} == {path.name for path in FOLDER.glob("*.md")}


def test_every_code_has_an_example_unless_only_another_file_mends_it() -> None:
    assert set(SEVERITY) - set(WITH_EXAMPLE) == set().union(*ON_DISK_ONLY.values()) | ANOTHER_FILE | TOO_LONG


@pytest.mark.parametrize("code", WITH_EXAMPLE)
def test_the_wrong_lines_give_the_code_and_the_message_that_the_page_shows(code: str, tmp_path: Path) -> None:
    found = explanations()[code]
    assert found.example
    told = [line.partition(": ")[2] for line in messages(found, found.example.wrong, tmp_path) if line.endswith(f"[{code}]")]
    assert f"{found.example.says} [{code}]" in told


@pytest.mark.parametrize("code", WITH_EXAMPLE)
def test_the_right_lines_give_no_message_at_all(code: str, tmp_path: Path) -> None:
    found = explanations()[code]
    assert found.example
    assert [line for line in messages(found, found.example.right, tmp_path) if "author-without-articles" not in line] == []


def test_the_one_remark_is_gone_where_an_article_names_the_author(tmp_path: Path) -> None:
    found = explanations()["author-without-articles"]
    assert found.example
    assert messages(found, found.example.right, tmp_path) == []


@pytest.mark.parametrize("code", SEVERITY)
def test_an_explanation_says_what_why_and_what_to_do_in_a_teachers_words(code: str) -> None:
    found = explanations()[code]
    words = " ".join((found.mistake, found.why, *found.mend, *([found.example.says] if found.example else [])))
    assert found.mend
    assert all(paragraph.endswith((".", "?", ":", "`")) for paragraph in (found.mistake, found.why, *found.mend))
    assert NOT_OUR_WORDS.findall(re.sub(r"`[^`]*`", "", words)) == []
    assert len(words.split()) < 160


def test_no_message_in_the_program_uses_a_programmers_word() -> None:
    # The cases hold most messages; this finds the rest, where they are written.
    lines = re.compile(r'(?:Problem|Trouble|note|wrong)\([^"]*"[a-z0-9-]+",[^"]*((?:f?"[^"\n]*"[\s,]*)+)')
    sources = [path.read_text(encoding="utf-8") for path in FOLDER.parent.rglob("*.py")]
    found = [re.sub(r"\{[^{}]*\}|`[^`]*`", "", words) for text in sources for words in lines.findall(text)]
    assert len(found) > 40
    assert [words for words in found if NOT_OUR_WORDS.search(words)] == []


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every page of a small archive, by its address."""
    return printed(site(small(tmp_path_factory.mktemp("messages"))))


def test_every_code_has_a_page_at_an_address_that_stays(shown: dict[str, str]) -> None:
    assert addresses.message("dead-link") == "/messages/dead-link/"
    assert {f"/messages/{code}/" for code in SEVERITY} < set(shown)


@pytest.mark.parametrize("code", SEVERITY)
def test_a_page_shows_the_explanation_and_uses_no_programmers_word(code: str, shown: dict[str, str]) -> None:
    html, found = shown[addresses.message(code)], explanations()[code]
    assert MEANING[found.severity] in html
    assert html.count("<pre>") == (2 + len(found.example.beside) if found.example else 0)
    without_code = re.sub(r"<(code|pre)>.*?</\1>", "", html, flags=re.DOTALL)
    assert NOT_OUR_WORDS.findall(re.sub(r"<[^>]+>", "", without_code)) == []


def test_the_index_leads_to_every_page_in_the_groups_of_the_program(shown: dict[str, str]) -> None:
    index = shown["/messages/"]
    assert re.findall(r'href="/messages/([a-z0-9-]+)/"', index) == [e.code for group in groups() for e in group.explanations]
    assert index.count("<h2>") == len(GROUPS)


def test_a_tag_in_an_explanation_is_text_on_the_page(shown: dict[str, str]) -> None:
    assert "&lt;iframe" in shown["/messages/refused-markup/"]
    assert "<iframe" not in shown["/messages/refused-markup/"]


def test_what_stands_between_backticks_is_code_on_the_page(shown: dict[str, str]) -> None:
    assert "<code>authors/writer-one.md</code>" in shown["/messages/unknown-author/"]
    assert "`" not in shown["/messages/unknown-author/"]


def test_the_kinds_of_examples_have_words() -> None:
    kinds = {found.example.kind for found in explanations().values() if found.example}
    assert {kind for kind in kinds if "." not in kind} <= set(KINDS) == set(WHOLE)


def test_the_command_explains_a_code_also_in_its_brackets() -> None:
    plain = CliRunner().invoke(main, ["explain", "dead-link"])
    assert plain.exit_code == 0
    assert plain.output.startswith("dead-link\nA warning: ")
    assert "    See [the first day](first-words.md)." in plain.output
    assert max(len(line) for line in plain.output.splitlines()) <= 120
    assert CliRunner().invoke(main, ["explain", "[dead-link]"]).output == plain.output


def test_the_command_lists_every_code_and_guesses_a_misspelt_one() -> None:
    listed = CliRunner().invoke(main, ["explain"]).output
    assert {line.strip() for line in listed.splitlines() if line.startswith("    ")} == set(SEVERITY)
    wrong = CliRunner().invoke(main, ["explain", "ded-link"])
    assert wrong.exit_code == 2
    assert "Did you mean `dead-link`?" in wrong.output


def test_a_run_says_once_where_to_read_more(tmp_path: Path) -> None:
    root = small(tmp_path, {LESSON: article("See [this](/rules/) and [that](/rule/).", author="writer-on")})
    ran = subprocess.run(
        [sys.executable, "-m", "article_archive.cli", "check"], cwd=root, capture_output=True, text=True, check=False
    )
    (line,) = [line for line in ran.stderr.splitlines() if "archive explain" in line]
    assert line == (
        "What a code means: `archive explain unknown-author`, or https://archive.example.org/messages/unknown-author/"
    )


def test_remarks_alone_need_no_reading(tmp_path: Path) -> None:
    root = small(tmp_path, {"authors/sample-voice-a.md": "---\nname: Sample voice A\n---\n"})
    ran = subprocess.run(
        [sys.executable, "-m", "article_archive.cli", "check"], cwd=root, capture_output=True, text=True, check=True
    )
    assert "author-without-articles" in ran.stderr
    assert "archive explain" not in ran.stderr


def test_an_explanation_in_words_holds_all_of_it() -> None:
    for found in explanations().values():
        words = as_words(found)
        assert all(paragraph in words for paragraph in (found.mistake, found.why, *found.mend))
