"""Texts, fields and files made to take long or much room, each as large as a file may be."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from article_archive.frontmatter import MOST_CHARACTERS
from article_archive.reading import MOST_BYTES

MOST = MOST_BYTES - 200
FIELDS = MOST_CHARACTERS - 400


def filled(piece: str, end: str = "", most: int = MOST) -> str:
    """The piece again and again, up to what a file may hold."""
    return piece * ((most - len(end.encode())) // len(piece.encode())) + end


def numbered(line: str, most: int = MOST) -> str:
    """The line with numbers in it, up to what a file may hold."""
    count = most // (len(line.encode()) + 8 * line.count("{0}"))
    return "".join(line.replace("{0}", str(n)) for n in range(count))


def half(piece: str, then: str) -> str:
    return filled(piece, most=MOST // 2) + filled(then, most=MOST // 2)


TEXTS: Mapping[str, Callable[[], str]] = {
    "open brackets": lambda: filled("["),
    "open brackets of pictures": lambda: filled("!["),
    "brackets that lead nowhere": lambda: half("[", "]"),
    "links with an open address": lambda: filled("[a](<b"),
    "links in brackets": lambda: filled("[a](b "),
    "emphasis that never ends": lambda: filled("*a "),
    "emphasis of two kinds": lambda: filled("*a _b "),
    "emphasis by the thousand": lambda: half("**", "a**"),
    "a run of stars": lambda: filled("*"),
    "struck out": lambda: filled("~~a "),
    "quotations in quotations": lambda: filled(">"),
    "quotations line by line": lambda: filled("> > > > > a\n"),
    "lists in lists": lambda: "".join(f"{' ' * n}- a\n" for n in range(190)) * 20,
    "lists side by side": lambda: filled("- "),
    "definitions that nobody asks for": lambda: numbered("[a{0}]: b\n"),
    "a definition that is asked for": lambda: f"[a]: {'b' * 10_000}\n\n" + filled("[a]", most=MOST - 20_000),
    "footnotes that name each other": lambda: numbered("[^{0}]: [^{0}] a\n\n"),
    "a footnote that is named often": lambda: "[^a]: b\n\n" + filled("[^a]", most=MOST - 100),
    "a table of many columns": lambda: filled("|a", most=MOST // 2) + "\n" + filled("|-", most=MOST // 2) + "\n",
    "a table of many empty cells": lambda: "|a" * 20_000 + "\n" + "|-" * 20_000 + "\n" + filled("|\n", most=MOST - 90_000),
    "entities": lambda: filled("&amp;&#x41;&CounterClockwiseContourIntegral;"),
    "half entities": lambda: filled("&#"),
    "ticks of growing length": lambda: "".join("`" * n + " " for n in range(1, 1400)),
    "ticks that never close": lambda: filled("`a "),
    "addresses of mail": lambda: filled("a@b.", most=MOST),
    "web addresses": lambda: filled("https://a.b/("),
    "an endless web address": lambda: "https://" + filled("a."),
    "www without an end": lambda: filled("www."),
    "tags that never end": lambda: filled("<a b='"),
    "tags side by side": lambda: filled("<b>a"),
    "tags of many attributes": lambda: "<a " + filled("b=c "),
    "comments that never end": lambda: filled("<!-- a "),
    "declarations and instructions": lambda: filled("<!A <?a <![CDATA["),
    "tables in tables": lambda: filled("<table><tr><td>"),
    "formatting in paragraphs": lambda: filled("<b><p>"),
    "closing tags without their like": lambda: filled("</p></b>"),
    "headings": lambda: filled("# a\n"),
    "raw headings that never end": lambda: filled("<h2>a"),
    "raw headings with attributes": lambda: filled("<h2 a"),
    "a line without a space": lambda: filled("a"),
    "a wall of hyphens": lambda: filled("-\n"),
    "underlined again and again": lambda: filled("a\n=\n"),
    "escaped signs": lambda: filled("\\<"),
    "pictures": lambda: numbered("![a](b{0}.png)\n\n"),
    "links": lambda: numbered("[a](b{0}.md)\n"),
    "links to headings": lambda: numbered("[a](#b{0})\n"),
    "speakers": lambda: numbered("**A{0}:** b\n\n"),
    "statements": lambda: filled("- > a\n"),
    "alerts": lambda: filled("> [!NOTE]\n> a\n\n"),
    "reflections": lambda: "| Looking back | Looking forward |\n|---|---|\n" + filled("| a | b |\n", most=MOST - 100),
    "addresses in raw HTML": lambda: filled("href = javascript :"),
    "an address that is no scheme": lambda: "<p>" + filled("href="),
    "material's signs": lambda: filled("{: "),
    "tabs": lambda: filled("\t"),
    "the same words a hundred thousand times": lambda: filled("[a][b] "),
}

_SOUND = "title: A title\ndate: 2016-09-14\nauthor: writer-one\nattributes: [Voice]\n"

SLOW_FIELDS: Mapping[str, Callable[[], str]] = {
    "lists in lists": lambda: _SOUND + "summary: " + filled("[", most=FIELDS),
    "tables in tables": lambda: _SOUND + "summary: " + filled("{a: ", most=FIELDS),
    "lists by lines": lambda: _SOUND + "summary:\n" + "".join(f"{' ' * n}-\n" for n in range(170)),
    "names that point to names": lambda: "".join(f"a{n}: &a{n} [{f'*a{n - 1},' * 9}]\n" for n in range(1, 200)) + _SOUND,
    "names that are asked as names": lambda: _SOUND + filled("? ", most=FIELDS),
    "an enormous number": lambda: _SOUND + "series: {id: small-steps, part: " + filled("9", most=FIELDS) + "}",
    "an enormous year": lambda: _SOUND.replace("2016-09-14", filled("9", most=FIELDS)),
    "very many authors": lambda: _SOUND.replace("author: writer-one", "authors: [" + filled("a, ", most=FIELDS) + "]"),
    "very many terms unlike any": lambda: _SOUND.replace("[Voice]", "[" + numbered("voi{0}, ", most=FIELDS) + "]"),
    "very many fields": lambda: _SOUND + numbered("fie{0}: a\n", most=FIELDS),
    "a title of brackets": lambda: _SOUND.replace("A title", '"' + filled("[", most=FIELDS) + '"'),
    "a title of ticks": lambda: _SOUND.replace("A title", '"' + "".join("`" * n + " " for n in range(1, 170)) + '"'),
    "an address of dots": lambda: _SOUND + "original: https://" + filled("a.", most=FIELDS),
    "former addresses": lambda: _SOUND + "aliases: [" + numbered("/a{0}/, ", most=FIELDS) + "]",
    "number signs": lambda: _SOUND + "summary: a" + filled(" #", most=FIELDS),
    "colons": lambda: _SOUND + "summary: a" + filled(": a", most=FIELDS),
    "escapes": lambda: _SOUND + 'summary: "' + filled("\\x41", most=FIELDS) + '"',
    "a language of hyphens": lambda: _SOUND + "lang: en" + filled("-aa", most=FIELDS),
}
LINES: Mapping[str, Callable[[], str]] = {
    "ticks of growing length": lambda: "".join("`" * n + " " for n in range(1, 170)),
    "pairs of ticks": lambda: filled("`a`` ", most=FIELDS),
    "open comments": lambda: filled("<!--", most=FIELDS),
    "open tags": lambda: filled("<a ", most=FIELDS),
    "stars": lambda: filled("*a **b _c ", most=FIELDS),
    "entities": lambda: filled("&amp;", most=FIELDS),
    "backslashes": lambda: filled("\\*", most=FIELDS),
}
TRANSCRIPTS: Mapping[str, Callable[[], str]] = {
    "voices": lambda: "WEBVTT\n\n00:00.000 --> 00:01.000\n" + filled("<v A>b"),
    "open voices": lambda: "WEBVTT\n\n00:00.000 --> 00:01.000\n" + filled("<v"),
    "voices of many classes": lambda: "WEBVTT\n\n00:00.000 --> 00:01.000\n<v" + filled(".a"),
    "open tags": lambda: "WEBVTT\n\n00:00.000 --> 00:01.000\n" + filled("<a "),
    "arrows": lambda: "WEBVTT\n\n" + filled("-->"),
    "times": lambda: "WEBVTT\n\n" + filled("00:00.000 --> 00:01.000\na\n\n"),
    "times without words": lambda: "WEBVTT\n\n" + filled("00:00.000 --> 00:01.000\n"),
    "notes": lambda: "WEBVTT\n\n" + filled("NOTE a\n\n"),
    "entities": lambda: "WEBVTT\n\n00:00.000 --> 00:01.000\n" + filled("&#x41;"),
}
