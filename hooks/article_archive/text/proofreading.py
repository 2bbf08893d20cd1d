"""A text -> what a proofreader remarks on it: headings, words of links, descriptions, long paragraphs, what Word left."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from ..model import Heading, Place
from ..problems import Problem
from .films import film
from .margin import Margin

# In words. The screen of a telephone shows about 130; of 31,000 paragraphs of two real archives, 35 are longer than this.
LONGEST_PARAGRAPH = 200
# No paragraph of so few letters has more words than that.
_LONG_ENOUGH = 4 * LONGEST_PARAGRAPH
# Words that tell nobody where a link leads who hears or sees the link alone. All of them are short.
VAGUE_WORDS = frozenset(
    (
        "click|click here|click this link|find out more|here|learn more|link|more|read more|read more here|"
        "see here|see more|the link|this|this link"
    ).split("|")
)
# Words that tell nobody what a picture shows.
VAGUE_DESCRIPTIONS = frozenset(
    (
        "alt|alt text|a photo|a picture|an image|banner|description|figure|graphic|icon|image|img|photo|"
        "photograph|pic|picture|screen shot|screenshot|thumbnail|untitled"
    ).split("|")
)
_LONGEST_NAME = 120
# A text full of the same mistake says it so many times; finding the places of thousands would take minutes.
_MOST = 20
DESCRIBE = "Describe it for readers who can't see it, such as `Two students at a desk`."
_FILE_NAME = re.compile(r"\S*\.(?:avif|bmp|gif|heic|jpe?g|png|svg|tiff?|webp)", re.IGNORECASE)
# What cameras, telephones and programs call a picture: IMG_2041, DSC00012, Screenshot 2016-09-14 at 09.30.11, image3.
_CAMERA_NAME = re.compile(
    r"(?:(?:img|image|dscn?|dscf|pxl|vid|mvimg|p|photo|picture|untitled)[_-]?\d[\w-]*|\d{6,}[\d_-]*|"
    r"screen ?shot[ _-]\d{4}-\d\d-\d\d.*)",
    re.IGNORECASE,
)
_HREF = re.compile(r'href="([^"]*)"')
_LONGEST_VAGUE = 24
_VAGUE_OR_NONE = VAGUE_WORDS | {""}
# An address with more than its host: the host alone is the name of a site.
_BARE = re.compile(r"(?:https?://|www\.)[^\s/]+/[^\s/]\S*", re.IGNORECASE)
# Where the words of a link stand in the source, and an address that is not a link's target.
_AS_LINK = r"(?<=[\[*_>]){}(?=[.…!]*[\]*_<])"
_NO_TARGET = "(?<![(\"'=]){}"
_ALT = re.compile(r'<img\b[^>]*? alt="([^"]+)"')
_ANY_TAG = re.compile(r"<[^>]*>")
_PARAGRAPH = re.compile(r"<p(?: data-sourcepos=\"[^\"]*\")?>")
_AROUND = " \t\n\u00a0.…,:;!>»›→-"
_SIGNS_OF_WORD = re.compile(
    r"</?(?:o:p|[ovw]:\w+|st1:\w+)|\bMso(?:Normal|ListParagraph|Header|Footer|BodyText|PlainText|TableGrid|\w*Style\w*)|\bmso-[a-z-]+:"
    r"|<!--\[if [^\]\n]{0,60}mso",
)
# One of these stands in all that `_SIGNS_OF_WORD` finds.
_OF_WORD = ("<o:", "Mso", "mso")
_NO_WIDTH = re.compile("[\u200b\u2060\ufeff\u00ad]")
_NAMES = {
    "\u200b": "a space without width",
    "\u2060": "a joint without width",
    "\ufeff": "a mark of order",
    "\u00ad": "a soft hyphen",
}
_HARD_SPACES = re.compile(r"(?:\u00a0|&nbsp;)(?:[ ]?(?:\u00a0|&nbsp;))+(?=[ ]*(?!&nbsp;)\S)")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)[^\n]{0,1000}?(?<!`)\1(?!`)")
_NO_BREAK = re.compile(r"[^\n]")
_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)


def proofread(margin: Margin, rendered: str, headings: Sequence[Heading], levels: Sequence[int]) -> Iterator[Problem]:
    """What there is to remark on a text; `rendered` is the parser's output, `levels` are those of the headings as written.

    Each question starts with a test that costs next to nothing, since nearly all texts pass it.
    """
    text = margin.text
    if levels and (levels[0] != 2 or 1 in levels or max(levels) > 3):
        yield from _headings(margin, headings, levels)
    ends = rendered.split("</a>") if "[" in text or margin.has_raw or "://" in text or "www." in text else []
    if len(ends) - 1 > len(headings) and _may_be_vague([end[end.rfind(">") + 1 :] for end in ends[:-1]]):
        yield from islice(_links(margin, ends[:-1]), _MOST)
    if ("!" in text or margin.has_raw) and "<img" in rendered:
        yield from islice(_descriptions(margin, rendered), _MOST)
    if len(text) > _LONG_ENOUGH and _has_long_block(text):
        yield from islice(_paragraphs(margin, rendered), _MOST)
    if not text.isascii() or ("&" in text and "&nbsp;" in text):
        yield from _unseen(margin)
    if margin.has_raw and any(sign in text for sign in _OF_WORD):
        yield from _left_by_word(margin)


def is_vague_description(alt: str) -> bool:
    """Whether a picture's description is a file's name, or a word that fits every picture."""
    if len(alt) > _LONGEST_NAME:
        return False
    words = " ".join(alt.split()).strip(_AROUND)
    return words.casefold() in VAGUE_DESCRIPTIONS or bool(_FILE_NAME.fullmatch(words) or _CAMERA_NAME.fullmatch(words))


def _skipped(levels: Sequence[int]) -> int | None:
    """The first heading that stands more than one level below the one before it; the first of all stands below the title."""
    pairs = zip((1, *levels), levels, strict=False)
    return next((at for at, (above, level) in enumerate(pairs) if level > above + 1), None)


def _headings(margin: Margin, headings: Sequence[Heading], levels: Sequence[int]) -> Iterator[Problem]:
    if 1 in levels:
        place = _of_heading(margin, headings[levels.index(1)], 1)
        message = "A heading with one `#` is the title's, and the title stands in `title` already."
        yield Problem("title-heading", place, message, "Begin the headings of the text with `##`.")
    if (at := _skipped(levels)) is not None:
        before, level = (1, *levels)[at], levels[at]
        above = "the title" if at == 0 else f"a heading with {before} `#`"
        message = f"This heading has {level} `#`, and it stands below {above}: a level is left out."
        yield Problem("skipped-heading", _of_heading(margin, headings[at], level), message, f"Write `{'#' * (before + 1)}`.")


def _of_heading(margin: Margin, heading: Heading, level: int) -> Place:
    words = _letters(heading.text)
    marks = rf"#{{{level}}}(?!#)|(?=[^\n]+\n {{0,3}}(?:=+|-+)[ \t]*$)|<[hH]{level}"
    for found in re.finditer(rf"^[ >]{{0,20}}(?:[-*+] )?({marks})[^\n]*", _without_code(margin.text), re.MULTILINE):
        if words and words in _letters(html.unescape(found[0])):
            return margin.at(found.start(1))
    return margin.place(heading.text)


def _letters(words: str) -> str:
    return "".join(sign for sign in words if sign.isalnum())


def _may_be_vague(words: Sequence[str]) -> bool:
    """Whether one of these words of links may be none, vague, or an address."""
    for each in words:
        if len(each) < _LONGEST_VAGUE and each.strip(_AROUND).lower() in _VAGUE_OR_NONE:
            return True
        if each[:1] in "hHwW" and each[:4].lower() in ("http", "www."):
            return True
    return False


def _links(margin: Margin, ends: Sequence[str]) -> Iterator[Problem]:
    seen = _Seen(margin)
    for tag, _, inner in (end[end.rfind("<a ") :].partition(">") for end in ends):
        target = _HREF.search(tag)
        if target and not target[1].startswith("#") and "<img" not in inner:
            yield from _link(seen, html.unescape(target[1]), html.unescape(_ANY_TAG.sub("", inner)))


def _link(seen: _Seen, target: str, words: str) -> Iterator[Problem]:
    plain = " ".join(words.split())
    if not plain:
        remedy = "Write where it leads, between the square brackets."
        yield Problem("empty-link", seen.empty(target), f"This link to `{target}` has no words: nobody can follow it.", remedy)
    elif plain.strip(_AROUND).casefold() in VAGUE_WORDS:
        message = f"`{plain}` says nothing to somebody who hears this link alone, or looks for it."
        remedy = "Put the square brackets round the words that say where it leads."
        yield Problem("vague-link", seen.place(plain, _AS_LINK), message, remedy)
    elif _BARE.fullmatch(plain) and not film(target)[0]:
        message = "An address stands here as the words of a link: it is read out letter by letter."
        remedy = f"Write `[what is found there]({target})`."
        yield Problem("bare-address", seen.place(plain, _NO_TARGET), message, remedy)


class _Seen:
    """Where words stand in the text's source, one after the other."""

    def __init__(self, margin: Margin) -> None:
        self.margin, self.text, self.last = margin, _without_code(margin.text), 0

    def place(self, words: str, frame: str) -> Place:
        """The next place of these words in a frame; the place of the words alone where there is none."""
        written = "|".join(
            re.escape(each).replace(r"\ ", r"\s+") for each in dict.fromkeys((words, html.escape(words, quote=False)))
        )
        wanted = frame.format(f"(?:{written})")
        found = re.compile(wanted).search(self.text, self.last) or re.search(wanted, self.text)
        if found is None:
            return self.margin.place(words)
        self.last = found.end()
        return self.margin.at(found.start())

    def empty(self, target: str) -> Place:
        """The next place of a link without words."""
        wanted = re.escape(target)
        ends = rf"\[\s*\]\(\s*<?{wanted}|{wanted}[\"'][^>]{{0,200}}>\s*(?:<br */?>\s*)*</a>"
        found = re.compile(ends).search(self.text, self.last)
        if found is None:
            return self.margin.place(target)
        self.last = found.end()
        return self.margin.at(found.start() if found[0][0] == "[" else max(0, self.text.rfind("<a", 0, found.start())))


def _descriptions(margin: Margin, rendered: str) -> Iterator[Problem]:
    for alt in dict.fromkeys(html.unescape(alt) for alt in _ALT.findall(rendered)):
        if is_vague_description(alt):
            message = f"`{alt}` does not say what is to be seen in this picture."
            yield Problem("vague-alt-text", margin.place(alt), message, DESCRIBE)


def _has_long_block(text: str) -> bool:
    """Whether so many words stand without an empty line; in steps as long as a paragraph may be."""
    start = 0
    while start + _LONG_ENOUGH < len(text):
        end = text.rfind("\n", start + 1, start + _LONG_ENOUGH)
        # One line break is found faster than two of them, and nearly all of them stand beside another one.
        if end < 0 or "\n" not in (text[end - 1], text[end + 1]):
            end = text.rfind("\n\n", start, start + _LONG_ENOUGH)
        if end < 0:
            end = text.find("\n\n", start + _LONG_ENOUGH - 1)
            end = len(text) if end < 0 else end
            if text.count(" ", start, end) + text.count("\n", start, end) >= LONGEST_PARAGRAPH:
                return True
        start = end + 1
    return False


def _paragraphs(margin: Margin, rendered: str) -> Iterator[Problem]:
    for piece in rendered.split("</p>"):
        if len(piece) <= _LONG_ENOUGH or piece.count(" ") < LONGEST_PARAGRAPH // 2:
            continue
        start = max((found.end() for found in _PARAGRAPH.finditer(piece)), default=-1)
        if start < 0 or len(piece) - start <= _LONG_ENOUGH:
            continue
        words = html.unescape(_ANY_TAG.sub("", piece[start:])).split()
        if len(words) > LONGEST_PARAGRAPH:
            message = f"This paragraph has {len(words)} words: more than a telephone shows at once, without a place to rest."
            remedy = "Begin a new one, after an empty line, where a new thought begins."
            yield Problem("long-paragraph", _start(margin, words), message, remedy)


def _start(margin: Margin, words: Sequence[str]) -> Place:
    """Where a paragraph begins in the source, by its first words."""
    wanted = r"[\W_]+".join(re.escape(word) for word in re.findall(r"\w+", " ".join(words[:8]))[:5])
    found = re.search(wanted, margin.text)
    return margin.at(found.start()) if found else margin.place(" ".join(words[:3]))


def _unseen(margin: Margin) -> Iterator[Problem]:
    if not any(sign in margin.text for sign in ("\u00a0", "&nbsp;", *_NAMES)):
        return
    text = _without_code(margin.text)
    remedy = "Delete them, or paste the words once more without their formatting."
    for sign in dict.fromkeys(_NO_WIDTH.findall(text)):
        times = _times(text.count(sign))
        message = f"Here stands {_NAMES[sign]}, which nobody can see and which keeps words from being found ({times})."
        yield Problem("word-leftovers", margin.at(text.index(sign)), message, remedy)
    if found := _HARD_SPACES.search(text):
        message = f"Here stand several spaces that keep a line from breaking ({_times(len(_HARD_SPACES.findall(text)))})."
        yield Problem("word-leftovers", margin.at(found.start()), message, "Write one plain space instead.")


def _times(count: int) -> str:
    return "once in this text" if count == 1 else f"{count} times in this text"


def _left_by_word(margin: Margin) -> Iterator[Problem]:
    if found := _SIGNS_OF_WORD.search(_without_code(margin.text)):
        message = f"`{found[0]}` was left by the word processor that this text was pasted from."
        remedy = "Paste the text once more without its formatting (Ctrl+Shift+V)."
        yield Problem("word-leftovers", margin.at(found.start()), message, remedy)


def _without_code(text: str) -> str:
    """The text with spaces for its code, so that every other sign stays at its place."""
    if "`" not in text and "~~~" not in text:
        return text
    text = _FENCED.sub(_blank, text)
    return _CODE_SPAN.sub(_blank, text)


def _blank(found: re.Match[str]) -> str:
    return _NO_BREAK.sub(" ", found[0])
