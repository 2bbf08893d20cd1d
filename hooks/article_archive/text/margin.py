"""What is noted beside a text while it is read: its inner links and its problems, each with its place."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from functools import cached_property
from urllib.parse import unquote

from ..model import Link, Place
from ..problems import Problem
from ..reading import HIDDEN, may_hide
from .sanitiser import SCHEMES, TAGS

_TAG_NAME = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)")
_COMMENT = re.compile(r"<!--(?:.*?-->|.*)", re.DOTALL)
_WITHOUT_WORDS = re.compile(r'<img(?: data-sourcepos="[^"]*")? src="([^"]*)" alt=""')
# It starts with plain signs, which the engine can look for quickly.
_ADDRESS = re.compile(r'="(?:(?<=href=")|(?<=src="))(?!https?:)([a-zA-Z][a-zA-Z0-9+.-]*):')
_RAW_ADDRESS = re.compile(r'=\s*["\']?\s*([a-zA-Z][a-zA-Z0-9+.-]*):')
_RAW_NAME = re.compile(r"\b(?:href|src)\s*\Z", re.IGNORECASE)
_LONGEST_RAW_NAME = 64
_CODE = re.compile(r"<(pre|code)>.*?</\1>", re.DOTALL)
_ANY_TAG = re.compile(r"<[^>]*>")
_MOST_LOCAL = 20
_SCRIPTS = {"javascript", "vbscript", "data"}
_MATERIAL_SIGNS = ("!!!", "???", '=== "', "{:", "8<-")
_MATERIAL = (
    (
        re.compile(r"^ {0,3}(?:!!!|\?\?\?\+?)\s+\w", re.MULTILINE),
        "An admonition",
        "Write GitHub's form: `> [!NOTE]` and `> ` before each line.",
    ),
    (re.compile(r'^ {0,3}===\+?\s+"', re.MULTILINE), "Tabs", "Write a heading for each, such as `### First`."),
    (re.compile(r"\{:\s*[.#]?\w[^}\n]*\}"), "An attribute list", "Leave it out."),
    (re.compile(r"^\s*-{1,2}8<-{1,2}", re.MULTILINE), "A snippet", "Write the text itself here."),
)


class Margin:
    """Notes on one text; `first_line` is the text's first line in the file at `path`."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text, self.path, self.first_line = text, path, first_line
        self.links: dict[tuple[str, bool], Link] = {}
        self.problems: list[Problem] = []
        self.has_raw = "<" in text
        self._last = 0
        self._local: set[str] = set()

    def place(self, written: str) -> Place:
        """Where these words stand in the text; its first line if they are written in another way there."""
        # Links come in the order of the text: looking on from the last one keeps thousands of them cheap.
        at = self.text.find(written, self._last)
        if at < 0:
            at = self.text.find(written)
        if at < 0:
            at = self._lower.find(unquote(html.unescape(written)).lower())
        if at < 0:
            return Place(self.path, self.first_line)
        self._last = at
        return self.at(at)

    def at(self, offset: int) -> Place:
        """The place of a sign of the text."""
        line = bisect_right(self._starts, offset) - 1
        return Place(self.path, self.first_line + line, offset - self._starts[line] + 1)

    @cached_property
    def _starts(self) -> list[int]:
        """The offset at which each line starts."""
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    @cached_property
    def _lower(self) -> str:
        return self.text.lower()

    def link(self, target: str, is_picture: bool) -> None:
        """Note a link or picture that points inside the site, at the first place where it stands."""
        if (target, is_picture) not in self.links:
            self.links[target, is_picture] = Link(target, self.place(target), is_picture)

    def note(self, code: str, written: str, message: str, suggestion: str) -> None:
        """Note a problem with these words of the text."""
        self.problems.append(Problem(code, self.place(written), message, suggestion))

    def refusals(self, rendered: str) -> None:
        """Note the markup and addresses that the sanitiser is going to drop."""
        if self.has_raw:
            rendered = _COMMENT.sub("", rendered)
        tags = {name.lower() for name in _TAG_NAME.findall(rendered)} - TAGS if self.has_raw else set()
        for tag in sorted(tags):
            message = f"The markup `<{tag}>` is not shown on the site."
            self.note("refused-markup", f"<{tag}", message, "Write it in Markdown, or leave it out.")
        found = _raw_schemes(rendered) if self.has_raw else _ADDRESS.findall(rendered)
        for scheme in sorted({scheme.lower() for scheme in found} - SCHEMES):
            if scheme == "file" or len(scheme) == 1:
                self._files_of(scheme, rendered)
                continue
            code = "unsafe-address" if scheme in _SCRIPTS else "refused-link"
            message = f"An address that starts with `{scheme}:` is not allowed."
            self.note(code, f"{scheme}:", message, "Use one that starts with https://.")

    def _files_of(self, scheme: str, rendered: str) -> None:
        """Note each address of a file on a disk: `scheme` is `file` or the letter of the disk."""
        addresses = re.findall(rf"""(?:href|src)\s*=\s*["']?\s*({scheme}:[^"'>]*)""", rendered, re.IGNORECASE)
        for address in addresses:
            self.local(unquote(html.unescape(address)))

    def local(self, address: str) -> None:
        """Note an address that leads nowhere but on its writer's own computer or network."""
        if address in self._local or len(self._local) >= _MOST_LOCAL:
            return
        self._local.add(address)
        message = f"`{address}` can be followed on one computer, or in one network, only."
        is_file = not address.lower().startswith(("http", "//"))
        remedy = "Put the file beside the article and write its name." if is_file else "Write the full address, from https:// on."
        self.note("local-link", address, message, remedy)

    def hidden(self, rendered: str) -> None:
        """Note characters that nobody can see, written as numbers: `&#xE000;`."""
        is_numbered = "&" in self.text and "&#" in self.text
        if is_numbered and may_hide(rendered.encode()) and (found := HIDDEN.search(rendered)):
            message = f"Here stands a character that nobody can see (U+{ord(found[0]):04X})."
            self.note("hidden-characters", "&#", message, "Delete it.")

    def pictures(self, rendered: str) -> None:
        """Note the pictures of which some readers would learn nothing."""
        may_show = self.has_raw or "!" in self.text
        for src in dict.fromkeys(_WITHOUT_WORDS.findall(rendered)) if may_show and 'alt=""' in rendered else ():
            remedy = "Write it between the square brackets, for readers who can't see it."
            self.note("missing-alt-text", html.unescape(src), "This picture has no description.", remedy)

    def material(self, cleaned: str) -> None:
        """Note what only Material for MkDocs would understand, outside code; `cleaned` is sanitised, so each tag has its end."""
        # Whether a letter stands in a text is told twenty times as fast as whether a word does.
        if not any(sign[0] in self.text and sign in self.text for sign in _MATERIAL_SIGNS):
            return
        shown = html.unescape(_ANY_TAG.sub("", _CODE.sub("", cleaned)))
        for pattern, name, remedy in _MATERIAL:
            found = pattern.search(self.text)
            if found and found[0].strip() in shown:
                message = f"{name} as Material for MkDocs writes it: readers would see the signs."
                self.note("material-syntax", found[0].strip(), message, remedy)


def _raw_schemes(rendered: str) -> list[str]:
    """The schemes of addresses in raw HTML, however they are written."""
    found = _RAW_ADDRESS.finditer(rendered)
    return [m[1] for m in found if _RAW_NAME.search(rendered, max(0, m.start() - _LONGEST_RAW_NAME), m.start())]
