"""Well-formed HTML -> HTML in which each element stands where it may (HTML standard, "content model")."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

# Tags as the sanitiser writes them: small letters, every value in double quotes.
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
_VOID = frozenset("br col hr img wbr".split())
_BLOCKS = frozenset(
    "blockquote dd details div dl dt figcaption figure h2 h3 h4 h5 h6 hr li ol p pre section table tbody td tfoot th thead tr"
    " ul".split()
)
_INLINE = frozenset("abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strong sub sup time u var".split())
_NO_BLOCKS = frozenset("h2 h3 h4 h5 h6 p pre summary".split())
_LISTS = frozenset(("ul", "ol"))
_HOMES = {"dt": "dl", "dd": "dl", "figcaption": "figure", "summary": "details", "rt": "ruby", "rp": "ruby"}
_TABLE_PARTS = frozenset("caption col colgroup table tbody td tfoot th thead tr".split())


class Element:
    """An element and what it holds: elements and stretches of text, in order."""

    def __init__(self, name: str, attributes: str = "") -> None:
        self.name, self.attributes = name, attributes
        self.children: list[Element | str] = []

    def __str__(self) -> str:
        inner = "".join(map(str, self.children))
        if not self.name:
            return inner
        start = f"<{self.name}{self.attributes}>"
        return start if self.name in _VOID else f"{start}{inner}</{self.name}>"


def nested(html: str) -> str:
    """The same words; elements that may not stand where they do are wrapped, renamed or left out. Takes a sanitiser's output."""
    root = _tree(html)
    _mend(root)
    return str(root)


def _tree(html: str) -> Element:
    open_elements = [Element("")]
    kept = 0
    for token in _TOKEN.finditer(html):
        _add(open_elements[-1], html[kept : token.start()])
        kept = token.end()
        if not token[1]:
            element = Element(token[2], token[3])
            open_elements[-1].children.append(element)
            if element.name not in _VOID:
                open_elements.append(element)
        elif len(open_elements) > 1 and open_elements[-1].name == token[2]:
            open_elements.pop()
    _add(open_elements[-1], html[kept:])
    return open_elements[0]


def _add(element: Element, text: str) -> None:
    if text:
        element.children.append(text)


def _mend(element: Element, *, is_line: bool = False) -> None:
    """Mend from the inside out, so that what is looked at has been mended below. In a line there is no place for blocks."""
    is_line = is_line or element.name in _NO_BLOCKS
    for child in element.children:
        if isinstance(child, Element):
            _mend(child, is_line=is_line)
    if element.name == "img" and " alt=" not in element.attributes:
        element.attributes += ' alt=""'
    element.children = [kept for child in element.children for kept in _inside(child, element.name, is_line)]
    if element.name in _LISTS:
        element.children = list(_wrapped(element.children, "li", _is_item))
    elif element.name == "dl":
        element.children = list(_wrapped(_listed(element.children), "dd", _is_description))
    elif element.name == "details":
        element.children = _with_summary(element.children)
    elif element.name not in _TABLE_PARTS - {"td", "th", "caption"}:
        element.children = list(_listed(element.children))


def _inside(child: Element | str, parent: str, is_line: bool) -> Iterator[Element | str]:
    """What may stand of a child in its parent: itself, what it holds, or itself under another name."""
    if isinstance(child, str):
        yield child
    elif child.name in _INLINE and _has_block(child):
        yield from _all_inside(child, parent, is_line)
    elif is_line and child.name in _BLOCKS:
        yield from (" ", *_all_inside(child, parent, is_line), " ")
    else:
        if parent != _HOMES.get(child.name, parent):
            is_short = is_line or (child.name in ("rt", "rp") and not _has_block(child))
            child.name, child.attributes = ("span" if is_short else "div"), ""
        yield child


def _all_inside(gone: Element, parent: str, is_line: bool) -> Iterator[Element | str]:
    """What an element held that is gone: its home is another one now."""
    for child in gone.children:
        yield from _inside(child, parent, is_line)


def _has_block(element: Element) -> bool:
    return any(isinstance(c, Element) and (c.name in _BLOCKS or _has_block(c)) for c in element.children)


def _is_item(child: Element | str) -> bool:
    return isinstance(child, Element) and child.name == "li"


def _is_description(child: Element | str) -> bool:
    return isinstance(child, Element) and child.name in ("dt", "dd")


def _is_empty(child: Element | str) -> bool:
    """Nothing to read or see: space, a break, a paragraph without words."""
    if isinstance(child, str):
        return not child.strip()
    return child.name in ("br", "hr", "wbr") or (child.name in ("p", "div", "span") and all(map(_is_empty, child.children)))


def _wrapped(
    children: Iterable[Element | str], name: str, is_at_home: Callable[[Element | str], bool]
) -> Iterator[Element | str]:
    """The children of a list: whatever is no item of it becomes one; empty things are left out."""
    wrapper: Element | None = None
    for child in children:
        if is_at_home(child):
            wrapper = None
            yield child
        elif isinstance(child, str) and not child.strip():
            yield child
        elif not _is_empty(child):
            if wrapper is None:
                wrapper = Element(name)
                yield wrapper
            wrapper.children.append(child)


def _listed(children: Iterable[Element | str]) -> Iterator[Element | str]:
    """Items of a list that is not there get one around them."""
    wrapper: Element | None = None
    for child in children:
        if _is_item(child):
            if wrapper is None:
                wrapper = Element("ul")
                yield wrapper
            wrapper.children.append(child)
        else:
            if not (isinstance(child, str) and not child.strip()):
                wrapper = None
            yield child


def _with_summary(children: list[Element | str]) -> list[Element | str]:
    """A summary stands first in its details, and once."""
    first = next((c for c in children if isinstance(c, Element) and c.name == "summary"), None) or _more()
    for child in children:
        if isinstance(child, Element) and child.name == "summary" and child is not first:
            child.name = "div"
    return [first, *_listed(child for child in children if child is not first)]


def _more() -> Element:
    summary = Element("summary")
    summary.children.append("More")
    return summary
