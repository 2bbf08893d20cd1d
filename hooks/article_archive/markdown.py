"""GitHub Flavored Markdown -> parts, headings, links."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import unquote, urlsplit

import comrak

from .lines import line
from .model import Alert, Body, Heading, Html, Link, Part, Picture, Place
from .problems import Problem
from .sanitiser import SCHEMES, TAGS, Sanitiser

# Resolves a link or picture that points inside the site, as written, to an address to print; None where it leads nowhere.
Resolver = Callable[[str], str | None]

OPENING_LETTERS = 200

_POSITION = r'(?: data-sourcepos="[^"]*")?'
_HEADING = re.compile(
    rf'<h([1-6]) id="([^"]*)"{_POSITION}>(.*?)'
    r'<a href="#[^"]*" aria-label="[^"]*" data-heading-content="([^"]*)" class="anchor"></a></h\1>',
    re.DOTALL,
)
_H1 = re.compile(r"<(/?)h1\b", re.IGNORECASE)
_BOX = re.compile(r'<input type="checkbox"( checked="")? disabled="" />')
_TOP_BLOCK = re.compile(r'^<[a-z][a-z0-9]*(?: class="[^"]*")? data-sourcepos="(\d+):\d+-(\d+):\d+"', re.MULTILINE)
_LONE_PICTURE = re.compile(
    rf'<p{_POSITION}><img{_POSITION} src="([^"]*)" alt="([^"]*)"(?: title="([^"]*)")? /></p>\n?',
)
_ALERT = re.compile(
    rf'<div class="markdown-alert markdown-alert-([a-z]+)"{_POSITION}>\n<p class="markdown-alert-title">(.*?)</p>\n(.*)</div>\n?',
    re.DOTALL,
)
_CONTAINERS = "a|article|aside|blockquote|center|details|div|dl|figure|ol|section|span|table|ul"
_OPENED = re.compile(rf"<(?:{_CONTAINERS})\b", re.IGNORECASE)
_CLOSED = re.compile(rf"</(?:{_CONTAINERS})\b", re.IGNORECASE)
_TAG_NAME = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_WITHOUT_WORDS = re.compile(r'<img(?: data-sourcepos="[^"]*")? src="([^"]*)" alt=""')
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")  # RFC 3986, 3.1
_HOST = re.compile(r"(?:https?:)?//(?!%5b|%5d)[^\s/?#\[\]]+(?:[/?#].*)?|mailto:[^\s<>]+", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(r'(?:href|src)="(?!https?:)([a-zA-Z][a-zA-Z0-9+.-]*):')
_RAW_ADDRESS = re.compile(r'\b(?:href|src)\s*=\s*["\']?\s*([a-zA-Z][a-zA-Z0-9+.-]*):', re.IGNORECASE)
_IMG = re.compile(r'<img((?: [a-z-]+="[^"]*")*)>')
_IMG_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.DOTALL)
_FIRST_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_ANY_TAG = re.compile(r"<[^>]*>")
_FOOTNOTE_ID = re.compile(r"fn(?:ref)?-.+")
_BACK_LABEL = re.compile(r"Back to reference [\d-]+")
_SCRIPTS = {"javascript", "vbscript", "data"}

_MATERIAL_SIGNS = re.compile(r'!!!|\?\?\?|=== "|\{:|8<-')
_MATERIAL = (
    (
        re.compile(r"^ {0,3}(?:!!!|\?\?\?\+?)\s+\w", re.MULTILINE),
        "an admonition",
        "Write GitHub's form: `> [!NOTE]` and `> ` before each line.",
    ),
    (re.compile(r'^ {0,3}===\+?\s+"', re.MULTILINE), "content tabs", "Write a heading for each, such as `### First`."),
    (re.compile(r"\{:\s*[.#]?\w[^}\n]*\}"), "an attribute list", "Leave it out."),
    (re.compile(r"^\s*-{1,2}8<-{1,2}", re.MULTILINE), "a snippet", "Write the text itself here."),
)
_SANITISER = Sanitiser()


def body(text: str, path: str, first_line: int) -> tuple[Body, list[Problem]]:
    """Read a text. `first_line` is its line in the file at `path`; the parts are safe, their inner links unresolved."""
    margin = _Margin(text, path, first_line)
    rendered = comrak.render_markdown(text, *(_WITH_PLACES if _may_have_components(text) else _PLAIN))
    rendered, headings, anchors = _headings(rendered)
    if "<input" in rendered:
        rendered = _BOX.sub(lambda box: "☑" if box[1] else "☐", rendered)
    margin.refusals(rendered)
    margin.pictures(rendered)
    margin.material(rendered)
    judge = _FirstJudge(anchors, margin)
    parts = tuple(_parts(rendered, judge))
    return Body(parts, headings, tuple(margin.links.values()), _words(text)), margin.problems


def resolved(parts: tuple[Part, ...], resolve: Resolver) -> tuple[Part, ...]:
    """The parts with their inner links and pictures led to addresses, and sanitised once more."""
    return tuple(_resolved(part, resolve) for part in parts)


def _may_have_components(text: str) -> bool:
    # The parser's places cost a fifth of its time, and only components need them.
    return "![" in text or "[!" in text


def _options(places: bool) -> tuple[comrak.ExtensionOptions, comrak.ParseOptions, comrak.RenderOptions]:
    extension, parse, render = comrak.ExtensionOptions(), comrak.ParseOptions(), comrak.RenderOptions()
    extension.table = extension.strikethrough = extension.autolink = extension.tasklist = True
    extension.footnotes = extension.alerts = True
    extension.header_id_prefix = ""
    render.unsafe_ = True  # raw HTML reaches the sanitiser, which knows better than an escape what is safe
    render.gfm_quirks = True
    render.sourcepos = places
    return extension, parse, render


_PLAIN, _WITH_PLACES = _options(False), _options(True)


class _Margin:
    """What is noted beside a text while it is read: its inner links and its problems, each with its place."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text, self.path, self.first_line = text, path, first_line
        self.links: dict[tuple[str, bool], Link] = {}
        self.problems: list[Problem] = []

    def place(self, written: str) -> Place:
        """Where these words stand in the text; its first line if they are written in another way there."""
        at = self.text.find(written)
        if at < 0:
            at = self.text.lower().find(unquote(html.unescape(written)).lower())
        if at < 0:
            return Place(self.path, self.first_line)
        before = self.text[:at]
        return Place(self.path, self.first_line + before.count("\n"), at - before.rfind("\n"))

    def link(self, target: str, is_picture: bool) -> None:
        if (target, is_picture) not in self.links:
            self.links[target, is_picture] = Link(target, self.place(target), is_picture)

    def note(self, code: str, place: Place, message: str, suggestion: str) -> None:
        self.problems.append(Problem(code, place, message, suggestion))

    def refusals(self, rendered: str) -> None:
        """Note the markup and addresses that the sanitiser is going to drop."""
        is_raw = "<" in self.text
        if is_raw:
            rendered = _COMMENT.sub("", rendered)
        tags = {name.lower() for name in _TAG_NAME.findall(rendered)} - TAGS if is_raw else set()
        for tag in sorted(tags):
            place = self.place(f"<{tag}")
            self.note(
                "refused-markup",
                place,
                f"The markup `<{tag}>` is not shown on the site.",
                "Write it in Markdown, or leave it out.",
            )
        found = (_RAW_ADDRESS if is_raw else _ADDRESS).findall(rendered)
        for scheme in sorted({scheme.lower() for scheme in found} - SCHEMES):
            code = "unsafe-address" if scheme in _SCRIPTS else "refused-link"
            place = self.place(f"{scheme}:")
            self.note(
                code, place, f"An address that starts with `{scheme}:` is not allowed.", "Use one that starts with https://."
            )

    def pictures(self, rendered: str) -> None:
        """Note the pictures of which some readers would learn nothing."""
        for src in dict.fromkeys(_WITHOUT_WORDS.findall(rendered)) if 'alt=""' in rendered else ():
            remedy = "Write it between the square brackets, for readers who can't see it."
            self.note("missing-alt-text", self.place(html.unescape(src)), "This picture has no description.", remedy)

    def material(self, rendered: str) -> None:
        """Note what only Material for MkDocs would understand, outside code."""
        if not _MATERIAL_SIGNS.search(self.text):
            return
        for pattern, name, remedy in _MATERIAL:
            found = pattern.search(self.text)
            if found and found[0].strip() in html.unescape(_ANY_TAG.sub("", _CODE.sub("", rendered))):
                place = self.place(found[0].strip())
                self.note("material-syntax", place, f"This is {name} of another dialect; readers would see its signs.", remedy)


class _FirstJudge:
    """Judges what a stranger wrote: inner links are noted and left as they are, outer ones pass."""

    def __init__(self, anchors: dict[str, str], margin: _Margin) -> None:
        self.anchors, self.margin = anchors, margin
        self.unused = dict(anchors)
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
            if not _FOOTNOTE_ID.fullmatch(name) and name not in self.anchors.values():
                self.margin.link(value, False)
            return f"#{self.anchors.get(name, name)}"
        if is_elsewhere(value):
            return value if self._is_sound(value) else None
        self.is_open = True
        self.margin.link(value, False)
        return value

    def _is_sound(self, address: str) -> bool:
        if _HOST.fullmatch(address):
            return True
        remedy = "Copy it from the address bar of a browser."
        self.margin.note("refused-link", self.margin.place(address), f"`{address}` is no web address.", remedy)
        return False

    def _src(self, value: str) -> str | None:
        self.is_open = True
        if is_elsewhere(value):
            if not self._is_sound(value):
                return None
            self.margin.note(
                "picture-elsewhere",
                self.margin.place(value),
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
        return value if self.unused.pop(value, None) is not None else None


def is_elsewhere(address: str) -> bool:
    """Whether an address names a scheme or a host of its own."""
    return address.startswith("//") or _SCHEME.match(address) is not None


def _headings(rendered: str) -> tuple[str, tuple[Heading, ...], dict[str, str]]:
    """Give each heading an id of ours and a link to itself; the article's title is the page's only h1."""
    headings: list[Heading] = []
    anchors: dict[str, str] = {}

    def numbered(name: str) -> str:
        # Ids of the page's own chrome start with two underscores, footnotes with fn: no heading may take one.
        plain = name.lstrip("_-") or "section"
        plain = f"section-{plain}" if _FOOTNOTE_ID.fullmatch(plain) else plain
        n = 1
        while (anchor := plain if n == 1 else f"{plain}-{n}") in anchors.values():
            n += 1
        return anchor

    def replaced(found: re.Match[str]) -> str:
        level, written, inner, words = max(2, int(found[1])), html.unescape(found[2]), found[3], html.unescape(found[4])
        if not inner.strip():
            return ""
        anchor = anchors[written] = numbered(written)
        headings.append(Heading(level, anchor, words))
        at = html.escape(anchor)
        linked = inner if "<a " in inner or not words else f'<a href="#{at}">{inner}</a>'
        return f'<h{level} id="{at}">{linked}</h{level}>'

    if "<h" in rendered:
        rendered = _HEADING.sub(replaced, rendered)
        rendered = _H1.sub(r"<\1h2", rendered)
    return rendered, tuple(headings), {**anchors, **{a: a for a in anchors.values()}}


def _parts(rendered: str, judge: _FirstJudge) -> Iterator[Part]:
    """Split the text at its components, which stand at the top level only."""
    kept = 0
    for start, end, make in _components(rendered, judge.margin.text.split("\n")):
        component = make(judge)
        if component is None:
            continue
        yield from _html(rendered[kept:start], judge)
        yield component
        kept = end
    yield from _html(rendered[kept:], judge)


def _html(rendered: str, judge: _FirstJudge) -> Iterator[Html]:
    if rendered.strip():
        judge.is_open = False
        yield Html(_SANITISER.clean(rendered, judge), judge.is_open)


def _components(rendered: str, lines: list[str]) -> Iterator[tuple[int, int, Callable[[_FirstJudge], Part | None]]]:
    """Where components stand in the parser's output, and how each is made."""
    if "data-sourcepos" not in rendered[:200]:
        return
    last_line = 0
    blocks = list(_TOP_BLOCK.finditer(rendered))
    claimed = Counter(block[1] for block in blocks)
    for n, block in enumerate(blocks):
        first, last = int(block[1]), int(block[2])
        if first <= last_line:
            continue  # inside the block before
        last_line = last
        following = next((b.start() for b in blocks[n + 1 :] if int(b[1]) > last_line), len(rendered))
        text = rendered[block.start() : following]
        make = _component(text) if _is_genuine(lines[first - 1 : first], claimed[block[1]]) else None
        if make is not None and not _is_inside_raw(rendered[: block.start()]):
            length, maker = make
            yield block.start(), block.start() + length, maker


def _is_genuine(line: list[str], claims: int) -> bool:
    # Raw HTML can write a place too; but its own line starts with "<", and two claims to one line are one too many.
    return claims == 1 and bool(line) and line[0].lstrip(" ").startswith(("![", ">"))


def _component(text: str) -> tuple[int, Callable[[_FirstJudge], Part | None]] | None:
    if found := _LONE_PICTURE.match(text):
        src, alt, title = (html.unescape(group or "") for group in found.groups())
        return found.end(), lambda judge: _picture(src, alt, title, judge)
    if text.startswith('<div class="markdown-alert ') and (alert := _ALERT.match(text[: _end_of_div(text)])):
        return alert.end(), lambda judge: Alert(
            alert[1], html.unescape(_ANY_TAG.sub("", alert[2])), tuple(_html(alert[3], judge))
        )
    return None


def _picture(src: str, alt: str, title: str, judge: _FirstJudge) -> Picture | None:
    caption = line(title).html
    if not src or judge("img", "src", src) is None or (is_elsewhere(src) and not re.match("(?:https?:)?//", src)):
        return None
    return Picture("", alt, caption, remote=src) if is_elsewhere(src) else Picture(src, alt, caption)


def _end_of_div(text: str) -> int:
    depth = 0
    for tag in re.finditer(r"<(/?)div\b[^>]*>\n?", text):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return len(text)


def _is_inside_raw(before: str) -> bool:
    # The parser's own output is balanced: what is open here was opened by a stranger's raw HTML.
    return len(_OPENED.findall(before)) > len(_CLOSED.findall(before))


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

    def shown(found: re.Match[str]) -> str:
        return _shown(found, resolve, known, inside_link=_is_inside_link(part.html, found.start()))

    return Html(_SANITISER.clean(_IMG.sub(shown, part.html), judge))


def _shown(found: re.Match[str], resolve: Resolver, known: set[str], inside_link: bool) -> str:
    """A picture amid text: itself, a link to it where it lies elsewhere, or its words where it is missing."""
    attributes = {name: html.unescape(value) for name, value in _IMG_ATTRIBUTE.findall(found[1])}
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


def _is_inside_link(text: str, at: int) -> bool:
    return text.rfind("<a ", 0, at) > text.rfind("</a>", 0, at)
