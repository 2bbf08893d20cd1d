"""CommonMark's and GitHub's example sets, and YAML's, through our own steps."""

from __future__ import annotations

import html
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import comrak
import pytest

from article_archive import frontmatter
from article_archive.model import Html, Part, Picture, SourceFile
from article_archive.problems import Problem
from article_archive.text import markdown
from article_archive.text.nesting import nested
from article_archive.text.sanitiser import Sanitiser

from ..engine.conftest import build, run, write
from .conftest import suite

SANITISER = Sanitiser()


class Tree(HTMLParser):
    """HTML as a list of tags and words, whatever its spelling: order of attributes, entities, white space."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.items: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.items.append(f"<{tag} {sorted((n, v or '') for n, v in attrs)}>")

    def handle_endtag(self, tag: str) -> None:
        self.items.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        words = re.sub(r"\s+", " ", data).strip()
        if words:
            self.items.append(words)


def tree(text: str) -> list[str]:
    reader = Tree()
    reader.feed(text)
    reader.close()
    return [item for item in reader.items if item not in ("</img>", "</br>", "</hr>", "</input>")]


def printed(part: Part) -> str:
    """A part as the HTML that the example sets expect."""
    if isinstance(part, Html):
        return part.html
    if isinstance(part, Picture):
        title = html.unescape(re.sub(r"<[^>]*>", "", part.caption))
        shown = f' title="{html.escape(title)}"' if title else ""
        return f'<p><img src="{html.escape(part.src or part.remote)}" alt="{html.escape(part.alt)}"{shown}></p>'
    return "".join(stretch.html for stretch in markdown.stretches((part,)))


def ours(text: str) -> str:
    """Our body, with the ids and self-links of headings taken off again."""
    body, _ = markdown.body(text, "example.md", 1)
    whole = "".join(printed(part) for part in body.parts)
    whole = re.sub(r'<(h[2-6]) id="[^"]*"><a href="#[^"]*">(.*?)</a></\1>', r"<\1>\2</\1>", whole, flags=re.DOTALL)
    return _level(re.sub(r'<(h[2-6]) id="[^"]*">', r"<\1>", whole))


def _level(text: str) -> str:
    """Headings without their levels: ours leave none out, and the examples do."""
    return re.sub(r"<(/?)h[1-6]\b", r"<\1h2", text)


def allowed(expected: str) -> str:
    """What must become of the expected HTML: the allowlist, no h1, boxes as signs, alignment as a class, elements in place."""
    text = re.sub(r'(<t[dh]) align="(left|center|right)"', r'\1 class="a-\2"', _level(expected))
    text = re.sub(r"<(h2|h3|h4|h5|h6)></\1>", "", text)
    text = re.sub(r'<input ([^>]*)type="checkbox"([^>]*)>', lambda box: "☑" if "checked" in box[0] else "☐", text)
    return nested(
        SANITISER.clean(text, lambda element, attribute, value: value if attribute in ("href", "src", "class") else None)
    )


def reason(expected: str) -> str:
    """Why the sanitiser changes an example."""
    if re.search(r"<h1>", expected) and tree(allowed(expected)) == tree(expected.replace("h1>", "h2>")):
        return "the title is the page's only first heading"
    if "<input" in expected:
        return "a task's box is a sign"
    if re.search(r"<(h[1-6])></\1>", expected):
        return "a heading without words is left out"
    return "markup or an address that is not on the allowlist"


@pytest.mark.parametrize("name", ["commonmark-spec.json", "gfm-spec.json"])
def test_every_example_that_the_parser_passes_passes_after_our_steps(name: str) -> None:
    changed: Counter[str] = Counter()
    passed, failed = 0, []
    for example in suite(name):
        source, expected = example["markdown"], example["html"]
        bare = comrak.render_markdown(source, *markdown._PLAIN)
        if tree(bare) != tree(expected):
            continue
        result = tree(ours(source))
        if result == tree(expected):
            passed += 1
        elif result == tree(allowed(expected)):
            changed[reason(expected)] += 1
        else:
            failed.append((example["example"], source, ours(source), allowed(expected)))
    print(f"\n{name}: {passed} unchanged, {sum(changed.values())} changed by the sanitiser: {dict(changed)}")
    assert not failed, failed[:5]
    assert passed > 500


def test_every_yaml_input_gives_fields_or_a_problem() -> None:
    outcomes: Counter[str] = Counter()
    for case in suite("yaml_inputs.json"):
        source = SourceFile("articles/case.md", "article", "case", f"---\n{case['yaml']}\n---\nWords.\n")
        parsed = frontmatter.parse(source)
        outcomes[parsed.code if isinstance(parsed, Problem) else "fields"] += 1
    print(f"\n{dict(outcomes)}")


def test_yaml_inputs_in_a_real_build_give_problems_and_no_traceback(tmp_path: Path) -> None:
    run("article_archive.cli", "init", "new", "--facet", "topics", at=tmp_path)
    for n, case in enumerate(suite("yaml_inputs.json")):
        write(tmp_path / "new", f"docs/articles/case-{n}.md", f"---\n{case['yaml']}\n---\nWords.\n")
    done = build(tmp_path / "new")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert (
        len(re.findall(r"^docs/articles/case-\d+\.md:\d+:\d+: ", done.stderr, re.MULTILINE))
        >= len(suite("yaml_inputs.json")) - 20
    )
