"""A field's words -> one line: plain text, with emphasis and code kept for print."""

from __future__ import annotations

import html
import re

import comrak

from .model import Line

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->")
_SPACE = re.compile(r"\s+")
_OTHER_TAGS = re.compile(r"<(?!/?(?:em|strong|code)>)[^<>]*>")
# A stretch of code, or a sign that would mean something else than emphasis.
_SIGN = re.compile(r"((?<!`)(`+)(?!`).+?(?<!`)\2(?!`))|[\\\[\]<>&!#~|]")
_OPTIONS = comrak.RenderOptions()


def line(words: str) -> Line:
    """Entities are decoded, tags dropped; inline Markdown for emphasis and code becomes em, strong and code."""
    plain = _SPACE.sub(" ", words).strip()
    if "<" in plain:
        plain = _SPACE.sub(" ", _TAG.sub("", plain)).strip()
    if "&" in plain:
        plain = html.unescape(plain)
    if "*" not in plain and "_" not in plain and "`" not in plain:
        return _said(plain, html.escape(plain))
    return _marked(plain)


def has_markup(words: str) -> bool:
    """Whether `line` drops tags from these words."""
    return "<" in words and _TAG.search(words) is not None


def _marked(plain: str) -> Line:
    # Escaped outside code, so that what comrak prints as HTML is its own; then only the three tags are kept.
    escaped = _SIGN.sub(lambda found: found[0] if found[1] else f"\\{found[0]}", plain)
    # A hyphen escaped at the start keeps the line a paragraph, whatever it begins with; it is taken off again.
    rendered = comrak.render_markdown(f"\\-{escaped}", render_options=_OPTIONS).strip()
    if not rendered.startswith("<p>") or rendered.count("<p>") != 1:
        return _said(plain, html.escape(plain))
    kept = _OTHER_TAGS.sub("", rendered.removeprefix("<p>-").removesuffix("</p>"))
    return _said(html.unescape(re.sub(r"<[^>]+>", "", kept)), kept)


def _said(words: str, markup: str) -> Line:
    """Nearly all lines are the same in print: one copy of ten thousand titles and summaries is enough."""
    return Line(words, markup if markup != words else "")
