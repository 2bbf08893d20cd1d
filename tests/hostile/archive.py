"""A real archive into which every payload is written at every place that a stranger can write to."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from article_archive.problems import errors
from article_archive.reading import HIDDEN
from article_archive.text.markdown import body, stretches

from ..archives import MP3, SMALL, small, write
from .payloads import ADDRESSES

WEB = "https://example.org/"
# What else people write than articles is read by the same steps.
FEW = ("block", "words", "link")
# So many articles, authors, terms, series and clips.
HANDS = 24
PICTURE = (SMALL / "docs/articles/2017/desks/desk.png").read_bytes()


def one_line(payload: str) -> str:
    return re.sub(r"\s+", " ", payload)


# Where a payload stands in a text. Each is a paragraph of its own, or several.
SINKS: Mapping[str, Callable[[str], str]] = {
    "block": lambda p: p,
    "words": lambda p: f"Words {one_line(p)} words.",
    "alt text": lambda p: f"![{one_line(p)}](desk.png)",
    "caption": lambda p: f'![A desk](desk.png "{one_line(p)}")',
    "alt text amid words": lambda p: f'Words ![{one_line(p)}](desk.png "{one_line(p)}") words.',
    "link": lambda p: f"[words]({one_line(p)}) [words](<{one_line(p)}>) <{one_line(p)}>",
    "link title": lambda p: f"[words]({WEB} \"{one_line(p)}\") [words]({WEB} '{one_line(p)}')",
    "picture": lambda p: f"![words](<{one_line(p)}>)",
    "definition": lambda p: f'[{one_line(p)}][r]\n\n[r]: <{one_line(p)}> "{one_line(p)}"',
    "fence": lambda p: f"``` {one_line(p)}\n{p}\n```",
    "code": lambda p: f"Words `{one_line(p)}` words.",
    "footnote": lambda p: f"Words[^{one_line(p)[:20]}] words[^f].\n\n[^f]: {one_line(p)}\n[^{one_line(p)[:20]}]: x",
    "heading": lambda p: f"## {one_line(p)}",
    "cell": lambda p: f"| {one_line(p)} | b |\n|---|:-:|\n| c | {one_line(p)} |",
    "item": lambda p: f"- {one_line(p)}\n- [ ] {one_line(p)}",
    "quotation": lambda p: f"> {one_line(p)}",
    "alert": lambda p: f"> [!NOTE]\n> {one_line(p)}",
    "speaker": lambda p: f"**{one_line(p)[:50]}:** {one_line(p)}",
    "reflections": lambda p: f"| Looking back | Looking forward |\n|---|---|\n| {one_line(p)} | {one_line(p)} |",
    "slides": lambda p: f'[{one_line(p)}](handout.txt "{one_line(p)}")',
}


class Fragments(Struct, frozen=True):
    """Pieces of text: those below which a text goes on, those that swallow it, and those for which a file is refused."""

    sound: list[str]
    last: list[str]
    refused: list[str]


def fragments(payloads: Iterable[str], sinks: Iterable[str] = SINKS, each: int = 1) -> Fragments:
    """Every payload at each one of these places of a text, or only at each fourth, say, with which the payloads take turns."""
    found, names = Fragments([], [], []), tuple(sinks)
    for turn, payload in enumerate(payloads):
        for sink in names[turn % each :: each]:
            fragment = SINKS[sink](payload)
            read, problems = body(f"{fragment}\n\nAfter it.\n", "a.md", 1)
            # What leads out of the archive is refused later than other addresses.
            climbs = any(link.target.startswith("%5C") for link in read.links)
            is_refused = bool(HIDDEN.search(fragment) or errors(problems) or climbs)
            goes_on = all(_is_below(before, fragment) for before in ("", "<div>\n\n"))
            (found.refused if is_refused else found.sound if goes_on else found.last).append(fragment)
    return found


def _is_below(before: str, fragment: str) -> bool:
    """Whether a paragraph below the fragment is one on its page: behind raw HTML that stays open, no component stands alone."""
    read, _ = body(f"{before}{fragment}\n\nAfter it.\n", "a.md", 1)
    return "<p>After it.</p>" in "".join(stretch.html for stretch in stretches(read.parts))


def texts(found: Fragments, pages: int) -> list[str]:
    """So many texts that hold the fragments, with a sentence below each that shows that it was reached."""
    last = [*found.last, *[""] * pages]
    return ["".join((*_reached(found.sound[page::pages]), last[page], "\n")) for page in range(pages)]


def _reached(parts: Iterable[str]) -> Iterator[str]:
    yield from (f"{_numbered(part, n)}\n\nAfter {n}.\n\n" for n, part in enumerate(parts))


def _numbered(fragment: str, number: int) -> str:
    """With names of its own for its definitions and footnotes: the first of two equal ones would hide the other."""
    return fragment.replace("[r]", f"[r{number}]").replace("[^f]", f"[^f{number}]")


def reached(text: str) -> list[str]:
    """The sentences of a text that its page must hold."""
    return re.findall(r"^After \d+\.$", text, re.MULTILINE)


def quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def fields(text: str, **given: str) -> str:
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in given.items()) + f"---\n{text}"


def article(text: str = "Words.\n", **given: str) -> str:
    sound = {"title": "A title", "date": "2016-09-14", "authors": "[writer-one]", "attributes": "[Voice]"}
    return fields(text, **(sound | given))


def hostile(folder: Path, payloads: Sequence[str], forged: Sequence[str] = (), each: int = 1) -> Path:
    """An archive with all of them in `folder`; where a payload makes a file unreadable, it has a file for itself.

    Articles hold a payload at each place of a text, or at each fourth, say; fields and the other texts hold them all.
    """
    root = small(folder)
    found, few = fragments(payloads, each=each), fragments(payloads, FEW)
    plain = [p for p in payloads if not HIDDEN.search(html.unescape(p))]
    hands = max(HANDS, -(-len(found.last) // 4))
    bodies = [texts(Fragments(part.sound, found.last[n::4], []), hands) for n, part in enumerate((found, few, few, few))]
    _articles(root, plain, bodies[0])
    _authors_and_terms(root, plain, bodies[1], bodies[2])
    _clips(root, plain, bodies[3])
    _alone(root, payloads)
    for n, fragment in enumerate(found.refused):
        write(root, f"docs/articles/refused/refused-{n}.md", article(f"{fragment}\n"))
    if forged:
        _twins(root, forged)
    return root


def _twins(root: Path, forged: Sequence[str]) -> None:
    """An article with forged components, and one with as many harmless words at the same places."""
    [text] = texts(replace(fragments(forged), last=[]), 1)
    [twin] = texts(fragments(f"word {n}" for n in range(len(forged))), 1)
    write(root, "docs/articles/forged/forged.md", article(text))
    write(root, "docs/articles/forged/twin.md", article(twin))
    write(root, "docs/articles/forged/desk.png", PICTURE)


def _dealt(payloads: Sequence[str], hands: int, shift: int = 0) -> list[str]:
    """The payloads as so many lines; no two places have the same neighbours."""
    turned = [*payloads[shift:], *payloads[:shift]]
    return [" ~ ".join(one_line(p) for p in turned[n::hands]) for n in range(hands)]


def _articles(root: Path, payloads: Sequence[str], written: Sequence[str]) -> None:
    titles, summaries, alts = (_dealt(payloads, len(written), shift) for shift in (0, 7, 13))
    for n, text in enumerate(written):
        folder = f"docs/articles/2020/hostile-{n}"
        image = f"{{src: desk.png, alt: {quoted(alts[n])}, caption: {quoted(titles[n])}}}"
        people = f"[author-{n}, {{name: {quoted(summaries[n])}, role: with}}]"
        series = f"{{id: series-{n}, part: 1}}"
        given = {"authors": people, "attributes": f"[Voice, term-{n}]", "series": series, "image": image}
        kind = "interview" if n % 2 else "text"
        page = article(text, title=quoted(f"Title {titles[n]}"), summary=quoted(f"Summary {summaries[n]}"), kind=kind, **given)
        write(root, f"{folder}/index.md", page)
        write(root, f"{folder}/desk.png", PICTURE)
        write(root, f"{folder}/handout.txt", "A handout.\n")


def _authors_and_terms(root: Path, payloads: Sequence[str], bios: Sequence[str], meanings: Sequence[str]) -> None:
    """Authors, terms and series that the articles name."""
    names, roles, labels = (_dealt(payloads, len(bios), shift) for shift in (3, 11, 17))
    for n, (bio, meaning) in enumerate(zip(bios, meanings, strict=True)):
        links = f"{{{quoted(labels[n][:900])}: {WEB}, website: {WEB}}}"
        write(root, f"authors/author-{n}.md", fields(bio, name=quoted(f"Name {names[n]}"), role=quoted(roles[n]), links=links))
        words = {"name": quoted(f"Term {roles[n]}"), "summary": quoted(names[n]), "also": f"[{quoted(labels[n])}]"}
        write(root, f"docs/attributes/term-{n}.md", fields(meaning, **words))
        write(root, f"docs/series/series-{n}.md", fields("", name=quoted(f"Series {names[n]}"), summary=quoted(roles[n])))


def _clips(root: Path, payloads: Sequence[str], written: Sequence[str]) -> None:
    titles, voices = _dealt(payloads, len(written), 5), _dealt(payloads, len(written), 19)
    write(root, "docs/clips/voice.mp3", MP3)
    for n, text in enumerate(written):
        people = f"[writer-one, {{name: {quoted(voices[n])}}}]"
        given = {"title": quoted(f"Clip {titles[n]}"), "speakers": people, "group": quoted(f"Group {voices[n]}")}
        page = fields(text, **given, sound="voice.mp3", transcript=f"clip-{n}.vtt", order="1")
        write(root, f"docs/clips/clip-{n}.md", page)
        write(root, f"docs/clips/clip-{n}.vtt", transcript(payloads[n :: len(written)]))


def transcript(payloads: Iterable[str]) -> str:
    """WebVTT that says each payload, and has it as a voice, a class, a note, a name and a setting."""
    said = (
        f"NOTE {p}\n\n{p}\n00:{n:02}.000 --> 00:{n + 1:02}.000 align:{p}\n<v {p}>{p}\n<v.{p} Writer One><c.{p}>{p}</c>\n"
        for n, p in enumerate(payloads)
    )
    return "WEBVTT\n\n" + "\n".join(said)


def _alone(root: Path, payloads: Sequence[str]) -> None:
    """Where most payloads are refused with the file that holds them, each has a file for itself."""
    number = count()
    for payload in payloads:
        words = one_line(payload)
        value = quoted(words)
        given = {"aliases": f"[{quoted(f'/{words}')}]", "original": value, "also_at": f"[{quoted(WEB + words)}]", "lang": value}
        given |= {"series": f"{{id: {value}, part: 1}}", "translation_of": value}
        if payload in ADDRESSES:  # every other one is the name of a picture that is missing
            given["image"] = f"{{src: {value}, alt: x}}"
        for field, written in given.items():
            write(root, f"docs/articles/alone/alone-{next(number)}.md", article(**{field: written}))
        write(root, f"authors/alone-{next(number)}.md", fields("", name="A name", links=f"{{website: {value}}}"))
        name = words.replace("/", "\uff0f").replace("\x00", "\x01")[:60]
        write(root, f"docs/articles/alone/{name}.md", article())
        if name.isprintable():
            write(root, f"docs/articles/2020/hostile-0/{name}.png", PICTURE)
