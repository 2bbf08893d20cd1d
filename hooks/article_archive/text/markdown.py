"""GitHub Flavored Markdown -> parts, headings, links."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote, unquote, urlsplit

import comrak
from msgspec import Struct

from ..lines import line
from ..model import (
    Alert,
    Body,
    Film,
    Heading,
    Html,
    Kind,
    Link,
    Mention,
    Part,
    Picture,
    Reflections,
    Statements,
    Turn,
    packed,
)
from ..problems import Problem
from .components import (
    Found,
    FoundAlert,
    FoundLink,
    FoundPicture,
    FoundReflections,
    FoundStatements,
    FoundTurn,
    components,
    may_have_components,
)
from .contacts import contacts
from .films import film
from .likeness import sketch
from .margin import Margin
from .nesting import nested
from .proofreading import proofread
from .sanitiser import Sanitiser


class Seen(Struct, frozen=True):
    """A picture's address to print, and its size in pixels."""

    address: str
    width: int
    height: int


# A link that points inside the site, as written, -> the address to print, or None where it leads nowhere; and a picture.
Resolver = Callable[[str], str | None]
Viewer = Callable[[str], Seen | None]

OPENING_LETTERS = 200
# HTML has no attribute for it any more: the style sheet knows these.
ALIGNMENTS = ("a-left", "a-center", "a-right")
DEEPEST = 200
# Letters of HTML: a file of the largest size makes half of it, unless it is made to swell.
MOST_RENDERED = 2 * 1024 * 1024

# A heading, the parser's or a raw one. Its length is bounded, or unclosed raw ones would each be searched to the end.
_HEADING = re.compile(
    r'<h([1-6])( data-sourcepos="[^"]*")?(?: [^<>]{0,300})?>([^<]{0,4000}+|(?:(?!<h[1-6]).){0,4000}?)</h\1>',
    re.DOTALL | re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")
_NO_SLUG = re.compile(r"[^\w\- ]")
_H1 = re.compile(r"<(/?)h1\b", re.IGNORECASE)
_BOX = re.compile(r'<input type="checkbox"( checked="")? disabled="" />')
_ALIGNED = re.compile(r'(<t[dh](?: data-sourcepos="[^"]*")?) align="(left|center|right)"')
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")  # RFC 3986, 3.1
_HOST = re.compile(r"(?:(?i:https?):)?//(?!%5[bBdD])[^\s/?#\[\]@\\]+(?:[/?#][^\\]*)?|(?i:mailto):[^\s<>]+", re.DOTALL)
# Most addresses elsewhere: sound, without signs to encode, and with a host that everybody can reach.
_PLAIN_ADDRESS = re.compile(
    r"https?://[\w.-]+\.(?!(?:corp|home|internal|intranet|lan|local)\b)[a-z]{2,}(?:/[\w./?=&%~+:;,@-]*)?", re.ASCII
)
# A drive's letter, a file; a host without a dot, of a name for houses (RFC 6762, RFC 8375) or of a number for them (RFC 1918).
_LOCAL = re.compile(
    r"(?:file:|[a-z]:(?!//)|(?:https?:)?//(?:[^/?#@]*@)?(?:[^./?#:\[\]]+|(?:127|10)\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+"
    r"|169\.254\.[\d.]+|\[(?:::1|f[cd][\da-f]{2}:[^\]]*|fe80:[^\]]*)\]|[^/?#:]+\.(?:corp|home|home\.arpa|internal|intranet|lan|local|localhost))"
    r"(?:[:/?#]|\Z))",
    re.IGNORECASE,
)
_NO_SIGN = re.compile(r"[\[\]{}|^`<>]")
_IMG = re.compile(r'<(?:(a) [^>]*|(/a)|img((?: [a-z-]+="[^"]*")*))>')
_IMG_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_ANY_TAG = re.compile(r"<[^>]*>")
_FOOTNOTE_MARK = re.compile(r"<sup>.*?</sup>", re.DOTALL)
_FOOTNOTE_ID = re.compile(r"fn(?:ref)?-.+")
_BACK_LABEL = re.compile(r"Back to reference [\d-]+")
_DEEP_QUOTES = re.compile(rf"^(?:[ \t]{{0,3}}>){{{DEEPEST}}}", re.MULTILINE)
# What a text without tags and quotes needs for great depth: marks of lists side by side, or a wide indent.
_DEEP_MARKS = ("- " * 20, "* " * 20, "+ " * 20, " " * DEEPEST, "\t" * (DEEPEST // 4))
_NESTING = re.compile(r"<(/)?(?!br\b|hr\b|img\b|input\b|wbr\b|col\b|p\b|li\b|td\b|th\b|tr\b|dd\b|dt\b)[a-zA-Z]")
_SANITISER = Sanitiser()


def body(text: str, path: str, first_line: int, *, is_interview: bool = False) -> tuple[Body, list[Problem]]:
    """Read a text. `first_line` is its line in the file at `path`; the parts are safe, their inner links unresolved."""
    margin = Margin(text, path, first_line)
    # The parser takes minutes for a hundred thousand quotes inside one another, so these are refused before it.
    quotes = text.count(">")
    if quotes >= DEEPEST and _DEEP_QUOTES.search(text):
        return Body(), _too_deep(margin)
    has_components = may_have_components(text, is_interview=is_interview)
    rendered = comrak.render_markdown(text, *(_WITH_PLACES if has_components else _PLAIN))
    if len(rendered) > MOST_RENDERED:
        return Body(), _too_large(margin, len(rendered))
    rendered, headings, levels = _headings(rendered, has_raw=margin.has_raw)
    if (margin.has_raw or "|" in text) and ' align="' in rendered:
        rendered = _ALIGNED.sub(r'\1 class="a-\2"', rendered)
    if "<input" in rendered:
        rendered = _BOX.sub(lambda box: "☑" if box[1] else "☐", rendered)
    margin.refusals(rendered)
    if _may_be_deep(text, quotes) and _is_too_deep(rendered):
        return Body(), _too_deep(margin)
    margin.hidden(rendered)
    margin.pictures(rendered)
    margin.problems += proofread(margin, rendered, headings, levels)
    margin.problems += contacts(margin, rendered)
    judge = _FirstJudge(frozenset(h.anchor for h in headings), margin)
    found = components(rendered, text, is_interview=is_interview) if has_components else ()
    parts = tuple(_parts(rendered, judge, found))
    margin.material("".join(stretch.html for stretch in stretches(parts)))
    return made_of(parts, headings, tuple(margin.links.values()), _words(text), sketch(text)), margin.problems


def made_of(
    parts: tuple[Part, ...],
    headings: tuple[Heading, ...] = (),
    links: tuple[Link, ...] = (),
    words: int = 0,
    sketch: bytes = b"",
) -> Body:
    """A body of these parts, and what lists ask of them."""
    shown = tuple(part for part in parts if isinstance(part, Film | Mention))
    hosts = {part.host for part in shown if isinstance(part, Film)}
    holds = {kind for part in shown for kind in _held(part)}
    return Body(packed(headings, parts), links, words, opening(parts), tuple(sorted(holds)), tuple(sorted(hosts)), sketch)


def _held(part: Film | Mention) -> tuple[Kind, ...]:
    """What there is to see or to hear in it."""
    if isinstance(part, Film):
        return ("video",)
    return ("slides",) if part.is_deck else ("audio",) if "/clips/" in f"/{part.target}" else ()


def resolved(part: Html, resolve: Resolver, view: Viewer, page: str = "") -> str:
    """The HTML with its inner links and pictures led to addresses, and sanitised once more.

    `page` is the address of its page where it is shown elsewhere: links to a place in the text lead there.
    """
    is_open = part.is_open or (page and 'href="#' in part.html)
    return _resolved(part.html, resolve, view, page) if is_open else part.html


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
        if attribute == "class":
            return value if value in ALIGNMENTS else None
        return value if _BACK_LABEL.fullmatch(value) else None

    def _href(self, value: str) -> str | None:
        if value.startswith("#"):
            if value[1:] in self.anchors:
                return value
            name = unquote(value[1:])
            if name in self.anchors or name.lower() not in self.anchors:
                if not _FOOTNOTE_ID.fullmatch(name) and name not in self.anchors:
                    self.margin.link(value, False)
                return value
            return f"#{name.lower()}"
        if _PLAIN_ADDRESS.fullmatch(value):
            return value
        if is_elsewhere(value):
            if is_local(value):
                self.margin.local(value)
            return _encoded(value) if self._is_sound(value) else None
        self.is_open = True
        self.margin.link(value, False)
        return value

    def _is_sound(self, address: str) -> bool:
        if _HOST.fullmatch(address):
            return True
        if is_local(address):
            return False
        remedy = "Copy it from the address bar of a browser."
        self.margin.note("refused-link", address, f"`{address}` is no web address.", remedy)
        return False

    def _src(self, value: str) -> str | None:
        self.is_open = True
        if is_elsewhere(value):
            if not self._is_sound(value):
                return None
            self._note_elsewhere(value)
        else:
            self.margin.link(value, True)
        return value

    def _note_elsewhere(self, src: str) -> None:
        if is_local(src):
            self.margin.local(src)
        else:
            message = "This picture lies on another website, so readers get a link to it."
            self.margin.note("picture-elsewhere", src, message, "Put the file beside the article, if its licence allows that.")

    def _id(self, element: str, value: str) -> str | None:
        if element in ("a", "li"):
            is_new = _FOOTNOTE_ID.fullmatch(value) is not None and value not in self.footnotes
            self.footnotes.add(value)
            return value if is_new else None
        is_ours = value in self.unused
        self.unused.discard(value)
        return value if is_ours else None


def _encoded(address: str) -> str:
    """The address without signs that may not stand in one (RFC 3986): browsers take them, validators don't."""
    before, mark, fragment = address.partition("#")
    return _NO_SIGN.sub(lambda sign: quote(sign[0]), before + mark + fragment.replace("#", "%23"))


def is_elsewhere(address: str) -> bool:
    """Whether an address names a scheme or a host of its own."""
    return address.startswith("//") or _SCHEME.match(address) is not None


def is_local(address: str) -> bool:
    """Whether an address can be followed on one computer or in one network only."""
    return _LOCAL.match(address) is not None


def _headings(rendered: str, *, has_raw: bool) -> tuple[str, tuple[Heading, ...], list[int]]:
    """Give each heading an id of ours and a link to itself; the title is the page's only h1, and no level is skipped.

    Beside the headings stand their levels as they were written.
    """
    headings: list[Heading] = []
    levels: list[int] = []
    taken: Counter[str] = Counter()
    above: list[int] = []

    def replaced(found: re.Match[str]) -> str:
        at, inner = found[2] or "", found[3]
        if not inner.strip():
            return ""
        level = _shown_level(int(found[1]), above)
        words = html.unescape(_ANY_TAG.sub("", inner))
        anchor = _anchor(words, taken)
        levels.append(int(found[1]))
        headings.append(Heading(level, anchor, words))
        name = html.escape(anchor)
        linked = inner if "<a " in inner or not words else f'<a href="#{name}">{inner}</a>'
        return f'<h{level}{at} id="{name}">{linked}</h{level}>'

    if "<h" in rendered or (has_raw and "<H" in rendered):
        rendered = _HEADING.sub(replaced, rendered)
    if "<h1" in rendered or (has_raw and "<H1" in rendered):
        rendered = _H1.sub(r"<\1h2", rendered)
    return rendered, tuple(headings), levels


def _shown_level(written: int, above: list[int]) -> int:
    """The level of a heading on the page; `above` are the written levels of those that it lies under, and then its own."""
    while above and above[-1] >= written:
        above.pop()
    above.append(written)
    return min(6, 1 + len(above))


class Written(Struct, frozen=True):
    """A heading as it is written: its first and last line and its column, from 1 (0 in raw HTML), its level, the one shown."""

    line: int
    column: int
    last_line: int
    level: int
    shown: int


def headings_written(text: str) -> tuple[Written, ...]:
    """Where the headings of a text stand in it, in order, but for those that are on no page; none in a text that is refused."""
    if text.count(">") >= DEEPEST and _DEEP_QUOTES.search(text):
        return ()
    rendered, above = comrak.render_markdown(text, *_WITH_PLACES), list[int]()
    found = [heading for heading in _HEADING.finditer(rendered) if heading[3].strip()]
    places = [map(int, _NUMBER.findall(heading[2] or "") or (0, 0, 0, 0)) for heading in found]
    return tuple(
        Written(line, column, last_line, int(heading[1]), _shown_level(int(heading[1]), above))
        for heading, (line, column, last_line, _) in zip(found, places, strict=True)
    )


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
        part = _part(item, rendered, judge)
        if part is None:
            continue
        yield from _html(rendered[kept : item.span.start], judge)
        yield part
        kept = item.span.end
    yield from _html(rendered[kept:], judge)


def _part(found: Found, rendered: str, judge: _FirstJudge) -> Part | None:
    match found:
        case FoundPicture():
            return _picture(found, judge)
        case FoundLink(span=span):
            return _film(found, judge) or _mention(found, rendered[span.start : span.end], judge)
        case FoundAlert():
            return Alert(found.kind, found.title, tuple(_html(found.html, judge)))
        case FoundTurn():
            return Turn(found.speaker, tuple(_html(found.html, judge)))
        case FoundReflections():
            return Reflections(found.headings, _clean(found.back, judge), _clean(found.forward, judge))
        case FoundStatements():
            return Statements(_clean(found.html, judge), found.count)


def _picture(found: FoundPicture, judge: _FirstJudge) -> Picture | None:
    src, caption = found.src, line(found.title).html
    if not src or judge("img", "src", src) is None:
        return None
    return Picture("", found.alt, caption, remote=_encoded(src)) if is_elsewhere(src) else Picture(src, found.alt, caption)


def _film(found: FoundLink, judge: _FirstJudge) -> Film | None:
    """The film that a link leads to. A link to a host of films that is no film is noted, and stays a link."""
    host, name = film(found.target)
    if not host:
        return None
    if not name:
        remedy = "Copy the address of the film itself, such as https://www.youtube.com/watch?v=...; a channel stays a link."
        judge.margin.note("no-film", found.target, f"This address on {host} is not the address of one film.", remedy)
        return None
    poster = found.src if found.src and not is_elsewhere(found.src) and judge("img", "src", found.src) else ""
    title = f"Film on {host}" if not found.words or is_elsewhere(found.words) else found.words
    return Film(host, name, title, found.target, poster, found.alt if poster else "")


def _mention(found: FoundLink, paragraph: str, judge: _FirstJudge) -> Mention | None:
    """A link that may lead to a clip or a file: what stands at its end is known when the whole archive is."""
    if is_elsewhere(found.target) or found.target.startswith("#") or found.src:
        return None
    link = tuple(_html(paragraph, judge))
    is_deck = found.title.strip().casefold() == "slides"
    return Mention(found.target, found.words, link[0], "" if is_deck else found.title.strip(), is_deck) if link else None


def _html(rendered: str, judge: _FirstJudge) -> Iterator[Html]:
    if rendered and not rendered.isspace():
        yield _clean(rendered, judge)


def _clean(rendered: str, judge: _FirstJudge) -> Html:
    judge.is_open = False
    cleaned = _SANITISER.clean(rendered, judge, is_printed=not judge.margin.has_raw)
    if judge.margin.has_raw and (mended := nested(cleaned)) != cleaned:
        # Raw HTML can stand where it may not. Every value in it has been judged; the sanitiser has the last word.
        cleaned = _SANITISER.clean(mended, _kept)
    return Html(cleaned, judge.is_open)


def _kept(element: str, attribute: str, value: str) -> str:
    return value


def _too_large(margin: Margin, letters: int) -> list[Problem]:
    message = f"This text makes a page of {letters:,} letters; {MOST_RENDERED:,} are the most."
    margin.note("too-large-to-judge", "", message, "Divide it into several articles.")
    return margin.problems


def _too_deep(margin: Margin) -> list[Problem]:
    message = f"Lists, quotes or tags stand inside one another here, more than {DEEPEST} deep."
    margin.note("nested-too-deep", "", message, "Write them side by side.")
    return margin.problems


def _may_be_deep(text: str, quotes: int) -> bool:
    return quotes >= DEEPEST or "<" in text or any(marks in text for marks in _DEEP_MARKS)


def _is_too_deep(rendered: str) -> bool:
    # The sanitiser takes time in the square of the depth; no page needs more than a few levels.
    depth = 0
    for tag in _NESTING.finditer(rendered):
        depth = depth - 1 if tag[1] else depth + 1
        if depth > DEEPEST:
            return True
    return False


def stretches(parts: Iterable[Part]) -> Iterator[Html]:
    """Every stretch of HTML in a text, those inside its components too."""
    for part in parts:
        if isinstance(part, Html):
            yield part
        else:
            yield from _inner(part)


def _inner(part: Part) -> tuple[Html, ...]:
    """The stretches of text that a component holds."""
    match part:
        case Alert() | Turn():
            return part.parts
        case Mention():
            return (part.link,)
        case Reflections():
            return (part.back, part.forward)
        case Statements():
            return (part.list,)
        case _:
            return ()


def _words(text: str) -> int:
    # About as many as there are: splitting 60 MB into words to round them to minutes is half a second lost.
    return text.count(" ") + text.count("\n")


def opening(parts: tuple[Part, ...]) -> str:
    """The first words of the text, for an article without a summary; plain text, cut at a word."""
    told = (part for part in parts if not isinstance(part, Mention))
    first = next((found for stretch in stretches(told) if (found := _first_paragraph(stretch.html)) is not None), "")
    plain = " ".join(html.unescape(_ANY_TAG.sub("", _FOOTNOTE_MARK.sub("", first))).split())
    if len(plain) <= OPENING_LETTERS:
        return plain
    return f"{plain[:OPENING_LETTERS].rsplit(' ', 1)[0]} …"


def _first_paragraph(sanitised: str) -> str | None:
    start = sanitised.find("<p>")
    end = sanitised.find("</p>", start)
    return sanitised[start + 3 : end] if 0 <= start < end else None


def _resolved(written: str, resolve: Resolver, view: Viewer, page: str) -> str:
    known: set[str] = set()

    def judge(element: str, attribute: str, value: str) -> str | None:
        if attribute == "src":
            return value if value in known else None
        if attribute == "href" and value.startswith("#"):
            return page + value
        return value if attribute != "href" or is_elsewhere(value) else resolve(value)

    inside_link = False

    def shown(found: re.Match[str]) -> str:
        nonlocal inside_link
        if found[1] or found[2]:
            inside_link = bool(found[1])
            return found[0]
        return _shown(found[3], view, known, inside_link=inside_link)

    return _SANITISER.clean(_IMG.sub(shown, written), judge, is_printed=True)


def _shown(written: str, view: Viewer, known: set[str], *, inside_link: bool) -> str:
    """A picture amid text: itself, a link to it where it lies elsewhere, or its words where it is missing."""
    attributes = {name: html.unescape(value) for name, value in _IMG_ATTRIBUTE.findall(written)}
    src, alt = attributes.get("src", ""), attributes.get("alt", "")
    if src and is_elsewhere(src):
        words = html.escape(alt or f"Picture on {urlsplit(src).hostname or 'another site'}")
        return words if inside_link else f'<a href="{html.escape(_encoded(src))}">{words}</a>'
    seen = view(src) if src else None
    if seen is None:
        return f'<span title="This picture is missing">{html.escape(alt or "Picture")}</span>'
    known.add(seen.address)
    size = f'width="{seen.width}" height="{seen.height}"'
    return f'<img src="{html.escape(seen.address)}" alt="{html.escape(alt)}" {size} loading="lazy">'
