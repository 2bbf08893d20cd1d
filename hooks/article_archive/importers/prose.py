"""HTML of a document -> Markdown as articles have it: headings from the second level on, notes, tables, links that are safe."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from markdownify import ATX, BACKSLASH, MarkdownConverter
from msgspec import Struct

from ..reading import HIDDEN
from .word import TITLE

# Spaces of typesetters, and signs without width, which Word leaves behind.
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_WIDTHLESS = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_SIGNS = re.compile(r"[\\`*<>\[\]|]|~~|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])")
_START = re.compile(r"^(\s*)(?:(#{1,6}|[-+]|=+|-{2,}|~{3,})(?=\s|$)|([0-9]{1,9})([.)])(?=\s|$))", re.MULTILINE)
_NOTE = re.compile(r"#?((?:footnote|endnote)-\d+)")
_NOTED = ("#footnote-", "#endnote-")
_WEB = re.compile(r"(?:https?://[^\s<>\"'`\\]+|mailto:[^\s<>\"'`\\]+)", re.IGNORECASE)
LONGEST_HEADING = 80


class Prose(Struct, frozen=True):
    """A text in Markdown, the title that stood above it, or "", and what needs a human."""

    text: str
    title: str
    remarks: tuple[str, ...]


def prose(html: str) -> Prose:
    """Turn the HTML of a document into Markdown."""
    soup = BeautifulSoup(html, "html.parser")
    remarks = [*_cleaned(soup), *_links(soup)]
    title, said = _title(soup)
    remarks += [*said, *_guessed(soup), *_tables(soup)]
    _levels(soup)
    _number(soup)
    notes = _notes(soup)
    text = "\n\n".join(each for each in (_markdown(soup), *notes) if each)
    return Prose(f"{text}\n" if text else "", title, tuple(remarks))


class _Converter(MarkdownConverter):
    def escape(self, text: str, parent_tags: set[str]) -> str:
        return _SIGNS.sub(lambda sign: "".join(f"\\{each}" for each in sign[0]), text)

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        lines = re.sub(r"(?:\s*\\\n)+\Z|\s*\\\Z", "", text.strip())
        plain = _START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[2] else f"{found[1]}{found[3]}\\{found[4]}", lines)
        if "_inline" in parent_tags:
            return f" {plain} "
        return f"\n\n{plain}\n\n" if plain else ""

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        mark = el.get("data-note")
        return f"[^{mark}]" if mark else text


def _markdown(soup: Tag) -> str:
    given: str = _Converter(
        heading_style=ATX, newline_style=BACKSLASH, bullets="-", strong_em_symbol="*", autolinks=False, table_infer_header=True
    ).convert_soup(soup)
    return re.sub(r"\n{3,}", "\n\n", given).strip()


def _cleaned(soup: BeautifulSoup) -> Iterator[str]:
    """Take out what nobody can see."""
    lost = False
    for words in list(soup.find_all(string=True)):
        text = _WIDTHLESS.sub("", _SPACES.sub(" ", words))
        lost = lost or HIDDEN.search(text) is not None
        words.replace_with(NavigableString(HIDDEN.sub("", text)))
    for picture in soup.find_all("img", src=""):
        picture.decompose()
    if lost:
        yield "Signs of a font of symbols, such as bullets, are left out: look for gaps."


def _links(soup: BeautifulSoup) -> Iterator[str]:
    """Keep links to the web; those into the document and to the writer's own disk become words."""
    within, own = False, set()
    for link in soup.find_all("a"):
        href = str(link.get("href") or "")
        if href.startswith(_NOTED) or _WEB.fullmatch(href):
            continue
        within = within or href.startswith("#")
        own |= {href} if href and not href.startswith("#") else set()
        link.unwrap()
    if within:
        yield "Links inside the document became words: link to a heading by its name in small letters, such as (#the-second-day)."
    if own:
        yield f"These links lead to no website and became words: {', '.join(sorted(own)[:6])[:300]}."


def _title(soup: BeautifulSoup) -> tuple[str, list[str]]:
    """The title, taken out of the text: a paragraph in the style Title, or else a heading at the top."""
    titled = soup.find("h1", class_=TITLE)
    if isinstance(titled, Tag):
        return _taken(titled), []
    first = next((each for each in soup.children if isinstance(each, Tag)), None)
    if first is not None and first.name == "h1":
        return _taken(first), ["The title is the first heading of the document."]
    return "", []


def _taken(heading: Tag) -> str:
    words = " ".join(heading.get_text(" ").split())
    heading.decompose()
    return words


def _guessed(soup: BeautifulSoup) -> Iterator[str]:
    """In a document without headings, a short line in bold letters is one."""
    if soup.find(re.compile("^h[1-6]$")):
        return
    guessed = [each for each in soup.find_all("p", recursive=False) if _is_like_a_heading(each)]
    for each in guessed:
        each.name = "h2"
    if guessed:
        yield f"The document had no headings. Lines in bold letters were taken for them ({len(guessed)}): look at each."


def _is_like_a_heading(paragraph: Tag) -> bool:
    words = paragraph.get_text().strip()
    bold = [each for each in paragraph.children if str(each).strip()]
    is_bold = len(bold) == 1 and isinstance(bold[0], Tag) and bold[0].name == "strong" and not paragraph.find("img")
    return is_bold and 0 < len(words) <= LONGEST_HEADING and words[-1] not in ".:;," and paragraph.find_next_sibling() is not None


def _levels(soup: BeautifulSoup) -> None:
    """Let headings begin at the second level, and leave none out on the way down; they are bold anyway."""
    above: list[int] = []
    for heading in soup.find_all(re.compile("^h[1-6]$")):
        if not heading.get_text().strip():
            heading.unwrap()
            continue
        level = int(heading.name[1])
        above = [each for each in above if each < level] + [level]
        heading.name = f"h{min(6, len(above) + 1)}"
        for bold in heading.find_all("strong"):
            bold.unwrap()


def _tables(soup: BeautifulSoup) -> Iterator[str]:
    """Rows of plain cells are all that a table in Markdown has."""
    tables = soup.find_all("table")
    for inner in [table for table in tables if table.find_parent("table")]:
        inner.replace_with(NavigableString(f" {inner.get_text(' ', strip=True)} "))
    for cell in soup.find_all(["td", "th"]):
        for block in cell.find_all(["p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "br"]):
            block.insert_after(NavigableString(" "))
            block.unwrap()
    if tables:
        yield f"Tables became plain rows ({len(tables)}), the first row their headings: look at each."


def _number(soup: BeautifulSoup) -> None:
    """Number the notes in the order in which the text comes to them."""
    numbers: dict[str, str] = {}
    for mark in soup.find_all("a", href=_NOTE):
        name = str(mark["href"]).removeprefix("#")
        if isinstance(mark.parent, Tag) and mark.parent.name == "sup" and soup.find("li", id=name):
            mark.parent["data-note"] = numbers.setdefault(name, str(len(numbers) + 1))
    for note in soup.find_all("li", id=_NOTE):
        note["data-note"] = numbers.get(str(note["id"]), "")


def _notes(soup: BeautifulSoup) -> list[str]:
    """The notes, taken out of the text, in their order."""
    found = {}
    for note in soup.find_all("li", id=_NOTE):
        for back in note.find_all("a", href=re.compile("^#(?:foot|end)note-ref-")):
            back.decompose()
        note.name = "div"
        lines = _markdown(note).split("\n")
        found[str(note["data-note"])] = "\n".join([lines[0], *(f"    {line}".rstrip() for line in lines[1:])])
        parent = note.parent
        note.decompose()
        if isinstance(parent, Tag) and not parent.find("li"):
            parent.decompose()
    return [f"[^{number}]: {found[number]}" for number in sorted(filter(None, found), key=int)]
