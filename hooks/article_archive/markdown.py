"""GitHub Flavored Markdown -> parts, headings, links."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import unquote, urlsplit

import comrak

from .components import Found, FoundAlert, FoundPicture, components, may_have_components
from .lines import line
from .margin import Margin
from .model import Alert, Body, Heading, Html, Part, Picture
from .problems import Problem
from .sanitiser import Sanitiser

# Resolves a link or picture that points inside the site, as written, to an address to print; None where it leads nowhere.
Resolver = Callable[[str], str | None]

OPENING_LETTERS = 200
DEEPEST = 200

# A heading as the parser prints it. Its length is bounded, or unclosed raw ones would each be searched to the end.
_HEADING = re.compile(r'<h([1-6])(?: data-sourcepos="[^"]*")?>((?:(?!<h[1-6]).){0,4000}?)</h\1>', re.DOTALL)
_NO_SLUG = re.compile(r"[^\w\- ]")
_H1 = re.compile(r"<(/?)h1\b", re.IGNORECASE)
_BOX = re.compile(r'<input type="checkbox"( checked="")? disabled="" />')
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")  # RFC 3986, 3.1
_HOST = re.compile(r"(?:https?:)?//(?!%5b|%5d)[^\s/?#\[\]]+(?:[/?#].*)?|mailto:[^\s<>]+", re.IGNORECASE | re.DOTALL)
_IMG = re.compile(r'<(?:(a) [^>]*|(/a)|img((?: [a-z-]+="[^"]*")*))>')
_IMG_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_FIRST_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_ANY_TAG = re.compile(r"<[^>]*>")
_FOOTNOTE_ID = re.compile(r"fn(?:ref)?-.+")
_BACK_LABEL = re.compile(r"Back to reference [\d-]+")
_DEEP_QUOTES = re.compile(rf"^(?:[ \t]{{0,3}}>){{{DEEPEST}}}", re.MULTILINE)
# What a text without tags and quotes needs for great depth: marks of lists side by side, or a wide indent.
_DEEP_MARKS = ("- " * 20, "* " * 20, "+ " * 20, " " * DEEPEST, "\t" * (DEEPEST // 4))
_NESTING = re.compile(r"<(/)?(?!br\b|hr\b|img\b|input\b|wbr\b|col\b|p\b|li\b|td\b|th\b|tr\b|dd\b|dt\b)[a-zA-Z]")
_SANITISER = Sanitiser()


def body(text: str, path: str, first_line: int) -> tuple[Body, list[Problem]]:
    """Read a text. `first_line` is its line in the file at `path`; the parts are safe, their inner links unresolved."""
    margin = Margin(text, path, first_line)
    # The parser takes minutes for a hundred thousand quotes inside one another, so these are refused before it.
    if text.count(">") >= DEEPEST and _DEEP_QUOTES.search(text):
        return Body(), _too_deep(margin)
    has_components = may_have_components(text)
    rendered = comrak.render_markdown(text, *(_WITH_PLACES if has_components else _PLAIN))
    rendered, headings = _headings(rendered)
    if "<input" in rendered:
        rendered = _BOX.sub(lambda box: "☑" if box[1] else "☐", rendered)
    margin.refusals(rendered)
    if _is_too_deep(text, rendered):
        return Body(), _too_deep(margin)
    margin.hidden(rendered)
    margin.pictures(rendered)
    judge = _FirstJudge(frozenset(h.anchor for h in headings), margin)
    parts = tuple(_parts(rendered, judge, components(rendered, text.split("\n")) if has_components else ()))
    margin.material("".join(_stretches(parts)))
    return Body(parts, headings, tuple(margin.links.values()), _words(text)), margin.problems


def resolved(parts: tuple[Part, ...], resolve: Resolver) -> tuple[Part, ...]:
    """The parts with their inner links and pictures led to addresses, and sanitised once more."""
    return tuple(_resolved(part, resolve) for part in parts)


def _options(places: bool) -> tuple[comrak.ExtensionOptions, comrak.ParseOptions, comrak.RenderOptions]:
    extension, parse, render = comrak.ExtensionOptions(), comrak.ParseOptions(), comrak.RenderOptions()
    extension.table = extension.strikethrough = extension.autolink = extension.tasklist = True
    extension.footnotes = extension.alerts = True
    render.unsafe_ = True  # raw HTML reaches the sanitiser, which knows better than an escape what is safe
    render.gfm_quirks = True
    render.sourcepos = places
    return extension, parse, render


_PLAIN, _WITH_PLACES = _options(False), _options(True)


class _FirstJudge:
    """Judges what a stranger wrote: inner links are noted and left as they are, outer ones pass."""

    def __init__(self, anchors: frozenset[str], margin: Margin) -> None:
        self.anchors, self.margin = anchors, margin
        self.unused = set(anchors)
        self.footnotes: set[str] = set()
        self.is_open = False

    def __call__(self, element: str, attribute: str, value: str) -> str | None:
        if attribute == "href":
            return self._href(value) if element == "a" else None
        if attribute == "src":
            return self._src(value) if element == "img" else None
        if attribute == "id":
            return self._id(element, value)
        return value if _BACK_LABEL.fullmatch(value) else None

    def _href(self, value: str) -> str | None:
        if value.startswith("#"):
            name = unquote(value[1:])
            if name in self.anchors or name.lower() not in self.anchors:
                if not _FOOTNOTE_ID.fullmatch(name) and name not in self.anchors:
                    self.margin.link(value, False)
                return value
            return f"#{name.lower()}"
        if is_elsewhere(value):
            return value if self._is_sound(value) else None
        self.is_open = True
        self.margin.link(value, False)
        return value

    def _is_sound(self, address: str) -> bool:
        if _HOST.fullmatch(address):
            return True
        remedy = "Copy it from the address bar of a browser."
        self.margin.note("refused-link", address, f"`{address}` is no web address.", remedy)
        return False

    def _src(self, value: str) -> str | None:
        self.is_open = True
        if is_elsewhere(value):
            if not self._is_sound(value):
                return None
            self.margin.note(
                "picture-elsewhere",
                value,
                "This picture lies on another website, so readers get a link to it.",
                "Put the file beside the article, if its licence allows that.",
            )
        else:
            self.margin.link(value, True)
        return value

    def _id(self, element: str, value: str) -> str | None:
        if element in ("a", "li"):
            is_new = _FOOTNOTE_ID.fullmatch(value) is not None and value not in self.footnotes
            self.footnotes.add(value)
            return value if is_new else None
        is_ours = value in self.unused
        self.unused.discard(value)
        return value if is_ours else None


def is_elsewhere(address: str) -> bool:
    """Whether an address names a scheme or a host of its own."""
    return address.startswith("//") or _SCHEME.match(address) is not None


def _headings(rendered: str) -> tuple[str, tuple[Heading, ...]]:
    """Give each heading an id of ours and a link to itself; the article's title is the page's only h1."""
    headings: list[Heading] = []
    taken: Counter[str] = Counter()

    def replaced(found: re.Match[str]) -> str:
        level, inner = max(2, int(found[1])), found[2]
        if not inner.strip():
            return ""
        words = html.unescape(_ANY_TAG.sub("", inner))
        anchor = _anchor(words, taken)
        headings.append(Heading(level, anchor, words))
        at = html.escape(anchor)
        linked = inner if "<a " in inner or not words else f'<a href="#{at}">{inner}</a>'
        return f'<h{level} id="{at}">{linked}</h{level}>'

    if "<h" in rendered:
        rendered = _HEADING.sub(replaced, rendered)
    if "<h1" in rendered or "<H1" in rendered:
        rendered = _H1.sub(r"<\1h2", rendered)
    return rendered, tuple(headings)


def _anchor(words: str, taken: Counter[str]) -> str:
    """A heading's id as GitHub makes it: its words in small letters, joined by hyphens, numbered where it is taken.

    Ids of the page's own chrome start with two underscores, those of footnotes with fn: no heading may take one.
    """
    plain = _NO_SLUG.sub("", words.strip().lower()).replace(" ", "-").lstrip("_-") or "section"
    plain = f"section-{plain}" if _FOOTNOTE_ID.fullmatch(plain) else plain
    anchor = plain
    while anchor in taken:
        anchor = f"{plain}-{taken[plain]}"
        taken[plain] += 1
    taken[anchor] = 1
    return anchor


def _parts(rendered: str, judge: _FirstJudge, found: Iterable[Found]) -> Iterator[Part]:
    """Split the text at its components."""
    kept = 0
    for item in found:
        part = _picture(item, judge) if isinstance(item, FoundPicture) else _alert(item, judge)
        if part is None:
            continue
        yield from _html(rendered[kept : item.start], judge)
        yield part
        kept = item.end
    yield from _html(rendered[kept:], judge)


def _picture(found: FoundPicture, judge: _FirstJudge) -> Picture | None:
    src, caption = found.src, line(found.title).html
    if not src or judge("img", "src", src) is None:
        return None
    return Picture("", found.alt, caption, remote=src) if is_elsewhere(src) else Picture(src, found.alt, caption)


def _alert(found: FoundAlert, judge: _FirstJudge) -> Alert:
    return Alert(found.kind, found.title, tuple(_html(found.html, judge)))


def _html(rendered: str, judge: _FirstJudge) -> Iterator[Html]:
    if rendered.strip():
        judge.is_open = False
        yield Html(_SANITISER.clean(rendered, judge), judge.is_open)


def _too_deep(margin: Margin) -> list[Problem]:
    message = f"Lists, quotes or tags stand inside one another here, more than {DEEPEST} deep."
    margin.note("nested-too-deep", "", message, "Write them side by side.")
    return margin.problems


def _is_too_deep(text: str, rendered: str) -> bool:
    # The sanitiser takes time in the square of the depth; no page needs more than a few levels.
    if "<" not in text and text.count(">") < DEEPEST and not any(marks in text for marks in _DEEP_MARKS):
        return False
    depth = 0
    for tag in _NESTING.finditer(rendered):
        depth = depth - 1 if tag[1] else depth + 1
        if depth > DEEPEST:
            return True
    return False


def _stretches(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Html):
            yield part.html
        elif isinstance(part, Alert):
            yield from _stretches(part.parts)


def _words(text: str) -> int:
    # About as many as there are: splitting 60 MB into words to round them to minutes is half a second lost.
    return text.count(" ") + text.count("\n")


def opening(parts: tuple[Part, ...]) -> str:
    """The first words of the text, for an article without a summary; plain text, cut at a word."""
    first = next((m[1] for p in parts if isinstance(p, Html) if (m := _FIRST_PARAGRAPH.search(p.html))), "")
    plain = " ".join(html.unescape(_ANY_TAG.sub("", first)).split())
    if len(plain) <= OPENING_LETTERS:
        return plain
    return f"{plain[:OPENING_LETTERS].rsplit(' ', 1)[0]} …"


def _resolved(part: Part, resolve: Resolver) -> Part:
    if isinstance(part, Picture):
        return part if part.remote else Picture(resolve(part.src) or "", part.alt, part.caption)
    if isinstance(part, Alert):
        return Alert(part.kind, part.title, tuple(_resolved_html(p, resolve) for p in part.parts))
    return _resolved_html(part, resolve)


def _resolved_html(part: Html, resolve: Resolver) -> Html:
    if not part.is_open:
        return part
    known: set[str] = set()

    def judge(element: str, attribute: str, value: str) -> str | None:
        if attribute == "src":
            return value if value in known else None
        if attribute != "href" or value.startswith("#") or is_elsewhere(value):
            return value
        return resolve(value)

    inside_link = False

    def shown(found: re.Match[str]) -> str:
        nonlocal inside_link
        if found[1] or found[2]:
            inside_link = bool(found[1])
            return found[0]
        return _shown(found[3], resolve, known, inside_link=inside_link)

    return Html(_SANITISER.clean(_IMG.sub(shown, part.html), judge))


def _shown(written: str, resolve: Resolver, known: set[str], *, inside_link: bool) -> str:
    """A picture amid text: itself, a link to it where it lies elsewhere, or its words where it is missing."""
    attributes = {name: html.unescape(value) for name, value in _IMG_ATTRIBUTE.findall(written)}
    src, alt = attributes.get("src", ""), attributes.get("alt", "")
    if src and is_elsewhere(src):
        words = html.escape(alt or f"Picture on {urlsplit(src).hostname or 'another site'}")
        return words if inside_link else f'<a href="{html.escape(src)}">{words}</a>'
    address = resolve(src) if src else None
    if address is None:
        return f'<span title="This picture is missing">{html.escape(alt or "Picture")}</span>'
    known.add(address)
    size = "".join(f' {name}="{attributes[name]}"' for name in ("width", "height") if attributes.get(name, "").isdigit())
    return f'<img src="{html.escape(address)}" alt="{html.escape(alt)}"{size} loading="lazy">'
