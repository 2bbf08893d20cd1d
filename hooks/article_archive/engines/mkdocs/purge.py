"""A style sheet -> what of it the site's pages can use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

_STRING = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_SIGN = re.compile(rf"{_STRING}|[{{}};]", re.DOTALL)
_CONDITION = ("@media", "@supports", "@layer", "@container")

_ARGUMENTS = re.compile(r":[\w-]+\([^()]*\)")
# Attributes that no text of an article can carry: what a selector asks of them must stand in a template or a script.
_OURS = r"data-[\w-]+|role|aria-[\w-]+"
_NEEDED = re.compile(
    rf"\.((?:[\w-]|\\.)+)|\[({_OURS})(?:=[\"']?([\w-]+))?[^\]]*\]|\[dir=[\"']?(\w+)[\"']?\]|\[(?:{_STRING}|[^\]])*\]"
)
_NESTING = re.compile(rf"{_STRING}|[()\[\],]")

_CLASSES = re.compile(r"\sclass=[\"']?([^\"'>]*)")
_ATTRIBUTES = re.compile(rf"\s({_OURS})(?:=[\"']?([\w-]+))?|\sdir=[\"']?(\w+)")
_WORD = re.compile(r"[A-Za-z_][\w-]*")

_PROPERTY = re.compile(rf"(?<![\w-])(--[\w-]+):(?:{_STRING}|[^;}}\"'])*;?", re.DOTALL)
_USED_PROPERTY = re.compile(r"(?<![\w-])--[\w-]+(?!\s*:|[\w-])")

_KEYFRAMES = re.compile(r"@keyframes\s+([\w-]+)\s*\{(?:[^{}]*\{[^{}]*\})*\s*\}")
_EMPTY = re.compile(r"(?<=[{};])[^{};\"']+\{\}")

_BLANK = re.compile(rf"({_STRING})|/\*.*?\*/|\s*([{{}};,])\s*(?:([\w-]+):\s+)?|(\s+)", re.DOTALL)


def classes(html: str) -> set[str]:
    """What selectors can find in a page that is printed already: classes, data attributes, the text's direction."""
    named = {name for value in _CLASSES.findall(html) for name in value.split()}
    return named | {name for found in _ATTRIBUTES.findall(html) for name in found if name}


def words(source: str) -> set[str]:
    """Every word of a template or a script: more than its classes, and surely all of them."""
    return set(_WORD.findall(source))


def properties(source: str) -> set[str]:
    """The custom properties that a script or a style sheet asks for by name."""
    return set(_USED_PROPERTY.findall(source))


def purged(css: str, known: Set[str]) -> str:
    """The sheet without the selectors that need a class, a data attribute or a direction which is not known.

    Conditions that hold nothing any more go too; custom properties and all else stay as they are.
    """
    kept = []
    for prelude, body in _blocks(css):
        if prelude.startswith(_CONDITION) and body is not None:
            body = purged(body, known)
            kept += [prelude, "{", body, "}"] if body else []
        elif body is None:
            kept.append(prelude)
        elif prelude.startswith("@"):
            kept += [prelude, "{", body, "}"]
        elif selectors := ",".join(s for s in _selectors(prelude) if _can_match(s, known)):
            kept += [selectors, "{", body, "}"]
    return "".join(kept)


def without_idle(css: str, elsewhere: Set[str]) -> str:
    """The sheet without custom properties and animations that nothing in it asks for.

    `elsewhere` are the properties that others ask for: scripts, and style sheets of the site's own.
    """
    moving = words(_KEYFRAMES.sub("", css))
    css = _KEYFRAMES.sub(lambda found: found[0] if found[1] in moving else "", css)
    while (left := _without_properties(css, properties(css) | elsewhere)) != css:
        css = left
    return _EMPTY.sub("", css)


def _without_properties(css: str, asked: Set[str]) -> str:
    return _PROPERTY.sub(lambda found: found[0] if found[1] in asked else "", css)


def minified(css: str) -> str:
    """The sheet without comments and without white space that means nothing."""
    return _BLANK.sub(_squeezed, css).replace(";}", "}").strip()


def _squeezed(found: re.Match[str]) -> str:
    string, sign, name, blank = found.groups()
    return string or (sign or "") + (f"{name}:" if name else " " if blank else "")


def _selectors(prelude: str) -> Iterator[str]:
    """A rule's selectors: what stands between its outer commas."""
    depth = start = 0
    for found in _NESTING.finditer(prelude):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(found[0], 0)
        if found[0] == "," and depth == 0:
            yield prelude[start : found.start()].strip()
            start = found.end()
    yield prelude[start:].strip()


def _can_match(selector: str, known: Set[str]) -> bool:
    # What stands in :not() is not needed, and in :is() one of several: neither decides.
    while "(" in selector and (shorter := _ARGUMENTS.sub("", selector)) != selector:
        selector = shorter
    return all(name in known for found in _NEEDED.findall(selector) for name in found if name)


def _blocks(css: str) -> Iterator[tuple[str, str | None]]:
    """Each rule as its prelude and its body, in order; a statement such as @charset has None for its body."""
    depth = start = opened = 0
    for found in _SIGN.finditer(css):
        sign = found[0]
        if sign == "{":
            opened = found.start() if depth == 0 else opened
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : found.start()]
                start = found.end()
        elif sign == ";" and depth == 0:
            yield css[start : found.end()].strip(), None
            start = found.end()
