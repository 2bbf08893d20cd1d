"""A stranger's HTML -> safe HTML: the one allowlist. Nothing changes the HTML after it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

import nh3

# What a text may hold. No style, data-* or form; ids and classes only where the judge knows them as ours.
TAGS = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure "
    "h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub summary sup "
    "table tbody td tfoot th thead time tr u ul var wbr".split()
)
_ATTRIBUTES = {
    "*": {"lang", "dir", "title"},
    "a": {"href", "hreflang", "id", "aria-label"},
    "bdo": {"dir"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"datetime"},
    "details": {"open"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
    "img": {"src", "alt", "width", "height", "loading"},
    "ins": {"datetime"},
    "li": {"id"},
    "ol": {"start"},
    "td": {"class", "colspan", "rowspan"},
    "th": {"class", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
# These keep their words to themselves: what a page that runs them would not show as text.
_EMPTIED = {
    "script",
    "style",
    "noembed",
    "noframes",
    "noscript",
    "template",
    "iframe",
    "object",
    "svg",
    "math",
    "title",
    "textarea",
}
# What else a value must look like, so that the page is valid HTML.
_VALUES = {
    "colspan": re.compile(r"[1-9][0-9]{0,2}"),
    "datetime": re.compile(
        r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?)?)?"
    ),
    "dir": re.compile(r"ltr|rtl|auto", re.IGNORECASE),
    "height": re.compile(r"[0-9]{1,5}"),
    "lang": re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8}){0,3}"),
    "hreflang": re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8}){0,3}"),
    "loading": re.compile(r"lazy|eager"),
    "open": re.compile(r""),
    "rowspan": re.compile(r"[1-9][0-9]{0,2}"),
    "scope": re.compile(r"(?:row|col)(?:group)?", re.IGNORECASE),
    "span": re.compile(r"[1-9][0-9]{0,2}"),
    "start": re.compile(r"-?[0-9]{1,9}"),
    "width": re.compile(r"[0-9]{1,5}"),
}
# What stands wrongly in a stranger's HTML is moved, and may be read in another way once it is: so often at most.
MOST_PASSES = 8
_LINES_OF_PRE = re.compile(r"(<pre(?: [^>]*)?>)\n+")
SCHEMES = frozenset({"http", "https", "mailto"})
JUDGED = frozenset({"href", "src", "id", "aria-label", "class"})

# Gets an element, an attribute of JUDGED and its value, and gives back the value to print, or None to drop it.
Judge = Callable[[str, str, str], str | None]


class Sanitiser:
    """Ammonia with our allowlist; built once, since building costs more than cleaning."""

    def __init__(self) -> None:
        self._judge: Judge = _nothing
        self._cleaner = nh3.Cleaner(
            tags=set(TAGS),
            attributes=_ATTRIBUTES,
            clean_content_tags=_EMPTIED,
            url_schemes=set(SCHEMES),
            attribute_filter=self._filter,
            link_rel=None,
            strip_comments=True,
        )

    def clean(self, html: str, judge: Judge, *, is_printed: bool = False) -> str:
        """Safe HTML, well-formed on its own, that stays the same however often it is read and written.

        Every address, id and label is what `judge` says of it. `is_printed`: our own programs printed it, all in its place.
        """
        cleaned = self._pass(html, judge)
        if is_printed:
            return cleaned
        for _ in range(MOST_PASSES):
            # A reader drops the first line break in it each time.
            cleaned = _LINES_OF_PRE.sub(r"\1", cleaned)
            if (again := self._pass(cleaned, _kept)) == cleaned:
                return cleaned
            cleaned = again
        return escape(cleaned)

    def _pass(self, html: str, judge: Judge) -> str:
        self._judge = judge
        try:
            return self._cleaner.clean(html)
        finally:
            self._judge = _nothing

    def _filter(self, element: str, attribute: str, value: str) -> str | None:
        if attribute in JUDGED:
            return self._judge(element, attribute, value)
        form = _VALUES.get(attribute)
        return value if form is None or form.fullmatch(value) else None


def _kept(element: str, attribute: str, value: str) -> str:
    return value


def _nothing(element: str, attribute: str, value: str) -> str | None:
    return None
