"""A small archive with one article that holds every component, voices among them, and ways to look at its pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from .archives import MP3, SMALL, article, small, write
from .test_decks import SLIDE, pdf

TRANSCRIPT = """WEBVTT

00:00.000 --> 00:02.500
<v Writer One>What does it look like?

00:02.500 --> 00:02.900
<v Sample voice A>Like a garden

00:02.900 --> 01:02.000
<v Sample voice A>with &lt;b&gt;weeds&lt;/b&gt; &amp; paths.
"""
STATEMENTS = "".join(f"- > Statement {n}\n" for n in range(1, 8))
BODY = f"""An opening with [a link](../2016/first-words.md#what-was-said) and a note.[^1]

## Heard

[A voice](../../clips/q1.md)

[Another voice](../../clips/q2.md)

[The first voice again](../../clips/q1.md)

## Seen

[A talk](https://www.youtube.com/watch?v=dQ-4_9WgXcQ)

[![A still](desk.png)](https://vimeo.com/76979871/0123456789)

![A grey square](desk.png "It stands for *two* desks")

![A picture elsewhere](https://example.org/desk.png)

[The workshop](slides.pdf "slides")

[The handout](handout.txt)

## Said

> [!TIP]
> Try [the first day](../2016/first-words.md).

**Writer One:** Why?

**&lt;Sample voice A&gt;:** Because:

- one
- two

| Looking back | Looking forward |
|---|---|
| We [listened](../2016/first-words.md) | We ask |
| | We wait |

{STATEMENTS}
| Left | Middle | Right |
|:--|:-:|--:|
| 1 | 2 | 3 |

[^1]: A footnote.
"""
CLIP = """---
title: {title}
speakers: [writer-one, {{name: "<Sample voice A>"}}]
sound: voice.mp3
transcript: {name}.vtt
group: Five questions
order: {order}
attributes: [Voice]
---
Recorded in an [empty room](../articles/2017/desks/index.md).
"""
CLIPS = {
    "docs/clips/q1.md": CLIP.format(title="What does it look like?", name="q1", order=1),
    "docs/clips/q2.md": CLIP.format(title="'Is it \"for\" everyone?'", name="q2", order=2),
    "docs/clips/q1.vtt": TRANSCRIPT,
    "docs/clips/q2.vtt": TRANSCRIPT,
    "docs/clips/voice.mp3": MP3,
}


def everything(folder: Path, files: Mapping[str, str] | None = None) -> Path:
    """A copy of sites/small with the article `everything`, its files, two clips and a translation."""
    fields = {"kind": "interview", "series": "{id: small-steps, part: 3}", "title": "Every *component*"}
    texts = {
        **CLIPS,
        "docs/articles/2018/everything.md": article(BODY, **fields),
        "docs/articles/2018/alles.md": article("Worte.\n", title="Alles", lang="de", translation_of="everything"),
        "docs/articles/2018/handout.txt": "A handout.\n",
        "docs/voices.md": "# Voices\n\n<!-- clips Five questions -->\n\n<!-- attributes -->\n",
    }
    root = small(folder, {**texts, **(files or {})})
    write(root, "docs/articles/2018/slides.pdf", pdf(SLIDE, SLIDE))
    write(root, "docs/articles/2018/desk.png", (SMALL / "docs/articles/2017/desks/desk.png").read_bytes())
    return root


VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# HTML lets these end by themselves.
_LOOSE = frozenset("p li dt dd td th tr thead tbody tfoot option".split())
_URLS = ("href", "src", "action", "data-copy", "data-list")


class Look(HTMLParser):
    """A page as a parser sees it: its ids, its links and files, its words, and what is wrong with its shape."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.labels: list[tuple[str, str]] = []
        self.words = ""
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        self.faults += [f"<{tag}> stays open" for tag in self._open if tag not in _LOOSE]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.faults += [f"<{tag}> has {name} twice" for name, count in Counter(n for n, _ in attrs).items() if count > 1]
        self.faults += [f"<{tag}> would run {name}" for name in given if name.startswith("on")]
        self.ids += [given["id"]] if "id" in given else []
        # A button may copy what stands beside it.
        self.links += [given[name] for name in _URLS if name in given and (given[name] or name != "data-copy")]
        self.links += [part.split()[0] for part in given.get("srcset", "").split(", ") if part]
        self.labels += [(name, given[name]) for name in ("aria-labelledby", "aria-describedby", "for") if name in given]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open[-1] != tag and self._open[-1] in _LOOSE:
            self._open.pop()
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.faults.append(f"</{tag}> ends nothing")

    def handle_data(self, data: str) -> None:
        self.words += data

    def twice(self) -> list[str]:
        """Ids that stand on the page more than once."""
        return [name for name, count in Counter(self.ids).items() if count > 1]

    def unlabelled(self) -> list[str]:
        """Labels and descriptions that no element of the page has."""
        return [name for _, names in self.labels for name in names.split() if name not in self.ids]


def lost(looks: Mapping[str, Look], known: Iterable[str]) -> list[tuple[str, str]]:
    """Links of the site that no page and no file answers, or whose place is on no page: (address of the page, link)."""
    there = {*looks, *known}
    found = []
    for address, look in looks.items():
        for link in look.links:
            if not re.match(r"[a-z]+:", link) and not _is_answered(link, address, there, looks):
                found.append((address, link))
    return found


def _is_answered(link: str, address: str, there: set[str], looks: Mapping[str, Look]) -> bool:
    parts = urlsplit(urljoin(f"http://archive{address}", link))
    path, anchor = unquote(parts.path), unquote(parts.fragment)
    return path in there and (not anchor or path not in looks or anchor in looks[path].ids)
